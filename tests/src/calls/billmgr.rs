//! ispmanager with a password in every call, and ISPlicense with a session: reads, changes, and everything that spends. Of
//! ISPlicense only what it takes in another form is listed.

use super::{Api, Call, Entry, Login};
use crate::canary::Canary;
use crate::fault_server::Request;
use billmgr_client::{
    Addon, AutoRenew, ChangeTariff, Client, Credentials, Delete, Edit, GetLicense, ItemType, LicenseKey,
    ListLicenses, NewKey, Offer, Operation, Order, Period, RawCall, Renew, Service, ServiceId, SetAddons,
    Site, TariffCode, Vendor, isplicense, ispmanager,
};
use license_wire::{Effect, Error, Settings};
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// With user and password in every call.
pub(super) fn ispmanager() -> Api<Client> {
    Api {
        name: "billmgr-client at ispmanager",
        canaries: vec![user(), password()],
        login: None,
        connect: |url, settings| {
            let credentials = Credentials::each_call(user().value(), password().value());
            connect(Vendor::Ispmanager, credentials, url, settings)
        },
        shut_down: Client::shut_down,
        entries: Arc::new([
            entry("license", &FETCH, Effect::Read, form, |n| GetLicense::new(soft(n))),
            entry("licenses", &BY_FILTER, Effect::Read, list, |n| {
                ListLicenses::new(ItemType::Ispsystem).filter("domain", name(n))
            }),
            entry("edit", &EDIT, Effect::Change, form, |n| Edit::new(soft(n)).name(name(n)).address(ADDRESS)),
            entry("order a licence", &BY_NAME, Effect::Spend, ordered, |n| {
                Order::license(&ispmanager::LITE, ADDRESS, name(n), Period::MONTH, AutoRenew::Off)
            }),
            entry("order a module", &BY_REFERENCE, Effect::Spend, ordered, |n| {
                let order = Order::module(offer(ItemType::Module, 55371), Period::MONTH, AutoRenew::Off);
                order.for_license(id(n)).remote_id(name(n))
            }),
            entry("order a platform", &BY_REFERENCE, Effect::Spend, ordered, |n| {
                let order = Order::platform(offer(ItemType::Platform, 55161), Period::MONTH, AutoRenew::Off);
                order.comment("rack 7").remote_id(name(n))
            }),
            entry(
                "renew",
                &By(|n| format!("func=service.prolong&elid={}", id(n)), None),
                Effect::Spend,
                renewed,
                |n| Renew::new(soft(n), Period::MONTH),
            ),
            entry("change_tariff", &TARIFF, Effect::Spend, form, |n| {
                ChangeTariff::new(soft(n), tariff(55230))
            }),
            entry("new_key", &KEY, Effect::Spend, form, |n| {
                NewKey::new(soft(n), LicenseKey::new("1-OLD").expect("a key"))
            }),
            entry("set_addons", &ADDONS, Effect::Spend, form, |n| SetAddons::new(soft(n), nodes())),
            entry("delete", &DELETE, Effect::Spend, deleted, |n| Delete::new(soft(n))),
            entry("call", &BY_NAME, Effect::Spend, document, |n| {
                RawCall::new("soft.order.param", Effect::Spend).field("licname", name(n)).field("sok", "ok")
            }),
        ]),
    }
}

/// With a session.
pub(super) fn isplicense() -> Api<Client> {
    Api {
        name: "billmgr-client at ISPlicense",
        canaries: vec![user(), password(), session()],
        login: Some(Login {
            operation: "isplicense.login",
            is: |request| of_the_session(request).is_some(),
            answer: |request| of_the_session(request).expect("the session's"),
            renews: false,
        }),
        connect: |url, settings| {
            let credentials = Credentials::session(user().value(), password().value());
            connect(Vendor::Isplicense, credentials, url, settings)
        },
        shut_down: Client::shut_down,
        entries: Arc::new([
            entry("license", &EXTERNAL, Effect::Read, form, |n| GetLicense::new(external(n))),
            entry("edit", &EXTERNAL, Effect::Change, form, |n| Edit::new(external(n)).name(name(n))),
            entry("order a licence", &BY_NAME, Effect::Spend, ordered, |n| {
                let renewal = AutoRenew::VendorsDefault;
                Order::license(&isplicense::ISPMANAGER_6_LITE, ADDRESS, name(n), Period::MONTH, renewal)
            }),
            entry("order Plesk", &BY_REFERENCE, Effect::Spend, ordered, |n| {
                let renewal = AutoRenew::VendorsDefault;
                Order::plesk(&isplicense::PLESK_WEB_PRO, ADDRESS, Period::MONTH, renewal).remote_id(name(n))
            }),
            entry("order a module", &BY_REFERENCE, Effect::Spend, ordered, |n| {
                let renewal = AutoRenew::VendorsDefault;
                Order::module(&isplicense::VIRUSDIE_LITE, Period::MONTH, renewal).remote_id(name(n))
            }),
            entry("set_addons", &REPEATING_ADDONS, Effect::Spend, form, |n| {
                SetAddons::new(external(n), nodes()).repeating(ADDRESS, name(n))
            }),
            entry("delete", &EXTERNAL_DELETE, Effect::Spend, deleted, |n| Delete::new(external(n))),
        ]),
    }
}

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 15));

/// What a request names its licence by, and what the read that follows a good answer names it by, where one does.
struct By(fn(u32) -> String, Option<fn(u32) -> String>);

const BY_NAME: By = By(|n| format!("licname={}&", name(n)), None);
const BY_REFERENCE: By = By(|n| format!("remoteid={}", name(n)), None);
const BY_FILTER: By = By(|n| format!("domain={}", name(n)), None);
const FETCH: By = By(|n| format!("func=soft.edit&elid={}", id(n)), None);
const EDIT: By = By(|n| format!("func=soft.edit&elid={}&licname=", id(n)), None);
const KEY: By = By(|n| format!("func=soft.edit&elid={}&clicked_button=newkey", id(n)), None);
const TARIFF: By = By(|n| format!("func=service.changepricelist&elid={}", id(n)), Some(FETCH.0));
const ADDONS: By = By(|n| format!("func=soft.edit&elid={}&addon_", id(n)), Some(FETCH.0));
const REPEATING_ADDONS: By = By(|n| format!("func=soft.edit&elid={}&ip=", id(n)), Some(FETCH.0));
const DELETE: By = By(|n| format!("func=soft.delete&elid={}", id(n)), Some(FETCH.0));
const EXTERNAL: By = By(|n| format!("func=softexternal.edit&elid={}", id(n)), None);
const EXTERNAL_DELETE: By = By(|n| format!("func=softexternal.delete&elid={}", id(n)), Some(EXTERNAL.0));

fn user() -> Canary {
    Canary::awkward("isp-user")
}

fn password() -> Canary {
    Canary::awkward("isp-password")
}

/// No blank and no quote, so that it can be one.
fn session() -> Canary {
    Canary::around("isp-session", "+~*!%41;&=/?")
}

/// The answer to a request that opens a session or asks whether one is still open.
fn of_the_session(request: &Request) -> Option<String> {
    let body = String::from_utf8_lossy(&request.body);
    if body.contains("func=keepalive") {
        return Some("<doc func=\"keepalive\"><ok/></doc>".into());
    }
    body.contains("func=auth&").then(|| {
        let id = escaped(session().value());
        format!("<doc func=\"auth\"><auth id=\"{id}\" level=\"16\">{id}</auth></doc>")
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn refusal() -> String {
    let said = escaped(&format!("{} is not the password of {}", password().value(), user().value()));
    format!(
        "<doc><error type=\"value\" object=\"{0}\"><param name=\"value\">{0}</param><msg>{said}</msg></error></doc>",
        escaped(user().value())
    )
}

fn connect(vendor: Vendor, credentials: Result<Credentials, Error>, url: &str, settings: Settings) -> Client {
    let client = Client::builder(&Site::own(vendor, url), credentials.expect("usable credentials"));
    client.settings(settings).build().expect("usable settings")
}

fn entry<O>(
    name: &'static str,
    By(sent, looked): &By,
    effect: Effect,
    done: fn(u32) -> String,
    operation: fn(u32) -> O,
) -> Entry<Client>
where
    O: Operation + Debug + 'static,
    O::Output: Debug + 'static,
{
    let call = Call {
        name,
        effect,
        has_form: true,
        done,
        refusal,
        sent: *sent,
        told: |number| id(number).to_string(),
        looked: *looked,
        takes_anything: false,
    };
    Entry::new(call, operation, Client::send, Client::preview)
}

fn name(number: u32) -> String {
    format!("web-{number:04}")
}

fn id(number: u32) -> ServiceId {
    ServiceId::new((1_200_000 + number).to_string()).expect("an id")
}

fn soft(number: u32) -> Service {
    Service::new(ItemType::Ispsystem, id(number))
}

fn external(number: u32) -> Service {
    Service::new(ItemType::ThirdParty, id(number))
}

fn tariff(code: u64) -> TariffCode {
    TariffCode::new(code).expect("a code")
}

fn offer(item_type: ItemType, code: u64) -> Offer {
    Offer::new(item_type, tariff(code))
}

fn nodes() -> Addon {
    let code = ispmanager::BUSINESS.nodes().expect("a tariff with nodes");
    Addon::new(code, 3).expect("three of them")
}

// The answers with which the vendor says that it is done. Each holds the licence's id in a place that `Debug` shows.

/// The form of a licence, as it is afterwards.
fn form(number: u32) -> String {
    let (id, name) = (id(number), name(number));
    format!(
        "<doc func=\"soft.edit\"><elid>{id}</elid><licname>{name}</licname><ip>{ADDRESS}</ip><pricelist>55230</pricelist>\
         <period>1</period><status>2</status><lickey>{id}-Q7M2-9XKD</lickey><expiredate>2026-05-02</expiredate>\
         <addon_55236>3</addon_55236></doc>"
    )
}

fn list(number: u32) -> String {
    let (id, name) = (id(number), name(number));
    format!(
        "<doc func=\"soft\"><p_elems>1</p_elems><elem><id>{id}</id><licname>{name}</licname><status>2</status></elem></doc>"
    )
}

fn ordered(number: u32) -> String {
    let id = id(number);
    format!("<doc func=\"soft.order.param\"><id>{id}</id><item.id>{id}</item.id><ok/></doc>")
}

fn renewed(number: u32) -> String {
    format!(
        "<doc func=\"service.prolong\"><doc><title_name>{}</title_name><expiredate>2026-04-02</expiredate>\
         <newexpiredate>2026-05-02</newexpiredate><period>1</period></doc><ok/></doc>",
        id(number)
    )
}

fn deleted(number: u32) -> String {
    format!("<doc><elid>{}</elid><status>4</status><ok/></doc>", id(number))
}

/// `Debug` shows the names in it.
fn document(number: u32) -> String {
    format!("<doc><n{}/><ok/></doc>", id(number))
}

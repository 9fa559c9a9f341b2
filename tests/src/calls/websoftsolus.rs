//! WebSoftSolus: a read, a change, and everything that spends. Each client first asks for a token.

use super::{Api, Call, Entry, Login};
use crate::canary::Canary;
use license_wire::{Effect, Settings};
use serde_json::json;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use websoftsolus::{
    Addon, Client, CpanelKey, Credentials, Edit, Environment, GetProperties, Operation, OrderCpanel,
    OrderPlesk10, OrderPlesk12, OrderVirtuozzo, Os, Period, PleskKey, RawCall, Terminate, VirtuozzoKey,
};

/// The names are those of the crate's methods, with the family where a method serves all three.
pub(super) fn api() -> Api<Client> {
    Api {
        name: "websoftsolus",
        canaries: vec![login(), secret(), token()],
        login: Some(Login {
            operation: "websoftsolus.token",
            is: |request| request.target.ends_with("/access/token"),
            answer: |_| granted(),
            renews: true,
        }),
        connect,
        shut_down: Client::shut_down,
        entries: Arc::new([
            by_path("properties", Effect::Read, |n| GetProperties::new(plesk(n))),
            entry("edit", &BY_PATH, Effect::Change, |n| Edit::new(plesk(n), "web1", "rack 7")),
            by_path("terminate Plesk", Effect::Spend, |n| Terminate::new(plesk(n))),
            by_path("terminate cPanel", Effect::Spend, |n| {
                Terminate::new(CpanelKey::new(key(n)).expect("a key"))
            }),
            by_path("terminate Virtuozzo", Effect::Spend, |n| {
                Terminate::new(VirtuozzoKey::new(key(n)).expect("a key"))
            }),
            entry("order_plesk10", &BY_TITLE, Effect::Spend, |n| {
                OrderPlesk10::new("PLESK-10-UNLIMITED", told(n), Period::Months1, Os::Linux)
            }),
            entry("order_plesk12", &BY_TITLE, Effect::Spend, |n| {
                OrderPlesk12::new("PLESK-12-WEB-HOST", told(n), Period::Months12).comment("rack 7")
            }),
            entry("order_cpanel", &BY_TITLE, Effect::Spend, |n| {
                OrderCpanel::new("CPANEL-VPS", told(n), Period::Months1, ADDRESS).addon(Addon::CloudLinux)
            }),
            entry("order_virtuozzo", &BY_TITLE, Effect::Spend, |n| {
                OrderVirtuozzo::new("VIRTUOZZO", told(n), Period::Months1, Os::Linux)
            }),
            entry("call", &BY_TITLE, Effect::Spend, |n| {
                let call = RawCall::post(Effect::Spend).segment("license").segment("plesk").segment("order");
                call.field("title", told(n))
            }),
        ]),
    }
}

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 15));

/// What a request names its licence by, and whether it sends a form.
struct By {
    sent: fn(u32) -> String,
    has_form: bool,
}

const BY_PATH: By = By { sent: |number| format!("/{}", key(number)), has_form: true };
const BY_PATH_ALONE: By = By { has_form: false, ..BY_PATH };
const BY_TITLE: By = By { sent: |number| format!("title={}", told(number)), has_form: true };

fn login() -> Canary {
    Canary::awkward("wss-login")
}

fn secret() -> Canary {
    Canary::awkward("wss-secret")
}

fn token() -> Canary {
    Canary::around("wss-token", "+/=~ \"'<&%41;")
}

fn granted() -> String {
    json!({"access_token": token().value(), "expires_in": 3600, "token_type": "Bearer"}).to_string()
}

fn refusal() -> String {
    let text = format!("{} is not {} of {}", secret().value(), token().value(), login().value());
    json!({"error": "no_credit", "error_description": text, "field": login().value()}).to_string()
}

fn connect(url: &str, settings: Settings) -> Client {
    let credentials = Credentials::new(login().value(), secret().value()).expect("usable credentials");
    let client = Client::builder(Environment::Live, credentials);
    client.base_url(url).settings(settings).build().expect("usable settings")
}

fn by_path<O>(name: &'static str, effect: Effect, operation: fn(u32) -> O) -> Entry<Client>
where
    O: Operation + Debug + 'static,
    O::Output: Debug + 'static,
{
    entry(name, &BY_PATH_ALONE, effect, operation)
}

fn entry<O>(name: &'static str, by: &By, effect: Effect, operation: fn(u32) -> O) -> Entry<Client>
where
    O: Operation + Debug + 'static,
    O::Output: Debug + 'static,
{
    let call = Call {
        name,
        effect,
        has_form: by.has_form,
        done,
        refusal,
        sent: by.sent,
        told,
        looked: None,
        takes_anything: effect != Effect::Read,
    };
    Entry::new(call, operation, Client::send, Client::preview)
}

/// A name of a member, which `Debug` shows.
fn told(number: u32) -> String {
    format!("licence-{number:04}")
}

fn key(number: u32) -> String {
    format!("PLSK.0298{number:04}")
}

fn plesk(number: u32) -> PleskKey {
    PleskKey::new(key(number)).expect("a key")
}

/// One answer for all: what the vendor answers is not published, and it need not be more than a key.
fn done(number: u32) -> String {
    json!({"keyNumber": key(number), told(number): "done", "result": "success"}).to_string()
}

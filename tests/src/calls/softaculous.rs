//! Softaculous NOC: reads, changes, and everything that spends.

use super::{Api, Call, Entry};
use crate::canary::Canary;
use license_wire::{Effect, Error, Settings};
use serde_json::json;
use softaculous_noc::{
    ActionId, AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, Credentials,
    Environment, GetInvoice, GetLogs, InvoiceId, LicenseId, LicenseKey, ListAutoRenewals, ListLicenses,
    Operation, RawCall, Refund, ServerType, SetAddresses, SetAutoRenewal, StartWebuzoTrial, Term,
    WebuzoPricing,
};
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// With an API key, of which both parts are secret.
pub(super) fn api() -> Api<Client> {
    Api {
        name: "softaculous-noc",
        canaries: vec![api_key(), password()],
        login: None,
        connect: |url, settings| {
            connect(Credentials::api_key(api_key().value(), password().value()), url, settings)
        },
        shut_down: Client::shut_down,
        entries: Arc::new([
            entry("licenses", &BY_ADDRESS, Effect::Read, list, |n| ListLicenses::new().address(address(n))),
            entry("logs", &BY_KEY, Effect::Read, actions, |n| GetLogs::by_key(key(n))),
            entry("invoice", &BY_ID, Effect::Read, actions, |n| {
                GetInvoice::of(InvoiceId::new(id(n)).expect("an id"))
            }),
            entry("auto_renewals", &BY_KEY, Effect::Read, document, |n| ListAutoRenewals::new().key(key(n))),
            entry("set_addresses", &BY_ADDRESS, Effect::Change, addresses, |n| {
                SetAddresses::new(LicenseId::new(48213).expect("an id"), address(n))
            }),
            entry("set_auto_renewal", &BY_KEY, Effect::Change, document, |n| {
                SetAutoRenewal::new(key(n), AutoRenew::Off)
            }),
            entry("buy", &BY_ADDRESS, Effect::Spend, bought, |n| {
                Buy::new(address(n), month(), ServerType::Vps).owner_email("ops@example.com")
            }),
            entry("buy_webuzo", &BY_ADDRESS, Effect::Spend, bought, |n| {
                BuyWebuzo::new(address(n), month(), WebuzoPricing::Plan("business_c_m".into()))
            }),
            entry("buy_virtualizor", &BY_ADDRESS, Effect::Spend, bought, |n| {
                BuyVirtualizor::new(address(n), month())
            }),
            entry("buy_sitepad", &BY_ADDRESS, Effect::Spend, bought, |n| {
                BuySitePad::new(address(n), month())
            }),
            entry("start_webuzo_trial", &BY_ADDRESS, Effect::Spend, document, |n| {
                StartWebuzoTrial::new(address(n), ServerType::Vps)
            }),
            entry("refund", &BY_ID, Effect::Spend, refunded, |n| {
                Refund::new(ActionId::new(id(n)).expect("an id"))
            }),
            entry("cancel by key", &BY_KEY, Effect::Spend, cancelled, |n| Cancel::by_key(key(n))),
            entry("cancel by address", &BY_ADDRESS, Effect::Spend, cancelled, |n| {
                Cancel::by_address(address(n))
            }),
            entry("cancel by force", &BY_KEY, Effect::Spend, cancelled, |n| Cancel::by_key(key(n)).force()),
            entry("call", &BY_ADDRESS, Effect::Spend, document, |n| {
                RawCall::new("softaculous_buy", Effect::Spend).field("ips", address(n).to_string())
            }),
        ]),
    }
}

/// With an account, whose name is no secret.
pub(super) fn with_account() -> Api<Client> {
    Api {
        name: "softaculous-noc with an account",
        canaries: vec![password()],
        connect: |url, settings| connect(Credentials::account("mynoc", password().value()), url, settings),
        ..api()
    }
}

/// What a request names its licence by.
struct By(fn(u32) -> String);

const BY_ADDRESS: By = By(|number| format!("={}", address(number)));
const BY_KEY: By = By(|number| format!("={}", key(number)));
const BY_ID: By = By(|number| format!("={}", id(number)));

fn api_key() -> Canary {
    Canary::awkward("noc-key")
}

fn password() -> Canary {
    Canary::awkward("noc-password")
}

fn refusal() -> String {
    let (key, password) = (api_key(), password());
    let text = format!("{} is not the password of {}", password.value(), key.value());
    json!({"error": {"login": text, "field": [key.value()]}}).to_string()
}

fn connect(credentials: Result<Credentials, Error>, url: &str, settings: Settings) -> Client {
    let client = Client::builder(Environment::Live, credentials.expect("usable credentials"));
    client.base_url(url).settings(settings).build().expect("usable settings")
}

fn entry<O>(
    name: &'static str,
    by: &By,
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
        sent: by.0,
        told: |number| key(number).to_string(),
        looked: None,
        takes_anything: false,
    };
    Entry::new(call, operation, Client::send, Client::preview)
}

fn address(number: u32) -> IpAddr {
    let part = |number: u32| u8::try_from(100 + number % 100).expect("less than 200");
    Ipv4Addr::new(10, 20, part(number / 100), part(number)).into()
}

fn key(number: u32) -> LicenseKey {
    LicenseKey::new(format!("{number:05}-22222-33333-44444-55555")).expect("a key")
}

fn id(number: u32) -> u64 {
    700_000 + u64::from(number)
}

fn month() -> Term {
    Term::months(1).expect("a month")
}

// The answers with which the vendor says that it is done. Each holds the licence's key in a place that `Debug` shows.

fn bought(number: u32) -> String {
    json!({
        "lid": "48213", "license": key(number), "bal": -48, "ip": address(number), "time": "1767225600",
        "rate": 2, "amt": 2, "added": "1M", "action": "new", "autorenew": "", "actid": id(number), "error": null,
    })
    .to_string()
}

fn refunded(number: u32) -> String {
    json!({
        "lid": "48213", "license": key(number), "bal": -50, "time": 1_767_229_300, "rate": "2.00", "amt": -2,
        "added": "-1M", "action": "refund", "actid": id(number), "error": null,
    })
    .to_string()
}

fn cancelled(number: u32) -> String {
    json!({"error": null, "cancelled_license": {"lid": "48213", "license": key(number), "active": "1"}})
        .to_string()
}

fn list(number: u32) -> String {
    let row = json!({"lid": "48213", "license": key(number), "ip": address(number), "expires": "20260201"});
    json!({"licenses": {"48213": row}, "num_active": 1, "num_results": 1, "error": null}).to_string()
}

fn actions(number: u32) -> String {
    let row = json!({"actid": "7", "action": "new", "license": key(number), "added": "1M", "refunded": "0"});
    json!({"actions": {"7": row}, "error": null}).to_string()
}

fn addresses(number: u32) -> String {
    json!({"new_ips": [address(number)], "lid": 48213, key(number).as_str(): "moved", "error": null})
        .to_string()
}

/// A reply whose shape is not known: `Debug` shows the names in it.
fn document(number: u32) -> String {
    json!({key(number).as_str(): "done", "error": null}).to_string()
}

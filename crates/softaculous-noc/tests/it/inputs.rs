//! What cannot be right is refused with the name of the field, before any connection.

use std::net::IpAddr;

use softaculous_noc::{
    ActionId, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, Credentials, Effect, Environment,
    Error, GetLogs, InvoiceId, LicenseId, LicenseKey, ListAutoRenewals, ListLicenses, Outcome, Product,
    RawCall, Refund, RefundAndCancel, Retries, ServerType, SetAddresses, Settings, StartWebuzoTrial, Term,
    Timestamp, WebuzoPricing,
};

use crate::support::{RawServer, account};

const MEGABYTE: usize = 1 << 20;

/// A client, and how many connections it made.
struct Watched {
    server: RawServer,
    client: Client,
}

impl Watched {
    fn new() -> Self {
        let server = RawServer::new("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n");
        let settings = Settings::new().retries(Retries::none());
        let client = Client::builder(Environment::Live, account()).base_url(server.base()).settings(settings);
        Self { client: client.build().unwrap(), server }
    }

    #[track_caller]
    fn refuses<T: std::fmt::Debug>(&self, field: &str, call: impl FnOnce(&Client) -> Result<T, Error>) {
        let error = call(&self.client).unwrap_err();
        refused(field, &error);
        assert_eq!(self.server.connections(), 0, "{error}");
    }
}

#[track_caller]
fn refused(field: &str, error: &Error) {
    assert_eq!(error.field(), Some(field), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    assert!(!error.may_have_happened());
    let text = error.to_string();
    assert!(text.starts_with(&format!("{field}: ")) || text.contains(&format!(": {field}: ")), "{text}");
    assert!(text.len() < 300, "{}", text.len());
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn month() -> Term {
    Term::months(1).unwrap()
}

fn key() -> LicenseKey {
    LicenseKey::new("11111-22222-33333-44444-55555").unwrap()
}

/// Texts that no field takes.
fn no_texts() -> Vec<String> {
    vec!["a\0b".into(), "a\r\nb".into(), "a\nb".into(), "a\u{1b}[0m".into(), "x".repeat(MEGABYTE)]
}

#[test]
fn nobodys_addresses_are_refused_everywhere() {
    let watched = Watched::new();
    for no_server in ["0.0.0.0", "::", "255.255.255.255", "224.0.0.1", "ff02::1"] {
        let it = ip(no_server);
        watched.refuses("address", |noc| noc.buy(&Buy::new(it, month(), ServerType::Vps)));
        let webuzo = BuyWebuzo::new(it, month(), WebuzoPricing::ServerType(ServerType::Vps));
        watched.refuses("address", |noc| noc.buy_webuzo(&webuzo));
        watched.refuses("address", |noc| noc.buy_virtualizor(&BuyVirtualizor::new(it, month())));
        watched.refuses("address", |noc| noc.buy_sitepad(&BuySitePad::new(it, month())));
        let trial = StartWebuzoTrial::new(it, ServerType::Vps);
        watched.refuses("address", |noc| noc.start_webuzo_trial(&trial));
        watched.refuses("address", |noc| noc.cancel(&Cancel::by_address(it)));
        watched.refuses("address", |noc| noc.licenses(&ListLicenses::new().address(it)));
        watched.refuses("address", |noc| noc.all_licenses(&ListLicenses::new().address(it)));
        watched.refuses("address", |noc| noc.logs(&GetLogs::by_address(it)));
        watched.refuses("address", |noc| noc.auto_renewals(&ListAutoRenewals::new().address(it)));
        watched.refuses("address", |noc| noc.look_before(&Cancel::by_address(it)));
        watched.refuses("address", |noc| noc.look_before(&Buy::new(it, month(), ServerType::Vps)));
        let both = RefundAndCancel::by_address(it);
        watched.refuses("address", |noc| {
            noc.refund_and_cancel(&both, Timestamp::UNIX_EPOCH).map_err(|error| error.error)
        });
        let set = SetAddresses::new(LicenseId::new(1).unwrap(), it);
        watched.refuses("addresses", |noc| noc.set_addresses(&set));
    }
    // What is no address at all does not become one.
    for text in ["192.0.2.0/24", "192.0.2.1:80", "192.0.02.1", " 192.0.2.1", "", "host", "[::1]", "1.2.3"] {
        assert!(text.parse::<IpAddr>().is_err(), "{text}");
        let stored = format!(r#"{{"address":"{text}","term":"1M","server_type":"vps"}}"#);
        assert!(serde_json::from_str::<Buy>(&stored).is_err(), "{text}");
    }
}

#[test]
fn sets_of_addresses_are_refused_empty_repeated_or_too_large() {
    let watched = Watched::new();
    let lid = LicenseId::new(1).unwrap();
    let one = SetAddresses::new(lid, ip("192.0.2.1"));
    let nine = (2..=9).fold(one.clone(), |set, last| set.and(ip(&format!("192.0.2.{last}"))));
    watched.refuses("addresses", |noc| noc.set_addresses(&nine));
    watched.refuses("addresses", |noc| noc.set_addresses(&one.clone().and(ip("192.0.2.1"))));
    watched.refuses("addresses", |noc| noc.set_addresses(&one.clone().and(ip("0.0.0.0"))));
    let empty: SetAddresses = serde_json::from_str(r#"{"license":1,"addresses":[]}"#).unwrap();
    watched.refuses("addresses", |noc| noc.set_addresses(&empty));
    for product in [Product::Webuzo, Product::Virtualizor, Product::SitePad] {
        let two = one.clone().and(ip("192.0.2.2")).product(product);
        watched.refuses("addresses", |noc| noc.set_addresses(&two));
    }
}

#[test]
fn emails_are_refused_without_an_at_sign_or_with_a_line_break() {
    let watched = Watched::new();
    let long = format!("{}@example.com", "x".repeat(MEGABYTE));
    for email in
        ["", " ", "ops", "@example.com", "ops@", "a b@c", "a@b@c", " a@b", "a@b\r\nBcc: c@d", "a\0@b", &long]
    {
        let buy = Buy::new(ip("192.0.2.1"), month(), ServerType::Vps).owner_email(email);
        watched.refuses("owner_email", |noc| noc.buy(&buy));
        let plan = WebuzoPricing::Plan("business_c_m".into());
        let buy = BuyWebuzo::new(ip("192.0.2.1"), month(), plan).owner_email(email);
        watched.refuses("owner_email", |noc| noc.buy_webuzo(&buy));
        watched.refuses("owner_email", |noc| noc.licenses(&ListLicenses::new().owner_email(email)));
    }
}

#[test]
fn texts_are_refused_with_control_characters_or_without_end() {
    let watched = Watched::new();
    let address = ip("192.0.2.1");
    for text in no_texts().into_iter().chain(["ж".repeat(1001)]) {
        let buy = Buy::new(address, month(), ServerType::Vps).notes(&text);
        watched.refuses("notes", |noc| noc.buy(&buy));
        let buy = BuyWebuzo::new(address, month(), WebuzoPricing::ServerType(ServerType::Vps)).notes(&text);
        watched.refuses("notes", |noc| noc.buy_webuzo(&buy));
    }
    for plan in no_texts().into_iter().chain([String::new(), " ".into(), "a ".into()]) {
        let buy = BuyWebuzo::new(address, month(), WebuzoPricing::Plan(plan));
        watched.refuses("plan", |noc| noc.buy_webuzo(&buy));
    }
}

#[test]
fn counts_of_nothing_are_refused() {
    let watched = Watched::new();
    watched.refuses("length", |noc| noc.licenses(&ListLicenses::new().length(0)));
    watched.refuses("length", |noc| noc.all_licenses(&ListLicenses::new().length(0)));
    watched.refuses("length", |noc| noc.auto_renewals(&ListAutoRenewals::new().length(0)));
    watched.refuses("limit", |noc| noc.logs(&GetLogs::by_key(key()).limit(0)));
}

#[test]
fn terms_that_a_product_is_not_sold_for_are_refused() {
    let watched = Watched::new();
    for term in ["2M", "12M", "120M", "4Y", "10Y"] {
        let buy = BuySitePad::new(ip("192.0.2.1"), term.parse().unwrap());
        watched.refuses("term", |noc| noc.buy_sitepad(&buy));
    }
    for term in ["0M", "-1M", "99Y", "121M", "11Y", "1W", "", "M", "1", " 1M", "1.5M", "65537M"] {
        refused("term", &term.parse::<Term>().unwrap_err());
        let stored = format!(r#"{{"address":"192.0.2.1","term":"{term}","server_type":"vps"}}"#);
        assert!(serde_json::from_str::<Buy>(&stored).is_err(), "{term}");
    }
    refused("term", &Term::months(0).unwrap_err());
    refused("term", &Term::years(0).unwrap_err());
    refused("term", &Term::months(u16::MAX).unwrap_err());
}

#[test]
fn products_that_are_cancelled_by_key_only_refuse_an_address() {
    let watched = Watched::new();
    for product in [Product::Virtualizor, Product::SitePad] {
        let cancel = Cancel::by_address(ip("192.0.2.1")).product(product);
        watched.refuses("address", |noc| noc.cancel(&cancel));
    }
    // Neither of the two, and both, cannot be said at all.
    for stored in [
        r#"{"license":{}}"#,
        r#"{"license":{"key":"k","address":"192.0.2.1"}}"#,
        r#"{"license":{"key":""}}"#,
        r"{}",
    ] {
        assert!(serde_json::from_str::<Cancel>(stored).is_err(), "{stored}");
    }
}

#[test]
fn keys_and_identifiers_are_refused_where_they_are_made() {
    for text in
        no_texts().into_iter().chain([String::new(), " ".into(), " k".into(), "a b".into(), "k".repeat(101)])
    {
        refused("license key", &LicenseKey::new(&*text).unwrap_err());
        refused("license key", &text.parse::<LicenseKey>().unwrap_err());
        let stored = serde_json::json!({ "license": { "key": text } }).to_string();
        assert!(serde_json::from_str::<Cancel>(&stored).is_err());
    }
    for text in ["", "0", "-1", "+1", "1.0", "1e3", "0x10", "18446744073709551616", " 1", "one"] {
        refused("license id", &text.parse::<LicenseId>().unwrap_err());
        refused("action id", &text.parse::<ActionId>().unwrap_err());
        refused("invoice id", &text.parse::<InvoiceId>().unwrap_err());
    }
    for stored in [r#"{"action":0}"#, r#"{"action":-1}"#, r#"{"action":18446744073709551616}"#] {
        assert!(serde_json::from_str::<Refund>(stored).is_err(), "{stored}");
    }
}

#[test]
fn credentials_are_refused_blank_too_long_or_with_control_characters() {
    for text in no_texts().into_iter().chain([String::new(), " \t".into()]) {
        refused("username", &Credentials::account(&*text, "pass").unwrap_err());
        refused("username", &Credentials::api_key(&*text, "pass").unwrap_err());
        refused("password", &Credentials::account("noc", &*text).unwrap_err());
        refused("password", &Credentials::api_key("key", &*text).unwrap_err());
    }
    for text in [" noc", "noc "] {
        refused("username", &Credentials::account(text, "pass").unwrap_err());
    }
}

#[test]
fn base_addresses_are_refused_when_they_could_mislead() {
    for base in [
        "",
        "clients",
        "www.softaculous.com/clients",
        "http://www.softaculous.com/clients",
        "ftp://www.softaculous.com/clients",
        "https://user:hunter2@www.softaculous.com/clients",
        "https://www.softaculous.com/clients?ca=softaculous",
        "https://www.softaculous.com/clients#top",
        "https://www.softaculous.com:0/clients",
        "https://www.softaculous.com:99999/clients",
        "https://www.softaculous.com/../clients",
        "https://www.softaculous.com//clients",
        "https://www.softaculous.com/clients\r\nHost: other",
    ] {
        let builder = Client::builder(Environment::Live, account()).base_url(base);
        assert!(!format!("{builder:?}").contains("hunter2"));
        let error = builder.build().unwrap_err();
        refused("base_url", &error);
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    for base in ["https://www.softaculous.com/noc", "https://www.softaculous.com/clients/"] {
        let builder = Client::builder(Environment::Live, account()).base_url(base);
        assert!(format!("{builder:?}").contains("https://www.softaculous.com/"));
        builder.build().unwrap();
    }
}

#[test]
fn raw_calls_refuse_the_clients_own_fields_and_odd_names() {
    let watched = Watched::new();
    let long = "f".repeat(101);
    for function in ["", "Softaculous", "webuzoBuy", "a b", "a&b", "../a", "a?b", "ж", "a\0", &long] {
        for effect in [Effect::Read, Effect::Change, Effect::Spend] {
            watched.refuses("function", |noc| noc.call(&RawCall::new(function, effect)));
        }
    }
    let with = |name: &str, value: &str| RawCall::new("softaculous", Effect::Read).field(name, value);
    for name in
        ["json", "sandbox", "nocname", "nocpass", "apikey", "apipass", "ca", "json[]", "sandbox[x]", "ca["]
    {
        watched.refuses("field", |noc| noc.call(&with(name, "1")));
    }
    for name in no_texts().iter().map(String::as_str).chain(["", " ", " a", &long]) {
        watched.refuses("field", |noc| noc.call(&with(name, "1")));
    }
    for value in no_texts() {
        watched.refuses("field", |noc| noc.call(&with("a", &value)));
    }
}

#[test]
fn a_preview_refuses_what_would_not_be_sent() {
    let watched = Watched::new();
    watched.refuses("length", |noc| noc.preview(&ListLicenses::new().length(0)));
    watched.refuses("field", |noc| noc.preview(&RawCall::new("a", Effect::Read).field("json", "0")));
}

#[test]
fn the_name_of_the_operation_is_in_the_error() {
    let watched = Watched::new();
    let error =
        watched.client.licenses(&ListLicenses::new().product(Product::SitePad).length(0)).unwrap_err();
    assert_eq!(error.to_string(), "sitepad.licenses: length: must be 1 or more");
    assert_eq!((error.operation(), error.attempts()), ("sitepad.licenses", 0));
}

//! What is refused here, before anything is sent.

use websoftsolus::{
    Addon, Client, Cpanel, CpanelKey, Credentials, Edit, Error, ErrorKind, Operation, OrderCpanel,
    OrderPlesk10, OrderPlesk12, OrderVirtuozzo, Os, Outcome, Period, Plesk10Sites, PleskKey, RawCall,
    Terminate, VirtuozzoKey,
};

use crate::support::{Reply, Server, client, key};

/// Tries an operation against a vendor that must not hear of it.
#[track_caller]
fn refused<O: Operation>(operation: &O, field: &str) {
    let server = Server::always(Reply::ok("[]"));
    let client: Client = client(&server.url());
    for error in [client.send(operation).err().unwrap(), client.preview(operation).unwrap_err()] {
        check(&error, field);
        assert!(error.effect().is_some() && !error.operation().is_empty());
    }
    assert!(server.seen().is_empty(), "{:?}", server.seen());
}

#[track_caller]
fn check(error: &Error, field: &str) {
    assert!(matches!(error.kind(), ErrorKind::Invalid { .. }), "{error:?}");
    assert_eq!((error.field(), error.outcome()), (Some(field), Outcome::NotSent));
    assert!(error.to_string().chars().count() < 300);
}

fn huge() -> String {
    "x".repeat(1 << 20)
}

/// Texts that no field takes.
fn bad_texts() -> Vec<String> {
    ["a\0b", "a\r\nb", "a\nb", "a\u{7f}", "\u{85}", "a\tb"]
        .map(str::to_owned)
        .into_iter()
        .chain([huge()])
        .collect()
}

fn plesk12(product: &str, title: &str) -> OrderPlesk12 {
    OrderPlesk12::new(product, title, Period::Months1)
}

#[test]
fn credentials() {
    let huge = huge();
    for bad in ["", " ", "a\0", "a\r\nb", huge.as_str()] {
        check(&Credentials::new(bad, "secret").unwrap_err(), "login");
        check(&Credentials::new("login", bad).unwrap_err(), "secret");
    }
    check(&Credentials::new(" login", "secret").unwrap_err(), "login");
}

#[test]
fn key_numbers_in_every_family() {
    let huge = huge();
    for bad in [
        "", ".", "..", "order", "Order", "../order", "K1#f", "K1?x", "K1/", "%2e%2e", "K1\\", "K 1", "K\0",
        &huge,
    ] {
        check(&PleskKey::new(bad).unwrap_err(), "key number");
        check(&CpanelKey::new(bad).unwrap_err(), "key number");
        check(&VirtuozzoKey::new(bad).unwrap_err(), "key number");
        let stored = serde_json::json!({"family": "cpanel", "key": bad}).to_string();
        assert!(serde_json::from_str::<Terminate<Cpanel>>(&stored).is_err(), "not from a journal either");
    }
}

#[test]
fn titles_and_comments() {
    for bad in ["", " ", "\u{a0}"].map(str::to_owned).into_iter().chain(bad_texts()).chain(["ж".repeat(256)])
    {
        refused(&Edit::new(key(), bad.as_str(), ""), "title");
        refused(&plesk12("P", &bad), "title");
        refused(&OrderCpanel::new("P", bad.as_str(), Period::Months1, "192.0.2.1".parse().unwrap()), "title");
    }
    for bad in bad_texts().into_iter().chain(["ж".repeat(1001)]) {
        refused(&Edit::new(key(), "t", bad.as_str()), "comment");
        refused(&plesk12("P", "t").comment(bad.as_str()), "comment");
    }
}

#[test]
fn products_and_words() {
    for bad in ["", " "].map(str::to_owned).into_iter().chain(bad_texts()) {
        refused(&plesk12(&bad, "t"), "product");
        refused(&OrderPlesk12::new("P", "t", Period::Other(bad.clone())), "period");
        refused(&OrderVirtuozzo::new("P", "t", Period::Months1, Os::Other(bad.clone())), "os");
        let order = OrderPlesk10::new("P", "t", Period::Months1, Os::Linux);
        refused(&order.sites(Plesk10Sites::Other(bad.clone())), "sites");
        let order = OrderCpanel::new("P", "t", Period::Months1, "192.0.2.1".parse().unwrap());
        refused(&order.addon(Addon::Other(bad)), "addon");
    }
    for bad in [0, 2, 99] {
        check(&Period::months(bad).unwrap_err(), "period");
    }
}

#[test]
fn addresses_of_servers() {
    for bad in ["0.0.0.0", "::", "224.0.0.1", "255.255.255.255", "ff02::1"] {
        refused(&OrderCpanel::new("P", "t", Period::Months1, bad.parse().unwrap()), "address");
    }
    for bad in ["192.0.2.0/24", "192.0.2.1:80", "192.0.02.1", "host", ""] {
        assert!(bad.parse::<std::net::IpAddr>().is_err(), "the type takes no such thing: {bad}");
    }
}

#[test]
fn an_add_on_named_twice() {
    let order = OrderCpanel::new("P", "t", Period::Months1, "192.0.2.1".parse().unwrap());
    refused(&order.clone().addon(Addon::CloudLinux).addon(Addon::CloudLinux), "addon");
    refused(&order.addon(Addon::CloudLinux).addon(Addon::Other("CLOUDLINUX".into())), "addon");
}

#[test]
fn a_field_of_ones_own_cannot_replace_a_known_one() {
    for known in ["period", "Period", "period[]", "period[0]", "product", "WPBSites", "title", "comment[x]"] {
        refused(&plesk12("P", "t").extra_field(known, "1"), "extra field");
    }
    let order = OrderCpanel::new("P", "t", Period::Months1, "192.0.2.1".parse().unwrap());
    refused(&order.addon(Addon::CloudLinux).extra_field("addons[1]", "X"), "extra field");
    for bad in ["", " ", " x", "a\n"] {
        refused(&plesk12("P", "t").extra_field(bad, "1"), "extra field");
    }
    refused(&plesk12("P", "t").extra_field("x", "a\r\nb"), "extra field");
    refused(&plesk12("P", "t").extra_field("x", "1").extra_field("x", "2"), "extra field");
}

#[test]
fn parts_of_a_path() {
    for bad in ["", ".", "..", "a/b", "a?b", "a#b", "a%2fb", "a\\b", "a b"] {
        refused(&RawCall::get(websoftsolus::Effect::Read).segment("license").segment(bad), "segment");
    }
}

//! The recorded replies, read into typed values.

mod variations;
mod written;

use std::fmt::Debug;
use std::net::IpAddr;

use softaculous_noc::{
    Action, ActionId, ActionKind, AutoRenew, Buy, Cancel, Date, Decimal, GetInvoice, GetLogs, InvoiceId,
    Lenient, License, LicenseId, LicenseKey, ListAutoRenewals, ListLicenses, Refund, ServerType,
    SetAddresses, SetAutoRenewal, StartWebuzoTrial, Term, Timestamp,
};

use crate::support::{Vendor, decode_body, fixture};

fn key() -> LicenseKey {
    LicenseKey::new("11111-22222-33333-44444-55555").unwrap()
}

fn lid() -> LicenseId {
    LicenseId::new(48213).unwrap()
}

fn actid(id: u64) -> ActionId {
    ActionId::new(id).unwrap()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn money(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn buy() -> Buy {
    Buy::new(ip("203.0.113.10"), Term::months(1).unwrap(), ServerType::Vps)
}

/// What was read, where something was.
#[track_caller]
fn is<T: Debug + PartialEq>(value: &Lenient<T>, expected: T) {
    assert_eq!(value, &Lenient::Value(expected));
}

#[track_caller]
fn is_text<T: AsRef<str>>(value: &Lenient<T>, expected: &str) {
    assert_eq!(value.as_str(), Some(expected));
}

/// The fifteen fields that every licence has.
fn is_the_license(license: &License, expires: &str) {
    is(&license.id, lid());
    is(&license.key, key());
    is_text(&license.kind, "1");
    is_text(&license.api_user, "0");
    is_text(&license.noc_id, "731");
    is_text(&license.owner_email, "owner@example.com");
    is(&license.bought, time(1_767_225_600));
    is(&license.expires, day(expires));
    is(&license.active, true);
    is(&license.server_type, ServerType::Vps);
    assert!(license.last_sync.unread().is_some(), "`0`: never");
    for unset in [&license.unique, &license.software_email, &license.panel, &license.env] {
        assert!(unset.is_missing());
    }
    assert!(license.extra.is_empty());
}

fn is_the_purchase(action: &Action) {
    is(&action.id, actid(700_123));
    is_text(&action.noc_id, "731");
    assert_eq!(action.kind(), ActionKind::New);
    is(&action.license_id, lid());
    is(&action.rate, money("2.00"));
    is_text(&action.added, "1M");
    is(&action.amount, money("2.00"));
    is(&action.time, time(1_767_225_600));
    is(&action.date, day("2026-01-01"));
    assert!(!action.is_refunded());
    assert!(action.is_purchase());
    assert!(action.extra.is_empty());
}

#[test]
fn a_new_licence() {
    let purchase = decode_body(&buy(), fixture!("buy_new.json")).unwrap();
    is(&purchase.license_id, lid());
    assert_eq!(purchase.license_key, key());
    is(&purchase.balance, money("-48"));
    is(&purchase.address, ip("203.0.113.10"));
    is(&purchase.time, time(1_767_225_600));
    is(&purchase.rate, money("2"));
    is(&purchase.amount, money("2"));
    is_text(&purchase.added, "1M");
    is_text(&purchase.action, "new");
    is_text(&purchase.auto_renew, "YES");
    is(&purchase.action_id, actid(700_123));
    assert!(purchase.extra.is_empty());
}

#[test]
fn a_renewal() {
    let purchase = decode_body(&buy(), fixture!("buy_renew.json")).unwrap();
    is(&purchase.license_id, lid());
    is(&purchase.balance, money("-45.5"));
    is(&purchase.rate, money("2.50"));
    is(&purchase.amount, money("2.5"));
    is_text(&purchase.action, "renew");
    is_text(&purchase.auto_renew, "NO");
    is(&purchase.action_id, actid(700_190));
}

#[test]
fn a_list() {
    let page = decode_body(&ListLicenses::new(), fixture!("list.json")).unwrap();
    is(&page.active, 1);
    is(&page.results, 1);
    let [license] = page.licenses.as_slice() else { panic!("{page:?}") };
    is_the_license(license, "2026-02-01");
    is(&license.address_id, 90417);
    is(&license.address, ip("203.0.113.10"));
    is(&license.primary, true);
    is_text(&license.hostname, "vps1.example.com");
    assert!(page.extra.is_empty());

    let page = decode_body(&ListLicenses::new(), fixture!("list_empty.json")).unwrap();
    assert!(page.licenses.is_empty());
    is(&page.results, 0);
}

#[test]
fn new_addresses() {
    let set = SetAddresses::new(lid(), ip("203.0.113.11"));
    let one = decode_body(&set, fixture!("edit_one.json")).unwrap();
    assert_eq!(one.addresses, [ip("203.0.113.11")]);
    is(&one.license_id, lid());
    let two = decode_body(&set.and(ip("203.0.113.12")), fixture!("edit_two.json")).unwrap();
    assert_eq!(two.addresses, [ip("203.0.113.11"), ip("203.0.113.12")]);
}

#[test]
fn a_log() {
    let logs = decode_body(&GetLogs::by_key(key()), fixture!("logs.json")).unwrap();
    let [action] = logs.actions.as_slice() else { panic!("{logs:?}") };
    is_the_purchase(action);
    assert!(action.invoice_id.unread().is_some(), "`0`: not billed");
    assert!(action.license_key.is_missing());
    let license = logs.license.unwrap();
    is_the_license(&license, "2026-02-01");
    assert!(license.address.is_missing() && license.hostname.is_missing());

    let logs = decode_body(&GetLogs::by_key(key()), fixture!("logs_empty.json")).unwrap();
    assert!(logs.actions.is_empty());
    is(&logs.license.unwrap().key, key());
}

#[test]
fn a_log_keeps_the_order_of_the_vendor() {
    let body = r#"{"actions":{"9":{"actid":"9"},"10":{"actid":"10"},"1":{"actid":"1"}},"license":null}"#;
    let logs = decode_body(&GetLogs::by_key(key()), body).unwrap();
    let ids: Vec<u64> = logs.actions.iter().map(|action| action.id.get().unwrap().get()).collect();
    assert_eq!(ids, [9, 10, 1]);
}

#[test]
fn a_refund() {
    let refunded = decode_body(&Refund::new(actid(700_123)), fixture!("refund.json")).unwrap();
    is(&refunded.license_id, lid());
    assert_eq!(refunded.license_key, key());
    is(&refunded.balance, money("-50"));
    is(&refunded.time, time(1_767_229_300));
    is(&refunded.rate, money("2.00"));
    is(&refunded.amount, money("-2"));
    is_text(&refunded.added, "-1M");
    is_text(&refunded.action, "refund");
    is(&refunded.action_id, actid(700_124));
}

#[test]
fn a_cancellation() {
    for cancel in [Cancel::by_key(key()), Cancel::by_address(ip("203.0.113.10")).force()] {
        let cancelled = decode_body(&cancel, fixture!("cancel.json")).unwrap();
        is_the_license(&cancelled.license, "2026-01-01");
        assert!(cancelled.extra.is_empty());
    }
}

#[test]
fn an_invoice() {
    let invoice = decode_body(&GetInvoice::unbilled(), fixture!("invoice_unbilled.json")).unwrap();
    is(&invoice.amount, money("-48"));
    assert_eq!(invoice.invoice_id.get(), None, "`0`: not billed");
    let [advance, purchase] = invoice.actions.as_slice() else { panic!("{invoice:?}") };
    assert_eq!(advance.kind(), ActionKind::Advance);
    is(&advance.amount, money("-50.00"));
    assert!(advance.license_key.is_missing() && advance.added.is_missing());
    assert_eq!(advance.license_id.get(), None, "`0`: no licence");
    is_the_purchase(purchase);
    is(&purchase.license_key, key());

    let invoice = decode_body(&GetInvoice::unbilled(), fixture!("invoice_numbered.json")).unwrap();
    is(&invoice.invoice_id, InvoiceId::new(5501).unwrap());
    assert!(invoice.actions.iter().all(|action| action.invoice_id == invoice.invoice_id));
}

#[test]
fn auto_renewals_are_kept_as_they_came_with_a_view_that_may_fail() {
    let page = decode_body(&ListAutoRenewals::new(), fixture!("renewals_guess.json")).unwrap();
    let licenses = page.licenses().unwrap();
    is(&licenses[0].key, key());
    is(&licenses[0].expires, day("2026-02-01"));
    assert_eq!(page.document.get("num_results"), Some(&1.into()));
    assert_eq!(page.document.get("error"), None);

    for (body, place) in [
        (r"{}", "licenses"),
        (r"[]", "licenses"),
        (r#"{"error":null}"#, "licenses"),
        (r#"{"renewals":{"1":{"lid":"1"}}}"#, "licenses"),
        (r#"{"licenses":5}"#, "licenses"),
        (r#"{"licenses":{"a":{"ip":"192.0.2.1"}}}"#, "licenses"),
        (r#"{"licenses":{"1":"11111-22222"}}"#, "licenses.1"),
    ] {
        let page = decode_body(&ListAutoRenewals::new(), body).unwrap();
        let error = page.licenses().unwrap_err();
        assert!(error.to_string().contains(&format!("`{place}`")), "{body}: {error}");
    }
    let none = decode_body(&ListAutoRenewals::new(), r#"{"licenses":[]}"#).unwrap();
    assert_eq!(none.licenses().unwrap(), []);
}

#[test]
fn replies_that_nobody_knows_are_kept_as_they_came() {
    let set = SetAutoRenewal::new(key(), AutoRenew::On);
    let document = decode_body(&set, r#"{"done":"1","list":[1,{"a":null}],"error":[]}"#).unwrap();
    assert_eq!(document.get("done"), Some(&"1".into()));
    assert_eq!(document.value().to_string(), r#"{"done":"1","list":[1,{"a":null}]}"#);
    assert!(decode_body(&set, fixture!("done.json")).unwrap().is_empty());
    let trial = StartWebuzoTrial::new(ip("203.0.113.10"), ServerType::Vps);
    let started = decode_body(&trial, fixture!("trial_guess.json")).unwrap();
    assert_eq!(started.document.get("lid"), Some(&"48300".into()));
}

#[test]
fn every_recorded_reply_comes_through_over_http_as_well() {
    for case in crate::support::cases() {
        let vendor = Vendor::always(format!("\u{feff}\n {} \r\n", case.good));
        let sent = (case.send)(&vendor.client());
        let decoded = (case.decode)(&softaculous_noc::Answer::new(200, case.good));
        assert_eq!(sent.unwrap(), decoded.unwrap(), "{}", case.label);
        assert_eq!(vendor.take().len(), 1);
    }
}

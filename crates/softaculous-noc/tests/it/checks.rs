//! Finding out what became of a call: what shows that it happened, what does not, and what says nothing.

mod changes;

use std::net::IpAddr;

use serde_json::{Value, json};
use softaculous_noc::{
    ActionId, Before, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Checked, Effect, LicenseId,
    LicenseKey, Outcome, Product, RawCall, Refund, ServerType, Term, WebuzoPricing,
};

use crate::support::library::{KEY, Library, Records, action, cannot_tell, happened, refunded};
use crate::support::{Reply, Vendor, fixture};

const ADDRESS: &str = "203.0.113.10";

fn key() -> LicenseKey {
    LicenseKey::new(KEY).unwrap()
}

fn address() -> IpAddr {
    ADDRESS.parse().unwrap()
}

fn month() -> Term {
    Term::months(1).unwrap()
}

fn buy() -> Buy {
    Buy::new(address(), month(), ServerType::Vps)
}

fn none() -> Records {
    Records::default()
}

fn one(expires: &str, actions: &[Value]) -> Records {
    none().license(1, ADDRESS, expires, actions)
}

#[test]
fn a_new_licence_shows_in_its_log() {
    let now = one("20260201", &[action(700_123, "new", "1M")]);
    let evidence = happened(Library::tell(&buy(), none(), now));
    assert_eq!(evidence.license.key, Some(key()));
    assert_eq!(evidence.license.id.map(LicenseId::get), Some(1));
    assert_eq!(evidence.action, Some(ActionId::new(700_123).unwrap()));
    assert_eq!(evidence.seen, "a new transaction `new` of 1M is in the licence's log");
}

#[test]
fn a_renewal_shows_in_the_log_whatever_the_term_is_written_as() {
    let old = action(1, "new", "1M");
    for (term, added) in [("1M", "1M"), ("1Y", "12M"), ("12M", "1Y"), ("24M", "2y")] {
        let buy = Buy::new(address(), term.parse().unwrap(), ServerType::Vps);
        let before = one("20260201", std::slice::from_ref(&old));
        // The date has not moved yet.
        let now = one("20260201", &[action(2, "renew", added), old.clone()]);
        let evidence = happened(Library::tell(&buy, before, now));
        assert_eq!(evidence.action, Some(ActionId::new(2).unwrap()));
    }
}

#[test]
fn a_licence_that_is_new_or_runs_longer_is_enough() {
    let evidence = happened(Library::tell(&buy(), none(), one("20260201", &[])));
    assert_eq!((evidence.action, evidence.seen.contains("did not have before")), (None, true));
    let old = action(1, "new", "1M");
    let before = one("20260201", std::slice::from_ref(&old));
    let evidence = happened(Library::tell(&buy(), before, one("20260301", &[old])));
    assert_eq!((evidence.action, evidence.seen.contains("runs longer")), (None, true));
}

#[test]
fn nothing_new_is_not_seen() {
    let old = action(1, "new", "1M");
    let same = one("20260201", &[old.clone(), action(0, "advance", "")]);
    assert_eq!(Library::tell(&buy(), none(), none()), Checked::NotSeen);
    assert_eq!(Library::tell(&buy(), same.clone(), same), Checked::NotSeen);
    // What others did meanwhile is not it.
    let before = one("20260201", std::slice::from_ref(&old));
    let others = [action(2, "refund", "-1M"), action(3, "renew", "3M"), action(4, "transfer", "1M"), old];
    assert_eq!(Library::tell(&buy(), before.clone(), one("20260201", &others)), Checked::NotSeen);
    assert_eq!(Library::tell(&buy(), before, one("20260101", &others)), Checked::NotSeen);
}

#[test]
fn what_something_else_may_explain_cannot_be_told() {
    let old = action(1, "new", "1M");
    let before = one("20260201", std::slice::from_ref(&old));
    let other_term = one("20270201", &[action(2, "renew", "1Y"), old.clone()]);
    let why = cannot_tell(Library::tell(&buy(), before.clone(), other_term));
    assert!(why.contains("something else was bought"), "{why}");
    let why = cannot_tell(Library::tell(&buy(), none(), one("20270201", &[action(2, "new", "1Y")])));
    assert!(why.contains("something else was bought"), "{why}");
    for odd in [
        action(2, "renew", ""),
        action(2, "renew", "a month"),
        json!({"actid": "two", "action": "renew", "added": "1M"}),
        json!({"action": "renew", "added": "1M"}),
    ] {
        let now = one("20260201", &[odd, old.clone()]);
        let why = cannot_tell(Library::tell(&buy(), before.clone(), now));
        assert!(why.contains("cannot be read"), "{why}");
    }
}

#[test]
fn a_licence_that_is_gone_says_nothing_of_its_renewal() {
    let why = cannot_tell(Library::tell(&buy(), one("20260201", &[]), none()));
    assert!(why.contains("not listed any more"), "{why}");
    // Unless another one came in its place.
    let other = none().license(2, ADDRESS, "20260201", &[action(5, "new", "1M")]);
    happened(Library::tell(&buy(), one("20260201", &[]), other));
}

#[test]
fn what_is_found_beside_the_address_is_no_evidence() {
    let beside = |expires: &str, actions: &[Value]| none().license(2, "203.0.113.100", expires, actions);
    let same = beside("20260201", &[]);
    assert_eq!(Library::tell(&buy(), same.clone(), same.clone()), Checked::NotSeen);
    let why = cannot_tell(Library::tell(&buy(), same.clone(), beside("20260301", &[])));
    assert!(why.contains("beside the address"), "{why}");
    cannot_tell(Library::tell(&buy(), none(), same.clone()));
    let both = one("20260301", &[action(2, "new", "1M")]);
    let both = Records { licenses: [same.licenses.clone(), both.licenses].concat(), ..both };
    let both = Records { logs: [same.logs.clone(), both.logs].concat(), ..both };
    assert_eq!(happened(Library::tell(&buy(), same, both)).license.key, Some(key()));
}

#[test]
fn every_product_is_looked_for_among_its_own() {
    let now = || one("20260201", &[action(2, "new", "1M")]);
    let plan = WebuzoPricing::Plan("business_c_m".into());
    happened(Library::tell(&BuyWebuzo::new(address(), month(), plan), none(), now()));
    happened(Library::tell(&BuyVirtualizor::new(address(), month()), none(), now()));
    let library = Library::of(now());
    let buy = BuySitePad::new(address(), month());
    let before = library.vendor.client().look_before(&buy).unwrap();
    assert_eq!(library.vendor.take_functions(), ["sitemush", "sitemush", "sitemush_licenselogs"]);
    assert_eq!(library.vendor.client().check(&buy, &before).unwrap(), Checked::NotSeen);
    let told = library.vendor.take();
    assert_eq!((told[0].get("ips"), told[2].get("key")), (Some(ADDRESS), Some(KEY)));
}

#[test]
fn a_refund_shows_as_a_mark() {
    let refund = Refund::new(ActionId::new(1).unwrap());
    let (plain, marked) = ([action(1, "new", "1M")], [action(2, "refund", "-1M"), refunded(1)]);
    // With its licence from the log, without it from what has not been billed.
    let by_log = refund.clone().of_license(key());
    let log = |actions: &[Value]| one("20260201", actions);
    let evidence = happened(Library::tell(&by_log, log(&plain), log(&marked)));
    assert_eq!((evidence.license.key, evidence.action), (Some(key()), Some(refund.action())));
    let unbilled = |actions: &[Value]| none().unbilled(actions);
    let evidence = happened(Library::tell(&refund, unbilled(&plain), unbilled(&marked)));
    assert_eq!(evidence.license.id.map(LicenseId::get), Some(1));

    assert_eq!(Library::tell(&by_log, log(&plain), log(&plain)), Checked::NotSeen);
    assert_eq!(Library::tell(&refund, unbilled(&plain), unbilled(&plain)), Checked::NotSeen);
    for gone in [Library::tell(&by_log, log(&plain), log(&[])), Library::tell(&refund, none(), none())] {
        assert!(cannot_tell(gone).contains("not in the records"));
    }
}

#[test]
fn a_refund_that_was_there_before_or_cannot_be_read_cannot_be_told() {
    let refund = Refund::new(ActionId::new(1).unwrap()).of_license(key());
    let tell = |before: &[Value], now: &[Value]| {
        cannot_tell(Library::tell(&refund, one("20260201", before), one("20260201", now)))
    };
    assert!(tell(&[refunded(1)], &[refunded(1)]).contains("before"));
    let mut odd = action(1, "new", "1M");
    odd["refunded"] = json!({"by": "2"});
    assert!(tell(&[action(1, "new", "1M")], &[odd]).contains("cannot be read"));
    // A refund is new in the log, and the transaction does not bear the mark.
    let plain = action(1, "new", "1M");
    let now = [action(2, "refund", "-1M"), plain.clone()];
    assert!(tell(std::slice::from_ref(&plain), &now).contains("a new refund"));
    // An old refund, or one of another licence, is no such thing.
    let tell = |before: &[Value], now: &[Value]| {
        Library::tell(&refund, one("20260201", before), one("20260201", now))
    };
    assert_eq!(tell(&now, &now), Checked::NotSeen);
    let mut other = action(2, "refund", "-1M");
    other["lid"] = json!("9");
    assert_eq!(tell(std::slice::from_ref(&plain), &[other, plain.clone()]), Checked::NotSeen);
}

#[test]
fn a_cancellation_shows_as_a_licence_that_is_gone() {
    for cancel in [Cancel::by_key(key()), Cancel::by_address(address()).force()] {
        let before = one("20260201", &[]);
        let evidence = happened(Library::tell(&cancel, before.clone(), none()));
        assert_eq!(evidence.license.key, Some(key()));
        assert_eq!(Library::tell(&cancel, before.clone(), before), Checked::NotSeen);
        assert!(cannot_tell(Library::tell(&cancel, none(), none())).contains("before either"));
        // The vendor's filter may find others too; they are not meant.
        let other = none().license(2, "203.0.113.100", "20260201", &[]);
        cannot_tell(Library::tell(&cancel, other.clone(), none()));
    }
}

#[test]
fn a_key_in_other_letters_is_the_same_licence() {
    let mut before = one("20260201", &[]);
    before.licenses[0]["license"] = json!("UGEN2-0BINY");
    let cancel = Cancel::by_key(LicenseKey::new("ugen2-0biny").unwrap());
    happened(Library::tell(&cancel, before, none()));
}

#[test]
fn of_several_licences_at_an_address_any_one_may_have_been_cancelled() {
    let two = || one("20260201", &[]).license(2, ADDRESS, "20260201", &[]);
    let cancel = Cancel::by_address(address());
    assert_eq!(Library::tell(&cancel, two(), two()), Checked::NotSeen);
    let first = happened(Library::tell(&cancel, two(), one("20260201", &[])));
    assert_eq!(first.license.id.map(LicenseId::get), Some(2));
    let second = happened(Library::tell(&cancel, two(), none().license(2, ADDRESS, "20260201", &[])));
    assert_eq!(second.license.id.map(LicenseId::get), Some(1));
}

#[test]
fn a_licence_whose_key_cannot_be_read_any_more_is_not_gone() {
    let mut now = one("20260201", &[]);
    now.licenses[0]["license"] = json!(null);
    let cancel = Cancel::by_key(key());
    assert_eq!(Library::tell(&cancel, one("20260201", &[]), now), Checked::NotSeen);
}

#[test]
fn cancellations_are_looked_for_by_what_was_named_and_among_the_product() {
    let library = Library::of(one("20260201", &[]));
    let client = library.vendor.client();
    client.look_before(&Cancel::by_key(key()).product(Product::Virtualizor)).unwrap();
    let told = library.vendor.take();
    assert_eq!((told[0].function(), told[0].get("lickey")), ("virtualizor", Some(KEY)));
    client.look_before(&Cancel::by_address(address()).product(Product::Webuzo)).unwrap();
    let told = library.vendor.take();
    assert_eq!((told[0].function(), told[0].get("ips")), ("webuzo", Some(ADDRESS)));
}

#[test]
fn a_look_that_fails_is_an_error_and_no_answer() {
    for reply in [Reply::ok(""), Reply::ok("{}"), Reply::ok(fixture!("error_map.json")), Reply::new(503, "")]
    {
        let vendor = Vendor::answering(move |_| reply.clone());
        let client = vendor.client();
        let before = Before { licenses: vec![softaculous_noc::KnownLicense::default()], ..Before::default() };
        let refund = Refund::new(ActionId::new(1).unwrap());
        let errors = [
            client.look_before(&buy()).unwrap_err(),
            client.check(&buy(), &before).unwrap_err(),
            client.look_before(&refund).unwrap_err(),
            client.check(&refund, &before).unwrap_err(),
            client.look_before(&Cancel::by_key(key())).unwrap_err(),
            client.check(&Cancel::by_key(key()), &before).unwrap_err(),
        ];
        for error in errors {
            assert_ne!(error.outcome(), Outcome::NotSent, "{error}");
            assert!(!error.may_have_happened(), "it was only read");
            assert_eq!(error.effect(), Some(Effect::Read));
        }
    }
}

#[test]
fn the_library_tells_reading_from_everything_else() {
    let library = Library::of(none());
    for call in [
        RawCall::new("softaculous_buy", Effect::Spend),
        RawCall::new("softaculous_renewals", Effect::Read).field("cancelrenewal", "1"),
        RawCall::new("softaculous", Effect::Read).field("addrenewal", "1"),
    ] {
        assert_eq!(library.vendor.client().call(&call).unwrap_err().status(), Some(400));
    }
    library.vendor.client().call(&RawCall::new("softaculous", Effect::Read)).unwrap();
}

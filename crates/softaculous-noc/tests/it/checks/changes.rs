//! Finding out what became of a change of addresses or of an auto-renewal, and of a trial.

use std::net::IpAddr;

use serde_json::{Value, json};
use softaculous_noc::{
    AutoRenew, Before, Checked, Effect, LicenseId, LicenseKey, Product, ServerType, SetAddresses,
    SetAutoRenewal, StartWebuzoTrial,
};

use crate::support::library::{KEY, Library, Records, cannot_tell, happened};
use crate::support::{Reply, Vendor};

const OLD: &str = "203.0.113.10";
const NEW: &str = "203.0.113.20";
const SECOND: &str = "203.0.113.21";

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn key() -> LicenseKey {
    LicenseKey::new(KEY).unwrap()
}

fn to(addresses: &[&str]) -> SetAddresses {
    let [first, rest @ ..] = addresses else { panic!("no address") };
    let set = SetAddresses::new(LicenseId::new(1).unwrap(), address(first));
    rest.iter().fold(set, |set, next| set.and(address(next)))
}

/// Licence 1 at each of these addresses.
fn at(addresses: &[&str]) -> Records {
    addresses.iter().fold(Records::default(), |records, ip| records.license(1, ip, "20260201", &[]))
}

#[test]
fn a_licence_that_is_listed_at_its_new_address_was_moved() {
    let evidence = happened(Library::tell(&to(&[NEW]), at(&[OLD]), at(&[NEW])));
    assert_eq!(evidence.license.key, Some(key()));
    assert_eq!(evidence.seen, "the licence is listed at 203.0.113.20, where it was not before");
    // The first is enough: the vendor sets all of them or none.
    happened(Library::tell(&to(&[NEW, SECOND]), at(&[OLD]), at(&[NEW])));
    happened(Library::tell(&to(&[OLD, SECOND]), at(&[OLD]), at(&[OLD, SECOND])));
}

#[test]
fn a_licence_that_is_not_listed_at_its_new_address_was_not_moved_yet() {
    assert_eq!(Library::tell(&to(&[NEW]), at(&[OLD]), at(&[OLD])), Checked::NotSeen);
    let other = || at(&[OLD]).license(2, NEW, "20260201", &[]);
    assert_eq!(Library::tell(&to(&[NEW]), other(), other()), Checked::NotSeen, "another licence is there");
}

#[test]
fn addresses_that_the_licence_had_before_say_nothing() {
    let why = cannot_tell(Library::tell(&to(&[OLD]), at(&[OLD]), at(&[OLD])));
    assert_eq!(why, "the licence had all of these addresses before");
    let why = cannot_tell(Library::tell(&to(&[OLD, SECOND]), at(&[OLD]), at(&[OLD])));
    assert_eq!(why, "the vendor may not list a licence at every one of its addresses");
}

#[test]
fn a_licence_without_a_number_may_be_the_one_before_and_after() {
    let mut nameless = at(&[NEW]);
    nameless.licenses[0]["lid"] = json!("?");
    for (before, now) in [(nameless.clone(), at(&[NEW])), (at(&[OLD]), nameless)] {
        let why = cannot_tell(Library::tell(&to(&[NEW]), before, now));
        assert_eq!(why, "a licence at one of the addresses has no number that can be read");
    }
}

#[test]
fn addresses_are_looked_for_one_by_one_among_the_product() {
    let library = Library::of(Records::default());
    let set = to(&[NEW, SECOND]).product(Product::Virtualizor);
    library.vendor.client().look_before(&set).unwrap();
    let told = library.vendor.take();
    let asked: Vec<_> = told.iter().map(|seen| (seen.function(), seen.get("ips").unwrap())).collect();
    assert_eq!(asked, [("virtualizor", NEW), ("virtualizor", SECOND)]);
}

fn renewals(reply: Value) -> Records {
    Records { renewals: reply, ..Records::default() }
}

fn renewed() -> Records {
    renewals(json!({"licenses": {"1": {"license": KEY.to_ascii_lowercase()}}}))
}

fn not_renewed() -> Records {
    renewals(json!({"licenses": []}))
}

fn switch(auto_renew: AutoRenew) -> SetAutoRenewal {
    SetAutoRenewal::new(key(), auto_renew)
}

#[test]
fn an_auto_renewal_was_switched_when_the_list_has_changed() {
    let on = happened(Library::tell(&switch(AutoRenew::On), not_renewed(), renewed()));
    assert_eq!(on.seen, "the licence is listed among the auto-renewals, where it was not before");
    let off = happened(Library::tell(&switch(AutoRenew::Off), renewed(), not_renewed()));
    assert_eq!(off.seen, "the licence is not listed among the auto-renewals any more");
    assert_eq!(off.license.id.map(LicenseId::get), Some(1));
}

#[test]
fn an_auto_renewal_that_is_as_it_was_is_not_seen_or_says_nothing() {
    assert_eq!(Library::tell(&switch(AutoRenew::On), not_renewed(), not_renewed()), Checked::NotSeen);
    assert_eq!(Library::tell(&switch(AutoRenew::Off), renewed(), renewed()), Checked::NotSeen);
    cannot_tell(Library::tell(&switch(AutoRenew::On), renewed(), renewed()));
    cannot_tell(Library::tell(&switch(AutoRenew::Off), not_renewed(), not_renewed()));
}

#[test]
fn a_list_of_auto_renewals_that_is_not_understood_proves_nothing() {
    let odd = || renewals(json!({"renewals": [KEY]}));
    let others = || renewals(json!({"licenses": {"2": {"license": "22222-22222"}}}));
    for unclear in [odd, others] {
        for auto_renew in [AutoRenew::On, AutoRenew::Off] {
            let set = switch(auto_renew);
            for (before, now) in [
                (unclear(), renewed()),
                (unclear(), not_renewed()),
                (renewed(), unclear()),
                (not_renewed(), unclear()),
            ] {
                cannot_tell(Library::tell(&set, before, now));
            }
        }
    }
}

#[test]
fn a_trial_shows_as_a_new_licence_or_not_at_all() {
    let trial = StartWebuzoTrial::new(address(NEW), ServerType::Vps);
    let evidence = happened(Library::tell(&trial, at(&[OLD]), at(&[NEW])));
    assert_eq!(evidence.seen, "the address has a Webuzo licence that it did not have before");
    for now in [at(&[]), at(&[OLD])] {
        let why = cannot_tell(Library::tell(&trial, at(&[]), now));
        assert_eq!(why, "whether a trial is listed among the licences is not known");
    }
    let library = Library::of(at(&[NEW]));
    library.vendor.client().look_before(&trial).unwrap();
    assert_eq!(library.vendor.take()[0].function(), "webuzo");
}

#[test]
fn a_look_that_fails_is_an_error_and_no_answer() {
    for reply in [Reply::ok(""), Reply::ok(r#"{"error":"no"}"#), Reply::new(503, "")] {
        let vendor = Vendor::answering(move |_| reply.clone());
        let (client, before) = (vendor.client(), Before::default());
        let trial = StartWebuzoTrial::new(address(NEW), ServerType::Vps);
        for error in [
            client.look_before(&to(&[NEW])).unwrap_err(),
            client.check(&to(&[NEW]), &before).unwrap_err(),
            client.look_before(&switch(AutoRenew::On)).unwrap_err(),
            client.check(&switch(AutoRenew::On), &before).unwrap_err(),
            client.look_before(&trial).unwrap_err(),
            client.check(&trial, &before).unwrap_err(),
        ] {
            assert_eq!(error.effect(), Some(Effect::Read), "{error}");
            assert!(!error.may_have_happened(), "it was only read");
        }
    }
}

//! What spends is done only where the answer shows it, or the licence that is read back.

use std::sync::Arc;
use std::time::Duration;

use billmgr_client::{
    Addon, AddonCode, ChangeTariff, Client, Delete, Deletion, Effect, Error, ErrorKind, ItemType, NewKey,
    Operation, Outcome, Period, Renew, Service, Services, SetAddons, Settings, TariffCode, Vendor as Whose,
};

use crate::support::{SetClock, Vendor, account, failed, fixture, service};

fn form(fields: &str) -> String {
    format!("<doc><elid>1204417</elid>{fields}</doc>")
}

/// Does it at a vendor that answers `first`, and `second` when the licence is read back.
fn done<O: Operation>(operation: &O, first: &str, second: &str) -> (Result<O::Output, Error>, Vec<String>) {
    let vendor = Vendor::in_turn(&[first, second]);
    let client: Client = vendor.client_of(Whose::Isplicense);
    (client.send(operation), vendor.take_functions())
}

#[track_caller]
fn open<O: Operation>(operation: &O, first: &str, second: &str, reads: usize)
where
    O::Output: std::fmt::Debug,
{
    let (result, functions) = done(operation, first, second);
    let error = failed(result);
    assert_eq!((error.outcome(), error.effect()), (Outcome::Unknown, Some(Effect::Spend)), "{error}");
    assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{error}");
    assert_eq!(functions.len(), 1 + reads, "{functions:?}: {error}");
}

const OK: &str = "<doc><ok/></doc>";

#[test]
fn a_renewal_shows_a_later_date() {
    let renew = Renew::new(service(), Period::MONTH);
    let later = form("<expiredate>2026-05-02</expiredate>");
    let (result, functions) = done(&renew, fixture!("renew.xml"), "");
    assert!(result.unwrap().done().is_some());
    assert_eq!(functions, ["service.prolong"]);
    open(&renew, OK, &later, 0);
    let with_old = "<doc><doc><expiredate>2026-04-02</expiredate></doc><ok/></doc>";
    let (result, functions) = done(&renew, with_old, &later);
    let renewed = result.unwrap();
    assert_eq!(renewed.done().unwrap().expires.get().map(ToString::to_string).as_deref(), Some("2026-05-02"));
    assert_eq!(functions, ["service.prolong", "soft.edit"]);
    open(&renew, with_old, &form("<expiredate>2026-04-02</expiredate>"), 1);
    open(&renew, with_old, &form("<expiredate/>"), 1);
    open(&renew, with_old, "<html/>", 1);
    open(&renew, "<doc><newexpiredate>soon</newexpiredate></doc>", &later, 0);
    let renew = renew.expires_now("2026-04-02".parse().unwrap());
    assert!(done(&renew, OK, &later).0.unwrap().done().is_some());
    open(&renew, OK, &form("<expiredate>2026-04-02</expiredate>"), 1);
}

#[test]
fn a_change_of_tariff_shows_the_new_one() {
    let change = ChangeTariff::new(service(), TariffCode::new(55228).unwrap());
    let (result, functions) = done(&change, OK, &form("<pricelist>55228</pricelist>"));
    assert_eq!(result.unwrap().done().unwrap().tariff.get().map(|tariff| tariff.get()), Some(55228));
    assert_eq!(functions, ["service.changepricelist", "soft.edit"]);
    // What was sent may only be repeated, as by a step of a wizard.
    open(&change, &form("<pricelist>55228</pricelist>"), &form("<pricelist>55227</pricelist>"), 1);
    open(&change, OK, &form("<pricelist>ispmanager 6 pro</pricelist>"), 1);
    open(&change, OK, fixture!("error_missed.xml"), 1);
    open(&change, OK, fixture!("error_access.xml"), 1);
    let (waiting, functions) = done(&change, fixture!("edit_waiting.xml"), "");
    assert!(waiting.unwrap().waiting().is_some());
    assert_eq!(functions.len(), 1);
}

#[test]
fn nodes_show_their_number_where_they_were_set() {
    let nodes = AddonCode::new(550).unwrap();
    let third = service().with_item_type(ItemType::ThirdParty);
    let set = SetAddons::new(third.clone(), Addon::new(nodes, 2).unwrap());
    let set = set.repeating("198.51.100.20".parse().unwrap(), "cust-7");
    let (result, functions) = done(&set, OK, &form("<addon_550>2</addon_550>"));
    let license = result.unwrap().done().unwrap().clone();
    assert_eq!((license.addon(nodes), &license.service), (Some(2), &third));
    assert_eq!(functions, ["soft.edit", "soft.edit"], "ISPlicense sets nodes by that function");
    open(&set, &form("<addon_550>2</addon_550>"), &form("<addon_550>1</addon_550>"), 1);
    open(&set, OK, &form("<licname>cust-7</licname>"), 1);
    let both = set.and(Addon::new(AddonCode::new(7).unwrap(), 1).unwrap());
    open(&both, OK, &form("<addon_550>2</addon_550>"), 1);
}

#[test]
fn a_new_key_differs_from_the_old_one() {
    let new_key = NewKey::new(service(), "1204417-OLD".parse().unwrap());
    let key = |result: Result<billmgr_client::Applied<billmgr_client::KeyChanged>, Error>| {
        result.unwrap().done().unwrap().key.to_string()
    };
    let (result, functions) = done(&new_key, &form("<lickey>1204417-NEW</lickey>"), "");
    assert_eq!((key(result).as_str(), functions.len()), ("1204417-NEW", 1));
    for first in [OK.to_owned(), form("<lickey>1204417-OLD</lickey>"), form("<lickey/><ip>192.0.2.1</ip>")] {
        let (result, functions) = done(&new_key, &first, &form("<lickey>1204417-NEW</lickey>"));
        assert_eq!((key(result).as_str(), functions.len()), ("1204417-NEW", 2));
        open(&new_key, &first, &form("<lickey>1204417-OLD</lickey>"), 1);
        open(&new_key, &first, &form("<lickey/>"), 1);
    }
}

#[test]
fn a_deleted_licence_is_gone_marked_or_closing() {
    let delete = Delete::new(service());
    for (second, deletion) in [
        (fixture!("error_missed.xml").to_owned(), Deletion::Gone),
        (form("<status>4</status>"), Deletion::Marked),
        (form("<status>5</status><item_status orig=\"5_close\">Closing</item_status>"), Deletion::Closing),
    ] {
        let (result, functions) = done(&delete, OK, &second);
        assert_eq!(result.unwrap().licenses, [("1204417".parse().unwrap(), deletion)]);
        assert_eq!(functions, ["soft.delete", "soft.edit"]);
    }
    for second in [
        form("<status>2</status>"),
        form("<status>3</status>"),
        form("<status>5</status><item_status orig=\"5_open\"/>"),
        form("<licname>a</licname>"),
        fixture!("error_access.xml").to_owned(),
        "<html/>".to_owned(),
        // Another licence, or a function, that is not there says nothing of this one.
        fixture!("error_missed.xml").replace("1204417", "1"),
        "<doc><error type=\"missed\" object=\"func\"><msg>module is not loaded</msg></error></doc>"
            .to_owned(),
    ] {
        open(&delete, OK, &second, 1);
    }
}

#[test]
fn of_several_deletions_each_is_read_back() {
    let both = Services::from(service()).and("102".parse().unwrap());
    let gone = "<doc><error type=\"missed\" object=\"elid\"/></doc>";
    let vendor = Vendor::in_turn(&[OK, gone]);
    let deleted = vendor.client().delete(&Delete::new(both.clone())).unwrap();
    assert_eq!(deleted.licenses.len(), 2);
    assert_eq!(vendor.take_functions(), ["soft.delete", "soft.edit", "soft.edit"]);
    let other = "<doc><elid>102</elid><status>2</status></doc>";
    let vendor = Vendor::in_turn(&[OK, fixture!("error_missed.xml"), other]);
    let error = failed(vendor.client().delete(&Delete::new(both)));
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.to_string().contains("soft 102"), "{error}");
}

#[test]
fn the_item_type_of_a_service_decides_where_it_is_read_back() {
    for item_type in ItemType::KNOWN {
        let service: Service = service().with_item_type(item_type.clone());
        let (_, functions) = done(&ChangeTariff::new(service, TariffCode::new(1).unwrap()), OK, OK);
        assert_eq!(functions[1], format!("{item_type}.edit"));
    }
}

#[test]
fn while_the_vendor_is_at_it_the_licence_is_read_again() {
    let change = ChangeTariff::new(service(), TariffCode::new(55228).unwrap());
    let working = form("<status>5</status><pricelist>55227</pricelist>");
    let changed = form("<status>2</status><pricelist>55228</pricelist>");
    let settled = form("<status>2</status><pricelist>55227</pricelist>");
    for (bodies, is_done, looks) in [
        (vec![OK, &working, &working, &changed], true, 3),
        (vec![OK, &working, &settled], false, 2),
        (vec![OK, &working], false, 5),
        (vec![OK, &settled, &changed], false, 1),
    ] {
        let (vendor, clock) = (Vendor::in_turn(&bodies), SetClock::shared());
        let settings = Settings::new().clock(Arc::<SetClock>::clone(&clock));
        let client = vendor.client_with(Whose::Ispmanager, account(), settings);
        let result = client.change_tariff(&change);
        assert_eq!(result.is_ok(), is_done, "{result:?}");
        assert_eq!(vendor.take().len(), 1 + looks);
        assert_eq!(clock.take_pauses(), vec![Duration::from_secs(3); looks - 1]);
    }
}

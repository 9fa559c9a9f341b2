//! Many accounts at once: whose licences are told, whose failed, and what is found in them.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Barrier, Mutex};

use license_hub::{ErrorKind, Hub, Inventory, Outcome, Progress, Request, View};

use crate::support::{account, failing, license};

fn hub() -> Hub {
    let mut hub = Hub::new();
    hub.add(account(
        "one",
        vec![
            license("one", "1", "192.0.2.1", Some("2026-03-10")),
            license("one", "2", "192.0.2.2", Some("2026-02-20")),
            license("one", "3", "192.0.2.3", None),
        ],
    ))
    .unwrap();
    hub.add(account("two", vec![license("two", "1", "192.0.2.2", Some("2026-03-16"))])).unwrap();
    hub
}

#[test]
fn every_account_is_in_it_in_the_order_they_were_added() {
    let inventory = hub().inventory(View::Listed);
    assert!(matches!(inventory, Inventory::Whole(_)));
    let ids: Vec<String> =
        inventory.licenses().iter().map(|license| format!("{}:{}", license.account, license.id)).collect();
    assert_eq!(ids, ["one:soft/1", "one:soft/2", "one:soft/3", "two:soft/1"]);
    assert_eq!(inventory.whole().unwrap().licenses().len(), 4);
}

#[test]
fn one_accounts_failure_is_kept_beside_the_others_licences_and_the_rest_is_not_whole() {
    let mut hub = hub();
    hub.add(failing("three")).unwrap();
    let Err(partial) = hub.inventory(View::Listed).whole() else { panic!("it is not whole") };
    assert_eq!(partial.licenses().len(), 4);
    assert_eq!(partial.failures().len(), 1);
    assert_eq!(partial.failures()[0].account.as_str(), "three");
    assert_eq!(partial.failures()[0].error.as_ref().unwrap().outcome(), Outcome::NotSent);
}

#[test]
fn accounts_are_asked_side_by_side() {
    let barrier = Arc::new(Barrier::new(4));
    let mut hub = Hub::new();
    for name in ["a", "b", "c", "d"] {
        let mut account = account(name, Vec::new());
        account.barrier = Some(Arc::clone(&barrier));
        hub.add(account).unwrap();
    }
    // Each waits for the three others: one after another they would never end.
    assert!(hub.inventory(View::Listed).whole().is_ok());
}

#[test]
fn licences_are_handed_over_as_they_come() {
    let seen = Mutex::new(Vec::new());
    let mut hub = hub();
    hub.add(failing("three")).unwrap();
    let _ = hub.inventory_with(View::Listed, &|progress, licenses| {
        if let Progress::Account { account, licenses: count } = progress {
            seen.lock().unwrap().push((account.to_string(), *count, licenses.len()));
        }
    });
    let mut seen = seen.into_inner().unwrap();
    seen.sort();
    assert_eq!(seen, [("one".into(), Some(3), 3), ("three".into(), None, 0), ("two".into(), Some(1), 1)]);
}

#[test]
fn after_a_shutdown_nobody_is_asked_and_it_is_not_taken_for_none() {
    let mut hub = Hub::new();
    let account = account("one", Vec::new());
    let asked = Arc::clone(&account.asked);
    hub.add(account).unwrap();
    hub.shut_down();
    let partial = hub.inventory(View::Listed).whole().unwrap_err();
    assert!(partial.failures()[0].error.is_none());
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[test]
fn what_expires_is_told_soonest_first_with_what_has_expired() {
    let (found, failures) = hub().expiring(15, "2026-03-01".parse().unwrap());
    let days: Vec<Option<i32>> =
        found.iter().map(|license| license.days_left("2026-03-01".parse().unwrap())).collect();
    assert_eq!(days, [Some(-9), Some(9), Some(15)]);
    assert!(failures.is_empty());
}

#[test]
fn an_address_is_found_over_all_accounts() {
    let (found, _) = hub().find_ip("192.0.2.2".parse().unwrap());
    let accounts: Vec<&str> = found.iter().map(|license| license.account.as_str()).collect();
    assert_eq!(accounts, ["one", "two"]);
}

#[test]
fn a_licence_is_found_by_what_it_is_called_if_that_fits_one_only() {
    let hub = hub();
    assert_eq!(hub.find("one", "192.0.2.3").unwrap().id.id, "3");
    assert_eq!(hub.find("one", "soft/2").unwrap().id.id, "2");
    let none = hub.find("one", "192.0.2.9").unwrap_err();
    assert_eq!(none.to_string(), "account one: license: there is none called `192.0.2.9`");
    assert!(matches!(hub.find("four", "1").unwrap_err().kind(), ErrorKind::UnknownAccount { .. }));
}

#[test]
fn a_name_is_given_once_and_is_plain() {
    let mut hub = hub();
    assert!(hub.add(account("one", Vec::new())).is_err());
    for bad in ["", "a b", "a/b", "ж", &"x".repeat(65)] {
        assert!(license_hub::AccountName::new(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_a_vendor_does_not_have_is_an_error_and_never_a_quiet_success() {
    let hub = hub();
    let license = hub.find("one", "1").unwrap();
    let error = hub.request(&license, &Request::Suspend).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }));
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(error.to_string(), "account one: ISPlicense has no `suspend` in its API");
}

//! What the common vocabulary says about itself.

use license_hub::{Account, Capabilities, Capability, Request, Status, Term, Vendor, View, Wanted};

use crate::support::{account, license};

#[test]
fn a_day_before_today_has_expired_and_today_has_not() {
    let mut license = license("one", "1", "192.0.2.1", Some("2026-03-01"));
    assert_eq!(license.status_on("2026-03-01".parse().unwrap()), Status::Active);
    assert_eq!(license.status_on("2026-03-02".parse().unwrap()), Status::Expired);
    license.status = Status::Suspended;
    assert_eq!(license.status_on("2026-03-02".parse().unwrap()), Status::Expired);
    license.expires = None;
    assert_eq!(license.status_on("2026-03-02".parse().unwrap()), Status::Suspended);
}

#[test]
fn a_term_is_read_as_people_write_it() {
    for (text, months, shown) in [("1", 1, "1M"), ("3m", 3, "3M"), ("1Y", 12, "1Y"), ("24M", 24, "2Y")] {
        let term: Term = text.parse().unwrap();
        assert_eq!((term.in_months(), term.to_string()), (months, shown.to_owned()));
    }
    for bad in ["", "M", "0", "121", "11Y", "-1", "1.5", "1W", "99999999", "9999Y", "１M"] {
        assert!(bad.parse::<Term>().is_err(), "{bad}");
    }
}

#[test]
fn each_capability_has_a_word_of_its_own_and_the_vendors_share_ordering() {
    let mut names: Vec<&str> = Capability::ALL.iter().map(|it| it.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Capability::ALL.len());
    for vendor in Vendor::ALL {
        assert!(Capabilities::at(vendor).can(Capability::Order), "{vendor}");
    }
    assert!(!Capabilities::at(Vendor::WebSoftSolus).can(Capability::Renew));
    let several = Request::SetAddresses(vec!["192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap()]);
    assert_eq!(several.capability(), Capability::SetAddresses);
    assert!(!Capabilities::at(Vendor::Ispmanager).can(several.capability()));
}

#[test]
fn an_account_that_only_lists_can_select_and_find_all_the_same() {
    let first = license("one", "1", "192.0.2.1", None);
    let mut second = license("one", "2", "192.0.2.1", None);
    second.id.kind = "addition".into();
    let mut unplaced = license("one", "3", "192.0.2.9", None);
    unplaced.addresses.clear();
    let account = account("one", vec![first, second, unplaced]);
    let ids = |wanted: &Wanted| -> Vec<String> {
        account.select(wanted, &|_| {}).unwrap().licenses.into_iter().map(|it| it.id.id).collect()
    };
    assert_eq!(ids(&View::Listed.into()), ["1", "2", "3"]);
    assert_eq!(ids(&Wanted::from(View::Listed).kind("soft")), ["1", "3"]);
    let there = Wanted::from(View::Listed).address("192.0.2.1".parse().unwrap());
    assert_eq!(ids(&there), ["1", "2", "3"], "nobody knows where the third one is");
    assert_eq!(account.find("192.0.2.1", None).unwrap().len(), 2);
    assert_eq!(account.find("192.0.2.1", Some("addition")).unwrap()[0].id.id, "2");
    assert!(account.find("4", None).unwrap().is_empty());
    account.log_in().unwrap();
    assert!(account.renewing().is_err(), "it does not say that it can");
}

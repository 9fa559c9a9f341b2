//! Each kind of finding, and when it is none.

use license_hub::{License, Status, Vendor};

use super::support::{TODAY, found, found_with, license, other, rows, soon, to_do, whole};
use crate::drift::compare::{Soon, compare};

const ONE: &str = "ip,product\n192.0.2.1,ISPmanager 6 Lite\n";

fn with(change: impl FnOnce(&mut License)) -> Vec<License> {
    let mut license = license("ispl", "1", "192.0.2.1");
    change(&mut license);
    vec![license]
}

fn expires(days: i64) -> Vec<License> {
    let today: jiff::civil::Date = TODAY.parse().unwrap();
    with(|license| license.expires = Some(today + jiff::Span::new().days(days)))
}

#[test]
fn what_is_there_as_expected_is_no_finding() {
    assert_eq!(found(ONE, &with(|_| {})), [""; 0]);
    let full = "ip,product,account,vendor,name,auto_renew\n192.0.2.1,softexternal,ispl,isplicense,any,no\n";
    assert_eq!(found(full, &with(|license| license.auto_renew = Some(false))), [""; 0]);
}

#[test]
fn what_is_expected_and_not_there_is_missing() {
    assert_eq!(found(ONE, &[]), ["missing - 2"]);
    assert_eq!(to_do(ONE, &[]), ["order ISPmanager 6 Lite for 192.0.2.1, or take line 2 out"]);
}

#[test]
fn what_is_there_and_not_expected_is_an_orphan() {
    let all = [license("ispl", "1", "192.0.2.1"), license("ispl", "2", "192.0.2.2")];
    assert_eq!(found(ONE, &all), ["orphan 2 -"]);
    assert_eq!(to_do(ONE, &all), ["nobody expects it: end it, or add it to the list"]);
}

#[test]
fn an_orphan_is_paid_for_what_ended_or_ran_out_is_not() {
    let orphan = |change: &dyn Fn(&mut License)| {
        let mut licenses = with(|_| {});
        licenses.push(license("ispl", "2", "192.0.2.2"));
        change(&mut licenses[1]);
        let (rows, whole) = (rows(ONE), whole(&licenses));
        let report = compare(&whole, &rows.rows, soon());
        (report.findings.len(), report.over)
    };
    assert_eq!(orphan(&|license| license.status = Status::Suspended), (1, 0));
    assert_eq!(orphan(&|license| license.status = Status::Unpaid), (1, 0));
    assert_eq!(orphan(&|license| license.status = Status::Ended), (0, 1));
    assert_eq!(orphan(&|license| license.expires = Some("2026-02-28".parse().unwrap())), (0, 1));
    assert_eq!(orphan(&|license| license.expires = Some(TODAY.parse().unwrap())), (1, 0));
    let back = |license: &mut License| {
        license.expires = Some("2026-02-28".parse().unwrap());
        license.auto_renew = Some(true);
    };
    assert_eq!(orphan(&back), (1, 0), "it renews itself, so it may be paid for again");
}

#[test]
fn another_product_at_the_address_is_the_wrong_one() {
    let list = "ip,product\n192.0.2.1,ISPmanager 6 Pro\n";
    assert_eq!(found(list, &with(|_| {})), ["wrong-product 1 2"]);
    assert_eq!(
        to_do(list, &with(|_| {})),
        ["line 2 expects ISPmanager 6 Pro: correct the line, or order that and end this one"]
    );
    let unlike = "ip,product\n192.0.2.1,softaculous\n";
    assert_eq!(found(unlike, &with(|_| {})), ["wrong-product 1 2"]);
}

#[test]
fn the_wrong_product_is_the_one_that_is_most_like_the_expected_one() {
    let licenses = [
        other("noc", "9", "192.0.2.1", Vendor::Softaculous, "Softaculous"),
        license("ispl", "1", "192.0.2.1"),
    ];
    let list = "ip,product\n192.0.2.1,plesk\n";
    assert_eq!(found(list, &licenses), ["wrong-product 1 2", "orphan 9 -"]);
}

#[test]
fn two_licences_of_one_product_at_one_address_are_a_double() {
    let mut second = license("ispl-2", "2", "192.0.2.1");
    second.product = "ISPmanager 6 Pro".into();
    let licenses = [license("ispl", "1", "192.0.2.1"), second];
    assert_eq!(found(ONE, &licenses), ["doubled 2 -"], "another edition is the same product");
    assert_eq!(
        to_do(ONE, &licenses),
        [
            "ISPmanager 6 Lite at ispl (softexternal/1) is there already: end one of the two, or add it to the list"
        ]
    );
    let none = "ip,product\n192.0.2.9,plesk\n";
    assert_eq!(found(none, &licenses), ["missing - 2", "doubled 2 -", "orphan 1 -"]);
}

#[test]
fn a_double_is_told_as_such_even_where_something_else_is_missing() {
    let licenses = [license("ispl", "1", "192.0.2.1"), license("ispl", "2", "192.0.2.1")];
    let list = "ip,product\n192.0.2.1,ispmanager\n192.0.2.1,softaculous\n";
    assert_eq!(found(list, &licenses), ["missing - 3", "doubled 2 -"]);
}

#[test]
fn two_panels_at_one_address_compete_unless_both_are_expected() {
    let licenses =
        [license("ispl", "1", "192.0.2.1"), other("wss", "C-1", "192.0.2.1", Vendor::WebSoftSolus, "cPanel")];
    assert_eq!(found(ONE, &licenses), ["competing C-1 -"]);
    let both = format!("{ONE}192.0.2.1,cpanel\n");
    assert_eq!(found(&both, &licenses), [""; 0]);
}

#[test]
fn licences_that_ended_or_were_put_aside_double_nothing() {
    let mut ended = license("ispl", "2", "192.0.2.1");
    ended.status = Status::Ended;
    assert_eq!(found(ONE, &[license("ispl", "1", "192.0.2.1"), ended]), [""; 0]);
    let aside = [license("ispl", "1", "0.0.0.0"), license("ispl", "2", "0.0.0.0")];
    let list = "ip,product\n192.0.2.9,plesk\n";
    assert_eq!(found(list, &aside), ["missing - 2", "orphan 1 -", "orphan 2 -"]);
}

#[test]
fn what_runs_out_within_the_days_is_told_and_what_has_run_out_is_something_else() {
    assert_eq!(found(ONE, &expires(-1)), ["expired 1 2"]);
    for soon in [0, 1, 15] {
        assert_eq!(found(ONE, &expires(soon)), ["expiring 1 2"], "{soon}");
    }
    assert_eq!(found(ONE, &expires(16)), [""; 0]);
    let within = |days| found_with(ONE, &expires(3), move |soon| Soon { within: days, ..soon });
    assert_eq!((within(3).len(), within(2).len()), (1, 0));
    assert_eq!(to_do(ONE, &expires(-1)), ["it ran out 1 day ago: renew it, or take line 2 out"]);
    assert_eq!(to_do(ONE, &expires(0)), ["it runs out today: renew it, or take line 2 out"]);
    assert_eq!(to_do(ONE, &expires(9)), ["it runs out in 9 days: renew it, or take line 2 out"]);
}

#[test]
fn what_runs_out_and_renews_itself_is_told_unless_that_is_not_wanted() {
    let mut licenses = expires(9);
    licenses[0].auto_renew = Some(true);
    assert_eq!(found(ONE, &licenses), ["expiring 1 2"]);
    assert_eq!(
        to_do(ONE, &licenses),
        ["it runs out in 9 days and renews itself: see that there is money for it"]
    );
    assert_eq!(found_with(ONE, &licenses, |soon| Soon { self_renewing: false, ..soon }), [""; 0]);
}

#[test]
fn a_licence_without_a_date_is_counted() {
    let (rows, whole) = (rows(ONE), whole(&with(|license| license.expires = None)));
    let report = compare(&whole, &rows.rows, soon());
    assert_eq!((report.findings.len(), report.undated), (0, 1));
    assert_eq!(
        found(ONE, &with(|license| (license.expires, license.status) = (None, Status::Expired))),
        ["expired 1 2"]
    );
}

#[test]
fn what_does_not_work_is_told_with_its_reason() {
    let says = |status: Status| {
        let licenses = with(|license| license.status = status);
        (found(ONE, &licenses), to_do(ONE, &licenses).remove(0))
    };
    for (status, words) in [
        (Status::Suspended, "it is suspended: resume it, or take line 2 out"),
        (Status::Pending, "it was ordered and is not there yet: look again later"),
        (Status::Unpaid, "it waits for payment: pay for it, or take line 2 out"),
        (Status::Ended, "it was cancelled: order another, or take line 2 out"),
        (Status::Inactive, "it does not work, though its time has not run out: ask the vendor why"),
        (Status::Expired, "it does not work, though its time has not run out: ask the vendor why"),
        (Status::Unknown("on hold".into()), "the vendor calls it `on hold`: look at it there"),
    ] {
        assert_eq!(says(status), (vec!["not-active 1 2".to_owned()], words.to_owned()));
    }
    assert_eq!(found(ONE, &with(|license| license.status = Status::Unknown(String::new()))), [""; 0]);
    let both = with(|license| {
        license.status = Status::Suspended;
        license.expires = Some("2026-03-05".parse().unwrap());
    });
    assert_eq!(found(ONE, &both), ["not-active 1 2", "expiring 1 2"]);
}

#[test]
fn automatic_renewal_is_compared_where_the_list_says_something() {
    let list = |wanted: &str| format!("ip,product,auto_renew\n192.0.2.1,ispmanager,{wanted}\n");
    let is = |wanted: &str, on| found(&list(wanted), &with(|license| license.auto_renew = on));
    assert_eq!(is("no", Some(true)), ["auto-renew-on 1 2"]);
    assert_eq!(is("yes", Some(false)), ["auto-renew-off 1 2"]);
    assert_eq!(is("yes", None), ["auto-renew-unknown 1 2"]);
    assert_eq!(is("no", None), ["auto-renew-unknown 1 2"]);
    for (wanted, on) in [("no", Some(false)), ("yes", Some(true)), ("", Some(true)), ("", None)] {
        assert_eq!(is(wanted, on), [""; 0], "{wanted} {on:?}");
    }
}

#[test]
fn another_account_or_vendor_than_the_list_says_is_the_wrong_account() {
    let licenses = with(|_| {});
    for (columns, cells, words) in [
        ("account", "ispl-2", "in account ispl-2"),
        ("vendor", "websoftsolus", "at WebSoftSolus"),
        ("account,vendor", "ispl-2,isplicense", "in account ispl-2"),
    ] {
        let list = format!("ip,product,{columns}\n192.0.2.1,ispmanager,{cells}\n");
        assert_eq!(found(&list, &licenses), ["wrong-account 1 2"], "{cells}");
        assert!(to_do(&list, &licenses)[0].starts_with(&format!("line 2 expects it {words}:")), "{cells}");
    }
    let other_product = "ip,product,account\n192.0.2.1,plesk,ispl-2\n";
    assert_eq!(found(other_product, &licenses), ["missing - 2", "orphan 1 -"], "neither of the two fits");
}

#[test]
fn findings_come_in_the_order_of_their_urgency() {
    let mut expired = license("ispl", "1", "192.0.2.1");
    expired.expires = Some("2026-02-01".parse().unwrap());
    let licenses = [license("ispl", "7", "192.0.2.7"), license("ispl", "6", "192.0.2.6"), expired];
    let list = "ip,product\n192.0.2.1,ispmanager\n192.0.2.3,ispmanager\n192.0.2.2,ispmanager\n";
    assert_eq!(
        found(list, &licenses),
        ["missing - 3", "missing - 4", "expired 1 2", "orphan 6 -", "orphan 7 -"]
    );
}

//! What is looked at before money is spent.

use license_hub::Vendor;
use license_journal::{Check, End, ErrorKind, Expects, Filter, Mark, Options, Prepared, Verdict};
use serde_json::json;

use crate::support::{Desk, Played, buy, plesk};

fn verdict(prepared: &Prepared, check: Check) -> Option<Verdict> {
    prepared.findings().iter().find(|finding| finding.check == check).map(|finding| finding.verdict)
}

#[test]
fn an_address_with_a_licence_is_not_bought_for_unless_it_is_meant() {
    let desk = Desk::new();
    let account = Played::new();
    let prepare = |options: &Options| desk.journal.prepare(&account, &buy(10), options).unwrap();
    for (licenses, expects, expected) in [
        (0, Expects::NoLicense, Verdict::Passed),
        (1, Expects::NoLicense, Verdict::Refused),
        (0, Expects::OneLicense, Verdict::Refused),
        (1, Expects::OneLicense, Verdict::Passed),
        (2, Expects::OneLicense, Verdict::Refused),
        (2, Expects::Anything, Verdict::Passed),
    ] {
        let license = |id: usize| json!({"id": id.to_string(), "key": null, "expires": "2026-04-01"});
        *account.licenses.lock().unwrap() = (0..licenses).map(license).collect();
        let prepared = prepare(&Options::new().expects(expects));
        assert_eq!(verdict(&prepared, Check::Licensed), Some(expected), "{licenses} {expects:?}");
        if expected == Verdict::Refused {
            let error = desk.journal.carry_out(&account, &prepared).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Guard { .. }), "{error}");
            assert!(error.to_string().contains("nothing was sent"), "{error}");
        }
    }
    assert_eq!(account.performed(), 0);
    let meant = prepare(&Options::new().despite(Check::Licensed));
    assert_eq!(verdict(&meant, Check::Licensed), Some(Verdict::Overruled));
    assert!(matches!(desk.journal.carry_out(&account, &meant).unwrap(), End::Done { .. }));
}

#[test]
fn what_could_not_be_looked_into_afterwards_is_not_sent() {
    let desk = Desk::new();
    let mut account = Played::new();
    account.blind = Some("the key is not in the vendor's list".into());
    let prepared = desk.prepare(&account, &buy(10));
    assert_eq!(verdict(&prepared, Check::Blind), Some(Verdict::Refused));
    let error = desk.journal.carry_out(&account, &prepared).unwrap_err();
    assert!(error.to_string().contains("the key is not in the vendor's list"), "{error}");
    assert_eq!(account.performed(), 0);
}

#[test]
fn what_changes_while_a_person_is_asked_is_told() {
    let desk = Desk::new();
    let account = Played::new();
    let mut prepared = desk.prepare(&account, &buy(10));
    assert!(desk.journal.look_again(&account, &mut prepared).unwrap());
    account.licenses.lock().unwrap().push(json!({"id": "1"}));
    assert!(!desk.journal.look_again(&account, &mut prepared).unwrap());
}

#[test]
fn a_dry_run_says_what_is_checked_and_sends_and_writes_nothing() {
    let desk = Desk::new();
    let account = Played::at(Vendor::WebSoftSolus);
    let prepared = desk.prepare(&account, &plesk("web1"));
    let shown = prepared.to_string();
    for expected in [
        prepared.reference().as_str(),
        "WebSoftSolus, account main (live)",
        "websoftsolus.plesk.order of web1 PLESK-12, which costs or loses money",
        "journal: fine: nothing of the kind is open",
        "reference: fine: the vendor's `comment` holds lh-",
        "balance: not known: WebSoftSolus does not tell what the balance is",
    ] {
        assert!(shown.contains(expected), "{expected} is not in:\n{shown}");
    }
    assert_eq!(account.performed(), 0);
    assert_eq!(desk.journal.list(&Filter::all()).unwrap(), []);
}

#[test]
fn the_reference_is_given_to_the_vendor_only_where_it_may_be() {
    let desk = Desk::new();
    let account = Played::new();
    for (mark, field) in [(Mark::Private, None), (Mark::Everywhere, Some("notes")), (Mark::Never, None)] {
        let prepared = desk.journal.prepare(&account, &buy(10), &Options::new().mark(mark)).unwrap();
        assert_eq!(prepared.marked(), field);
        let sent = serde_json::to_string(prepared.operation()).unwrap();
        assert_eq!(sent.contains(prepared.reference().as_str()), field.is_some(), "{sent}");
    }
}

#[test]
fn an_operation_of_another_vendor_is_refused_before_anything_is_read() {
    let desk = Desk::new();
    let error = desk.journal.prepare(&Played::new(), &plesk("web1"), &Options::new()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Hub(_)), "{error}");
}

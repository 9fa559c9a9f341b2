//! The caps of a run.

use license_hub::softaculous::{Cancel, LicenseKey};
use license_hub::{Operation, SoftaculousOperation};
use license_journal::{Caps, Check, End, Error, ErrorKind, Money, Options, Run, Verdict};

use crate::support::{Desk, Played, Reply, buy};

fn eur(amount: i64) -> Money {
    Money::new(amount.into(), "eur").unwrap()
}

fn order(desk: &Desk, account: &Played, last: u8, caps: &Caps, price: Option<Money>) -> Result<End, Error> {
    let options = Options::new().run(Run::new("march", caps.clone()).unwrap());
    let options = price.into_iter().fold(options, Options::price);
    // Each as a process of its own would do it.
    let journal = desk.again();
    journal.carry_out(account, &journal.prepare(account, &buy(last), &options)?)
}

fn refusal(result: Result<End, Error>) -> String {
    let error = result.unwrap_err();
    let ErrorKind::Guard { findings } = error.kind() else { panic!("{error}") };
    assert!(findings.iter().all(|finding| finding.check == Check::Caps), "{findings:?}");
    error.to_string()
}

#[test]
fn a_run_stops_at_its_number() {
    let (desk, account) = (Desk::new(), Played::new().replies([Reply::Refused, Reply::Done, Reply::Lost]));
    let caps = Caps::new().count(2);
    // What was refused for sure does not count; what is unknown does.
    for last in 1..=3 {
        assert!(order(&desk, &account, last, &caps, None).is_ok());
    }
    assert!(refusal(order(&desk, &account, 4, &caps, None)).contains("2 of at most 2 were done"));
    assert_eq!(account.performed(), 3);
    let _ = order(&desk, &account, 4, &Caps::new().count(3), None).unwrap();
}

#[test]
fn a_run_stops_at_its_amount_in_each_currency() {
    let (desk, account) = (Desk::new(), Played::new());
    let caps = Caps::new().amount(&eur(60));
    // The vendor charges 25 for what was expected to cost 20.
    let _ = order(&desk, &account, 1, &caps, Some(eur(20))).unwrap();
    let _ = order(&desk, &account, 2, &caps, Some(eur(20))).unwrap();
    assert!(
        refusal(order(&desk, &account, 3, &caps, Some(eur(20))))
            .contains("50 and 20 EUR are more than its cap of 60")
    );
    let _ = order(&desk, &account, 3, &caps, Some(eur(10))).unwrap();
    let dollars = Money::new(1.into(), "USD").unwrap();
    assert!(refusal(order(&desk, &account, 4, &caps, Some(dollars))).contains("there is no cap in USD"));
    assert_eq!(account.performed(), 3);
}

#[test]
fn what_nobody_knows_the_price_of_needs_to_be_allowed() {
    let (desk, account) = (Desk::new(), Played::new());
    let caps = Caps::new().amount(&eur(60));
    assert!(refusal(order(&desk, &account, 1, &caps, None)).contains("what this costs is not known"));
    let _ = order(&desk, &account, 1, &caps.clone().allow_unknown_amounts(), None).unwrap();
    // Now the sum is not known either, as the vendor names no currency.
    assert!(
        refusal(order(&desk, &account, 2, &caps, Some(eur(1))))
            .contains("what 1 of its operations cost is not known")
    );
    assert_eq!(account.performed(), 1);
}

#[test]
fn what_charges_nothing_does_not_count() {
    let (desk, account) = (Desk::new(), Played::new());
    let cancel = Cancel::by_key(LicenseKey::new("88888-11111-22222-33333-44444").unwrap());
    let operation = Operation::Softaculous(SoftaculousOperation::Cancel(cancel));
    let options = Options::new().run(Run::new("march", Caps::new().count(0).amount(&eur(0))).unwrap());
    let prepared = desk.journal.prepare(&account, &operation, &options).unwrap();
    assert!(matches!(desk.journal.carry_out(&account, &prepared).unwrap(), End::Done { .. }));
}

#[test]
fn caps_hold_for_what_was_prepared_before_they_were_reached() {
    let (desk, account) = (Desk::new(), Played::new());
    let options = Options::new().run(Run::new("march", Caps::new().count(1)).unwrap());
    let all: Vec<_> =
        (1..=3).map(|last| desk.journal.prepare(&account, &buy(last), &options).unwrap()).collect();
    for prepared in &all {
        let caps = prepared.findings().iter().find(|finding| finding.check == Check::Caps).unwrap();
        assert_eq!(caps.verdict, Verdict::Passed);
    }
    let done = all.iter().filter(|prepared| desk.journal.carry_out(&account, prepared).is_ok()).count();
    assert_eq!((done, account.performed()), (1, 1));
}

#[test]
fn names_and_amounts_are_checked() {
    for wrong in ["", " ", "a\nb", &"x".repeat(101)] {
        assert!(Run::new(wrong, Caps::new()).is_err(), "{wrong:?}");
    }
    for wrong in ["", "EURO", "E1R", "€"] {
        assert!(Money::new(1.into(), wrong).is_err(), "{wrong:?}");
    }
    assert!(Money::new((-1).into(), "EUR").is_err());
}

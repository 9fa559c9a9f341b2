//! What each vendor says beforehand, and what it stops.

use license_journal::{Check, End, Expects, Journal, Options, Prepared, Verdict};
use license_sandbox::{Options as House, Sandbox};

use crate::orders::{ispmanager, softaculous};
use crate::support::{hub, sandbox};

fn verdict(prepared: &Prepared, check: Check) -> Option<Verdict> {
    prepared.findings().iter().find(|finding| finding.check == check).map(|finding| finding.verdict)
}

#[test]
fn an_order_at_ispmanager_asks_for_the_address_the_price_and_the_balance() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let journal = Journal::in_memory();
    let account = hub.account("isp").unwrap();
    let prepared = journal.prepare(account, &ispmanager(60), &Options::new()).unwrap();
    for check in [Check::Journal, Check::Licensed, Check::Address, Check::Balance, Check::Reference] {
        assert_eq!(verdict(&prepared, check), Some(Verdict::Passed), "{prepared}");
    }
    assert_eq!(prepared.price().map(license_journal::Money::currency), Some("EUR"));
    let End::Done { .. } = journal.carry_out(account, &prepared).unwrap() else {
        panic!("it was to be done")
    };
    let charged = sandbox.ledger().last().unwrap().amount;
    assert_eq!(prepared.price().map(license_journal::Money::amount), Some(charged));
    // The vendor says that the address is taken now, and so does its list.
    let again = journal.prepare(account, &ispmanager(60), &Options::new()).unwrap();
    assert_eq!(verdict(&again, Check::Licensed), Some(Verdict::Refused), "{again}");
    assert_eq!(verdict(&again, Check::Address), Some(Verdict::Refused), "{again}");
    assert!(journal.carry_out(account, &again).is_err());
    assert_eq!(sandbox.ledger().len(), 1);
}

#[test]
fn a_balance_that_is_not_enough_stops_an_order_before_it_is_sent() {
    let sandbox = Sandbox::start(House::default().balance(1.into())).unwrap();
    let hub = hub(&sandbox);
    let journal = Journal::in_memory();
    let account = hub.account("isp").unwrap();
    let prepared = journal.prepare(account, &ispmanager(60), &Options::new()).unwrap();
    assert_eq!(verdict(&prepared, Check::Balance), Some(Verdict::Refused), "{prepared}");
    assert!(journal.carry_out(account, &prepared).is_err());
    let sent = sandbox.requests();
    assert!(!sent.iter().any(|request| request.operation.as_deref() == Some("soft.order.param")));
    // A vendor may give credit, which the balance does not say, so a person can decide otherwise.
    let meant = Options::new().despite(Check::Balance);
    let prepared = journal.prepare(account, &ispmanager(60), &meant).unwrap();
    assert_eq!(verdict(&prepared, Check::Balance), Some(Verdict::Overruled));
    assert!(matches!(journal.carry_out(account, &prepared).unwrap(), End::Failed { .. }));
}

#[test]
fn a_purchase_at_softaculous_neither_extends_by_mistake_nor_buys_when_it_should_extend() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let journal = Journal::in_memory();
    let account = hub.account("noc").unwrap();
    let prepare =
        |expects| journal.prepare(account, &softaculous(60), &Options::new().expects(expects)).unwrap();
    assert_eq!(verdict(&prepare(Expects::OneLicense), Check::Licensed), Some(Verdict::Refused));
    let first = prepare(Expects::NoLicense);
    assert!(matches!(journal.carry_out(account, &first).unwrap(), End::Done { .. }));
    assert_eq!(verdict(&prepare(Expects::NoLicense), Check::Licensed), Some(Verdict::Refused));
    let renewal = prepare(Expects::OneLicense);
    assert!(matches!(journal.carry_out(account, &renewal).unwrap(), End::Done { .. }));
    assert_eq!(sandbox.ledger().len(), 2);
}

#[test]
fn a_dry_run_sends_nothing_that_changes() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let journal = Journal::in_memory();
    for case in crate::orders::cases() {
        let account = hub.account(case.account).unwrap();
        let shown = journal.prepare(account, &case.order, &Options::new()).unwrap().to_string();
        assert!(shown.contains("http://127.0.0.1:") && !shown.contains("-pass"), "{shown}");
    }
    assert!(!sandbox.requests().is_empty());
    assert!(sandbox.requests().iter().all(|request| !request.committed));
    assert_eq!(sandbox.ledger(), []);
}

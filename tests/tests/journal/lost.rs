//! Orders whose reply is lost, through the journal, at each vendor.

use jiff::SignedDuration;
use license_hub::{Checked, Hub};
use license_journal::{End, ErrorKind, Journal, Mark, Options, Seen, State};
use license_sandbox::{Fault, FaultKind, Sandbox};
use tempfile::TempDir;

use crate::orders::{Case, cases};
use crate::support::{hub, sandbox};

fn journal() -> (TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(folder.path().join("journal")).unwrap();
    (folder, journal)
}

fn order(journal: &Journal, hub: &Hub, case: &Case) -> Result<End, license_journal::Error> {
    let account = hub.account(case.account).unwrap();
    let prepared = journal.prepare(account, &case.order, &Options::new().mark(Mark::Everywhere)).unwrap();
    assert!(prepared.marked().is_some(), "{}", case.account);
    journal.carry_out(account, &prepared)
}

fn faulty(sandbox: &Sandbox, operation: &str, kind: FaultKind) {
    sandbox.add_fault(Fault::new(kind).operation(operation).times(1));
}

#[test]
fn an_order_whose_reply_is_lost_is_open_in_the_way_of_itself_and_then_found_with_one_charge() {
    let sandbox = sandbox();
    for case in cases() {
        let (_folder, journal) = journal();
        let hub = hub(&sandbox);
        let charges = sandbox.ledger().len();
        let account = hub.account(case.account).unwrap();
        let options = Options::new().mark(Mark::Everywhere);
        let prepared = journal.prepare(account, &case.order, &options).unwrap();
        let in_time = journal.prepare(account, &case.order, &options).unwrap();
        // The look right afterwards fails as well.
        faulty(&sandbox, case.ordering, FaultKind::CommitThenDrop);
        faulty(&sandbox, case.listing, FaultKind::status(503));
        let end = journal.carry_out(account, &prepared).unwrap();
        assert!(matches!(end, End::Unknown { found: Err(_), .. }), "{}: {end:?}", case.account);
        assert!(sandbox.pending_faults().is_empty(), "{}", case.account);
        let open = journal.open_intents().unwrap();
        assert_eq!(open.iter().map(|entry| &entry.intent.reference).collect::<Vec<_>>(), [end.reference()]);

        // Neither what was prepared before it was lost nor what is prepared now is sent.
        let error = journal.carry_out(account, &in_time).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Open { .. }), "{}: {error}", case.account);
        assert!(order(&journal, &hub, &case).is_err());
        assert_eq!(sandbox.ledger().len(), charges + 1, "{}", case.account);

        let looked = journal.check_all(&hub).unwrap();
        let [(reference, Ok(looked))] = looked.as_slice() else { panic!("{}: {looked:?}", case.account) };
        assert_eq!(reference, end.reference());
        assert_eq!(looked.entry.state, State::Happened, "{}: {:?}", case.account, looked.seen);
        assert_eq!(sandbox.ledger().len(), charges + 1, "{}", case.account);
        assert!(journal.open_intents().unwrap().is_empty());
        // What is there now, or the journal alone, speaks against the same once more.
        assert!(order(&journal, &hub, &case).is_err(), "{}", case.account);
        assert_eq!(sandbox.ledger().len(), charges + 1, "{}", case.account);
    }
}

#[test]
fn an_order_that_never_arrived_is_not_seen_twice_and_can_be_placed_then() {
    let sandbox = sandbox();
    for case in cases() {
        let (_folder, journal) = journal();
        // What the looks of one second are worth is not the question here.
        let journal = journal.looks_apart(SignedDuration::ZERO);
        let hub = hub(&sandbox);
        let charges = sandbox.ledger().len();
        faulty(&sandbox, case.ordering, FaultKind::CloseBefore);
        let end = order(&journal, &hub, &case).unwrap();
        assert!(matches!(end, End::Unknown { found: Ok(Checked::NotSeen), .. }), "{}: {end:?}", case.account);
        assert!(order(&journal, &hub, &case).is_err());
        let looked = journal.check(end.reference(), hub.account(case.account).unwrap()).unwrap();
        assert_eq!((looked.seen, looked.entry.state), (Seen::Nothing, State::NotSeen), "{}", case.account);
        assert_eq!(sandbox.ledger().len(), charges, "{}", case.account);
        assert!(matches!(order(&journal, &hub, &case).unwrap(), End::Done { .. }), "{}", case.account);
        assert_eq!(sandbox.ledger().len(), charges + 1, "{}", case.account);
    }
}

#[test]
fn the_reference_is_what_the_vendor_shows_beside_the_licence() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let (_folder, journal) = journal();
    for case in cases() {
        let end = order(&journal, &hub, &case).unwrap();
        let (entry, _) = journal.show(end.reference()).unwrap();
        assert!(entry.intent.marked.is_some() && entry.state == State::Done);
        let sent = sandbox.requests();
        let order = sent.iter().rfind(|request| request.operation.as_deref() == Some(case.ordering)).unwrap();
        let held = order.body.iter().filter(|(_, value)| value == end.reference().as_str()).count();
        assert_eq!(held, 1, "{}: {:?}", case.account, order.body);
    }
}

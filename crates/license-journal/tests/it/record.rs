//! What is written down of each thing that is sent, and when.

use license_hub::{Checked, Outcome};
use license_journal::{Certain, End, Journal, Seen, State, What};
use rusqlite::Connection;

use crate::support::{Desk, Played, Reply, buy, evidence};

/// What another process sees in the file.
fn on_disk(path: &std::path::Path) -> Vec<(String, String)> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT target, state FROM entries ORDER BY number").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_intent_is_on_the_disk_before_the_vendor_is_called() {
    let desk = Desk::new();
    let path = desk.path();
    let mut account = Played::new();
    account.during = Some(Box::new(move || {
        assert_eq!(on_disk(&path), [("192.0.2.10".to_owned(), "open".to_owned())]);
    }));
    let _ = desk.order(&account, &buy(10)).unwrap();
    assert_eq!(account.performed(), 1);
    assert_eq!(on_disk(&desk.path()), [("192.0.2.10".to_owned(), "done".to_owned())]);
}

#[test]
fn what_was_done_is_noted_with_what_the_vendor_knows_it_by() {
    let desk = Desk::new();
    let End::Done { reference, done, unnoted: None } = desk.order(&Played::new(), &buy(10)).unwrap() else {
        panic!("it was to be done")
    };
    assert_eq!(done.transaction.as_deref(), Some("T-1"));
    let (entry, events) = desk.again().show(&reference).unwrap();
    let found = entry.found.unwrap();
    assert_eq!((entry.state, entry.charged), (State::Done, Some(25.into())));
    assert_eq!((found.id.as_deref(), found.transaction.as_deref()), (Some("7"), Some("T-1")));
    assert_eq!(entry.intent.operation.operation().unwrap(), buy(10));
    assert_eq!(entry.intent.operation_name, "softaculous.buy");
    let what: Vec<&What> = events.iter().map(|event| &event.what).collect();
    assert!(
        matches!(what.as_slice(), [What::Written, What::Done { pending: None, doubt: None, .. }]),
        "{what:?}"
    );
}

#[test]
fn what_failed_for_sure_is_noted_and_stands_in_nobodys_way() {
    let desk = Desk::new();
    for (reply, certain) in [(Reply::Refused, Certain::Refused), (Reply::NotSent, Certain::NotSent)] {
        let account = Played::new().replies([reply]);
        let End::Failed { reference, error, unnoted: None } = desk.order(&account, &buy(10)).unwrap() else {
            panic!("it was to fail")
        };
        assert_ne!(error.outcome(), Outcome::Unknown);
        let (entry, events) = desk.journal.show(&reference).unwrap();
        assert_eq!(entry.state, State::Failed);
        let What::Failed { outcome, error } = &events[1].what else { panic!("{:?}", events[1]) };
        assert_eq!(*outcome, certain);
        assert!(error.contains("refused") || error.contains("not enough money"), "{error}");
    }
    assert!(matches!(desk.order(&Played::new(), &buy(10)).unwrap(), End::Done { .. }));
}

#[test]
fn a_lost_answer_is_unknown_is_looked_into_at_once_and_stays_open_when_nothing_is_seen() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Lost]);
    let End::Unknown { reference, found: Ok(Checked::NotSeen), unnoted: None, .. } =
        desk.order(&account, &buy(10)).unwrap()
    else {
        panic!("it was to be unknown")
    };
    let open = desk.journal.open_intents().unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!((&open[0].intent.reference, open[0].state), (&reference, State::Unknown));
    let (_, events) = desk.journal.show(&reference).unwrap();
    assert!(matches!(events[1].what, What::Unknown { .. }));
    assert_eq!(events[2].what, What::Looked(Seen::Nothing));
}

#[test]
fn a_lost_answer_that_is_found_at_once_is_settled() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Lost]);
    account.sees([Checked::Happened(evidence("T-9"))]);
    let end = desk.order(&account, &buy(10)).unwrap();
    assert!(matches!(&end, End::Unknown { found: Ok(Checked::Happened(_)), .. }));
    let (entry, _) = desk.journal.show(end.reference()).unwrap();
    assert_eq!((entry.state, entry.found.unwrap().transaction.as_deref()), (State::Happened, Some("T-9")));
    assert_eq!(desk.journal.open_intents().unwrap(), []);
}

#[test]
fn a_journal_in_memory_records_the_same() {
    let journal = Journal::in_memory();
    let account = Played::new().replies([Reply::Lost]);
    let prepared = journal.prepare(&account, &buy(10), &license_journal::Options::new()).unwrap();
    let end = journal.carry_out(&account, &prepared).unwrap();
    let (entry, events) = journal.show(end.reference()).unwrap();
    assert_eq!((entry.state, events.len()), (State::Unknown, 3));
    assert!(
        journal.prepare(&account, &buy(10), &license_journal::Options::new()).unwrap().is_fine().is_err()
    );
}

#[test]
fn what_was_sent_of_the_same_is_found_without_sending_anything() {
    let desk = Desk::new();
    let (account, other) =
        (Played::new().replies([Reply::Refused, Reply::Done]), Played::new().named("other"));
    assert!(desk.journal.same(&account, &buy(10)).unwrap().is_empty());
    let sent = [desk.order(&account, &buy(10)).unwrap(), desk.order(&account, &buy(10)).unwrap()];
    let _ = desk.order(&account, &buy(11)).unwrap();
    let _ = desk.order(&other, &buy(10)).unwrap();
    let performed = account.performed();
    let same = desk.journal.same(&account, &buy(10)).unwrap();
    let known: Vec<_> = same.iter().map(|entry| (&entry.intent.reference, entry.state)).collect();
    assert_eq!(known, [(sent[0].reference(), State::Failed), (sent[1].reference(), State::Done)]);
    assert_eq!(desk.journal.same(&other, &buy(10)).unwrap().len(), 1);
    assert!(desk.journal.same(&other, &buy(11)).unwrap().is_empty());
    assert_eq!(account.performed(), performed);
}

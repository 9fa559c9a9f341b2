//! What stands in the way of the same, and what does not.

use std::sync::{Arc, Barrier};

use license_hub::softaculous::{Buy, ServerType, SetAddresses, Term};
use license_hub::{Checked, Environment, Operation, Order, SoftaculousOperation, Vendor};
use license_journal::{End, ErrorKind, Filter, Options, State, Verdict, What};

use crate::support::{Desk, Played, Reply, buy, evidence, plesk};

#[test]
fn the_same_is_not_sent_again_while_nobody_knows_whether_it_happened() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Lost]);
    let first = desk.order(&account, &buy(10)).unwrap();
    // A year instead of a month is the same wish for the same address, and another process is no way around it.
    let address = "192.0.2.10".parse().unwrap();
    let longer = Order::Softaculous(Buy::new(address, Term::years(1).unwrap(), ServerType::Dedicated)).into();
    for operation in [buy(10), longer] {
        let journal = desk.again();
        let prepared = journal.prepare(&account, &operation, &Options::new()).unwrap();
        let refused = prepared.is_fine().unwrap_err();
        assert!(refused.to_string().contains(first.reference().as_str()), "{refused}");
        assert!(journal.carry_out(&account, &prepared).is_err());
    }
    assert_eq!(account.performed(), 1);
}

#[test]
fn what_was_prepared_before_the_other_was_lost_is_not_sent_either() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Lost]);
    let prepared = desk.prepare(&account, &buy(10));
    let first = desk.order(&account, &buy(10)).unwrap();
    let error = desk.journal.carry_out(&account, &prepared).unwrap_err();
    let ErrorKind::Open { by } = error.kind() else { panic!("{error}") };
    assert_eq!(by.intent.reference, *first.reference());
    assert!(error.to_string().ends_with(&format!(
        "nothing was sent; check {0}, or waive it if it is to stand in nobody's way",
        first.reference()
    )));
    assert_eq!(account.performed(), 1);
}

#[test]
fn what_was_done_since_the_look_is_not_done_again() {
    let desk = Desk::new();
    let account = Played::new();
    let mut prepared = desk.prepare(&account, &buy(10));
    let first = desk.order(&account, &buy(10)).unwrap();
    let error = desk.journal.carry_out(&account, &prepared).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Overtaken { .. }), "{error}");
    assert_eq!(error.by().unwrap().intent.reference, *first.reference());
    // Once it was looked at again, it is the caller's wish.
    assert!(desk.journal.look_again(&account, &mut prepared).unwrap());
    assert!(matches!(desk.journal.carry_out(&account, &prepared).unwrap(), End::Done { .. }));
    assert_eq!(account.performed(), 2);
}

#[test]
fn what_was_prepared_is_carried_out_once() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Refused]);
    let prepared = desk.prepare(&account, &buy(10));
    assert!(matches!(desk.journal.carry_out(&account, &prepared).unwrap(), End::Failed { .. }));
    let error = desk.journal.carry_out(&account, &prepared).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Taken { .. }), "{error}");
    assert_eq!(account.performed(), 1);
}

#[test]
fn other_addresses_accounts_and_environments_are_not_in_the_way() {
    let desk = Desk::new();
    let _ = desk.order(&Played::new().replies([Reply::Lost]), &buy(10)).unwrap();
    let mut test = Played::new();
    test.environment = Environment::Test;
    for (account, operation) in
        [(Played::new(), buy(11)), (Played::new().named("other"), buy(10)), (test, buy(10))]
    {
        assert!(matches!(desk.order(&account, &operation).unwrap(), End::Done { .. }), "{account:?}");
    }
}

#[test]
fn a_waiver_lets_the_same_through_and_is_kept() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Lost]);
    let first = desk.order(&account, &buy(10)).unwrap();
    for nothing in ["", "  "] {
        assert!(desk.journal.waive(first.reference(), nothing).is_err());
    }
    let entry = desk.again().waive(first.reference(), "the vendor's support says that nothing came").unwrap();
    assert_eq!(entry.state, State::Waived);
    assert!(matches!(desk.order(&account, &buy(10)).unwrap(), End::Done { .. }));
    let (_, events) = desk.journal.show(first.reference()).unwrap();
    let why = "the vendor's support says that nothing came".to_owned();
    assert_eq!(events.last().unwrap().what, What::Waived { why });
    // What stands in nobody's way needs no waiver.
    let error = desk.journal.waive(first.reference(), "again").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Settled { state: State::Waived, .. }), "{error}");
}

#[test]
fn an_order_without_an_address_that_was_lost_and_found_needs_a_waiver_to_be_repeated() {
    let desk = Desk::new();
    let account = Played::at(Vendor::WebSoftSolus).replies([Reply::Lost]);
    account.sees([Checked::Happened(evidence("T-9"))]);
    let first = desk.order(&account, &plesk("web1")).unwrap();
    // The reference in the comment makes two orders differ, and they are the same wish all the same.
    assert_eq!(desk.prepare(&account, &plesk("web1")).marked(), Some("comment"));
    let prepared = desk.prepare(&account, &plesk("web1"));
    let error = desk.journal.carry_out(&account, &prepared).unwrap_err();
    assert!(error.to_string().contains("found to have happened"), "{error}");
    assert!(matches!(desk.order(&account, &plesk("web2")).unwrap(), End::Done { .. }));
    desk.journal.waive(first.reference(), "a second one is meant").unwrap();
    assert!(matches!(desk.order(&account, &plesk("web1")).unwrap(), End::Done { .. }));
    // An order that was confirmed says nothing against one more of the same.
    assert!(matches!(desk.order(&account, &plesk("web1")).unwrap(), End::Done { .. }));
}

#[test]
fn what_only_changes_is_recorded_and_never_in_the_way() {
    let desk = Desk::new();
    let set = SetAddresses::new("48213".parse().unwrap(), "192.0.2.77".parse().unwrap());
    let operation = Operation::Softaculous(SoftaculousOperation::SetAddresses(set));
    let account = Played::new().replies([Reply::Lost, Reply::Done]);
    assert!(matches!(desk.order(&account, &operation).unwrap(), End::Unknown { .. }));
    assert!(matches!(desk.order(&account, &operation).unwrap(), End::Done { .. }));
    assert_eq!(desk.journal.open_intents().unwrap(), []);
    let states: Vec<State> =
        desk.journal.list(&Filter::all()).unwrap().iter().map(|entry| entry.state).collect();
    assert_eq!(states, [State::Unknown, State::Done]);
}

#[test]
fn of_two_threads_at_the_same_moment_one_goes_ahead() {
    let desk = Desk::new();
    for last in 1..=20 {
        let account = Played::new();
        let barrier = Arc::new(Barrier::new(2));
        let ends = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..2)
                .map(|_| {
                    let (barrier, account) = (Arc::clone(&barrier), &account);
                    let journal = desk.again();
                    scope.spawn(move || {
                        let prepared = journal.prepare(account, &buy(last), &Options::new()).unwrap();
                        barrier.wait();
                        journal.carry_out(account, &prepared)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert_eq!(account.performed(), 1, "{ends:?}");
        assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1, "{ends:?}");
    }
}

#[test]
fn what_was_prepared_for_one_account_is_not_sent_as_another() {
    let desk = Desk::new();
    let prepared = desk.prepare(&Played::new(), &buy(10));
    let other = Played::new().named("other");
    let error = desk.journal.carry_out(&other, &prepared).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::OtherAccount { .. }), "{error}");
    assert!(prepared.findings().iter().all(|finding| finding.verdict != Verdict::Refused));
    assert_eq!((other.performed(), desk.journal.list(&Filter::all()).unwrap().len()), (0, 0));
}

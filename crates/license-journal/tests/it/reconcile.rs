//! Looks into what is open: what settles it, and what does not.

use jiff::SignedDuration;
use license_hub::{Checked, Hub};
use license_journal::{End, ErrorKind, Reference, Seen, State, What};

use crate::support::{Desk, Played, Reply, buy, evidence, lost};

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// A desk with one lost order, and the account it was lost at.
fn with_lost_order() -> (Desk, Played, Reference) {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Lost]);
    let end = desk.order(&account, &buy(10)).unwrap();
    assert!(matches!(end, End::Unknown { .. }));
    let reference = end.reference().clone();
    (desk, account, reference)
}

#[test]
fn a_look_that_finds_it_settles_it_with_its_evidence() {
    let (desk, account, reference) = with_lost_order();
    account.sees([Checked::Happened(evidence("T-9"))]);
    let looked = desk.again().check(&reference, &account).unwrap();
    assert_eq!(looked.entry.state, State::Happened);
    let Seen::Happened(found) = looked.seen else { panic!("{:?}", looked.seen) };
    assert_eq!((found.id.as_deref(), found.seen.as_deref()), (Some("7"), Some("a new transaction")));
    let error = desk.journal.check(&reference, &account).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Settled { state: State::Happened, .. }), "{error}");
    assert_eq!(account.performed(), 1);
}

#[test]
fn two_looks_apart_that_see_nothing_settle_it_and_two_at_once_do_not() {
    let (desk, account, reference) = with_lost_order();
    // The first look was right after it was lost.
    for (passed, state) in [(0, State::Unknown), (9, State::Unknown), (1, State::NotSeen)] {
        desk.clock.pass(minutes(passed));
        assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, state, "{passed}");
    }
    assert!(matches!(desk.order(&account, &buy(10)).unwrap(), End::Done { .. }));
    let (_, events) = desk.journal.show(&reference).unwrap();
    let looks = events.iter().filter(|event| event.what == What::Looked(Seen::Nothing)).count();
    assert_eq!(looks, 4, "each look is noted");
}

#[test]
fn how_far_apart_looks_have_to_be_can_be_set() {
    let (desk, account, reference) = with_lost_order();
    let patient = desk.again().looks_apart(minutes(60));
    desk.clock.pass(minutes(59));
    assert_eq!(patient.check(&reference, &account).unwrap().entry.state, State::Unknown);
    desk.clock.pass(minutes(1));
    assert_eq!(patient.check(&reference, &account).unwrap().entry.state, State::NotSeen);
}

#[test]
fn a_look_that_cannot_tell_or_fails_settles_nothing() {
    let (desk, account, reference) = with_lost_order();
    account.sees([Checked::CannotTell("the vendor is at it".into())]);
    account.looks.lock().unwrap().push_back(Err(lost()));
    desk.clock.pass(minutes(60));
    let looked = desk.journal.check(&reference, &account).unwrap();
    assert_eq!(
        (looked.seen, looked.entry.state),
        (Seen::CannotTell("the vendor is at it".into()), State::Unknown)
    );
    let looked = desk.journal.check(&reference, &account).unwrap();
    assert!(matches!(looked.seen, Seen::Failed(_)) && looked.entry.state == State::Unknown);
    // What was in doubt meanwhile begins anew.
    assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, State::Unknown);
    desk.clock.pass(minutes(10));
    assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, State::NotSeen);
}

#[test]
fn what_was_taken_for_not_seen_or_waived_can_be_found_later() {
    let (desk, account, reference) = with_lost_order();
    desk.clock.pass(minutes(10));
    assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, State::NotSeen);
    account.sees([Checked::Happened(evidence("T-9"))]);
    assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, State::Happened);

    let (desk, account, reference) = with_lost_order();
    desk.journal.waive(&reference, "it has to go on").unwrap();
    assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, State::Waived);
    account.sees([Checked::Happened(evidence("T-9"))]);
    assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, State::Happened);
}

#[test]
fn what_another_entry_did_is_no_evidence() {
    let (desk, account, reference) = with_lost_order();
    desk.journal.waive(&reference, "it has to go on").unwrap();
    // The second order is confirmed as transaction T-2, and is what the look for the first one finds.
    let second = desk.order(&account, &buy(10)).unwrap();
    account.sees([Checked::Happened(evidence("T-2")), Checked::Happened(evidence("T-1"))]);
    let looked = desk.journal.check(&reference, &account).unwrap();
    let Seen::CannotTell(why) = &looked.seen else { panic!("{:?}", looked.seen) };
    assert!(why.contains(second.reference().as_str()), "{why}");
    assert_eq!(looked.entry.state, State::Waived);
    // Another transaction is its own.
    assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, State::Happened);
}

#[test]
fn an_entry_is_checked_with_the_account_it_was_sent_as() {
    let (desk, account, reference) = with_lost_order();
    let looks = account.looked.load(std::sync::atomic::Ordering::SeqCst);
    for other in [Played::new().named("other"), Played::at(license_hub::Vendor::Ispmanager)] {
        let error = desk.journal.check(&reference, &other).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::OtherAccount { .. }), "{error}");
        assert_eq!(other.looked.load(std::sync::atomic::Ordering::SeqCst), 0);
    }
    let nobody = Reference::random();
    let error = desk.journal.check(&nobody, &account).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoSuchEntry { .. }), "{error}");
    assert_eq!(account.looked.load(std::sync::atomic::Ordering::SeqCst), looks);
}

#[test]
fn all_that_is_open_is_looked_for_at_the_accounts_of_a_hub() {
    let desk = Desk::new();
    let (one, two, gone) = (Played::new(), Played::new().named("two"), Played::new().named("gone"));
    for account in [&one, &two, &gone] {
        account.replies.lock().unwrap().push_back(Reply::Lost);
        let _ = desk.order(account, &buy(10)).unwrap();
    }
    two.sees([Checked::Happened(evidence("T-9"))]);
    let mut hub = Hub::new();
    hub.add(one).unwrap();
    hub.add(two).unwrap();
    let looked = desk.journal.check_all(&hub).unwrap();
    let states: Vec<Option<State>> =
        looked.iter().map(|(_, looked)| looked.as_ref().ok().map(|it| it.entry.state)).collect();
    assert_eq!(states, [Some(State::Unknown), Some(State::Happened), None]);
    assert!(matches!(looked[2].1.as_ref().unwrap_err().kind(), ErrorKind::Hub(_)));
    assert_eq!(desk.journal.check_all(&hub).unwrap().len(), 2);
}

#[test]
fn what_may_be_on_its_way_is_taken_for_not_seen_later_than_what_was_lost() {
    let desk = Desk::new();
    let mut account = Played::new();
    // The process is ended while the vendor is called, as far as the journal can see.
    account.during = Some(Box::new(|| panic!("the process is ended")));
    let sent = std::panic::AssertUnwindSafe(|| desk.order(&account, &buy(10)));
    assert!(std::panic::catch_unwind(sent).is_err());
    let reference = desk.journal.open_intents().unwrap()[0].intent.reference.clone();
    for (passed, state) in
        [(0, State::Open), (9, State::Open), (1, State::Open), (9, State::Open), (1, State::NotSeen)]
    {
        desk.clock.pass(minutes(passed));
        assert_eq!(desk.journal.check(&reference, &account).unwrap().entry.state, state);
    }
}

#[test]
fn a_look_that_cannot_be_noted_tells_what_it_saw() {
    let (desk, account, reference) = with_lost_order();
    account.sees([Checked::Happened(evidence("T-9"))]);
    let other = rusqlite::Connection::open(desk.path()).unwrap();
    other
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT raise(FAIL, 'full'); END")
        .unwrap();
    let looked = desk.journal.check(&reference, &account).unwrap();
    assert!(matches!(looked.seen, Seen::Happened(_)) && looked.unnoted.is_some());
    assert_eq!(looked.entry.state, State::Unknown);
}

//! Clients that do not keep to the contract. The proof has to say so of each, at every vendor and behind the facade: a
//! comparison that finds nothing wrong with them would prove nothing.

use crate::attempt::{Attempt, Failed, Told, Verdict};
use crate::random::{KINDS, Tally, sequence};
use license_sandbox::Decimal;
use license_wire::Outcome;
use std::thread;

/// So many sequences of a kind are made until one is caught.
const TRIES: u64 = 6;

type Run = Box<dyn Fn() -> Result<Told, Failed>>;

/// Makes each attempt's way of being done another, and must be found out in these words, for every kind of sequence.
fn must_be_caught(bend: fn(Run) -> Run, words: &str) {
    caught(0..KINDS, words, |attempt| Attempt { run: bend(attempt.run), ..attempt });
}

/// The same for what is found out.
fn must_be_caught_looking(bend: fn(&Result<Verdict, Failed>) -> Verdict, words: &str) {
    caught(0..KINDS, words, |attempt| {
        let check = attempt.check;
        Attempt { check: Box::new(move || Ok(bend(&check()))), ..attempt }
    });
}

fn caught(
    kinds: impl IntoIterator<Item = u64>,
    words: &str,
    bend: impl Fn(Attempt) -> Attempt + Copy + Send + Sync,
) {
    let bend = |attempt: Attempt| if attempt.is_read { attempt } else { bend(attempt) };
    thread::scope(|scope| {
        for kind in kinds {
            scope.spawn(move || {
                let mut seeds = (0..TRIES).map(|index| kind + index * KINDS);
                let problem = seeds.find_map(|seed| sequence(seed, &mut Tally::default(), bend).err());
                let problem = problem.unwrap_or_else(|| panic!("kind {kind}: nobody noticed"));
                let first = problem.lines().next().unwrap();
                assert!(first.contains(words), "kind {kind}: {first}");
            });
        }
    });
}

fn is_unknown(result: &Result<Told, Failed>) -> bool {
    matches!(result, Err(Failed { outcome: Outcome::Unknown, .. }))
}

/// What is said in place of an unknown outcome.
fn instead_of_unknown(run: Run, says: fn() -> Result<Told, Failed>) -> Run {
    Box::new(move || {
        let result = run();
        if is_unknown(&result) { says() } else { result }
    })
}

fn failed(outcome: Outcome) -> Result<Told, Failed> {
    Err(Failed { outcome, words: "it is not so".into() })
}

#[test]
fn a_client_that_sends_again_after_a_lost_reply_is_caught() {
    let again = |run: Run| -> Run {
        Box::new(move || {
            let result = run();
            if is_unknown(&result) { run() } else { result }
        })
    };
    must_be_caught(again, "it was sent more than once");
}

#[test]
fn a_client_that_takes_any_answer_for_success_is_caught() {
    must_be_caught(
        |run| instead_of_unknown(run, || Ok(Told::default())),
        "done, says the client, and it was not",
    );
}

#[test]
fn a_client_that_calls_a_lost_reply_not_sent_is_caught() {
    must_be_caught(
        |run| instead_of_unknown(run, || failed(Outcome::NotSent)),
        "not sent, says the client, and it was",
    );
}

#[test]
fn a_client_that_calls_a_lost_reply_refused_is_caught() {
    must_be_caught(
        |run| instead_of_unknown(run, || failed(Outcome::Refused)),
        "refused, says the client, and it was done",
    );
}

#[test]
fn a_client_that_calls_what_was_done_refused_is_caught() {
    let denied = |run: Run| -> Run { Box::new(move || run().and_then(|_| failed(Outcome::Refused))) };
    must_be_caught(denied, "refused, says the client, and it was done");
}

#[test]
fn a_client_that_does_everything_twice_is_caught() {
    let twice = |run: Run| -> Run {
        Box::new(move || {
            let result = run();
            result.and_then(|_| run())
        })
    };
    must_be_caught(twice, "it was sent more than once");
}

#[test]
fn a_client_that_names_another_licence_is_caught() {
    let another = |run: Run| -> Run {
        Box::new(move || {
            let other = || Some("another".to_owned());
            Ok(Told { service: other(), key: other(), transaction: other(), ..run()? })
        })
    };
    must_be_caught(another, "done, says the client, and the ledger has something else");
}

#[test]
fn a_client_that_names_another_amount_is_caught() {
    // Only Softaculous tells what was charged.
    caught([0], "done, says the client, and the ledger has something else", |attempt| {
        let run = attempt.run;
        let cheaper = move || {
            let told = run()?;
            Ok(Told { amount: told.amount.map(|amount| amount - Decimal::ONE), ..told })
        };
        Attempt { run: Box::new(cheaper), ..attempt }
    });
}

#[test]
fn a_check_that_sees_nothing_is_caught() {
    must_be_caught_looking(|_| Verdict::NotSeen, "found out: Ok(NotSeen)");
}

#[test]
fn a_check_that_sees_everything_is_caught() {
    must_be_caught_looking(|_| Verdict::Happened(Told::default()), "found out: Ok(Happened(");
}

#[test]
fn a_check_that_never_can_tell_is_caught() {
    must_be_caught_looking(
        |_| Verdict::CannotTell { why: "who knows".into(), explained: false },
        "found out: Ok(CannotTell",
    );
}

#[test]
fn a_check_that_does_it_again_is_caught() {
    caught(0..KINDS, "finding out changed something", |attempt| {
        let (run, check) = (std::rc::Rc::new(attempt.run), attempt.check);
        let again = std::rc::Rc::clone(&run);
        let looks = move || {
            let verdict = check();
            let _ = again();
            verdict
        };
        Attempt { run: Box::new(move || run()), check: Box::new(looks), ..attempt }
    });
}

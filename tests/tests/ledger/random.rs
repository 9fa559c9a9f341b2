//! Proof by ledger: random operations meet random faults, and after each of them what the client said is held against
//! what the vendor did.
//!
//! The numbers are seeded. A failure names its seed; `LICENSE_HUB_LEDGER_SEED=<seed>` runs that sequence alone, and
//! `LICENSE_HUB_LEDGER_SEQUENCES=<count>` runs more of them than the usual few.

use crate::attempt::{Attempt, Patience, compare};
use crate::softaculous_random::Softaculous;
use fastrand::Rng;
use license_hub_tests::dead_ends::DeadPort;
use license_sandbox::{FaultKind, Options, Sandbox};
use license_wire::Outcome;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, thread};

/// Short, because the vendor's whole record is looked at after each step.
const STEPS: usize = 120;
const SEQUENCES: u64 = 24;
const WORKERS: usize = 4;

/// A vendor whose operations can be made up.
pub(crate) trait Gambler {
    /// One operation, prepared by a client of the vendor at this sandbox, or of nobody at `nowhere`. `None` where a look
    /// beforehand was refused, after which a careful caller does not go on.
    fn attempt(&mut self, rng: &mut Rng, sandbox: &Sandbox, meets: &Meets) -> Option<Box<dyn Attempt>>;
}

fn gamblers(rng: &mut Rng) -> Vec<Box<dyn Gambler>> {
    vec![Box::new(Softaculous::new(rng))]
}

/// What an operation is going to meet.
pub(crate) enum Meets {
    /// The vendor.
    Vendor(Patience),
    /// A closed port. The look beforehand goes to the vendor all the same.
    Nobody(DeadPort),
}

/// How often operations ended in which way.
type Tally = BTreeMap<&'static str, usize>;

#[test]
fn what_the_client_says_is_what_the_ledger_has() {
    let number = |name| env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds = match number("LICENSE_HUB_LEDGER_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("LICENSE_HUB_LEDGER_SEQUENCES").unwrap_or(SEQUENCES),
    };
    let (next, tally, problems) =
        (AtomicU64::new(seeds.start), Mutex::new(Tally::new()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !seeds.contains(&seed) {
                        return;
                    }
                    let mut mine = Tally::new();
                    if let Err(problem) = sequence(seed, &mut mine) {
                        problems.lock().unwrap().push(problem);
                    }
                    let mut all = tally.lock().unwrap();
                    for (end, count) in mine {
                        *all.entry(end).or_default() += count;
                    }
                }
            });
        }
    });
    let (tally, problems) = (tally.into_inner().unwrap(), problems.into_inner().unwrap());
    println!("{tally:?}");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    // Otherwise it would prove little.
    if seeds.end - seeds.start >= SEQUENCES {
        for end in ["done", "not sent", "refused", "unknown and done", "unknown and not done"] {
            assert!(tally.get(end).is_some_and(|count| *count > 50), "{end}: {tally:?}");
        }
    }
}

/// One sequence at one sandbox.
fn sequence(seed: u64, tally: &mut Tally) -> Result<(), String> {
    let mut rng = Rng::with_seed(seed);
    let sandbox = Sandbox::start(Options::default().balance(rng.u32(100..3000).into())).unwrap();
    let mut gamblers = gamblers(&mut rng);
    let mut history = Vec::new();
    for step in 0..STEPS {
        if rng.u8(..) < 12 {
            sandbox.advance(rng.u32(1..5)).unwrap();
        }
        let fault = fault(&mut rng);
        let meets = match &fault {
            None if rng.u8(..) < 16 => Meets::Nobody(DeadPort::reserve()),
            Some(FaultKind::Stall | FaultKind::StallBefore) => Meets::Vendor(Patience::Short),
            _ => Meets::Vendor(Patience::Ample),
        };
        let gambler = rng.choice(&mut gamblers).unwrap();
        let Some(attempt) = gambler.attempt(&mut rng, &sandbox, &meets) else { continue };
        let nobody = if matches!(meets, Meets::Nobody(_)) { " (nobody is there)" } else { "" };
        history.push(format!("{}{nobody}, {fault:?}", attempt.name()));
        if let Some(fault) = fault {
            sandbox.add_fault(fault);
        }
        let ended = compare(&sandbox, &*attempt).and_then(|ended| match sandbox.pending_faults() {
            left if left.is_empty() => Ok(ended),
            left => Err(format!("never met: {left:?}")),
        });
        match ended {
            Ok(_) if attempt.is_read() => *tally.entry("read").or_default() += 1,
            Ok(ended) => *tally.entry(name(ended)).or_default() += 1,
            Err(wrong) => {
                let last = history.split_off(history.len().saturating_sub(12)).join("\n    ");
                return Err(format!("seed {seed}, step {step}: {wrong}\n  the last steps:\n    {last}"));
            }
        }
    }
    Ok(())
}

fn name(ended: (Option<Outcome>, bool)) -> &'static str {
    match ended {
        (None, _) => "done",
        (Some(Outcome::NotSent), _) => "not sent",
        (Some(Outcome::Refused), _) => "refused",
        (Some(Outcome::Unknown), true) => "unknown and done",
        (Some(Outcome::Unknown), false) => "unknown and not done",
    }
}

/// Often none. No vendor is made to say no to what it did, or yes to what it did not: nobody could tell.
fn fault(rng: &mut Rng) -> Option<FaultKind> {
    let commit = rng.bool();
    let code = *rng.choice(&[408, 500, 502, 503, 504, 520]).unwrap();
    Some(match rng.u8(..40) {
        0 => FaultKind::CloseBefore,
        1 => FaultKind::ResetBefore,
        2 | 3 => FaultKind::CommitThenDrop,
        4 => FaultKind::CommitThenReset,
        5 => FaultKind::HalfAnswer,
        6 => FaultKind::HalfAnswerUnframed,
        7 | 8 => FaultKind::Status { code, retry_after: None, body: None, commit },
        9 => FaultKind::Status { code: 429, retry_after: Some("5".into()), body: None, commit: false },
        10 => FaultKind::status(*rng.choice(&[400, 401, 403, 404, 409, 422]).unwrap()),
        11 => FaultKind::Redirect { code: 302, location: Some("/elsewhere".into()) },
        12 => FaultKind::Html { commit },
        13 => FaultKind::Empty { commit },
        14 => FaultKind::Raw { body: garbage(rng), commit },
        15 => FaultKind::Wire { bytes: garbage(rng), commit },
        16 => FaultKind::BadCredentials,
        17 => FaultKind::NotEnoughMoney,
        18 => FaultKind::ExpiredToken,
        19 if rng.u8(..8) == 0 => FaultKind::Stall,
        20 if rng.u8(..8) == 0 => FaultKind::StallBefore,
        _ => return None,
    })
}

/// What is no answer of any vendor's.
fn garbage(rng: &mut Rng) -> license_sandbox::Body {
    match rng.u8(..6) {
        0 => "null".into(),
        1 => "[]".into(),
        2 => "\"done\"".into(),
        3 => "{\"error\":null".into(),
        4 => "PHP Warning: out of memory\n{\"error\":null}".into(),
        _ => (0..rng.usize(..200)).map(|_| rng.u8(..)).collect::<Vec<u8>>().into(),
    }
}

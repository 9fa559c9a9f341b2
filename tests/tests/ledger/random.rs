//! Proof by ledger: random operations meet random faults, and after each of them what the client said is held against
//! what the vendor did.
//!
//! The numbers are seeded. A failure names its seed; `LICENSE_HUB_LEDGER_SEED=<seed>` runs that sequence alone.
//! `LICENSE_HUB_LEDGER_STEPS=<count>` makes that many steps instead of the usual few, beginning with the sequence
//! `LICENSE_HUB_LEDGER_FIRST`. `cargo xtask prove` does both.

use crate::accounts::{Hubs, World};
use crate::attempt::{Attempt, Failed};
use crate::billmgr_random::Billmgr;
use crate::faults::Weather;
use crate::judge::{Ended, compare};
use crate::softaculous_random::Softaculous;
use crate::websoftsolus::WebSoftSolus;
use fastrand::Rng;
use license_sandbox::{Options, Sandbox, Vendor};
use license_wire::Outcome;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;
use std::{env, thread};

/// Short, so that what there is stays little.
const STEPS: u64 = 120;
/// What is done when nothing else is asked for.
const USUAL: u64 = 6000;
/// How many kinds of sequences there are; the seed decides.
pub(crate) const KINDS: u64 = 6;
/// As many as are worth telling of.
const FEW: usize = 5;
const WORKERS: usize = 4;

/// A vendor whose operations can be made up.
pub(crate) trait Gambler {
    fn vendor(&self) -> Vendor;

    /// One operation, prepared. An error where a look beforehand was refused, after which a careful caller does not go on.
    fn attempt(&mut self, rng: &mut Rng, meets: crate::accounts::Meets) -> Result<Attempt, Failed>;

    /// What happens at the vendor between two steps.
    fn between(&mut self, _rng: &mut Rng) {}
}

/// Who plays: each vendor alone, all of them side by side, and all of them behind the facade.
fn gamblers(seed: u64, rng: &mut Rng, world: &Rc<World>) -> Vec<Box<dyn Gambler>> {
    let hubs = Rc::new(Hubs::default());
    let hubs = (seed % KINDS == 5).then_some(&hubs);
    let softaculous = |rng: &mut Rng| Box::new(Softaculous::new(rng, world, hubs)) as Box<dyn Gambler>;
    let websoftsolus = |rng: &mut Rng| Box::new(WebSoftSolus::new(rng, world, hubs)) as Box<dyn Gambler>;
    let billmgr =
        |vendor, rng: &mut Rng| Box::new(Billmgr::new(vendor, rng, world, hubs)) as Box<dyn Gambler>;
    match seed % KINDS {
        0 => vec![softaculous(rng)],
        1 => vec![websoftsolus(rng)],
        2 => vec![billmgr(Vendor::Ispmanager, rng)],
        3 => vec![billmgr(Vendor::Isplicense, rng)],
        _ => vec![
            softaculous(rng),
            websoftsolus(rng),
            billmgr(Vendor::Ispmanager, rng),
            billmgr(Vendor::Isplicense, rng),
        ],
    }
}

/// How often operations ended in which way, at each vendor.
#[derive(Default)]
pub(crate) struct Tally {
    steps: u64,
    ends: BTreeMap<(&'static str, &'static str), usize>,
}

#[test]
fn what_the_client_says_is_what_the_ledger_has() {
    let number = |name| env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let first = number("LICENSE_HUB_LEDGER_FIRST").unwrap_or(0);
    let wanted = number("LICENSE_HUB_LEDGER_STEPS").unwrap_or(USUAL);
    let seeds = match number("LICENSE_HUB_LEDGER_SEED") {
        Some(seed) => seed..=seed,
        None => first..=u64::MAX,
    };
    let begun = Instant::now();
    let (next, enough) = (AtomicU64::new(*seeds.start()), AtomicBool::new(false));
    let (tally, problems) = (Mutex::new(Tally::default()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while !enough.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !seeds.contains(&seed) {
                        return;
                    }
                    let mut mine = Tally::default();
                    if let Err(problem) = sequence(seed, &mut mine, |attempt| attempt) {
                        let mut problems = problems.lock().unwrap();
                        problems.push(problem);
                        enough.fetch_or(problems.len() >= FEW, Ordering::Relaxed);
                    }
                    let mut all = tally.lock().unwrap();
                    all.add(mine);
                    enough.fetch_or(all.steps >= wanted, Ordering::Relaxed);
                }
            });
        }
    });
    let (tally, problems) = (tally.into_inner().unwrap(), problems.into_inner().unwrap());
    println!("{} steps in {:?}, from seed {}", tally.steps, begun.elapsed(), seeds.start());
    for ((vendor, end), count) in &tally.ends {
        println!("  {vendor:<13} {end:<21} {count}");
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    if seeds.start() != seeds.end() {
        tally.is_of_every_kind();
    }
}

impl Tally {
    fn count(&mut self, vendor: Vendor, end: &'static str) {
        let vendor = match vendor {
            Vendor::Softaculous => "Softaculous",
            Vendor::WebSoftSolus => "WebSoftSolus",
            Vendor::Ispmanager => "ispmanager",
            _ => "ISPlicense",
        };
        self.steps += 1;
        *self.ends.entry((vendor, end)).or_default() += 1;
    }

    fn add(&mut self, other: Self) {
        self.steps += other.steps;
        for (end, count) in other.ends {
            *self.ends.entry(end).or_default() += count;
        }
    }

    /// Otherwise it would prove little.
    fn is_of_every_kind(&self) {
        let least = usize::try_from(self.steps / 500).unwrap();
        for vendor in ["Softaculous", "WebSoftSolus", "ispmanager", "ISPlicense"] {
            for end in ["done", "not sent", "refused", "unknown and done", "unknown and not done"] {
                let count = self.ends.get(&(vendor, end)).copied().unwrap_or(0);
                assert!(count >= least, "{vendor}, {end}: {count} of {} steps", self.steps);
            }
        }
    }
}

/// One sequence at one sandbox. `bend` is for clients that do not keep to the contract.
pub(crate) fn sequence(
    seed: u64,
    tally: &mut Tally,
    bend: impl Fn(Attempt) -> Attempt,
) -> Result<(), String> {
    let mut rng = Rng::with_seed(seed);
    let balance = rng.u32(100..3000);
    let options = Options::default().balance(balance.into()).forgets_clients(true);
    let world = Rc::new(World::new(Sandbox::start(options).unwrap()));
    let sandbox = &world.sandbox;
    let mut gamblers = gamblers(seed, &mut rng, &world);
    let mut history = Vec::new();
    for step in 0..STEPS {
        if rng.u8(..) < 12 {
            sandbox.advance(rng.u32(1..5)).unwrap();
        }
        let gambler = rng.choice(&mut gamblers).unwrap();
        gambler.between(&mut rng);
        let weather = Weather::new(&mut rng, gambler.vendor());
        let attempt = match gambler.attempt(&mut rng, weather.meets) {
            Ok(attempt) => bend(attempt),
            Err(failed) if failed.outcome == Outcome::Refused => continue,
            Err(failed) => {
                return Err(format!("seed {seed}, step {step}: a look without a fault: {failed:?}"));
            }
        };
        let fault = weather.fault(&attempt);
        history.push(format!("{}, {:?}, {fault:?}", attempt.name, weather.meets));
        if let Some(fault) = fault.clone() {
            sandbox.add_fault(fault);
        }
        let last = sandbox.last_request();
        let ended = compare(sandbox, &attempt, &weather.later).and_then(|ended| {
            let sent = ended.0 != Some(Outcome::NotSent);
            let met = || sandbox.requests_after(last).iter().any(|request| request.fault.is_some());
            let must_be_met = fault.is_some() && weather.is_for_the_act();
            if must_be_met && sent && !met() { Err("the fault was never met".into()) } else { Ok(ended) }
        });
        match ended {
            Ok(_) if attempt.is_read => tally.count(attempt.vendor, "read"),
            Ok(ended) => tally.count(attempt.vendor, name(ended)),
            Err(wrong) => {
                let last = history.split_off(history.len().saturating_sub(12)).join("\n    ");
                return Err(format!(
                    "seed {seed}, step {step}: {wrong}\n  the last steps:\n    {last}\n  \
                     to repeat it: cargo xtask prove --seed {seed}"
                ));
            }
        }
    }
    Ok(())
}

fn name(ended: Ended) -> &'static str {
    match ended {
        (None, true) => "done",
        (None, false) => "waits to be paid",
        (Some(Outcome::NotSent), _) => "not sent",
        (Some(Outcome::Refused), _) => "refused",
        (Some(Outcome::Unknown), true) => "unknown and done",
        (Some(Outcome::Unknown), false) => "unknown and not done",
    }
}

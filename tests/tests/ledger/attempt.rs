//! One operation at a vendor of the sandbox, in a shape that is the same for all vendors.

use license_hub_tests::patience::LIMIT;
use license_hub_tests::still::still;
use license_sandbox::{LedgerEntry, RecordedRequest, Sandbox};
use license_wire::{Error, Outcome, Settings, Timeouts};
use std::thread;
use std::time::{Duration, Instant};

/// What a client waits for that is going to be left without an answer.
const SHORT: Duration = Duration::from_millis(150);

/// An operation that is going to be done. What there was before is known by now.
pub(crate) trait Attempt {
    /// What it is, for messages.
    fn name(&self) -> String;

    /// Does it. Everything but the outcome is dropped.
    fn run(&self) -> Result<(), Error>;

    /// Finds out whether it happened, by reading.
    fn check(&self) -> Result<Verdict, Error>;

    /// How many entries it makes in the ledger when it is carried out.
    fn charges(&self) -> usize;

    /// Whether it only reads.
    fn is_read(&self) -> bool {
        false
    }
}

/// What finding out came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// With what shows it: the transaction and the key, where they are known.
    Happened {
        action: Option<u64>,
        key: Option<String>,
    },
    NotSeen,
    /// The reason, and whether it is one that had to be given here.
    CannotTell {
        why: String,
        explained: bool,
    },
}

/// Which time limits a client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    Ample,
    /// What spends or changes is given up soon.
    Short,
}

/// Settings for a client of the sandbox, with a clock that stands still.
pub(crate) fn settings(patience: Patience) -> Settings {
    let mut limits = Timeouts::all(LIMIT);
    if patience == Patience::Short {
        limits.answer_to_spend = SHORT;
    }
    still(Settings::new().no_proxy().timeouts(limits)).0
}

/// What the vendors did since the request with this number.
pub(crate) struct Deeds {
    /// What was asked.
    pub(crate) requests: Vec<RecordedRequest>,
    /// What was charged or paid back for it.
    pub(crate) entries: Vec<LedgerEntry>,
}

impl Deeds {
    pub(crate) fn since(sandbox: &Sandbox, last: u64) -> Self {
        let mut requests = sandbox.requests();
        requests.retain(|request| request.number > last);
        let mut entries = sandbox.ledger();
        entries.retain(|entry| entry.request > last);
        Self { requests, entries }
    }

    pub(crate) fn committed(&self) -> usize {
        self.requests.iter().filter(|request| request.committed).count()
    }
}

/// The number of the last request so far.
pub(crate) fn last_request(sandbox: &Sandbox) -> u64 {
    sandbox.requests().last().map_or(0, |request| request.number)
}

/// Holds what the client says against what was done, and asks it to find out what it does not know. Gives the outcome and
/// whether it was done, or what is wrong.
pub(crate) fn compare(sandbox: &Sandbox, attempt: &dyn Attempt) -> Result<(Option<Outcome>, bool), String> {
    let last = last_request(sandbox);
    let result = attempt.run();
    let outcome = result.as_ref().err().map(Error::outcome);
    if outcome == Some(Outcome::Unknown) {
        wait_until_met(sandbox);
    }
    let deeds = Deeds::since(sandbox, last);
    let (done, entries) = (deeds.committed(), deeds.entries.len());
    let wrong = |what: &str| {
        let (requests, entries) = (&deeds.requests, &deeds.entries);
        Err(format!(
            "{what}\n  the client says {result:?}\n  the vendor has {requests:#?}\n  and {entries:#?}"
        ))
    };
    if attempt.is_read() {
        return if done == 0 && entries == 0 {
            Ok((outcome, false))
        } else {
            wrong("a read changed something")
        };
    }
    if deeds.requests.len() > 1 {
        return wrong("it was sent more than once");
    }
    if entries != done * attempt.charges() {
        return wrong("the ledger and the record differ");
    }
    match outcome {
        None if done != 1 => return wrong("done, says the client, and it was not"),
        Some(Outcome::NotSent) if !deeds.requests.is_empty() => {
            return wrong("not sent, says the client, and it was");
        }
        Some(Outcome::Refused) if done != 0 => return wrong("refused, says the client, and it was done"),
        Some(Outcome::Unknown) => {}
        _ => return Ok((outcome, done == 1)),
    }
    let verdict = attempt.check();
    let since = Deeds::since(sandbox, last);
    if since.committed() != done || since.entries.len() != entries {
        return wrong("finding out changed something");
    }
    let right = match &verdict {
        Ok(Verdict::Happened { action, key }) => done == 1 && shown(&deeds.entries, *action, key.as_deref()),
        Ok(Verdict::NotSeen) => done == 0,
        Ok(Verdict::CannotTell { explained, .. }) => *explained,
        Err(_) => false,
    };
    if right { Ok((outcome, done == 1)) } else { wrong(&format!("found out: {verdict:?}")) }
}

/// Whether one of these entries is what the evidence shows. What is not charged has none.
fn shown(entries: &[LedgerEntry], action: Option<u64>, key: Option<&str>) -> bool {
    let is = |entry: &LedgerEntry| {
        (action.is_none() || entry.action_id == action)
            && (key.is_none() || entry.license_key.as_deref() == key)
    };
    entries.is_empty() || entries.iter().any(is)
}

/// A client that gives up early can be ahead of the vendor, who has yet to read what was sent.
fn wait_until_met(sandbox: &Sandbox) {
    let begun = Instant::now();
    while !sandbox.pending_faults().is_empty() {
        assert!(begun.elapsed() < LIMIT, "a fault was never met: {:?}", sandbox.pending_faults());
        thread::yield_now();
    }
}

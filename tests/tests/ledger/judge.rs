//! Holds what a client says against what the vendors of the sandbox did.

use crate::attempt::{Attempt, Failed, Told, Verdict};
use license_hub_tests::patience::LIMIT;
use license_sandbox::{Credentials, Fault, FaultKind, LedgerEntry, RecordedRequest, Sandbox, Vendor};
use license_wire::Outcome;
use std::thread;
use std::time::Instant;

/// What the vendors did since the request with this number.
pub(crate) struct Deeds {
    /// What was asked.
    pub(crate) requests: Vec<RecordedRequest>,
    /// What was charged or paid back for it.
    pub(crate) entries: Vec<LedgerEntry>,
}

impl Deeds {
    pub(crate) fn since(sandbox: &Sandbox, last: u64) -> Self {
        Self { requests: sandbox.requests_after(last), entries: sandbox.ledger_after(last) }
    }

    pub(crate) fn committed(&self) -> usize {
        self.requests.iter().filter(|request| request.committed).count()
    }

    /// The requests that asked for a change, whether it was carried out or not.
    fn acts(&self) -> impl DoubleEndedIterator<Item = &RecordedRequest> {
        self.requests.iter().filter(|request| is_act(request))
    }
}

/// Whether a request asks for a change. Softaculous has no mark for that; there, an operation is one request.
fn is_act(request: &RecordedRequest) -> bool {
    let operation = request.operation.as_deref().unwrap_or_default();
    match request.vendor {
        Some(Vendor::WebSoftSolus) => request.method != "GET" && operation != "access/token",
        Some(Vendor::Ispmanager | Vendor::Isplicense) => {
            let named = [".suspend", ".resume", ".delete"].iter().any(|end| operation.ends_with(end));
            named || request.body.iter().any(|(name, value)| name == "sok" && !value.is_empty())
        }
        _ => true,
    }
}

/// Whether a request was turned away at the door, which is the one reason to send it again.
fn is_turned_away(request: &RecordedRequest) -> bool {
    let at_the_door = matches!(
        request.fault,
        Some(FaultKind::ExpiredToken | FaultKind::BadCredentials | FaultKind::Status { code: 401, .. })
    );
    !request.committed && (request.credentials != Credentials::Right || at_the_door)
}

/// How an attempt ended: the outcome, and whether it was done.
pub(crate) type Ended = (Option<Outcome>, bool);

/// Makes an attempt, and asks the client to find out what it does not know; the looks for that meet faults of their own
/// first. Gives how it ended, or what is wrong.
pub(crate) fn compare(sandbox: &Sandbox, attempt: &Attempt, later: &[Fault]) -> Result<Ended, String> {
    let last = sandbox.last_request();
    let result = (attempt.run)();
    let outcome = match &result {
        // As good as unknown, and to be found out about like that.
        Ok(told) if told.unconfirmed => Some(Outcome::Unknown),
        Ok(_) => None,
        Err(failed) => Some(failed.outcome),
    };
    if outcome == Some(Outcome::Unknown) {
        wait_until_stalled(sandbox)?;
    }
    sandbox.clear_faults();
    let deeds = Deeds::since(sandbox, last);
    let wrong = |what: &str| {
        let (requests, entries) = (&deeds.requests, &deeds.entries);
        format!("{what}\n  the client says {result:?}\n  the vendor has {requests:#?}\n  and {entries:#?}")
    };
    said_right(attempt, &result, &deeds).map_err(|what| wrong(&what))?;
    let done = deeds.committed() == 1;
    if attempt.is_read || outcome != Some(Outcome::Unknown) {
        return Ok((outcome, done));
    }
    for fault in later {
        sandbox.add_fault(fault.clone());
    }
    if !later.is_empty() {
        let verdict = (attempt.check)();
        sandbox.clear_faults();
        // Amid faults nothing may be found out, which is no claim.
        let is_claim = match &verdict {
            Ok(Verdict::Happened(_)) => true,
            Ok(Verdict::NotSeen) => !attempt.comes_late && !attempt.is_blind,
            Ok(Verdict::CannotTell { .. }) | Err(_) => false,
        };
        if is_claim {
            found_right(&verdict, &deeds).map_err(|what| wrong(&format!("{what}, amid {later:?}")))?;
        }
    }
    let mut verdict = (attempt.check)();
    if verdict == Ok(Verdict::NotSeen) && done && attempt.comes_late {
        // "Not seen" means until now. What was ordered is to be seen a minute later here.
        sandbox.advance_seconds(100).map_err(|error| error.to_string())?;
        verdict = (attempt.check)();
    }
    found_right(&verdict, &deeds).map_err(|what| wrong(&what))?;
    let since = Deeds::since(sandbox, last);
    if since.committed() != deeds.committed() || since.entries.len() != deeds.entries.len() {
        return Err(wrong("finding out changed something"));
    }
    Ok((outcome, done))
}

/// Whether the outcome is what the vendor has.
fn said_right(attempt: &Attempt, result: &Result<Told, Failed>, deeds: &Deeds) -> Result<(), String> {
    let (done, entries) = (deeds.committed(), deeds.entries.len());
    let is = |right: bool, what: &str| if right { Ok(()) } else { Err(what.to_owned()) };
    if attempt.is_read {
        return is(done == 0 && entries == 0, "a read changed something");
    }
    let acts: Vec<_> = deeds.acts().collect();
    let repeated = acts.iter().rev().skip(1);
    is(acts.len() <= 2 && repeated.clone().all(|act| is_turned_away(act)), "it was sent more than once")?;
    is(done <= 1, "it was done more than once")?;
    is(done == 1 || entries == 0, "charged for what was not done")?;
    is(done == 0 || attempt.charges.contains(&entries), "the ledger and the record differ")?;
    let by_the_act = deeds.entries.iter().all(|entry| {
        acts.last().is_some_and(|act| entry.request == act.number && Some(entry.vendor) == act.vendor)
            && attempt.operation.as_ref().is_none_or(|operation| *operation == entry.operation)
    });
    is(by_the_act, "the ledger has another operation")?;
    match result {
        Ok(told) if told.unconfirmed => Ok(()),
        Ok(told) if told.waits => {
            is(entries == 0, "it waits to be paid, says the client, and it was charged")
        }
        Ok(told) => {
            is(done == 1, "done, says the client, and it was not")?;
            is(shown(&deeds.entries, told), "done, says the client, and the ledger has something else")
        }
        Err(Failed { outcome: Outcome::NotSent, .. }) => {
            is(acts.is_empty(), "not sent, says the client, and it was")
        }
        Err(Failed { outcome: Outcome::Refused, .. }) => {
            is(done == 0, "refused, says the client, and it was done")
        }
        Err(Failed { outcome: Outcome::Unknown, .. }) => Ok(()),
    }
}

/// Whether what was found out is what the vendor has.
fn found_right(verdict: &Result<Verdict, Failed>, deeds: &Deeds) -> Result<(), String> {
    let done = deeds.committed() == 1;
    let right = match verdict {
        Ok(Verdict::Happened(told)) => done && shown(&deeds.entries, told),
        Ok(Verdict::NotSeen) => !done,
        Ok(Verdict::CannotTell { explained, .. }) => *explained,
        Err(_) => false,
    };
    if right { Ok(()) } else { Err(format!("found out: {verdict:?}")) }
}

/// Whether one of these entries is what was told. What is not charged has none.
fn shown(entries: &[LedgerEntry], told: &Told) -> bool {
    let same = |told: &Option<String>, has: Option<String>| match (told, has) {
        (Some(told), Some(has)) => *told == has,
        _ => true,
    };
    let is = |entry: &LedgerEntry| {
        same(&told.transaction, entry.action_id.map(|id| id.to_string()))
            && same(&told.key, entry.license_key.clone())
            && same(&told.service, entry.service_id.map(|id| id.to_string()))
            && told.amount.is_none_or(|amount| amount == entry.amount)
    };
    entries.is_empty() || entries.iter().any(is)
}

/// A client that gives up early can be ahead of the vendor, who has yet to read what was sent.
fn wait_until_stalled(sandbox: &Sandbox) -> Result<(), String> {
    let is_late = |fault: &Fault| {
        matches!(fault.kind(), FaultKind::Stall | FaultKind::StallBefore | FaultKind::Latency { .. })
    };
    let begun = Instant::now();
    while sandbox.pending_faults().iter().any(is_late) {
        if begun.elapsed() > LIMIT {
            return Err(format!("a fault was never met: {:?}", sandbox.pending_faults()));
        }
        thread::yield_now();
    }
    Ok(())
}

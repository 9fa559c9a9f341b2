//! W14 and W15: the vendor did it, or did not, and the answer is lost or late. It is unknown, it was sent once, and finding
//! out tells what the ledger has.

use crate::attempt::{Attempt, Patience};
use crate::judge::compare;
use crate::softaculous_acts;
use license_sandbox::{FaultKind, Options, Sandbox};
use license_wire::Outcome;
use std::sync::Mutex;
use std::thread;

/// An operation that a vendor's answer to may be lost.
pub(crate) struct Act {
    pub(crate) name: &'static str,
    /// Makes ready what it needs, and looks at what there is before it.
    pub(crate) begin: fn(&Sandbox, Patience) -> Attempt,
}

/// Every operation that changes or spends, of every vendor.
fn acts() -> Vec<Act> {
    softaculous_acts::acts()
}

/// How an answer is lost: with the operation carried out, and without.
pub(crate) fn faults() -> Vec<FaultKind> {
    let mut faults = vec![
        FaultKind::CommitThenDrop,
        FaultKind::CommitThenReset,
        FaultKind::HalfAnswer,
        FaultKind::HalfAnswerUnframed,
        FaultKind::Stall,
        FaultKind::Latency { ms: 2000 },
        FaultKind::CloseBefore,
        FaultKind::ResetBefore,
        FaultKind::StallBefore,
        FaultKind::Redirect { code: 302, location: Some("/softaculous/clients".into()) },
    ];
    for commit in [true, false] {
        for code in [408, 500, 502, 503, 504, 520] {
            faults.push(FaultKind::Status { code, retry_after: Some("1".into()), body: None, commit });
        }
        faults.push(FaultKind::Html { commit });
        faults.push(FaultKind::Empty { commit });
        faults.push(FaultKind::Raw { body: "null".into(), commit });
        faults.push(FaultKind::Raw { body: "{\"error\":null".into(), commit });
        faults.push(FaultKind::Wire { bytes: "HTTP/1.1 200 OK\r\nContent-Le".into(), commit });
    }
    faults
}

fn is_late(fault: &FaultKind) -> bool {
    matches!(fault, FaultKind::Stall | FaultKind::StallBefore | FaultKind::Latency { .. })
}

#[test]
fn a_lost_answer_is_unknown_and_finding_out_tells_what_the_vendor_did() {
    let problems = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for act in acts() {
            let problems = &problems;
            scope.spawn(move || {
                for fault in faults() {
                    if let Err(wrong) = lose(&act, &fault) {
                        problems.lock().unwrap().push(format!("{} meets {fault:?}: {wrong}", act.name));
                    }
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    println!("{} operations, {} faults", acts().len(), faults().len());
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

fn lose(act: &Act, fault: &FaultKind) -> Result<(), String> {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let attempt = (act.begin)(&sandbox, if is_late(fault) { Patience::Short } else { Patience::Ample });
    sandbox.add_fault(fault.clone());
    match compare(&sandbox, &attempt, &[])? {
        (Some(Outcome::Unknown), done) if done == fault.commits() => Ok(()),
        other => Err(format!("the outcome and whether it was done: {other:?}")),
    }
}

#[test]
fn without_a_fault_each_is_done_and_leaves_its_entries() {
    for act in acts() {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let attempt = (act.begin)(&sandbox, Patience::Ample);
        assert_eq!(compare(&sandbox, &attempt, &[]), Ok((None, true)), "{}", act.name);
    }
}

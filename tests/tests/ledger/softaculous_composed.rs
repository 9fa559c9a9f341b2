//! Softaculous: refunding and cancelling in one. Wherever it breaks, its account of the steps is the ledger's, and nothing
//! is cancelled over a refund that is not certain.

use crate::attempt::Patience;
use crate::judge::Deeds;
use crate::lost::faults;
use crate::softaculous::{Clients, ip, months};
use license_sandbox::{Decimal, Fault, FaultKind, LedgerEntry, Options, Sandbox};
use license_wire::Outcome;
use softaculous_noc::{Buy, ListLicenses, RefundAndCancel, ServerType};

/// The second day of the sandbox, on which two purchases are to be refunded.
const NOW: &str = "2026-03-02T00:00:00Z";

/// What was asked for that does something, one after the other.
const STEPS: [&str; 3] = ["softaculous_refund", "softaculous_refund", "softaculous_cancel"];

#[test]
fn wherever_it_breaks_its_account_is_the_ledgers() {
    let faults: Vec<_> = faults().into_iter().filter(|fault| !is_late(fault)).collect();
    for broken in 0..STEPS.len() {
        for fault in &faults {
            break_at(broken, fault);
        }
    }
}

fn is_late(fault: &FaultKind) -> bool {
    matches!(fault, FaultKind::Stall | FaultKind::StallBefore | FaultKind::Latency { .. })
}

/// A licence bought and extended, both to be refunded.
fn bought_twice() -> (Sandbox, Clients, RefundAndCancel) {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let clients = Clients::of(&sandbox, Patience::Ample);
    let buy = Buy::new(ip("192.0.2.1"), months(1), ServerType::Vps).owner_email("ops@example.com");
    let key = clients.does.buy(&buy).unwrap().license_key;
    clients.does.buy(&buy).unwrap();
    (sandbox, clients, RefundAndCancel::by_key(key))
}

fn break_at(broken: usize, fault: &FaultKind) {
    let (sandbox, clients, what) = bought_twice();
    let skipped = STEPS[..broken].iter().filter(|step| **step == STEPS[broken]).count();
    let skipped = u32::try_from(skipped).unwrap();
    sandbox.add_fault(Fault::new(fault.clone()).operation(STEPS[broken]).skip(skipped));
    let last = sandbox.last_request();
    let error = clients.does.refund_and_cancel(&what, NOW.parse().unwrap()).unwrap_err();
    let about = format!("{} meets {fault:?}: {error}", STEPS[broken]);

    let deeds = Deeds::since(&sandbox, last);
    let asked: Vec<_> = deeds.requests.iter().filter_map(|request| request.operation.as_deref()).collect();
    let acts: Vec<_> = asked.into_iter().filter(|name| STEPS.contains(name)).collect();
    assert_eq!(
        acts,
        STEPS[..=broken],
        "each step is asked for once, and none behind the broken one: {about}"
    );
    assert_eq!(error.outcome(), Outcome::Unknown, "{about}");
    let certain = broken.min(2);
    assert_eq!(error.refunds.len(), certain, "{about}");
    assert_eq!(error.failed_refund.is_some(), broken < 2, "{about}");
    let done = broken + usize::from(fault.commits());
    assert_eq!(deeds.committed(), done, "{about}");
    assert_eq!(deeds.entries.len(), done.min(2), "{about}");
    for (step, entry) in error.refunds.iter().zip(&deeds.entries) {
        assert_eq!(step.refunded.amount.get(), Some(&entry.amount), "{about}");
    }
    let listed = clients.looks.all_licenses(&ListLicenses::new().address(ip("192.0.2.1"))).unwrap();
    assert_eq!(listed.is_empty(), done == 3, "the licence is there until it is cancelled: {about}");
}

#[test]
fn without_a_fault_all_the_money_comes_back() {
    let (sandbox, clients, what) = bought_twice();
    let done = clients.does.refund_and_cancel(&what, NOW.parse().unwrap()).unwrap();
    assert_eq!(done.refunds.len(), 2);
    let sum: Decimal = sandbox.ledger().iter().map(|entry: &LedgerEntry| entry.amount).sum();
    assert_eq!(sum, Decimal::ZERO);
    assert!(clients.looks.all_licenses(&ListLicenses::new().address(ip("192.0.2.1"))).unwrap().is_empty());
}

#[test]
fn a_refusal_of_a_refund_stops_it_before_anything_is_cancelled() {
    let (sandbox, clients, what) = bought_twice();
    sandbox.add_fault(Fault::new(FaultKind::status(403)).operation("softaculous_refund"));
    let last = sandbox.last_request();
    let error = clients.does.refund_and_cancel(&what, NOW.parse().unwrap()).unwrap_err();
    assert_eq!((error.outcome(), error.refunds.len()), (Outcome::Refused, 0));
    assert_eq!(Deeds::since(&sandbox, last).committed(), 0);
}

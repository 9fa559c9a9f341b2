//! The programs in the crates' `examples/` and the test of the guide, run against the sandbox.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says no by panicking")]

/// The files themselves, so that what is run is what a reader copies. Their `main` asks the sandbox's usual address.
macro_rules! program {
    ($name:ident, $path:literal) => {
        #[path = $path]
        #[allow(
            dead_code,
            unreachable_pub,
            reason = "it is a program of its own, with a `main` that asks the usual address"
        )]
        mod $name;
    };
}

program!(first_inventory, "../../../crates/license-hub/examples/first_inventory.rs");
program!(safe_renewal, "../../../crates/license-hub/examples/safe_renewal.rs");
program!(softaculous_list, "../../../crates/softaculous-noc/examples/softaculous_list.rs");
program!(softaculous_order, "../../../crates/softaculous-noc/examples/softaculous_order.rs");
program!(websoftsolus_list, "../../../crates/websoftsolus/examples/websoftsolus_list.rs");
program!(websoftsolus_order, "../../../crates/websoftsolus/examples/websoftsolus_order.rs");
program!(billmgr_list, "../../../crates/billmgr-client/examples/billmgr_list.rs");
program!(billmgr_order, "../../../crates/billmgr-client/examples/billmgr_order.rs");
program!(lost_reply, "../../../crates/license-sandbox/examples/lost_reply.rs");

// The guide's own test: its `#[test]` is one of this file's tests.
#[path = "../../../crates/license-hub/guide/a_test_of_your_own.rs"]
mod a_test_of_your_own;

use license_sandbox::{Fault, FaultKind, LedgerEntry, Options, Sandbox};

fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).unwrap()
}

fn only(ledger: &[LedgerEntry]) -> &LedgerEntry {
    assert_eq!(ledger.len(), 1, "{ledger:?}");
    &ledger[0]
}

#[test]
fn the_first_inventory_asks_both_accounts_and_changes_nothing() {
    let sandbox = sandbox();
    first_inventory::inventory(&format!("http://{}", sandbox.address())).unwrap();
    let asked = |path: &str| sandbox.requests().iter().any(|request| request.path.contains(path));
    assert!(asked("/softaculous/") && asked("/ispmanager/"), "{:?}", sandbox.requests());
    assert!(sandbox.ledger().is_empty(), "{:?}", sandbox.ledger());
}

#[test]
fn the_renewal_is_charged_once_also_when_its_reply_is_lost() {
    let sandbox = sandbox();
    let address = format!("http://{}", sandbox.address());
    safe_renewal::renew_the_first(&address).unwrap();
    assert_eq!(only(&sandbox.ledger()).operation, "service.prolong");

    sandbox.reset();
    sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation("service.prolong"));
    safe_renewal::renew_the_first(&address).unwrap();
    assert_eq!(only(&sandbox.ledger()).operation, "service.prolong");
    assert!(sandbox.pending_faults().is_empty());
}

#[test]
fn each_vendors_program_buys_once() {
    let sandbox = sandbox();
    softaculous_order::run(&sandbox.softaculous_url()).unwrap();
    websoftsolus_order::run(&sandbox.websoftsolus_url()).unwrap();
    billmgr_order::run(&sandbox.ispmanager_url()).unwrap();
    let ledger = sandbox.ledger();
    assert_eq!(ledger.len(), 3, "{ledger:?}");
}

#[test]
fn each_vendors_program_buys_once_although_the_reply_is_lost() {
    let sandbox = sandbox();
    for operation in ["softaculous_buy", "plesk.order", "soft.order.param"] {
        sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation(operation));
    }
    softaculous_order::run(&sandbox.softaculous_url()).unwrap();
    websoftsolus_order::run(&sandbox.websoftsolus_url()).unwrap();
    billmgr_order::run(&sandbox.ispmanager_url()).unwrap();
    assert!(sandbox.pending_faults().is_empty(), "{:?}", sandbox.pending_faults());
    let ledger = sandbox.ledger();
    assert_eq!(ledger.len(), 3, "{ledger:?}");
}

#[test]
fn each_vendors_list_asks_and_changes_nothing() {
    let sandbox = sandbox();
    softaculous_list::run(&sandbox.softaculous_url()).unwrap();
    websoftsolus_list::run(&sandbox.websoftsolus_url()).unwrap();
    billmgr_list::run(&sandbox.ispmanager_url()).unwrap();
    let asked = |path: &str| sandbox.requests().iter().any(|request| request.path.contains(path));
    assert!(asked("/softaculous/") && asked("PLSK.") && asked("/ispmanager/"), "{:?}", sandbox.requests());
    assert!(sandbox.ledger().is_empty(), "{:?}", sandbox.ledger());
}

#[test]
fn the_sandboxs_own_program_runs() {
    lost_reply::main().unwrap();
}

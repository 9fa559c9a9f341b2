//! Ctrl-C.

#![cfg(unix)]

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use license_sandbox::FaultKind;

use crate::kit::{Hub, end, order};

/// Sends what Ctrl-C sends.
pub(crate) fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits for something to be so.
fn wait_for(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never came");
        std::thread::yield_now();
    }
}

#[test]
fn an_interrupt_during_a_purchase_ends_it_and_says_what_is_open() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::Stall);
    let child = hub.start(&order("203.0.113.60", "--yes"));
    wait_for(|| hub.ledger().len() == 1);
    interrupt(&child);
    let ran = end(child).exits(5);
    let [reference] = hub.open().try_into().unwrap();
    let check = format!("journal check {reference}");
    ran.says("may have happened").says("as you stopped it").says(&format!("license-hub {check}"));
    hub.run(&check).exits(0);
    assert_eq!(hub.ledger().len(), 1);
}

#[test]
fn an_interrupt_during_a_look_changes_nothing() {
    let hub = Hub::new();
    hub.fault("softaculous", FaultKind::StallBefore);
    let child = hub.start(&order("203.0.113.60", "--yes"));
    wait_for(|| !hub.sandbox.requests().is_empty());
    interrupt(&child);
    end(child).exits(4);
    assert!(hub.ledger().is_empty() && hub.open().is_empty());
    assert!(hub.sent("softaculous_buy").is_empty());
}

#[test]
fn what_a_killed_process_sent_is_open_in_the_journal() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::Stall);
    let mut child = hub.start(&order("203.0.113.60", "--yes"));
    wait_for(|| hub.ledger().len() == 1);
    child.kill().unwrap();
    child.wait().unwrap();
    let [reference] = hub.open().try_into().unwrap();
    // The very same is not bought again: the address has a licence, and the entry is open.
    hub.run(&order("203.0.113.60", "--yes")).exits(2);
    hub.run(&order("203.0.113.60", "--yes --extend")).exits(4);
    hub.run(&format!("journal check {reference}")).exits(0);
    assert_eq!(hub.ledger().len(), 1);
}

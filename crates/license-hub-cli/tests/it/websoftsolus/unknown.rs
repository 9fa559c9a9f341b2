//! What happens when nobody knows whether it happened.

use license_sandbox::{Fault, FaultKind};

use super::{asked, hub, plesk};

#[test]
fn a_lost_reply_to_an_order_is_unknown_is_found_and_is_charged_once() {
    let hub = hub();
    hub.fault("plesk.order", FaultKind::CommitThenDrop);
    let ran = hub.run(&plesk("web60", "--comment 4711 --yes --format json")).exits(5);
    let found = ran.json();
    let [charge] = hub.ledger().try_into().unwrap();
    assert_eq!(found["outcome"], "happened");
    assert_eq!(found["license_key"].as_str(), charge.license_key.as_deref());
    assert_eq!(hub.sent("plesk.order").len(), 1);
    let reference = found["reference"].as_str().unwrap();
    ran.says("UNKNOWN whether it happened").says(&format!("license-hub journal check {reference}"));

    let shown = hub.run(&format!("journal show {reference} --format json")).exits(0);
    let stored = shown.json();
    assert_eq!(stored["record"]["operation"]["operation"]["order"]["plesk12"]["title"], "web60");
    assert!(!shown.out.contains("sandbox-secret") && !shown.out.contains("sandbox@example.com"));
    let again = hub.run(&format!("journal check {reference} --format json")).exits(0);
    assert_eq!(again.json()["license_key"].as_str(), charge.license_key.as_deref());

    // Nothing but the note tells that it is the same again.
    hub.run(&plesk("web60", "--comment 4711 --yes")).exits(4).says("add --again");
    assert_eq!(hub.ledger().len(), 1);
    hub.run(&plesk("web61", "--comment 4711 --yes")).exits(0);
    hub.run(&plesk("web60", "--comment 4711 --yes --again")).exits(0);
    assert_eq!(hub.ledger().len(), 3);
}

#[test]
fn each_order_is_found() {
    for (operation, line) in [
        (
            "plesk.order",
            "order plesk wss --generation 10 --product PLESK-10-UNLIMITED --title a1 --period 1 --os LINUX",
        ),
        ("cpanel.order", "order cpanel wss --product CPANEL-VPS --title a2 --period 1 --ip 192.0.2.1"),
        ("virtuozzo.order", "order virtuozzo wss --product VIRTUOZZO-1-CPU --title a3 --period 1 --os LINUX"),
    ] {
        let hub = hub();
        hub.fault(operation, FaultKind::HalfAnswer);
        let found = hub.run(&format!("{line} --yes --format json")).exits(5).json();
        assert_eq!(found["outcome"], "happened", "{operation}");
        let reference = found["reference"].as_str().unwrap();
        hub.run(&format!("journal check {reference}")).exits(0);
        assert_eq!(hub.ledger().len(), 1);
        // Nothing but the journal tells that it is the same again, not even an address.
        hub.run(&format!("{line} --yes")).exits(4).says("add --again");
        assert_eq!(hub.ledger().len(), 1, "{operation}");
    }
}

#[test]
fn what_did_not_happen_is_not_seen_and_stays_open() {
    let hub = hub();
    hub.fault("plesk.order", FaultKind::CloseBefore);
    let ran = hub.run(&plesk("web60", "--yes --format json")).exits(5);
    assert_eq!(ran.json()["outcome"], "not-seen");
    let [reference] = hub.open().try_into().unwrap();
    let check = format!("journal check {reference}");
    hub.run(&check).exits(5).says("look again later");
    hub.run(&plesk("web60", "--yes")).exits(4);
    // Somebody else's order of the same time is another one.
    hub.run(&plesk("web61", "--yes")).exits(0);
    hub.run(&check).exits(5);
    hub.sandbox.add_fault(Fault::new(FaultKind::status(403)).operation("plesk.list"));
    hub.run(&check).exits(5);
}

#[test]
fn a_termination_whose_reply_is_lost_is_found() {
    let hub = hub();
    hub.fault("cpanel.terminate", FaultKind::CommitThenDrop);
    let ran = hub.run("cancel wss 4921062 --yes --format json").exits(5);
    assert_eq!(ran.json()["outcome"], "happened");
    assert_eq!(hub.sent("cpanel.terminate").len(), 1);
    let reference = ran.json()["reference"].as_str().unwrap().to_owned();
    hub.run(&format!("journal check {reference}")).exits(0).says("not listed any more");

    hub.fault("plesk.terminate", FaultKind::CloseBefore);
    let ran = hub.run("cancel wss PLSK.02980001 --yes --format json").exits(5);
    assert_eq!(ran.json()["outcome"], "not-seen");
    hub.run("cancel wss PLSK.02980001 --yes").exits(4).says("the very same was sent before");
}

#[test]
fn an_edit_whose_reply_is_lost_is_looked_for_and_can_be_done_again() {
    let hub = hub();
    hub.fault("plesk.edit", FaultKind::CommitThenDrop);
    let ran = hub.run("edit wss PLSK.02980001 --title a --comment b --format json").exits(5);
    assert_eq!(ran.json()["outcome"], "happened");
    ran.says("setting the same again does no harm");
    assert!(hub.open().is_empty());
    hub.run("edit wss PLSK.02980001 --title a --comment b").exits(0);
}

#[test]
fn nothing_is_ordered_when_there_can_be_no_look_before() {
    let hub = hub();
    hub.fault("plesk.list", FaultKind::status(403));
    hub.run(&plesk("web60", "--yes")).exits(1);
    assert!(!asked(&hub).contains(&"plesk.order".to_owned()) && hub.open().is_empty());
}

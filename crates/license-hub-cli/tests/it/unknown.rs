//! What happens when nobody knows whether it happened.

use std::path::Path;

use license_sandbox::FaultKind;
use serde_json::Value;

use crate::kit::{Hub, order};

fn note(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_lost_reply_is_unknown_is_found_and_is_charged_once() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::CommitThenDrop);
    let ran = hub.run(&order("203.0.113.60", "--yes --format json")).exits(5);
    let found = ran.json();
    assert_eq!(found["outcome"], "happened");
    assert_eq!(hub.ledger().len(), 1);
    assert_eq!(found["license_key"].as_str(), hub.ledger()[0].license_key.as_deref());
    assert_eq!(hub.sent("softaculous_buy").len(), 1);

    let [file] = hub.notes().try_into().unwrap();
    assert_eq!(found["file"].as_str(), file.to_str());
    ran.says("UNKNOWN whether it happened").says(&format!("license-hub check {}", file.display()));
    let stored = note(&file);
    assert_eq!(stored["operation"]["operation"]["order"]["softaculous"]["address"], "203.0.113.60");
    assert!(stored["happened"].is_string());
    assert!(!stored.to_string().contains("sandbox-noc-pass"));

    let again = hub.run(&format!("check {} --format json", file.display())).exits(0);
    assert_eq!(again.json()["outcome"], "happened");
    again.says("Do not do it again");
    // The same order again would only extend, so it is stopped.
    hub.run(&order("203.0.113.60", "--yes")).exits(2).says("EXTEND");
    assert_eq!(hub.ledger().len(), 1);
}

#[test]
fn what_did_not_happen_is_not_seen_and_stays_open() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::CloseBefore);
    let ran = hub.run(&order("203.0.113.60", "--yes --format json")).exits(5);
    assert_eq!(ran.json()["outcome"], "not-seen");
    ran.says("the vendor may still be working on it");
    let [file] = hub.notes().try_into().unwrap();
    hub.run(&format!("check {}", file.display())).exits(5).says("look again later");

    // The very same is not sent again while it is open.
    hub.run(&order("203.0.113.60", "--yes")).exits(4).says(&format!("license-hub check {}", file.display()));
    hub.run(&order("203.0.113.61", "--yes")).exits(0);
    hub.run(&order("203.0.113.60", "--yes --again")).exits(0);
    assert_eq!(hub.ledger().len(), 2);
}

#[test]
fn a_renewal_whose_reply_is_lost_is_not_repeated_by_accident() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::HalfAnswer);
    // The look afterwards fails as well.
    hub.sandbox.add_fault(
        license_sandbox::Fault::new(FaultKind::status(403)).operation("softaculous_licenselogs").skip(1),
    );
    let ran = hub.run("renew noc 203.0.113.12 --term 1M --yes").exits(5);
    ran.says("it could not be looked into");
    hub.run("renew noc 203.0.113.12 --term 1M --yes").exits(4).says("the very same was sent before");
    assert_eq!(hub.ledger().len(), 1);
    let [file] = hub.notes().try_into().unwrap();
    hub.run(&format!("check {}", file.display())).exits(0);
    // Now it is known, and a further month is a decision of its own.
    hub.run("renew noc 203.0.113.12 --term 1M --yes").exits(0);
    assert_eq!(hub.ledger().len(), 2);
}

#[test]
fn every_kind_of_lost_answer_is_unknown() {
    for (number, kind) in [
        FaultKind::CommitThenReset,
        FaultKind::HalfAnswerUnframed,
        FaultKind::Html { commit: true },
        FaultKind::Empty { commit: true },
        FaultKind::Status { code: 500, retry_after: None, body: None, commit: true },
        FaultKind::Raw { body: "{}".into(), commit: true },
    ]
    .into_iter()
    .enumerate()
    {
        let hub = Hub::new();
        hub.fault("softaculous_buy", kind.clone());
        let ran = hub.run(&order(&format!("192.0.2.{}", number + 1), "--yes --format json")).exits(5);
        assert_eq!(ran.json()["outcome"], "happened", "{kind:?}");
        assert_eq!((hub.ledger().len(), hub.sent("softaculous_buy").len()), (1, 1), "{kind:?}");
    }
}

#[test]
fn refunds_and_cancellations_are_looked_for_too() {
    let hub = Hub::new();
    hub.run(&order("203.0.113.50", "--yes")).exits(0);
    hub.fault("softaculous_refund", FaultKind::CommitThenDrop);
    let ran = hub.run("cancel noc 203.0.113.50 --refund --yes --format json").exits(5);
    assert_eq!(ran.json()[0]["outcome"], "happened");
    assert!(hub.sent("softaculous_cancel").is_empty(), "nothing is cancelled over an unknown refund");

    hub.fault("softaculous_cancel", FaultKind::CommitThenDrop);
    let ran = hub.run("cancel noc 203.0.113.50 --yes --format json").exits(5);
    assert_eq!(ran.json()["outcome"], "happened");
    for file in hub.notes() {
        let ran = hub.run(&format!("check {} --format json", file.display()));
        // The vendor forgets the logs of a licence that is gone, and then nobody can tell about its refund.
        assert!(ran.code == 0 || ran.code == 5, "{ran:?}");
    }
}

#[test]
fn a_change_may_simply_be_done_again() {
    let hub = Hub::new();
    hub.fault("softaculous_showlicense", FaultKind::CommitThenDrop);
    let ran = hub.run("set-ip noc 203.0.113.12 192.0.2.1 --format json").exits(5);
    assert_eq!(ran.json()["outcome"], "cannot-tell");
    ran.says("setting the same again does no harm");
    assert!(hub.notes().is_empty());
}

#[test]
fn a_call_by_name_cannot_be_looked_for() {
    let hub = Hub::new();
    hub.fault("webuzotrial", FaultKind::CommitThenDrop);
    let line =
        "call noc webuzotrial --effect spend --field ips=192.0.2.1 --field type=2 --field gettrial=1 --yes";
    hub.run(line).exits(5).says("cannot be looked for");
    assert_eq!(hub.notes().len(), 1);
    hub.run(line).exits(4);
}

#[test]
fn nothing_is_sent_that_cannot_be_noted_down() {
    let hub = Hub::new();
    hub.write("a-file", "");
    let ran = hub.run(&order("203.0.113.60", &format!("--yes --state-dir {}", hub.path("a-file").display())));
    ran.exits(4).says("cannot be noted down").says("--state-dir");
    assert!(hub.ledger().is_empty() && hub.sent("softaculous_buy").is_empty());
}

#[test]
fn a_note_is_kept_where_it_is_wanted_and_is_nobody_else_s() {
    let hub = Hub::new();
    let folder = hub.path("elsewhere/deep");
    hub.fault("softaculous_buy", FaultKind::CommitThenDrop);
    let state = [("LICENSE_HUB_STATE", folder.to_str().unwrap())];
    hub.run_with(&order("203.0.113.60", "--yes"), &state).exits(5);
    let [file] = std::fs::read_dir(&folder).unwrap().collect::<Vec<_>>().try_into().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&file.as_ref().unwrap().path())), (0o700, 0o600));
    }
    assert!(file.is_ok());
}

#[test]
fn check_wants_a_note_of_this_account() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::CommitThenDrop);
    hub.run(&order("203.0.113.60", "--yes")).exits(5);
    let [file] = hub.notes().try_into().unwrap();
    let check = format!("check {}", file.display());
    let live = hub.account("noc", "password = \"sandbox-noc-pass\"");
    hub.write("config.toml", &live.replace("\"live\"", "\"test\""));
    hub.run(&check).exits(2).says("was configured for another");
    hub.write("config.toml", "");
    hub.run(&check).exits(2);
    hub.write("config.toml", &live);
    hub.run("check nowhere.json").exits(2).says("cannot be read");
    hub.write("other.json", "{}");
    hub.run("check other.json").exits(2).says("no note of something sent");
    // The vendor does not answer: still unknown.
    hub.sandbox.add_fault(license_sandbox::Fault::new(FaultKind::status(403)).operation("softaculous"));
    hub.run(&check).exits(5);
}

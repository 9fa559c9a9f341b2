//! What happens when nobody knows whether it happened.

use std::path::Path;

use license_sandbox::FaultKind;

use crate::kit::{Hub, order};

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

    let reference = found["reference"].as_str().unwrap();
    ran.says("UNKNOWN whether it happened").says(&format!("license-hub journal check {reference}"));
    let stored = hub.run(&format!("journal show {reference} --format json")).exits(0);
    assert!(!stored.out.contains("sandbox-noc-pass"));
    let stored = stored.json();
    let record = &stored["record"];
    assert_eq!(record["operation"]["operation"]["order"]["softaculous"]["address"], "203.0.113.60");
    assert_eq!(stored["state"], "happened");
    let events: Vec<&str> =
        record["events"].as_array().unwrap().iter().map(|event| event["state"].as_str().unwrap()).collect();
    assert_eq!(events, ["open", "unknown", "happened"]);
    assert!(!String::from_utf8_lossy(&std::fs::read(hub.journal()).unwrap()).contains("sandbox-noc-pass"));

    let again = hub.run(&format!("journal check {reference} --format json")).exits(0);
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
    let [reference] = hub.open().try_into().unwrap();
    let check = format!("journal check {reference}");
    hub.run(&check).exits(5).says("look again later");
    hub.run("journal check").exits(5).says("nobody knows of 1 of 1");

    // The very same is not sent again while it is open.
    hub.run(&order("203.0.113.60", "--yes")).exits(4).says(&format!("license-hub {check}"));
    // Whoever spends is told what is open.
    hub.run(&order("203.0.113.61", "--yes"))
        .exits(0)
        .says(&format!("nobody knows whether {reference} happened"));
    hub.run(&order("203.0.113.60", "--yes --again")).exits(0);
    assert_eq!(hub.ledger().len(), 2);
    assert!(hub.open().is_empty(), "what was done again stands in nobody's way");
    let states: Vec<_> = hub.entries().iter().map(|entry| entry["state"].clone()).collect();
    assert_eq!(states, ["waived", "done", "done"]);
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
    hub.run("journal check").exits(0);
    assert!(hub.open().is_empty());
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
    let lost: Vec<_> = hub.entries().iter().map(|entry| entry["state"].clone()).collect();
    // What was seen right afterwards stays known, although the vendor forgets the logs of a licence that is gone.
    assert_eq!(lost, ["done", "happened", "happened"]);
}

#[test]
fn a_change_may_simply_be_done_again() {
    let hub = Hub::new();
    hub.fault("softaculous_showlicense", FaultKind::CommitThenDrop);
    let ran = hub.run("set-ip noc 203.0.113.12 192.0.2.1 --format json").exits(5);
    assert_eq!(ran.json()["outcome"], "happened");
    ran.says("setting the same again does no harm");
    assert!(hub.open().is_empty());
}

#[test]
fn a_call_by_name_cannot_be_looked_for() {
    let hub = Hub::new();
    hub.fault("webuzotrial", FaultKind::CommitThenDrop);
    let line =
        "call noc webuzotrial --effect spend --field ips=192.0.2.1 --field type=2 --field gettrial=1 --yes";
    hub.run(line).exits(5).says("cannot be looked for");
    assert_eq!(hub.open().len(), 1);
    hub.run(line).exits(4);
}

#[test]
fn nothing_is_sent_that_cannot_be_noted_down() {
    let hub = Hub::new();
    hub.write("a-file", "");
    let at = |folder: &str| {
        let folder = hub.path(folder);
        hub.run(&order("203.0.113.60", &format!("--yes --state-dir {}", folder.display()))).exits(4)
    };
    at("a-file").says("cannot be noted down").says("--state-dir");
    std::fs::create_dir(hub.path("odd")).unwrap();
    hub.write("odd/journal.db", "this is no journal, but some text that is long enough to be looked at");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let set = |mode| {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(hub.path("odd/journal.db"), mode).unwrap();
        };
        set(0o644);
        at("odd").says("others can read or write it");
        set(0o600);
    }
    at("odd").says("it is not a journal");
    assert!(hub.ledger().is_empty() && hub.sandbox.connections() == 0);
}

#[test]
fn the_journal_is_kept_where_it_is_wanted_and_is_nobody_else_s() {
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
    assert!(hub.entries().is_empty(), "another journal has nothing of it");
    assert!(!hub.journal().exists(), "and to look into it is no reason to make it");
}

#[test]
fn check_wants_the_account_that_it_was_sent_as() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::CloseBefore);
    hub.run(&order("203.0.113.60", "--yes")).exits(5);
    let [reference] = hub.open().try_into().unwrap();
    let check = format!("journal check {reference}");
    let live = hub.account("noc", "password = \"sandbox-noc-pass\"");
    hub.write("config.toml", &live.replace("\"live\"", "\"test\""));
    hub.run(&check).exits(2).says("was configured for another");
    hub.write("config.toml", "");
    hub.run(&check).exits(2);
    hub.run("journal check").exits(5);
    hub.write("config.toml", &live);
    hub.run("journal check lh-0000000000").exits(2).says("there is no entry lh-0000000000");
    hub.run("journal show lh-0000000000").exits(2).says("there is no entry");
    hub.run("journal check nowhere.json").exits(2).says("such as `lh-");
    // The vendor does not answer: still unknown.
    hub.sandbox.add_fault(license_sandbox::Fault::new(FaultKind::status(403)).operation("softaculous"));
    hub.run(&check).exits(5).says("could not be looked into");
    assert_eq!(hub.open(), [reference]);
}

#[test]
fn what_is_known_not_to_have_happened_can_be_waived() {
    let hub = Hub::new();
    hub.fault("softaculous_buy", FaultKind::CloseBefore);
    hub.run(&order("203.0.113.60", "--yes")).exits(5);
    let [reference] = hub.open().try_into().unwrap();
    hub.run(&format!("journal waive {reference}")).exits(2).says("--why");
    let waived =
        hub.run_words(["journal", "waive", &reference, "--why", "seen in the panel", "--format", "json"]);
    assert_eq!(waived.exits(0).json()[0]["state"], "waived");
    let shown = hub.run(&format!("journal show {reference}")).exits(0).out;
    assert!(shown.contains("seen in the panel"), "{shown}");
    hub.run(&order("203.0.113.60", "--yes")).exits(0);
    hub.run(&format!("journal waive {reference} --why again")).exits(2);
}

#[test]
fn a_run_costs_no_more_than_was_said() {
    let hub = Hub::new();
    let within = |address: &str, more: &str| hub.run(&order(address, &format!("--yes --run march {more}")));
    within("203.0.113.61", "--max-orders 1").exits(0);
    within("203.0.113.62", "--max-orders 1").exits(2).says("nothing was sent").says("--run");
    // The vendor names no price, so a cap on the amount cannot be held unless somebody says it.
    let within = |address: &str, more: &str| hub.run(&order(address, &format!("--yes --run april {more}")));
    within("203.0.113.62", "--max-amount 5USD").exits(2).says("nothing was sent");
    within("203.0.113.62", "--max-amount 5USD --price 2.00USD").exits(0);
    within("203.0.113.63", "--max-amount 3USD --price 2.00USD").exits(2);
    hub.run(&order("203.0.113.63", "--yes --max-orders 1")).exits(2).says("--run");
    hub.run(&order("203.0.113.63", "--yes --run x --max-amount 5")).exits(2).says("100EUR");
    assert_eq!(hub.ledger().len(), 2);
    let runs = hub.run("journal list --run march --format json").exits(0).json();
    assert_eq!(runs.as_array().unwrap().len(), 1);
}

//! The same list given again.

use license_sandbox::{Fault, FaultKind};

use super::{APPLY, all_vendors, charges, hub, ispmanager, outcomes, plesk, softaculous, write};

#[test]
fn after_lost_replies_each_order_is_charged_once() {
    let hub = hub(&all_vendors());
    for operation in ["softaculous_buy", "soft.order.param"] {
        hub.fault(operation, FaultKind::CommitThenDrop);
    }
    let ran = hub.run(APPLY).exits(5);
    assert_eq!(
        outcomes(&ran),
        ["2 happened", "3 done", "4 happened", "5 done", "6 done", "7 done", "8 done"],
        "{}",
        ran.err
    );
    let reference = ran.json()[0]["reference"].as_str().unwrap().to_owned();
    ran.says("5 of 7 orders are done, and no answer came to lh-")
        .says(&format!("license-hub journal check {reference}"))
        .says("march.csv:2: Softaculous, account noc");
    assert_eq!(charges(&hub), [2, 2, 2, 1]);
    let again = hub.run(APPLY).exits(0);
    assert!(outcomes(&again).iter().all(|line| line.ends_with("done-before")));
    assert_eq!(charges(&hub), [2, 2, 2, 1]);
}

#[test]
fn what_nobody_knows_the_end_of_is_not_sent_again_and_the_others_go_on() {
    let lines = [softaculous("203.0.113.150"), softaculous("203.0.113.151"), plesk("web 1")];
    let hub = hub(&lines);
    hub.fault("softaculous_buy", FaultKind::CloseBefore);
    let ran = hub.run(APPLY).exits(5);
    assert_eq!(outcomes(&ran), ["2 not-seen", "3 done", "4 done"]);
    let [reference] = hub.open().try_into().unwrap();
    for _ in 0..2 {
        let ran = hub.run(APPLY).exits(5);
        assert_eq!(outcomes(&ran), ["2 unknown", "3 done-before", "4 done-before"]);
        assert_eq!(ran.json()[0]["reference"].as_str(), Some(reference.as_str()));
        ran.says(&format!("nobody knows whether {reference} happened, so it is not sent"));
    }
    assert_eq!(hub.sent("softaculous_buy").len(), 2);
    // A person found out that it did not happen.
    hub.run_words(["journal", "waive", &reference, "--why", "the vendor says so"]).exits(0);
    let ran = hub.run(APPLY).exits(0);
    assert_eq!(outcomes(&ran), ["2 done", "3 done-before", "4 done-before"]);
    assert_eq!(charges(&hub), [2, 1, 0, 0]);
}

#[test]
fn what_was_open_and_happened_is_found_before_anything_is_sent() {
    let hub = hub(&[softaculous("203.0.113.150"), plesk("web 1")]);
    hub.fault("softaculous_buy", FaultKind::CommitThenDrop);
    // The look right afterwards fails as well.
    hub.sandbox.add_fault(Fault::new(FaultKind::status(403)).operation("softaculous_licenselogs").times(9));
    let ran = hub.run(APPLY).exits(5);
    assert_eq!(outcomes(&ran)[0], "2 not-looked", "{}", ran.err);
    hub.sandbox.clear_faults();
    let [reference] = hub.open().try_into().unwrap();
    let ran = hub.run(APPLY).exits(0);
    assert_eq!(outcomes(&ran), ["2 done-before", "3 done-before"]);
    ran.says(&format!("{reference} happened: ")).says("it is not sent again");
    assert_eq!(charges(&hub), [1, 1, 0, 0]);
}

#[test]
fn a_line_that_was_changed_after_it_was_done_is_refused() {
    let hub = hub(&[softaculous("203.0.113.150"), plesk("web 1")]);
    hub.run(APPLY).exits(0);
    let changed = [softaculous("203.0.113.150").replace("1M", "1Y"), plesk("web 1"), plesk("web 2")];
    write(&hub, &changed);
    let connections = hub.sandbox.connections();
    for line in [APPLY, "apply march.csv --dry-run"] {
        hub.run(line)
            .exits(2)
            .says("march.csv:2: this was sent in the run `march` as lh-")
            .says("with other values; write the line as it was, or name another --run");
    }
    assert_eq!((charges(&hub), hub.sandbox.connections()), ([1, 1, 0, 0], connections));
    // With another address or title it is another order, and that is said.
    write(&hub, &[softaculous("203.0.113.150"), plesk("web 2")]);
    hub.run(APPLY).exits(0).says("the run `march` did 1 more that no line of march.csv orders (lh-");
    assert_eq!(charges(&hub), [1, 2, 0, 0]);
}

#[test]
fn a_line_that_was_refused_may_be_corrected() {
    let hub = hub(&[softaculous("203.0.113.150").replace("ops@example.com", ""), plesk("web 1")]);
    let ran = hub.run(APPLY).exits(3);
    assert_eq!(outcomes(&ran), ["2 refused", "3 done"]);
    ran.says("march.csv:2: Softaculous, account noc")
        .says("needs an authorised e-mail")
        .says("1 of 2 orders are done, 1 failed");
    write(&hub, &[softaculous("203.0.113.150"), plesk("web 1")]);
    let ran = hub.run(APPLY).exits(0);
    assert_eq!(outcomes(&ran), ["2 done", "3 done-before"]);
    assert_eq!(charges(&hub), [1, 1, 0, 0]);
}

#[test]
fn another_run_is_another_batch() {
    let hub = hub(&[plesk("web 1")]);
    hub.run(APPLY).exits(0);
    // WebSoftSolus sells one more each time, so only the run tells the two apart.
    hub.run(&format!("{APPLY} --run april")).exits(0);
    hub.run(&format!("{APPLY} --run april")).exits(0);
    assert_eq!(charges(&hub), [0, 2, 0, 0]);
}

#[test]
fn two_at_the_same_time_buy_each_line_once() {
    let mut lines: Vec<String> = (0..6).map(|number| plesk(&format!("web {number}"))).collect();
    lines.push(ispmanager("203.0.113.151"));
    let hub = hub(&lines);
    let children: Vec<_> = (0..3).map(|_| hub.start(APPLY)).collect();
    for child in children {
        let ran = crate::kit::end(child);
        // Who looks between another's order and its note is told that the address has a licence already.
        let is_taken = ran.code == 1 && ran.err.contains("203.0.113.151 cannot have it");
        assert!([0, 3, 4, 5].contains(&ran.code) || is_taken, "{ran:#?}");
    }
    hub.run(APPLY).exits(0);
    assert_eq!(charges(&hub), [0, 6, 1, 0]);
}

//! The commands that change or spend, when all goes well or is refused.

use license_sandbox::FaultKind;
use serde_json::json;

use crate::kit::{Hub, order};

#[test]
fn an_order_is_sent_once_and_charged_once() {
    let hub = Hub::new();
    let ran = hub.run(&order("203.0.113.50", "--auto-renew on --notes rack-7 --yes --format json")).exits(0);
    let result = ran.json();
    assert_eq!(result["outcome"], "done");
    assert_eq!(result["operation"], "softaculous.buy");
    assert_eq!(result["ip"], "203.0.113.50");
    assert_eq!(result["amount"], "2");
    assert_eq!(result["record"]["action"], "new");
    ran.says("LIVE").says("buys a Softaculous licence for 203.0.113.50 for 1M");
    assert_eq!(hub.ledger().len(), 1);
    assert_eq!(hub.ledger()[0].license_key.as_deref(), result["license_key"].as_str());
    let [sent] = hub.sent("softaculous_buy").try_into().unwrap();
    let body: Vec<(&str, &str)> =
        sent.body.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        body,
        [
            ("json", "1"),
            ("nocname", "right"),
            ("nocpass", "right"),
            ("purchase", "1"),
            ("ips", "203.0.113.50"),
            ("toadd", "1M"),
            ("servertype", "2"),
            ("authemail", "ops@example.com"),
            ("autorenew", "1"),
            ("notes", "rack-7"),
        ]
    );
    assert!(hub.open().is_empty(), "nothing is open");
}

#[test]
fn the_test_environment_is_another_world() {
    let hub = Hub::new();
    let live = hub.account("noc", "password = \"sandbox-noc-pass\"");
    hub.write("config.toml", &live.replace("\"live\"", "\"test\""));
    hub.run(&order("203.0.113.50", "")).exits(2).says("add --yes");
    let ran = hub.run(&order("203.0.113.50", "--yes")).exits(0);
    assert!(ran.err.contains("account noc, test at") && !ran.err.contains("LIVE"), "{}", ran.err);
    assert_eq!(hub.ledger()[0].environment, license_sandbox::Environment::Test);
    let [sent] = hub.sent("softaculous_buy").try_into().unwrap();
    assert!(sent.body.contains(&("sandbox".into(), "1".into())));
}

#[test]
fn every_product_can_be_ordered() {
    let hub = Hub::new();
    for (line, product, amount) in [
        (
            "order softaculous noc --ip 192.0.2.1 --term 1Y --server-type dedicated --email a@example.com",
            "softaculous",
            "36.00",
        ),
        (
            "order webuzo noc --ip 192.0.2.1 --term 1M --plan business_c_m --email a@example.com",
            "webuzo",
            "2.50",
        ),
        (
            "order webuzo noc --ip 192.0.2.2 --term 1M --server-type dedicated --email a@example.com",
            "webuzo",
            "5.00",
        ),
        ("order virtualizor noc --ip 192.0.2.1 --term 1M", "virtualizor", "9.00"),
        ("order sitepad noc --ip 192.0.2.1 --term 1M", "sitemush", "1.50"),
    ] {
        hub.run(&format!("{line} --yes")).exits(0);
        let last = hub.ledger().pop().unwrap();
        assert_eq!((last.product.as_str(), last.amount.to_string().as_str()), (product, amount), "{line}");
    }
    let line = order("192.0.2.9", "--sitepad --yes");
    hub.run(&line).exits(0).says("and a SitePad licence with it");
    assert_eq!(hub.ledger().len(), 7, "two charges");
}

#[test]
fn without_consent_nothing_is_sent() {
    let hub = Hub::new();
    for line in [
        order("203.0.113.50", ""),
        "renew noc 203.0.113.12 --term 1M".into(),
        "cancel noc 203.0.113.12".into(),
        "refund noc 100".into(),
        "call noc softaculous_buy --effect spend".into(),
    ] {
        hub.run(&line).exits(2).says("add --yes");
    }
    assert_eq!(hub.sandbox.connections(), 0, "not even a look");
}

#[test]
fn a_dry_run_shows_the_exact_request_and_sends_nothing() {
    let hub = Hub::new();
    let ran = hub.run(&order("203.0.113.50", "--dry-run")).exits(0).says("Nothing was sent").says("LIVE");
    assert_eq!(
        ran.out,
        format!(
            "POST {}?ca=softaculous_buy\n  json=1\n  nocname=sandbox-noc\n  nocpass=***\n  purchase=1\n  \
             ips=203.0.113.50\n  toadd=1M\n  servertype=2\n  authemail=ops@example.com\n",
            hub.sandbox.softaculous_url()
        )
    );
    assert_eq!(hub.sandbox.connections(), 0);
    // Where the licence has to be looked up, that is all that is sent.
    let ran = hub.run("renew noc 203.0.113.12 --term 1M --dry-run --format json").exits(0);
    assert_eq!(ran.json()[0]["operation"], "softaculous.buy");
    assert!(ran.json()[0]["record"]["fields"].as_array().unwrap().contains(&json!(["nocpass", "***"])));
    ran.says("Only the licence was looked up");
    for line in [
        "cancel noc 203.0.113.12 --refund --dry-run",
        "set-ip noc 203.0.113.12 192.0.2.1 --dry-run",
        "auto-renew noc 203.0.113.12 on --dry-run",
        "refund noc 100 --dry-run",
    ] {
        hub.run(line).exits(0);
    }
    assert!(hub.sandbox.requests().iter().all(|request| !request.committed));
    for operation in
        ["softaculous_buy", "softaculous_cancel", "softaculous_refund", "softaculous_showlicense"]
    {
        assert!(hub.sent(operation).is_empty(), "{operation}");
    }
}

#[test]
fn an_order_does_not_extend_by_accident() {
    let hub = Hub::new();
    let ran = hub.run(&order("203.0.113.12", "--yes")).exits(2);
    ran.says("would EXTEND it and charge").says("license-hub renew");
    assert!(hub.ledger().is_empty() && hub.sent("softaculous_buy").is_empty());
    let ran = hub.run(&order("203.0.113.12", "--yes --extend --format json")).exits(0);
    assert_eq!(ran.json()["record"]["action"], "renew");
    assert_eq!(hub.ledger().len(), 1);
}

#[test]
fn a_renewal_extends_the_one_licence_of_the_address() {
    let hub = Hub::new();
    for (name, product) in [
        ("203.0.113.12", "softaculous"),
        ("203.0.113.21", "webuzo"),
        ("1007", "virtualizor"),
        ("203.0.113.41", "sitepad"),
    ] {
        let ran = hub.run(&format!("renew noc {name} --term 1M --yes --format json")).exits(0);
        assert_eq!(ran.json()["product"], product);
        assert_eq!(ran.json()["record"]["action"], "renew");
    }
    assert_eq!(hub.ledger().len(), 4);
    hub.run("renew noc 192.0.2.1 --term 1M --yes").exits(2).says("there is no licence");
    hub.run("renew noc 203.0.113.12 --term 0M --yes").exits(2).says("term");
    hub.run("renew noc 203.0.113.41 --term 2M --yes").exits(2).says("SitePad is sold for");
    assert_eq!(hub.ledger().len(), 4);
}

#[test]
fn a_renewal_is_refused_where_the_address_has_several_licences() {
    let hub = Hub::new();
    let row =
        |id: u32| format!(r#""{id}":{{"lid":"{id}","license":"K-{id}","ip":"192.0.2.7","servertype":"2"}}"#);
    let two = format!(r#"{{"licenses":{{{},{}}},"num_results":2}}"#, row(1), row(2));
    let one = format!(r#"{{"licenses":{{{}}},"num_results":1}}"#, row(1));
    let none = r#"{"licenses":[],"num_results":0}"#;
    // The licence is found by its key; then its address turns out to have two.
    for body in [one.as_str(), none, two.as_str(), none] {
        hub.fault("softaculous", FaultKind::Raw { body: body.into(), commit: false });
    }
    let log = r#"{"actions":[],"license":[]}"#;
    for _ in 0..2 {
        hub.fault("softaculous_licenselogs", FaultKind::Raw { body: log.into(), commit: false });
    }
    hub.run("renew noc K-1 --term 1M --yes").exits(2).says("the address has several licences");
    assert!(hub.sent("softaculous_buy").is_empty());
}

#[test]
fn addresses_are_set_as_a_whole() {
    let hub = Hub::new();
    let ran = hub.run("set-ip noc 203.0.113.12 192.0.2.1 192.0.2.2 --format json").exits(0);
    assert_eq!(ran.json()["ip"], "192.0.2.1 192.0.2.2");
    let shown = hub.run("show noc 192.0.2.1 --format json").exits(0).json();
    assert_eq!(shown["id"], "1002");
    hub.run("set-ip noc 192.0.2.1 0.0.0.0").exits(2);
    hub.run("set-ip noc 192.0.2.1 192.0.2.1 192.0.2.1").exits(2).says("named twice");
    hub.run("set-ip noc 203.0.113.13 203.0.113.14").exits(1).says("Another license has this IP");
    assert!(hub.ledger().is_empty());
}

#[test]
fn automatic_renewal_is_switched() {
    let hub = Hub::new();
    hub.run("auto-renew noc 203.0.113.12 on").exits(0);
    let list = hub.run("auto-renew noc --format json").exits(0).json();
    assert_eq!(list.as_array().unwrap().len(), 2);
    hub.run("auto-renew noc 203.0.113.12 off").exits(0);
    hub.run("auto-renew noc 203.0.113.13 off").exits(0);
    assert_eq!(hub.run("auto-renew noc --format json").exits(0).json(), json!([]));
}

#[test]
fn a_refund_gives_one_transaction_back() {
    let hub = Hub::new();
    let bought = hub.run(&order("203.0.113.50", "--yes --format json")).exits(0).json();
    let action = bought["action_id"].as_str().unwrap().to_owned();
    let ran = hub.run(&format!("refund noc {action} --yes --format json")).exits(0);
    assert_eq!(ran.json()["amount"], "-2");
    assert_eq!(
        hub.ledger().iter().map(|entry| entry.amount).sum::<license_sandbox::Decimal>().to_string(),
        "0.00"
    );
    let by_license = format!("refund noc {action} --license 203.0.113.50 --yes");
    hub.run(&by_license).exits(1).says("refunded already");
    hub.run("refund noc 0 --yes").exits(2);
}

#[test]
fn a_refund_that_could_not_be_looked_for_is_not_sent() {
    let hub = Hub::new();
    hub.run("refund noc 999999 --yes").exits(2).says("name its licence with --license");
    hub.run("refund noc 999999 --license 203.0.113.12 --yes").exits(2);
    assert!(hub.sent("softaculous_refund").is_empty());
}

#[test]
fn a_cancellation_gives_back_what_it_can_when_asked_to() {
    let hub = Hub::new();
    hub.run(&order("203.0.113.50", "--yes")).exits(0);
    hub.run("renew noc 203.0.113.50 --term 1M --yes").exits(0);
    let ran = hub.run("cancel noc 203.0.113.50 --refund --yes --format json").exits(0);
    let outcomes: Vec<String> = ran
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", row["operation"].as_str().unwrap(), row["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(outcomes, ["softaculous.refund done", "softaculous.refund done", "softaculous.cancel done"]);
    assert!(hub.ledger().iter().map(|entry| entry.amount).sum::<license_sandbox::Decimal>().is_zero());
    hub.run("show noc 203.0.113.50").exits(2);

    // Nothing young enough: it says so, and cancels.
    hub.run("cancel noc 203.0.113.12 --refund --yes").exits(0).says("nothing can be given back");
    // More than a month ahead: the vendor wants force.
    hub.run("cancel noc 203.0.113.14 --yes").exits(1).says("claim a refund first");
    hub.run("cancel noc 203.0.113.14 --force --yes").exits(0).says("gives nothing back");
}

#[test]
fn steps_that_were_done_before_one_failed_are_shown() {
    let hub = Hub::new();
    hub.run(&order("203.0.113.50", "--yes")).exits(0);
    hub.fault("softaculous_cancel", FaultKind::status(403));
    let ran = hub.run("cancel noc 203.0.113.50 --refund --yes --format json").exits(3);
    assert_eq!(ran.json().as_array().unwrap().len(), 1);
    assert_eq!(ran.json()[0]["operation"], "softaculous.refund");
    ran.says("1 of 2 steps were done and stay done");
}

/// A full disk after a purchase must not look like a purchase that was not sent.
#[cfg(target_os = "linux")]
#[test]
fn a_purchase_that_cannot_be_shown_is_not_called_not_sent() {
    let hub = Hub::new();
    let mut command = hub.command(order("203.0.113.50", "--yes").split_whitespace());
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = command.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("bought: key") && said.contains("do not repeat it"), "{said}");
    assert_eq!(hub.ledger().len(), 1);
}

/// Whoever closes the pipe has read enough.
#[test]
fn a_closed_pipe_is_no_error() {
    let hub = Hub::new();
    let mut child = hub.start("list --format json");
    drop(child.stdout.take());
    assert_eq!(crate::kit::end(child).code, 0);
}

#[test]
fn the_vendor_s_no_is_exit_1() {
    let hub = Hub::new();
    let line = "order softaculous noc --ip 192.0.2.1 --term 1M --server-type vps --yes";
    hub.run(line).exits(1).says("needs an authorised e-mail").says("nothing was done");
    hub.fault("softaculous_buy", FaultKind::NotEnoughMoney);
    hub.run(&order("192.0.2.1", "--yes")).exits(1);
    hub.fault(
        "softaculous_buy",
        FaultKind::Status { code: 429, retry_after: Some("60".into()), body: None, commit: false },
    );
    hub.run(&order("192.0.2.1", "--yes")).exits(1).says("wait as long as the vendor says");
    assert!(hub.ledger().is_empty() && hub.open().is_empty());
}

#[test]
fn no_connection_is_exit_4() {
    let hub = Hub::new();
    // Nobody listens on the first port; one that was just given up could be taken by a neighbour.
    let dead = "127.0.0.1:1";
    let text = hub.account("noc", "password = \"sandbox-noc-pass\"");
    let text = text.replace(&hub.sandbox.softaculous_url(), &format!("http://{dead}"));
    hub.write("config.toml", &text);
    hub.run(&order("192.0.2.1", "--yes")).exits(4).says("no connection").says("nothing was sent");
    hub.run("list").exits(4);
    assert!(hub.open().is_empty());
}

#[test]
fn who_extends_what_was_just_bought_is_told_so() {
    let hub = Hub::new();
    hub.run(&order("203.0.113.50", "--yes")).exits(0);
    let again = hub.run(&order("203.0.113.50", "--yes --extend")).exits(0);
    again.says("bought the same a moment ago");
    assert_eq!(hub.ledger().len(), 2);
}

#[test]
fn what_a_customer_may_see_holds_the_reference_only_when_asked_for() {
    let hub = Hub::new();
    let notes = |number: usize| {
        let sent = hub.sent("softaculous_buy").remove(number).body;
        sent.into_iter().find(|(name, _)| name == "notes").map(|(_, value)| value)
    };
    hub.run(&order("203.0.113.50", "--yes")).exits(0);
    assert_eq!(notes(0), None);
    let done = hub.run(&order("203.0.113.51", "--yes --reference --format json")).exits(0).json();
    assert_eq!(notes(1).as_deref(), done["reference"].as_str());
    hub.run(&order("203.0.113.52", "--yes --reference --notes mine")).exits(0);
    assert_eq!(notes(2).as_deref(), Some("mine"));
}

#[test]
fn a_trial_of_webuzo_is_started_once() {
    let hub = Hub::new();
    let line = "order webuzo-trial noc --ip 192.0.2.9 --server-type vps";
    hub.run(line).exits(2).says("add --yes");
    let shown = hub.run(&format!("{line} --dry-run")).exits(0).says("starts a trial of Webuzo").out;
    assert!(shown.contains("ca=webuzotrial") && shown.contains("gettrial=1"), "{shown}");
    let done = hub.run(&format!("{line} --yes --format json")).exits(0).json();
    assert_eq!((&done["outcome"], &done["record"]["ip"]), (&"done".into(), &"192.0.2.9".into()));
    hub.run(&format!("{line} --yes")).exits(2).says("the address has a licence already");
    assert_eq!(hub.sent("webuzotrial").len(), 1);
    hub.run(&format!("{line} --yes --extend")).exits(1).says("has a license already");
    hub.fault("webuzotrial", license_sandbox::FaultKind::CommitThenDrop);
    let lost = line.replace("192.0.2.9", "192.0.2.10");
    let found = hub.run(&format!("{lost} --yes --format json")).exits(5).json();
    assert_eq!(found["outcome"], "happened");
    hub.run(&format!("{lost} --yes")).exits(2).says("the address has a licence already");
    hub.fault("webuzotrial", license_sandbox::FaultKind::CloseBefore);
    let lost = line.replace("192.0.2.9", "192.0.2.11");
    hub.run(&format!("{lost} --yes")).exits(5);
    hub.run(&format!("{lost} --yes")).exits(4).says("the very same was sent before");
}

#[test]
fn a_call_that_spends_is_asked_about_like_any_other() {
    let hub = Hub::new();
    let line = "call noc webuzotrial --effect spend --field ips=192.0.2.1 --field type=2 --field gettrial=1";
    let ran = hub.run(&format!("{line} --yes")).exits(0);
    assert_eq!(ran.json()["ip"], "192.0.2.1");
    hub.run(&format!("{line} --yes")).exits(1).says("has a license already");
    assert!(hub.open().is_empty());
}

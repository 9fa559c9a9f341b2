//! ispmanager and ISPlicense: what changes or spends.

use license_sandbox::billmgr::{Habits, LowBalance, NodeChange};
use license_sandbox::{Fault, FaultKind, Vendor};
use serde_json::Value;

use crate::billmgr::{config, hub};
use crate::kit::Hub;

const CANARY: &str = "sandbox-isp-pass";

fn order(address: &str, more: &str) -> String {
    format!(
        "order ispmanager isp --tariff lite --ip {address} --name web-x --period 1 --auto-renew off {more}"
    )
}

fn amounts(hub: &Hub) -> Vec<String> {
    hub.ledger().iter().map(|entry| entry.amount.to_string()).collect()
}

fn shown(hub: &Hub, account: &str, license: &str) -> Value {
    hub.run(&format!("show {account} {license} --format json")).exits(0).json()
}

#[test]
fn an_order_is_checked_sent_once_and_charged_once() {
    let hub = hub();
    let ran = hub.run(&order("203.0.113.200", "--remote-id shop-7 --project 1 --yes --format json")).exits(0);
    let result = ran.json();
    assert_eq!((&result["outcome"], &result["operation"]), (&"done".into(), &"ispmanager.order".into()));
    assert_eq!((&result["license_id"], &result["ip"]), (&"1204428".into(), &"203.0.113.200".into()));
    ran.says("the vendor says that 203.0.113.200 can have it").says("the balance is 500.00 EUR").says("LIVE");
    assert_eq!(amounts(&hub), ["4.00"]);
    assert_eq!((hub.sent("soft.order.param").len(), hub.sent("soft.checkip").len()), (1, 1));
    assert!(hub.open().is_empty());
    hub.run(&order("203.0.113.200", "--yes")).exits(1).says("exists");
    assert_eq!(hub.sent("soft.order.param").len(), 1, "the check of the address stops it");
    hub.run("order ispmanager isp --tariff lite --ip 192.0.2.1 --name x --period 1 --yes")
        .exits(2)
        .says("off");
}

#[test]
fn the_key_is_waited_for() {
    let hub = hub();
    let mut habits = Habits::default();
    habits.key_on_read = 1;
    hub.sandbox.set_billmgr_habits(Vendor::Ispmanager, habits.clone());
    let ran = hub.run(&order("203.0.113.200", "--wait --yes --format json")).exits(0);
    assert!(ran.json()["license_key"].as_str().unwrap().starts_with("1204428-"));
    // A key that does not come makes the order no less done.
    (habits.key_on_read, habits.key_after_days) = (0, 9);
    hub.sandbox.set_billmgr_habits(Vendor::Ispmanager, habits.clone());
    let ran = hub.run(&order("203.0.113.201", "--wait 1ms --yes --format json")).exits(3);
    assert_eq!(ran.json()["outcome"], "done");
    ran.says("its key is not there yet").says("license-hub show isp 1204429");
    assert!(hub.open().is_empty());
    assert_eq!(amounts(&hub), ["4.00", "4.00"]);
}

#[test]
fn every_kind_can_be_ordered() {
    let hub = hub();
    for (line, amount) in [
        ("ispmanager isp --tariff 55227 --ip 192.0.2.1 --name a --period 12 --auto-renew 12", "48.00"),
        (
            "ispmanager isp --tariff business --nodes 2 --ip 192.0.2.2 --name b --period 1 --auto-renew off",
            "24.00",
        ),
        (
            "ispmanager-software isp --tariff CloudLinux --ip 192.0.2.3 --name c --period 1 --auto-renew off",
            "14.00",
        ),
        ("ispmanager-module isp --tariff 55371 --for 1204417 --period 1 --auto-renew off", "24.00"),
        (
            "ispmanager-platform isp --tariff 55163 --addon 55165=1 --period 1 --auto-renew off --comment x",
            "20.00",
        ),
        ("isplicense ispl --tariff 547 --ip 192.0.2.4 --name d --period lifetime", "192.00"),
        ("isplicense-plesk ispl --tariff 264 --ip 192.0.2.5 --period 1", "9.00"),
        ("isplicense-module ispl --tariff 354 --period 1", "5.00"),
    ] {
        hub.run(&format!("order {line} --yes")).exits(0);
        assert_eq!(amounts(&hub).pop().unwrap(), amount, "{line}");
    }
    let trial = "order ispmanager isp --tariff trial --ip 192.0.2.9 --name t --period trial --yes";
    hub.run(trial).exits(0);
    assert_eq!(hub.ledger().len(), 8, "a trial costs nothing");
    hub.run(&order("192.0.2.10", "--yes").replace("--period 1", "--period 3")).exits(2).says("periods 1, 12");
    hub.run(&order("192.0.2.10", "--yes").replace("lite", "9203")).exits(2).says("of the product software");
}

#[test]
fn a_dry_run_shows_the_exact_request_and_sends_nothing() {
    let hub = hub();
    let ran = hub.run(&order("203.0.113.200", "--dry-run")).exits(0).says("Nothing was sent");
    let (request, reference) = ran.out.split_once("  remoteid=").unwrap();
    assert_eq!(
        request,
        format!(
            "POST {}\n  authinfo=***\n  out=xml\n  lang=en\n  func=soft.order.param\n  clicked_button=finish\n  \
             ip=203.0.113.200\n  licname=web-x\n  period=1\n  pricelist=55227\n  autoprolong=null\n  sok=ok\n  \
             skipbasket=on\n",
            hub.sandbox.ispmanager_url()
        )
    );
    assert!(reference.starts_with("lh-") && reference.len() == 14, "{reference}");
    ran.says("is another one each time");
    let own = hub.run(&order("203.0.113.200", "--remote-id shop-7 --dry-run")).exits(0).out;
    assert!(own.ends_with("  remoteid=shop-7\n"), "{own}");
    assert_eq!(hub.sandbox.connections(), 0);
    for line in [
        "renew isp 1204417 --period 1",
        "set-ip isp 1204417 192.0.2.1 --name x",
        "suspend isp 1204417",
        "resume isp 1204417",
        "set-nodes isp 1204420 --nodes 4",
        "change-tariff isp 1204417 --to pro",
        "new-key isp 1204417",
        "cancel isp 1204417",
        "auto-renew isp 1204417 on",
        "cart isp --remove 9911",
    ] {
        let ran = hub.run(&format!("{line} --dry-run")).exits(0);
        assert!(ran.out.contains("func=") && !ran.out.contains(CANARY), "{line}: {}", ran.out);
    }
    let sok = |request: &license_sandbox::RecordedRequest| request.body.iter().any(|(name, _)| name == "sok");
    assert!(!hub.sandbox.requests().iter().any(sok) && hub.ledger().is_empty());
}

#[test]
fn a_licence_is_looked_after() {
    let hub = hub();
    hub.run("renew isp 1204418 --period 1 --yes").exits(0).says("runs until 2026-04-06");
    hub.run("renew isp 1204421 --period 1 --yes").exits(1);
    hub.run("set-ip isp web-15 203.0.113.99 --name web-99").exits(0);
    let now = shown(&hub, "isp", "1204417");
    assert_eq!((&now["ip"], &now["title"]), (&"203.0.113.99".into(), &"web-99".into()));
    hub.run("set-ip isp web-99 --name web-98").exits(0);
    assert_eq!(shown(&hub, "isp", "1204417")["ip"], "203.0.113.99", "the address stays");
    hub.run("set-ip isp web-98 203.0.113.97").exits(1).says("once a month");
    hub.run("set-ip isp web-98 0.0.0.0").exits(0);
    assert!(shown(&hub, "isp", "1204417")["ip"].is_null());

    hub.run("suspend isp 1204418").exits(0);
    assert_eq!(shown(&hub, "isp", "1204418")["status"], "inactive");
    hub.run("resume isp 1204418").exits(0);
    assert_eq!(shown(&hub, "isp", "1204418")["status"], "active");

    hub.run("set-nodes isp cluster-1 --nodes 4 --yes").exits(0);
    hub.run("set-nodes ispl cust-10 --addon 550=3 --yes").exits(0);
    assert_eq!(shown(&hub, "ispl", "88126")["record"]["addons"]["550"], 3);
    hub.run("change-tariff isp 1204419 --to business --yes").exits(0);
    assert_eq!(shown(&hub, "isp", "1204419")["tariff"], "Ispmanager 6 business");
    let old = shown(&hub, "isp", "1204419")["key"].clone();
    let made = hub.run("new-key isp 1204419 --yes --format json").exits(0).json();
    assert_ne!(made["license_key"], old);
    assert_eq!(
        (&made["license_id"], &shown(&hub, "isp", "1204419")["key"]),
        (&"1204419".into(), &made["license_key"])
    );

    hub.run("auto-renew isp 1204419 on").exits(0);
    assert_eq!(shown(&hub, "isp", "1204419")["record"]["autoprolong"], "12");
    hub.run("auto-renew isp 1204419 off").exits(0);
    assert_eq!(shown(&hub, "isp", "1204419")["auto_renew"], "off");

    hub.run("cancel isp 203.0.113.115 --yes").exits(0).says("marked as deleted");
    let asked = hub.sandbox.requests().len();
    hub.run("cancel ispl 88124 --refund --yes").exits(2).says("gives nothing back");
    assert_eq!(hub.sandbox.requests().len(), asked);
}

#[test]
fn an_address_with_several_licences_is_not_cancelled_unless_one_is_named() {
    let hub = hub();
    hub.run("cancel isp 203.0.113.115 --yes").exits(2).says("has several licences");
    assert!(hub.sent("soft.delete").is_empty() && hub.sent("softexternal.delete").is_empty());
    hub.run("cancel isp 203.0.113.115 --product software --yes").exits(0);
    hub.run("show isp 203.0.113.115").exits(0);
}

#[test]
fn what_lies_in_the_cart_is_not_called_done() {
    let hub = hub();
    let ran = hub.run(&order("203.0.113.200", "--cart --yes --format json")).exits(0);
    assert_eq!(ran.json()["outcome"], "waiting");
    ran.says("puts into the cart").says("not paid");
    let cart = hub.run("cart isp --format json").exits(0).json();
    let item = &cart["items"][0];
    assert_eq!((&item["price"], &item["license_id"]), (&"4.00".into(), &"1204428".into()));
    hub.run(&format!("cart isp --remove {}", item["item"].as_str().unwrap())).exits(0);
    hub.run("cart isp --clear").exits(2).says("the cart is empty");
    // Nodes that were asked for at once and were not set.
    let mut habits = Habits::default();
    habits.node_change = NodeChange::ThroughCart;
    hub.sandbox.set_billmgr_habits(Vendor::Isplicense, habits);
    let ran = hub.run("set-nodes ispl cust-10 --nodes 3 --yes --format json").exits(3);
    assert_eq!(ran.json()["outcome"], "waiting");
    ran.says("nothing was charged");
    assert!(hub.ledger().is_empty());
}

#[test]
fn a_lost_order_is_unknown_is_found_and_is_charged_once() {
    let hub = hub();
    hub.fault("soft.order.param", FaultKind::CommitThenDrop);
    let ran = hub.run(&order("203.0.113.160", "--yes --format json")).exits(5);
    assert_eq!(ran.json()["outcome"], "happened");
    assert_eq!(ran.json()["license_id"], "1204428");
    let stored = std::fs::read(hub.journal()).unwrap();
    let stored = String::from_utf8_lossy(&stored);
    assert!(!stored.contains(CANARY) && !ran.out.contains(CANARY) && !ran.err.contains(CANARY));
    let check = format!("journal check {} --format json", ran.json()["reference"].as_str().unwrap());
    assert_eq!(hub.run(&check).exits(0).json()["outcome"], "happened");
    hub.run(&order("203.0.113.160", "--yes")).exits(1);
    assert_eq!((hub.ledger().len(), hub.sent("soft.order.param").len()), (1, 1));

    hub.fault("soft.order.param", FaultKind::CloseBefore);
    assert_eq!(
        hub.run(&order("203.0.113.161", "--yes --format json")).exits(5).json()["outcome"],
        "not-seen"
    );
    hub.run(&order("203.0.113.161", "--yes")).exits(4).says("the very same was sent before");
    hub.run(&order("203.0.113.161", "--yes --again")).exits(0);
    assert_eq!(hub.ledger().len(), 2);
}

#[test]
fn everything_else_that_spends_is_found_again_too() {
    let hub = hub();
    for (function, line) in [
        ("service.prolong", "renew isp 1204418 --period 1"),
        ("soft.edit", "set-nodes isp 1204420 --nodes 4"),
        ("service.changepricelist", "change-tariff isp 1204419 --to business"),
        ("soft.edit", "new-key isp 1204417"),
        ("soft.delete", "cancel isp 1204424"),
    ] {
        // The form is read by the same function before: to find the licence, and to look at it twice.
        let before = hub.sent(function).len();
        hub.run(&format!("{line} --dry-run")).exits(0);
        let reads = u32::try_from(hub.sent(function).len() - before).unwrap();
        let skip = if function == "soft.edit" { reads + 1 } else { 0 };
        hub.sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation(function).skip(skip));
        let ran = hub.run(&format!("{line} --yes --format json")).exits(5);
        assert_eq!(ran.json()["outcome"], "happened", "{line}");
    }
    let lost: Vec<_> = hub.entries();
    assert_eq!(lost.len(), 5);
    for entry in lost {
        let check = format!("journal check {}", entry["reference"].as_str().unwrap());
        hub.run(&check).exits(0).says("It happened");
    }
    assert_eq!(hub.ledger().len(), 3, "each was charged once");
}

#[test]
fn a_lost_order_without_an_address_is_not_sent_twice_by_accident() {
    let hub = hub();
    let line = "order isplicense-module ispl --tariff 354 --period 1 --remote-id shop-9 --yes";
    hub.fault("addition.order.param", FaultKind::CommitThenDrop);
    let ran = hub.run(&format!("{line} --format json")).exits(5);
    assert_eq!(ran.json()["outcome"], "happened", "by its own id");
    hub.run(line).exits(4).says("--again");
    assert_eq!(hub.ledger().len(), 1);
}

#[test]
fn a_refusal_is_a_refusal() {
    let hub = hub();
    hub.fault("soft.order.param", FaultKind::NotEnoughMoney);
    hub.run(&order("203.0.113.200", "--yes")).exits(1).says("notenoughmoney");
    assert!(hub.ledger().is_empty() && hub.open().is_empty());
    // Where the vendor takes the order all the same, its key never comes.
    let mut habits = Habits::default();
    habits.low_balance = LowBalance::Unpaid;
    hub.sandbox.set_billmgr_habits(Vendor::Isplicense, habits);
    for number in 1..=3 {
        let line = format!(
            "order isplicense ispl --tariff 547 --ip 192.0.2.{number} --name x --period lifetime --yes"
        );
        hub.run(&format!("{line}{}", if number == 3 { " --wait 1ms" } else { "" })).exits(if number == 3 {
            3
        } else {
            0
        });
    }
    assert_eq!(hub.ledger().len(), 2);
}

#[test]
fn what_the_vendor_says_beforehand_stops_it_unless_it_is_overruled() {
    let hub = hub();
    let taken = order("203.0.113.115", "--yes");
    hub.run(&taken).exits(1).says("cannot have it").says("--despite address");
    assert!(hub.sent("soft.order.param").is_empty());
    hub.run(&format!("{taken} --despite address")).exits(1).says("exists").says("nothing was done");
    assert_eq!(hub.sent("soft.order.param").len(), 1, "now the vendor itself said no");

    let dear = |number: u8, more: &str| {
        let line = "order ispmanager isp --tariff pro --name x --period 12 --auto-renew off --yes";
        hub.run(&format!("{line} --ip 192.0.2.{number} {more}"))
    };
    let mut number = 0;
    let refused = loop {
        number += 1;
        let ran = dear(number, "");
        if ran.code != 0 {
            break ran;
        }
        assert!(number < 20, "the money never ends");
    };
    refused.exits(4).says("the balance is").says("--despite balance");
    let sent = hub.sent("soft.order.param").len();
    dear(number, "--despite balance").exits(1).says("notenoughmoney");
    assert_eq!(hub.sent("soft.order.param").len(), sent + 1);
}

#[test]
fn an_account_without_the_check_of_addresses_can_still_order() {
    let hub = hub();
    let mut habits = Habits::default();
    habits.denied = vec!["soft.checkip".into(), "subaccount".into()];
    hub.sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    let ran = hub.run(&order("203.0.113.200", "--yes")).exits(0);
    ran.says("the vendor does not say whether 203.0.113.200 can have it")
        .says("the vendor does not tell the balance");
    hub.run("balance isp").exits(1);
}

#[test]
fn no_secret_is_ever_written() {
    let hub = hub();
    hub.write("config.toml", &config(&hub).replace(CANARY, "canary-4711-secret"));
    for line in ["list --account isp", "balance isp -v", "call isp soft --effect read", "suspend isp 1204417"]
    {
        let ran = hub.run(line).exits(1);
        assert!(!ran.out.contains("canary-4711") && !ran.err.contains("canary-4711"), "{ran:?}");
    }
}

//! What changes and what spends.

use std::collections::BTreeMap;

use license_sandbox::FaultKind;
use license_sandbox::websoftsolus::{OrderReply, Replies};
use rust_decimal::Decimal;

use super::{asked, hub, plesk};
use crate::kit::Hub;

/// The fields of the one order that was sent for a family.
fn fields(hub: &Hub, operation: &str) -> BTreeMap<String, String> {
    let [sent] = hub.sent(operation).try_into().unwrap();
    sent.body.into_iter().collect()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn plesk_12_is_ordered_with_all_its_options_and_no_others() {
    let hub = hub();
    let ran = hub.run(&plesk(
        "web9",
        "--comment 4711 --sites 30 --site-options mls_support --applications POWER_PACK --language-packs UNLIMITED \
         --antivirus PREMIUM_ANTIVIRUS_FOR_WIN --extra resellerId=7 --yes --format json",
    ));
    let done = ran.exits(0).json();
    assert_eq!(
        (&done["outcome"], &done["product"], &done["term"]),
        (&"done".into(), &"plesk".into(), &"1M".into())
    );
    assert_eq!(
        fields(&hub, "plesk.order"),
        map(&[
            ("product", "PLESK-12-WEB-PRO"),
            ("title", "web9"),
            ("comment", "4711"),
            ("period", "1"),
            ("WPBSites", "30"),
            ("WPBOptions", "MLS_SUPPORT"),
            ("applications", "POWER_PACK"),
            ("languagePack", "UNLIMITED"),
            ("antivirus", "PREMIUM_ANTIVIRUS_FOR_WIN"),
            ("resellerId", "7"),
        ])
    );
    let [charge] = hub.ledger().try_into().unwrap();
    assert_eq!(done["license_key"].as_str(), charge.license_key.as_deref());
    assert!(hub.open().is_empty());
}

#[test]
fn plesk_10_is_ordered_with_all_its_options_and_no_others() {
    let hub = hub();
    let line = "order plesk wss --generation 10 --product PLESK-10-UNLIMITED --title old9 --period 3 --os windows \
                --sites 1000 --applications POWER_PACK --business-manager UNLIMITED --language-packs 5 \
                --antivirus PREMIUM_ANTIVIRUS --all-fields --yes --format json";
    let ran = hub.run(line).exits(0).says(
        "orders the Plesk licence `PLESK-10-UNLIMITED`, titled `old9`, renewed and paid for \
                                 every 3 months, for WINDOWS, with sites 1000",
    );
    // Where nobody wrote a comment, the journal's name for the order is one that only the provider sees.
    let reference = ran.json()["reference"].as_str().unwrap().to_owned();
    assert_eq!(
        fields(&hub, "plesk.order"),
        map(&[
            ("product", "PLESK-10-UNLIMITED"),
            ("title", "old9"),
            ("comment", &reference),
            ("period", "3"),
            ("os", "WINDOWS"),
            ("WPBSites", "1000"),
            ("WPBOptions", "0"),
            ("applications", "POWER_PACK"),
            ("CBMClients", "UNLIMITED"),
            ("languagePack", "5"),
            ("antivirus", "PREMIUM_ANTIVIRUS"),
        ])
    );
}

#[test]
fn each_generation_has_options_of_its_own_and_a_slip_sends_nothing() {
    let hub = hub();
    let ten = "order plesk wss --generation 10 --product P --title t --period 1 --yes";
    for (line, says) in [
        (ten.to_owned(), "needs --os"),
        (format!("{ten} --os LINUX --site-options 0"), "--site-options is only for Plesk 12"),
        (format!("{ten} --os LINUX --sites 10"), "must be one of 0, 100, 1000"),
        (format!("{ten} --os LINUX --language-packs UNLIMITED"), "must be one of 0, 1, 2, 3, 4, 5"),
        (format!("{ten} --os LINUX --antivirus PREMIUM_ANTIVIRUS_FOR_WIN"), "antivirus"),
        (format!("{ten} --os BSD"), "must be one of LINUX, WINDOWS"),
        (plesk("t", "--yes --os LINUX"), "--os is only for Plesk 10"),
        (plesk("t", "--yes --business-manager 0"), "--business-manager is only for Plesk 10"),
        (plesk("t", "--yes --sites 20"), "must be one of 0, 10, 30, 100, 1000"),
        (plesk("t", "--yes --extra title=other"), "`title` is a field of this order already"),
        (plesk("t", "--yes --extra other"), "NAME=VALUE"),
        (plesk("t", "--yes").replace("--period 1", "--period 2"), "must be one of 1, 3, 6, 12, 24, 36"),
        (plesk("t", "--yes").replace("--generation 12", "--generation 11"), "[possible values: 10, 12]"),
        (plesk("t", "--yes").replace("--title t", ""), "--title"),
        (plesk("t", ""), "add --yes"),
        (
            "order cpanel wss --product P --title t --period 1 --ip 192.0.2.1 --addon X --yes".into(),
            "FANTASTICO",
        ),
        ("order cpanel wss --product P --title t --period 1 --yes".into(), "--ip"),
        ("order virtuozzo wss --product P --title t --period 1 --yes".into(), "--os"),
    ] {
        hub.run(&line).exits(2).says(says);
    }
    let twice = "order cpanel wss --product P --title t --period 1 --ip 192.0.2.1 --addon KERNELCARE --addon kernelcare";
    hub.run(&format!("{twice} --yes")).exits(2).says("named twice");
    assert!(asked(&hub).is_empty() && hub.open().is_empty());
}

#[test]
fn cpanel_and_virtuozzo_are_ordered() {
    let hub = hub();
    let line = "order cpanel wss --product CPANEL-VPS --title cp9 --period 12 --ip 203.0.113.99 --addon cloudlinux \
                --addon KERNELCARE --yes --format json";
    let done = hub.run(line).exits(0).json();
    assert_eq!((&done["ip"], &done["term"]), (&"203.0.113.99".into(), &"12M".into()));
    assert_eq!(
        fields(&hub, "cpanel.order"),
        map(&[
            ("product", "CPANEL-VPS"),
            ("title", "cp9"),
            ("comment", done["reference"].as_str().unwrap()),
            ("serverIP", "203.0.113.99"),
            ("period", "12"),
            ("addons[0]", "CLOUDLINUX"),
            ("addons[1]", "KERNELCARE"),
        ])
    );
    let line = "order virtuozzo wss --product VIRTUOZZO-1-CPU --title node9 --period 3 --os linux --yes";
    hub.run(line).exits(0).says("ordered: key VZ.03100003");
    let sent = fields(&hub, "virtuozzo.order");
    assert_eq!((sent["os"].as_str(), sent["period"].as_str(), sent.len()), ("LINUX", "3", 5));
    assert_eq!(hub.ledger().len(), 2);
    assert!(hub.ledger().iter().all(|entry| entry.amount > Decimal::ZERO));
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let hub = hub();
    let ran = hub.run(&plesk("web9", "--dry-run")).exits(0);
    assert!(
        ran.out.contains("POST ") && ran.out.contains("/websoftsolus/license/plesk/order"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("Bearer ***") && ran.out.contains("antivirus=0"), "{}", ran.out);
    ran.says("WebSoftSolus, account wss, LIVE").says("Nothing was sent");
    let json = hub.run(&plesk("web9", "--dry-run --format json")).exits(0).json();
    assert_eq!(json[0]["operation"], "websoftsolus.plesk.order");
    assert!(asked(&hub).is_empty(), "not even a token was asked for");

    let ran = hub.run("cancel wss 4921062 --dry-run").exits(0).says("Only the licence was looked up");
    assert!(ran.out.starts_with("DELETE "), "{}", ran.out);
    let ran = hub.run("edit wss 4921062 --title a --comment b --dry-run").exits(0);
    assert!(ran.out.contains("PUT ") && ran.out.contains("title=a"), "{}", ran.out);
    assert!(asked(&hub).iter().all(|name| {
        name == "access/token"
            || ["plesk.", "cpanel.", "virtuozzo."].iter().any(|family| {
                name.strip_prefix(family).is_some_and(|act| ["list", "properties"].contains(&act))
            })
    }));
}

#[test]
fn title_and_comment_are_set_together() {
    let hub = hub();
    for line in ["edit wss 4921062 --title a", "edit wss 4921062 --comment b", "edit wss 4921062"] {
        hub.run(line).exits(2).says("give both --title and --comment");
    }
    assert!(asked(&hub).is_empty());
    hub.run("edit wss 4921062 --title a --comment b").exits(0).says("edited: key 4921062");
    let shown = hub.run("show wss 4921062 --format json").json();
    assert_eq!((&shown["title"], &shown["record"]["comment"]), (&"a".into(), &"b".into()));
    hub.run("edit wss VZ.03100001 --title n --comment=").exits(0);
    assert_eq!(fields(&hub, "virtuozzo.edit"), map(&[("title", "n"), ("comment", "")]));
    assert!(hub.ledger().is_empty());
}

#[test]
fn a_licence_is_ended_for_good() {
    let hub = hub();
    hub.run("cancel wss PLSK.02980001").exits(2).says("add --yes");
    assert!(asked(&hub).is_empty());
    let ran = hub.run("cancel wss PLSK.02980001 --yes --format json").exits(0);
    assert_eq!(
        (&ran.json()["outcome"], &ran.json()["license_key"]),
        (&"done".into(), &"PLSK.02980001".into())
    );
    ran.says("TERMINATES the plesk licence key PLSK.02980001, titled `web1`, which runs until 2026-03-13")
        .says("cannot be undone");
    hub.run("cancel wss PLSK.02980001 --yes").exits(2).says("there is no licence");
    // One whose properties are not to be had can be ended all the same.
    for _ in 0..2 {
        hub.fault("cpanel.properties", FaultKind::status(404));
    }
    hub.run("cancel wss 4921062 --yes").exits(0);
    assert_eq!((hub.sent("plesk.terminate").len(), hub.sent("cpanel.terminate").len()), (1, 1));
    assert!(hub.open().is_empty());
}

#[test]
fn a_refusal_is_one_and_an_ended_token_is_replaced() {
    let hub = hub();
    hub.fault("plesk.order", FaultKind::NotEnoughMoney);
    let ran = hub.run(&plesk("web9", "--yes")).exits(1).says("nothing was done");
    assert!(ran.out.is_empty() && hub.open().is_empty() && hub.ledger().is_empty());
    let wrong = plesk("web9", "--yes").replace("WEB-PRO", "WEB-PROO");
    hub.run(&wrong).exits(1);
    hub.fault("access/token", FaultKind::BadCredentials);
    hub.run(&plesk("web9", "--yes")).exits(1).says("credentials in the configuration");
    assert!(hub.ledger().is_empty());

    hub.fault("plesk.list", FaultKind::ExpiredToken);
    hub.run("list").exits(0);
    hub.fault("plesk.order", FaultKind::ExpiredToken);
    hub.run(&plesk("web9", "--yes")).exits(0);
    assert_eq!(hub.ledger().len(), 1);
}

#[test]
fn a_key_that_comes_later_is_said() {
    let hub = hub();
    hub.sandbox.set_websoftsolus_replies(Replies::default().order(OrderReply::OrderId));
    let ran = hub.run(&plesk("web9", "--yes --format json")).exits(0);
    assert!(ran.json()["license_key"].is_null() && ran.json()["action_id"].is_string(), "{}", ran.out);
    ran.says("the answer names no key");
}

#[test]
fn the_test_environment_is_apart() {
    let hub = hub();
    let text = std::fs::read_to_string(hub.path("config.toml")).unwrap();
    hub.write("config.toml", &text.replace("\"live\"", "\"test\""));
    let ran = hub.run(&plesk("web9", "--yes")).exits(0).says("account wss, test");
    assert!(ran.out.contains("test"));
    assert!(hub.sandbox.requests().iter().all(|request| request.path.starts_with("/websoftsolus/test/")));
    assert_eq!(hub.run("list --format json").json().as_array().unwrap().len(), 1);
}

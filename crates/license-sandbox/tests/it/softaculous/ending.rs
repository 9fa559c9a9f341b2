//! Refunds and cancellations.

use crate::client::{IP, KEY, ask, buy, done, ips, purchase, refused, start};

#[test]
fn a_refund_returns_the_money_and_takes_the_time_back() {
    let sandbox = start();
    let first = buy(&sandbox, "192.0.2.1");
    let second = buy(&sandbox, "192.0.2.1");
    let refund = done(&sandbox, "softaculous_refund", &format!("actid={}", second["actid"]));
    assert_eq!((&refund["amt"], &refund["bal"]), (&(-2).into(), &(-498).into()));
    assert_eq!((&refund["rate"], &refund["lid"]), (&"2.00".into(), &first["lid"].to_string().into()));
    assert_eq!((&refund["added"], &refund["action"]), (&"-1M".into(), &"refund".into()));

    let lid = first["lid"].to_string();
    assert_eq!(ask(&sandbox, "softaculous", "ips=192.0.2.1")["licenses"][&lid]["expires"], "20260401");
    let logs = ask(&sandbox, "softaculous_licenselogs", "licip=192.0.2.1");
    assert_eq!(logs["actions"][second["actid"].to_string()]["refunded"], "1");
    assert_eq!(logs["actions"][first["actid"].to_string()]["refunded"], "0");
    let action = &logs["actions"][refund["actid"].to_string()];
    assert_eq!((&action["action"], &action["amt"]), (&"refund".into(), &"-2.00".into()));
    assert_eq!((&action["added"], &action["refunded"]), (&"-1M".into(), &"0".into()));

    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!(
        (entry.operation.as_str(), entry.amount.to_string().as_str()),
        ("softaculous_refund", "-2.00")
    );
    assert_eq!((entry.term.as_deref(), entry.action_id), (Some("-1M"), refund["actid"].as_u64()));
    assert_eq!(entry.ip.as_deref(), Some("192.0.2.1"));
}

#[test]
fn a_transaction_is_refunded_once() {
    let sandbox = start();
    let bought = buy(&sandbox, "192.0.2.1");
    let refund = done(&sandbox, "softaculous_refund", &format!("actid={}", bought["actid"]));
    assert_eq!(refused(&sandbox, "softaculous_refund", &format!("actid={}", bought["actid"])), "actid");
    assert_eq!(refused(&sandbox, "softaculous_refund", &format!("actid={}", refund["actid"])), "actid");
}

#[test]
fn a_refund_has_seven_days() {
    let sandbox = start();
    let bought = buy(&sandbox, "192.0.2.1");
    let other = buy(&sandbox, "192.0.2.2");
    sandbox.advance(6).unwrap();
    done(&sandbox, "softaculous_refund", &format!("actid={}", bought["actid"]));
    sandbox.advance(1).unwrap();
    assert_eq!(refused(&sandbox, "softaculous_refund", &format!("actid={}", other["actid"])), "actid");
}

#[test]
fn what_is_no_purchase_is_not_refunded() {
    let sandbox = start();
    for actid in ["", "0", "-1", "999999", "abc", "109", "106"] {
        assert_eq!(refused(&sandbox, "softaculous_refund", &format!("actid={actid}")), "actid", "{actid}");
    }
    assert_eq!(refused(&sandbox, "webuzo_refund", "actid=100"), "actid", "that was another product");
    done(&sandbox, "softaculous_cancel", &format!("lickey={KEY}&cancel_license=1"));
    assert_eq!(refused(&sandbox, "softaculous_refund", "actid=100"), "actid", "the licence is gone");
}

#[test]
fn a_cancellation_removes_the_licence_and_pays_nothing_back() {
    let sandbox = start();
    done(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&addrenewal=1"));
    let cancelled = done(&sandbox, "softaculous_cancel", &format!("lickey={KEY}&cancel_license=1"));
    assert_eq!(cancelled["cancelled_license"]["lid"], "1000");
    assert_eq!(ask(&sandbox, "softaculous", &format!("lickey={KEY}"))["num_results"], 0);
    assert_eq!(ips(&ask(&sandbox, "softaculous_renewals", "")), ["203.0.113.13"]);
    assert!(sandbox.ledger().is_empty());
    assert!(sandbox.requests()[1].committed);
    assert_eq!(refused(&sandbox, "softaculous_cancel", &format!("lickey={KEY}&cancel_license=1")), "license");
    assert_eq!(refused(&sandbox, "softaculous_licenselogs", &format!("key={KEY}")), "license");
    assert_eq!(buy(&sandbox, IP)["action"], "new");
}

#[test]
fn a_licence_is_cancelled_by_any_of_its_addresses() {
    let sandbox = start();
    let cancelled = done(&sandbox, "softaculous_cancel", "licip=203.0.113.16&lickey=&cancel_license=1");
    assert_eq!(cancelled["cancelled_license"]["lid"], "1005");
}

#[test]
fn more_than_a_month_is_given_up_only_by_force() {
    let sandbox = start();
    let form = "licip=203.0.113.14&cancel_license=1";
    assert_eq!(refused(&sandbox, "softaculous_cancel", form), "refund");
    assert_eq!(refused(&sandbox, "softaculous_cancel", &format!("{form}&force=0")), "refund");
    done(&sandbox, "softaculous_cancel", &format!("{form}&force=1"));

    buy(&sandbox, "192.0.2.1");
    done(&sandbox, "softaculous_cancel", "licip=192.0.2.1&cancel_license=1");
    buy(&sandbox, "192.0.2.1");
    let renewal = buy(&sandbox, "192.0.2.1");
    assert_eq!(refused(&sandbox, "softaculous_cancel", "licip=192.0.2.1&cancel_license=1"), "refund");
    done(&sandbox, "softaculous_refund", &format!("actid={}", renewal["actid"]));
    done(&sandbox, "softaculous_cancel", "licip=192.0.2.1&cancel_license=1");
}

#[test]
fn a_cancellation_says_which_licence_and_that_it_is_meant() {
    let sandbox = start();
    let cancel = |form: &str| refused(&sandbox, "softaculous_cancel", form);
    assert_eq!(cancel("cancel_license=1"), "license");
    assert_eq!(cancel("cancel_license=1&ips=198.198.198.198"), "license", "the field is licip here");
    assert_eq!(cancel("cancel_license=1&lickey=00000"), "license");
    assert_eq!(cancel(&format!("lickey={KEY}")), "cancel_license");
    assert_eq!(cancel(&format!("lickey={KEY}&cancel_license=0")), "cancel_license");
    assert_eq!(cancel(&format!("cancel_license=1&lickey={KEY}&licip=203.0.113.11")), "license");
    done(&sandbox, "softaculous_cancel", &format!("cancel_license=1&lickey={KEY}&licip={IP}"));
}

#[test]
fn every_charge_can_come_back_and_the_balance_with_it() {
    let sandbox = start();
    let form = purchase("192.0.2.1").replace("1M", "7M");
    let bought = done(&sandbox, "softaculous_buy", &form);
    assert_eq!(bought["bal"], -486);
    let refund = done(&sandbox, "softaculous_refund", &format!("actid={}", bought["actid"]));
    assert_eq!((&refund["bal"], &refund["added"]), (&(-500).into(), &"-7M".into()));
    let list = ask(&sandbox, "softaculous", "ips=192.0.2.1");
    assert_eq!(
        list["licenses"][bought["lid"].to_string()]["expires"],
        "20260301",
        "it stays, with no time left"
    );
}

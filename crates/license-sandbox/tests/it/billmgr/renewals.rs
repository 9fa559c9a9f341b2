//! More time for a licence, and another tariff.

use super::{ISP, ISPL, LITE, PRO, done, order, refusal, refused, show};
use crate::client::start;

#[test]
fn a_renewal_counts_from_the_end_or_from_today() {
    let sandbox = start();
    let before = show(&sandbox, LITE).text("/doc/expiredate");
    let renewed = done(&sandbox, ISP, &format!("func=service.prolong&elid={LITE}&period=1&sok=ok"));
    assert_eq!(
        (renewed.text("/doc/doc/expiredate"), renewed.text("/doc/doc/newexpiredate").as_str()),
        (before, "2026-04-21")
    );
    assert_eq!(show(&sandbox, LITE).text("/doc/expiredate"), "2026-04-21");
    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!((entry.operation.as_str(), entry.operation_id.as_deref()), ("service.prolong", Some("I02")));
    assert_eq!((entry.amount.to_string().as_str(), entry.term.as_deref()), ("4.00", Some("1")));

    // It ended three days ago, and was suspended by that.
    let ended = show(&sandbox, "1204423");
    assert_eq!(ended.attribute("/doc/item_status", "orig"), "3_autosuspend");
    assert_eq!(refused(&sandbox, ISP, "func=soft.resume&elid=1204423"), refusal("value", "status"));
    done(&sandbox, ISP, "func=service.prolong&elid=1204423&period=1&sok=ok");
    let ended = show(&sandbox, "1204423");
    assert_eq!(
        (ended.text("/doc/expiredate").as_str(), ended.text("/doc/status").as_str()),
        ("2026-04-01", "2")
    );
    // What is not sold any more is renewed all the same.
    done(&sandbox, ISP, "func=service.prolong&elid=1204424&period=12&sok=ok");
}

#[test]
fn the_form_of_a_renewal_shows_what_would_come() {
    let sandbox = start();
    let form = done(&sandbox, ISP, &format!("func=service.prolong&elid={LITE}&period=12"));
    assert_eq!(
        (form.text("/doc/newexpiredate").as_str(), form.text("/doc/status").as_str()),
        ("2027-03-21", "status_2")
    );
    assert_eq!(form.attributes("/doc/slist/val", "key"), ["1", "12"]);
    assert_eq!(done(&sandbox, ISP, &format!("func=service.prolong&elid={LITE}")).text("/doc/period"), "1");
    assert!(sandbox.ledger().is_empty());
}

#[test]
fn a_renewal_that_cannot_be_is_refused() {
    let sandbox = start();
    for (form, object) in [
        ("elid=1&period=1", refusal("missed", "elid")),
        ("period=1", refusal("missed", "elid")),
        ("elid=1204417", refusal("value", "period")),
        ("elid=1204417&period=0", refusal("value", "period")),
        ("elid=1204417&period=-100", refusal("value", "period")),
        ("elid=1204417&period=3", refusal("value", "period")),
        ("elid=1204421&period=1", refusal("value", "period")),
    ] {
        assert_eq!(refused(&sandbox, ISP, &format!("func=service.prolong&sok=ok&{form}")), object, "{form}");
    }
    let lifetime = "func=service.prolong&elid=88127&period=1&sok=ok";
    assert_eq!(refused(&sandbox, ISPL, lifetime), refusal("value", "period"));
    let unpaid = done(&sandbox, ISP, &order("192.0.2.1").replace("&skipbasket=on", "")).text("/doc/id");
    let renew = format!("func=service.prolong&elid={unpaid}&period=1&sok=ok");
    assert_eq!(refused(&sandbox, ISP, &renew), refusal("value", "status"));
    sandbox.set_date("8999-12-31".parse().unwrap()).unwrap();
    for _ in 0..2 {
        done(&sandbox, ISP, &format!("func=service.prolong&elid={LITE}&period=12&sok=ok"));
    }
}

#[test]
fn money_that_is_not_there_renews_nothing() {
    let sandbox = start();
    for _ in 0..5 {
        done(&sandbox, ISPL, &format!("func=service.prolong&elid={PRO}&period=12&sok=ok"));
    }
    let renew = format!("func=service.prolong&elid={PRO}&period=12&sok=ok");
    assert_eq!(refused(&sandbox, ISPL, &renew), refusal("notenoughmoney", ""));
    assert_eq!(done(&sandbox, ISPL, "func=subaccount").text("/doc/elem/balance"), "20.00");
    done(&sandbox, ISPL, &renew.replace("period=12", "period=1"));
}

#[test]
fn a_dearer_tariff_costs_the_difference_and_a_cheaper_one_nothing() {
    let sandbox = start();
    let change = |code: u32| format!("func=service.changepricelist&elid={LITE}&pricelist={code}&sok=ok");
    assert!(done(&sandbox, ISP, &change(55228)).has("/doc/ok"));
    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!(
        (entry.operation.as_str(), entry.operation_id.as_deref()),
        ("service.changepricelist", Some("I04"))
    );
    assert_eq!((entry.amount.to_string().as_str(), entry.product.as_str()), ("4.00", "Ispmanager 6 pro"));
    assert_eq!(show(&sandbox, LITE).text("/doc/pricelist_name"), "Ispmanager 6 pro");
    done(&sandbox, ISP, &change(55227));
    assert_eq!(sandbox.ledger().len(), 1);
    done(&sandbox, ISP, &change(55230));
    assert_eq!(show(&sandbox, LITE).text("/doc/addon_55236"), "1", "the least number of nodes");
    assert_eq!(sandbox.ledger().pop().unwrap().amount.to_string(), "15.00");
    done(&sandbox, ISP, &format!("{}&period=12", change(55229)));
    assert_eq!(show(&sandbox, LITE).text("/doc/period"), "12");
}

#[test]
fn the_tariffs_to_choose_from_are_told_and_others_refused() {
    let sandbox = start();
    let form = done(&sandbox, ISP, &format!("func=service.changepricelist&elid={LITE}"));
    assert_eq!(form.attributes("/doc/slist/val", "key"), ["55228", "55229", "55230"]);
    for code in ["55227", "55239", "3541", "9203", "1", "x", ""] {
        let change = format!("func=service.changepricelist&elid={LITE}&pricelist={code}&sok=ok");
        assert_eq!(refused(&sandbox, ISP, &change), refusal("value", "pricelist"), "{code}");
    }
    // A trial becomes a licence for a month from today.
    done(&sandbox, ISP, "func=service.changepricelist&elid=1204421&pricelist=55227&sok=ok");
    let form = show(&sandbox, "1204421");
    assert_eq!(
        (form.text("/doc/expiredate").as_str(), form.text("/doc/period").as_str()),
        ("2026-04-01", "1")
    );
    assert_eq!(sandbox.ledger().pop().unwrap().amount.to_string(), "4.00");
    done(&sandbox, ISPL, &format!("func=service.changepricelist&elid={PRO}&pricelist=548&sok=ok"));
    assert_eq!(sandbox.ledger().pop().unwrap().amount.to_string(), "33.00", "eleven months of 3.00");
}

//! What the vendors sell, to whom, and what they do not allow.

use license_sandbox::Vendor;
use license_sandbox::billmgr::Habits;

use super::{ISP, ISPL, LITE, ask, buy, buy_and_wait, done, order, refusal, refused, show};
use crate::client::start;

#[test]
fn an_address_holds_one_licence_of_a_family() {
    let sandbox = start();
    let id = buy(&sandbox, "192.0.2.15");
    let taken = refusal("exists", "ip");
    assert_eq!(refused(&sandbox, ISP, &order("192.0.2.15")), taken);
    assert_eq!(
        refused(&sandbox, ISP, &order("192.0.2.15").replace("55227", "55228")),
        taken,
        "another tariff of it"
    );
    let check = "func=soft.checkip&pricelist=55227&period=1&ip=192.0.2.15";
    assert_eq!(refused(&sandbox, ISP, check), taken);
    assert!(done(&sandbox, ISP, &check.replace("2.15", "2.16")).has("/doc/ok"));
    // Other software goes beside it.
    done(
        &sandbox,
        ISP,
        "func=softexternal.order.param&ip=192.0.2.15&licname=a&period=1&pricelist=9203&sok=ok&skipbasket=on",
    );
    // Another vendor knows nothing of it.
    done(
        &sandbox,
        ISPL,
        "func=softexternal.order.param&ip=192.0.2.15&licname=a&period=1&pricelist=546&sok=ok&skipbasket=on",
    );
    // What is deleted holds no address.
    sandbox.advance(1).unwrap();
    done(&sandbox, ISP, &format!("func=soft.delete&elid={id}"));
    done(&sandbox, ISP, check);
    buy(&sandbox, "192.0.2.15");
}

#[test]
fn the_check_of_an_address_refuses_what_is_wrong_with_the_question() {
    let sandbox = start();
    for (form, object) in [
        ("ip=192.0.2.1&period=1", "pricelist"),
        ("ip=192.0.2.1&period=1&pricelist=1", "pricelist"),
        ("ip=192.0.2.1&period=2&pricelist=55227", "period"),
        ("ip=300.1.1.1&pricelist=55227", "ip"),
        ("pricelist=55227", "ip"),
    ] {
        assert_eq!(
            refused(&sandbox, ISP, &format!("func=soft.checkip&{form}")),
            refusal("value", object),
            "{form}"
        );
    }
    done(&sandbox, ISP, "func=soft.checkip&pricelist=3541&period=12&ip=192.0.2.1");
    done(&sandbox, ISPL, "func=soft.checkip&pricelist=546&period=1&ip=192.0.2.1");
    done(&sandbox, ISPL, "func=softexternal.checkip&pricelist=546&period=0&ip=192.0.2.1&sok=ok");
}

#[test]
fn each_vendor_sells_its_own_tariffs_by_the_right_function() {
    let sandbox = start();
    let order = |prefix: &str, code: u32| {
        format!(
            "func={prefix}.order.param&ip=192.0.2.1&pa_ip=192.0.2.1&licname=a&period=1&pricelist={code}&sok=ok&skipbasket=on"
        )
    };
    for (site, prefix, code) in [
        (ISP, "soft", 9203),
        (ISP, "softexternal", 55227),
        (ISP, "addition", 55227),
        (ISP, "soft", 55231),
        (ISP, "soft", 546),
        (ISP, "soft", 3541),
        (ISPL, "soft", 546),
        (ISPL, "softexternal", 264),
        (ISPL, "softexternal", 55227),
        (ISPL, "platform", 55163),
    ] {
        assert_eq!(
            refused(&sandbox, site, &order(prefix, code)),
            refusal("value", "pricelist"),
            "{prefix} {code}"
        );
    }
    assert_eq!(
        refused(&sandbox, ISP, "func=soft.order.param&period=1&sok=ok"),
        refusal("wizard_unavailable", "pricelist")
    );
    assert_eq!(
        refused(&sandbox, ISP, &order("parallelslic", 264)),
        refusal("missed", "func"),
        "no Plesk there"
    );
    assert_eq!(refused(&sandbox, ISP, "func=soft.order"), refusal("missed", "func"));
    let text = ask(&sandbox, ISP, "func=no.such").text("/doc/error/msg");
    assert!(text.contains("is not loaded"), "{text}");
    assert_eq!(sandbox.requests().pop().unwrap().operation, None);
}

#[test]
fn every_tariff_of_the_documents_can_be_ordered() {
    let sandbox = start();
    sandbox.reset();
    let mut last = 0;
    let mut buy = |site, prefix: &str, code: u32, more: &str| {
        last += 1;
        let form = format!(
            "func={prefix}.order.param&clicked_button=finish&ip=198.51.100.{last}&pa_ip=198.51.100.{last}&licname=a&pricelist={code}&sok=ok&skipbasket=on&{more}"
        );
        assert!(done(&sandbox, site, &form).has("/doc/id"), "{code}");
    };
    for code in [55227, 55228, 55229] {
        buy(ISP, "soft", code, "period=1");
    }
    buy(ISP, "soft", 55230, "period=1&addon_55236=1");
    buy(ISP, "soft", 55239, "period=-100");
    buy(ISP, "soft", 55240, "period=-100");
    for code in [9203, 9204, 11738] {
        buy(ISP, "softexternal", code, "period=1");
    }
    buy(ISP, "softexternal", 55369, "period=3");
    buy(ISP, "addition", 55371, "period=1");
    buy(ISP, "platform", 55163, "period=1&addon_55165=1&addon_55164=10");
    buy(ISP, "platform", 55161, "period=1");
    for code in [229, 546, 547, 548, 276, 277, 166] {
        buy(ISPL, "softexternal", code, "period=1");
    }
    for (code, node) in [(273, 274), (549, 550), (170, 172), (195, 197)] {
        buy(ISPL, "softexternal", code, &format!("period=1&addon_{node}=1"));
    }
    for code in [250, 322, 264, 243, 236] {
        buy(ISPL, "parallelslic", code, "period=1");
    }
    for code in [369, 354, 367, 356, 371, 383, 397] {
        buy(ISPL, "addition", code, "period=1");
    }
    let free = 2;
    assert_eq!(sandbox.ledger().len() + free, usize::try_from(last).unwrap());
}

#[test]
fn periods_are_those_of_the_tariff() {
    let sandbox = start();
    let order = |code: u32, period: &str| {
        order("192.0.2.15")
            .replace("period=1", &format!("period={period}"))
            .replace("55227", &code.to_string())
    };
    for (code, period) in [
        (55227, "0"),
        (55227, "3"),
        (55227, "-100"),
        (55227, "1x"),
        (55239, "1"),
        (55239, "12"),
        (55239, "0"),
    ] {
        assert_eq!(
            refused(&sandbox, ISP, &order(code, period)),
            refusal("value", "period"),
            "{code} {period}"
        );
    }
    assert_eq!(refused(&sandbox, ISP, &order(55227, "")), refusal("value", "period"));
    let third = |code: u32, period: &str| order(code, period).replace("soft.", "softexternal.");
    assert_eq!(refused(&sandbox, ISP, &third(9203, "12")), refusal("value", "period"));
    let module = order(55371, "3").replace("soft.", "addition.");
    assert_eq!(refused(&sandbox, ISP, &module), refusal("value", "period"));
    done(&sandbox, ISPL, &third(546, "0"));
    assert_eq!(sandbox.ledger()[0].term.as_deref(), Some("0"));
}

#[test]
fn trials_are_free_for_two_weeks_and_not_renewed() {
    let sandbox = start();
    let trial = order("192.0.2.15").replace("55227", "55239").replace("period=1", "period=-100");
    let id = done(&sandbox, ISP, &trial.replace("autoprolong=null", "autoprolong=1")).text("/doc/id");
    sandbox.advance(1).unwrap();
    let form = show(&sandbox, &id);
    assert_eq!(
        (form.text("/doc/expiredate").as_str(), form.text("/doc/autoprolong").as_str()),
        ("2026-03-15", "null")
    );
    assert!(sandbox.ledger().is_empty());
    for period in ["1", "12", "-100"] {
        let renew = format!("func=service.prolong&elid={id}&period={period}&sok=ok");
        assert_eq!(refused(&sandbox, ISP, &renew), refusal("value", "period"));
    }
    // BitNinja has trials of a tariff that is sold too.
    let bitninja = "func=softexternal.order.param&ip=192.0.2.15&licname=a&period=-100&pricelist=55369&sok=ok&skipbasket=on";
    let id = done(&sandbox, ISP, bitninja).text("/doc/id");
    sandbox.advance(1).unwrap();
    let renew = format!("func=service.prolong&elid={id}&period=1&sok=ok");
    assert_eq!(refused(&sandbox, ISP, &renew), refusal("value", "period"));
}

#[test]
fn clusters_have_a_least_number_of_nodes() {
    let sandbox = start();
    let business = order("192.0.2.15").replace("55227", "55230");
    assert_eq!(refused(&sandbox, ISP, &business), refusal("pricelist_min_order", "addon_55236"));
    assert_eq!(
        refused(&sandbox, ISP, &format!("{business}&addon_55236=0")),
        refusal("pricelist_min_order", "addon_55236")
    );
    for wrong in ["-1", "x", "1.5", "4294967296", "100001"] {
        assert_eq!(
            refused(&sandbox, ISP, &format!("{business}&addon_55236={wrong}")),
            refusal("value", "addon_55236")
        );
    }
    done(&sandbox, ISP, &format!("{business}&addon_55236=2&addon_1=9"));
    assert_eq!(sandbox.ledger()[0].amount.to_string(), "24.00");
    let cloud = order("192.0.2.15").replace("55227", "3887");
    assert_eq!(
        refused(&sandbox, ISP, &format!("{cloud}&addon_3889=4")),
        refusal("pricelist_min_order", "addon_3889")
    );
    done(&sandbox, ISP, &format!("{cloud}&addon_3889=5"));
}

#[test]
fn automatic_renewal_is_null_or_a_period() {
    let sandbox = start();
    let with = |ip: &str, value: &str| order(ip).replace("autoprolong=null", &format!("autoprolong={value}"));
    for wrong in ["2", "0", "off", "-100", "NULL"] {
        assert_eq!(
            refused(&sandbox, ISP, &with("192.0.2.1", wrong)),
            refusal("value", "autoprolong"),
            "{wrong}"
        );
    }
    for (ip, value, shown) in
        [("192.0.2.1", "12", "12"), ("192.0.2.2", "null", "null"), ("192.0.2.3", "", "null")]
    {
        let id = done(&sandbox, ISP, &with(ip, value)).text("/doc/id");
        assert_eq!(show(&sandbox, &id).text("/doc/autoprolong"), shown);
    }
    done(&sandbox, ISP, &format!("func=soft.edit&elid={LITE}&autoprolong=12&sok=ok"));
    assert_eq!(show(&sandbox, LITE).text("/doc/autoprolong"), "12");
    // BitNinja's has to be the period itself, and is silently off otherwise.
    for (ip, period, shown) in [("192.0.2.1", "1", "null"), ("192.0.2.2", "12", "12")] {
        let form = format!(
            "func=softexternal.order.param&ip={ip}&licname=a&period={period}&pricelist=55369&autoprolong=12&sok=ok&skipbasket=on"
        );
        let id = done(&sandbox, ISP, &form).text("/doc/id");
        assert_eq!(
            done(&sandbox, ISP, &format!("func=softexternal.edit&elid={id}")).text("/doc/autoprolong"),
            shown
        );
    }
}

#[test]
fn fields_of_an_order_are_checked() {
    let sandbox = start();
    for (change, object) in [
        ("ip=", "ip"),
        ("ip=300.1.1.1", "ip"),
        ("ip=192.0.2.0/24", "ip"),
        ("ip=192.0.2.015", "ip"),
        ("licname=%0d%0a", "licname"),
    ] {
        assert_eq!(
            refused(&sandbox, ISP, &format!("{}&{change}", order("192.0.2.1"))),
            refusal("value", object),
            "{change}"
        );
    }
    let long = "%D0%96".repeat(255);
    let id = done(&sandbox, ISP, &format!("{}&licname={long}", order("192.0.2.1"))).text("/doc/id");
    assert_eq!(show(&sandbox, &id).text("/doc/licname").chars().count(), 255);
    assert_eq!(
        refused(&sandbox, ISP, &format!("{}&licname={long}x", order("192.0.2.2"))),
        refusal("value", "licname")
    );
    let plesk = "func=parallelslic.order.param&ip=192.0.2.1&period=1&pricelist=264&sok=ok&skipbasket=on";
    assert_eq!(refused(&sandbox, ISPL, plesk), refusal("value", "pa_ip"));
    let module = "func=addition.order.param&item=1&period=1&pricelist=55371&sok=ok&skipbasket=on";
    assert_eq!(refused(&sandbox, ISP, module), refusal("missed", "item"));
    let id = done(&sandbox, ISP, &module.replace("item=1", &format!("item={LITE}"))).text("/doc/id");
    assert_eq!(done(&sandbox, ISP, &format!("func=addition.edit&elid={id}")).text("/doc/item"), LITE);
}

#[test]
fn unused_licences_wait_at_no_address() {
    let sandbox = start();
    for _ in 0..2 {
        done(&sandbox, ISP, &order("0.0.0.0").replace("licname=new", "licname=free.lic"));
    }
    let id = buy_and_wait(&sandbox, "192.0.2.1");
    let edit = |ip: &str, name: &str| format!("func=soft.edit&elid={id}&ip={ip}&licname={name}&sok=ok");
    done(&sandbox, ISP, &format!("func=soft.suspend&elid={id}"));
    done(&sandbox, ISP, &edit("0.0.0.0", "free.lic"));
    // For the next customer.
    done(&sandbox, ISP, &edit("192.0.2.2", "next"));
    done(&sandbox, ISP, &format!("func=soft.resume&elid={id}"));
    assert_eq!(show(&sandbox, &id).text("/doc/ip"), "192.0.2.2");
    done(&sandbox, ISP, &edit("0.0.0.0", "free.lic"));
    assert_eq!(refused(&sandbox, ISP, &edit("192.0.2.3", "next")), refusal("limit", "ip"));
}

#[test]
fn a_function_can_be_switched_off() {
    let sandbox = start();
    let mut habits = Habits::default();
    habits.denied = vec!["soft.suspend".into()];
    sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    assert_eq!(refused(&sandbox, ISP, &format!("func=soft.suspend&elid={LITE}")), refusal("access", ""));
    done(&sandbox, ISP, &format!("func=soft.resume&elid={LITE}"));
}

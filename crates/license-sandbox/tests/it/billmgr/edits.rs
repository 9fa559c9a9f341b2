//! Changing a licence: name, address, nodes, key.

use license_sandbox::Vendor;
use license_sandbox::billmgr::{Habits, NodeChange};

use super::{CLUSTER, ISP, ISPL, LITE, PRO, buy, buy_and_wait, done, refusal, refused, show};
use crate::client::start;

#[test]
fn name_and_address_are_changed_and_the_answer_shows_them() {
    let sandbox = start();
    let id = buy_and_wait(&sandbox, "192.0.2.1");
    let edited =
        done(&sandbox, ISP, &format!("func=soft.edit&elid={id}&licname=%D0%9F+%26&ip=192.0.2.99&sok=ok"));
    assert_eq!(
        (edited.text("/doc/licname").as_str(), edited.text("/doc/ip").as_str()),
        ("П &", "192.0.2.99")
    );
    assert_eq!(edited.text("/doc/pricelist"), "55227", "a number here");
    assert_eq!(sandbox.ledger().len(), 1, "it costs nothing");
    assert!(sandbox.requests().pop().unwrap().committed);
    assert_eq!(show(&sandbox, &id).text("/doc/ip_change_date"), "2026-03-01");
    let remote = done(
        &sandbox,
        ISP,
        &format!("func=soft.edit&elid={id}&remoteid=ref-1&remoteip=198.51.100.7&sok=yes"),
    );
    assert_eq!(
        (remote.text("/doc/remoteid").as_str(), remote.text("/doc/remoteip").as_str()),
        ("ref-1", "198.51.100.7")
    );
    assert_eq!(remote.text("/doc/licname"), "П &", "what is not said stays");
}

#[test]
fn without_sok_an_edit_changes_nothing() {
    let sandbox = start();
    let form =
        done(&sandbox, ISP, &format!("func=soft.edit&elid={LITE}&licname=other&clicked_button=newkey"));
    assert_eq!(form.text("/doc/licname"), "web-15");
    assert!(!sandbox.requests().pop().unwrap().committed);
}

#[test]
fn an_address_changes_once_a_month_and_not_to_one_that_is_taken() {
    let sandbox = start();
    let edit = |ip: &str| format!("func=soft.edit&elid={LITE}&ip={ip}&sok=ok");
    assert_eq!(refused(&sandbox, ISP, &edit("203.0.113.116")), refusal("exists", "ip"));
    assert_eq!(refused(&sandbox, ISP, &edit("300.1.1.1")), refusal("value", "ip"));
    done(&sandbox, ISP, &edit("192.0.2.1"));
    done(&sandbox, ISP, &edit("192.0.2.1"));
    assert_eq!(refused(&sandbox, ISP, &edit("192.0.2.2")), refusal("limit", "ip"));
    sandbox.advance(30).unwrap();
    assert_eq!(refused(&sandbox, ISP, &edit("192.0.2.2")), refusal("limit", "ip"));
    sandbox.advance(1).unwrap();
    done(&sandbox, ISP, &edit("192.0.2.2"));
    assert_eq!(show(&sandbox, LITE).text("/doc/ip_change_date"), "2026-04-01");
}

#[test]
fn a_key_is_new_once_a_month() {
    let sandbox = start();
    let newkey = format!("func=soft.edit&elid={LITE}&clicked_button=newkey&sok=ok");
    let before = show(&sandbox, LITE).text("/doc/lickey");
    let after = done(&sandbox, ISP, &newkey).text("/doc/lickey");
    assert!(after.starts_with(&format!("{LITE}-")) && after != before, "{before} {after}");
    assert_eq!(refused(&sandbox, ISP, &newkey), refusal("limit", "lickey"));
    sandbox.advance(31).unwrap();
    assert_ne!(done(&sandbox, ISP, &newkey).text("/doc/lickey"), after);
    assert!(sandbox.ledger().is_empty());
    // The other vendor's keys do not tell the id.
    let other =
        done(&sandbox, ISPL, &format!("func=softexternal.edit&elid={PRO}&clicked_button=newkey&sok=ok"));
    assert!(!other.text("/doc/lickey").contains(PRO));
    let module = "func=addition.edit&elid=1204426&clicked_button=newkey&sok=ok";
    assert_eq!(refused(&sandbox, ISP, module), refusal("value", "status"), "a module has no key");
}

#[test]
fn more_nodes_cost_what_is_left_of_the_time() {
    let sandbox = start();
    let edit = |count: u32| {
        format!("func=soft.edit&elid={CLUSTER}&ip=203.0.113.133&licname=cust-9&addon_274={count}&sok=ok")
    };
    let edited = done(&sandbox, ISPL, &edit(3));
    assert_eq!(edited.text("/doc/addon_274"), "3");
    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!((entry.vendor, entry.amount.to_string().as_str()), (Vendor::Isplicense, "8.00"));
    assert_eq!((entry.operation.as_str(), entry.operation_id.as_deref()), ("soft.edit", Some("L05")));
    assert!(entry.license_key.is_some());
    done(&sandbox, ISPL, &edit(1));
    assert_eq!(sandbox.ledger().len(), 1, "nothing is paid back");
    assert_eq!(refused(&sandbox, ISPL, &edit(0)), refusal("pricelist_min_order", "addon_274"));
    assert_eq!(refused(&sandbox, ISPL, &edit(1000)), refusal("notenoughmoney", ""));
    let year = done(&sandbox, ISPL, "func=softexternal.edit&elid=88126&addon_550=3&sok=ok");
    assert_eq!(year.text("/doc/addon_550"), "3");
    assert_eq!(sandbox.ledger().pop().unwrap().amount.to_string(), "13.50", "three months of 4.50");
    // The price of a renewal has them in it.
    done(&sandbox, ISPL, "func=service.prolong&elid=88126&period=1&sok=ok");
    assert_eq!(sandbox.ledger().pop().unwrap().amount.to_string(), "26.50");
}

#[test]
fn more_nodes_can_go_through_the_cart() {
    let sandbox = start();
    let mut habits = Habits::default();
    habits.node_change = NodeChange::ThroughCart;
    sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    let edit = "func=soft.edit&elid=1204420&addon_55236=5&sok=ok";
    for button in ["", "&clicked_button=ok"] {
        let told = done(&sandbox, ISP, &format!("{edit}{button}"));
        assert!(told.text("/doc/orderinfo").contains("Total amount: 10.00 EUR"), "{told}");
        assert!(!sandbox.requests().pop().unwrap().committed);
    }
    let billorder = done(&sandbox, ISP, &format!("{edit}&clicked_button=basket")).text("/doc/billorder");
    assert_eq!(show(&sandbox, "1204420").text("/doc/addon_55236"), "3", "not yet");
    done(
        &sandbox,
        ISP,
        &format!("func=payment.add.method&billorder={billorder}&clicked_button=fromsubaccount&sok=ok"),
    );
    assert_eq!(show(&sandbox, "1204420").text("/doc/addon_55236"), "5");
    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!(
        (entry.operation.as_str(), entry.amount.to_string().as_str()),
        ("payment.add.method", "10.00")
    );
}

#[test]
fn the_prefix_has_to_be_the_licences_own() {
    let sandbox = start();
    for (site, form) in [
        (ISP, "func=softexternal.edit&elid=1204417"),
        (ISP, "func=soft.edit&elid=1204425"),
        (ISP, "func=soft.edit&elid=1"),
        (ISP, "func=soft.edit&elid=88123"),
        (ISP, "func=soft.edit"),
        (ISP, "func=soft.edit&elid=-1&sok=ok"),
        (ISPL, "func=soft.suspend&elid=88123"),
        (ISPL, "func=soft.edit&elid=88130"),
        (ISPL, "func=softexternal.edit&elid=1204417"),
    ] {
        assert_eq!(refused(&sandbox, site, form), refusal("missed", "elid"), "{form}");
    }
    done(&sandbox, ISPL, "func=soft.edit&elid=88123");
    done(&sandbox, ISP, "func=platform.edit&elid=1204427&comment=hello&addon_55165=2&sok=ok");
    assert_eq!(done(&sandbox, ISP, "func=platform.edit&elid=1204427").text("/doc/comment"), "hello");
    assert_eq!(sandbox.ledger().pop().unwrap().operation_id.as_deref(), Some("I03"));
    let plesk = done(&sandbox, ISPL, "func=parallelslic.edit&elid=88130&pa_ip=192.0.2.1&sok=ok");
    assert_eq!(
        (plesk.text("/doc/pa_ip").as_str(), plesk.text("/doc/ip").as_str()),
        ("192.0.2.1", "192.0.2.1")
    );
}

#[test]
fn nothing_is_changed_while_an_operation_goes_on() {
    let sandbox = start();
    let id = buy(&sandbox, "192.0.2.1");
    for form in [
        "soft.edit&sok=ok&licname=x",
        "soft.edit&sok=ok&clicked_button=newkey",
        "soft.suspend",
        "soft.resume",
        "soft.delete",
        "service.changepricelist&pricelist=55228&sok=ok",
    ] {
        let refused = refused(&sandbox, ISP, &format!("elid={id}&func={form}"));
        assert_eq!(refused, refusal("operation", "runningoperation"), "{form}");
    }
}

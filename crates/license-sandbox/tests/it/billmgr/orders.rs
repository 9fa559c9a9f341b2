//! Ordering, and what becomes of an order.

use license_sandbox::Vendor;

use super::{ISP, ISPL, ask, buy, done, order, refusal, refused, show};
use crate::client::start;

#[test]
fn an_order_is_charged_at_once_and_gets_its_key_on_the_second_reading() {
    let sandbox = start();
    let ordered = done(&sandbox, ISP, &order("192.0.2.15"));
    let id = ordered.text("/doc/id");
    assert_eq!(ordered.text("/doc/item.id"), id);
    assert!(ordered.has("/doc/ok"));

    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!((entry.vendor, entry.amount.to_string().as_str()), (Vendor::Ispmanager, "4.00"));
    assert_eq!((entry.operation.as_str(), entry.operation_id.as_deref()), ("soft.order.param", Some("I01")));
    assert_eq!((entry.ip.as_deref(), entry.term.as_deref()), (Some("192.0.2.15"), Some("1")));
    assert_eq!(entry.service_id.map(|id| id.to_string()), Some(id.clone()));
    assert_eq!(entry.license_key, None, "there is none yet");

    let first = show(&sandbox, &id);
    assert_eq!((first.text("/doc/status").as_str(), first.text("/doc/lickey").as_str()), ("5", ""));
    assert_eq!(first.attribute("/doc/item_status", "orig"), "5_open");
    assert_eq!(first.text("/doc/expiredate"), "");
    let second = show(&sandbox, &id);
    assert_eq!(
        (second.text("/doc/status").as_str(), second.text("/doc/expiredate").as_str()),
        ("2", "2026-04-01")
    );
    assert!(second.text("/doc/lickey").starts_with(&format!("{id}-")));
    assert!(sandbox.requests().iter().skip(1).all(|request| !request.committed), "reading is no change");
}

#[test]
fn an_order_gets_its_key_when_the_date_moves() {
    let sandbox = start();
    let id = buy(&sandbox, "192.0.2.15");
    sandbox.advance(1).unwrap();
    assert_eq!(show(&sandbox, &id).text("/doc/status"), "2");
}

#[test]
fn an_ordered_licence_is_listed_and_renewed() {
    let sandbox = start();
    let id = buy(&sandbox, "192.0.2.15");
    let list = done(&sandbox, ISP, "func=soft&filter=on&ip=192.0.2.15");
    assert_eq!(list.texts("/doc/elem/id"), [id.as_str()]);
    assert_eq!(
        refused(&sandbox, ISP, &format!("func=service.prolong&elid={id}&period=1&sok=ok")),
        refusal("operation", "runningoperation")
    );
    sandbox.advance(1).unwrap();
    let renewed = done(&sandbox, ISP, &format!("func=service.prolong&elid={id}&period=12&sok=ok"));
    assert_eq!(renewed.text("/doc/doc/newexpiredate"), "2027-04-01");
    assert_eq!(sandbox.ledger().last().unwrap().amount.to_string(), "48.00");
}

#[test]
fn without_sok_nothing_is_ordered_and_there_is_no_error() {
    let sandbox = start();
    let form = ask(&sandbox, ISP, &order("192.0.2.15").replace("&sok=ok", ""));
    assert!(!form.has("/doc/error") && !form.has("/doc/id") && form.has("/doc/pricelist"));
    assert!(sandbox.ledger().is_empty() && !sandbox.requests()[0].committed);
    assert!(!done(&sandbox, ISP, "func=soft&filter=on&ip=192.0.2.15").has("/doc/elem"));
}

#[test]
fn the_other_vendor_has_other_credentials_and_tariffs() {
    let sandbox = start();
    let form = order("192.0.2.15").replace("soft.", "softexternal.").replace("55227", "547");
    done(&sandbox, ISPL, &form);
    assert_eq!(sandbox.ledger()[0].vendor, Vendor::Isplicense);
    assert_eq!(refused(&sandbox, ISP, &form), refusal("value", "pricelist"));
    let crossed = crate::client::post(
        &sandbox,
        ISPL.path,
        &format!("authinfo={}:{}&out=xml&func=whoami", ISP.username, ISP.password),
    );
    assert!(crossed.text().contains("badpassword"));
}

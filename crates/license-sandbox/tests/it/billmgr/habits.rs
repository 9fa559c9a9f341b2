//! What is not known, and can be chosen.

use license_sandbox::billmgr::{Answers, ErrorForm, Habits, Lifetime, LowBalance, OrderId, Shape};
use license_sandbox::{Options, Sandbox, Vendor};
use serde_json::json;

use super::xml::Xml;
use super::{CLUSTER, ISP, ISPL, LITE, ask, buy, done, order, refusal, refused, show};
use crate::client::{get, post, start};

fn with(change: impl FnOnce(&mut Habits)) -> Sandbox {
    let mut habits = Habits::default();
    change(&mut habits);
    Sandbox::start(Options::default().billmgr_habits(habits)).unwrap()
}

#[test]
fn answers_are_flat_or_nested() {
    let edit = format!("func=soft.edit&elid={LITE}&licname=a&sok=ok");
    let renew = format!("func=service.prolong&elid={LITE}&period=1&sok=ok");
    let sandbox = start();
    assert!(done(&sandbox, ISP, &edit).has("/doc/pricelist"));
    assert!(done(&sandbox, ISP, &renew).has("/doc/doc/newexpiredate"));
    let sandbox = with(|habits| (habits.edit_shape, habits.prolong_shape) = (Shape::Nested, Shape::Flat));
    let edited = done(&sandbox, ISP, &edit);
    assert!(edited.has("/doc/doc/pricelist") && !edited.has("/doc/pricelist") && edited.has("/doc/ok"));
    assert!(done(&sandbox, ISP, &renew).has("/doc/newexpiredate"));
    assert!(show(&sandbox, LITE).has("/doc/pricelist"), "what is only read is flat");
}

#[test]
fn an_order_tells_its_id_in_one_way_or_another() {
    for (order_id, id, item) in [
        (OrderId::Both, true, true),
        (OrderId::Id, true, false),
        (OrderId::ItemId, false, true),
        (OrderId::Neither, false, false),
    ] {
        let sandbox = with(|habits| habits.order_id = order_id);
        let answer = done(&sandbox, ISP, &order("192.0.2.1"));
        assert_eq!(
            (answer.has("/doc/id"), answer.has("/doc/item.id"), answer.has("/doc/ok")),
            (id, item, true)
        );
        assert_eq!(sandbox.ledger().len(), 1);
    }
}

#[test]
fn a_low_balance_is_refused_or_leaves_an_unpaid_service() {
    let poor = Options::default().balance("3.99".parse().unwrap());
    let sandbox = Sandbox::start(poor.clone()).unwrap();
    assert_eq!(refused(&sandbox, ISP, &order("192.0.2.1")), refusal("notenoughmoney", ""));
    assert!(!done(&sandbox, ISP, "func=soft&filter=on&ip=192.0.2.1").has("/doc/elem"));

    let mut habits = Habits::default();
    habits.low_balance = LowBalance::Unpaid;
    let sandbox = Sandbox::start(poor.billmgr_habits(habits)).unwrap();
    let id = buy(&sandbox, "192.0.2.1");
    assert!(sandbox.ledger().is_empty() && sandbox.requests().pop().unwrap().committed);
    sandbox.advance(10).unwrap();
    for _ in 0..5 {
        let form = show(&sandbox, &id);
        assert_eq!((form.text("/doc/status").as_str(), form.text("/doc/lickey").as_str()), ("1", ""));
    }
    assert_eq!(done(&sandbox, ISP, "func=basket").texts("/doc/list/elem/item.id"), [id]);
    let credit = Options::default().balance("0".parse().unwrap()).credit_limit("4".parse().unwrap());
    buy(&Sandbox::start(credit).unwrap(), "192.0.2.1");
}

#[test]
fn a_key_comes_at_once_late_or_never() {
    let sandbox = with(|habits| habits.key_after_days = 0);
    let id = buy(&sandbox, "192.0.2.1");
    assert!(!show(&sandbox, &id).text("/doc/lickey").is_empty());
    let sandbox = with(|habits| habits.key_on_read = 1);
    let id = buy(&sandbox, "192.0.2.1");
    let list = done(&sandbox, ISP, &format!("func=soft&filter=on&id={id}"));
    assert_eq!(list.attribute("/doc/elem/item_status", "orig"), "5_open", "a list is no reading");
    assert!(!show(&sandbox, &id).text("/doc/lickey").is_empty());
    let sandbox = with(|habits| (habits.key_on_read, habits.key_after_days) = (0, 3));
    let id = buy(&sandbox, "192.0.2.1");
    sandbox.advance(2).unwrap();
    for _ in 0..5 {
        assert!(show(&sandbox, &id).text("/doc/lickey").is_empty());
    }
    sandbox.advance(1).unwrap();
    let list = done(&sandbox, ISP, &format!("func=soft&filter=on&id={id}"));
    assert_eq!(list.attribute("/doc/elem/item_status", "orig"), "2", "nobody has to read it");
}

#[test]
fn the_end_of_a_lifetime_is_written_in_three_ways() {
    for (lifetime, text) in
        [(Lifetime::Empty, ""), (Lifetime::Zeros, "0000-00-00"), (Lifetime::FarFuture, "2999-12-31")]
    {
        let sandbox = with(|habits| habits.lifetime = lifetime);
        let form = done(&sandbox, ISPL, "func=softexternal.edit&elid=88127");
        assert_eq!((form.text("/doc/expiredate").as_str(), form.text("/doc/period").as_str()), (text, "0"));
    }
}

#[test]
fn a_long_operation_has_to_be_asked_for_again() {
    let sandbox = with(|habits| habits.answers = Answers::Long);
    let form = format!("authinfo=sandbox-isp:sandbox-isp-pass&out=xml&{}", order("192.0.2.1"));
    let first = post(&sandbox, ISP.path, &form);
    assert_eq!((first.status, sandbox.ledger().len()), (200, 1));
    let path = |text: &str| {
        let start = text.find("long/").unwrap_or_else(|| panic!("{text}"));
        let end = text.find("billmgr").unwrap() + "billmgr".len();
        text[start..end].to_owned()
    };
    let long = path(first.text());
    for base in ["/ispmanager", "/ispmanager/manager"] {
        let again = get(&sandbox, &format!("{base}/{long}"));
        if base == "/ispmanager" {
            assert_eq!(path(again.text()), long, "not yet");
        } else {
            assert!(Xml::read(again.text()).has("/doc/id"));
        }
    }
    assert!(Xml::read(get(&sandbox, &format!("/ispmanager/{long}")).text()).has("/doc/id"), "and ever after");
    assert_eq!(get(&sandbox, &format!("/isplicense/{long}")).status, 404);
    assert_eq!(sandbox.ledger().len(), 1);
    assert!(done(&sandbox, ISP, "func=soft").has("/doc/elem"), "what is read comes at once");
    assert_eq!(refused(&sandbox, ISP, "func=soft.delete&elid=1"), refusal("missed", "elid"));
}

#[test]
fn pages_can_come_instead_of_documents() {
    let sandbox = with(|habits| habits.answers = Answers::Html);
    for out in ["xml", "json", "bjson"] {
        let form = format!("authinfo=sandbox-isp:sandbox-isp-pass&out={out}&func=whoami");
        assert!(post(&sandbox, ISP.path, &form).text().starts_with("<!DOCTYPE html>"));
    }
}

#[test]
fn errors_can_be_those_of_the_generation_before() {
    let sandbox = with(|habits| habits.errors = ErrorForm::Previous);
    let error = ask(&sandbox, ISP, "func=soft.edit&elid=1");
    assert_eq!(
        (error.attribute("/doc/error", "code"), error.attribute("/doc/error", "obj")),
        ("3".into(), "elid".into())
    );
    assert_eq!(error.text("/doc/error"), "Licence '1' does not exist");
    assert!(error.names("/doc/error").is_empty());
}

#[test]
fn a_lone_row_can_be_an_object_in_json() {
    let sandbox = with(|habits| habits.lone_elem_is_object = true);
    let form = "authinfo=sandbox-isp:sandbox-isp-pass&out=json&func=soft&filter=on&id=1204417";
    assert_eq!(post(&sandbox, ISP.path, form).json()["doc"]["elem"]["id"]["$"], "1204417");
}

#[test]
fn habits_are_read_and_changed_over_http() {
    let sandbox = start();
    let shown = get(&sandbox, "/_sandbox/billmgr").json();
    assert_eq!(shown["ispmanager"], shown["isplicense"]);
    assert_eq!(
        (&shown["ispmanager"]["low_balance"], &shown["ispmanager"]["key_on_read"]),
        (&"refuse".into(), &2.into())
    );

    let change = |body: &str| post(&sandbox, "/_sandbox/billmgr", body);
    let changed = change(r#"{"vendor": "isplicense", "edit_shape": "nested", "default_page": 3}"#).json();
    assert_eq!(
        (&changed["isplicense"]["edit_shape"], &changed["ispmanager"]["edit_shape"]),
        (&"nested".into(), &"flat".into())
    );
    assert!(
        done(&sandbox, ISPL, &format!("func=softexternal.edit&elid={CLUSTER}&sok=ok")).has("/doc/doc/elid")
    );
    let both = change(r#"{"order_id": "neither", "denied": ["soft.delete"]}"#).json();
    assert_eq!(
        (&both["ispmanager"]["order_id"], &both["isplicense"]["order_id"]),
        (&"neither".into(), &"neither".into())
    );
    assert_eq!(
        (&both["isplicense"]["default_page"], &both["ispmanager"]["denied"]),
        (&3.into(), &json!(["soft.delete"]))
    );

    for wrong in [
        "",
        "[]",
        "{\"edit\": 1}",
        r#"{"edit_shape": "round"}"#,
        r#"{"vendor": "softaculous"}"#,
        r#"{"vendor": 1}"#,
    ] {
        let reply = change(wrong);
        assert_eq!(reply.status, 400, "{wrong}");
        assert!(reply.json()["error"].is_string());
    }
    assert_eq!(get(&sandbox, "/_sandbox/billmgr").json(), both, "what is wrong changes nothing");
    assert_eq!(get(&sandbox, "/_sandbox/billmgr/expire_sessions").status, 405);
    assert_eq!(get(&sandbox, "/_sandbox/billmgrs").status, 404);

    sandbox.reset();
    assert_eq!(get(&sandbox, "/_sandbox/billmgr").json(), shown, "a reset brings back those of the start");
    sandbox.set_billmgr_habits(Vendor::Softaculous, Habits::default());
}

#[test]
fn the_cart_is_filled_emptied_and_paid() {
    let sandbox = start();
    let into_cart = |ip: &str| done(&sandbox, ISP, &order(ip).replace("&skipbasket=on", ""));
    let (first, second) = (into_cart("192.0.2.1"), into_cart("192.0.2.2"));
    let billorder = first.text("/doc/billorder");
    assert_eq!(second.text("/doc/billorder"), billorder);
    assert_eq!(show(&sandbox, &first.text("/doc/id")).text("/doc/status"), "1");
    assert!(sandbox.ledger().is_empty());
    let cart = done(&sandbox, ISP, "func=basket");
    assert_eq!(cart.text("/doc/total_sum"), "8.00 EUR");

    let item = cart.texts("/doc/list/elem/id")[0].clone();
    done(&sandbox, ISP, &format!("func=basket&clicked_button=delete&id={item}"));
    assert_eq!(done(&sandbox, ISP, "func=basket").texts("/doc/list/elem").len(), 2, "without sok nothing");
    done(&sandbox, ISP, &format!("func=basket&clicked_button=delete&id={item}&sok=ok"));
    assert_eq!(show(&sandbox, &first.text("/doc/id")).text("/doc/status"), "4");
    for (button, id) in [("delete", item.as_str()), ("clearbasket", "1"), ("delete", "")] {
        assert_eq!(
            refused(&sandbox, ISP, &format!("func=basket&clicked_button={button}&id={id}&sok=ok")),
            refusal("missed", "id")
        );
    }
    let pay = |billorder: &str| {
        format!("func=payment.add.method&billorder={billorder}&clicked_button=fromsubaccount&sok=ok")
    };
    assert_eq!(refused(&sandbox, ISP, &pay("1")), refusal("missed", "billorder"));
    done(&sandbox, ISP, &pay(&billorder));
    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!(
        (entry.amount.to_string().as_str(), entry.service_id),
        ("4.00", second.text("/doc/id").parse().ok())
    );
    sandbox.advance(1).unwrap();
    let paid = show(&sandbox, &second.text("/doc/id"));
    assert_eq!(
        (paid.text("/doc/status").as_str(), paid.text("/doc/expiredate").as_str()),
        ("2", "2026-04-01")
    );
    assert_eq!(refused(&sandbox, ISP, &pay(&billorder)), refusal("missed", "billorder"));

    let third = into_cart("192.0.2.3");
    let next = third.text("/doc/billorder");
    assert_ne!(next, billorder);
    done(&sandbox, ISP, &format!("func=basket&clicked_button=clearbasket&id={next}&sok=ok"));
    assert!(!done(&sandbox, ISP, "func=basket").has("/doc/list/elem"));
    assert_eq!(sandbox.ledger().len(), 1);
}

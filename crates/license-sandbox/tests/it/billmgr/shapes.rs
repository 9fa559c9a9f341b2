//! The example bodies that the fake is built after: each element of theirs is there.

use license_sandbox::Sandbox;

use super::xml::Xml;
use super::{ISP, ISPL, LITE, ask, done, order, show};
use crate::client::start;

fn has(xml: &Xml, path: &str, names: &str) {
    let found = xml.names(path);
    for name in names.split_whitespace() {
        assert!(found.iter().any(|found| found == name), "{name} in {path} of {xml}");
    }
}

#[test]
fn what_an_order_answers_in_the_cart_and_paid() {
    let sandbox = start();
    let paid = done(&sandbox, ISP, &order("192.0.2.1"));
    has(&paid, "/doc", "id item.id tparams ok");
    has(&paid, "/doc/tparams", "out func ip period");
    assert_eq!(paid.attribute("/doc", "func"), "soft.order.param");
    let cart = done(&sandbox, ISP, &order("192.0.2.2").replace("skipbasket=on", "skipbasket=off"));
    has(&cart, "/doc", "item.id billorder ok");
    assert_eq!(
        (cart.attribute("/doc/ok", "type"), cart.text("/doc/ok")),
        ("top".into(), "func=basket".into())
    );
}

#[test]
fn what_a_licence_shows_before_and_after_its_key() {
    let sandbox = start();
    let id = super::buy(&sandbox, "192.0.2.1");
    has(
        &show(&sandbox, &id),
        "/doc",
        "elid id name licname ip remoteip pricelist pricelist_name period status lickey createdate expiredate autoprolong",
    );
    let active = show(&sandbox, LITE);
    has(
        &active,
        "/doc",
        "elid id licname ip remoteip pricelist period status lickey createdate expiredate update_expiredate \
         ip_change_date lickey_change_date webdomains slist",
    );
    assert_eq!(active.text("/doc/pricelist"), "55227");
    assert_eq!(active.attributes("/doc/slist/val", "key"), ["null", "1", "12"]);
    has(&show(&sandbox, "1204420"), "/doc", "addon_55236");
}

#[test]
fn what_rows_have() {
    let sandbox = start();
    let row = |xml: Xml, names: &str| {
        has(&xml, "/doc/elem", names);
        xml
    };
    let soft = row(
        done(&sandbox, ISP, "func=soft"),
        "id licname ip period update_expiredate real_ipchange real_keychange pricelist account project datacentername \
         processingmodule createdate expiredate autoprolong status_msg status special_status cost pricelist_id item_status",
    );
    assert_eq!(soft.texts("/doc/elem/pricelist")[0], "Ispmanager 6 lite", "a name here");
    assert_eq!(soft.texts("/doc/elem/cost")[0], "4.00 EUR / month");
    assert_eq!(soft.attributes("/doc/elem/item_status", "color")[0], "green");
    let external = row(
        done(&sandbox, ISPL, "func=softexternal"),
        "licname ip id pricelist account project datacentername processingmodule createdate expiredate autoprolong \
         status_msg item_status cost",
    );
    assert!(!external.has("/doc/elem/status") && !external.has("/doc/elem/period"));
    assert_eq!(external.texts("/doc/elem/cost")[0], "96.00 EUR");
    has(&done(&sandbox, ISP, "func=subaccount"), "/doc/elem", "id project balance currency");
    has(&done(&sandbox, ISP, "func=pricelist.export"), "/doc/pricelist", "id additionintname price");
    let user = done(&sandbox, ISP, "func=whoami");
    for name in ["id", "email", "realname", "balance"] {
        assert!(!user.attribute("/doc/user", name).is_empty(), "{name}");
    }
}

#[test]
fn what_the_cart_shows() {
    let sandbox = start();
    done(&sandbox, ISP, &order("192.0.2.1").replace("&skipbasket=on", ""));
    let cart = done(&sandbox, ISP, "func=basket");
    has(&cart, "/doc", "billorder total_sum tax full_discount list");
    assert_eq!(cart.attribute("/doc/list", "name"), "itemlist");
    has(&cart, "/doc/list/elem", "id item.id item.type item.period item.autoprolong cost");
    assert_eq!(
        (cart.text("/doc/total_sum"), cart.text("/doc/list/elem/item.type")),
        ("4.00 EUR".into(), "soft".into())
    );
}

fn error(sandbox: &Sandbox, form: &str) -> Xml {
    let xml = ask(sandbox, ISP, form);
    has(&xml, "/doc/error", "stack detail msg group");
    assert_eq!(xml.names("/doc"), ["error"], "an error stands alone");
    xml
}

#[test]
fn what_errors_have() {
    let sandbox = start();
    let auth = error(&sandbox, "authinfo=sandbox-isp:x&func=whoami");
    for (name, value) in [("type", "auth"), ("object", "badpassword"), ("lang", "en"), ("code", "1")] {
        assert_eq!(auth.attribute("/doc/error", name), value);
    }
    assert_eq!(auth.attributes("/doc/error/param", "name"), ["object", "value"]);
    assert_eq!(auth.attribute("/doc/error/param", "type"), "msg");
    assert_eq!(
        (auth.attribute("/doc/error/stack/action", "level"), auth.text("/doc/error/stack/action")),
        ("0".into(), "whoami".into())
    );
    let missed = error(&sandbox, "func=soft.edit&elid=1");
    assert_eq!(missed.texts("/doc/error/param"), ["elid", "1"]);
    assert_eq!(missed.attribute("/doc/error/stack/action", "level"), "16");
    assert_eq!(missed.attribute("/doc/error/stack/action", "user"), "sandbox-isp");
    assert!(missed.text("/doc/error/group").contains("__value__"));
}

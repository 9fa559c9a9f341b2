//! How requests may be written, and the formats of what comes back.

use serde_json::{Value, json};

use license_sandbox::Sandbox;
use license_sandbox::billmgr::{ISPLICENSE, ISPMANAGER};

use super::xml::Xml;
use super::{ISP, LITE, ask, done, order};
use crate::client::{FORM, Reply, exchange, get, post, request, start};

const LOGIN: &str = "authinfo=sandbox-isp:sandbox-isp-pass";

fn json_of(sandbox: &Sandbox, out: &str, form: &str) -> Value {
    let reply = post(sandbox, ISP.path, &format!("{LOGIN}&out={out}&{form}"));
    assert_eq!(
        (reply.status, reply.headers["content-type"].as_str()),
        (200, "application/json; charset=UTF-8")
    );
    reply.json()["doc"].clone()
}

#[test]
fn both_paths_and_both_methods_work_at_both_vendors() {
    let sandbox = start();
    for site in [ISPMANAGER, ISPLICENSE] {
        let login = format!("authinfo={}:{}", site.username, site.password);
        for path in [site.path, site.short_path] {
            let query = format!("{path}?func=whoami&out=xml");
            for reply in [
                get(&sandbox, &format!("{query}&{login}")),
                get(&sandbox, &format!("{path}/?func=whoami&out=xml&{login}")),
                post(&sandbox, &query, &login),
                post(&sandbox, path, &format!("{login}&func=whoami&out=xml")),
            ] {
                assert!(Xml::read(reply.text()).has("/doc/user"), "{path}");
            }
        }
    }
    assert_eq!(sandbox.ispmanager_url(), format!("http://{}{}", sandbox.address(), ISP.path));
    assert_eq!(sandbox.isplicense_url(), format!("http://{}/isplicense/manager/billmgr", sandbox.address()));
    for path in [
        "/ispmanager/",
        "/ispmanager",
        "/billmgr",
        "/ispmanager/manager/billmgr/manager/billmgr",
        "/ispmanager/long/x/billmgr",
    ] {
        let reply = post(&sandbox, path, &format!("{LOGIN}&func=whoami&out=xml"));
        assert_eq!((reply.status, reply.text().starts_with("<!DOCTYPE html>")), (404, true), "{path}");
    }
    let bytes = request("DELETE", ISP.path, FORM, LOGIN.as_bytes());
    assert_eq!(Reply::parse(&exchange(sandbox.address(), &bytes).unwrap()).status, 405);
}

#[test]
fn a_form_is_read_without_a_content_type_and_the_body_wins() {
    let sandbox = start();
    let body = format!("{LOGIN}&out=xml&func=soft.edit&elid={LITE}");
    for headers in ["", "Content-Type: text/plain\r\n", "Content-Type: application/octet-stream\r\n"] {
        let bytes = request("POST", &format!("{}?func=no.such&elid=1", ISP.path), headers, body.as_bytes());
        let reply = Reply::parse(&exchange(sandbox.address(), &bytes).unwrap());
        assert_eq!(Xml::read(reply.text()).text("/doc/elid"), LITE, "{headers}");
    }
}

#[test]
fn the_document_is_the_same_in_every_format() {
    let sandbox = start();
    let form = format!("func=soft.edit&elid={LITE}");
    let xml = done(&sandbox, ISP, &form);
    for out in ["json", "xjson", "sjson"] {
        let json = json_of(&sandbox, out, &form);
        for name in ["licname", "pricelist", "lickey", "expiredate"] {
            assert_eq!(json[name]["$"].as_str().unwrap(), xml.text(&format!("/doc/{name}")), "{out} {name}");
        }
        assert_eq!(json["item_status"], json!({"$": "Active", "$orig": "2", "$color": "green"}));
        assert_eq!(json["remoteip"], json!({}));
        assert_eq!((&json["$func"], &json["slist"]["$name"]), (&"soft.edit".into(), &"autoprolong".into()));
        assert_eq!(json["slist"]["val"][0], json!({"$key": "null", "$": "none"}));
        assert!(json["metadata"].is_object() && json["messages"].is_object());
    }
    let flat = json_of(&sandbox, "bjson", &form);
    assert_eq!(flat["model"]["licname"], "web-15");
    assert!(flat["model"].as_object().unwrap().values().all(Value::is_string), "{flat}");
    let devel = Xml::read(post(&sandbox, ISP.path, &format!("{LOGIN}&out=devel&{form}")).text());
    assert!(devel.has("/doc/metadata") && devel.has("/doc/messages") && devel.has("/doc/licname"));
}

#[test]
fn an_order_in_json_has_its_ids() {
    let sandbox = start();
    let full = json_of(&sandbox, "json", &order("192.0.2.1"));
    assert_eq!((&full["id"], &full["ok"]), (&full["item.id"], &json!({})));
    assert!(full["id"]["$"].is_string());
    let flat = json_of(&sandbox, "bjson", &order("192.0.2.2"));
    assert_eq!((&flat["id"]["v"], &flat["ok"]), (&flat["item.id"]["v"], &true.into()));
    assert!(flat["id"]["v"].is_string());
    let cart = json_of(&sandbox, "json", &order("192.0.2.3").replace("&skipbasket=on", ""));
    assert_eq!(cart["ok"], json!({"$type": "top", "$": "func=basket"}));
}

#[test]
fn lists_and_errors_in_json() {
    let sandbox = start();
    let list = json_of(&sandbox, "json", "func=soft&filter=on&id=1204417");
    assert_eq!((&list["elem"][0]["id"]["$"], &list["p_elems"]["$"]), (&"1204417".into(), &"1".into()));
    assert_eq!(list["elem"][0]["item_status"]["$orig"], "2");
    assert_eq!(json_of(&sandbox, "json", "func=soft")["elem"].as_array().unwrap().len(), 8);
    assert_eq!(json_of(&sandbox, "json", "func=soft&filter=on&id=1").get("elem"), None);
    let flat = json_of(&sandbox, "bjson", "func=soft&filter=on&id=1204417");
    assert_eq!(
        (&flat["elem"][0]["licname"], &flat["elem"][0]["item_status"]["v"]),
        (&"web-15".into(), &Value::Null)
    );
    assert_eq!(flat["elem"][0]["status"], "2");

    let error = json_of(&sandbox, "json", "func=soft.edit&elid=1");
    assert_eq!((&error["error"]["$type"], &error["error"]["$object"]), (&"missed".into(), &"elid".into()));
    assert_eq!(error["error"]["param"][1], json!({"$name": "value", "$": "1"}));
    assert!(error["error"]["msg"]["$"].is_string() && error["error"]["detail"]["$"].is_string());
    let error = json_of(&sandbox, "bjson", "func=soft.edit&elid=1");
    assert_eq!(error["error"]["type"], "missed");
    assert!(error["error"]["msg"].is_string());
    let user = json_of(&sandbox, "bjson", "func=whoami");
    assert_eq!(user["user"]["balance"], "500.00");
}

#[test]
fn a_renewal_is_nested_in_json_too_and_not_in_the_flat_one() {
    let sandbox = start();
    let renew = format!("func=service.prolong&elid={LITE}&period=1&sok=ok");
    let full = json_of(&sandbox, "json", &renew);
    assert_eq!(full["doc"]["newexpiredate"]["$"], "2026-04-21");
    let flat = json_of(&sandbox, "bjson", &renew);
    assert_eq!((&flat["model"]["newexpiredate"], &flat["ok"]), (&"2026-05-21".into(), &true.into()));
}

#[test]
fn without_a_known_format_it_is_done_and_a_page_comes() {
    let sandbox = start();
    for (number, out) in ["", "&out=", "&out=text", "&out=XML"].iter().enumerate() {
        let form = format!("{LOGIN}{out}&{}", order(&format!("192.0.2.{number}")));
        let reply = post(&sandbox, ISP.path, &form);
        assert_eq!((reply.status, reply.headers["content-type"].as_str()), (200, "text/html; charset=UTF-8"));
        assert_eq!(sandbox.ledger().len(), number + 1);
    }
    let refused = post(&sandbox, ISP.path, &format!("{LOGIN}&func=soft.edit&elid=%3Cb%3E"));
    assert!(refused.text().contains("&lt;b&gt;"), "{}", refused.text());
}

#[test]
fn texts_come_in_the_language_asked_for() {
    let sandbox = start();
    let text =
        |lang: &str| ask(&sandbox, ISP, &format!("func=soft.edit&elid=1{lang}")).text("/doc/error/msg");
    assert_eq!(text(""), "Licence '1' does not exist");
    assert_eq!(text("&lang=en"), text(""));
    assert_eq!(text("&lang=ru"), "Лицензия '1' не существует");
    let error = ask(&sandbox, ISP, "func=soft.edit&elid=1&lang=ru");
    assert_eq!(
        (error.attribute("/doc/error", "lang"), error.attribute("/doc", "lang")),
        ("ru".into(), "ru".into())
    );
    let form = done(&sandbox, ISP, &format!("func=soft.edit&elid={LITE}&lang=ru"));
    assert_eq!(
        (form.text("/doc/item_status").as_str(), form.attribute("/doc/item_status", "orig").as_str()),
        ("Активна", "2")
    );
}

#[test]
fn parameters_come_back_as_far_as_they_can_be_elements() {
    let sandbox = start();
    let xml = done(&sandbox, ISP, "func=whoami&a.b=1&1a=2&a%20b=3&x%3Cy=4&empty=&bad=%01%26%3C%0d");
    assert_eq!(xml.names("/doc/tparams"), ["username", "out", "func", "a.b", "empty", "bad"]);
    assert_eq!(xml.text("/doc/tparams/bad"), "\u{fffd}&<\r");
}

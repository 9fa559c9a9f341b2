//! How public clients of BILLmanager, written by others, speak: each does a provider's round.

use license_sandbox::{Credentials, Sandbox};
use serde_json::Value;

use super::xml::Xml;
use super::{ISP, ISPL};
use crate::client::{Reply, exchange, get, post, request, start};

/// What the round of each client has to leave behind: an order and a renewal.
fn assert_round(sandbox: &Sandbox) {
    let amounts: Vec<String> = sandbox.ledger().iter().map(|entry| entry.amount.to_string()).collect();
    assert_eq!(amounts, ["4.00", "4.00"]);
    assert!(sandbox.requests().iter().all(|request| request.credentials == Credentials::Right));
}

/// The WHMCS module: a GET for each call, `authinfo` in the query, XML; it waits in a loop for the key.
#[test]
fn the_whmcs_module() {
    let sandbox = start();
    let call = |query: &str| {
        let target = format!("{}?authinfo=sandbox-isp:sandbox-isp-pass&out=xml&{query}", ISP.path);
        let xml = Xml::read(get(&sandbox, &target).text());
        assert!(!xml.has("/doc/error"), "{query}: {xml}");
        xml
    };
    call("func=soft.checkip&pricelist=55227&period=1&ip=192.0.2.15");
    let id = call(
        "func=soft.order.param&clicked_button=finish&ip=192.0.2.15&licname=web-15&period=1&pricelist=55227&project=1&remoteid=77&skipbasket=on&sok=ok",
    )
    .text("/doc/id");
    let mut rounds = 0;
    let key = loop {
        let key = call(&format!("func=soft.edit&elid={id}")).text("/doc/lickey");
        if !key.is_empty() {
            break key;
        }
        rounds += 1;
        assert!(rounds < 10, "that module would hang");
    };
    let until =
        call(&format!("func=service.prolong&elid={id}&period=1&sok=ok")).text("/doc/doc/newexpiredate");
    assert_eq!(until, "2026-05-01");
    call(&format!("func=soft.edit&elid={id}&ip=192.0.2.16&licname=web-16&sok=ok"));
    let new = call(&format!("func=soft.edit&elid={id}&clicked_button=newkey&sok=ok")).text("/doc/lickey");
    assert!(new != key && new.split('-').next() == Some(id.as_str()));
    call(&format!("func=soft.suspend&elid={id}&sok=ok"));
    call(&format!("func=soft.resume&elid={id}&sok=ok"));
    let list = call("func=soft");
    assert!(list.texts("/doc/elem/id").contains(&id));
    // It puts unused licences aside instead of deleting them.
    call(&format!("func=soft.suspend&elid={id}"));
    call(&format!("func=soft.edit&elid={id}&ip=0.0.0.0&licname=free.lic&sok=ok"));
    assert_round(&sandbox);
}

/// The module of 2025 for another billing system: a POST without a content type, flat JSON, the short path.
#[test]
fn the_upmind_provider() {
    let sandbox = start();
    let call = |form: &str| {
        let body = format!("authinfo=sandbox-isp%3Asandbox-isp-pass&out=bjson&lang=en&{form}");
        let bytes = request("POST", ISP.short_path, "", body.as_bytes());
        let reply = Reply::parse(&exchange(sandbox.address(), &bytes).unwrap());
        assert!(!reply.body.is_empty(), "an empty body is checked for");
        let doc = reply.json()["doc"].clone();
        assert!(doc.get("error").is_none(), "{form}: {doc}");
        doc
    };
    let ordered = call(
        "func=soft.order.param&clicked_button=finish&ip=192.0.2.15&licname=web-15&period=1&pricelist=55227&autoprolong=null&skipbasket=on&sok=ok",
    );
    let id = ordered["id"]["v"].as_str().unwrap().to_owned();
    call(&format!("func=soft.edit&elid={id}"));
    let model = call(&format!("func=soft.edit&elid={id}"))["model"].clone();
    assert_eq!(
        (&model["status"], &model["pricelist"], &model["ip"]),
        (&"2".into(), &"55227".into(), &"192.0.2.15".into())
    );
    // The id is found again in the key.
    assert_eq!(model["lickey"].as_str().unwrap().split('-').next(), Some(id.as_str()));
    call(&format!("func=service.prolong&elid={id}&period=1&sok=ok"));
    call(&format!("func=service.changepricelist&elid={id}&pricelist=55227&period=1"));
    call(&format!("func=soft.edit&elid={id}&ip=192.0.2.16&licname=web-16&sok=ok"));
    call(&format!("func=soft.edit&elid={id}&clicked_button=newkey&sok=ok"));
    assert!(call("func=soft")["elem"].is_array());
    call(&format!("func=soft.delete&elid={id}&sok=ok"));
    assert_round(&sandbox);

    // Its way to read an error: a string, or an object with `$`.
    let body = "authinfo=sandbox-isp:sandbox-isp-pass&out=bjson&func=soft.edit&elid=1";
    let error = post(&sandbox, ISP.short_path, body).json()["doc"]["error"].clone();
    assert!(error["msg"].as_str().or_else(|| error["msg"]["$"].as_str()).is_some());
}

/// The reseller of 2026: `authinfo`, XML, `item.id`, the tariff from one of two places, the check of an address before.
#[test]
fn the_jbs_reseller() {
    let sandbox = start();
    let call = |form: &str| {
        let body = format!("authinfo=sandbox-isp:sandbox-isp-pass&out=xml&{form}");
        let xml = Xml::read(post(&sandbox, ISP.path, &body).text());
        assert!(!xml.has("/doc/error"), "{form}: {xml}");
        xml
    };
    assert_eq!(call("func=subaccount").text("/doc/elem/balance"), "500.00");
    call("func=soft.checkip&pricelist=55227&period=1&ip=192.0.2.15&sok=yes");
    let id = call(
        "func=soft.order.param&clicked_button=finish&ip=192.0.2.15&remoteip=198.51.100.7&licname=web-15&period=1&pricelist=55227&autoprolong=null&skipbasket=on&sok=yes",
    )
    .text("/doc/item.id");
    // It reads once and accepts an empty key; a job in the night finds the rest.
    assert_eq!(call(&format!("func=soft.edit&elid={id}")).text("/doc/lickey"), "");
    sandbox.advance(1).unwrap();
    let tariff = |xml: &Xml| {
        let found = [xml.texts("/doc/pricelist"), xml.texts("/doc/doc/pricelist")].concat();
        assert_eq!(found.len(), 1);
        found[0].clone()
    };
    assert_eq!(
        tariff(&call(&format!("func=soft.edit&elid={id}&licname=web-16&ip=192.0.2.16&sok=yes"))),
        "55227"
    );
    call(&format!("func=service.prolong&elid={id}&period=1&sok=yes"));
    call(&format!("func=soft.suspend&elid={id}&sok=yes"));
    call(&format!("func=soft.resume&elid={id}&sok=yes"));
    let rows = call("func=soft");
    assert!(rows.texts("/doc/elem/pricelist_id").contains(&"55227".to_owned()));
    for id in rows.texts("/doc/elem/id") {
        assert!(call(&format!("func=soft.edit&elid={id}")).has("/doc/lickey"));
    }
    assert_round(&sandbox);
}

/// The web client: a session as a parameter, the whole JSON, pages and a stored filter.
#[test]
fn the_web_client_on_json() {
    let sandbox = start();
    let send = |form: &str| {
        post(&sandbox, ISP.short_path, &format!("out=json&lang=en&{form}")).json()["doc"].clone()
    };
    let session = send("func=auth&username=sandbox-isp&password=sandbox-isp-pass")["auth"]["$id"].clone();
    let session = session.as_str().unwrap().to_owned();
    let call = |form: &str| {
        let doc = send(&format!("auth={session}&{form}"));
        assert!(doc.get("error").is_none(), "{form}: {doc}");
        doc
    };
    assert_eq!(call("func=whoami")["user"]["$balance"], "500.00");
    call("func=keepalive");
    let order = "func=soft.order.param&clicked_button=finish&ip=192.0.2.15&licname=web-15&period=1&pricelist=55227&licence_agreement=on&sok=ok";
    let cart = call(order);
    let (id, billorder) = (cart["id"]["$"].as_str().unwrap(), cart["billorder"]["$"].as_str().unwrap());
    assert_eq!(call("func=basket")["list"]["elem"][0]["item.id"]["$"], id);
    call(&format!("func=payment.add.method&billorder={billorder}&clicked_button=fromsubaccount&sok=ok"));
    call(&format!("func=soft.edit&elid={id}"));
    assert_eq!(call(&format!("func=soft.edit&elid={id}"))["status"]["$"], "2");

    let form = call(&format!("func=service.prolong&elid={id}"));
    assert_eq!((&form["status"]["$"], &form["slist"]["val"][0]["$key"]), (&"status_2".into(), &"1".into()));
    call(&format!("func=service.prolong&elid={id}&period=1&sok=ok&clicked_button=ok"));
    let targets = call(&format!("func=service.changepricelist&elid={id}"));
    assert_eq!(targets["slist"]["$name"], "pricelist");
    call(&format!("func=soft.edit&elid={id}&licname=web-16&clicked_button=ok&sok=ok"));
    call(&format!("func=soft.filter&id={id}&sok=ok"));
    let list = call("func=soft&p_num=1&p_cnt=50&p_col=%2Bid");
    assert_eq!((&list["p_elems"]["$"], &list["elem"][0]["item_status"]["$orig"]), (&"1".into(), &"2".into()));
    call("func=soft.filter&sok=ok");
    assert_eq!(call("func=soft&p_num=1&p_cnt=5")["elem"].as_array().map(Vec::len), Some(5));
    assert_round(&sandbox);

    sandbox.expire_billmgr_sessions();
    let ended = send(&format!("auth={session}&func=keepalive"));
    assert_eq!(ended["error"]["$type"], "access");
    let wrong = send("func=auth&username=sandbox-isp&password=x");
    assert_eq!(
        (&wrong["error"]["msg"]["$"], &wrong["error"]["$object"]),
        (&"Invalid username or password".into(), &"badpassword".into())
    );
}

/// The samples of ISPlicense as a script would use them: a GET each, with a cookie jar that comes to nothing.
#[test]
fn a_script_at_isplicense() {
    let sandbox = start();
    let call = |query: &str| {
        let target = format!("{}?authinfo=sandbox-ispl:sandbox-ispl-pass&out=xml&{query}", ISPL.path);
        let bytes = request("GET", &target, "Cookie: billmgrses5=old\r\n", b"");
        let xml = Xml::read(Reply::parse(&exchange(sandbox.address(), &bytes).unwrap()).text());
        assert!(!xml.has("/doc/error"), "{query}: {xml}");
        xml
    };
    let id = call("func=softexternal.order.param&clicked_button=finish&ip=10.10.10.10&licname=name&period=0&pricelist=273&addon_274=1&sok=ok&skipbasket=on")
        .text("/doc/id");
    while call(&format!("func=softexternal.edit&elid={id}")).text("/doc/lickey").is_empty() {}
    call(&format!("func=softexternal.edit&elid={id}&licname=other&ip=10.10.10.11&sok=ok"));
    call(&format!("func=soft.edit&elid={id}&ip=10.10.10.11&licname=other&addon_274=2&sok=ok"));
    call(&format!("func=softexternal.suspend&elid={id}"));
    call(&format!("func=softexternal.resume&elid={id}"));
    let row = call(&format!("func=softexternal&filter=on&id={id}"));
    assert_eq!(row.attribute("/doc/elem/item_status", "orig"), "2");
    call(&format!("func=softexternal.delete&elid={id}&sok=ok"));
    assert_eq!(Value::from(sandbox.ledger().len()), 2);
}

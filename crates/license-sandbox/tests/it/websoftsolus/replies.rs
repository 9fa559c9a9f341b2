//! Answers in each of their shapes.

use license_sandbox::Sandbox;
use license_sandbox::websoftsolus::{
    AfterTermination, DateForm, DoneReply, EmptyComment, EmptyList, ListShape, OrderReply, OrderableShape,
    PropertyNames, Replies, Wrapping,
};
use serde_json::{Value, json};

use super::{Api, CPANEL, FAMILIES, PLESK_12, live, test};
use crate::client::{Reply, start};

/// A call with the answers in these shapes.
fn ask(api: &Api<'_>, replies: Replies, method: &str, path: &str, form: &str) -> Reply {
    api.sandbox.set_websoftsolus_replies(replies);
    let reply = api.send(method, path, form);
    assert!(reply.status < 300, "{method} {path}: {}", reply.text());
    reply
}

fn get(api: &Api<'_>, replies: Replies, path: &str) -> Value {
    ask(api, replies, "GET", path, "").json()
}

#[test]
fn a_list_has_the_shape_that_was_chosen() {
    let sandbox = start();
    let api = live(&sandbox);
    let list = |shape, family: &str| get(&api, Replies::default().list(shape), &format!("license/{family}"));
    let vz = json!(["VZ.03100001", "VZ.03100002"]);
    assert_eq!(list(ListShape::Strings, "virtuozzo"), vz);
    assert_eq!(list(ListShape::Numbers, "virtuozzo"), vz, "these are no numbers");
    assert_eq!(list(ListShape::Numbers, "cpanel"), json!([4_921_062, 4_921_063, 4_921_064]));
    assert_eq!(
        list(ListShape::ObjectWithGaps, "cpanel"),
        json!({"0": "4921062", "2": "4921063", "3": "4921064"})
    );
    assert_eq!(
        list(ListShape::MapOfTitles, "virtuozzo"),
        json!({"VZ.03100001": "node1", "VZ.03100002": "node2"})
    );
    assert_eq!(list(ListShape::BareIfOne, "virtuozzo"), vz);
    for (family, key, _) in FAMILIES {
        let properties = get(&api, Replies::default(), &format!("license/{family}/{key}"));
        assert_eq!(list(ListShape::Objects, family)[0], properties);
        let mut without_key = properties.clone();
        without_key.as_object_mut().unwrap().remove("keyNumber").unwrap();
        assert_eq!(list(ListShape::MapByKey, family)[key], without_key);
    }

    let api = test(&sandbox);
    sandbox.set_websoftsolus_replies(Replies::default());
    let key = api.order("cpanel", CPANEL);
    let list = |shape| get(&api, Replies::default().list(shape), "license/cpanel");
    assert_eq!(list(ListShape::BareIfOne), Value::String(key.clone()));
    assert_eq!(list(ListShape::ObjectWithGaps), json!({"1": key}));
    assert_eq!(list(ListShape::Numbers), json!([94_921_062]));
}

#[test]
fn the_order_of_a_list_is_kept_in_every_shape() {
    let sandbox = start();
    let api = live(&sandbox);
    for shape in [ListShape::Objects, ListShape::MapByKey, ListShape::ObjectWithGaps, ListShape::MapOfTitles]
    {
        let reply = ask(&api, Replies::default().list(shape), "GET", "license/plesk", "");
        let at = |key: &str| reply.text().find(key).unwrap();
        assert!(at("PLSK.02980001") < at("PLSK.02980002") && at("PLSK.02980005") < at("PLSK.02980006"));
    }
}

#[test]
fn an_empty_list_has_the_shape_that_was_chosen() {
    let sandbox = start();
    let api = test(&sandbox);
    for (family, ..) in FAMILIES {
        let path = format!("license/{family}");
        for (shape, body) in [
            (EmptyList::List, "[]"),
            (EmptyList::Object, "{}"),
            (EmptyList::Null, "null"),
            (EmptyList::False, "false"),
            (EmptyList::Nothing, ""),
        ] {
            for list in [ListShape::Strings, ListShape::Objects, ListShape::MapByKey] {
                let replies = Replies::default().empty_list(shape).list(list);
                assert_eq!(ask(&api, replies, "GET", &path, "").text(), body);
            }
        }
        sandbox.set_websoftsolus_replies(Replies::default().empty_list(EmptyList::NotFound));
        assert_eq!(api.refused("GET", &path, "").0, 404);
        assert_eq!(live(&sandbox).send("GET", &path, "").status, 200, "that one is not empty");
    }
}

#[test]
fn properties_have_the_names_that_were_chosen() {
    let sandbox = start();
    let api = live(&sandbox);
    let told = |names, path: &str| get(&api, Replies::default().properties(names), path);
    let (plesk, cpanel) = ("license/plesk/PLSK.02980001", "license/cpanel/4921062");
    assert_eq!(
        told(PropertyNames::Openprovider, plesk),
        json!({
            "keyId": 5001, "keyNumber": "PLSK.02980001", "title": "web1", "comment": "",
            "items": ["PLESK-12-WEB-ADMIN", "WPBSites-10", "applications-POWER_PACK"], "status": "ACT",
            "orderDate": "2026-02-13 00:00:00", "expirationDate": "2026-03-13 00:00:00", "period": 1,
            "additionalKeys": [], "activationCode": "SANDBOX-CODE-PLSK.02980001"
        })
    );
    assert_eq!(
        told(PropertyNames::Ovh, plesk),
        json!({
            "licenseId": "PLSK.02980001", "domain": "web1", "note": "", "version": "PLESK-12-WEB-ADMIN",
            "status": "ok", "creation": "2026-02-13T00:00:00+00:00", "renewDate": "2026-03-13T00:00:00+00:00",
            "options": ["WPBSites:10", "applications:POWER_PACK"], "activation_code": "SANDBOX-CODE-PLSK.02980001"
        })
    );
    assert_eq!(
        told(PropertyNames::PartnerApi, cpanel),
        json!({
            "mainKeyNumber": "4921062", "name": "shared1", "note": "", "keyType": "CPANEL-VPS",
            "terminated": false, "problem": false, "createDate": "20260210T00:00:00",
            "expirationDate": "20260310T00:00:00", "boundIPAddress": "203.0.113.51",
            "lastReportingIp": "203.0.113.51, 192.0.2.200",
            "features": [{"apiName": "CLOUDLINUX", "name": "CLOUDLINUX"}, {"apiName": "KERNELCARE", "name": "KERNELCARE"}],
            "additionalKeysNumbers": [], "productKey": "SANDBOX-CODE-4921062"
        })
    );
    assert_eq!(
        told(PropertyNames::Manage2, cpanel),
        json!({
            "licenseid": "4921062", "name": "shared1", "external_notes": "", "package_name": "CPANEL-VPS",
            "status": "1", "adddate": "1770681600", "expiredon": "1773100800", "period": "1",
            "ip": "203.0.113.51", "addons": ["CLOUDLINUX", "KERNELCARE"], "activation_code": "SANDBOX-CODE-4921062"
        })
    );
    // The revision is part of the key then, and the key is taken with it.
    let key = told(PropertyNames::PartnerApi, plesk)["mainKeyNumber"].as_str().unwrap().to_owned();
    assert_eq!(key, "PLSK.02980001.0000");
    assert_eq!(told(PropertyNames::PartnerApi, &format!("license/plesk/{key}"))["name"], "web1");
    assert_eq!(told(PropertyNames::Ovh, "license/virtuozzo/VZ.03100001")["os"], "linux");
}

#[test]
fn every_date_can_have_every_form() {
    let sandbox = start();
    let api = live(&sandbox);
    for (form, date) in [
        (DateForm::DateTime, "2026-03-13 00:00:00"),
        (DateForm::Date, "2026-03-13"),
        (DateForm::Compact, "20260313T00:00:00"),
        (DateForm::EpochText, "1773360000"),
        (DateForm::Iso, "2026-03-13T00:00:00+00:00"),
        (DateForm::Zero, "0000-00-00 00:00:00"),
    ] {
        for (names, name) in [
            (PropertyNames::Plain, "expirationDate"),
            (PropertyNames::Openprovider, "expirationDate"),
            (PropertyNames::Ovh, "renewDate"),
            (PropertyNames::PartnerApi, "expirationDate"),
            (PropertyNames::Manage2, "expiredon"),
        ] {
            let replies = Replies::default().properties(names).dates(form);
            assert_eq!(get(&api, replies, "license/plesk/PLSK.02980001")[name], date, "{names:?} {form:?}");
        }
    }
}

#[test]
fn a_terminated_license_says_so_in_every_vocabulary() {
    let sandbox = start();
    let api = live(&sandbox);
    let kept = || Replies::default().terminated(AfterTermination::Kept);
    ask(&api, kept(), "DELETE", "license/plesk/PLSK.02980001", "");
    for (names, name, value) in [
        (PropertyNames::Plain, "status", json!("terminated")),
        (PropertyNames::Openprovider, "status", json!("DEL")),
        (PropertyNames::Openprovider, "expirationDate", json!("0000-00-00 00:00:00")),
        (PropertyNames::Ovh, "status", json!("terminated")),
        (PropertyNames::PartnerApi, "terminated", json!(true)),
        (PropertyNames::Manage2, "status", json!("0")),
    ] {
        assert_eq!(
            get(&api, kept().properties(names), "license/plesk/PLSK.02980001")[name],
            value,
            "{names:?}"
        );
    }
}

#[test]
fn no_comment_has_the_form_that_was_chosen() {
    let sandbox = start();
    let api = live(&sandbox);
    for (form, value) in [
        (EmptyComment::Text, Some(json!(""))),
        (EmptyComment::Null, Some(json!(null))),
        (EmptyComment::Missing, None),
        (EmptyComment::Object, Some(json!({}))),
        (EmptyComment::List, Some(json!([]))),
    ] {
        let told = get(&api, Replies::default().empty_comment(form), "license/plesk/PLSK.02980001");
        assert_eq!(told.get("comment"), value.as_ref());
        let other = get(&api, Replies::default().empty_comment(form), "license/plesk/PLSK.02980002");
        assert_eq!(other["comment"], "rack 4, left");
    }
}

#[test]
fn properties_can_be_wrapped() {
    let sandbox = start();
    let api = live(&sandbox);
    let told = |wrapping| get(&api, Replies::default().wrapping(wrapping), "license/plesk/PLSK.02980001");
    let bare = told(Wrapping::Bare);
    assert_eq!(told(Wrapping::Data), json!({"data": bare}));
    assert_eq!(told(Wrapping::Result), json!({"result": bare}));
    assert_eq!(told(Wrapping::License), json!({"license": bare}));
    assert_eq!(told(Wrapping::Array), json!([bare]));
    let listed =
        get(&api, Replies::default().wrapping(Wrapping::Data).list(ListShape::Objects), "license/plesk");
    assert_eq!(listed[0], bare, "in a list they are not");
}

#[test]
fn what_was_done_is_told_as_was_chosen() {
    let sandbox = start();
    for (family, key, _) in FAMILIES {
        let path = format!("license/{family}/{key}");
        for (reply, status, body) in [
            (DoneReply::Result, 200, r#"{"result":"success"}"#),
            (DoneReply::Nothing, 200, ""),
            (DoneReply::NoContent, 204, ""),
            (DoneReply::True, 200, "true"),
            (DoneReply::Ok, 200, "\"OK\""),
        ] {
            sandbox.reset();
            let api = live(&sandbox);
            let edited = ask(&api, Replies::default().edit(reply), "PUT", &path, "title=new&comment=c");
            assert_eq!((edited.status, edited.text()), (status, body));
            assert_eq!(api.get(&path)["title"], "new");
            let ended = ask(&api, Replies::default().terminate(reply), "DELETE", &path, "");
            assert_eq!((ended.status, ended.text()), (status, body));
            assert_eq!(api.send("GET", &path, "").status, 404);
        }
        sandbox.reset();
        let api = live(&sandbox);
        let properties = Replies::default().edit(DoneReply::Properties).terminate(DoneReply::Properties);
        let edited = ask(&api, properties.clone(), "PUT", &path, "title=new&comment=c").json();
        assert_eq!((&edited["title"], &edited), (&"new".into(), &api.get(&path)));
        let ended = ask(&api, properties.wrapping(Wrapping::Data), "DELETE", &path, "").json();
        assert_eq!(ended["data"]["status"], "terminated");
    }
}

#[test]
fn orderable_versions_have_the_shape_that_was_chosen() {
    let sandbox = start();
    let api = live(&sandbox);
    let told = |shape, family: &str| {
        get(&api, Replies::default().orderable(shape), &format!("license/{family}/order"))
    };
    let names = told(OrderableShape::Names, "cpanel");
    assert_eq!(names, json!(["CPANEL-VPS", "CPANEL-DEDICATED", "CPANEL & WHM 100%"]));
    let map = told(OrderableShape::Map, "virtuozzo");
    assert_eq!(
        map,
        json!({"VIRTUOZZO-1-CPU": "Virtuozzo, one CPU", "Virtuozzo 2+ CPU": "Virtuozzo, two CPUs or more"})
    );
    let objects = told(OrderableShape::Objects, "plesk");
    let plesk_10 = &objects[0];
    assert_eq!((&plesk_10["product"], &plesk_10["price"]), (&"PLESK-10-30-DOMAINS".into(), &"10.00".into()));
    assert_eq!(plesk_10["periods"], json!(["1", "3", "6", "12", "24", "36"]));
    assert_eq!(plesk_10["options"]["CBMClients"], json!({"0": "0.00", "UNLIMITED": "4.00"}));
    assert_eq!(plesk_10["options"].get("WPBOptions"), None, "it does not apply");
    assert_eq!(objects[3]["options"]["WPBSites"]["30"], "1.00");
    assert_eq!(told(OrderableShape::Objects, "cpanel")[0]["options"]["addons"]["KERNELCARE"], "3.50");
    assert_eq!(told(OrderableShape::Objects, "virtuozzo")[0]["options"]["os"], json!(["LINUX", "WINDOWS"]));
    let ovh = told(OrderableShape::Ovh, "plesk");
    assert_eq!(
        ovh[0],
        json!({
            "version": "PLESK-10-30-DOMAINS", "canHavePowerPack": true,
            "compliantAntivirus": ["PREMIUM_ANTIVIRUS"], "compliantDomains": ["100", "1000"],
            "compliantLanguagePack": ["1", "2", "3", "4", "5"]
        })
    );
    assert_eq!(told(OrderableShape::Ovh, "cpanel")[0], json!({"version": "CPANEL-VPS"}));
}

#[test]
fn an_order_is_answered_as_was_chosen_and_charged_once() {
    let sandbox = start();
    let order = |sandbox: &Sandbox, reply, family: &str, form: &str| {
        sandbox.reset();
        let api = live(sandbox);
        let path = format!("license/{family}/order");
        let reply = ask(&api, Replies::default().order(reply), "POST", &path, form);
        assert_eq!(sandbox.ledger().len(), 1);
        (reply.status, reply.text().to_owned())
    };
    for (reply, status, plesk, cpanel) in [
        (OrderReply::KeyNumber, 200, r#"{"keyNumber":"PLSK.02980007"}"#, r#"{"keyNumber":"4921065"}"#),
        (OrderReply::Bare, 200, "\"PLSK.02980007\"", "\"4921065\""),
        (OrderReply::Number, 200, "\"PLSK.02980007\"", "4921065"),
        (OrderReply::Array, 200, r#"["PLSK.02980007"]"#, r#"["4921065"]"#),
        (OrderReply::OrderId, 200, r#"{"orderId":5012}"#, r#"{"orderId":5012}"#),
        (OrderReply::Nothing, 200, "", ""),
        (OrderReply::NoContent, 204, "", ""),
    ] {
        assert_eq!(order(&sandbox, reply, "plesk", PLESK_12), (status, plesk.to_owned()));
        assert_eq!(order(&sandbox, reply, "cpanel", CPANEL), (status, cpanel.to_owned()));
    }
    let (_, text) = order(&sandbox, OrderReply::Properties, "cpanel", CPANEL);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told, live(&sandbox).get("license/cpanel/4921065"));
}

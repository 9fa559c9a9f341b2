//! Refusals in each of their shapes.

use license_sandbox::websoftsolus::{ContentType, ErrorShape, Replies};
use serde_json::{Value, json};

use super::{LOGIN, PLESK_12, live, with};
use crate::client::{Reply, post, start};

const SHAPES: [ErrorShape; 13] = [
    ErrorShape::Oauth,
    ErrorShape::Object,
    ErrorShape::Text,
    ErrorShape::Flag,
    ErrorShape::List,
    ErrorShape::ListOfObjects,
    ErrorShape::Status,
    ErrorShape::Success,
    ErrorShape::ResultCode,
    ErrorShape::Reason,
    ErrorShape::Html,
    ErrorShape::Plain,
    ErrorShape::Nothing,
];

#[test]
fn an_error_has_the_shape_that_was_chosen() {
    let sandbox = start();
    let api = live(&sandbox);
    let text = "There is no such license";
    for shape in SHAPES {
        sandbox.set_websoftsolus_replies(Replies::default().error(shape));
        let reply = api.send("GET", "license/plesk/PLSK.09999999", "");
        assert_eq!(reply.status, 404, "{shape:?}");
        let wanted = match shape {
            ErrorShape::Oauth => json!({"error": "license_not_found", "error_description": text}),
            ErrorShape::Object => json!({"error": {"code": 404, "message": text}}),
            ErrorShape::Text => json!({"error": text}),
            ErrorShape::Flag => json!({"error": true, "message": text}),
            ErrorShape::List => json!({"errors": [text]}),
            ErrorShape::ListOfObjects => json!({"errors": [{"code": "license_not_found", "message": text}]}),
            ErrorShape::Status => json!({"status": "error", "message": text}),
            ErrorShape::Success => json!({"success": false, "message": text}),
            ErrorShape::ResultCode => json!({"resultCode": 220, "resultDesc": text}),
            ErrorShape::Reason => json!({"status": 0, "reason": text}),
            _ => Value::Null,
        };
        match shape {
            ErrorShape::Html => {
                assert!(reply.text().starts_with("<!DOCTYPE html>") && reply.text().contains(text));
            }
            ErrorShape::Plain => assert_eq!(reply.text(), format!("{text}\n")),
            ErrorShape::Nothing => assert_eq!(reply.text(), ""),
            _ => assert_eq!(reply.json(), wanted),
        }
        let content_type = match shape {
            ErrorShape::Html => "text/html; charset=UTF-8",
            ErrorShape::Plain => "text/plain; charset=UTF-8",
            _ => "application/json",
        };
        assert_eq!(reply.headers["content-type"], content_type);
    }
}

#[test]
fn every_refusal_can_have_every_shape_and_any_status() {
    let sandbox = start();
    let mut api = live(&sandbox);
    let poor = with(PLESK_12, "period", "36");
    // Spends what there is, so that the next is refused for want of money.
    api.order("plesk", &with(&poor, "antivirus", "PREMIUM_ANTIVIRUS"));
    let good = api.token.clone();
    let refusals = [
        ("GET", "license/plesk/x", "", 404),
        ("GET", "license/nothing", "", 404),
        ("DELETE", "license/plesk", "", 405),
        ("PUT", "license/plesk/PLSK.02980001", "title=t", 400),
        ("POST", "license/plesk/order", "title=t", 400),
        ("POST", "license/plesk/order", poor.as_str(), 402),
        ("POST", "access/token", "login=x&secret=y", 401),
        ("POST", "access/token", "", 400),
    ];
    for shape in SHAPES {
        for (method, path, form, own) in refusals {
            for status in [None, Some(200), Some(422), Some(500)] {
                sandbox.set_websoftsolus_replies(Replies::default().error(shape).error_status(status));
                let reply = api.send(method, path, form);
                assert_eq!(reply.status, status.unwrap_or(own), "{method} {path} {form}");
                assert!(!sandbox.requests().last().unwrap().committed);
                assert_eq!(reply.headers.contains_key("www-authenticate"), reply.status == 401);
            }
        }
    }
    for (token, status) in [("x", None), ("x", Some(200))] {
        api.token = token.to_owned();
        sandbox.set_websoftsolus_replies(Replies::default().error_status(status));
        let reply = api.send("POST", "license/plesk/order", PLESK_12);
        assert_eq!((reply.status, &reply.json()["error"]), (status.unwrap_or(401), &"invalid_token".into()));
    }
    api.token = good;
    assert_eq!(sandbox.ledger().len(), 1);
    assert_eq!(api.keys("plesk").len(), 7);
}

#[test]
fn upstream_codes_are_those_of_the_partner_api() {
    let sandbox = start();
    let mut api = live(&sandbox);
    sandbox.set_websoftsolus_replies(Replies::default().error(ErrorShape::ResultCode));
    let code = |reply: Reply| reply.json()["resultCode"].as_i64().unwrap();
    assert_eq!(code(api.send("GET", "license/plesk/x", "")), 220);
    assert_eq!(code(api.send("POST", "license/plesk/order", "")), 410);
    assert_eq!(code(api.send("GET", "nowhere", "")), 400);
    let poor = with(&with(PLESK_12, "period", "36"), "WPBSites", "1000");
    assert_eq!(code(api.send("POST", "license/plesk/order", &poor)), 300);
    assert_eq!(code(post(&sandbox, "/websoftsolus/access/token", "login=x&secret=y")), 200);
    api.token.clear();
    assert_eq!(code(api.send("GET", "license/plesk", "")), 200);
}

#[test]
fn answers_can_be_called_html_or_nothing() {
    let sandbox = start();
    let api = live(&sandbox);
    for (form, header) in [
        (ContentType::Json, Some("application/json")),
        (ContentType::Html, Some("text/html; charset=UTF-8")),
        (ContentType::Missing, None),
    ] {
        sandbox.set_websoftsolus_replies(Replies::default().content_type(form));
        for (method, path, body) in
            [("GET", "license/plesk", ""), ("GET", "license/plesk/x", ""), ("POST", "access/token", LOGIN)]
        {
            let reply = api.send(method, path, body);
            assert_eq!(reply.headers.get("content-type").map(String::as_str), header, "{method} {path}");
            assert!(reply.json().is_array() || reply.json().is_object());
        }
    }
}

//! The vendor's refusals: every shape that similar systems use, with an error status and with a success status.

use websoftsolus::{
    Client, Effect, Error, ErrorKind, GetProperties, ListKeys, Outcome, Plesk, Refusal, Terminate,
};

use crate::support::{CALLS, Reply, Server, client, key, plesk12};

/// Body, code and message.
const SHAPES: &[(&str, Option<&str>, &str)] = &[
    (
        r#"{"error":"no_credit","error_description":"The credit is used up.","error_uri":"x"}"#,
        Some("no_credit"),
        "The credit is used up.",
    ),
    (r#"{"error":{"code":402,"message":"No credit"}}"#, Some("402"), "No credit"),
    (r#"{"error":{"code":0,"message":"No credit"}}"#, Some("0"), "No credit"),
    (r#"{"error":"No credit left"}"#, None, "No credit left"),
    (r#"{"error":"no_credit"}"#, Some("no_credit"), "no_credit"),
    (r#"{"error":true,"message":"No credit"}"#, None, "No credit"),
    (r#"{"error":1,"message":"No credit","code":"E17"}"#, Some("E17"), "No credit"),
    (r#"{"error":"true","message":"No credit"}"#, None, "No credit"),
    (r#"{"error":["No credit","Too old"]}"#, None, "No credit; Too old"),
    (r#"{"errors":["No credit","Too old"]}"#, None, "No credit; Too old"),
    (r#"{"errors":[{"code":"E17","message":"No credit"}]}"#, Some("E17"), "No credit"),
    (r#"{"errors":{"title":["is too long"]}}"#, None, "is too long"),
    (r#"{"message":"Invalid","errors":{"title":"is too long"}}"#, None, "Invalid"),
    (r#"{"status":"error","message":"No credit"}"#, None, "No credit"),
    (r#"{"status":"Failed","message":"No credit"}"#, None, "No credit"),
    (r#"{"result":"error","message":"No credit"}"#, None, "No credit"),
    (r#"{"success":false,"message":"No credit"}"#, None, "No credit"),
    (r#"{"success":0,"message":"No credit"}"#, None, "No credit"),
    (r#"{"success":"false","message":"No credit"}"#, None, "No credit"),
    (r#"{"success":false}"#, None, "the vendor says that it did not succeed"),
    (r#"{"resultCode":220,"resultDesc":"Key not found"}"#, Some("220"), "Key not found"),
    (r#"{"resultCode":"222","resultDesc":"Already terminated"}"#, Some("222"), "Already terminated"),
    (r#"{"status":0,"reason":"No credit"}"#, None, "No credit"),
    (r#"{"status":"0","reason":"No credit"}"#, None, "No credit"),
    (r#"[{"error":"no_credit"}]"#, Some("no_credit"), "no_credit"),
    (r#"{"result":{"error":"No credit left"}}"#, None, "No credit left"),
    ("\u{feff} {\"error\":\"no_credit\"}\n", Some("no_credit"), "no_credit"),
];

#[track_caller]
fn refusal(error: &Error) -> &Refusal {
    let ErrorKind::Refused(refusal) = error.kind() else { panic!("{error:?}") };
    refusal
}

#[test]
fn every_shape_is_a_refusal_with_its_words_whatever_the_status() {
    for (body, code, message) in SHAPES {
        for status in [200, 201, 400, 404, 422] {
            let server = Server::always(Reply::new(status, *body));
            let client = client(&server.url());
            for call in CALLS {
                let error = call.make(&client).expect_err(body);
                assert_eq!(error.outcome(), Outcome::Refused, "{status} {body}");
                let said = refusal(&error);
                assert_eq!(
                    (said.code.as_deref(), said.message.as_str()),
                    (*code, *message),
                    "{status} {body}"
                );
                assert!(
                    error.answer().is_some_and(|answer| answer.body() == body.as_bytes()),
                    "the bytes are kept"
                );
            }
            assert_eq!((server.calls().len(), server.tokens()), (CALLS.len(), 1), "nothing is repeated");
        }
    }
}

#[test]
fn a_field_that_is_complained_of_is_named() {
    let server = Server::always(Reply::new(422, r#"{"errors":{"title":["is too long"]}}"#));
    let error = client(&server.url()).order_plesk12(&plesk12()).unwrap_err();
    assert_eq!(error.field(), Some("title"));
}

#[test]
fn what_says_that_there_is_no_error_is_none() {
    for body in [
        r#"{"error":null}"#,
        r#"{"error":""}"#,
        r#"{"error":false}"#,
        r#"{"error":0}"#,
        r#"{"error":"0"}"#,
        r#"{"error":[]}"#,
        r#"{"error":{}}"#,
        r#"{"error":"none"}"#,
        r#"{"error":{"code":0,"message":""}}"#,
        r#"{"error":{"code":0,"message":"OK"}}"#,
        r#"{"errors":[],"success":true}"#,
        r#"{"errors":[null]}"#,
        r#"{"success":"1"}"#,
        r#"{"status":"ok"}"#,
        r#"{"status":0}"#,
        r#"{"status":1,"reason":"done"}"#,
        r#"{"resultCode":100,"resultDesc":"ok"}"#,
        r#"{"resultCode":101}"#,
        r#"{"resultCode":"110"}"#,
        r#"{"result":"success"}"#,
    ] {
        let server = Server::always(Reply::ok(body));
        let client = client(&server.url());
        client.order_plesk12(&plesk12()).unwrap_or_else(|error| panic!("{body}: {error}"));
        client.terminate(&Terminate::new(key())).unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

#[test]
fn an_error_status_without_words_shows_the_status_and_a_short_excerpt() {
    let page = format!("<html>{}</html>", "y".repeat(1 << 20));
    for body in ["", "<html>no</html>", "no", "[]", "null", "{}", page.as_str()] {
        let server = Server::always(Reply::new(404, body));
        let error = client(&server.url()).terminate(&Terminate::new(key())).unwrap_err();
        let ErrorKind::Status { status: 404, excerpt, .. } = error.kind() else { panic!("{error:?}") };
        assert!(excerpt.chars().count() <= 201);
    }
}

#[test]
fn an_error_status_with_nothing_but_a_message_says_it() {
    let server = Server::always(Reply::new(404, r#"{"message":"no such key","code":7}"#));
    let error = client(&server.url()).terminate(&Terminate::new(key())).unwrap_err();
    assert_eq!(
        (refusal(&error).message.as_str(), refusal(&error).code.as_deref()),
        ("no such key", Some("7"))
    );
    // With a success status it is none: many say "done" like this.
    let server = Server::always(Reply::ok(r#"{"message":"terminated"}"#));
    assert!(client(&server.url()).terminate(&Terminate::new(key())).is_ok());
}

#[test]
fn properties_may_have_members_that_look_like_an_error() {
    for body in [
        r#"{"keyNumber":"PLSK.02980001","status":"error"}"#,
        r#"{"keyNumber":"PLSK.02980001","status":0,"reason":"moved"}"#,
        r#"{"key_number":"PLSK.02980001","error":"license problem"}"#,
        r#"{"data":{"keyNumber":"PLSK.02980001","status":"failed","success":false}}"#,
    ] {
        let server = Server::always(Reply::ok(body));
        let properties = client(&server.url()).properties(&GetProperties::new(key())).unwrap();
        assert_eq!(properties.key_number(), Some(key()), "{body}");
    }
    let server = Server::always(Reply::ok(r#"{"error":"no such key"}"#));
    let error = client(&server.url()).properties(&GetProperties::new(key())).unwrap_err();
    assert_eq!(refusal(&error).message, "no such key");
}

#[test]
fn an_error_and_a_key_number_together_are_unknown_to_what_spends() {
    for body in [
        r#"{"keyNumber":"PLSK.02980009","error":"the mail could not be sent"}"#,
        r#"{"success":false,"data":{"keyNumber":"PLSK.02980009"}}"#,
        r#"{"status":"error","license":{"keyNumber":"PLSK.02980009"}}"#,
    ] {
        let server = Server::always(Reply::ok(body));
        let client = client(&server.url());
        for call in CALLS.iter().filter(|call| call.effect != Effect::Read) {
            let error = call.make(&client).unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{}: {error:?}", call.name);
            assert!(error.may_have_happened());
        }
        assert_eq!(server.calls().len(), 6, "each was sent once");
    }
}

#[test]
fn a_message_cannot_steer_a_terminal_or_flood_a_log() {
    let body = serde_json::json!({"error": format!("\u{1b}[31mno\r\n{}", "y".repeat(1 << 20))}).to_string();
    let server = Server::always(Reply::ok(body));
    let error = client(&server.url()).terminate(&Terminate::new(key())).unwrap_err();
    let shown = error.to_string();
    assert!(!shown.contains(['\u{1b}', '\r', '\n']) && shown.chars().count() < 3000, "{}", shown.len());
}

fn refuse_first_token(status: u16, body: &'static str) -> Server {
    Server::vendor(move |seen| match seen.header("authorization") {
        Some("Bearer token-1") => Reply::new(status, body),
        _ => Reply::ok(r#"{"keyNumber":"PLSK.02980001","title":"web1"}"#),
    })
}

#[test]
fn a_token_that_is_refused_by_its_words_is_renewed_for_reads_and_edits_and_only_by_a_401_for_what_spends() {
    for code in ["expired_token", "invalid_token"] {
        for status in [200, 400, 403, 401] {
            let body: &'static str = format!(r#"{{"error":"{code}","error_description":"gone"}}"#).leak();
            for call in CALLS {
                let server = refuse_first_token(status, body);
                let client = client(&server.url());
                let result = call.make(&client);
                let repeated = call.effect != Effect::Spend || status == 401;
                assert_eq!(
                    server.calls().len(),
                    if repeated { 2 } else { 1 },
                    "{} {status} {code}",
                    call.name
                );
                if repeated {
                    result.unwrap_or_else(|error| panic!("{} {status}: {error}", call.name));
                    continue;
                }
                let error = result.unwrap_err();
                assert!(matches!(error.kind(), ErrorKind::Auth { .. }), "{error:?}");
                assert_eq!(error.outcome(), Outcome::Refused);
                // The token is not used again, so the caller's own next try has a new one.
                assert!(call.make(&client).is_ok());
                assert_eq!(server.tokens(), 2);
            }
        }
    }
}

#[test]
fn an_edit_is_not_repeated_when_it_may_have_been_done() {
    let server = Server::always(Reply::new(500, r#"{"error":"expired_token"}"#));
    let edit = CALLS.iter().find(|call| call.effect == Effect::Change).unwrap();
    assert_eq!(edit.make(&client(&server.url())).unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn a_401_that_names_a_new_key_is_not_clear_and_is_not_repeated() {
    for body in
        [r#"{"keyNumber":"PLSK.02980009"}"#, r#"["PLSK.02980009"]"#, r#""PLSK.02980009""#, r#"{"keyNum"#]
    {
        let server = Server::always(Reply::new(401, body));
        let error = client(&server.url()).order_plesk12(&plesk12()).unwrap_err();
        assert_eq!((error.status(), server.calls().len()), (Some(401), 1), "{body}");
    }
}

#[test]
fn a_challenge_is_shown_where_there_are_no_other_words() {
    let challenge = r#"Bearer realm="Service", error="invalid_token", error_description="expired""#;
    let server = Server::always(Reply::Answer(401, vec![("WWW-Authenticate", challenge.into())], Vec::new()));
    let client: Client = client(&server.url());
    let error = client.keys(&ListKeys::of(Plesk)).unwrap_err();
    assert!(error.to_string().contains("error_description=\"expired\""), "{error}");
    assert_eq!(error.answer().unwrap().www_authenticate(), Some(challenge));
}

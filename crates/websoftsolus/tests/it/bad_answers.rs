//! Answers with a success status that do not say that it was done: never "done", never an empty list.

use websoftsolus::{CpanelKey, Edit, Error, ErrorKind, Outcome, Plesk, PleskKey, Terminate};

use crate::support::{Reply, Server, answering, client, key, keys, plesk12};

/// How an order, a termination and an edit end, each sent once, whose answer is this.
#[track_caller]
fn not_done(body: &[u8]) -> [Error; 3] {
    let (server, client) = answering(body);
    let errors = [
        client.order_plesk12(&plesk12()).map(drop).unwrap_err(),
        client.terminate(&Terminate::new(key())).map(drop).unwrap_err(),
        client.edit(&Edit::new(key(), "t", "")).map(drop).unwrap_err(),
    ];
    assert_eq!(server.calls().len(), 3);
    errors
}

#[test]
fn a_list_that_is_not_understood_is_an_error_with_the_answer_and_never_an_empty_list() {
    let many = "[".repeat(200) + &"]".repeat(200);
    for body in [
        "false",
        "true",
        "0",
        "17",
        "4921062.5",
        "\"OK\"",
        "\"\"",
        "OK",
        "<html></html>",
        "Notice: undefined index in x.php\n[]",
        "[] []",
        "[null]",
        "[true]",
        r#"["PLSK.02980001",null]"#,
        r#"["order"]"#,
        r#"["../order"]"#,
        r#"[""]"#,
        r#"["two words"]"#,
        "[1.5]",
        "[1e30]",
        "[12345678901234567890123]",
        "[-1]",
        r#"[{"title":"web1"}]"#,
        r#"[{"keyNumber":"A"},{"title":"web2"}]"#,
        r#"{"4921062":"web1","4921063":"web2"}"#,
        r#"{"4921062":"20260101"}"#,
        r#"{"4921062":1}"#,
        r#"{"0":{"title":"web1"}}"#,
        r#"{"0":"web1.example.com"}"#,
        r#"{"meta":{"a":1},"items":{"b":2}}"#,
        r#"{"title":"web1"}"#,
        r#"{"data":["A"],"total":2}"#,
        r#"{"data":"none"}"#,
        "{\"keyNumber\":NaN}",
        "[\"\\ud800\"]",
        many.as_str(),
    ] {
        let error = keys(Plesk, body).expect_err(body);
        assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{body}: {error:?}");
        assert_eq!((error.outcome(), error.operation()), (Outcome::Unknown, "websoftsolus.plesk.keys"));
        assert!(error.answer().is_some_and(|answer| answer.body() == body.as_bytes()), "{body}");
        assert!(!error.may_have_happened());
    }
}

#[test]
fn a_place_that_the_vendor_named_cannot_steer_a_terminal() {
    let error = keys(Plesk, "{\"\\u001b[31m\":1}").unwrap_err();
    assert!(!error.to_string().contains('\u{1b}'), "{error}");
}

#[test]
fn a_web_page_and_a_bare_no_are_no_success_and_no_refusal() {
    for body in
        ["<html>Please log in</html>", "<!DOCTYPE html>", " <br />\n<b>Warning</b>: x", "false", " false\n"]
    {
        for error in not_done(body.as_bytes()) {
            assert!(error.outcome() == Outcome::Unknown && error.may_have_happened(), "{body}: {error:?}");
        }
    }
}

#[test]
fn json_that_cannot_be_read_may_be_a_refusal_and_is_no_success() {
    for body in [
        &b"{\"error\":\"no credit\",\"left\":NaN}"[..],
        b"{\"error\":\"\xea\xf0\xe5\xe4\xe8\xf2\"}",
        b"{\"error\":\"\\ud800\"}",
        b"{\"error\":\"a\0b\"}",
        b"{\"error\":1e999}",
        b"{} {\"error\":\"no credit\"}",
        b"[\"OK\"],",
        "[".repeat(1000).as_bytes(),
    ] {
        let shown = String::from_utf8_lossy(body);
        for error in not_done(body) {
            assert_eq!(error.outcome(), Outcome::Unknown, "{shown}: {error:?}");
        }
    }
}

#[test]
fn an_answer_about_another_licence_is_no_success() {
    let about = |number: &str| answering(format!(r#"{{"keyNumber":"{number}","result":"success"}}"#));
    let asked: PleskKey = key();
    for same in [asked.to_string(), asked.to_string().to_lowercase(), format!("{asked}.0007")] {
        let (_server, client) = about(&same);
        client.terminate(&Terminate::new(key())).unwrap();
        client.edit(&Edit::new(key(), "t", "")).unwrap();
    }
    let (_server, client) = about("PLSK.99999999");
    let errors = [
        client.terminate(&Terminate::new(key())).map(drop).unwrap_err(),
        client.edit(&Edit::new(key(), "t", "")).map(drop).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error.kind(), ErrorKind::Decode { path, .. } if path == "keyNumber"), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
    // A number of another kind, and one under another name, may be the vendor's own of the same licence.
    for body in [r#"{"keyNumber":4711}"#, r#"{"licenseId":17,"number":"PLSK.99999999"}"#] {
        let (_server, client) = answering(body);
        client.terminate(&Terminate::new(key())).unwrap();
    }
    let (_server, client) = answering(r#"{"keyNumber":4921063}"#);
    let ended = client.terminate(&Terminate::new(CpanelKey::new("4921062").unwrap()));
    assert_eq!(ended.unwrap_err().outcome(), Outcome::Unknown);
}

#[test]
fn no_proper_prefix_of_a_success_document_is_done() {
    let whole = r#"{"result":"success","data":{"keyNumber":"PLSK.02980009","orderId":17}}"#;
    // The empty one is a form of success that similar systems have; its length says that it is whole.
    for end in 1..whole.len() {
        let server = Server::always(Reply::ok(&whole[..end]));
        let error = client(&server.url()).order_plesk12(&plesk12()).unwrap_err();
        assert_eq!((error.outcome(), server.calls().len()), (Outcome::Unknown, 1), "{}", &whole[..end]);
    }
    let server = Server::always(Reply::ok(whole));
    assert!(client(&server.url()).order_plesk12(&plesk12()).is_ok());
}

//! What changes or spends is sent once, whatever comes back.

use std::time::Duration;

use license_wire::{Effect, ErrorKind, Form, Outcome, Request, Secret, Settings};
use mockito::Server;

use crate::support::{Envelope, PASSWORD, transport};

fn requests() -> Vec<(&'static str, Request)> {
    let form = || Form::new().field("a", 1).secret("nocpass", &Secret::from(PASSWORD));
    let mut all = Vec::new();
    for effect in [Effect::Change, Effect::Spend] {
        all.push(("POST", Request::post("test.act", effect, form())));
        all.push(("PUT", Request::put("test.act", effect, form())));
        all.push(("DELETE", Request::delete("test.act", effect)));
    }
    all
}

#[test]
fn each_answer_means_what_the_contract_says_and_is_got_once() {
    let html = "<html>maintenance</html>";
    let no = r#"{"error":"not enough money"}"#;
    for (status, body, outcome) in [
        (200, no, Outcome::Refused),
        (200, html, Outcome::Unknown),
        (200, "", Outcome::Unknown),
        (200, "{}", Outcome::Unknown),
        (204, "", Outcome::Unknown),
        (301, "", Outcome::Unknown),
        (302, "", Outcome::Unknown),
        (303, "", Outcome::Unknown),
        (307, "", Outcome::Unknown),
        (308, "", Outcome::Unknown),
        (400, "", Outcome::Refused),
        (400, no, Outcome::Refused),
        (401, "", Outcome::Refused),
        (403, html, Outcome::Refused),
        (404, "", Outcome::Refused),
        (408, no, Outcome::Unknown),
        (409, no, Outcome::Refused),
        (422, no, Outcome::Refused),
        (429, no, Outcome::Refused),
        (460, html, Outcome::Refused),
        (500, "", Outcome::Unknown),
        (500, no, Outcome::Unknown),
        (502, html, Outcome::Unknown),
        (503, "", Outcome::Unknown),
        (504, "", Outcome::Unknown),
        (520, "", Outcome::Unknown),
    ] {
        for (method, request) in requests() {
            let mut server = Server::new();
            let mock = server
                .mock(method, "/")
                .with_status(status)
                .with_header("location", "/elsewhere")
                .with_header("retry-after", "3")
                .with_body(body)
                .expect(1)
                .create();
            let (transport, clock) = transport(&server.url(), Settings::new());
            let error = transport.send(&request, &Envelope).unwrap_err();
            assert_eq!(error.outcome(), outcome, "{status} {body} {request:?}");
            assert_eq!((error.attempts(), error.status()), (1, u16::try_from(status).ok()));
            assert_eq!(error.may_have_happened(), outcome == Outcome::Unknown);
            assert!(clock.pauses().is_empty());
            if status == 429 {
                assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
            }
            mock.assert();
        }
    }
}

#[test]
fn the_vendors_words_are_kept_and_its_echo_of_the_password_is_not() {
    let mut server = Server::new();
    let echo = serde_json::json!({"error": format!("wrong password {PASSWORD} \u{1b}[31m")}).to_string();
    for status in [200, 403] {
        let _mock = server.mock("POST", "/").with_status(status).with_body(&echo).create();
        let (transport, _) = transport(&server.url(), Settings::new());
        let error = transport.send(&requests().remove(0).1, &Envelope).unwrap_err();
        let ErrorKind::Refused(refusal) = error.kind() else { panic!("{error:?}") };
        assert_eq!(refusal.message, "wrong password *** \u{fffd}[31m");
        assert_eq!(error.answer().unwrap().body(), echo.as_bytes(), "the exact bytes stay reachable");
        assert!(!format!("{error:?} {error}").contains("c4n"));
    }
    let _mock = server.mock("POST", "/").with_status(500).with_body(format!("<b>{PASSWORD}</b>")).create();
    let (transport, _) = transport(&server.url(), Settings::new());
    let error = transport.send(&requests().remove(0).1, &Envelope).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.act: unexpected HTTP status 500, body begins `<b>***</b>`; it may have happened, so check before doing it again"
    );
}

#[test]
fn a_401_is_about_the_credentials() {
    let mut server = Server::new();
    for (body, message) in [("", "HTTP status 401"), (r#"{"error":"bad login"}"#, "bad login")] {
        let _mock = server.mock("POST", "/").with_status(401).with_body(body).create();
        let (transport, _) = transport(&server.url(), Settings::new());
        let error = transport.send(&requests().remove(0).1, &Envelope).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Auth { message: message.into() });
    }
}

#[test]
fn a_form_without_fields_counts_as_sent_once_it_may_have_been() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (transport, _) = transport(&format!("http://{}", listener.local_addr().unwrap()), Settings::new());
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0; 1];
            std::io::Read::read_exact(&mut connection, &mut byte).unwrap();
            head.push(byte[0]);
        }
    });
    let error =
        transport.send(&Request::post("test.act", Effect::Spend, Form::new()), &Envelope).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
    server.join().unwrap();
}

#[test]
fn an_answer_in_an_encoding_that_was_not_asked_for_is_not_understood_and_a_4xx_stays_a_refusal() {
    for (encoding, status, outcome) in [
        ("gzip", 200, Some(Outcome::Unknown)),
        (" BR ", 200, Some(Outcome::Unknown)),
        ("gzip", 404, Some(Outcome::Refused)),
        ("gzip", 503, Some(Outcome::Unknown)),
        ("identity", 200, None),
        ("", 200, None),
    ] {
        let mut server = Server::new();
        let mock = server.mock("POST", "/").with_status(status).with_header("content-encoding", encoding);
        let mock = mock.with_body(r#"{"ok":[1]}"#).expect(1).create();
        let (transport, _) = transport(&server.url(), Settings::new());
        let request = Request::post("test.buy", Effect::Spend, Form::new().field("a", 1));
        let result = transport.send(&request, &Envelope);
        assert_eq!(result.map_err(|error| error.outcome()).err(), outcome, "{encoding} {status}");
        mock.assert();
    }
}

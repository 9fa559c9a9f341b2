//! Reads are tried again where that helps, with jitter, a wait the server asks for, and an end.

use license_wire::{Effect, ErrorKind, Form, Outcome, Request, Retries, Settings};
use mockito::{Server, ServerGuard};

use crate::support::{Envelope, transport};

fn read() -> Request {
    Request::post("test.list", Effect::Read, Form::new().field("a", 1))
}

fn answer(
    server: &mut ServerGuard,
    status: usize,
    retry_after: &str,
    body: &str,
    times: usize,
) -> mockito::Mock {
    let mock = server.mock("POST", "/").with_status(status).with_body(body).expect(times);
    if retry_after.is_empty() { mock.create() } else { mock.with_header("retry-after", retry_after).create() }
}

#[test]
fn a_passing_fault_is_survived() {
    for status in [408, 429, 500, 502, 503, 504, 520] {
        let mut server = Server::new();
        let bad = answer(&mut server, status, "", "", 2);
        let good = answer(&mut server, 200, "", r#"{"ok":[1]}"#, 1);
        let (transport, clock) = transport(&server.url(), Settings::new());
        // The first mock is used up after two requests, then the second one answers.
        assert_eq!(transport.send(&read(), &Envelope).unwrap(), serde_json::json!([1]), "{status}");
        assert_eq!(clock.pauses(), [200, 400], "{status}");
        bad.assert();
        good.assert();
    }
}

#[test]
fn a_lasting_fault_ends_after_three_tries() {
    let mut server = Server::new();
    let mock = answer(&mut server, 503, "", "<h1>down</h1>", 3);
    let (transport, _) = transport(&server.url(), Settings::new());
    let error = transport.send(&read(), &Envelope).unwrap_err();
    assert_eq!((error.attempts(), error.status(), error.outcome()), (3, Some(503), Outcome::Unknown));
    assert!(!error.may_have_happened(), "a read changes nothing");
    mock.assert();
}

#[test]
fn the_server_decides_the_wait_up_to_thirty_seconds() {
    for (asked, waited) in [
        ("7", Some(7000)),
        ("0", Some(200)),
        ("30", Some(30_000)),
        ("31", None),
        ("1000000000000", None),
        ("Sun, 01 Mar 2026 12:00:09 GMT", Some(9000)),
        ("Sun, 01 Mar 2026 11:00:00 GMT", Some(200)),
        ("-5", Some(200)),
        ("soon", Some(200)),
    ] {
        let mut server = Server::new();
        let mock = answer(&mut server, 429, asked, "", if waited.is_some() { 2 } else { 1 });
        let (transport, clock) =
            transport(&server.url(), Settings::new().retries(Retries::default().tries(2)));
        let error = transport.send(&read(), &Envelope).unwrap_err();
        assert_eq!(clock.pauses().first().copied(), waited, "{asked}");
        assert_eq!(error.outcome(), Outcome::Refused);
        mock.assert();
    }
}

#[test]
fn what_will_not_change_is_not_tried_again() {
    for (status, body, outcome) in [
        (400, "", Outcome::Refused),
        (403, r#"{"error":"no right"}"#, Outcome::Refused),
        (404, "<html>", Outcome::Refused),
        (302, "", Outcome::Unknown),
        (200, r#"{"error":"no such licence"}"#, Outcome::Refused),
    ] {
        let mut server = Server::new();
        let mock = answer(&mut server, status, "", body, 1);
        let (transport, clock) = transport(&server.url(), Settings::new());
        assert_eq!(transport.send(&read(), &Envelope).unwrap_err().outcome(), outcome, "{status}");
        assert!(clock.pauses().is_empty());
        mock.assert();
    }
}

#[test]
fn what_is_not_understood_or_too_large_is_tried_once_more() {
    for body in [
        "",
        "{",
        "{}",
        "null",
        "<html>",
        "{\"ok\":1}{\"ok\":1}",
        &format!("{{\"ok\":\"{}\"}}", "x".repeat(200)),
    ] {
        let mut server = Server::new();
        let mock = answer(&mut server, 200, "", body, 2);
        let (transport, _) = transport(&server.url(), Settings::new().max_answer(100));
        let error = transport.send(&read(), &Envelope).unwrap_err();
        assert_eq!((error.attempts(), error.outcome()), (2, Outcome::Unknown), "{body}");
        mock.assert();
    }
}

#[test]
fn an_answer_of_exactly_the_bound_is_read() {
    let body = format!("{{\"ok\":\"{}\"}}", "x".repeat(91));
    assert_eq!(body.len(), 100);
    let mut server = Server::new();
    let _mock = answer(&mut server, 200, "", &body, 3);
    assert!(transport(&server.url(), Settings::new().max_answer(100)).0.send(&read(), &Envelope).is_ok());
    let error =
        transport(&server.url(), Settings::new().max_answer(99)).0.send(&read(), &Envelope).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Interrupted { .. }), "{error:?}");
}

#[test]
fn retries_can_be_switched_off() {
    let mut server = Server::new();
    let mock = answer(&mut server, 500, "", "", 1);
    let (transport, _) = transport(&server.url(), Settings::new().retries(Retries::none()));
    assert!(transport.send(&read(), &Envelope).is_err());
    mock.assert();
}

#[test]
fn a_vendor_that_is_down_is_not_asked_three_times_by_every_call() {
    let mut server = Server::new();
    // Twenty retries are in the bucket: ten calls of three tries, then thirty of one.
    let mock = answer(&mut server, 500, "", "", 60);
    let (transport, _) = transport(&server.url(), Settings::new());
    for _ in 0..40 {
        assert!(transport.send(&read(), &Envelope).is_err());
    }
    mock.assert();
}

#[test]
fn a_read_that_meets_a_closed_port_is_tried_again_and_was_not_sent() {
    // Nobody listens on the first port; one that was just given up could be taken by a neighbour.
    let (transport, clock) = transport("http://127.0.0.1:1", Settings::new());
    let error = transport.send(&read(), &Envelope).unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::NotSent, 3));
    assert_eq!(error.to_string(), "test.list: no connection: connection refused");
    assert_eq!(clock.pauses(), [200, 400]);
}

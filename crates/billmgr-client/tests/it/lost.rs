//! Answers that are lost or cut: unknown for what changes or spends, and sent once.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use billmgr_client::{Client, Effect, ErrorKind, GetBalances, Outcome, Settings, ispmanager};

use crate::support::{Loaded, RawServer, SetClock, account, cases, fixture};

fn client(server: &RawServer) -> Client {
    let settings = Settings::new().clock(SetClock::shared()).chance(Arc::new(Loaded(0.0)));
    Client::builder(&ispmanager::EU, account()).base_url(server.base()).settings(settings).build().unwrap()
}

/// Asks for everything that changes or spends, and for a read, and expects that none knows what became of it.
fn nobody_knows(bytes: &[u8], tries_of_a_read: usize) {
    let server = RawServer::new(bytes);
    let client = client(&server);
    for case in cases().iter().filter(|case| case.is_sent_once()) {
        let error = (case.send)(&client).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{}: {error}", case.label);
        assert!(error.may_have_happened());
        assert_eq!((server.take_requests(), error.attempts()), (1, 1), "{}", case.label);
    }
    let error = client.balances(&GetBalances::new()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    assert!(!error.may_have_happened());
    assert_eq!(server.take_requests(), tries_of_a_read, "{error}");
}

#[test]
fn no_answer_at_all() {
    nobody_knows(b"", 3);
}

#[test]
fn half_a_head() {
    nobody_knows(b"HTTP/1.1 200 OK\r\ncontent-ty", 3);
}

#[test]
fn a_body_that_is_shorter_than_its_length() {
    let body = fixture!("order.xml");
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len() + 1);
    nobody_knows(format!("{head}{body}").as_bytes(), 2);
}

#[test]
fn half_a_chunked_body() {
    let body = fixture!("order.xml");
    let chunk =
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n", body.len());
    nobody_knows(chunk.as_bytes(), 2);
}

#[test]
fn half_a_body_of_no_stated_length() {
    let body = fixture!("order.xml");
    let half = &body[..body.len() / 2];
    nobody_knows(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{half}").as_bytes(), 2);
}

#[test]
fn a_whole_body_of_no_stated_length_is_an_answer() {
    for case in cases().iter().filter(|case| case.read_back.is_empty()) {
        let server = RawServer::new(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", case.good));
        (case.send)(&client(&server)).unwrap();
        assert_eq!(server.take_requests(), 1);
    }
}

#[test]
fn what_cannot_be_read_back_is_unknown_and_is_not_sent_again() {
    for case in cases().iter().filter(|case| !case.read_back.is_empty()) {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", case.good.len());
        // The second answer, and all that follow, are the same: none that can be read back.
        let server = RawServer::new(format!("{head}{}", case.good));
        let error = (case.send)(&client(&server)).unwrap_err();
        assert_eq!((error.outcome(), error.effect()), (Outcome::Unknown, Some(Effect::Spend)), "{error}");
        assert!(error.may_have_happened(), "{error}");
    }
}

#[test]
fn an_answer_that_is_too_large_is_unknown() {
    let server = RawServer::new(format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
        fixture!("order.xml").len(),
        fixture!("order.xml")
    ));
    let settings = Settings::new().max_answer(fixture!("order.xml").len() as u64 - 1);
    let client = Client::builder(&ispmanager::EU, account()).base_url(server.base()).settings(settings);
    let client = client.build().unwrap();
    for case in cases().iter().filter(|case| case.label.contains("order.param")) {
        let error = (case.send)(&client).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        assert_eq!(server.take_requests(), 1);
    }
}

#[test]
fn a_port_where_nobody_listens_is_not_sent() {
    // A port that is taken by the near end of a connection has no listener, and no other test gets it.
    let far = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(far.local_addr().unwrap()).unwrap();
    let base = format!("http://{}/manager/billmgr", near.local_addr().unwrap());
    let client = Client::builder(&ispmanager::EU, account()).base_url(base);
    let settings = Settings::new().clock(SetClock::shared()).chance(Arc::new(Loaded(0.0)));
    let client = client.settings(settings).build().unwrap();
    for case in cases() {
        let error = (case.send)(&client).unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{}: {error}", case.label);
        assert!(matches!(error.kind(), ErrorKind::Connect { .. }), "{error}");
    }
}

#[test]
fn a_client_that_was_shut_down_sends_nothing() {
    let server = RawServer::new("");
    let client = client(&server);
    client.clone().shut_down();
    for case in cases() {
        let error = (case.send)(&client).unwrap_err();
        assert_eq!((error.outcome(), error.kind()), (Outcome::NotSent, &ErrorKind::Closed));
    }
    assert_eq!(server.connections(), 0);
}

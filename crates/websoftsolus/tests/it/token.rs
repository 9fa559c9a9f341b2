//! The token: how long it is kept, when it is renewed, who shares it, and what becomes of calls that get none.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use websoftsolus::{Client, Environment, Error, ErrorKind, ListKeys, Outcome, Plesk};

use crate::support::{
    CALLS, Reply, Server, TestClock, assert_error, client, client_with_clock, credentials, plesk12, settings,
};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn read(client: &Client) -> Result<(), Error> {
    client.keys(&ListKeys::of(Plesk)).map(drop)
}

fn spend(client: &Client) -> Result<(), Error> {
    client.order_plesk12(&plesk12()).map(drop)
}

/// A vendor that answers every request for a token with this body, and everything else with `[]`.
fn grants(body: &str) -> Server {
    let body = body.to_owned();
    Server::raw(move |seen| Reply::ok(if seen.is_for_token() { body.clone() } else { "[]".into() }))
}

/// A vendor whose token endpoint gives this reply.
fn endpoint(reply: Reply) -> Server {
    Server::raw(move |seen| if seen.is_for_token() { reply.clone() } else { Reply::ok("[]") })
}

/// A vendor whose tokens are `token-1` and so on, each with this life.
fn with_life(life: u64) -> Server {
    let count = AtomicUsize::new(0);
    Server::raw(move |seen| {
        if !seen.is_for_token() {
            return Reply::ok("[]");
        }
        Reply::token(&format!("token-{}", count.fetch_add(1, Ordering::SeqCst) + 1), life)
    })
}

fn with_clock(server: &Server) -> (Client, Arc<TestClock>) {
    let clock: Arc<TestClock> = Arc::default();
    (client_with_clock(&server.url(), Arc::clone(&clock)), clock)
}

#[test]
fn a_token_is_fetched_when_it_is_needed_and_kept_by_all_clones() {
    let server = with_life(3600);
    let client = client(&server.url());
    assert!(server.seen().is_empty());
    let clone = client.clone();
    for _ in 0..5 {
        read(&client).unwrap();
        spend(&clone).unwrap();
        clone.log_in().unwrap();
    }
    assert_eq!((server.tokens(), server.calls().len()), (1, 10));
    assert!(server.calls().iter().all(|seen| seen.header("authorization") == Some("Bearer token-1")));
    assert!(server.seen().iter().all(|seen| !seen.path.contains("token-1") && !seen.path.contains('?')));
}

#[test]
fn it_is_renewed_a_minute_before_its_end_and_five_minutes_before_it_for_what_spends() {
    let server = with_life(3600);
    let (client, clock) = with_clock(&server);
    read(&client).unwrap();
    clock.advance(seconds(3299));
    spend(&client).unwrap();
    assert_eq!(server.tokens(), 1);
    clock.advance(seconds(1));
    read(&client).unwrap();
    assert_eq!(server.tokens(), 1, "a read makes do with five minutes");
    spend(&client).unwrap();
    assert_eq!(server.tokens(), 2);
    clock.advance(seconds(3539));
    read(&client).unwrap();
    assert_eq!(server.tokens(), 2);
    clock.advance(seconds(1));
    read(&client).unwrap();
    assert_eq!(server.tokens(), 3);
}

#[test]
fn a_token_that_lives_shortly_is_kept_for_nine_tenths_of_its_life() {
    let server = with_life(10);
    let (client, clock) = with_clock(&server);
    read(&client).unwrap();
    clock.advance(Duration::from_millis(8999));
    read(&client).unwrap();
    assert_eq!(server.tokens(), 1);
    clock.advance(Duration::from_millis(1));
    read(&client).unwrap();
    assert_eq!(server.tokens(), 2);
    clock.advance(seconds(5));
    spend(&client).unwrap();
    assert_eq!(server.tokens(), 3, "what spends wants half of it");
}

#[test]
fn the_life_begins_before_the_token_is_asked_for() {
    let clock: Arc<TestClock> = Arc::default();
    let servers = Arc::clone(&clock);
    let server = Server::raw(move |seen| {
        if !seen.is_for_token() {
            return Reply::ok("[]");
        }
        servers.advance(seconds(50));
        Reply::token("t", 100)
    });
    let client = client_with_clock(&server.url(), Arc::clone(&clock));
    read(&client).unwrap();
    clock.advance(seconds(39));
    read(&client).unwrap();
    assert_eq!(server.tokens(), 1);
    clock.advance(seconds(1));
    read(&client).unwrap();
    assert_eq!(server.tokens(), 2);
}

#[test]
fn a_token_without_a_life_is_used_once() {
    for expires_in in ["0", "-1", "\"0\"", "\"soon\"", "\"\"", "0.5", "true", "[]"] {
        let server = grants(&format!(r#"{{"access_token":"t","expires_in":{expires_in}}}"#));
        let client = client(&server.url());
        for _ in 0..3 {
            read(&client).unwrap();
            spend(&client).unwrap();
        }
        assert_eq!((server.tokens(), server.calls().len()), (6, 6), "{expires_in}");
    }
}

#[test]
fn a_life_that_is_not_stated_is_an_hour_and_one_beyond_counting_has_no_end() {
    for body in [r#"{"access_token":"t"}"#, r#"{"access_token":"t","expires_in":null,"token_type":null}"#] {
        let server = grants(body);
        let (client, clock) = with_clock(&server);
        read(&client).unwrap();
        clock.advance(seconds(3539));
        read(&client).unwrap();
        assert_eq!(server.tokens(), 1);
        clock.advance(seconds(1));
        read(&client).unwrap();
        assert_eq!(server.tokens(), 2);
    }
    for huge in ["18446744073709551615", "1e300", "\"99999999999999999999999\""] {
        let server = grants(&format!(r#"{{"access_token":"t","expires_in":{huge}}}"#));
        let (client, clock) = with_clock(&server);
        read(&client).unwrap();
        clock.advance(seconds(1_000_000_000));
        spend(&client).unwrap();
        assert_eq!(server.tokens(), 1, "{huge}");
    }
}

#[test]
fn while_early_renewal_fails_the_old_token_will_do() {
    let count = AtomicUsize::new(0);
    let server = Server::raw(move |seen| match (seen.is_for_token(), count.load(Ordering::SeqCst)) {
        (false, _) => Reply::ok("[]"),
        (true, 0) => {
            count.fetch_add(1, Ordering::SeqCst);
            Reply::token("token-1", 3600)
        }
        (true, _) => Reply::new(503, ""),
    });
    let (client, clock) = with_clock(&server);
    read(&client).unwrap();
    clock.advance(seconds(3400));
    spend(&client).unwrap();
    assert_eq!(server.calls()[1].header("authorization"), Some("Bearer token-1"));
    clock.advance(seconds(200));
    let error = spend(&client).unwrap_err();
    assert_error(&error, Outcome::NotSent, "websoftsolus.token: unexpected HTTP status 503");
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn a_token_that_is_refused_for_ever_makes_no_loop() {
    let server = Server::vendor(|_| Reply::new(401, ""));
    let client = client(&server.url());
    for call in 1..=5 {
        read(&client).unwrap_err();
        assert_eq!((server.calls().len(), server.tokens()), (2 * call, call + 1));
    }
}

#[test]
fn credentials_that_are_refused_are_not_tried_again_for_some_seconds() {
    for reply in [
        Reply::new(400, r#"{"error":"invalid_client","error_description":"wrong secret"}"#),
        Reply::new(401, r#"{"error":"invalid_client","error_description":"wrong secret"}"#),
        Reply::new(200, r#"{"error":"invalid_client","error_description":"wrong secret"}"#),
        Reply::new(403, r#"{"success":false,"message":"invalid_client: wrong secret"}"#),
    ] {
        let server = endpoint(reply);
        let (client, clock) = with_clock(&server);
        for call in CALLS {
            let error = call.make(&client).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Auth { .. }), "{error:?}");
            assert_error(&error, Outcome::Refused, "invalid_client: wrong secret");
            assert_eq!(error.operation(), "websoftsolus.token");
            assert!(!error.may_have_happened());
        }
        assert_eq!(server.tokens(), 1);
        clock.advance(Duration::from_millis(4999));
        client.log_in().unwrap_err();
        assert_eq!(server.tokens(), 1);
        clock.advance(Duration::from_millis(1));
        client.log_in().unwrap_err();
        assert_eq!((server.tokens(), server.calls().len()), (2, 0));
    }
}

#[test]
fn without_a_token_nothing_is_sent_and_the_outcome_says_so() {
    for (reply, tries) in [
        (Reply::Close, 3),
        (Reply::new(500, ""), 3),
        (Reply::new(503, r#"{"error":"busy"}"#), 3),
        (Reply::Answer(429, vec![("retry-after", "1".into())], Vec::new()), 3),
        (Reply::Answer(429, vec![("retry-after", "3600".into())], Vec::new()), 1),
        (Reply::new(404, "<html>"), 1),
        (Reply::new(404, r#"{"error":"no such page"}"#), 1),
        (Reply::new(302, ""), 1),
        (Reply::Cut("{\"access_token\":\"t\"}"), 2),
        (Reply::ok(""), 2),
        (Reply::ok("null"), 2),
        (Reply::ok("[]"), 2),
        (Reply::ok("{}"), 2),
        (Reply::ok("<html>"), 2),
        (Reply::ok("\"token\""), 2),
        (Reply::ok(r#"{"access_token":null}"#), 2),
        (Reply::ok(r#"{"access_token":""}"#), 2),
        (Reply::ok(r#"{"access_token":"t""#), 2),
    ] {
        for call in CALLS {
            let server = endpoint(reply.clone());
            let error = call.make(&client(&server.url())).expect_err(call.name);
            assert_eq!(error.outcome(), Outcome::NotSent, "{reply:?}: {error:?}");
            assert_eq!((error.operation(), error.attempts()), ("websoftsolus.token", tries), "{reply:?}");
            assert_eq!((server.tokens(), server.calls().len()), (tries as usize, 0), "{reply:?}");
        }
    }
}

#[test]
fn a_token_that_must_not_be_used_is_an_error_of_the_credentials() {
    for body in [
        r#"{"access_token":"t","token_type":"MAC"}"#,
        r#"{"access_token":"t","token_type":""}"#,
        r#"{"access_token":"t\r\nX-Injected: 1"}"#,
        r#"{"access_token":"t\u0000"}"#,
        r#"{"access_token":"ключ"}"#,
        r#"{"access_token":" "}"#,
        r#"{"access_token":"t","error":"invalid_client"}"#,
    ] {
        let server = grants(body);
        let error = spend(&client(&server.url())).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Auth { .. }), "{body}: {error:?}");
        assert_eq!((error.outcome(), server.calls().len()), (Outcome::Refused, 0));
    }
    let server = grants(r#"{"access_token":"t","token_type":"bEARER"}"#);
    spend(&client(&server.url())).unwrap();
    assert_eq!(
        server.calls()[0].header("authorization"),
        Some("Bearer t"),
        "the constant is sent, not the echo"
    );
}

#[test]
fn an_answer_of_more_than_a_mebibyte_brings_no_token() {
    let server = grants(&format!(r#"{{"access_token":"t","scope":"{}"}}"#, "x".repeat(1 << 20)));
    let error = spend(&client(&server.url())).unwrap_err();
    assert_error(&error, Outcome::NotSent, "larger than 1048576 bytes");
}

#[test]
fn tokens_come_from_the_address_that_is_given() {
    let tokens = Server::raw(|_| Reply::token("t", 3600));
    let calls = Server::raw(|_| Reply::ok("[]"));
    let client = Client::builder(Environment::Test, credentials())
        .base_url(calls.url())
        .token_url(format!("{}/oauth/token/", tokens.url()))
        .settings(settings(Arc::default()))
        .build()
        .unwrap();
    spend(&client).unwrap();
    assert_eq!(tokens.seen().iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(), ["/oauth/token"]);
    assert_eq!(
        calls.seen().iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(),
        ["/test/license/plesk/order"]
    );
}

/// 32 threads that begin at the same time, each with its own clone.
fn at_once<T: Send>(client: &Client, call: impl Fn(&Client) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(32);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..32)
            .map(|_| {
                let client = client.clone();
                let (barrier, call) = (&barrier, &call);
                scope.spawn(move || {
                    barrier.wait();
                    call(&client)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn thirty_two_threads_fetch_one_token() {
    let server = with_life(3600);
    let (client, clock) = with_clock(&server);
    assert!(at_once(&client, read).iter().all(Result::is_ok));
    assert_eq!((server.tokens(), server.calls().len()), (1, 32));
    clock.advance(seconds(3600));
    assert!(at_once(&client, spend).iter().all(Result::is_ok));
    assert_eq!((server.tokens(), server.calls().len()), (2, 64));
}

#[test]
fn thirty_two_threads_whose_token_is_refused_renew_it_once() {
    let server = Server::vendor(|seen| match seen.header("authorization") {
        Some("Bearer token-1") => Reply::new(401, ""),
        _ => Reply::ok("[]"),
    });
    let client = client(&server.url());
    client.log_in().unwrap();
    assert!(at_once(&client, spend).iter().all(Result::is_ok));
    assert_eq!(server.tokens(), 2);
    let done =
        server.calls().iter().filter(|seen| seen.header("authorization") == Some("Bearer token-2")).count();
    assert_eq!(done, 32, "each order was taken once");
}

#[test]
fn thirty_two_threads_share_one_refusal() {
    let server = endpoint(Reply::new(401, r#"{"error":"invalid_client"}"#));
    let client = client(&server.url());
    for result in at_once(&client, spend) {
        assert_error(&result.unwrap_err(), Outcome::Refused, "invalid_client");
    }
    assert_eq!((server.tokens(), server.calls().len()), (1, 0));
}

//! What each end of a call means, and how many requests it took.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use websoftsolus::{Client, Effect, Environment, ErrorKind, Outcome, Terminate};

use crate::support::{CALLS, Call, Reply, Server, client, credentials, key, plesk12, settings};

/// Makes every call against a vendor that always gives this reply. Says how it ended, and after how many requests.
#[track_caller]
fn every_call(reply: &Reply, expect: impl Fn(&Call) -> (Outcome, usize)) {
    for call in CALLS {
        let server = Server::always(reply.clone());
        let error = call.make(&client(&server.url())).expect_err(call.name);
        let (outcome, requests) = expect(call);
        assert_eq!(error.outcome(), outcome, "{}, {reply:?}: {error:?}", call.name);
        assert_eq!(server.calls().len(), requests, "{}, {reply:?}", call.name);
        assert_eq!((error.operation(), error.effect()), (call.name, Some(call.effect)));
        assert_eq!(error.attempts() as usize, requests);
        let may_have_happened = call.effect != Effect::Read && outcome == Outcome::Unknown;
        assert_eq!(error.may_have_happened(), may_have_happened);
    }
}

fn is_read(call: &Call) -> bool {
    call.effect == Effect::Read
}

const ENVELOPE: &str = r#"{"error":"some_code","error_description":"some words"}"#;

#[test]
fn a_status_of_4xx_is_a_refusal_after_one_request() {
    for status in [400, 402, 403, 404, 405, 409, 410, 422] {
        for body in ["", "<html>no</html>", ENVELOPE] {
            every_call(&Reply::new(status, body), |_| (Outcome::Refused, 1));
        }
    }
}

#[test]
fn a_clear_401_costs_one_more_token_and_one_repeat() {
    for body in [
        "",
        "<html>no</html>",
        ENVELOPE,
        r#"{"error":"expired_token"}"#,
        r#"{"error":{"code":401,"message":"no"}}"#,
    ] {
        every_call(&Reply::new(401, body), |_| (Outcome::Refused, 2));
    }
    for call in CALLS {
        let server = Server::always(Reply::new(401, ""));
        let client = client(&server.url());
        assert!(matches!(call.make(&client).unwrap_err().kind(), ErrorKind::Auth { .. }));
        let bearers: Vec<_> =
            server.calls().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
        assert_eq!(bearers, ["Bearer token-1", "Bearer token-2"]);
    }
}

#[test]
fn too_many_requests_is_a_refusal_that_says_how_long_to_wait() {
    for call in CALLS {
        let reply = Reply::Answer(429, vec![("retry-after", "7".into())], ENVELOPE.into());
        let server = Server::always(reply);
        let error = call.make(&client(&server.url())).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Refused);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(server.calls().len(), if is_read(call) { 3 } else { 1 });
    }
}

#[test]
fn a_status_of_5xx_and_408_is_unknown_and_only_reads_are_tried_again() {
    for status in [408, 500, 502, 503, 504, 520] {
        for body in ["", ENVELOPE] {
            every_call(&Reply::new(status, body), |call| {
                (Outcome::Unknown, if is_read(call) { 3 } else { 1 })
            });
        }
    }
}

#[test]
fn a_redirect_is_not_followed_and_is_unknown() {
    let elsewhere = Server::always(Reply::ok("[]"));
    for status in [301, 302, 303, 307, 308] {
        let reply = Reply::Answer(status, vec![("location", elsewhere.url())], Vec::new());
        every_call(&reply, |_| (Outcome::Unknown, 1));
    }
    assert!(elsewhere.seen().is_empty());
}

#[test]
fn a_lost_answer_is_unknown_and_what_spends_is_sent_once() {
    every_call(&Reply::Close, |call| (Outcome::Unknown, if is_read(call) { 3 } else { 1 }));
}

#[test]
fn an_answer_that_was_cut_is_unknown() {
    for body in ["", "{\"keyNumber\":\"PLSK.02980009\"}", "[]"] {
        every_call(&Reply::Cut(body), |call| (Outcome::Unknown, if is_read(call) { 2 } else { 1 }));
    }
    // One that ends where it should not, without the connection saying so.
    for body in ["{\"keyNumber\":\"PLSK.029", "[\"PLSK.02980009\"", "\"PLSK", "{", "tru"] {
        every_call(&Reply::ok(body), |call| (Outcome::Unknown, if is_read(call) { 2 } else { 1 }));
    }
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

/// A port at which nobody listens, and that nobody else can get while this lives: it is the near end of a connection.
struct Nobody {
    near: TcpStream,
    _far: TcpListener,
}

impl Nobody {
    fn reserve() -> Self {
        let far = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { near: TcpStream::connect(far.local_addr().unwrap()).unwrap(), _far: far }
    }

    fn url(&self) -> String {
        format!("http://{}", self.near.local_addr().unwrap())
    }
}

#[test]
fn without_a_connection_nothing_was_sent() {
    let nobody = Nobody::reserve();
    for call in CALLS {
        let error = call.make(&client(&nobody.url())).unwrap_err();
        assert_eq!((error.outcome(), error.operation()), (Outcome::NotSent, "websoftsolus.token"));
    }
}

#[test]
fn with_a_token_and_without_a_connection_nothing_was_sent_either() {
    let (tokens, nobody) = (Server::always(Reply::Close), Nobody::reserve());
    for call in CALLS {
        let client = Client::builder(Environment::Live, credentials())
            .base_url(nobody.url())
            .token_url(format!("{}/access/token", tokens.url()))
            .settings(settings(Arc::default()))
            .build()
            .unwrap();
        let error = call.make(&client).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Connect { .. }), "{error:?}");
        assert_eq!((error.outcome(), error.operation()), (Outcome::NotSent, call.name));
        assert!(!error.may_have_happened());
    }
}

#[test]
fn an_answer_larger_than_the_bound_is_unknown() {
    let server = Server::always(Reply::ok("\"".to_owned() + &"x".repeat(2000) + "\""));
    let client = Client::builder(Environment::Live, credentials())
        .base_url(server.url())
        .settings(settings(Arc::default()).max_answer(1000))
        .build()
        .unwrap();
    let error = client.terminate(&Terminate::new(key())).unwrap_err();
    assert_eq!((error.outcome(), server.calls().len()), (Outcome::Unknown, 1));
}

#[test]
fn after_a_shutdown_nothing_is_sent_any_more_by_any_clone() {
    let server = Server::always(Reply::ok("[]"));
    let client = client(&server.url());
    let clone = client.clone();
    CALLS[0].make(&client).unwrap();
    clone.shut_down();
    for call in CALLS {
        let error = call.make(&client).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Closed), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NotSent);
    }
    assert_eq!(client.log_in().map_err(|error| error.outcome()), Ok(()), "the token is held still");
    assert_eq!((server.calls().len(), server.tokens()), (1, 1));
}

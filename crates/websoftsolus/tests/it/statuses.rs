//! HTTP statuses: what each means, and that only a read is asked again.

use std::time::Duration;

use websoftsolus::{ErrorKind, Outcome};

use crate::support::{CALLS, Reply, Server, client, every_call, is_read};

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

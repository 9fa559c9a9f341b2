//! Answers that are lost or cut, and calls that never arrive: what is unknown, what is not sent, and how often it is asked.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use websoftsolus::{Client, Environment, ErrorKind, Outcome, Terminate};

use crate::support::{CALLS, Reply, Server, client, credentials, every_call, is_read, key, settings};

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

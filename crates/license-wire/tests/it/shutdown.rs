//! Another thread can end a call.

use std::io::Read as _;
use std::net::TcpListener;
use std::time::Duration;

use license_wire::{Effect, ErrorKind, Form, Outcome, Request, Settings};

use crate::support::{Envelope, transport};

#[test]
fn a_shutdown_ends_a_call_in_progress_and_lets_no_new_one_begin() {
    for effect in [Effect::Read, Effect::Spend] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (transport, _) = transport(&url, Settings::new());
        let caller = transport.clone();
        let call = std::thread::spawn(move || {
            caller.send(&Request::post("test.act", effect, Form::new().field("a", 1)), &Envelope)
        });
        let (mut connection, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        let mut byte = [0; 1];
        while !head.ends_with(b"\r\n\r\na=1") {
            connection.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        transport.shut_down();
        let error = call.join().unwrap().unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
        assert!(error.to_string().contains("the client was shut down"), "{error}");
        assert_eq!(error.attempts(), 1, "not even a read is tried again");

        let error = transport.send(&Request::get("test.list", Effect::Read), &Envelope).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (&ErrorKind::Closed, Outcome::NotSent));
        assert!(transport.is_shut_down());
    }
}

#[test]
fn a_pause_ends_with_the_client() {
    let (transport, _) = transport("http://127.0.0.1:1", Settings::new());
    assert!(transport.pause(Duration::ZERO));
    transport.shut_down();
    assert!(!transport.pause(Duration::from_secs(3600)));
}

//! Which connections calls go by, and that all of them end with the client.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use license_wire::{Effect, Form, Outcome, Request, Settings};

use crate::support::{Envelope, transport};

/// More than the client has agents.
const CALLS: usize = 20;

fn request(effect: Effect) -> Request {
    Request::post("test.act", effect, Form::new().field("a", 1))
}

/// Reads one request, if another comes.
fn request_of(connection: &mut TcpStream) -> bool {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\na=1") {
        let mut byte = [0];
        if connection.read_exact(&mut byte).is_err() {
            return false;
        }
        request.push(byte[0]);
    }
    true
}

/// How many requests came on each connection when calls of these effects were made one after another.
fn calls_by_connection(effects: &[Effect]) -> Vec<usize> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (transport, _) = transport(&format!("http://{address}"), Settings::new());
    let server = std::thread::spawn(move || {
        let mut serving = Vec::new();
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut first = [0];
            if connection.peek(&mut first).unwrap() == 0 {
                break;
            }
            serving.push(std::thread::spawn(move || {
                let mut requests = 0;
                while request_of(&mut connection) {
                    requests += 1;
                    connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"ok\":1}").unwrap();
                }
                requests
            }));
        }
        serving.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for effect in effects {
        transport.send(&request(*effect), &Envelope).unwrap();
    }
    drop(transport);
    // A connection without a request ends the server.
    drop(TcpStream::connect(address).unwrap());
    server.join().unwrap()
}

#[test]
fn reads_one_after_another_share_a_connection_and_what_spends_has_its_own() {
    assert_eq!(calls_by_connection(&[Effect::Read; 5]), [5]);
    assert_eq!(calls_by_connection(&[Effect::Spend; 3]), [1, 1, 1]);
    assert_eq!(calls_by_connection(&[Effect::Read, Effect::Change, Effect::Read, Effect::Spend]), [2, 1, 1]);
}

#[test]
fn a_shutdown_ends_all_of_many_reads() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (transport, _) = transport(&format!("http://{}", listener.local_addr().unwrap()), Settings::new());
    std::thread::scope(|scope| {
        let call = || transport.send(&request(Effect::Read), &Envelope);
        let calls: Vec<_> = (0..CALLS).map(|_| scope.spawn(call)).collect();
        // Each is under way, and none gets an answer.
        let mut connections: Vec<_> = (0..CALLS).map(|_| listener.accept().unwrap().0).collect();
        assert!(connections.iter_mut().all(request_of));
        transport.shut_down();
        for call in calls {
            let error = call.join().unwrap().unwrap_err();
            assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 1), "{error}");
        }
    });
}

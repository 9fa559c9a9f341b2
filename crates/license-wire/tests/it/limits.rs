//! Every part of a read ends in time, whether the vendor is silent or drips.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use license_wire::{Effect, Error, Form, Outcome, Request, Retries, Settings, Timeouts};

use crate::support::{Envelope, transport};

const LIMIT: Duration = Duration::from_millis(200);
const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";

/// Sends a read to a server that does this with its connection, until the client has gone.
fn read(serve: impl FnOnce(TcpStream, &Receiver<()>) + Send) -> (Error, Duration) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let settings = Settings::new().timeouts(Timeouts::all(LIMIT)).retries(Retries::none());
    let (transport, _) = transport(&url, settings);
    let (gone, is_gone) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let (mut connection, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\na=1") {
                let mut byte = [0];
                connection.read_exact(&mut byte).unwrap();
                request.push(byte[0]);
            }
            serve(connection, &is_gone);
        });
        let request = Request::post("test.list", Effect::Read, Form::new().field("a", 1));
        let started = Instant::now();
        let error = transport.send(&request, &Envelope).unwrap_err();
        let took = started.elapsed();
        drop(gone);
        (error, took)
    })
}

/// Says no more until the client has gone.
fn silence(_: TcpStream, gone: &Receiver<()>) {
    let _ = gone.recv();
}

/// Writes this again and again, a byte at a time and each well in time, until the client has gone.
fn drip(mut connection: TcpStream, gone: &Receiver<()>, bytes: &[u8]) {
    for byte in bytes.iter().cycle() {
        let _ = connection.write_all(&[*byte]);
        if gone.recv_timeout(LIMIT / 20) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

fn check((error, took): (Error, Duration), reason: &str) {
    assert!(error.to_string().contains(reason), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(took >= LIMIT, "{took:?}");
}

#[test]
fn a_vendor_that_is_silent_is_waited_for_as_long_as_was_set() {
    check(read(silence), "no answer came in time");
}

#[test]
fn a_head_that_drips_ends_too() {
    check(
        read(|connection, gone| drip(connection, gone, b"HTTP/1.1 200 OK\r\nx: 1\r\ny")),
        "no answer came in time",
    );
}

#[test]
fn a_body_that_does_not_come_or_drips_ends_too() {
    let late = "the answer ended early, the answer took too long";
    let silent = |mut connection: TcpStream, gone: &Receiver<()>| {
        connection.write_all(HEAD).unwrap();
        silence(connection, gone);
    };
    check(read(silent), late);
    let dripping = |mut connection: TcpStream, gone: &Receiver<()>| {
        connection.write_all(HEAD).unwrap();
        drip(connection, gone, b" ");
    };
    check(read(dripping), late);
}

//! What a step reads and writes.

use super::client::{GET, POST, assert_silent, connect, read_exactly, read_to_end, send};
use license_hub_tests::answers::{self, ok};
use license_hub_tests::fault_server::{FaultServer, Script, Step, by_request, drip_then, reply, reply_then};
use std::io::{ErrorKind, Write};
use std::time::{Duration, Instant};

#[test]
fn a_reply_serves_request_after_request_on_one_connection() {
    let server = FaultServer::start(reply(ok("{}")));
    let mut client = connect(&server);
    for request in [POST, GET, POST] {
        client.write_all(request).unwrap();
        assert_eq!(read_exactly(&client, ok("{}").len()), ok("{}"));
    }
    assert_silent(&mut client);
    let record = server.finish();
    assert_eq!((record.connections(), record.requests().len()), (1, 3));
    assert_eq!(record.requests()[0].target, "/buy?x");
    assert_eq!(record.requests()[0].header("HOST"), Some("h"));
    assert_eq!(record.requests()[2].body, b"ips=10");
    assert_eq!(record.requests().iter().map(|request| request.number).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn each_connection_plays_its_own_list_and_the_last_one_serves_the_rest() {
    let server = FaultServer::start([vec![Step::Rst], reply_then(ok("2"), Step::Fin), reply(ok("3"))]);
    assert_eq!(read_to_end(connect(&server)).1, Err(ErrorKind::ConnectionReset));
    assert_eq!(read_to_end(send(&server, GET)), (ok("2"), Ok(())));
    for _ in 3..6 {
        assert_eq!(read_exactly(send(&server, GET), ok("3").len()), ok("3"));
    }
    assert_eq!(server.finish().connections(), 5);
}

#[test]
fn a_script_may_go_by_the_number_of_the_connection() {
    let server = FaultServer::start(Script::by(|n| reply_then(ok(n.to_string()), Step::Fin)));
    for n in 1..4 {
        assert_eq!(read_to_end(send(&server, GET)), (ok(n.to_string()), Ok(())));
    }
}

#[test]
fn steps_may_go_by_the_request() {
    let server = FaultServer::start([
        by_request(|request| match (request.target.as_str(), request.number) {
            ("/list", 1) => vec![Step::Write(ok("first")), Step::KeepAlive],
            ("/list", _) => vec![Step::Write(ok("later")), Step::KeepAlive],
            _ => vec![],
        }),
        Step::Write(ok("the rest of the list")),
        Step::Fin,
    ]);
    let mut client = send(&server, GET);
    assert_eq!(read_exactly(&client, ok("first").len()), ok("first"));
    client.write_all(GET).unwrap();
    assert_eq!(read_exactly(&client, ok("later").len()), ok("later"));
    client.write_all(POST).unwrap();
    assert_eq!(read_to_end(client), (ok("the rest of the list"), Ok(())));
}

#[test]
fn reading_the_head_takes_no_byte_of_the_body() {
    let server = FaultServer::start([Step::ReadHead, Step::Write(b"!".into()), Step::Hold]);
    let client = send(&server, POST);
    read_exactly(&client, 1);
    assert_eq!(server.record().partial_requests(), [(1, &POST[..POST.len() - 6])]);
    assert_eq!(server.requests(), []);
}

#[test]
fn reading_the_request_takes_no_byte_of_the_next() {
    let server = FaultServer::start([Step::ReadRequest, Step::Write(b"!".into()), Step::Hold]);
    let client = send(&server, &[POST, GET].concat());
    read_exactly(&client, 1);
    assert_eq!(server.requests()[0].raw, POST);
    assert_eq!(server.requests().len(), 1);
    assert_eq!(server.record().partial_requests(), []);
}

#[test]
fn reading_the_rest_of_a_request_whose_head_was_all_goes_on_at_once() {
    let server =
        FaultServer::start([Step::ReadHead, Step::ReadRequest, Step::Write(ok("{}")), Step::KeepAlive]);
    let mut client = connect(&server);
    for request in [GET, POST, GET] {
        client.write_all(request).unwrap();
        assert_eq!(read_exactly(&client, ok("{}").len()), ok("{}"));
    }
    assert_eq!(server.finish().requests().len(), 3);
}

#[test]
fn reading_bytes_takes_just_so_many() {
    let server = FaultServer::start([Step::ReadBytes(7), Step::Write(b"!".into()), Step::Hold]);
    read_exactly(send(&server, POST), 1);
    assert_eq!(server.record().connection(1).partial, b"POST /b");
}

#[test]
fn nothing_is_written_before_the_whole_request_is_there() {
    let server = FaultServer::start(reply(ok("{}")));
    let mut client = send(&server, &POST[..POST.len() - 1]);
    assert_silent(&mut client);
    client.write_all(&POST[POST.len() - 1..]).unwrap();
    assert_eq!(read_exactly(&client, ok("{}").len()), ok("{}"));
}

#[test]
fn a_chunked_request_is_read_to_its_end() {
    let server = FaultServer::start(reply_then(ok("{}"), Step::Fin));
    let client = send(&server, b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n0\r\n\r\n");
    assert_eq!(read_to_end(client), (ok("{}"), Ok(())));
    assert_eq!(server.requests()[0].body, b"a=1");
}

#[test]
fn a_drip_takes_its_time_and_loses_nothing() {
    let every = Duration::from_millis(5);
    let server = FaultServer::start(drip_then(ok("{}"), every, 10, Step::Fin));
    let start = Instant::now();
    assert_eq!(read_to_end(send(&server, GET)), (ok("{}"), Ok(())));
    let waits = u32::try_from(ok("{}").len().div_ceil(10) - 1).unwrap();
    assert!(start.elapsed() >= every * waits);
}

#[test]
fn what_is_held_comes_after_the_release() {
    let server = FaultServer::start([Step::ReadRequest, Step::Hold, Step::Write(ok("late")), Step::Fin]);
    let mut client = send(&server, POST);
    server.wait_for_requests(1);
    assert_silent(&mut client);
    server.release();
    assert_eq!(read_to_end(client), (ok("late"), Ok(())));
    // The gate stays open.
    assert_eq!(read_to_end(send(&server, POST)), (ok("late"), Ok(())));
}

#[test]
fn a_large_answer_arrives_whole() {
    let answer = answers::status(200, &[], answers::body_of(3 << 20));
    let server = FaultServer::start(reply_then(answer.clone(), Step::Fin));
    assert_eq!(read_to_end(send(&server, GET)), (answer.clone(), Ok(())));
    assert_eq!(server.record().connection(1).sent, answer.len() as u64);
}

#[test]
fn endless_answers_begin_as_they_should() {
    for (steps, begin) in [
        (answers::endless_head(), "HTTP/1.1 200 OK\r\nX-Filler: x\r\nX-Filler: x\r\n"),
        (answers::endless_header(), "HTTP/1.1 200 OK\r\nX-Filler: xxxxxxxxxx"),
        (answers::endless_body(), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n          "),
        (answers::endless_chunks(), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n     "),
    ] {
        let server = FaultServer::start(steps);
        let client = send(&server, GET);
        assert_eq!(String::from_utf8(read_exactly(&client, begin.len())).unwrap(), begin);
        read_exactly(&client, 1 << 20);
    }
}

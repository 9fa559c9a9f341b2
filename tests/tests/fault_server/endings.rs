//! How a connection ends, as the client meets it.

use super::client::{A_MOMENT, GET, POST, assert_silent, connect, read_exactly, read_to_end, send};
use license_hub_tests::answers::{half_by_length, half_head, ok};
use license_hub_tests::fault_server::{ENDLESS_CAP, FaultServer, Step, reply, reply_then};
use std::io::{ErrorKind, Write};

#[test]
fn fin_ends_the_answer_without_an_error() {
    let server = FaultServer::start(reply_then(half_by_length("{}"), Step::Fin));
    assert_eq!(read_to_end(send(&server, POST)), (half_by_length("{}"), Ok(())));
}

#[test]
fn the_server_has_closed_after_a_fin_and_both_have_when_the_client_leaves() {
    let server = FaultServer::start(reply_then(ok("{}"), Step::Fin));
    let client = send(&server, POST);
    server.wait_for_close(1);
    assert!(!server.record().connection(1).over);
    drop(client);
    server.wait_for_end(1);
}

#[test]
fn fin_as_the_first_step_closes_an_accepted_connection() {
    let server = FaultServer::start([Step::Fin]);
    assert_eq!(read_to_end(connect(&server)), (vec![], Ok(())));
}

#[test]
fn fin_is_no_reset_even_if_the_request_was_not_read() {
    let server = FaultServer::start([Step::ReadHead, Step::Write(half_head()), Step::Fin]);
    for _ in 0..20 {
        assert_eq!(read_to_end(send(&server, POST)), (half_head(), Ok(())));
    }
    // And what came after the FIN is taken down as well.
    assert_eq!(server.finish().requests().len(), 20);
}

#[test]
fn a_list_that_just_ends_ends_with_a_fin() {
    let server = FaultServer::start([Step::ReadHead, Step::Write(ok("{}"))]);
    assert_eq!(read_to_end(send(&server, POST)), (ok("{}"), Ok(())));
}

#[test]
fn rst_resets() {
    for steps in [vec![Step::Rst], vec![Step::ReadHead, Step::Rst], vec![Step::ReadRequest, Step::Rst]] {
        let server = FaultServer::start(steps.clone());
        let mut client = connect(&server);
        // The first of writing and reading that comes after the reset meets it.
        let end = client.write_all(POST).map_err(|error| error.kind()).and_then(|()| read_to_end(client).1);
        assert_eq!(end, Err(ErrorKind::ConnectionReset), "{steps:?}");
    }
}

#[test]
fn half_an_answer_is_readable_before_the_reset() {
    let server = FaultServer::start(reply_then(half_by_length("{}"), Step::Rst));
    for _ in 0..20 {
        let end = read_to_end(send(&server, POST));
        assert_eq!(end, (half_by_length("{}"), Err(ErrorKind::ConnectionReset)));
    }
}

#[test]
fn closing_unread_resets_once_something_came() {
    let server = FaultServer::start([Step::CloseUnread]);
    let mut client = connect(&server);
    assert_silent(&mut client);
    client.write_all(POST).unwrap();
    assert_eq!(read_to_end(client), (vec![], Err(ErrorKind::ConnectionReset)));
    let record = server.finish();
    assert_eq!((record.connections(), record.requests().len(), record.partial_requests().len()), (1, 0, 0));
}

#[test]
fn a_kept_connection_is_closed_on_the_arrival_of_the_next_request() {
    let server = FaultServer::start([Step::ReadRequest, Step::Write(ok("{}")), Step::CloseUnread]);
    let mut client = send(&server, GET);
    assert_eq!(read_exactly(&client, ok("{}").len()), ok("{}"));
    assert_silent(&mut client);
    client.write_all(POST).unwrap();
    assert_eq!(read_to_end(client).1, Err(ErrorKind::ConnectionReset));
    assert_eq!(server.finish().requests().len(), 1);
}

#[test]
fn a_connection_closed_while_idle_ends_and_takes_nothing_more() {
    let server = FaultServer::start(reply_then(ok("{}"), Step::Close));
    let mut client = send(&server, GET);
    assert_eq!(read_exactly(&client, ok("{}").len()), ok("{}"));
    server.wait_for_close(1);
    // The first write finds nobody, and the reset it brings back is what the second meets.
    client.write_all(POST).unwrap();
    let end = read_to_end(&client).1;
    let write = client.write_all(POST).map_err(|error| error.kind());
    assert!(
        end == Err(ErrorKind::ConnectionReset) || write == Err(ErrorKind::BrokenPipe),
        "{end:?} {write:?}"
    );
    assert_eq!(server.finish().requests().len(), 1);
}

#[test]
fn a_connection_closed_while_idle_ends_with_a_fin_for_who_only_reads() {
    let server = FaultServer::start(reply_then(ok("{}"), Step::Close));
    assert_eq!(read_to_end(send(&server, GET)), (ok("{}"), Ok(())));
}

#[test]
fn a_stall_says_nothing_and_takes_down_what_still_comes() {
    let server = FaultServer::start([Step::ReadHead, Step::Stall]);
    let mut client = send(&server, POST);
    assert_silent(&mut client);
    server.wait_for_requests(1);
    client.write_all(GET).unwrap();
    server.wait_for_requests(2);
    assert!(!server.record().connection(1).closed);
    drop(client);
    server.wait_for_end(1);
}

#[test]
fn an_unread_stall_fills_the_buffers_and_takes_down_nothing() {
    let server = FaultServer::start([Step::StallUnread]);
    let mut client = connect(&server);
    client.set_write_timeout(Some(A_MOMENT)).unwrap();
    let full = client.write_all(&vec![b'x'; 64 << 20]).unwrap_err().kind();
    assert!(matches!(full, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{full:?}");
    let record = server.finish();
    assert_eq!((record.connections(), record.partial_requests().len()), (1, 0));
}

#[test]
fn a_silent_client_that_leaves_ends_every_wait_for_it() {
    for step in [
        Step::ReadHead,
        Step::ReadRequest,
        Step::ReadBytes(1),
        Step::Stall,
        Step::StallUnread,
        Step::CloseUnread,
        Step::KeepAlive,
        Step::Fin,
    ] {
        let server = FaultServer::start([step.clone()]);
        drop(connect(&server));
        server.wait_for_end(1);
        assert_eq!(server.finish().requests(), [], "{step:?}");
    }
}

#[test]
fn an_endless_answer_stops_when_the_client_leaves() {
    let server = FaultServer::start([Step::ReadRequest, Step::WriteForever(b"abc".into())]);
    let client = send(&server, GET);
    assert_eq!(read_exactly(&client, 6), b"abcabc");
    drop(client);
    server.wait_for_end(1);
    assert!(server.record().connection(1).sent < ENDLESS_CAP);
}

#[test]
fn an_endless_answer_stops_at_its_cap() {
    let server = FaultServer::start([Step::WriteForever(vec![b'x'; 1 << 20]), Step::Fin]);
    let read = std::io::copy(&mut connect(&server), &mut std::io::sink()).unwrap();
    assert_eq!(read, ENDLESS_CAP);
}

#[test]
fn a_client_that_leaves_during_a_kept_connection_is_not_missed() {
    let server = FaultServer::start(reply(ok("{}")));
    let client = send(&server, GET);
    read_exactly(&client, ok("{}").len());
    drop(client);
    server.wait_for_end(1);
}

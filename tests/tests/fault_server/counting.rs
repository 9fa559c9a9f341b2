//! What is counted, and when the count is final.

use super::client::{GET, POST, connect, read_exactly, read_to_end, send};
use license_hub_tests::answers::ok;
use license_hub_tests::fault_server::{FaultServer, Script, Step, reply};
use std::io::Write;
use std::thread;

#[test]
fn nothing_happened_yet() {
    let record = FaultServer::start(reply(ok("{}"))).finish();
    assert_eq!((record.connections(), record.requests().len(), record.partial_requests().len()), (0, 0, 0));
}

#[test]
fn connections_made_before_the_end_are_all_counted() {
    for _ in 0..20 {
        let server = FaultServer::start([Step::Stall]);
        let clients: Vec<_> = (0..50).map(|_| connect(&server)).collect();
        assert_eq!(server.finish().connections(), clients.len());
    }
}

#[test]
fn requests_sent_before_the_end_are_all_counted() {
    for steps in [vec![Step::Stall], vec![Step::Fin], vec![Step::ReadHead, Step::Stall], reply(ok("{}"))] {
        let server = FaultServer::start(steps.clone());
        let clients: Vec<_> = (0..20).map(|_| send(&server, POST)).collect();
        let record = server.finish();
        assert_eq!(record.requests().len(), clients.len(), "{steps:?}");
        assert!(record.requests().iter().all(|request| request.raw == POST));
    }
}

#[test]
fn a_request_counts_when_its_last_byte_is_there() {
    let server = FaultServer::start([Step::Stall]);
    let mut client = send(&server, &POST[..POST.len() - 1]);
    let other = send(&server, GET);
    server.wait_for_requests(1);
    assert_eq!(server.requests()[0].method, "GET");
    client.write_all(&POST[POST.len() - 1..]).unwrap();
    server.wait_for_requests(2);
    assert_eq!(server.requests()[1].connection, 1);
    drop((client, other));
    let record = server.finish();
    assert_eq!((record.connections(), record.partial_requests().len()), (2, 0));
}

#[test]
fn what_remains_partial_is_kept() {
    let server = FaultServer::start([Step::Stall]);
    let clients = [send(&server, &POST[..10]), send(&server, b""), send(&server, &POST[..POST.len() - 1])];
    let record = server.finish();
    assert_eq!(record.requests(), []);
    assert_eq!(record.partial_requests(), [(1, &POST[..10]), (3, &POST[..POST.len() - 1])]);
    drop(clients);
}

#[test]
fn many_clients_at_once_are_told_apart() {
    let server =
        FaultServer::start(Script::by(|n| if n % 3 == 0 { vec![Step::Rst] } else { reply(ok("{}")) }));
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                let mut client = connect(&server);
                // A third of them is reset before, during or after this.
                if client.write_all(POST).is_ok() && read_to_end_of_answer(&client) {
                    client.write_all(GET).unwrap();
                    assert!(read_to_end_of_answer(&client));
                }
            });
        }
    });
    let record = server.finish();
    assert_eq!(record.connections(), 32);
    assert_eq!(record.requests().len(), 22 * 2);
    for request in record.requests() {
        assert_ne!(request.connection % 3, 0);
    }
    let numbers: Vec<_> = record.requests().iter().map(|request| request.number).collect();
    assert_eq!(numbers, (1..=44).collect::<Vec<_>>());
}

fn read_to_end_of_answer(client: &std::net::TcpStream) -> bool {
    let answer = ok("{}");
    let mut bytes = vec![0; answer.len()];
    std::io::Read::read_exact(&mut &*client, &mut bytes).is_ok_and(|()| bytes == answer)
}

#[test]
fn a_finished_server_takes_no_connection() {
    let server = FaultServer::start(reply(ok("{}")));
    let address = server.address();
    let client = send(&server, GET);
    assert_eq!(read_exactly(&client, ok("{}").len()), ok("{}"));
    assert_eq!(server.finish().requests().len(), 1);
    assert_eq!(read_to_end(client), (vec![], Ok(())));
    assert!(std::net::TcpStream::connect(address).is_err());
}

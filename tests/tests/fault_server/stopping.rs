//! Dropping a server ends everything it does.

use super::client::{GET, POST, connect, read_to_end, send};
use license_hub_tests::answers::ok;
use license_hub_tests::fault_server::{FaultServer, Step, Steps, by_request, over_tls, reply};
use license_hub_tests::patience::must_end;
use license_hub_tests::tls::Authority;
use std::io::ErrorKind;
use std::time::Duration;

/// Every step that can wait for something, with and without TLS.
fn waiting() -> Vec<Steps> {
    let good = Authority::new().good();
    let hour = Duration::from_secs(3600);
    vec![
        vec![Step::ReadHead],
        vec![Step::ReadRequest],
        vec![Step::ReadBytes(1000)],
        vec![by_request(|_| vec![Step::Stall])],
        vec![Step::WriteSlowly { bytes: b"slow".into(), every: hour, piece: 1 }],
        vec![Step::WriteForever(b"endless".into())],
        vec![Step::Stall],
        vec![Step::StallUnread],
        vec![Step::Hold],
        vec![Step::Fin],
        vec![Step::CloseUnread],
        vec![Step::KeepAlive],
        vec![Step::HalfHandshake(good.clone())],
        over_tls(&good, reply(ok("{}"))),
        vec![],
    ]
}

#[test]
fn dropping_a_server_never_hangs_whatever_its_clients_do() {
    for steps in waiting() {
        // One says nothing, one says half, one says it all and does not read, one is gone.
        let server = FaultServer::start(steps.clone());
        let clients = [connect(&server), send(&server, &POST[..20]), send(&server, POST)];
        drop(connect(&server));
        server.wait_for_connections(4);
        must_end(move || drop(server));
        for client in clients {
            let end = read_to_end(client).1;
            let ended = matches!(end, Ok(()) | Err(ErrorKind::ConnectionReset));
            assert!(ended, "a client still waits after {steps:?}: {end:?}");
        }
    }
}

#[test]
fn dropping_a_server_right_after_its_start_never_hangs() {
    for _ in 0..100 {
        must_end(|| drop(FaultServer::start([Step::Stall])));
    }
}

#[test]
fn a_list_that_repeats_without_waiting_ends_too() {
    let server = FaultServer::start([Step::KeepAlive]);
    let client = send(&server, GET);
    server.wait_for_connections(1);
    must_end(move || drop(server));
    drop(client);
}

#[test]
#[should_panic(expected = "no such target in this test")]
fn a_panic_in_a_script_comes_up_again() {
    let server = FaultServer::start([by_request(|_| panic!("no such target in this test"))]);
    let client = send(&server, GET);
    server.wait_for_end(1);
    drop(client);
    let _ = server.finish();
}

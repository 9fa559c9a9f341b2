//! TLS, good and broken, as a client of rustls meets it.

use super::client::{A_MOMENT, GET, POST, connect, read_exactly, read_to_end};
use license_hub_tests::answers::{self, half_by_length, ok, unframed};
use license_hub_tests::fault_server::{FaultServer, Record, Step, Steps, over_tls, reply, reply_then};
use license_hub_tests::patience::must_end;
use license_hub_tests::tls::{Authority, Identity, plain_answer};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, ClientConnection, Error, RootCertStore, StreamOwned};
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

type Client = StreamOwned<ClientConnection, TcpStream>;

/// Connects as to `name`, trusting just this authority, and does not begin the handshake.
fn tls_client(server: &FaultServer, trusted: &Authority, name: &'static str) -> Client {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(trusted.pem().as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name).unwrap();
    StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), connect(server))
}

/// Sends this and waits for an answer; the first error on the way.
fn no_answer(client: &mut Client, request: &[u8]) -> io::Error {
    let sent = client.write_all(request).and_then(|()| client.flush());
    sent.and_then(|()| client.read_exact(&mut [0])).unwrap_err()
}

/// Why the handshake with a server of these steps fails, and what the server saw.
fn failed_handshake(steps: Steps, trusted: &Authority) -> (io::Error, Record) {
    let server = FaultServer::start(steps);
    let error = no_answer(&mut tls_client(&server, trusted, "127.0.0.1"), POST);
    (error, server.finish())
}

#[track_caller]
fn assert_certificate_is_refused(identity: &Identity, trusted: &Authority) -> CertificateError {
    let (error, record) = failed_handshake(over_tls(identity, reply(ok("{}"))), trusted);
    assert_eq!((record.connections(), record.handshakes(), record.requests().len()), (1, 0, 0));
    assert!(matches!(record.connection(1).handshake, Some(Err(_))), "{record:?}");
    match error.downcast::<Error>().unwrap() {
        Error::InvalidCertificate(why) => why,
        other => panic!("refused, but not for the certificate: {other}"),
    }
}

#[test]
fn a_good_certificate_serves_both_names_and_the_steps_are_inside_tls() {
    let authority = Authority::new();
    for name in ["localhost", "127.0.0.1"] {
        let server = FaultServer::start(over_tls(&authority.good(), reply(ok("{}"))));
        let mut client = tls_client(&server, &authority, name);
        client.write_all(POST).unwrap();
        assert_eq!(read_exactly(&mut client, ok("{}").len()), ok("{}"));
        drop(client);
        server.wait_for_end(1);
        let record = server.finish();
        assert_eq!((record.connections(), record.handshakes(), record.requests().len()), (1, 1, 1));
        assert_eq!(record.requests()[0].raw, POST);
        assert_eq!(record.partial_requests(), []);
    }
}

#[test]
fn bad_certificates_are_refused_for_what_is_bad_about_them() {
    let authority = Authority::new();
    let expired = assert_certificate_is_refused(&authority.expired(), &authority);
    assert!(
        matches!(expired, CertificateError::Expired | CertificateError::ExpiredContext { .. }),
        "{expired:?}"
    );
    let wrong = assert_certificate_is_refused(&authority.wrong_name(), &authority);
    assert!(
        matches!(wrong, CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }),
        "{wrong:?}"
    );
    let untrusted = assert_certificate_is_refused(&Authority::new().good(), &authority);
    assert!(
        matches!(untrusted, CertificateError::UnknownIssuer | CertificateError::BadSignature),
        "{untrusted:?}"
    );
    let alone = assert_certificate_is_refused(&Identity::self_signed(), &authority);
    assert_eq!(alone, CertificateError::UnknownIssuer);
}

#[test]
fn a_handshake_stalls_at_its_beginning_or_in_its_middle() {
    let authority = Authority::new();
    for steps in [
        vec![Step::Stall],
        vec![Step::StallUnread],
        vec![Step::ReadBytes(1), Step::Stall],
        vec![Step::HalfHandshake(authority.good()), Step::Stall],
    ] {
        let server = FaultServer::start(steps.clone());
        let mut client = tls_client(&server, &authority, "localhost");
        client.sock.set_read_timeout(Some(A_MOMENT)).unwrap();
        let silence = no_answer(&mut client, POST).kind();
        assert!(matches!(silence, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{steps:?}: {silence:?}");
        assert!(client.conn.is_handshaking(), "{steps:?}");
        assert_eq!(server.finish().requests(), []);
    }
}

#[test]
fn a_handshake_is_reset_or_closed_at_its_beginning_or_in_its_middle() {
    let authority = Authority::new();
    let half = Step::HalfHandshake(authority.good());
    for (steps, kind) in [
        (vec![Step::ReadBytes(1), Step::Rst], ErrorKind::ConnectionReset),
        (vec![Step::CloseUnread], ErrorKind::ConnectionReset),
        (vec![half.clone(), Step::Rst], ErrorKind::ConnectionReset),
        (vec![Step::Fin], ErrorKind::UnexpectedEof),
        (vec![half, Step::Fin], ErrorKind::UnexpectedEof),
    ] {
        let (error, record) = failed_handshake(steps.clone(), &authority);
        assert_eq!(error.kind(), kind, "{steps:?}: {error}");
        assert_eq!((record.connections(), record.handshakes(), record.requests().len()), (1, 0, 0));
    }
}

#[test]
fn a_plain_answer_is_no_tls() {
    let (error, record) = failed_handshake(plain_answer(), &Authority::new());
    assert!(matches!(error.downcast::<Error>().unwrap(), Error::InvalidMessage(_)));
    assert_eq!(record.requests(), []);
}

#[test]
fn a_cut_body_differs_from_a_whole_one_only_in_the_goodbye() {
    let authority = Authority::new();
    for (ends, end) in [
        (vec![Step::Fin], Err(ErrorKind::UnexpectedEof)),
        (vec![Step::Rst], Err(ErrorKind::ConnectionReset)),
        (vec![Step::CloseNotify, Step::Fin], Ok(())),
        (vec![], Ok(())),
    ] {
        let steps = [vec![Step::ReadRequest, Step::Write(unframed("half"))], ends.clone()].concat();
        let server = FaultServer::start(over_tls(&authority.good(), steps));
        let mut client = tls_client(&server, &authority, "localhost");
        client.write_all(POST).unwrap();
        assert_eq!(read_to_end(client), (unframed("half"), end), "{ends:?}");
        assert_eq!(server.finish().requests().len(), 1);
    }
}

#[test]
fn a_goodbye_does_not_hide_that_the_body_is_short() {
    let authority = Authority::new();
    let steps = reply_then(half_by_length("whole"), Step::CloseNotify);
    let server = FaultServer::start(over_tls(&authority.good(), steps));
    let mut client = tls_client(&server, &authority, "localhost");
    client.write_all(POST).unwrap();
    assert_eq!(read_to_end(client), (half_by_length("whole"), Ok(())));
}

#[test]
fn requests_inside_tls_are_counted_after_a_fin_and_during_a_stall() {
    let authority = Authority::new();
    for steps in [vec![Step::Fin], vec![Step::Stall], vec![Step::ReadHead, Step::Stall]] {
        let server = FaultServer::start(over_tls(&authority.good(), steps));
        let mut client = tls_client(&server, &authority, "localhost");
        client.write_all(&[POST, GET].concat()).unwrap();
        client.flush().unwrap();
        server.wait_for_requests(2);
    }
}

#[test]
fn a_connection_inside_tls_is_closed_on_the_arrival_of_a_request() {
    let authority = Authority::new();
    for first in [vec![], vec![Step::ReadRequest, Step::Write(ok("{}"))]] {
        let requests = usize::from(!first.is_empty());
        let steps = [first, vec![Step::CloseUnread]].concat();
        let server = FaultServer::start(over_tls(&authority.good(), steps));
        let mut client = tls_client(&server, &authority, "localhost");
        for _ in 0..requests {
            client.write_all(GET).unwrap();
            assert_eq!(read_exactly(&mut client, ok("{}").len()), ok("{}"));
        }
        client.write_all(POST).unwrap();
        assert_eq!(read_to_end(client).1, Err(ErrorKind::ConnectionReset));
        assert_eq!(server.finish().requests().len(), requests);
    }
}

#[test]
fn large_bodies_pass_through_tls_in_both_directions() {
    let authority = Authority::new();
    let body = answers::body_of(2 << 20);
    let server = FaultServer::start(over_tls(&authority.good(), reply(ok(&body))));
    let mut client = tls_client(&server, &authority, "localhost");
    write!(client, "PUT / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len()).unwrap();
    client.write_all(&body).unwrap();
    assert!(read_exactly(&mut client, ok(&body).len()) == ok(&body));
    assert!(server.requests()[0].body == body);
}

#[test]
fn dropping_a_server_ends_an_endless_answer_inside_tls() {
    let authority = Authority::new();
    let server = FaultServer::start(over_tls(&authority.good(), answers::endless_body()));
    let mut client = tls_client(&server, &authority, "localhost");
    client.write_all(GET).unwrap();
    read_exactly(&mut client, 1 << 20);
    must_end(move || drop(server));
    assert!(read_to_end(client).1.is_err());
}

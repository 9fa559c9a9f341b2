//! A client that hides nothing of what happens on its socket.

use license_hub_tests::fault_server::FaultServer;
use license_hub_tests::patience;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub(crate) const POST: &[u8] = b"POST /buy?x HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nips=10";
pub(crate) const GET: &[u8] = b"GET /list HTTP/1.1\r\nHost: h\r\n\r\n";

/// Long enough to see that nothing comes.
pub(crate) const A_MOMENT: Duration = Duration::from_millis(50);

/// Gives up on reading rather than hang.
pub(crate) fn connect(server: &FaultServer) -> TcpStream {
    let client = TcpStream::connect(server.address()).unwrap();
    client.set_read_timeout(Some(patience::LIMIT)).unwrap();
    client
}

/// Connects and sends this.
pub(crate) fn send(server: &FaultServer, bytes: &[u8]) -> TcpStream {
    let mut client = connect(server);
    client.write_all(bytes).unwrap();
    client
}

/// What comes until the end, and how it ends.
pub(crate) fn read_to_end(mut from: impl Read) -> (Vec<u8>, Result<(), io::ErrorKind>) {
    let mut bytes = Vec::new();
    let end = from.read_to_end(&mut bytes).map(drop).map_err(|error| error.kind());
    (bytes, end)
}

pub(crate) fn read_exactly(mut from: impl Read, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    from.read_exact(&mut bytes).unwrap();
    bytes
}

/// Nothing comes, and the connection stays open.
#[track_caller]
pub(crate) fn assert_silent(client: &mut TcpStream) {
    client.set_read_timeout(Some(A_MOMENT)).unwrap();
    let silence = client.read(&mut [0]).unwrap_err().kind();
    assert!(matches!(silence, io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut), "{silence:?}");
    client.set_read_timeout(Some(patience::LIMIT)).unwrap();
}

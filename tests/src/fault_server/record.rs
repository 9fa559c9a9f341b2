//! What a server saw.

use super::inbound::Request;

/// What a server saw, on all its connections. A byte counts once the server has taken it off the wire.
#[derive(Clone, Debug)]
pub struct Record {
    pub(super) connections: Vec<ConnectionRecord>,
    pub(super) requests: Vec<Request>,
}

/// What a server saw of one connection.
#[derive(Clone, Debug)]
pub struct ConnectionRecord {
    /// What came of a request that is not complete: of its head or its body, or bytes that are no HTTP at all.
    pub partial: Vec<u8>,
    /// How many bytes the server wrote (inside TLS, if there was TLS).
    pub sent: u64,
    /// How [`Step::Tls`](super::Step::Tls) went, if it was played to its end.
    pub handshake: Option<Result<(), String>>,
    /// The server has closed its side.
    pub closed: bool,
    /// Both sides are closed.
    pub over: bool,
}

impl Record {
    /// How many connections were accepted.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// The n-th connection; the first is 1.
    #[must_use]
    pub fn connection(&self, number: usize) -> &ConnectionRecord {
        &self.connections[number - 1]
    }

    /// The complete requests, in the order in which they became complete.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// The requests that began and never became complete, each with the number of its connection.
    #[must_use]
    pub fn partial_requests(&self) -> Vec<(usize, &[u8])> {
        let partial = self.connections.iter().map(|connection| connection.partial.as_slice());
        (1..).zip(partial).filter(|(_, bytes)| !bytes.is_empty()).collect()
    }

    /// How many TLS handshakes were completed.
    #[must_use]
    pub fn handshakes(&self) -> usize {
        self.connections.iter().filter(|connection| matches!(connection.handshake, Some(Ok(())))).count()
    }
}

//! A server that breaks HTTP on purpose, one connection at a time, and takes down what reached it.
//!
//! Each accepted connection plays a list of [`Step`]s. Whole and broken answers to write are in [`answers`](crate::answers).
//!
//! ```
//! use license_hub_tests::answers::{ok, redirect, status};
//! use license_hub_tests::fault_server::{FaultServer, Script, Step, by_request, reply, reply_then};
//!
//! // The same on every connection: a whole answer, then the next request.
//! let _server = FaultServer::start(reply(ok("{}")));
//! // A reset for the first connection, a redirect for the second, an answer for all others.
//! let _server = FaultServer::start([
//!     vec![Step::ReadHead, Step::Rst],
//!     reply_then(redirect(302, Some("/elsewhere")), Step::Fin),
//!     reply(ok("{}")),
//! ]);
//! // By what is asked for.
//! let _server = FaultServer::start([by_request(|request| match request.target.as_str() {
//!     "/token" => vec![Step::Write(ok(r#"{"token":"t"}"#)), Step::KeepAlive],
//!     _ => vec![Step::Write(status(500, &[("Retry-After", "1")], "")), Step::Fin],
//! })]);
//! // By the number of the connection.
//! let _server = FaultServer::start(Script::by(|n| if n % 2 == 1 { vec![Step::Rst] } else { reply(ok("{}")) }));
//! ```

mod channel;
mod inbound;
mod play;
mod record;
mod shared;
mod step;

pub use inbound::Request;
pub use record::{ConnectionRecord, Record};
pub use step::{
    Choice, ENDLESS_CAP, Script, Step, Steps, by_request, drip_then, over_tls, reply, reply_then,
};

use crate::patience;
use play::Player;
use shared::Shared;
use socket2::{Domain, Socket, Type};
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{io, panic};

/// A server on a free port of the loopback interface. Dropping it ends all its connections and threads.
pub struct FaultServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// `None` once it is stopped.
    listening: Option<JoinHandle<()>>,
}

impl FaultServer {
    /// Starts a server that plays this script: one list of steps for all connections, or one list each.
    #[must_use]
    pub fn start(script: impl Into<Script>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on loopback");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (script, shared) = (Arc::new(script.into()), Arc::new(Shared::default()));
        let for_listener = Arc::clone(&shared);
        let listening = thread::Builder::new()
            .name(format!("fault server {address}"))
            .spawn(move || listen(&listener, &script, &for_listener))
            .expect("a thread for the listener");
        Self { address, shared, listening: Some(listening) }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as `http://127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its address as `https://127.0.0.1:port`.
    #[must_use]
    pub fn https_url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// What it saw so far. Bytes may still be on their way to it; [`finish`](Self::finish) waits for them.
    #[must_use]
    pub fn record(&self) -> Record {
        self.shared.record()
    }

    /// How many connections it accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.record().connections()
    }

    /// The complete requests it has so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.record().requests
    }

    /// Lets every [`Step::Hold`] go on, those to come too.
    pub fn release(&self) {
        self.shared.release();
    }

    /// Waits until this many connections are accepted.
    #[track_caller]
    pub fn wait_for_connections(&self, count: usize) {
        self.shared.wait_for_connections(count);
    }

    /// Waits until this many requests are complete.
    #[track_caller]
    pub fn wait_for_requests(&self, count: usize) {
        self.shared.wait_for_requests(count);
    }

    /// Waits until the server has closed its side of the n-th connection: a client that uses it now meets a closed connection.
    #[track_caller]
    pub fn wait_for_close(&self, connection: usize) {
        self.shared.wait_for_close(connection);
    }

    /// Waits until the n-th connection is over on both sides.
    #[track_caller]
    pub fn wait_for_end(&self, connection: usize) {
        self.shared.wait_for_end(connection);
    }

    /// Stops the server and tells all it saw. Every connection that a client had made by now is counted, and the steps
    /// that read still get what was sent by now.
    #[must_use]
    pub fn finish(mut self) -> Record {
        self.stop();
        self.record()
    }

    fn stop(&mut self) {
        let Some(listening) = self.listening.take() else { return };
        // A listener that cannot be told to stop is left behind; waiting for it would hang the test.
        let listener = self.send_barrier().ok().map(|_socket| listening.join());
        // A player that sees by itself that its client left makes the system forget the connection.
        self.shared.wait_for_clients_to_leave(Duration::from_millis(20));
        let players = self.shared.stop().into_iter().map(JoinHandle::join);
        // All are joined before any of their panics is passed on.
        let ends: Vec<_> = listener.into_iter().chain(players).collect();
        if let Some(Err(panic)) = ends.into_iter().find(Result::is_err)
            && !thread::panicking()
        {
            panic::resume_unwind(panic);
        }
    }

    /// Connections are accepted in the order in which they were made, so behind this one there is none left to count.
    fn send_barrier(&self) -> io::Result<Socket> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_linger(Some(Duration::ZERO))?;
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
        if let Some(from) = socket.local_addr()?.as_socket() {
            self.shared.expect_barrier(from);
        }
        socket.connect_timeout(&self.address.into(), patience::LIMIT)?;
        Ok(socket)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.stop();
    }
}

impl fmt::Debug for FaultServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultServer").field("address", &self.address).finish_non_exhaustive()
    }
}

fn listen(listener: &TcpListener, script: &Arc<Script>, shared: &Arc<Shared>) {
    loop {
        match listener.accept() {
            Ok((_, from)) if shared.is_barrier(from) => break,
            Ok((socket, _)) => serve(socket, script, shared),
            // The client is gone again, or the process is out of sockets for a moment.
            Err(_) => thread::yield_now(),
        }
    }
}

fn serve(socket: TcpStream, script: &Arc<Script>, shared: &Arc<Shared>) {
    // So that each write is a packet of its own.
    socket.set_nodelay(true).expect("a socket takes this option");
    let socket = Arc::new(socket);
    let connection = shared.accepted(&socket);
    let player = Player::new(connection, socket, Arc::clone(shared));
    let script = Arc::clone(script);
    let thread = thread::Builder::new()
        .name(format!("fault server connection {connection}"))
        .spawn(move || player.play(&script.steps(connection)))
        .expect("a thread for the connection");
    shared.started(thread);
}

//! What the threads of a server and the test share: the record, and the signal to stop.

use super::inbound::{Inbound, Request};
use super::record::{ConnectionRecord, Record};
use crate::patience;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

#[derive(Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    stopping: bool,
    released: bool,
    /// Where the connection comes from that tells the listener to stop.
    barrier: Option<SocketAddr>,
    connections: Vec<Connection>,
    requests: Vec<Request>,
    threads: Vec<JoinHandle<()>>,
}

struct Connection {
    inbound: Inbound,
    /// Weak, so that dropping the player's end really closes the socket.
    socket: Weak<TcpStream>,
    sent: u64,
    handshake: Option<Result<(), String>>,
    closed: bool,
    over: bool,
}

/// For the listener.
impl Shared {
    pub(super) fn expect_barrier(&self, from: SocketAddr) {
        self.lock().barrier = Some(from);
    }

    pub(super) fn is_barrier(&self, from: SocketAddr) -> bool {
        self.lock().barrier == Some(from)
    }

    /// The number of this new connection; the first is 1.
    pub(super) fn accepted(&self, socket: &Arc<TcpStream>) -> usize {
        let mut state = self.lock();
        let number = state.connections.len() + 1;
        state.connections.push(Connection {
            inbound: Inbound::new(number),
            socket: Arc::downgrade(socket),
            sent: 0,
            handshake: None,
            closed: false,
            over: false,
        });
        self.changed.notify_all();
        number
    }

    pub(super) fn started(&self, thread: JoinHandle<()>) {
        self.lock().threads.push(thread);
    }

    /// Waits until all connections are over, but not for clients that stay.
    pub(super) fn wait_for_clients_to_leave(&self, limit: Duration) {
        let open = |state: &mut State| state.connections.iter().any(|connection| !connection.over);
        drop(self.changed.wait_timeout_while(self.lock(), limit, open));
    }

    /// Ends every wait, read and write of every connection, and hands out the threads to join.
    pub(super) fn stop(&self) -> Vec<JoinHandle<()>> {
        let mut state = self.lock();
        state.stopping = true;
        self.changed.notify_all();
        for socket in state.connections.iter().filter_map(|connection| connection.socket.upgrade()) {
            // Fails for a connection that is already gone. What has arrived can still be read.
            let _ = socket.shutdown(Shutdown::Both);
        }
        std::mem::take(&mut state.threads)
    }
}

/// For the player of one connection.
impl Shared {
    /// Takes down what arrived, and hands out the requests that are complete with it.
    pub(super) fn received(&self, connection: usize, bytes: &[u8]) -> Vec<Request> {
        let mut state = self.lock();
        let mut complete = state.connection(connection).inbound.feed(bytes);
        for request in &mut complete {
            request.number = state.requests.len() + 1;
            state.requests.push(request.clone());
        }
        self.changed.notify_all();
        complete
    }

    pub(super) fn safe_to_read(&self, connection: usize) -> usize {
        self.lock().connection(connection).inbound.safe_to_read()
    }

    pub(super) fn head_is_complete(&self, connection: usize) -> bool {
        self.lock().connection(connection).inbound.head_is_complete()
    }

    pub(super) fn sent(&self, connection: usize, count: usize) {
        self.lock().connection(connection).sent += count as u64;
        self.changed.notify_all();
    }

    pub(super) fn handshake(&self, connection: usize, result: &io::Result<()>) {
        let result = result.as_ref().copied().map_err(ToString::to_string);
        self.lock().connection(connection).handshake = Some(result);
        self.changed.notify_all();
    }

    /// The server's side is closed.
    pub(super) fn closed(&self, connection: usize) {
        self.lock().connection(connection).closed = true;
        self.changed.notify_all();
    }

    /// Both sides are closed.
    pub(super) fn over(&self, connection: usize) {
        let mut state = self.lock();
        let connection = state.connection(connection);
        connection.closed = true;
        connection.over = true;
        self.changed.notify_all();
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.lock().stopping
    }

    /// False if the server was stopped meanwhile.
    pub(super) fn wait_out(&self, time: Duration) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), time, |state| !state.stopping);
        !waited.unwrap_or_else(PoisonError::into_inner).0.stopping
    }

    /// False if the server was stopped instead.
    pub(super) fn wait_for_release(&self) -> bool {
        let waited = self.changed.wait_while(self.lock(), |state| !state.released && !state.stopping);
        !waited.unwrap_or_else(PoisonError::into_inner).stopping
    }

    pub(super) fn wait_for_stop(&self) {
        drop(self.changed.wait_while(self.lock(), |state| !state.stopping));
    }
}

/// For the test.
impl Shared {
    pub(super) fn release(&self) {
        self.lock().released = true;
        self.changed.notify_all();
    }

    pub(super) fn record(&self) -> Record {
        self.lock().record()
    }

    #[track_caller]
    pub(super) fn wait_for_connections(&self, count: usize) {
        self.wait_until(&format!("{count} connections"), |state| state.connections.len() >= count);
    }

    #[track_caller]
    pub(super) fn wait_for_requests(&self, count: usize) {
        self.wait_until(&format!("{count} complete requests"), |state| state.requests.len() >= count);
    }

    #[track_caller]
    pub(super) fn wait_for_close(&self, connection: usize) {
        self.wait_until(&format!("the server to close connection {connection}"), |state| {
            state.connections.get(connection - 1).is_some_and(|connection| connection.closed)
        });
    }

    #[track_caller]
    pub(super) fn wait_for_end(&self, connection: usize) {
        self.wait_until(&format!("the end of connection {connection}"), |state| {
            state.connections.get(connection - 1).is_some_and(|connection| connection.over)
        });
    }

    #[track_caller]
    fn wait_until(&self, what: &str, wanted: impl Fn(&State) -> bool) {
        let result = self.changed.wait_timeout_while(self.lock(), patience::LIMIT, |state| !wanted(state));
        let (state, timeout) = result.unwrap_or_else(PoisonError::into_inner);
        let record = state.record();
        drop(state);
        assert!(!timeout.timed_out(), "waited in vain for {what}; the server has {record:#?}");
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked while it held the lock must not keep the others from ending.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn connection(&mut self, number: usize) -> &mut Connection {
        &mut self.connections[number - 1]
    }

    fn record(&self) -> Record {
        let connections = self.connections.iter().map(|connection| ConnectionRecord {
            partial: connection.inbound.partial().to_vec(),
            sent: connection.sent,
            handshake: connection.handshake.clone(),
            closed: connection.closed,
            over: connection.over,
        });
        Record { connections: connections.collect(), requests: self.requests.clone() }
    }
}

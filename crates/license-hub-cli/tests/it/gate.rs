//! A gate before a sandbox: requests arrive and wait until it is opened. So a test can look at what goes on meanwhile, and
//! needs neither a pause nor a measured time for it.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Far more than anything takes on a busy machine; a test that comes to it has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Listens until the process ends, as each test has its own process or none that minds.
pub(crate) struct Gate {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Default)]
struct Inner {
    open: bool,
    /// The first part of the path of each request that came, which is the vendor's.
    arrived: BTreeSet<String>,
}

impl Gate {
    /// A closed gate before this address.
    pub(crate) fn before(sandbox: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::<State>::default();
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || state.pass(client, sandbox));
            }
        });
        Self { address, state }
    }

    /// An address of the sandbox's, by way of the gate.
    pub(crate) fn url(&self, sandbox: SocketAddr, url: &str) -> String {
        url.replace(&sandbox.to_string(), &self.address.to_string())
    }

    /// Waits until requests to this many vendors stand before the gate at the same time, and says which.
    #[track_caller]
    pub(crate) fn wait_for(&self, vendors: usize) -> BTreeSet<String> {
        let inner = self.state.inner.lock().unwrap();
        let (inner, late) = self
            .state
            .changed
            .wait_timeout_while(inner, PATIENCE, |inner| inner.arrived.len() < vendors)
            .unwrap();
        let arrived = inner.arrived.clone();
        // A test that fails still opens the gate.
        drop(inner);
        assert!(!late.timed_out(), "only {arrived:?} asked before the others were answered");
        arrived
    }

    pub(crate) fn open(&self) {
        self.state.inner.lock().unwrap().open = true;
        self.state.changed.notify_all();
    }
}

impl Drop for Gate {
    /// Nobody is left waiting when a test fails.
    fn drop(&mut self) {
        self.open();
    }
}

impl State {
    /// Lets one connection through once the gate is open. Its first request has arrived before.
    fn pass(&self, mut client: TcpStream, sandbox: SocketAddr) {
        let Ok(head) = read_head(&mut client) else { return };
        let path = head.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
        let vendor = path.split(|byte| *byte == b'/').nth(1).unwrap_or_default();
        let mut inner = self.inner.lock().unwrap();
        inner.arrived.insert(String::from_utf8_lossy(vendor).into_owned());
        self.changed.notify_all();
        drop(self.changed.wait_while(inner, |inner| !inner.open).unwrap());
        let Ok(mut server) = TcpStream::connect(sandbox) else { return };
        if server.write_all(&head).is_err() {
            return;
        }
        let (Ok(mut from_client), Ok(mut to_server)) = (client.try_clone(), server.try_clone()) else {
            return;
        };
        thread::spawn(move || {
            let _ = io::copy(&mut from_client, &mut to_server);
            let _ = to_server.shutdown(Shutdown::Write);
        });
        let _ = io::copy(&mut server, &mut client);
        let _ = client.shutdown(Shutdown::Both);
    }
}

/// All up to the end of the head, and what came with it.
fn read_head(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let (mut head, mut chunk) = (Vec::new(), [0; 4096]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match client.read(&mut chunk)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => head.extend_from_slice(&chunk[..count]),
        }
    }
    Ok(head)
}

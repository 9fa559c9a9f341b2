//! A server below HTTP: it counts connections, and ends them as it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

/// Reads each request whole, answers with these bytes, and closes.
pub(crate) struct RawServer {
    address: String,
    requests: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
    ending: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

impl RawServer {
    pub(crate) fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (requests, connections, ending) =
            (Arc::default(), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (count, came, end) =
            (Arc::<AtomicUsize>::clone(&requests), Arc::clone(&connections), Arc::clone(&ending));
        let worker = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                came.fetch_add(1, Ordering::SeqCst);
                let mut stream = stream.unwrap();
                if whole_request(&stream) {
                    count.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(&bytes);
                }
                let _ = stream.shutdown(Shutdown::Both);
            }
        });
        Self { address, requests, connections, ending, worker: Some(worker) }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}/manager/billmgr", self.address)
    }

    /// Whole requests that came since the last time.
    pub(crate) fn take_requests(&self) -> usize {
        self.requests.swap(0, Ordering::SeqCst)
    }

    /// Connections that came so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(&self.address);
        let _ = self.worker.take().map(JoinHandle::join);
    }
}

fn whole_request(stream: &TcpStream) -> bool {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return false;
        }
        if line.trim_end().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).is_ok()
}

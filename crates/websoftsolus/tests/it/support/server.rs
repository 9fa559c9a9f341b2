//! A small HTTP server that can also misbehave: it answers, says nothing, or stops in the middle.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// One request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_for_token(&self) -> bool {
        self.path.ends_with("/access/token")
    }
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// An answer with this status, these headers and this body.
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The connection is closed without an answer.
    Close,
    /// The answer announces more than comes before the connection is closed.
    Cut(&'static str),
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer(status, Vec::new(), body.into())
    }

    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    /// A token with this name and life.
    pub(crate) fn token(name: &str, life: u64) -> Self {
        Self::ok(format!(r#"{{"access_token":"{name}","expires_in":{life},"token_type":"Bearer"}}"#))
    }
}

type Handler = dyn Fn(&Seen) -> Reply + Send + Sync;

pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    closing: Arc<AtomicBool>,
}

impl Server {
    /// A server that answers everything, requests for tokens too, as `handler` says.
    pub(crate) fn raw(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server =
            Self { address: listener.local_addr().unwrap(), seen: Arc::default(), closing: Arc::default() };
        let (seen, closing, handler) =
            (Arc::clone(&server.seen), Arc::clone(&server.closing), Arc::new(handler));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if closing.load(Ordering::SeqCst) {
                    return;
                }
                let (seen, handler): (_, Arc<Handler>) = (Arc::clone(&seen), Arc::clone(&handler) as _);
                if let Ok(stream) = stream {
                    thread::spawn(move || serve(stream, &seen, &*handler));
                }
            }
        });
        server
    }

    /// A server that hands out tokens, `token-1` and so on, and answers everything else as `handler` says.
    pub(crate) fn vendor(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let count = Mutex::new(0);
        Self::raw(move |seen| {
            if !seen.is_for_token() {
                return handler(seen);
            }
            let mut count = count.lock().unwrap();
            *count += 1;
            Reply::token(&format!("token-{count}"), 3600)
        })
    }

    /// A server that hands out tokens and gives everything else this one reply.
    pub(crate) fn always(reply: Reply) -> Self {
        Self::vendor(move |_| reply.clone())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The requests that were not for a token.
    pub(crate) fn calls(&self) -> Vec<Seen> {
        self.seen().into_iter().filter(|seen| !seen.is_for_token()).collect()
    }

    /// How many tokens were asked for.
    pub(crate) fn tokens(&self) -> usize {
        self.seen().iter().filter(|seen| seen.is_for_token()).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // Wakes the listener, so that it sees that it is to end.
        drop(TcpStream::connect(self.address));
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Seen>>, handler: &Handler) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = read(&mut reader) {
        seen.lock().unwrap().push(request.clone());
        let (head, body) = match handler(&request) {
            Reply::Close => return,
            Reply::Cut(body) => {
                (format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len() + 10), body.into())
            }
            Reply::Answer(status, headers, body) => {
                let mut head = format!("HTTP/1.1 {status} Word\r\ncontent-length: {}\r\n", body.len());
                for (name, value) in headers {
                    head = format!("{head}{name}: {value}\r\n");
                }
                (head + "\r\n", body)
            }
        };
        let cut = head.contains(&format!("content-length: {}\r\n", body.len() + 10));
        if stream.write_all(&[head.as_bytes(), &body].concat()).is_err() || cut {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut seen = Seen { method, path, headers, body: String::new() };
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    seen.body = String::from_utf8(body).unwrap();
    Some(seen)
}

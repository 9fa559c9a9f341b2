//! A server that says what it was told to say and does nothing else, so that it is not what is measured.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::Fallible;

/// What is answered to a request in which these words stand, in its first line or in its body.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    words: String,
    answer: Vec<u8>,
}

impl Route {
    /// Status 200 with this body.
    fn new(words: impl Into<String>, content_type: &str, body: &str) -> Self {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        Self { words: words.into(), answer: [head.as_bytes(), body.as_bytes()].concat() }
    }

    pub(crate) fn json(words: impl Into<String>, body: &str) -> Self {
        Self::new(words, "application/json", body)
    }

    pub(crate) fn xml(words: impl Into<String>, body: &str) -> Self {
        Self::new(words, "text/xml", body)
    }
}

/// Where it listens, until the process ends.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    port: u16,
    tls: bool,
}

impl Server {
    /// Answers by the first route that fits, after this time, one thread for each connection.
    pub(crate) fn start(routes: Vec<Route>, latency: Duration) -> Fallible<Self> {
        Self::listen(routes, latency, None)
    }

    /// The same over TLS.
    pub(crate) fn start_tls(routes: Vec<Route>, config: Arc<ServerConfig>) -> Fallible<Self> {
        Self::listen(routes, Duration::ZERO, Some(config))
    }

    fn listen(routes: Vec<Route>, latency: Duration, tls: Option<Arc<ServerConfig>>) -> Fallible<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let server = Self { port: listener.local_addr()?.port(), tls: tls.is_some() };
        let routes: Arc<[Route]> = routes.into();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (routes, tls) = (Arc::clone(&routes), tls.clone());
                thread::spawn(move || {
                    let _ = stream.set_nodelay(true);
                    // A client that leaves is no fault.
                    let _ = match tls {
                        None => serve(stream, &routes, latency),
                        Some(config) => serve_tls(stream, &routes, config),
                    };
                });
            }
        });
        Ok(server)
    }

    /// Its address, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }
}

fn serve_tls(stream: TcpStream, routes: &[Route], config: Arc<ServerConfig>) -> io::Result<()> {
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    serve(StreamOwned::new(connection, stream), routes, Duration::ZERO)
}

fn serve(mut stream: impl Read + Write, routes: &[Route], latency: Duration) -> io::Result<()> {
    let mut buffer = Vec::with_capacity(16 << 10);
    loop {
        let (line, body) = loop {
            if let Some(found) = whole(&buffer) {
                break found;
            }
            let mut chunk = [0; 8 << 10];
            let read = stream.read(&mut chunk)?;
            if read == 0 {
                return Ok(());
            }
            buffer.extend_from_slice(&chunk[..read]);
        };
        let fits =
            |route: &&Route| [line.clone(), body.clone()].into_iter().any(|part| holds(&buffer[part], route));
        let Some(route) = routes.iter().find(fits) else {
            return stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
        };
        if !latency.is_zero() {
            thread::sleep(latency);
        }
        stream.write_all(&route.answer)?;
        stream.flush()?;
        buffer.drain(..body.end);
    }
}

fn holds(part: &[u8], route: &Route) -> bool {
    let words = route.words.as_bytes();
    words.is_empty() || part.windows(words.len()).any(|window| window == words)
}

type Part = std::ops::Range<usize>;

/// Where the first line and the body of a request stand, once all of it is there.
fn whole(buffer: &[u8]) -> Option<(Part, Part)> {
    let head = buffer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&buffer[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let body = head + 4..head + 4 + length.unwrap_or(0);
    (buffer.len() >= body.end).then(|| (0..text.lines().next().map_or(0, str::len), body))
}

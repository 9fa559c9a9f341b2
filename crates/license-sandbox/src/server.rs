//! The wire: connections, requests read whole, and answers that may break off anywhere.

use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{CONNECTION, HeaderValue, SERVER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::control;
use crate::http::{Answer, Request};
use crate::options::Options;
use crate::state::{Delivery, State};

/// A longer body is answered 413. What goes beyond is read and thrown away up to [`MAX_READ`], because an answer to
/// a client that is still sending tends to get lost.
const MAX_BODY: usize = 8 * 1024 * 1024;
const MAX_READ: usize = 64 * 1024 * 1024;

pub(crate) async fn run(listener: TcpListener, state: Arc<State>, mut stop: oneshot::Receiver<Infallible>) {
    loop {
        let accepted = tokio::select! {
            // The sender is dropped when the sandbox is.
            _ = &mut stop => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                let connection = {
                    let mut held = state.lock();
                    held.connections += 1;
                    held.connections
                };
                tokio::spawn(serve_connection(stream, connection, Arc::clone(&state)));
            }
            // Out of file handles, most likely: some will be free soon.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Where the service leaves word how the connection is to end, when that is not for hyper to do.
type Ending = Arc<Mutex<Option<Delivery>>>;

async fn serve_connection(stream: TcpStream, connection: u64, state: Arc<State>) {
    let _ = stream.set_nodelay(true);
    let ending = Ending::default();
    let service =
        service_fn(|request| Box::pin(handle(request, connection, Arc::clone(&state), Arc::clone(&ending))));
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        // A client that closes its sending side has still asked, and still reads.
        .half_close(true)
        // The date in an answer is the sandbox's, not the machine's.
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service);
    // An error is how a fault takes the connection out of hyper's hands; any other is the client's affair.
    let _ = std::future::poll_fn(|context| http.poll_without_shutdown(context)).await;
    let stream = http.into_parts().io.into_inner();
    let ending = ending.lock().unwrap_or_else(PoisonError::into_inner).take();
    end(stream, ending, state.options()).await;
}

async fn end(mut stream: TcpStream, ending: Option<Delivery>, options: &Options) {
    match ending {
        None | Some(Delivery::Answer(_)) if options.forgets_clients && has_left(&stream) => forget(&stream),
        None | Some(Delivery::Answer(_)) => close(stream).await,
        Some(Delivery::Close(bytes)) => {
            let _ = stream.write_all(&bytes).await;
            close(stream).await;
        }
        Some(Delivery::Reset) => forget(&stream),
        Some(Delivery::Stall) => {
            let client_leaves = async {
                let mut ignored = [0; 4096];
                while stream.read(&mut ignored).await.is_ok_and(|count| count > 0) {}
            };
            let left = tokio::time::timeout(options.stall_limit, client_leaves).await;
            if options.forgets_clients && left.is_ok() {
                forget(&stream);
            } else {
                close(stream).await;
            }
        }
    }
}

/// Whether the client closed its side, after all that it had sent was read.
fn has_left(stream: &TcpStream) -> bool {
    matches!(stream.try_read(&mut [0]), Ok(0))
}

/// Makes closing send a reset, after which neither side's system remembers the connection.
fn forget(stream: &TcpStream) {
    let _ = stream.set_zero_linger();
}

/// Closes in an orderly way. Bytes left unread would make the system send a reset instead.
async fn close(mut stream: TcpStream) {
    let _ = stream.shutdown().await;
    let mut ignored = [0; 4096];
    while matches!(stream.try_read(&mut ignored), Ok(count) if count > 0) {}
}

/// The service's way to say that nothing more may be sent by hyper.
#[derive(Debug)]
struct TakenOver;

impl fmt::Display for TakenOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was taken over by a fault")
    }
}

impl std::error::Error for TakenOver {}

async fn handle(
    request: hyper::Request<Incoming>,
    connection: u64,
    state: Arc<State>,
    ending: Ending,
) -> Result<Response<Full<Bytes>>, TakenOver> {
    let (head, body) = request.into_parts();
    let body = match read_body(body).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return Ok(respond(Answer::html(413, "Payload Too Large"), true)),
        // The request never came in whole: there is nothing to answer, nothing to record.
        Err(BodyError::Broken) => return Err(TakenOver),
    };
    let request = Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect(),
        body,
    };
    if let Some(answer) = control::answer(&state, &request) {
        return Ok(respond(answer, false));
    }
    let (delivery, wait) = state.serve(connection, &request);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    match delivery {
        Delivery::Answer(answer) => Ok(respond(answer, false)),
        other => {
            *ending.lock().unwrap_or_else(PoisonError::into_inner) = Some(other);
            Err(TakenOver)
        }
    }
}

enum BodyError {
    TooLarge,
    Broken,
}

async fn read_body(mut body: Incoming) -> Result<Vec<u8>, BodyError> {
    if body.size_hint().lower() > MAX_READ as u64 {
        return Err(BodyError::TooLarge);
    }
    let (mut bytes, mut read) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BodyError::Broken)?;
        let Some(data) = frame.data_ref() else { continue };
        read = read.saturating_add(data.len());
        if read > MAX_READ {
            return Err(BodyError::TooLarge);
        }
        if read <= MAX_BODY {
            bytes.extend_from_slice(data);
        } else {
            bytes = Vec::new();
        }
    }
    if read > MAX_BODY { Err(BodyError::TooLarge) } else { Ok(bytes) }
}

/// Makes an answer hyper's. What a fault asked for and HTTP cannot say is left out, or becomes a 500.
fn respond(answer: Answer, close: bool) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(answer.status).ok().filter(|status| status.as_u16() >= 200);
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(SERVER, HeaderValue::from_static("license-sandbox"));
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            headers.insert(name, value);
        }
    }
    if close {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Binds, and refuses any address that others could reach: the sandbox trusts whoever talks to it.
pub(crate) fn bind(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    if !address.ip().is_loopback() {
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            format!(
                "the sandbox listens on a loopback address only, such as 127.0.0.1, and {} is not one",
                address.ip()
            ),
        ));
    }
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

//! What knows the HTTP library, and nothing else does.
//!
//! Reads go by agents that keep their connections; what changes or spends by one that opens a fresh connection for each
//! call, so that a connection that went stale cannot make an unknown.

mod agents;

use std::io::{self, Read};

use ureq::http::{HeaderName, HeaderValue, Uri, header};
use ureq::tls::{Certificate, PemItem, parse_pem};
use ureq::{Body, Proxy, ProxyProtocol, SendBody, Timeout};

use self::agents::Agents;
use crate::request::{Answer, Request};
use crate::settings::{ProxyChoice, Settings};
use crate::{BaseAddress, Error, Method, Secret};

/// The most room that is made for an answer on the server's word alone.
const MOST_AT_ONCE: u64 = 1 << 20;
/// What the body of a request is.
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// What became of a request that got no whole answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It cannot be put on the wire at all: the field at fault, and why.
    Invalid(&'static str, &'static str),
    /// Certain: nothing of it can have been acted upon.
    NotSent(String),
    /// It went out, wholly or in part, and no answer began.
    Lost(String),
    /// An answer began and did not end.
    Cut(String),
    /// The answer is larger than this many bytes.
    TooLarge(u64),
}

/// Certificate authorities to trust.
#[derive(Clone)]
pub(crate) struct Authorities(Vec<Certificate<'static>>);

impl Authorities {
    pub(crate) fn from_pem(pem: &str) -> Result<Self, Error> {
        let mut certificates = Vec::new();
        for item in parse_pem(pem.as_bytes()) {
            match item {
                Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
                Ok(_) => {}
                Err(_) => return Err(Error::invalid("ca", "is not readable as PEM")),
            }
        }
        if certificates.is_empty() {
            return Err(Error::invalid("ca", "holds no certificate in PEM form"));
        }
        Ok(Self(certificates))
    }
}

/// Reads a proxy's address, without saying what it is: a password may be in it.
pub(crate) fn read_proxy(address: &Secret) -> Result<Proxy, Error> {
    let proxy = Proxy::new(address.expose())
        .map_err(|_| Error::invalid("proxy", "is not a proxy address such as `http://proxy.example:3128`"))?;
    supported(proxy)
}

/// Where a proxy is looked for, in this order. The same as the library's.
const PROXY_VARIABLES: [&str; 6] =
    ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// The proxy that the environment names. The library passes over one that it cannot read, and would go out without any.
fn environment_proxy() -> Result<Option<Proxy>, Error> {
    let values = PROXY_VARIABLES.into_iter().filter_map(std::env::var_os);
    // A variable that is set to nothing is how a proxy is switched off.
    if let Some(first) =
        values.map(|value| value.to_string_lossy().into_owned()).find(|value| !value.is_empty())
    {
        read_proxy(&Secret::from(first))?;
    }
    // Read once more by the library, which also knows the hosts that are to be reached without it.
    Proxy::try_from_env().map(supported).transpose()
}

/// A SOCKS proxy is read, but the HTTP library is built without what it takes to use one: it would panic, or leave the
/// proxy out if the environment named it.
fn supported(proxy: Proxy) -> Result<Proxy, Error> {
    // The library takes the usual port instead of one that is none.
    let has_port = proxy.uri().authority().is_some_and(|authority| {
        let host = authority.as_str().rsplit('@').next().unwrap_or_default();
        host.len() > authority.host().len()
    });
    if has_port && proxy.uri().port_u16().is_none_or(|port| port == 0) {
        return Err(Error::invalid("proxy", "must have a port from 1 to 65535"));
    }
    match proxy.protocol() {
        ProxyProtocol::Http | ProxyProtocol::Https => Ok(proxy),
        _ => Err(Error::invalid("proxy", "must be `http` or `https`; SOCKS is not supported")),
    }
}

/// A client's way to the wire.
pub(crate) struct Http {
    agents: Agents,
    max_answer: u64,
}

impl Http {
    pub(crate) fn new(base: &BaseAddress, settings: &Settings) -> Result<Self, Error> {
        let proxy = match &settings.proxy {
            ProxyChoice::Environment if base.is_loopback() => None,
            ProxyChoice::Environment => environment_proxy()?,
            ProxyChoice::None => None,
            ProxyChoice::Explicit(address) => Some(read_proxy(address)?),
        };
        let agents = Agents::new(base, settings, proxy.as_ref());
        Ok(Self { agents, max_answer: settings.max_answer })
    }

    /// Ends every call in progress and lets no new one begin.
    pub(crate) fn shut_down(&self) {
        self.agents.shut_down();
    }

    /// Sends one request, once, and reads its answer whole.
    pub(crate) fn exchange(&self, base: &BaseAddress, request: &Request) -> Result<Answer, Failure> {
        let turn = self.agents.turn(request.effect);
        let agent = turn.agent;
        let cannot_build = |()| Failure::Invalid("request", "cannot be put together");
        let uri = Uri::try_from(request.url(base)).or(Err(())).map_err(cannot_build)?;
        let accept = HeaderValue::from_str(request.accept).or(Err(())).map_err(cannot_build)?;
        let mut head = ureq::http::Request::new(());
        *head.method_mut() = method(request.method);
        *head.uri_mut() = uri;
        head.headers_mut().insert(header::ACCEPT, accept);
        if let Some(token) = &request.bearer {
            let value = HeaderValue::try_from(format!("Bearer {}", token.expose())).ok();
            // Other than ASCII would be refused only while the head is written, on a connection that was made for it.
            let value = value.filter(|value| value.to_str().is_ok());
            let mut value = value.ok_or(Failure::Invalid("token", "cannot be sent in a header"))?;
            value.set_sensitive(true);
            head.headers_mut().insert(header::AUTHORIZATION, value);
        }
        let answer = match request.body() {
            Some(body) => {
                let mut body = FlaggedBody { left: body.as_bytes(), asked_for: false };
                let length = body.left.len();
                let headers = head.headers_mut();
                headers.insert(header::CONTENT_TYPE, FORM);
                headers.insert(header::CONTENT_LENGTH, length.into());
                let sent = agent.run(head.map(|()| SendBody::from_reader(&mut body)));
                // The body is asked for only after the head went out whole on a connection that stands. Before that,
                // no server can have had a request it could act upon. An empty body is never asked for.
                sent.map_err(|error| {
                    let certain = if length == 0 { never_connected(&error) } else { !body.asked_for };
                    if certain { Failure::NotSent(words(&error)) } else { Failure::Lost(words(&error)) }
                })?
            }
            None => agent.run(head).map_err(|error| {
                if never_connected(&error) {
                    Failure::NotSent(words(&error))
                } else {
                    Failure::Lost(words(&error))
                }
            })?,
        };
        self.read(answer)
    }

    fn read(&self, answer: ureq::http::Response<Body>) -> Result<Answer, Failure> {
        let (head, body) = answer.into_parts();
        let text = |name: HeaderName| {
            head.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let length = body.content_length().unwrap_or(0).min(self.max_answer).min(MOST_AT_ONCE);
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        // The limit is on the bytes that arrive here, whatever they were on the wire.
        body.into_reader()
            .take(self.max_answer.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::Cut(io_words(&error)))?;
        if bytes.len() as u64 > self.max_answer {
            return Err(Failure::TooLarge(self.max_answer));
        }
        Ok(Answer {
            status: head.status.as_u16(),
            content_type: text(header::CONTENT_TYPE),
            www_authenticate: text(header::WWW_AUTHENTICATE),
            retry_after: text(header::RETRY_AFTER),
            content_encoding: text(header::CONTENT_ENCODING),
            body: bytes,
        })
    }
}

fn method(method: Method) -> ureq::http::Method {
    match method {
        Method::Get => ureq::http::Method::GET,
        Method::Post => ureq::http::Method::POST,
        Method::Put => ureq::http::Method::PUT,
        Method::Delete => ureq::http::Method::DELETE,
    }
}

/// A body that remembers whether any of it was asked for.
struct FlaggedBody<'a> {
    left: &'a [u8],
    asked_for: bool,
}

impl Read for FlaggedBody<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.asked_for = true;
        self.left.read(buffer)
    }
}

/// Whether a failed request without a body certainly never had a connection. In doubt, no.
fn never_connected(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::HostNotFound
        | ureq::Error::BadUri(_)
        | ureq::Error::Http(_)
        | ureq::Error::InvalidProxyUrl
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_)
        | ureq::Error::RequireHttpsOnly(_)
        | ureq::Error::TlsRequired
        | ureq::Error::Tls(_)
        | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => true,
        // Redirects are off, so these can only come from the one connection that is opened for the call.
        ureq::Error::Io(error) => {
            unknown_host(error)
                || refused_certificate(error)
                || matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionRefused
                        | io::ErrorKind::HostUnreachable
                        | io::ErrorKind::NetworkUnreachable
                        | io::ErrorKind::AddrNotAvailable
                )
        }
        _ => false,
    }
}

/// The standard library has no kind for a failed look-up, only this text.
fn unknown_host(error: &io::Error) -> bool {
    error.to_string().starts_with("failed to lookup address information")
}

/// A certificate is judged in the handshake and nowhere else.
fn refused_certificate(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.to_string().starts_with("invalid peer certificate"))
}

/// What failed, without address, header or body.
fn words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => io_words(error),
        ureq::Error::Timeout(part) => late(*part).into(),
        ureq::Error::HostNotFound => "the host name is not known".into(),
        ureq::Error::ConnectionFailed => "the connection could not be made".into(),
        ureq::Error::ConnectProxyFailed(_) => "the proxy did not connect".into(),
        ureq::Error::InvalidProxyUrl => "the proxy address is not valid".into(),
        ureq::Error::Tls(reason) => format!("TLS: {reason}"),
        ureq::Error::Rustls(error) => format!("TLS: {error}"),
        ureq::Error::TlsRequired | ureq::Error::RequireHttpsOnly(_) => "TLS is required".into(),
        ureq::Error::LargeResponseHeader(..) => "the head of the answer is too large".into(),
        ureq::Error::Protocol(_) => "the answer is not valid HTTP".into(),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => "the request is not valid HTTP".into(),
        _ => "the exchange failed".into(),
    }
}

fn late(part: Timeout) -> &'static str {
    match part {
        Timeout::Resolve => "looking up the host name took too long",
        Timeout::Connect => "connecting took too long",
        Timeout::SendRequest | Timeout::SendBody | Timeout::PerWrite => "sending took too long",
        // A single read has a limit of its own only where the answer's is the longest.
        Timeout::RecvResponse | Timeout::PerRead => "no answer came in time",
        Timeout::RecvBody => "the answer took too long",
        _ => "it took too long",
    }
}

fn io_words(error: &io::Error) -> String {
    // A time limit or a TLS fault met while a body is read comes wrapped in an I/O error.
    if let Some(inner) = error.get_ref() {
        if let Some(inner) = inner.downcast_ref::<ureq::Error>() {
            return match inner {
                ureq::Error::Io(_) => "the connection failed".into(),
                inner => words(inner),
            };
        }
        if error.kind() == io::ErrorKind::InvalidData {
            return format!("TLS: {inner}");
        }
    }
    if unknown_host(error) {
        return "the host name is not known".into();
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused".into(),
        io::ErrorKind::ConnectionReset => "connection reset".into(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => "connection broken".into(),
        io::ErrorKind::UnexpectedEof => "connection closed".into(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "it took too long".into(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "host not reachable".into(),
        io::ErrorKind::InvalidData => "the answer is not valid HTTP".into(),
        kind => kind.to_string(),
    }
}

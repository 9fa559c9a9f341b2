//! A vendor that answers as it is told and writes down what it was asked.

mod cases;
pub(crate) mod library;
mod raw;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use license_wire::Fault;
use softaculous_noc::{
    Answer, Chance, Client, Clock, Credentials, Environment, Operation, Retries, Settings, StopSignal,
    Timestamp,
};

pub(crate) use cases::{Case, cases, one_of_each};
pub(crate) use raw::RawServer;

/// A recorded body from `tests/fixtures`, without the line's end.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/", $name)).trim_end()
    };
}
pub(crate) use fixture;

/// The account of most tests.
pub(crate) const NAME: &str = "mynoc";
pub(crate) const PASSWORD: &str = "pass-canary-1";

/// What the vendor was asked, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) content_type: String,
    /// Every field of the body, decoded, in the order it came.
    pub(crate) fields: Vec<(String, String)>,
}

impl Seen {
    /// The function that was called.
    pub(crate) fn function(&self) -> &str {
        self.target.split_once("?ca=").map_or("", |(_, function)| function)
    }

    /// A field's value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// What the vendor answers.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) retry_after: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, retry_after: String::new(), body: body.into() }
    }

    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }
}

/// The vendor.
pub(crate) struct Vendor {
    server: mockito::ServerGuard,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Vendor {
    /// A vendor that answers by this rule.
    pub(crate) fn answering(rule: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let mut server = mockito::Server::new();
        let seen = Arc::new(Mutex::new(Vec::new()));
        // The status is asked for first, so it is there that the request is written down and the answer decided on.
        let next = Arc::new(Mutex::new(Reply::ok("")));
        let (notes, decided, headers, body) =
            (Arc::clone(&seen), Arc::clone(&next), Arc::clone(&next), Arc::clone(&next));
        server
            .mock("POST", mockito::Matcher::Any)
            .with_status_code_from_request(move |request| {
                let asked = read(request);
                let reply = rule(&asked);
                let status = usize::from(reply.status);
                notes.lock().unwrap().push(asked);
                *decided.lock().unwrap() = reply;
                status
            })
            .with_header_from_request("retry-after", move |_| headers.lock().unwrap().retry_after.clone())
            .with_header("location", "http://127.0.0.1:9/elsewhere")
            .with_body_from_request(move |_| body.lock().unwrap().body.clone())
            .expect_at_least(0)
            .create();
        Self { server, seen }
    }

    /// A vendor that always answers this.
    pub(crate) fn always(body: impl Into<Vec<u8>>) -> Self {
        let reply = Reply::ok(body);
        Self::answering(move |_| reply.clone())
    }

    pub(crate) fn base(&self) -> String {
        format!("{}/clients", self.server.url())
    }

    /// A client of a live account that asks once only.
    pub(crate) fn client(&self) -> Client {
        self.client_of(Environment::Live, account())
    }

    pub(crate) fn client_of(&self, environment: Environment, credentials: Credentials) -> Client {
        self.client_with(environment, credentials, Settings::new().retries(Retries::none()))
    }

    pub(crate) fn client_with(
        &self,
        environment: Environment,
        credentials: Credentials,
        settings: Settings,
    ) -> Client {
        Client::builder(environment, credentials).base_url(self.base()).settings(settings).build().unwrap()
    }

    /// What was asked since the last time.
    pub(crate) fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }

    /// The functions that were called since the last time.
    pub(crate) fn take_functions(&self) -> Vec<String> {
        self.take().iter().map(|seen| seen.function().to_owned()).collect()
    }
}

fn read(request: &mockito::Request) -> Seen {
    let types: Vec<&str> =
        request.header("content-type").iter().map(|value| value.to_str().unwrap()).collect();
    Seen {
        method: request.method().to_owned(),
        target: request.path_and_query().to_owned(),
        content_type: types.join(", "),
        fields: serde_urlencoded::from_bytes(request.body().unwrap()).unwrap(),
    }
}

pub(crate) fn account() -> Credentials {
    Credentials::account(NAME, PASSWORD).unwrap()
}

/// Pairs as they are compared.
pub(crate) fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Reads an answer as the client does, without a connection.
pub(crate) fn decode<O: Operation>(operation: &O, answer: &Answer) -> Result<O::Output, Fault> {
    operation.decode(answer)
}

/// The same for a body with status 200.
pub(crate) fn decode_body<O: Operation>(operation: &O, body: &str) -> Result<O::Output, Fault> {
    decode(operation, &Answer::new(200, body))
}

/// What a fault says about the place and the reason.
pub(crate) fn place<T: Debug>(result: Result<T, Fault>) -> (String, String) {
    match result {
        Err(Fault::Decode { path, reason }) => (path, reason),
        other => panic!("{other:?}"),
    }
}

/// Time that stands still, and passes only in writing.
#[derive(Debug, Default)]
pub(crate) struct StillClock {
    pauses: Mutex<Vec<Duration>>,
}

impl StillClock {
    pub(crate) fn take(&self) -> Vec<Duration> {
        std::mem::take(&mut *self.pauses.lock().unwrap())
    }
}

impl Clock for StillClock {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn timestamp(&self) -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn pause(&self, time: Duration, _: &StopSignal) {
        self.pauses.lock().unwrap().push(time);
    }
}

/// Chance that always falls alike.
#[derive(Debug)]
pub(crate) struct Loaded(pub(crate) f64);

impl Chance for Loaded {
    fn fraction(&self) -> f64 {
        self.0
    }
}

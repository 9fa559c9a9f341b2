//! A vendor that answers as it is told and writes down what it was asked.

mod cases;
mod raw;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use billmgr_client::{
    Answer, Chance, Client, Clock, Credentials, Error, ItemType, Operation, Retries, Service, Settings, Site,
    StopSignal, Timestamp, Vendor as Whose, isplicense, ispmanager,
};
use license_wire::Fault;

pub(crate) use cases::{cases, one_of_each};
pub(crate) use raw::RawServer;

/// A recorded body from `tests/fixtures`, without the line's end.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/", $name)).trim_end()
    };
}
pub(crate) use fixture;

/// The account of most tests.
pub(crate) const USER: &str = "reseller@example.com";
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
        self.get("func").unwrap_or_default()
    }

    /// A field's value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The fields without what every call begins with, which is checked.
    #[track_caller]
    pub(crate) fn own_fields(&self) -> Vec<(&str, &str)> {
        let mut all = self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let credentials = format!("{USER}:{PASSWORD}");
        assert_eq!(all.next(), Some(("authinfo", &*credentials)));
        assert_eq!((all.next(), all.next()), (Some(("out", "xml")), Some(("lang", "en"))));
        all.collect()
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
        let notes = Arc::clone(&seen);
        // Three questions are asked about each request, by as many threads as there are requests: the first writes it
        // down and decides, the others find what was decided by the request itself.
        let rule = Arc::new(rule);
        let decided: Arc<Mutex<Vec<(usize, Reply)>>> = Arc::default();
        let (first, second, third) = (Arc::clone(&decided), Arc::clone(&decided), decided);
        let of = |request: &mockito::Request| std::ptr::from_ref(request) as usize;
        server
            .mock("POST", mockito::Matcher::Any)
            .with_status_code_from_request(move |request| {
                let asked = read(request);
                let reply = {
                    let mut notes = notes.lock().unwrap();
                    notes.push(asked.clone());
                    drop(notes);
                    rule(&asked)
                };
                let status = usize::from(reply.status);
                let mut decided = first.lock().unwrap();
                decided.retain(|(known, _)| *known != of(request));
                decided.push((of(request), reply));
                status
            })
            .with_header_from_request("retry-after", move |request| {
                find(&second, of(request)).map_or_else(String::new, |reply| reply.retry_after)
            })
            .with_header("location", "http://127.0.0.1:9/elsewhere")
            .with_body_from_request(move |request| {
                find(&third, of(request)).map_or_else(Vec::new, |reply| reply.body)
            })
            .expect_at_least(0)
            .create();
        Self { server, seen }
    }

    /// A vendor that always answers this.
    pub(crate) fn always(body: impl Into<Vec<u8>>) -> Self {
        let reply = Reply::ok(body);
        Self::answering(move |_| reply.clone())
    }

    /// A vendor that gives these answers one after the other, and the last again and again.
    pub(crate) fn in_turn(bodies: &[&str]) -> Self {
        let bodies: Vec<String> = bodies.iter().map(|body| (*body).to_owned()).collect();
        let turn = Mutex::new(0);
        Self::answering(move |_| {
            let mut turn = turn.lock().unwrap();
            let body = bodies[bodies.len().min(*turn + 1) - 1].clone();
            *turn += 1;
            Reply::ok(body)
        })
    }

    pub(crate) fn base(&self) -> String {
        self.server.url()
    }

    /// A client of ispmanager's that asks once only.
    pub(crate) fn client(&self) -> Client {
        self.client_of(Whose::Ispmanager)
    }

    /// A client of this vendor's that asks once only.
    pub(crate) fn client_of(&self, whose: Whose) -> Client {
        self.client_with(whose, account(), Settings::new().retries(Retries::none()))
    }

    pub(crate) fn client_with(&self, whose: Whose, credentials: Credentials, settings: Settings) -> Client {
        Client::builder(&site(whose), credentials).base_url(self.base()).settings(settings).build().unwrap()
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

fn find(decided: &Mutex<Vec<(usize, Reply)>>, request: usize) -> Option<Reply> {
    decided.lock().unwrap().iter().find(|(known, _)| *known == request).map(|(_, reply)| reply.clone())
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

pub(crate) const WHOSE: [Whose; 3] = [Whose::Ispmanager, Whose::Isplicense, Whose::Other];

fn site(whose: Whose) -> Site {
    match whose {
        Whose::Ispmanager => ispmanager::EU,
        Whose::Isplicense => isplicense::COM,
        Whose::Other => Site::own(Whose::Other, "https://billing.example"),
    }
}

pub(crate) fn account() -> Credentials {
    Credentials::each_call(USER, PASSWORD).unwrap()
}

/// The licence of most tests.
pub(crate) fn service() -> Service {
    Service::new(ItemType::Ispsystem, "1204417".parse().unwrap())
}

/// Reads an answer as the client does, without a connection.
pub(crate) fn decode<O: Operation>(operation: &O, answer: &Answer) -> Result<O::Output, Fault> {
    operation.decode(answer)
}

/// The same for a body with status 200.
pub(crate) fn decode_body<O: Operation>(operation: &O, body: impl Into<Vec<u8>>) -> Result<O::Output, Fault> {
    decode(operation, &Answer::new(200, body))
}

/// What a fault says about the place and the reason.
#[track_caller]
pub(crate) fn place<T: Debug>(result: Result<T, Fault>) -> (String, String) {
    match result {
        Err(Fault::Decode { path, reason }) => (path, reason),
        other => panic!("{other:?}"),
    }
}

/// The error of a call that must not succeed.
#[track_caller]
pub(crate) fn failed<T: Debug>(result: Result<T, Error>) -> Error {
    match result {
        Err(error) => error,
        Ok(output) => panic!("{output:?}"),
    }
}

/// Time that passes only where a test says so, and in pauses.
#[derive(Debug, Default)]
pub(crate) struct SetClock {
    now: Mutex<Duration>,
    pauses: Mutex<Vec<Duration>>,
}

impl SetClock {
    pub(crate) fn shared() -> Arc<Self> {
        Arc::new(Self::default())
    }

    pub(crate) fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    pub(crate) fn take_pauses(&self) -> Vec<Duration> {
        std::mem::take(&mut *self.pauses.lock().unwrap())
    }
}

impl Clock for SetClock {
    fn elapsed(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    fn timestamp(&self) -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn pause(&self, time: Duration, _: &StopSignal) {
        self.pauses.lock().unwrap().push(time);
        self.pass(time);
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

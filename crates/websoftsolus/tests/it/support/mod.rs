//! A vendor on loopback, a client for it, and a clock that stands still.

mod cases;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use websoftsolus::{
    Chance, Client, Clock, Credentials, Environment, Error, Family, KeyNumber, ListKeys, Outcome, Settings,
    StopSignal, Timestamp,
};

pub(crate) use cases::{CALLS, cpanel, every_call, is_read, key, plesk10, plesk12, virtuozzo};
pub(crate) use server::{Reply, Seen, Server};

pub(crate) const LOGIN: &str = "ops-canary@example.com";
pub(crate) const SECRET: &str = "secret-canary-0123456789";

/// A clock that moves when it is told to, and when a wait is over.
#[derive(Debug, Default)]
pub(crate) struct TestClock(AtomicU64);

impl TestClock {
    pub(crate) fn advance(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn timestamp(&self) -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn pause(&self, time: Duration, _: &StopSignal) {
        self.advance(time);
    }
}

#[derive(Debug)]
struct NoChance;

impl Chance for NoChance {
    fn fraction(&self) -> f64 {
        0.5
    }
}

pub(crate) fn credentials() -> Credentials {
    Credentials::new(LOGIN, SECRET).unwrap()
}

pub(crate) fn settings(clock: Arc<TestClock>) -> Settings {
    Settings::new().clock(clock).chance(Arc::new(NoChance))
}

/// A live client of the vendor at this address, with a clock of its own.
pub(crate) fn client(base: &str) -> Client {
    client_with_clock(base, Arc::default())
}

pub(crate) fn client_with_clock(base: &str, clock: Arc<TestClock>) -> Client {
    Client::builder(Environment::Live, credentials())
        .base_url(base)
        .settings(settings(clock))
        .build()
        .unwrap()
}

/// A client of a vendor that answers every call with this body.
pub(crate) fn answering(body: impl Into<Vec<u8>>) -> (Server, Client) {
    let server = Server::always(Reply::ok(body));
    let client = client(&server.url());
    (server, client)
}

/// The keys that a list with this body has.
pub(crate) fn keys<F: Family>(family: F, body: &str) -> Result<Vec<String>, Error> {
    let (_server, client) = answering(body);
    let keys = client.keys(&ListKeys::of(family))?.key_numbers()?;
    Ok(keys.iter().map(KeyNumber::to_string).collect())
}

pub(crate) fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What was sent in a form, in order.
pub(crate) fn pairs(body: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(body).unwrap()
}

#[track_caller]
pub(crate) fn assert_error(error: &Error, outcome: Outcome, says: &str) {
    assert_eq!(error.outcome(), outcome, "{error}");
    assert!(error.to_string().contains(says), "`{error}` does not say `{says}`");
}

//! Runs rows with every call of every vendor, and holds what happened against what the row expects.

use crate::row::{AUTHORITY, End, Expect, Place, Row, Scene};
use license_hub_tests::calls::{Call, Login, Vendor, vendors};
use license_hub_tests::canary::leaks;
use license_hub_tests::fault_server::{ENDLESS_CAP, FaultServer, Record, Request};
use license_hub_tests::log_capture::{Capture, Threads};
use license_hub_tests::patience::must_end_within;
use license_hub_tests::still::still;
use license_wire::{Effect, Error, ErrorKind, Settings};
use std::collections::HashSet;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Most of the time of a stalled call is waiting.
const WORKERS: usize = 12;
/// All tries of a read that waits for each of its limits.
const LONGEST: Duration = Duration::from_secs(180);

/// More than what the vendor says, as far as it is shown, and less than what would flood a terminal.
const LONGEST_MESSAGE: usize = 2000;

/// One row with one call.
struct Job {
    row: Arc<Row>,
    vendor: Arc<dyn Vendor>,
    at: usize,
}

/// What came of it.
struct Ending {
    result: Result<String, Error>,
    pauses: Vec<u128>,
    record: Option<Record>,
    /// How the vendor's clients log in.
    login: Option<Login>,
    /// Whether the client could log in at once; none where there is no login, or nobody to log in at.
    logged_in: Option<bool>,
    strangers: usize,
    /// Everything that a user or a log could see.
    seen: String,
}

/// Runs each row with each call, several at a time, and panics with all that was not as expected.
#[track_caller]
pub(crate) fn all(rows: impl IntoIterator<Item = Row>) {
    let rows: Vec<_> = rows.into_iter().map(Arc::new).collect();
    let mut jobs = Vec::new();
    for row in &rows {
        for vendor in vendors() {
            let calls = vendor.calls();
            let first = |at: usize| calls[..at].iter().all(|call| call.effect != calls[at].effect);
            let chosen = |at: &usize| (row.only)(&calls[*at]) && (!row.one_of_each || first(*at));
            let at = (0..calls.len()).filter(chosen);
            jobs.extend(at.map(|at| Job { row: Arc::clone(row), vendor: Arc::clone(&vendor), at }));
        }
    }
    let (next, problems, searched) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::default());
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = job.run(&searched);
                    problems.lock().unwrap().extend(found);
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    println!("{} rows, {} runs", rows.len(), jobs.len());
    assert!(problems.is_empty(), "{} of {} runs:\n{}", problems.len(), jobs.len(), problems.join("\n"));
}

impl Job {
    /// What was not as expected.
    fn run(&self, searched: &Mutex<HashSet<String>>) -> Option<String> {
        let (row, vendor, at) = (Arc::clone(&self.row), Arc::clone(&self.vendor), self.at);
        let call = vendor.calls()[at];
        let ending = must_end_within(LONGEST, move || play(&row, &*vendor, at));
        let mut problems = ending.problems(&self.row, &call);
        if searched.lock().unwrap().insert(ending.seen.clone()) {
            problems
                .extend(leaks(&ending.seen, self.vendor.canaries()).iter().map(|leak| format!("{leak:?}")));
        }
        let outcome = ending.result.as_ref().map_or_else(|error| format!("{error:?}"), Clone::clone);
        (!problems.is_empty()).then(|| {
            format!(
                "{}, {} {}: {}\n    it ended as {outcome}",
                self.row.name,
                self.vendor.name(),
                call.name,
                problems.join("; ")
            )
        })
    }
}

/// On a busy machine a login may take longer than a limit that is meant for the fault behind it. Then the row was not
/// played at all, and is played again.
const PLAYS: usize = 5;

fn play(row: &Row, vendor: &dyn Vendor, at: usize) -> Ending {
    let mut ending = play_once(row, vendor, at);
    for _ in 1..PLAYS {
        if !(row.hurried && ending.logged_in == Some(false)) {
            break;
        }
        ending = play_once(row, vendor, at);
    }
    ending
}

/// Makes the call on a thread of its own, whose log is captured.
fn play_once(row: &Row, vendor: &dyn Vendor, at: usize) -> Ending {
    let Scene { place, script, bystanders, held } = (row.scene)(&vendor.calls()[at]);
    let login = vendor.login().filter(|_| script.is_some());
    let server = script.map(|script| {
        FaultServer::start(match login {
            Some(login) => login.before(script, |steps| place.around(steps)),
            None => script,
        })
    });
    let of_server = |url: fn(&FaultServer) -> String| server.as_ref().map(url).unwrap();
    let (url, proxy) = match place {
        Place::Plain => (of_server(FaultServer::url), None),
        Place::Tls => (of_server(FaultServer::https_url), None),
        Place::Through(url) => {
            (url.unwrap_or_else(|| of_server(FaultServer::https_url)), Some(of_server(FaultServer::url)))
        }
        Place::Nowhere { url, proxy } => (url, proxy),
    };
    let mut settings = Settings::new().timeouts(row.timeouts).ca_pem(&AUTHORITY.pem()).unwrap();
    if let Some(bytes) = row.max_answer {
        settings = settings.max_answer(bytes);
    }
    settings = match proxy {
        Some(proxy) => settings.proxy(proxy).unwrap(),
        None if row.by_environment => settings,
        None => settings.no_proxy(),
    };
    let (settings, clock) = still(settings);
    let capture = Capture::start_as_told(Threads::This);
    let result = vendor.client(&url, settings).call(at, 0);
    let logged_in = login.map(|login| logged_in(&capture, login));
    let seen = seen(&result, &capture, &url, vendor);
    drop(held);
    Ending {
        result,
        pauses: clock.pauses(),
        record: server.map(FaultServer::finish),
        login: vendor.login(),
        logged_in,
        strangers: bystanders.into_iter().map(|server| server.finish().connections()).sum(),
        seen,
    }
}

/// Whether each login went well at once.
fn logged_in(capture: &Capture, login: Login) -> bool {
    let operation = format!("operation={} ", login.operation);
    let mut lines = capture.lines().into_iter().filter(|line| line.message.contains(&operation)).peekable();
    lines.peek().is_some() && lines.all(|line| line.message.ends_with("outcome=ok"))
}

/// All that could be seen. The address differs from run to run, and the operation's name from call to call; neither is a
/// secret, and without them equal texts of a vendor are searched once.
fn seen(result: &Result<String, Error>, capture: &Capture, url: &str, vendor: &dyn Vendor) -> String {
    let mut seen = match result {
        Ok(told) => told.clone(),
        Err(error) => said_by(error),
    };
    seen.push_str(&capture.text());
    if let Err(error) = result {
        seen = seen.replace(error.operation(), "operation");
    }
    let authority = url.split("://").nth(1).unwrap();
    format!("{}: {}", vendor.name(), seen.replace(authority, "authority"))
}

/// An error in every form in which it can be shown, with all that it stems from.
pub(crate) fn said_by(error: &Error) -> String {
    let mut said = format!("{error}\n{error:?}\n{error:#?}\n{}\n{:?}\n", error.kind(), error.kind());
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let _ = writeln!(said, "{inner} {inner:?}");
        source = inner.source();
    }
    said
}

impl Ending {
    fn problems(&self, row: &Row, call: &Call) -> Vec<String> {
        let expect = row.expect_of(call);
        let mut problems = Vec::new();
        let mut must = |what: &str, expected: &dyn std::fmt::Debug, same: bool, got: &dyn std::fmt::Debug| {
            if !same {
                problems.push(format!("{what}: expected {expected:?}, got {got:?}"));
            }
        };
        // Where nobody is, the login is what fails. It is a read.
        let at_login = self.login.is_some() && self.record.is_none();
        let ends = if call.has_form || at_login { expect.ends } else { expect.bare_ends };
        let end = self.result.as_ref().map_or_else(|error| End::of(error.outcome()), |_| End::Done);
        must("the end", &ends, ends.contains(&end), &end);

        let once = (call.is_sent_once() && !at_login) || end == End::Done;
        let tries = if once { 1 } else { expect.tries };
        let sends = tries * self.times(expect, call);
        match &self.result {
            Ok(told) if expect.tells => {
                must("the answer", &(call.told)(0), told.contains(&(call.told)(0)), told);
            }
            Ok(_) => {}
            Err(error) => {
                let maybe = end == End::Unknown && call.is_sent_once();
                must("may have happened", &maybe, error.may_have_happened() == maybe, error);
                let effect = if at_login { error.effect() } else { Some(call.effect) };
                must("the effect", &effect, error.effect() == effect, error);
                must("tries", &sends, error.attempts() == sends, &error.attempts());
                if let Some(status) = expect.status {
                    must("the status", &status, error.status() == Some(status), &error.status());
                }
                must("the wait", &expect.retry_after, error.retry_after() == expect.retry_after, error);
                let said = error.to_string();
                let shown = said.chars().count() < LONGEST_MESSAGE && !said.contains(char::is_control);
                must("a short message without control characters", &true, shown, &said.len());
            }
        }
        let Counted { connections, requests, looks, logins } = self.count(call);
        if expect.odd && call.is_sent_once() {
            // Whatever looks after it reads.
            must("requests of the call", &1, requests == 1, &requests);
        } else {
            let pauses = expect.pauses(tries);
            must("pauses", &pauses, self.pauses == pauses, &self.pauses);
            let sure = usize::from(end == End::Done && call.looked.is_some());
            must("reads that make sure", &sure, looks == sure, &looks);
            let expected = expect.connections * (sends as usize + sure);
            must("connections", &expected, connections == expected, &connections);
            // Through a proxy each connection begins with a request of its own.
            let others = sure * expect.requests.saturating_sub(1);
            let each = if call.has_form { expect.requests } else { expect.bare_requests };
            let expected = others + sends as usize * each;
            let right = requests == expected || (row.hurried && requests < expected);
            must("complete requests", &expected, right, &requests);
        }
        if let (Some(login), Some(logged_in)) = (self.login, self.logged_in) {
            must("a login without a fault", &true, logged_in, &logged_in);
            let refused = matches!(self.result.as_ref().map_err(Error::kind), Err(ErrorKind::Auth { .. }));
            let expected = self.times(expect, call) as usize + usize::from(refused && !login.renews);
            must("requests of the login", &expected, logins == expected, &logins);
        }
        let sent = self
            .record
            .iter()
            .flat_map(|record| (1..=record.connections()).map(|number| record.connection(number).sent));
        let sent = sent.max();
        must("an end of reading", &ENDLESS_CAP, sent < Some(ENDLESS_CAP), &sent);
        must("connections elsewhere", &0, self.strangers == 0, &self.strangers);
        problems
    }

    /// How often it is made: once more where a token was refused and nothing says that anything was done.
    fn times(&self, expect: &Expect, call: &Call) -> u32 {
        let renews = self.login.is_some_and(|login| login.renews) && expect.status == Some(401);
        if renews && !(call.effect == Effect::Spend && expect.names_licence) { 2 } else { 1 }
    }

    /// What the server saw, taken apart.
    fn count(&self, call: &Call) -> Counted {
        let Some(record) = &self.record else { return Counted::default() };
        let apart = self.login.map(|login| login.connections(record)).unwrap_or_default();
        let of_call = record.requests().iter().filter(|request| !apart.contains(&request.connection));
        // Nothing that spends or changes has the look of a read.
        let reads = |request: &&Request| call.looks(request, 0) || (call.is_sent_once() && is_read(request));
        let (looks, requests): (Vec<_>, Vec<_>) = of_call.partition(reads);
        let logins =
            record.requests().iter().filter(|request| self.login.is_some_and(|login| (login.is)(request)));
        Counted {
            connections: record.connections() - apart.len(),
            requests: requests.len(),
            looks: looks.len(),
            logins: logins.count(),
        }
    }
}

/// Whether this asks BILLmanager for the form of a licence, and sends nothing to be set.
fn is_read(request: &Request) -> bool {
    let body = String::from_utf8_lossy(&request.body);
    body.contains(".edit&elid=") && !body.contains("&sok=") && body.contains("func=")
}

/// What a server saw of one call.
#[derive(Default)]
struct Counted {
    /// Without those of the login.
    connections: usize,
    /// Of the call itself, complete.
    requests: usize,
    /// That make sure of a good answer.
    looks: usize,
    /// Of the login.
    logins: usize,
}

impl Expect {
    /// Between the tries: the jitter of 200 ms, then 400 ms, or what the server asked for if that is more.
    fn pauses(&self, tries: u32) -> Vec<u128> {
        let asked = self.retry_after.map_or(0, |wait| wait.as_millis());
        (1..tries).map(|failed| asked.max(100 << failed)).collect()
    }
}

//! Runs rows with every call of every vendor, and holds what happened against what the row expects.

use crate::row::{AUTHORITY, End, Expect, Row, Scene};
use license_hub_tests::calls::{Call, Vendor, vendors};
use license_hub_tests::canary::leaks;
use license_hub_tests::fault_server::{ENDLESS_CAP, FaultServer, Record};
use license_hub_tests::log_capture::{Capture, Threads};
use license_hub_tests::patience::must_end_within;
use license_hub_tests::still::still;
use license_wire::{Error, Settings};
use std::collections::HashSet;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Most of the time of a stalled call is waiting.
const WORKERS: usize = 12;
/// All tries of a read that waits for each of its limits.
const LONGEST: Duration = Duration::from_secs(60);

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
            let at = 0..vendor.calls().len();
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

/// Makes the call on a thread of its own, whose log is captured.
fn play(row: &Row, vendor: &dyn Vendor, at: usize) -> Ending {
    let Scene { url, server, bystanders, proxy, held } = (row.scene)(&vendor.calls()[at]);
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
    let seen = seen(&result, &capture, &url);
    drop(held);
    Ending {
        result,
        pauses: clock.pauses(),
        record: server.map(FaultServer::finish),
        strangers: bystanders.into_iter().map(|server| server.finish().connections()).sum(),
        seen,
    }
}

/// The address differs from run to run and is no secret; without it, equal texts are searched once.
fn seen(result: &Result<String, Error>, capture: &Capture, url: &str) -> String {
    let mut seen = match result {
        Ok(_) => String::new(),
        Err(error) => said_by(error),
    };
    seen.push_str(&capture.text());
    let authority = url.split("://").nth(1).unwrap();
    seen.replace(authority, "authority")
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
        let expect = &row.expect;
        let mut problems = Vec::new();
        let mut must = |what: &str, expected: &dyn std::fmt::Debug, same: bool, got: &dyn std::fmt::Debug| {
            if !same {
                problems.push(format!("{what}: expected {expected:?}, got {got:?}"));
            }
        };
        let ends = if call.has_form { expect.ends } else { expect.bare_ends };
        let end = self.result.as_ref().map_or_else(|error| End::of(error.outcome()), |_| End::Done);
        must("the end", &ends, ends.contains(&end), &end);

        let tries = if call.is_sent_once() { 1 } else { expect.tries };
        match &self.result {
            Ok(told) => must("the answer", &(call.told)(0), told.contains(&(call.told)(0)), told),
            Err(error) => {
                let maybe = end == End::Unknown && call.is_sent_once();
                must("may have happened", &maybe, error.may_have_happened() == maybe, error);
                must("the effect", &call.effect, error.effect() == Some(call.effect), error);
                must("tries", &tries, error.attempts() == tries, &error.attempts());
                if let Some(status) = expect.status {
                    must("the status", &status, error.status() == Some(status), &error.status());
                }
                must("the wait", &expect.retry_after, error.retry_after() == expect.retry_after, error);
            }
        }
        let pauses = expect.pauses(tries);
        must("pauses", &pauses, self.pauses == pauses, &self.pauses);

        let (connections, requests) =
            self.record.as_ref().map_or((0, 0), |record| (record.connections(), record.requests().len()));
        let tries = tries as usize;
        must(
            "connections",
            &(expect.connections * tries),
            connections == expect.connections * tries,
            &connections,
        );
        let expected = tries * if call.has_form { expect.requests } else { expect.bare_requests };
        let right = requests == expected || (row.hurried && requests < expected);
        must("complete requests", &expected, right, &requests);
        let sent =
            self.record.iter().flat_map(|record| (1..=connections).map(|n| record.connection(n).sent)).max();
        must("an end of reading", &ENDLESS_CAP, sent < Some(ENDLESS_CAP), &sent);
        must("connections elsewhere", &0, self.strangers == 0, &self.strangers);
        problems
    }
}

impl Expect {
    /// Between the tries: the jitter of 200 ms, then 400 ms, or what the server asked for if that is more.
    fn pauses(&self, tries: u32) -> Vec<u128> {
        let asked = self.retry_after.map_or(0, |wait| wait.as_millis());
        (1..tries).map(|failed| asked.max(100 << failed)).collect()
    }
}

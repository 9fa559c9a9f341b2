//! The record of what came in.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::faults::FaultKind;
use crate::ledger::Environment;
use crate::params::Pairs;
use crate::vendor::{Credentials, Vendor};

/// The record keeps this many requests, and no more than this many bytes of them.
const MAX_REQUESTS: usize = 20_000;
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A request that reached the sandbox whole. What went to `/_sandbox/` is not among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// 1 for the first since the start or the last reset. In this order they were carried out.
    pub number: u64,
    /// The connection it came on, counted from 1 since the start.
    pub connection: u64,
    /// The HTTP method, such as `POST`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, decoded. In place of a credential stands `right` or `wrong`.
    pub query: Vec<(String, String)>,
    /// The names of the headers, in lower case and sorted.
    pub headers: Vec<String>,
    /// The form in the body, decoded. In place of a credential stands `right` or `wrong`.
    pub body: Vec<(String, String)>,
    /// Whose path it is.
    pub vendor: Option<Vendor>,
    /// The operation by its name on the wire, in the form the vendor documents today.
    pub operation: Option<String>,
    /// Which of the vendor's worlds it was for.
    pub environment: Option<Environment>,
    /// How its credentials were.
    pub credentials: Credentials,
    /// The fault it met.
    pub fault: Option<FaultKind>,
    /// Whether the vendor carried out a change. A read commits nothing, and neither does a refusal.
    pub committed: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Recorder {
    kept: VecDeque<RecordedRequest>,
    bytes: usize,
    count: u64,
}

impl Recorder {
    /// The number of the next request.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    pub(crate) fn add(&mut self, request: RecordedRequest) {
        self.bytes += weight(&request);
        self.kept.push_back(request);
        while self.kept.len() > MAX_REQUESTS || self.bytes > MAX_BYTES {
            let Some(oldest) = self.kept.pop_front() else { break };
            self.bytes -= weight(&oldest);
        }
    }

    pub(crate) fn last_number(&self) -> u64 {
        self.count
    }

    /// Costs no more than what it gives, however long the record is.
    pub(crate) fn requests_after(&self, number: u64) -> Vec<RecordedRequest> {
        let from = self.kept.partition_point(|request| request.number <= number);
        self.kept.range(from..).cloned().collect()
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.kept.iter().cloned().collect()
    }
}

fn weight(request: &RecordedRequest) -> usize {
    let pairs =
        |pairs: &Pairs| pairs.iter().map(|(name, value)| name.len() + value.len() + 48).sum::<usize>();
    let headers: usize = request.headers.iter().map(|name| name.len() + 24).sum();
    200 + request.path.len() + headers + pairs(&request.query) + pairs(&request.body)
}

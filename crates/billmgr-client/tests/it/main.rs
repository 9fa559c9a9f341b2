//! The crate against a vendor that answers as it is told.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod support;

mod bad_xml;
mod canary;
mod checks;
mod confirm;
mod getters;
mod inputs;
mod large;
mod lost;
mod paging;
mod refusals;
mod replies;
mod samples;
mod session;
mod statuses;
mod threads;
mod waiting;
mod wire;
mod written;

//! The crate against a vendor that answers as it is told.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod support;

mod bad_answers;
mod checks;
mod inputs;
mod large;
mod lost;
mod paging;
mod read_back;
mod refusals;
mod replies;
mod samples;
mod secrets;
mod session;
mod statuses;
mod tariffs;
mod threads;
mod values;
mod waiting;
mod wire;

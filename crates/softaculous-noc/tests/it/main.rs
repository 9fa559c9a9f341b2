//! The crate against a vendor that answers as it is told.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod support;

mod bad_answers;
mod checks;
mod inputs;
mod lost;
mod paging;
mod refund_and_cancel;
mod replies;
mod samples;
mod secrets;
mod statuses;
mod threads;
mod values;
mod wire;

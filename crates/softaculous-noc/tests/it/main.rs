//! The crate against a vendor that answers as it is told.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod support;

mod awkward;
mod bad_answers;
mod canary;
mod checks;
mod checks_of_changes;
mod curl;
mod inputs;
mod lost;
mod paging;
mod refund_and_cancel;
mod replies;
mod statuses;
mod threads;
mod values;
mod variations;
mod wire;
mod written;

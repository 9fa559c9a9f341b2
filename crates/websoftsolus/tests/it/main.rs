//! What the client sends, what it makes of answers, and how often it asks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

mod bad_answers;
mod checks;
mod details;
mod environment;
mod inputs;
mod lost;
mod refusals;
mod replies;
mod secrets;
mod statuses;
mod threads;
mod token;
mod values;
mod wire;

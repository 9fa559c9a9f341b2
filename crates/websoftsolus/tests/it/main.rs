//! What the client sends, what it makes of answers, and how often it asks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod answers;
mod check;
mod details;
mod environment;
mod inputs;
mod outcomes;
mod properties;
mod refusals;
mod secrets;
mod support;
mod token;
mod wire;

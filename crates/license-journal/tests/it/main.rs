//! The journal with an account that is played.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod blocking;
mod caps;
mod file;
mod guard;
mod processes;
mod reconcile;
mod record;
mod secrets;
mod support;

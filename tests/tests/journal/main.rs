//! The journal between a hub and all four vendors, played by the sandbox over real HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod guard;
mod lost;
mod orders;
mod race;
mod secrets;
#[path = "../hub/support.rs"]
mod support;

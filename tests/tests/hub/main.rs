//! The facade over all four vendors, played by the sandbox over real HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod before;
mod calls;
mod finding;
mod inventory;
mod lost;
mod requests;
mod support;

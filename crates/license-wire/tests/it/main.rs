//! The transport over real HTTP: what is sent, how often, and what each end of a call means.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod connections;
mod limits;
mod once;
mod reads;
mod shutdown;
mod support;
mod wire;

//! The fault server does on the wire what its steps say, as seen by raw sockets.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says no by panicking, in its helpers too")]

mod client;
mod counting;
mod endings;
mod steps;
mod stopping;
mod tls;

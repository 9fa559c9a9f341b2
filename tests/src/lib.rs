//! Helpers for the workspace tests: a server that breaks HTTP on purpose, ports that lead nowhere, TLS certificates
//! made on the spot, marked credentials and the search for them, and a reader of the forms that were sent.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "all of this runs inside tests, and a test says no by panicking"
)]

pub mod canary;
pub mod dead_ends;
pub mod form;
pub mod log_capture;
pub mod patience;

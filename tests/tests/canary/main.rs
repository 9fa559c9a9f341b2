//! Secrets are planted in every client, and searched for in all that comes out of it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking, in its helpers too, and how much it looked at by printing"
)]

mod echoes;
mod logs;
mod proxies;
mod shown;
mod spellings;

use license_hub_tests::calls::Client;
use license_hub_tests::log_capture::{Capture, Threads};
use license_wire::Error;
use std::fmt::Write;

/// Makes a call, and gives all that a user or a log could see of it.
fn seen(client: &dyn Client, call: usize) -> String {
    let capture = Capture::start_as_told(Threads::This);
    let said = match client.call(call, 0) {
        Ok(told) => told,
        Err(error) => said_by(&error),
    };
    format!("{said}\n{}", capture.text())
}

/// An error in every form in which it can be shown, with all that it stems from.
fn said_by(error: &Error) -> String {
    let mut said =
        format!("{error}\n{error:?}\n{error:#?}\n{0}\n{0:?}\n{1:?}\n", error.kind(), error.answer());
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let _ = writeln!(said, "{inner} {inner:?}");
        source = inner.source();
    }
    said
}

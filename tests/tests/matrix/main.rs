//! What breaks on the wire, times every call of every client: what is said about it, and how often it was sent.
//!
//! Each test is a group of rows of one table; a row says what the server does and what has to come of it. Every row is run
//! with every call in `license_hub_tests::calls`, where a vendor is added. The names W1 to W19 are those of the list of
//! faults that the table was made from, which also lists bad answers and bad inputs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking, in its helpers too, and how much it looked at by printing"
)]

mod another;
mod bad_json;
mod bad_xml;
mod body;
mod connect;
mod heads;
mod inputs;
mod login;
mod prefixes;
mod proxy;
mod redirects;
mod reuse;
mod row;
mod run;
mod shutdown;
mod status;
mod threads;

use license_hub_tests::answers::ok;
use license_hub_tests::fault_server::reply;
use row::{Expect, Row};

/// Without it, no other row would prove anything.
#[test]
fn without_a_fault_every_call_is_done_by_one_request() {
    run::all(Row::both("W0 no fault", &Expect::done(), |call| reply(ok((call.done)(0)))));
}

//! The sandbox from outside: real HTTP to a started one, and what it says happened.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy does not see that helpers are tests too"
)]

mod bad_input;
mod billmgr;
mod client;
mod control;
mod dice;
mod faults;
mod softaculous;
mod websoftsolus;

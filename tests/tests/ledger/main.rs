//! What the clients say, held against what the sandbox's vendors really did.
//!
//! To add a vendor: a file beside `softaculous.rs` that makes [`attempt::Attempt`]s, and a line in [`lost`] and in [`random`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking, in its helpers too, and how much it looked at by printing"
)]

mod accounts;
mod attempt;
mod billmgr;
mod billmgr_random;
mod broken;
mod faults;
mod judge;
mod lost;
mod random;
mod softaculous;
mod softaculous_acts;
mod softaculous_composed;
mod softaculous_random;
mod websoftsolus;

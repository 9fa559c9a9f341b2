//! What the clients say, held against what the sandbox's vendors really did.
//!
//! To add a vendor: a file beside `softaculous.rs` that makes [`attempt::Attempt`]s, and a line in [`lost`] and in [`random`].
//!
//! After an unknown outcome the client has to find out what happened. Only here may it leave that open, and each attempt
//! asks for the very reason:
//!
//! - Softaculous: a refund of a transaction that was refunded before, or is in none of the records; a cancellation of a
//!   licence that was not listed before.
//! - WebSoftSolus: a termination of a key that was not listed before, or had ended before; an edit of a key that is
//!   nobody's. Where a new key is to be seen only later, it is "not seen" until then.
//! - ispmanager and ISPlicense: an order of a module or a platform, which has neither address nor name, when there is a
//!   new licence; a renewal of a licence that shows no end; a tariff or a number of nodes that the licence had before; a
//!   deletion of what was deleted before; a licence that the vendor is at work on.
//! - Everywhere: a change that has no check, because it does no harm twice, and that was so before.
//! - Amid faults of the looks themselves: whatever is no claim. At WebSoftSolus an account without keys may be seen
//!   without keys then.
//!
//! WebSoftSolus takes an answer without a refusal for success. Where it holds no word of success, the client says so, and
//! that is held to the same as an unknown outcome.
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

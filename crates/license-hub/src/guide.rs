//! How to do the usual things, one page each.
//!
//! The programs of these pages are compiled with this crate's tests; `examples/` holds two that run against the sandbox.

#[doc = include_str!("../guide/first_inventory.md")]
pub mod first_inventory {}

#[doc = include_str!("../guide/safe_purchase.md")]
pub mod safe_purchase {}

#[doc = include_str!("../guide/unknown.md")]
pub mod unknown {}

#[doc = include_str!("../guide/testing.md")]
#[doc = "```text"]
#[doc = include_str!("../guide/a_test_of_your_own.rs")]
#[doc = "```"]
///
/// Each sandbox has a port and a state of its own, so that tests can run side by side. A fault is for the next request that fits; the
/// sandbox's front page has the list of them, and `Sandbox::advance` moves the date.
///
/// From another language, or by hand, run it as a program: `cargo run -p license-sandbox`, or `license-hub sandbox`.
pub mod testing {}

#[doc = include_str!("../guide/several_accounts.md")]
pub mod several_accounts {}

#[doc = include_str!("../guide/from_async_code.md")]
pub mod from_async_code {}

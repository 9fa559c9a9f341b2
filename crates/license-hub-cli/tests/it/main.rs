//! The command itself, against the sandbox over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod billmgr;
mod billmgr_money;
mod configuration;
mod demo;
mod formats;
mod interrupts;
mod kit;
mod looking;
mod money;
mod secrets;
mod unknown;
mod websoftsolus;

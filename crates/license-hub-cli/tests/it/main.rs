//! The command itself, against the sandbox over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod billmgr;
mod billmgr_money;
mod configuration;
mod demo;
mod drift;
mod formats;
mod four_accounts;
mod gate;
mod interrupts;
mod kit;
mod looking;
mod money;
mod round_trip;
mod secrets;
mod shown;
#[cfg(unix)]
mod terminal;
mod unknown;
mod websoftsolus;

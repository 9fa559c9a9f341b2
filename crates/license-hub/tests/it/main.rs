//! The common vocabulary over accounts that are not there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
mod export;
mod inventory;
mod names;
mod stored;
mod support;
mod target;

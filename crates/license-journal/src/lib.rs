#![doc = include_str!("../README.md")]

mod admission;
mod entry;
mod error;
mod event;
mod filter;
mod guard;
mod intent;
mod journal;
mod mark;
mod memory;
mod money;
mod options;
mod prepared;
mod reconcile;
mod reference;
mod sqlite;
mod store;
#[cfg(test)]
mod store_tests;

/// The types of the times here, from the crate `jiff`.
pub use jiff::{SignedDuration, Timestamp};
pub use license_hub::{
    Account, AccountName, Before, Checked, Done, Effect, Environment, Evidence, Hub, Operation, Outcome,
    Preview, Stored, Vendor,
};
pub use license_wire::{Clock, SystemClock};
/// The type of the amounts here, from the crate `rust_decimal`.
pub use rust_decimal::Decimal;

/// What `license-hub` calls by a name that this crate uses itself.
pub mod hub {
    pub use license_hub::Error;
}

pub use entry::{Entry, Found, Position, State};
pub use error::{Error, ErrorKind, Problem};
pub use event::{Certain, Change, Event, Seen, What};
pub use filter::Filter;
pub use guard::{Check, Finding, Verdict};
pub use intent::{Intent, Key};
pub use journal::{End, Journal};
pub use mark::marked as with_reference;
pub use memory::MemoryStore;
pub use money::Money;
pub use options::{Caps, Expects, Mark, Options, Run};
pub use prepared::Prepared;
pub use reconcile::{Looked, Looks};
pub use reference::Reference;
pub use sqlite::SqliteStore;
pub use store::{Admit, Decide, Spent, Store, Surroundings};

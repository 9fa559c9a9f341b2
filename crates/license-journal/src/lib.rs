#![doc = include_str!("../README.md")]

mod admission;
mod entry;
mod error;
mod guard;
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

pub use license_hub::{
    Account, Before, Checked, Done, Effect, Error as HubError, Evidence, Hub, Operation, Preview, Stored,
};
pub use license_wire::{Clock, SystemClock};

pub use entry::{Certain, Change, Entry, Event, Filter, Found, Intent, Key, Position, Seen, State, What};
pub use error::{Error, ErrorKind, Problem};
pub use guard::{Check, Finding, Verdict};
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

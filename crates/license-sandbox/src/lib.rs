#![doc = include_str!("../README.md")]

pub mod billmgr;
mod clock;
mod control;
mod faults;
mod http;
mod ledger;
mod multipart;
mod options;
mod params;
mod php;
mod requests;
mod sandbox;
mod server;
mod settings;
pub mod softaculous;
mod state;
mod vendor;
pub mod websoftsolus;

pub use clock::{ClockError, StartDate};
pub use faults::{Body, Fault, FaultKind};
pub use ledger::{Environment, LedgerEntry};
pub use options::Options;
pub use requests::RecordedRequest;
pub use sandbox::{Sandbox, run};
pub use vendor::{Credentials, Vendor};

/// The types of the dates and times here, from the crate `jiff`.
pub use jiff::{Timestamp, civil::Date};
/// The type of the amounts here, from the crate `rust_decimal`.
pub use rust_decimal::Decimal;

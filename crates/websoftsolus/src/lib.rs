#![doc = include_str!("../README.md")]

mod check;
mod client;
mod credentials;
mod details;
mod document;
mod edit;
mod family;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod key_number;
mod keys;
mod licenses;
mod operation;
mod order;
mod orderable;
mod properties;
mod property;
mod raw;
#[cfg(test)]
mod reader_tests;
mod reply;
mod secrets;
mod shapes;
mod stamp;
mod terminate;
mod token;
mod words;

pub use license_wire::{
    Answer, Chance, Checked, Clock, Effect, Error, ErrorKind, Method, Outcome, Preview, Refusal, Retries,
    Scrubber, Secret, Settings, StopSignal, Timeouts, reply_to_json, reply_to_xml,
};
// The values in replies, so that no other crate has to be named to hold one.
pub use jiff::Timestamp;
pub use jiff::civil::{Date, DateTime};

pub use check::{Before, Checkable, Evidence};
pub use client::{Client, ClientBuilder};
pub use credentials::{Credentials, Environment};
pub use details::{Detail, Details, GetDetails, Look, Progress};
pub use document::Document;
pub use edit::{Edit, Edited};
pub use family::{Cpanel, Family, FamilyName, Plesk, Virtuozzo};
pub use key_number::{CpanelKey, KeyNumber, PleskKey, VirtuozzoKey};
pub use licenses::{KeyList, ListKeys};
pub use operation::Operation;
pub use order::{
    Addon, Applications, BusinessManager, OrderCpanel, OrderPlesk10, OrderPlesk12, OrderVirtuozzo, Ordered,
    Plesk10Antivirus, Plesk10LanguagePacks, Plesk10Sites, Plesk12Antivirus, Plesk12LanguagePacks,
    Plesk12Sites, SiteOptions,
};
pub use orderable::{ListOrderable, OrderableVersion, OrderableVersions};
pub use properties::{GetProperties, Properties, Status};
pub use property::Property;
pub use raw::RawCall;
pub use stamp::Stamp;
pub use terminate::{Terminate, Terminated};
pub use words::{Os, Period};

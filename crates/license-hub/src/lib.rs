#![doc = include_str!("../README.md")]
// Without a vendor there is nobody to use what the adapters share.
#![cfg_attr(
    not(any(
        feature = "softaculous",
        feature = "websoftsolus",
        feature = "ispmanager",
        feature = "isplicense"
    )),
    allow(dead_code, unused_imports)
)]

mod account;
mod adapters;
mod before;
mod capability;
mod error;
pub mod export;
// Its programs use every vendor.
#[cfg(all(
    feature = "softaculous",
    feature = "websoftsolus",
    feature = "ispmanager",
    feature = "isplicense"
))]
pub mod guide;
mod hub;
mod inventory;
mod license;
mod operation;
mod order;
mod request;
mod target;
mod vendor;

pub use license_wire::{
    Checked, Effect, ErrorKind as WireErrorKind, Method, Outcome, Preview, Refusal, Retries, Scrubber,
    Secret, Settings, StopSignal, Timeouts, reply_to_json, reply_to_xml, to_xml,
};

#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
pub use billmgr_client as billmgr;
#[cfg(feature = "softaculous")]
pub use softaculous_noc as softaculous;
#[cfg(feature = "websoftsolus")]
pub use websoftsolus;

pub use account::{Account, AccountName, ClientRef, Environment, Listing};
#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
pub use adapters::billmgr::{BillmgrAccount, BillmgrOperation};
#[cfg(feature = "softaculous")]
pub use adapters::softaculous::{SoftaculousAccount, SoftaculousOperation};
#[cfg(feature = "websoftsolus")]
pub use adapters::websoftsolus::{WebSoftSolusAccount, WebSoftSolusOperation};
pub use before::{Before, KnownLicense};
pub use capability::{Capabilities, Capability};
pub use error::{Error, ErrorKind};
pub use hub::Hub;
pub use inventory::{Failure, Inventory, Partial, Progress, View, Wanted, Whole};
pub use license::{License, LicenseId, Record, Status};
pub use operation::{Done, Evidence, Operation, Stored};
pub use order::Order;
pub use request::{Renewal, Request, Term};
pub use vendor::Vendor;

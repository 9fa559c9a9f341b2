#![doc = include_str!("../README.md")]

mod applied;
mod billing;
mod call;
mod cart;
mod change_tariff;
mod check;
mod check_address;
mod client;
mod codes;
mod credentials;
mod delete;
mod edit;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod isplicense;
pub mod ispmanager;
mod licenses;
mod moment;
mod money;
mod new_key;
mod operation;
mod order;
mod period;
mod raw;
mod records;
mod renew;
mod reply;
mod scan;
mod session;
mod set_addons;
mod site;
mod suspend;
mod tariffs;
mod types;
mod wait;
mod xml;

pub use license_wire::lenient::{Extra, Lenient};
pub use license_wire::{
    Answer, Chance, Checked, Clock, Effect, Error, ErrorKind, Method, Outcome, Preview, Refusal, Retries,
    Scrubber, Secret, Settings, StopSignal, Timeouts, reply_to_json, reply_to_xml,
};
// The values in replies, so that no other crate has to be named to hold one.
pub use jiff::Timestamp;
pub use jiff::civil::{Date, Time};
pub use rust_decimal::Decimal;

pub use applied::{Applied, Waiting};
pub use billing::{Balance, GetBalances, GetPriceList, Price, PricedTariff, User, WhoAmI};
pub use cart::{Cart, CartItem, ClearCart, GetCart, RemoveFromCart};
pub use change_tariff::ChangeTariff;
pub use check::{Before, Checkable, Evidence, KnownLicense};
pub use check_address::CheckAddress;
pub use client::{Client, ClientBuilder};
pub use codes::{Addon, AddonCode, TariffCode};
pub use credentials::Credentials;
pub use delete::{Delete, Deleted, Deletion};
pub use edit::Edit;
pub use licenses::{GetLicense, Inventory, LicensePage, ListLicenses};
pub use moment::Moment;
pub use money::{Currency, Money};
pub use new_key::{KeyChanged, NewKey};
pub use operation::Operation;
pub use order::{Order, Ordered};
pub use period::{AutoRenew, Period};
pub use raw::{Document, RawCall};
pub use records::{ItemStatus, License, Status};
pub use renew::{Renew, Renewed};
pub use reply::{is_closed, is_long_operation, is_missing};
pub use set_addons::SetAddons;
pub use site::{Site, Vendor};
pub use suspend::{Resume, Suspend};
pub use tariffs::{AddonInfo, Evidence as TariffEvidence, Offer, Region, Tariff};
pub use types::{CartOrderId, ItemType, LicenseKey, Prefix, Service, ServiceId, Services};
pub use wait::{WaitForKey, WaitProgress, Waited};
pub use xml::{Children, Element};

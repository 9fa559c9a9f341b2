#![doc = include_str!("../README.md")]

mod auto_renewals;
mod buy;
mod cancel;
mod check;
mod client;
mod credentials;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod invoices;
mod licenses;
mod logs;
mod operation;
mod pages;
mod raw;
mod records;
mod refund;
mod refund_and_cancel;
mod reply;
mod set_addresses;
mod sister_products;
mod types;

pub use license_wire::lenient::{Extra, Lenient, Text};
pub use license_wire::{
    Answer, Chance, Checked, Clock, Effect, Error, ErrorKind, Method, Outcome, Preview, Refusal, Retries,
    Scrubber, Secret, Settings, StopSignal, Timeouts, reply_to_json, reply_to_xml,
};
// The values in replies, so that no other crate has to be named to hold one.
pub use jiff::{Timestamp, civil::Date};
pub use rust_decimal::Decimal;

pub use auto_renewals::{AutoRenewalPage, ListAutoRenewals, SetAutoRenewal};
pub use buy::{Buy, Purchase};
pub use cancel::{Cancel, Cancelled};
pub use check::{Before, Checkable, Evidence, KnownLicense};
pub use client::{Client, ClientBuilder};
pub use credentials::{Credentials, Environment};
pub use invoices::{GetInvoice, Invoice};
pub use licenses::{Expiry, LicensePage, ListLicenses};
pub use logs::{GetLogs, LicenseLogs};
pub use operation::Operation;
pub use raw::{Document, RawCall};
pub use records::{Action, ActionKind, License};
pub use refund::{Refund, Refunded};
pub use refund_and_cancel::{
    PlannedRefund, RefundAndCancel, RefundAndCancelError, RefundAndCancelPlan, RefundStep,
    RefundedAndCancelled,
};
pub use set_addresses::{AddressesSet, SetAddresses};
pub use sister_products::{
    BuySitePad, BuyVirtualizor, BuyWebuzo, StartWebuzoTrial, TrialStarted, WebuzoPricing,
};
pub use types::{
    ActionId, AutoRenew, InvoiceId, LicenseId, LicenseKey, LicenseSelector, Product, ServerType, Term,
};

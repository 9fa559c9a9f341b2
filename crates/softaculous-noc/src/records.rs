//! The two records that most replies are made of: licences and actions.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use license_wire::lenient::{Extra, Lenient, Row, Text};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{ActionId, InvoiceId, LicenseId, LicenseKey, ServerType, Term};

/// A licence as the vendor records it.
///
/// Logs and cancellations show it without `address_id`, `address`, `primary` and `hostname`. Field set and types are
/// from replies captured in 2011; fields that came later are in `extra`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct License {
    /// The number that changes of addresses ask for.
    #[serde(rename = "lid")]
    pub id: Lenient<LicenseId>,
    /// The licence's key.
    #[serde(rename = "license")]
    pub key: Lenient<LicenseKey>,
    /// A type whose meaning beside the server type is not known.
    #[serde(rename = "type")]
    pub kind: Lenient<Text>,
    /// Not explained by the vendor.
    pub unique: Lenient<Text>,
    /// The API user it was bought by; `0` for none.
    #[serde(rename = "apiuid")]
    pub api_user: Lenient<Text>,
    /// The NOC account it belongs to.
    #[serde(rename = "nocid")]
    pub noc_id: Lenient<Text>,
    /// The e-mail address that is told before it expires.
    #[serde(rename = "authemail")]
    pub owner_email: Lenient<Text>,
    /// Not explained by the vendor.
    #[serde(rename = "soft_email")]
    pub software_email: Lenient<Text>,
    /// When it was bought.
    #[serde(rename = "time")]
    pub bought: Lenient<Timestamp>,
    /// The day it expires. The time zone is not stated, nor whether it is the last valid day.
    #[serde(with = "compact_date")]
    pub expires: Lenient<Date>,
    /// Whether it is active.
    pub active: Lenient<bool>,
    /// The kind of server.
    #[serde(rename = "servertype")]
    pub server_type: Lenient<ServerType>,
    /// When the server last reported.
    pub last_sync: Lenient<Timestamp>,
    /// The control panel on the server.
    pub panel: Lenient<Text>,
    /// Not explained by the vendor.
    pub env: Lenient<Text>,
    /// The number of the address.
    #[serde(rename = "ipid")]
    pub address_id: Lenient<u64>,
    /// The server's address.
    #[serde(rename = "ip")]
    pub address: Lenient<IpAddr>,
    /// Whether the address is the licence's first one.
    pub primary: Lenient<bool>,
    /// The server's name.
    pub hostname: Lenient<Text>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Dates as the vendor writes them: `20260131`.
mod compact_date {
    use jiff::civil::Date;
    use license_wire::lenient::Lenient;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(date: &Lenient<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Lenient::Value(date) => serializer.collect_str(&date.strftime("%Y%m%d")),
            other => other.serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Lenient<Date>, D::Error> {
        Lenient::deserialize(deserializer)
    }
}

impl Row for License {
    fn keyed(&mut self, key: &str) {
        if self.id.is_missing() {
            if let Ok(id) = key.parse() {
                self.id = Lenient::Value(id);
            }
        }
    }
}

impl License {
    /// Whether it says which licence it is.
    pub(crate) fn is_named(&self) -> bool {
        self.id.get().is_some() || self.key.get().is_some()
    }
}

/// A transaction as the vendor records it, in logs and invoices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Action {
    /// The number that a refund asks for.
    #[serde(rename = "actid")]
    pub id: Lenient<ActionId>,
    /// The number of the NOC account.
    #[serde(rename = "nocid")]
    pub noc_id: Lenient<String>,
    /// What was done, in the vendor's word; see [`Action::kind`].
    #[serde(rename = "action")]
    pub name: Lenient<String>,
    /// The licence; unread `0` where there is none.
    #[serde(rename = "lid")]
    pub license_id: Lenient<LicenseId>,
    /// The invoice; unread `0` until there is one.
    #[serde(rename = "invoid")]
    pub invoice_id: Lenient<InvoiceId>,
    /// The price of the term, in the account's currency.
    pub rate: Lenient<Decimal>,
    /// The term added, such as `1M`, or taken away, such as `-1M`.
    pub added: Lenient<String>,
    /// What was charged, in the account's currency; negative for a refund or a prepayment.
    #[serde(rename = "amt")]
    pub amount: Lenient<Decimal>,
    /// When it was done (the vendor writes seconds since 1970).
    pub time: Lenient<Timestamp>,
    /// The day on which it was done, without a time zone.
    #[serde(with = "compact_date")]
    pub date: Lenient<Date>,
    /// `0` until it is refunded; see [`Action::is_refunded`].
    pub refunded: Lenient<String>,
    /// The licence's key, in invoices.
    #[serde(rename = "license", skip_serializing_if = "Lenient::is_missing")]
    pub license_key: Lenient<LicenseKey>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Row for Action {
    fn keyed(&mut self, key: &str) {
        if self.id.is_missing() {
            if let Ok(id) = key.parse() {
                self.id = Lenient::Value(id);
            }
        }
    }
}

/// What a transaction was. The vendor may know others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ActionKind {
    /// A licence was bought.
    New,
    /// A licence was extended.
    Renew,
    /// A transaction was refunded.
    Refund,
    /// Money was paid in.
    Advance,
    /// Something that this version has no name for.
    Other,
}

impl Action {
    /// What the transaction was, by the vendor's word for it.
    #[must_use]
    pub fn kind(&self) -> ActionKind {
        match self.name.as_str() {
            Some("new") => ActionKind::New,
            Some("renew") => ActionKind::Renew,
            Some("refund") => ActionKind::Refund,
            Some("advance") => ActionKind::Advance,
            _ => ActionKind::Other,
        }
    }

    /// Whether it was refunded already, as far as that can be read; a mark that cannot be read counts as a refund.
    #[must_use]
    pub fn is_refunded(&self) -> bool {
        self.refund_mark() != Some(false)
    }

    /// Whether it is marked as refunded. The vendor's SDK takes what PHP calls empty for no.
    pub(crate) fn refund_mark(&self) -> Option<bool> {
        match &self.refunded {
            Lenient::Missing => Some(false),
            Lenient::Value(text) => Some(text != "0"),
            Lenient::Unread(value) if crate::reply::is_empty(value) => Some(false),
            Lenient::Unread(value) if value.is_boolean() => Some(true),
            Lenient::Unread(_) => None,
        }
    }

    /// Whether it bought or extended a licence.
    #[must_use]
    pub fn is_purchase(&self) -> bool {
        matches!(self.kind(), ActionKind::New | ActionKind::Renew)
    }

    /// The term it added, where that can be read.
    pub(crate) fn added_term(&self) -> Option<Term> {
        self.added.as_str()?.parse().ok()
    }
}

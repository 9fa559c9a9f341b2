//! The common view of a licence, with the vendor's own record inside.

use std::fmt;
use std::net::IpAddr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{AccountName, Environment, Vendor};

/// What the vendor knows a licence by, within one account: a number or a key, and what kind of thing it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LicenseId {
    /// The vendor's word for the kind: `softaculous`, `webuzo`, `plesk`, `cpanel`, `soft`, `softexternal` and so on.
    pub kind: String,
    /// The number or key that the vendor's calls ask for.
    pub id: String,
}

impl fmt::Display for LicenseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

/// A licence, as far as vendors have it in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct License {
    /// The vendor that sold it.
    pub vendor: Vendor,
    /// The account it is in.
    pub account: AccountName,
    /// Whether it is a real one.
    pub environment: Environment,
    /// What the vendor knows it by.
    #[serde(flatten)]
    pub id: LicenseId,
    /// The key that the software is activated with, where the vendor lists it.
    pub key: Option<String>,
    /// What it is for, in the vendor's words.
    pub product: String,
    /// What the customer calls it.
    pub name: Option<String>,
    /// The addresses of its server, the first one first.
    pub addresses: Vec<IpAddr>,
    /// What state it is in.
    pub status: Status,
    /// The day it runs out, where the vendor says. Vendors give no time zone.
    pub expires: Option<Date>,
    /// Whether the vendor renews it by itself, where that is known.
    pub auto_renew: Option<bool>,
    /// Who is told before it runs out, where the vendor says.
    pub owner: Option<String>,
    /// The vendor's own record, unknown fields included.
    pub record: Record,
}

impl License {
    /// A licence of which only the identity is known; the rest is filled in by whoever makes it.
    #[must_use]
    pub fn new(
        vendor: Vendor,
        account: AccountName,
        environment: Environment,
        id: LicenseId,
        product: impl Into<String>,
        record: Record,
    ) -> Self {
        Self {
            vendor,
            account,
            environment,
            id,
            key: None,
            product: product.into(),
            name: None,
            addresses: Vec::new(),
            status: Status::Unknown(String::new()),
            expires: None,
            auto_renew: None,
            owner: None,
            record,
        }
    }

    /// How many days are left on this day; negative when it has run out.
    #[must_use]
    pub fn days_left(&self, today: Date) -> Option<i32> {
        let span = today.until(self.expires?).ok()?;
        Some(span.get_days())
    }

    /// What state it is in on this day. The day of expiry may still be a valid one, so only a day before this one has
    /// expired; a vendor may go on calling such a licence active.
    #[must_use]
    pub fn status_on(&self, today: Date) -> Status {
        match self.expires {
            Some(expires) if expires < today => Status::Expired,
            _ => self.status.clone(),
        }
    }

    /// Whether it is the one that a user means by this text: its id, its kind and id, its key, its name or an address.
    #[must_use]
    pub fn is_called(&self, text: &str) -> bool {
        self.id.id == text
            || self.id.to_string() == text
            || self.key.as_deref() == Some(text)
            || self.name.as_deref() == Some(text)
            || text.parse::<IpAddr>().is_ok_and(|address| self.addresses.contains(&address))
    }
}

/// What state a licence is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The licence is in use.
    Active,
    /// It has run out.
    Expired,
    /// It does not work, and the vendor does not say why.
    Inactive,
    /// The licence was suspended.
    Suspended,
    /// It was ordered and is not there yet.
    Pending,
    /// It waits for payment.
    Unpaid,
    /// It was cancelled or deleted.
    Ended,
    /// The vendor says something else, or nothing.
    Unknown(String),
}

impl Status {
    /// The word for it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Inactive => "inactive",
            Self::Suspended => "suspended",
            Self::Pending => "pending",
            Self::Unpaid => "unpaid",
            Self::Ended => "ended",
            Self::Unknown(text) if text.is_empty() => "unknown",
            Self::Unknown(text) => text,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Status {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The vendor's own record of a licence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Record {
    /// The record of Softaculous NOC.
    #[cfg(feature = "softaculous")]
    Softaculous(Box<crate::softaculous::License>),
    /// The record of ispmanager or ISPlicense.
    #[cfg(any(feature = "ispmanager", feature = "isplicense"))]
    Billmgr(Box<crate::billmgr::License>),
    /// The properties of a Plesk licence at WebSoftSolus.
    #[cfg(feature = "websoftsolus")]
    Plesk(Box<crate::websoftsolus::Properties<crate::websoftsolus::Plesk>>),
    /// cPanel & WHM at WebSoftSolus.
    #[cfg(feature = "websoftsolus")]
    Cpanel(Box<crate::websoftsolus::Properties<crate::websoftsolus::Cpanel>>),
    /// The properties of a Virtuozzo licence at WebSoftSolus.
    #[cfg(feature = "websoftsolus")]
    Virtuozzo(Box<crate::websoftsolus::Properties<crate::websoftsolus::Virtuozzo>>),
    /// None: the vendor's list says no more than the key, or the licence was made by hand, for a test.
    None,
}

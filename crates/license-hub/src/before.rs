//! What there was before an operation.

use std::fmt;
use std::net::IpAddr;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;

/// What there was before an operation. It can be stored with the intent to do it, and holds no secret.
///
/// One that is empty belongs to an operation that needs no look, because setting the same again does no harm, or that
/// cannot be looked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Before {
    /// The licences that the operation is about: those of its address, or the one that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<KnownLicense>,
    /// Why nobody could find out what happened if the answer got lost. Better not to go on then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blind: Option<String>,
    /// The same as the vendor's crate stores it.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    seen: Value,
}

/// As much of a licence as is needed to know it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KnownLicense {
    /// The licence's number at the vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The licence's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The server's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// The day it runs out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// In words for a person: `licence 7, key 88888, which expires 2026-03-10`.
impl fmt::Display for KnownLicense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.id, &self.key) {
            (Some(id), Some(key)) => write!(f, "licence {id}, key {key}")?,
            (Some(id), None) => write!(f, "licence {id}")?,
            (None, Some(key)) => write!(f, "licence with the key {key}")?,
            (None, None) => f.write_str("a licence without number and key")?,
        }
        if let Some(address) = self.address {
            write!(f, " at {address}")?;
        }
        match self.expires {
            Some(expires) => write!(f, ", which expires {expires}"),
            None => Ok(()),
        }
    }
}

impl Before {
    /// Takes what a vendor's crate saw.
    pub(crate) fn of<T: Serialize>(seen: &T, licenses: Vec<KnownLicense>) -> Result<Self, Error> {
        let seen = serde_json::to_value(seen).map_err(|_| Error::invalid("before", "has no JSON form"))?;
        Ok(Self { licenses, blind: None, seen })
    }

    /// Says why it could not be looked into afterwards.
    pub(crate) fn blind(self, why: Option<String>) -> Self {
        Self { blind: why, ..self }
    }

    /// Gives it back to the vendor's crate; nothing when nothing was looked at.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        if self.seen.is_null() {
            return Ok(None);
        }
        serde_json::from_value(self.seen.clone())
            .map(Some)
            .map_err(|_| Error::invalid("before", "was not stored by this vendor's crate"))
    }
}

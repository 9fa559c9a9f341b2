//! What is done to licences, in the vendors' own words, and what came of it.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use license_wire::Effect;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Error, Order, Vendor};

/// Anything that changes or spends, as the vendor's own value. It holds no secret and can be stored before it is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Operation {
    /// A purchase of a new licence.
    Order(Order),
    /// Something else at Softaculous NOC.
    #[cfg(feature = "softaculous")]
    Softaculous(crate::SoftaculousOperation),
    /// Something else at WebSoftSolus.
    #[cfg(feature = "websoftsolus")]
    WebSoftSolus(crate::WebSoftSolusOperation),
    /// Something else at ispmanager.
    #[cfg(feature = "ispmanager")]
    Ispmanager(crate::BillmgrOperation),
    /// Something else at ISPlicense.
    #[cfg(feature = "isplicense")]
    Isplicense(crate::BillmgrOperation),
}

impl Operation {
    /// Whose it is; one of several when vendors share an API.
    #[must_use]
    pub fn is_for(&self, vendor: Vendor) -> bool {
        match self {
            Self::Order(order) => order.is_for(vendor),
            #[cfg(feature = "softaculous")]
            Self::Softaculous(_) => vendor == Vendor::Softaculous,
            #[cfg(feature = "websoftsolus")]
            Self::WebSoftSolus(_) => vendor == Vendor::WebSoftSolus,
            #[cfg(feature = "ispmanager")]
            Self::Ispmanager(_) => vendor == Vendor::Ispmanager,
            #[cfg(feature = "isplicense")]
            Self::Isplicense(_) => vendor == Vendor::Isplicense,
        }
    }

    /// Whether it reads, changes something or spends.
    #[must_use]
    pub fn effect(&self) -> Effect {
        match self {
            Self::Order(_) => Effect::Spend,
            #[cfg(feature = "softaculous")]
            Self::Softaculous(operation) => operation.effect(),
            #[cfg(feature = "websoftsolus")]
            Self::WebSoftSolus(operation) => operation.effect(),
            #[cfg(feature = "ispmanager")]
            Self::Ispmanager(operation) => operation.effect(),
            #[cfg(feature = "isplicense")]
            Self::Isplicense(operation) => operation.effect(),
        }
    }
}

impl From<Order> for Operation {
    fn from(order: Order) -> Self {
        Self::Order(order)
    }
}

/// The version of the stored form that this crate writes and reads.
const VERSION: u32 = 1;

/// An operation as it is stored, with the version of its form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    version: u32,
    operation: Value,
}

impl Stored {
    /// Takes an operation for storing.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `operation` when it has no JSON form.
    pub fn new(operation: &Operation) -> Result<Self, Error> {
        let value =
            serde_json::to_value(operation).map_err(|_| Error::invalid("operation", "has no JSON form"))?;
        Ok(Self { version: VERSION, operation: value })
    }

    /// Gives the operation back.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `version` when it was stored by a later version of this crate, for `operation` when it is not
    /// one, or one of a vendor that is not compiled in.
    pub fn operation(&self) -> Result<Operation, Error> {
        if self.version != VERSION {
            let reason = format!(
                "version {} is stored here, and this program knows version {VERSION} only: use the program that stored it",
                self.version
            );
            return Err(Error::invalid("version", reason));
        }
        serde_json::from_value(self.operation.clone()).map_err(|_| {
            Error::invalid("operation", "is not an operation of a vendor that is compiled into this program")
        })
    }
}

/// What was done, as far as vendors have it in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Done {
    /// The licence's number, where the vendor gave one.
    pub id: Option<String>,
    /// The licence's key, where the vendor gave one.
    pub key: Option<String>,
    /// Further keys, where the vendor gave several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more_keys: Vec<String>,
    /// What the licence is for, in the words of [`crate::LicenseId::kind`].
    pub kind: Option<String>,
    /// The addresses that it has now, where the vendor names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<IpAddr>,
    /// What it is called now, where the vendor says.
    pub name: Option<String>,
    /// What was added to its term, in the vendor's word, such as `1M`.
    pub term: Option<String>,
    /// The day it runs out now, where the vendor says.
    pub expires: Option<Date>,
    /// Whether the vendor renews it by itself, in the vendor's word.
    pub auto_renew: Option<String>,
    /// The transaction, where the vendor gave one.
    pub transaction: Option<String>,
    /// What was charged; negative where money came back. The currency is the account's.
    pub amount: Option<Decimal>,
    /// The account's balance afterwards, where the vendor says.
    pub balance: Option<Decimal>,
    /// When, where the vendor says.
    pub time: Option<Timestamp>,
    /// What is still open, such as a cart that waits for payment.
    pub pending: Option<String>,
    /// Why it is worth a look with [`Hub::check`](crate::Hub::check) although the vendor did not refuse: its answer has no word
    /// of success either.
    pub doubt: Option<String>,
    /// The vendor's reply, unknown fields included.
    pub reply: Value,
}

/// What shows that an operation happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The licence's number.
    pub id: Option<String>,
    /// The licence's key.
    pub key: Option<String>,
    /// Further keys, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more_keys: Vec<String>,
    /// The number of the vendor's transaction.
    pub transaction: Option<String>,
    /// What was seen, in words.
    pub seen: String,
}

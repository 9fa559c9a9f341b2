//! What is done to licences: wishes in common words, operations in the vendor's own, and what came of them.

use std::net::IpAddr;

use license_wire::Effect;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Capability, Error, Order, Vendor};

/// How long to extend for, in whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Term(u16);

impl Term {
    /// From 1 to 120 months. Each vendor sells some of these lengths only.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `term`.
    pub fn months(months: u16) -> Result<Self, Error> {
        match months {
            1..=120 => Ok(Self(months)),
            _ => Err(Error::invalid("term", "must be from 1 to 120 months")),
        }
    }

    /// The number of months.
    #[must_use]
    pub fn in_months(self) -> u16 {
        self.0
    }
}

/// A wish about one licence, in words that vendors have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request {
    /// Extend it. **Spends money.**
    Renew(Term),
    /// Move it to this address.
    SetAddress(IpAddr),
    /// Suspend it.
    Suspend,
    /// End its suspension.
    Resume,
    /// End it. What is left of its term is lost; a vendor may refuse that unless told to go on.
    Cancel {
        /// Go on although something is lost that could be refunded first.
        force: bool,
    },
    /// Let the vendor renew it by itself, or not.
    AutoRenew(bool),
}

impl Request {
    /// What a vendor has to be able to do for it.
    #[must_use]
    pub fn capability(&self) -> Capability {
        match self {
            Self::Renew(_) => Capability::Renew,
            Self::SetAddress(_) => Capability::SetAddress,
            Self::Suspend => Capability::Suspend,
            Self::Resume => Capability::Resume,
            Self::Cancel { .. } => Capability::Cancel,
            Self::AutoRenew(_) => Capability::AutoRenew,
        }
    }
}

/// Anything that changes or spends, as the vendor's own value. It holds no secret and can be stored before it is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Operation {
    /// An order.
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

    /// What it does.
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
    /// The transaction, where the vendor gave one.
    pub transaction: Option<String>,
    /// What was charged; negative where money came back. The currency is the account's.
    pub amount: Option<Decimal>,
    /// What is still open, such as a cart that waits for payment.
    pub pending: Option<String>,
    /// Why it is worth a look with [`Hub::check`](crate::Hub::check) although the vendor did not refuse: its answer has no word
    /// of success either.
    pub doubt: Option<String>,
    /// The vendor's reply, unknown fields included.
    pub reply: Value,
}

/// What there was before an operation, as the vendor's crate stores it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Before(pub(crate) Value);

impl Before {
    /// Takes what a vendor's crate saw.
    pub(crate) fn of<T: Serialize>(before: &T) -> Result<Self, Error> {
        serde_json::to_value(before).map(Self).map_err(|_| Error::invalid("before", "has no JSON form"))
    }

    /// Gives it back to the vendor's crate; nothing when nothing was looked at.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        if self.0.is_null() {
            return Ok(None);
        }
        serde_json::from_value(self.0.clone())
            .map(Some)
            .map_err(|_| Error::invalid("before", "was not stored by this vendor's crate"))
    }
}

/// What shows that an operation happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The licence's number.
    pub id: Option<String>,
    /// The licence's key.
    pub key: Option<String>,
    /// The transaction.
    pub transaction: Option<String>,
    /// What was seen, in words.
    pub seen: String,
}

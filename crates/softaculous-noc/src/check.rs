//! Finding out what became of a call whose outcome is unknown. Reads only.

mod changes;
mod endings;
mod orders;

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::civil::Date;
use license_wire::{Checked, Error};
use serde::{Deserialize, Serialize};

use crate::{ActionId, Client, License, LicenseId, LicenseKey};

/// Finding out.
impl Client {
    /// Looks at what there is before an operation that spends or changes, so that [`Client::check`] can tell afterwards
    /// what is new. Composed of [`Client::licenses`], [`Client::logs`], [`Client::invoice`] and
    /// [`Client::auto_renewals`].
    ///
    /// Wire: `ca=softaculous`, `ca=softaculous_licenselogs`, `ca=invoicedetails`, `ca=softaculous_renewals`. Source: as
    /// those.
    ///
    /// # Errors
    /// As every read. Nothing was spent: do not go on without it.
    ///
    /// # Examples
    /// See [`Client::buy`].
    pub fn look_before<O: Checkable>(&self, operation: &O) -> Result<Before, Error> {
        operation.look_before(self)
    }

    /// Finds out whether an operation happened whose outcome was unknown. Only reads, and never does it again. Composed
    /// of [`Client::licenses`], [`Client::logs`], [`Client::invoice`] and [`Client::auto_renewals`].
    ///
    /// "Not seen" means: not until now. The vendor may still be working on it, so look at least twice, some time apart.
    ///
    /// `before` is what [`Client::look_before`] saw; an empty one says that there was nothing, so that everything looks
    /// new. A licence is looked for by the address given, which has to be the server's first one: whether the vendor
    /// finds it by another is not known. A renewal of the same term that somebody else ordered meanwhile looks the same.
    /// Of auto-renewals and trials the vendor has published no reply, so there it often cannot tell.
    ///
    /// Wire: `ca=softaculous`, `ca=softaculous_licenselogs`, `ca=invoicedetails`, `ca=softaculous_renewals`. Source: as
    /// those.
    ///
    /// # Errors
    /// As every read: then nothing was found out.
    ///
    /// # Examples
    /// See [`Client::buy`].
    pub fn check<O: Checkable>(&self, operation: &O, before: &Before) -> Result<Checked<Evidence>, Error> {
        operation.check(self, before)
    }
}

/// What there was before an operation. It can be stored with the intent to do it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The licences concerned.
    pub licenses: Vec<KnownLicense>,
    /// The numbers of their transactions.
    pub actions: BTreeSet<ActionId>,
    /// Those of them that were refunded already.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub refunded: BTreeSet<ActionId>,
    /// The addresses that were to be set, as far as the licence was listed there already.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub addresses: BTreeSet<IpAddr>,
    /// Whether some of it could not be read, so that nothing can be called new.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

/// As much of a licence as is needed to know it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLicense {
    /// The licence's number.
    pub id: Option<LicenseId>,
    /// The licence's key.
    pub key: Option<LicenseKey>,
    /// When it runs out.
    pub expires: Option<Date>,
}

impl From<&License> for KnownLicense {
    fn from(license: &License) -> Self {
        Self {
            id: license.id.get().copied(),
            key: license.key.get().cloned(),
            expires: license.expires.get().copied(),
        }
    }
}

impl KnownLicense {
    fn is(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (Some(one), Some(two)) => one == two,
            _ => self.key.is_some() && self.key == other.key,
        }
    }
}

/// What shows that an operation happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The licence, as far as it is known.
    pub license: KnownLicense,
    /// The transaction that stands in the logs.
    pub action: Option<ActionId>,
    /// What was seen, in words.
    pub seen: String,
}

/// An operation that [`Client::check`] can find again: purchases, refunds, cancellations, changes of addresses and of
/// auto-renewals, and trials.
pub trait Checkable: crate::Operation + sealed::Look {}

impl<T: crate::Operation + sealed::Look> Checkable for T {}

mod sealed {
    use super::{Before, Checked, Client, Error, Evidence};

    /// How an operation is looked for.
    pub trait Look {
        /// What there is before it.
        fn look_before(&self, client: &Client) -> Result<Before, Error>;

        /// Whether it happened since.
        fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error>;
    }
}

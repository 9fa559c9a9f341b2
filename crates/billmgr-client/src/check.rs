//! Finding out what became of a call whose outcome is unknown. Reads only.

mod changes;
mod endings;
mod orders;

use std::collections::BTreeMap;
use std::net::IpAddr;

use license_wire::{Checked, Error};
use serde::{Deserialize, Serialize};

use crate::{AddonCode, Client, GetLicense, License, LicenseKey, Moment, Service, Status, TariffCode};

/// Finding out.
impl Client {
    /// Looks at what there is before an operation that spends, so that [`Client::check`] can tell afterwards what is
    /// new. Composed of [`Client::license`] and [`Client::all_licenses`].
    ///
    /// Wire: `func=soft`, `func=soft.edit`, or the item type's own. Source: as those.
    ///
    /// # Errors
    /// As every read. Nothing was spent: do not go on without it.
    ///
    /// # Examples
    /// See [`Client::order`].
    pub fn look_before<O: Checkable>(&self, operation: &O) -> Result<Before, Error> {
        operation.look_before(self)
    }

    /// Finds out whether an operation happened whose outcome was unknown. Only reads, and never does it again. Composed
    /// of [`Client::license`] and [`Client::all_licenses`].
    ///
    /// "Not seen" means: not until now. The vendor may still be working on it, so look at least twice, some time apart.
    ///
    /// Wire: `func=soft`, `func=soft.edit`, or the item type's own. Source: as those.
    ///
    /// # Errors
    /// As every read: then nothing was found out.
    ///
    /// # Examples
    /// See [`Client::order`].
    pub fn check<O: Checkable>(&self, operation: &O, before: &Before) -> Result<Checked<Evidence>, Error> {
        operation.check(self, before)
    }
}

/// What there was before an operation. It can be stored with the intent to do it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The licences concerned; for an order those that look like what is ordered.
    pub licenses: Vec<KnownLicense>,
    /// The highest id that a licence of the item type had, for an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest: Option<u64>,
}

/// As much of a licence as is needed to know it again and to see what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLicense {
    /// Its id and item type.
    #[serde(flatten)]
    pub service: Service,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// When it runs out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Moment>,
    /// The code of its tariff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tariff: Option<TariffCode>,
    /// Its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<LicenseKey>,
    /// Whether it works, waits, is suspended or deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// How many it has of each add-on, by the add-on's code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub addons: BTreeMap<AddonCode, u64>,
}

impl From<&License> for KnownLicense {
    fn from(license: &License) -> Self {
        let addons = license.addons.iter().filter_map(|(code, count)| Some((*code, *count.get()?)));
        Self {
            service: license.service.clone(),
            name: license.name.get().cloned(),
            address: license.address.get().copied(),
            expires: license.expires.get().copied(),
            tariff: license.tariff.get().copied(),
            key: license.key.get().cloned(),
            status: license.status(),
            addons: addons.collect(),
        }
    }
}

/// What shows that an operation happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The licence as it was seen: its id and key, and whether it is paid for.
    pub license: KnownLicense,
    /// What was seen, in words.
    pub seen: String,
}

/// An operation that [`Client::check`] can find again: orders, renewals, changes of tariffs, add-ons and keys, deletions.
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

fn happened(license: KnownLicense, seen: impl Into<String>) -> Checked<Evidence> {
    Checked::Happened(Evidence { license, seen: seen.into() })
}

fn cannot_tell(reason: impl Into<String>) -> Checked<Evidence> {
    Checked::CannotTell(reason.into())
}

fn look_at(client: &Client, service: &Service) -> Result<Before, Error> {
    let license = client.license(&GetLicense::new(service.clone()))?;
    Ok(Before { licenses: vec![(&license).into()], highest: None })
}

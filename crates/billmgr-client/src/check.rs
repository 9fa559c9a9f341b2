//! Finding out what became of a call whose outcome is unknown. Reads only.

use std::collections::BTreeMap;
use std::net::IpAddr;

use license_wire::{Checked, Error};
use serde::{Deserialize, Serialize};

use crate::deletion::Deletion;
use crate::reply::is_gone;
use crate::{
    AddonCode, ChangeTariff, Client, Delete, GetLicense, License, LicenseKey, ListLicenses, Moment, NewKey,
    Order, Renew, Service, SetAddons, Status, TariffCode, is_missing,
};

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
    /// Which it is.
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
    /// Its tariff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tariff: Option<TariffCode>,
    /// Its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<LicenseKey>,
    /// Its state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Its add-ons.
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
use sealed::Look;

fn happened(license: KnownLicense, seen: impl Into<String>) -> Checked<Evidence> {
    Checked::Happened(Evidence { license, seen: seen.into() })
}

fn cannot_tell(reason: impl Into<String>) -> Checked<Evidence> {
    Checked::CannotTell(reason.into())
}

/// How much a licence looks like what was ordered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// Something speaks against it.
    Other,
    /// Nothing speaks against it, and nothing for it.
    Perhaps,
    /// Everything that the order says of it is so.
    Same,
}

impl Order {
    fn likeness(&self, license: &License) -> Likeness {
        let differs = |one: Option<bool>| one == Some(false);
        let address = self.address.and_then(|wanted| license.address.get().map(|now| *now == wanted));
        let name = self
            .name
            .as_deref()
            .and_then(|wanted| license.name.as_str().map(|now| now.trim() == wanted.trim()));
        let tariff = license.tariff.get().map(|now| *now == self.offer.tariff());
        if differs(address) || differs(name) || differs(tariff) {
            return Likeness::Other;
        }
        let all_seen =
            (self.address.is_none() || address.is_some()) && (self.name.is_none() || name.is_some());
        let says_anything = self.address.is_some() || self.name.is_some();
        if all_seen && says_anything { Likeness::Same } else { Likeness::Perhaps }
    }

    fn list(&self, client: &Client) -> Result<Vec<License>, Error> {
        client.all_licenses(&ListLicenses::new(self.offer.item_type().clone()).any_project())
    }

    /// Whether a licence has the caller's own id for the order: `None` where the vendor does not show it.
    fn has_remote_id(&self, client: &Client, license: &License) -> Result<Option<bool>, Error> {
        let Some(wanted) = &self.remote_id else { return Ok(None) };
        let form = match client.license(&GetLicense::new(license.service.clone())) {
            Ok(form) => form,
            // It was listed, and is gone since.
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(form.remote_id.as_str().map(|now| now == wanted))
    }
}

/// An order happened when a licence is new that has its own id, or its name and address.
impl Look for Order {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let licenses = self.list(client)?;
        let alike = licenses.iter().filter(|license| self.likeness(license) != Likeness::Other);
        Ok(Before {
            licenses: alike.map(KnownLicense::from).collect(),
            highest: licenses.iter().filter_map(|license| license.service.id().number()).max(),
        })
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let mut open = 0;
        for license in self.list(client)? {
            let id = license.service.id();
            let known = before.licenses.iter().any(|old| old.service.id() == id);
            // Ids only grow, so one that is not higher is of an older licence, edited since.
            let older = id.number().zip(before.highest).is_some_and(|(id, highest)| id <= highest);
            let likeness = self.likeness(&license);
            if known || older || likeness == Likeness::Other {
                continue;
            }
            let status =
                license.status().map_or_else(|| "of unknown state".to_owned(), |status| status.to_string());
            match (self.has_remote_id(client, &license)?, likeness) {
                (Some(true), _) => {
                    return Ok(happened(
                        (&license).into(),
                        format!("a new licence ({status}) has the order's own id"),
                    ));
                }
                (Some(false), _) => {}
                (None, Likeness::Same) => {
                    let seen =
                        format!("a new licence ({status}) has what the order says of address and name");
                    return Ok(happened((&license).into(), seen));
                }
                (None, _) => open += 1,
            }
        }
        if open > 0 {
            return Ok(cannot_tell(format!(
                "{open} licences are new, and nothing in them tells whose order they are of"
            )));
        }
        Ok(Checked::NotSeen)
    }
}

/// The licence now, and as it was before.
fn now_and_before<'b>(
    client: &Client,
    service: &Service,
    before: &'b Before,
) -> Result<Result<(License, &'b KnownLicense), Checked<Evidence>>, Error> {
    let Some(old) = before.licenses.iter().find(|old| old.service.id() == service.id()) else {
        return Ok(Err(cannot_tell("the licence was not looked at before")));
    };
    match client.license(&GetLicense::new(service.clone())) {
        Ok(license) => Ok(Ok((license, old))),
        Err(error) if is_missing(&error) => Ok(Err(cannot_tell("the licence is not there any more"))),
        Err(error) => Err(error),
    }
}

fn look_at(client: &Client, service: &Service) -> Result<Before, Error> {
    let license = client.license(&GetLicense::new(service.clone()))?;
    Ok(Before { licenses: vec![(&license).into()], highest: None })
}

/// Nothing changed: not seen, or the vendor is at something.
fn unchanged(license: &License) -> Checked<Evidence> {
    if license.status() == Some(Status::Processing) {
        return cannot_tell("the vendor is working on the licence: look again later");
    }
    Checked::NotSeen
}

/// A renewal happened when the licence runs longer.
impl Look for Renew {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        look_at(client, &self.service)
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let (license, old) = match now_and_before(client, &self.service, before)? {
            Ok(both) => both,
            Err(answer) => return Ok(answer),
        };
        Ok(match (license.expires.get(), old.expires) {
            (Some(now), Some(then)) if *now > then => {
                happened((&license).into(), format!("it ran until {then}, now until {now}"))
            }
            (Some(now), Some(then)) if *now == then => unchanged(&license),
            (Some(_), Some(_)) => cannot_tell("the licence runs out earlier than before"),
            _ => cannot_tell("the licence shows no date on which it runs out"),
        })
    }
}

/// A change of tariff happened when the licence has the new one, and had not before.
impl Look for ChangeTariff {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        look_at(client, &self.service)
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let (license, old) = match now_and_before(client, &self.service, before)? {
            Ok(both) => both,
            Err(answer) => return Ok(answer),
        };
        Ok(match (license.tariff.get().copied(), old.tariff) {
            (_, Some(then)) if then == self.tariff => cannot_tell("the licence had that tariff before"),
            (Some(now), Some(then)) if now == self.tariff => {
                happened((&license).into(), format!("its tariff was {then}, now it is {now}"))
            }
            (Some(now), Some(then)) if now == then => unchanged(&license),
            (Some(_), Some(_)) => cannot_tell("the licence has neither the old tariff nor the new one"),
            _ => cannot_tell("the licence shows no tariff"),
        })
    }
}

/// A new key was made when the licence has another key.
impl Look for NewKey {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        look_at(client, &self.service)
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let (license, _) = match now_and_before(client, &self.service, before)? {
            Ok(both) => both,
            Err(answer) => return Ok(answer),
        };
        Ok(match license.key.get() {
            Some(now) if *now == self.old => unchanged(&license),
            Some(_) => happened((&license).into(), "its key is another than before"),
            None => cannot_tell("the licence shows no key"),
        })
    }
}

/// Add-ons were set when the licence has the numbers, and had not before.
impl Look for SetAddons {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        look_at(client, &self.called(client.vendor()))
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let (license, old) = match now_and_before(client, &self.called(client.vendor()), before)? {
            Ok(both) => both,
            Err(answer) => return Ok(answer),
        };
        let had = |addon: &crate::Addon| old.addons.get(&addon.code()) == Some(&addon.count());
        let same =
            |addon: &crate::Addon| license.addon(addon.code()) == old.addons.get(&addon.code()).copied();
        Ok(if self.addons.iter().all(had) {
            cannot_tell("the licence had these numbers before")
        } else if self.addons.iter().all(|addon| license.has(*addon)) {
            happened((&license).into(), "it has the numbers that were asked for, and had others before")
        } else if self.addons.iter().all(same) {
            unchanged(&license)
        } else {
            cannot_tell("the licence has neither the old numbers nor the new ones")
        })
    }
}

/// A deletion happened when each licence that was there is gone or marked.
impl Look for Delete {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let mut before = Before::default();
        for service in self.each() {
            before.licenses.extend(look_at(client, &service)?.licenses);
        }
        Ok(before)
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let (mut deleted, mut left) = (Vec::new(), 0);
        for service in self.each() {
            let Some(old) = before.licenses.iter().find(|old| old.service.id() == service.id()) else {
                return Ok(cannot_tell(format!("{service} was not looked at before")));
            };
            if old.status == Some(Status::Deleted) {
                return Ok(cannot_tell(format!("{service} was deleted before")));
            }
            match client.license(&GetLicense::new(service.clone())) {
                Ok(license) => match Deletion::of(&license) {
                    Some(Deletion::Closing) => {
                        return Ok(cannot_tell("the vendor is deleting: look again later"));
                    }
                    Some(_) => deleted.push(KnownLicense::from(&license)),
                    None => left += 1,
                },
                Err(error) if is_gone(&error, service.id()) => deleted.push(old.clone()),
                Err(error) => return Err(error),
            }
        }
        Ok(match (deleted.pop(), left) {
            (Some(license), 0) => happened(license, "it is gone or marked as deleted"),
            (None, _) => Checked::NotSeen,
            (Some(_), left) => cannot_tell(format!("{left} of the licences are not deleted, the others are")),
        })
    }
}

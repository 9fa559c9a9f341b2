//! Whether a change of addresses or of an auto-renewal happened, and whether a trial was started.

use std::collections::BTreeSet;
use std::net::IpAddr;

use license_wire::{Checked, Error};

use super::sealed::Look;
use super::{Before, Evidence, KnownLicense};
use crate::{
    AutoRenew, Client, ListAutoRenewals, ListLicenses, Product, SetAddresses, SetAutoRenewal,
    StartWebuzoTrial,
};

/// Addresses were set when the licence is listed at one of them, and was not before.
impl Look for SetAddresses {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let listed = self.listed_at(client)?;
        Ok(Before { addresses: listed.addresses, unread: listed.unnamed, ..Before::default() })
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let now = self.listed_at(client)?;
        let cannot_tell = |why: &str| Ok(Checked::CannotTell(why.into()));
        if before.unread || now.unnamed {
            return cannot_tell("a licence at one of the addresses has no number that can be read");
        }
        if let Some(fresh) = now.addresses.difference(&before.addresses).next() {
            return Ok(Checked::Happened(Evidence {
                license: now.license,
                action: None,
                seen: format!("the licence is listed at {fresh}, where it was not before"),
            }));
        }
        if now.addresses.is_empty() {
            return Ok(Checked::NotSeen);
        }
        if now.addresses.len() == self.addresses().len() {
            return cannot_tell("the licence had all of these addresses before");
        }
        cannot_tell("the vendor may not list a licence at every one of its addresses")
    }
}

/// Where a licence was found.
#[derive(Default)]
struct ListedAt {
    addresses: BTreeSet<IpAddr>,
    license: KnownLicense,
    /// Whether a licence at one of the addresses does not say which it is.
    unnamed: bool,
}

impl SetAddresses {
    /// At which of the wanted addresses the vendor lists the licence.
    fn listed_at(&self, client: &Client) -> Result<ListedAt, Error> {
        let mut listed = ListedAt::default();
        for address in self.addresses() {
            let list = ListLicenses::new().product(self.of_product()).address(*address);
            // Whether the vendor's filter is exact is not known.
            let found = client.all_licenses(&list)?;
            for license in found.iter().filter(|license| license.address.get() == Some(address)) {
                match license.id.get() {
                    Some(id) if *id == self.license() => {
                        listed.addresses.insert(*address);
                        listed.license = license.into();
                    }
                    Some(_) => {}
                    None => listed.unnamed = true,
                }
            }
        }
        Ok(listed)
    }
}

/// An auto-renewal was switched when the licence is listed among them and was not before, or the reverse. The shape of
/// that list is a guess, so one that is not understood, or holds more than the licence asked for, says nothing.
impl Look for SetAutoRenewal {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let (licenses, unread) = match self.renewed(client)? {
            Renewed::Yes(license) => (vec![license], false),
            Renewed::No => (Vec::new(), false),
            Renewed::CannotTell(_) => (Vec::new(), true),
        };
        Ok(Before { licenses, unread, ..Before::default() })
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let happened = |license, seen: &str| {
            Ok(Checked::Happened(Evidence { license, action: None, seen: seen.into() }))
        };
        let cannot_tell = |why: &str| Ok(Checked::CannotTell(why.into()));
        match (self.auto_renew(), before.licenses.first(), self.renewed(client)?) {
            (_, _, Renewed::CannotTell(why)) => cannot_tell(why),
            _ if before.unread => cannot_tell("the list of auto-renewals was not understood before"),
            (AutoRenew::On, None, Renewed::Yes(license)) => {
                happened(license, "the licence is listed among the auto-renewals, where it was not before")
            }
            (AutoRenew::On, Some(_), Renewed::Yes(_)) => {
                cannot_tell("the licence was listed among the auto-renewals before")
            }
            (AutoRenew::Off, Some(old), Renewed::No) => {
                happened(old.clone(), "the licence is not listed among the auto-renewals any more")
            }
            (AutoRenew::Off, None, Renewed::No) => {
                cannot_tell("the licence was not listed among the auto-renewals before either")
            }
            (AutoRenew::On, _, Renewed::No) | (AutoRenew::Off, _, Renewed::Yes(_)) => Ok(Checked::NotSeen),
        }
    }
}

/// Whether a licence is among the auto-renewals.
enum Renewed {
    Yes(KnownLicense),
    No,
    CannotTell(&'static str),
}

impl SetAutoRenewal {
    fn renewed(&self, client: &Client) -> Result<Renewed, Error> {
        let list = ListAutoRenewals::new().product(self.of_product()).key(self.key().clone());
        let Ok(licenses) = client.auto_renewals(&list)?.licenses() else {
            return Ok(Renewed::CannotTell("the list of auto-renewals was not understood"));
        };
        let ours = |told| self.key().may_be(told);
        match licenses.iter().find(|license| license.key.get().is_some_and(ours)) {
            Some(license) => Ok(Renewed::Yes(license.into())),
            None if licenses.is_empty() => Ok(Renewed::No),
            None => Ok(Renewed::CannotTell("the vendor listed the auto-renewals of other licences")),
        }
    }
}

/// A trial was started when the address has a Webuzo licence that it did not have before. Whether a trial is listed is
/// not known, so nothing to be seen says nothing.
impl Look for StartWebuzoTrial {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        Ok(Before { licenses: self.licenses(client)?, ..Before::default() })
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let now = self.licenses(client)?;
        Ok(match now.into_iter().find(|license| !before.licenses.iter().any(|old| old.is(license))) {
            Some(license) => Checked::Happened(Evidence {
                license,
                action: None,
                seen: "the address has a Webuzo licence that it did not have before".into(),
            }),
            None => Checked::CannotTell("whether a trial is listed among the licences is not known".into()),
        })
    }
}

impl StartWebuzoTrial {
    fn licenses(&self, client: &Client) -> Result<Vec<KnownLicense>, Error> {
        let list = ListLicenses::new().product(Product::Webuzo).address(self.address());
        let found = client.all_licenses(&list)?;
        let here = found.iter().filter(|license| license.address.get() == Some(&self.address()));
        Ok(here.map(Into::into).collect())
    }
}

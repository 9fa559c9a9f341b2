//! Whether an order happened.

use license_wire::{Checked, Error};

use super::sealed::Look;
use super::{Before, Evidence, KnownLicense, cannot_tell, happened};
use crate::{Client, GetLicense, License, ListLicenses, Order, is_missing};

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

//! Whether a renewal happened, or a change of tariff, key or add-ons.

use license_wire::{Checked, Error};

use super::sealed::Look;
use super::{Before, Evidence, KnownLicense, cannot_tell, happened, look_at};
use crate::{
    ChangeTariff, Client, GetLicense, License, NewKey, Renew, Service, SetAddons, Status, is_missing,
};

/// Says what became of a licence, by what it is now and what it was before.
fn compare(
    client: &Client,
    service: &Service,
    before: &Before,
    became: impl FnOnce(&License, &KnownLicense) -> Checked<Evidence>,
) -> Result<Checked<Evidence>, Error> {
    let Some(old) = before.licenses.iter().find(|old| old.service.id() == service.id()) else {
        return Ok(cannot_tell("the licence was not looked at before"));
    };
    match client.license(&GetLicense::new(service.clone())) {
        Ok(license) => Ok(became(&license, old)),
        Err(error) if is_missing(&error) => Ok(cannot_tell("the licence is not there any more")),
        Err(error) => Err(error),
    }
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
        compare(client, &self.service, before, |license, old| match (license.expires.get(), old.expires) {
            (Some(now), Some(then)) if *now > then => {
                happened(license.into(), format!("it ran until {then}, now until {now}"))
            }
            (Some(now), Some(then)) if *now == then => unchanged(license),
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
        compare(client, &self.service, before, |license, old| {
            match (license.tariff.get().copied(), old.tariff) {
                (_, Some(then)) if then == self.tariff => cannot_tell("the licence had that tariff before"),
                (Some(now), Some(then)) if now == self.tariff => {
                    happened(license.into(), format!("its tariff was {then}, now it is {now}"))
                }
                (Some(now), Some(then)) if now == then => unchanged(license),
                (Some(_), Some(_)) => cannot_tell("the licence has neither the old tariff nor the new one"),
                _ => cannot_tell("the licence shows no tariff"),
            }
        })
    }
}

/// A new key was made when the licence has another key.
impl Look for NewKey {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        look_at(client, &self.service)
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        compare(client, &self.service, before, |license, _| match license.key.get() {
            Some(now) if *now == self.old => unchanged(license),
            Some(_) => happened(license.into(), "its key is another than before"),
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
        compare(client, &self.called(client.vendor()), before, |license, old| {
            let had = |addon: &crate::Addon| old.addons.get(&addon.code()) == Some(&addon.count());
            let same =
                |addon: &crate::Addon| license.addon(addon.code()) == old.addons.get(&addon.code()).copied();
            if self.addons.iter().all(had) {
                cannot_tell("the licence had these numbers before")
            } else if self.addons.iter().all(|addon| license.has(*addon)) {
                happened(license.into(), "it has the numbers that were asked for, and had others before")
            } else if self.addons.iter().all(same) {
                unchanged(license)
            } else {
                cannot_tell("the licence has neither the old numbers nor the new ones")
            }
        })
    }
}

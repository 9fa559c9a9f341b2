//! Licences of WebSoftSolus in the common view. It lists keys only; all else takes a call for each.

use jiff::tz::TimeZone;
use license_wire::{ErrorKind, Outcome};
use websoftsolus::{
    Detail, Family, FamilyName, GetDetails, GetProperties, KeyNumber, ListKeys, Look, Properties, Property,
    Stamp,
};

use super::{WebSoftSolusAccount, of_family};
use crate::account::whole;
use crate::adapters::name::{Name, read};
use crate::{Account, Error, License, LicenseId, Listing, Progress, Record, Status, Vendor, View, Wanted};

/// A family whose properties have a place in [`Record`].
pub(super) trait Recorded: Family {
    fn record(properties: Box<Properties<Self>>) -> Record;
}

impl Recorded for websoftsolus::Plesk {
    fn record(properties: Box<Properties<Self>>) -> Record {
        Record::Plesk(properties)
    }
}

impl Recorded for websoftsolus::Cpanel {
    fn record(properties: Box<Properties<Self>>) -> Record {
        Record::Cpanel(properties)
    }
}

impl Recorded for websoftsolus::Virtuozzo {
    fn record(properties: Box<Properties<Self>>) -> Record {
        Record::Virtuozzo(properties)
    }
}

type Tell<'a> = &'a (dyn Fn(Progress) + Sync);

impl WebSoftSolusAccount {
    fn listed<F: Family>(&self, key: &KeyNumber<F>) -> License {
        let id = LicenseId { kind: F::NAME.wire().into(), id: key.as_str().into() };
        let product = F::NAME.to_string();
        let mut license = License::new(
            Vendor::WebSoftSolus,
            self.name.clone(),
            self.environment(),
            id,
            product,
            Record::None,
        );
        license.key = Some(key.as_str().into());
        license
    }

    fn detailed<F: Recorded>(&self, key: &KeyNumber<F>, properties: Properties<F>) -> License {
        let mut license = self.listed(key);
        if let Some(product) = properties.product() {
            license.product = product;
        }
        license.name = properties.title().filter(|title| !title.trim().is_empty());
        license.addresses = properties.addresses().unwrap_or_default();
        license.expires = properties.expires().as_ref().and_then(date);
        license.status = match properties.status() {
            Some(websoftsolus::Status::Active) => Status::Active,
            Some(websoftsolus::Status::Pending) => Status::Pending,
            Some(websoftsolus::Status::Ended) => Status::Ended,
            Some(websoftsolus::Status::Unknown(word)) => Status::Unknown(word),
            Some(_) | None => Status::Unknown(String::new()),
        };
        license.record = F::record(Box::new(properties));
        license
    }

    /// The licences of every family that is wanted. One family's or one licence's failure does not hide the others.
    pub(super) fn list(&self, wanted: &Wanted, tell: Tell<'_>) -> Result<Listing, Error> {
        let families: Vec<FamilyName> =
            FamilyName::ALL.into_iter().filter(|family| wanted.has_kind(family.wire())).collect();
        let mut listing = Listing::default();
        let mut failed = Vec::new();
        for family in &families {
            match of_family!(*family, F => self.family::<F>(wanted, tell, &mut listing)) {
                Ok(()) => {}
                Err(error) if concerns_all(&error) => return Err(error),
                Err(error) => failed.push((format!("all {family} licences"), error)),
            }
        }
        match failed.first() {
            Some((_, error)) if failed.len() == families.len() => Err(error.clone()),
            _ => {
                listing.failures.extend(failed);
                Ok(listing)
            }
        }
    }

    fn family<F: Recorded>(
        &self,
        wanted: &Wanted,
        tell: Tell<'_>,
        listing: &mut Listing,
    ) -> Result<(), Error> {
        if wanted.view == View::Listed && wanted.address.is_none() {
            let keys = self.keys::<F>()?;
            listing.licenses.extend(keys.iter().map(|key| self.listed(key)));
            return Ok(());
        }
        let tell = |so_far: websoftsolus::Progress| {
            tell(Progress::Details { account: self.name.clone(), done: so_far.done, total: so_far.total });
        };
        let details = self.client.details_watched(&GetDetails::of(F::default()), &self.stop, tell);
        for Detail { key, look, .. } in self.place(details)? {
            match look {
                Look::Read(properties) => {
                    let unreadable =
                        properties.addresses().is_none() && properties.name_of(Property::Addresses).is_some();
                    let license = self.detailed(&key, properties);
                    // Nobody knows that one whose addresses cannot be read is not meant.
                    if wanted.address.is_none_or(|at| unreadable || license.addresses.contains(&at)) {
                        listing.licenses.push(license);
                    }
                }
                Look::Failed(error) => {
                    let error = Error::from(error).at(Vendor::WebSoftSolus, &self.name);
                    if concerns_all(&error) {
                        return Err(error);
                    }
                    listing.licenses.push(self.listed(&key));
                    listing.failures.push((format!("key {key}"), error));
                }
                Look::NotAsked => {
                    listing.licenses.push(self.listed(&key));
                    let error = license_wire::Error::new(ErrorKind::Closed, Outcome::NotSent);
                    let error = Error::from(error).at(Vendor::WebSoftSolus, &self.name);
                    listing.failures.push((format!("key {key}"), error));
                }
            }
        }
        Ok(())
    }

    fn keys<F: Family>(&self) -> Result<Vec<KeyNumber<F>>, Error> {
        let keys = self.place(self.client.keys(&ListKeys::of(F::default())))?;
        self.place(keys.key_numbers())
    }

    pub(super) fn by_name(&self, name: &str, kind: Option<&str>) -> Result<Vec<License>, Error> {
        let kinds = FamilyName::ALL.map(FamilyName::wire);
        let (name, kind) = read(name, kind, &kinds);
        let wanted = |view| Wanted { view, kind: kind.map(str::to_owned), address: None };
        let number = match name {
            Name::Address(address) => {
                // One that cannot be read may be the one that is meant, so it has to be all of them.
                let mut found = whole(self.list(&wanted(View::Dated).address(address), &|_| {})?)?;
                found.retain(|license| license.addresses.contains(&address));
                return Ok(found);
            }
            Name::Number(number) | Name::Text(number) => number,
        };
        let mut found = Vec::new();
        for family in FamilyName::ALL.into_iter().filter(|family| kind.is_none_or(|it| it == family.wire())) {
            of_family!(family, F => found.extend(self.by_number::<F>(number)?));
        }
        Ok(found)
    }

    /// A Plesk number may be written with another revision than the vendor lists, but one that is listed as it stands is
    /// it.
    fn by_number<F: Family>(&self, number: &str) -> Result<Option<License>, Error> {
        let wanted = self.place(KeyNumber::<F>::new(number))?;
        let keys = self.keys::<F>()?;
        let found = keys.iter().find(|key| **key == wanted);
        let found = found.or_else(|| keys.iter().find(|key| key.is_same_license(&wanted)));
        Ok(found.map(|key| self.listed(key)))
    }

    /// The licence with all the vendor says about it.
    pub(super) fn with_details(&self, license: &License) -> Result<License, Error> {
        let Ok(family) = license.id.kind.parse::<FamilyName>() else {
            return Err(self.wrong("license", "is of no family that this vendor sells"));
        };
        of_family!(family, F => {
            let key = self.place(KeyNumber::<F>::new(&license.id.id))?;
            let properties = self.place(self.client.properties(&GetProperties::new(key.clone())))?;
            Ok(self.detailed(&key, properties))
        })
    }
}

/// Whether asking for another family would end in the same way.
fn concerns_all(error: &Error) -> bool {
    let auth = |kind: &ErrorKind| matches!(kind, ErrorKind::Auth { .. } | ErrorKind::Closed);
    error.wire().is_some_and(|wire| auth(wire.kind())) || error.operation() == "websoftsolus.token"
}

/// The day as it is written, or of the moment in UTC.
fn date(stamp: &Stamp) -> Option<jiff::civil::Date> {
    stamp.date().or_else(|| stamp.moment().map(|moment| TimeZone::UTC.to_datetime(moment).date()))
}

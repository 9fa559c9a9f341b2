//! Licences of this vendor: found, and seen in the common view. It lists keys only; all else takes a call for each.

use std::net::IpAddr;

use jiff::tz::TimeZone;
use license_wire::{Error, ErrorKind, Outcome};
use serde_json::Value;
use websoftsolus::{
    Client, Detail, Family, FamilyName, GetDetails, GetProperties, KeyNumber, ListKeys, Look, Properties,
    Property, Stamp, Status,
};

use super::{WebSoftSolus, of_family};
use crate::output::Gauge;
use crate::vendors::{License, LicenseName, Listed, Wanted};

/// The families to ask about: the one that is named, none if it is not sold here, or all.
fn families(name: Option<&str>) -> Vec<FamilyName> {
    FamilyName::ALL.into_iter().filter(|family| name.is_none_or(|name| name == family.wire())).collect()
}

/// The licences of every family. One family's or one licence's failure does not hide the others.
pub(super) fn list(wss: &WebSoftSolus, wanted: &Wanted, gauge: &Gauge) -> Result<Listed, Error> {
    let families = families(wanted.product.as_deref());
    let mut all = Listed::default();
    let mut failed = 0;
    for family in &families {
        let part = of_family!(*family, F => list_of::<F>(wss, wanted, gauge));
        match part {
            Ok(part) => {
                all.licenses.extend(part.licenses);
                all.failures.extend(part.failures);
            }
            Err(error) if concerns_all(&error) => return Err(error),
            Err(error) => {
                failed += 1;
                all.failures.push((format!("all {family} licences"), error));
            }
        }
    }
    match all.failures.first() {
        Some((_, error)) if failed == families.len() => Err(error.clone()),
        _ => Ok(all),
    }
}

/// Whether asking for another family would end in the same way.
fn concerns_all(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Auth { .. } | ErrorKind::Closed)
        || error.operation() == "websoftsolus.token"
}

fn list_of<F: Family>(wss: &WebSoftSolus, wanted: &Wanted, gauge: &Gauge) -> Result<Listed, Error> {
    if !(wanted.details || wanted.standing || wanted.address.is_some()) {
        let keys = wss.client.keys(&ListKeys::<F>::default())?.key_numbers()?;
        return Ok(Listed { licenses: keys.iter().map(bare).collect(), failures: Vec::new() });
    }
    let what = F::NAME.to_string();
    let details = wss.client.details_watched(&GetDetails::of(F::default()), &wss.stop, |so_far| {
        gauge.show(&what, so_far.done, so_far.total);
    })?;
    let mut listed = Listed::default();
    for Detail { key, look, .. } in details {
        let license = match look {
            Look::Read(properties) => full(&key, &properties, wanted.address),
            Look::Failed(error) if concerns_all(&error) => return Err(error),
            // It is shown as far as it is known: nobody knows that it is not meant.
            Look::Failed(error) => {
                listed.failures.push((format!("{} licence key {key}", F::NAME.wire()), error));
                Some(bare(&key))
            }
            Look::NotAsked => return Err(Error::new(ErrorKind::Closed, Outcome::NotSent)),
        };
        listed.licenses.extend(license);
    }
    Ok(listed)
}

/// All licences, or why not.
pub(super) fn complete(listed: Listed) -> Result<Vec<License>, Error> {
    match listed.failures.into_iter().next() {
        Some((_, error)) => Err(error),
        None => Ok(listed.licenses),
    }
}

pub(super) fn by_name(
    wss: &WebSoftSolus,
    name: &LicenseName,
    product: Option<&str>,
) -> Result<Vec<License>, Error> {
    let (LicenseName::Key(number) | LicenseName::Id(number)) = name else {
        let address = match name {
            LicenseName::Address(address) => Some(*address),
            _ => None,
        };
        let wanted = Wanted { product: product.map(str::to_owned), address, ..Wanted::default() };
        // One that cannot be read may be the one that is meant, so it has to be all of them.
        let mut found = complete(list(wss, &wanted, &Gauge::hidden())?)?;
        found.retain(|license| license.address == address);
        return Ok(found);
    };
    let mut all = Vec::new();
    for family in families(product) {
        of_family!(family, F => all.extend(by_number::<F>(&wss.client, number)?));
    }
    Ok(all)
}

/// A Plesk number may be written with another revision than the vendor lists, but one that is listed as it stands is it.
fn by_number<F: Family>(client: &Client, number: &str) -> Result<Option<License>, Error> {
    let wanted = KeyNumber::<F>::new(number)?;
    let keys = client.keys(&ListKeys::<F>::default())?.key_numbers()?;
    let found = keys.iter().find(|key| **key == wanted);
    Ok(found.or_else(|| keys.iter().find(|key| key.is_same_license(&wanted))).map(bare))
}

/// The licence with all the vendor says about it.
pub(super) fn whole(client: &Client, license: License) -> Result<License, Error> {
    let (Some(key), Ok(family)) = (license.key.as_deref(), license.product.parse::<FamilyName>()) else {
        return Ok(license);
    };
    of_family!(family, F => {
        let key = KeyNumber::<F>::new(key)?;
        let properties = client.properties(&GetProperties::new(key.clone()))?;
        Ok(full(&key, &properties, None).unwrap_or(license))
    })
}

/// The licence with what the vendor says about it, where it says anything: one that is not delivered yet can be ended too.
pub(super) fn known(client: &Client, license: &License) -> Result<License, Error> {
    match whole(client, license.clone()) {
        Err(error)
            if matches!(error.kind(), ErrorKind::Refused(_) | ErrorKind::Decode { .. })
                || error.status() == Some(404) =>
        {
            Ok(license.clone())
        }
        other => other,
    }
}

/// Family and key.
fn bare<F: Family>(key: &KeyNumber<F>) -> License {
    License {
        product: F::NAME.wire().to_owned(),
        id: None,
        key: Some(key.to_string()),
        address: None,
        hostname: None,
        expires: None,
        active: None,
        auto_renew: None,
        owner: None,
        record: Value::Null,
    }
}

/// With everything; `None` when it is known not to be at the address that is wanted.
fn full<F: Family>(
    key: &KeyNumber<F>,
    properties: &Properties<F>,
    wanted: Option<IpAddr>,
) -> Option<License> {
    let addresses = properties.addresses();
    let unreadable = addresses.is_none() && properties.name_of(Property::Addresses).is_some();
    let addresses = addresses.unwrap_or_default();
    if wanted.is_some_and(|wanted| !unreadable && !addresses.contains(&wanted)) {
        return None;
    }
    Some(License {
        address: wanted.filter(|wanted| addresses.contains(wanted)).or_else(|| addresses.first().copied()),
        expires: properties.expires().as_ref().and_then(date),
        active: properties.status().and_then(|status| match status {
            Status::Active => Some(true),
            Status::Pending | Status::Ended => Some(false),
            _ => None,
        }),
        record: properties.all().cloned().map_or(Value::Null, Value::Object),
        ..bare(key)
    })
}

/// The day as it is written, or of the moment in UTC.
fn date(stamp: &Stamp) -> Option<jiff::civil::Date> {
    stamp.date().or_else(|| stamp.moment().map(|moment| TimeZone::UTC.to_datetime(moment).date()))
}

/// The title in the vendor's own record, under whichever of its likely names it stands.
pub(super) fn title(license: &License) -> Option<String> {
    let plain = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let record = license.record.as_object()?;
    Property::Title.names().iter().find_map(|name| {
        let (_, value) = record.iter().find(|(known, _)| plain(known) == plain(name))?;
        value.as_str().filter(|title| !title.trim().is_empty()).map(str::to_owned)
    })
}

/// The licence with its title and its end, to know it by before it is ended.
pub(super) fn in_words(license: &License, title: Option<String>) -> String {
    let mut words = license.in_words();
    if let Some(title) = title {
        words = format!("{words}, titled `{title}`");
    }
    if let Some(expires) = license.expires {
        words = format!("{words}, which runs until {expires}");
    }
    words
}

//! Licences of these vendors: found, and seen in the common view.

use billmgr_client::{AutoRenew, Client, GetLicense, ItemType, LicenseKey, ListLicenses, Status};
use license_wire::{Error, ErrorKind};

use super::Billmgr;
use crate::exit::Failure;
use crate::output::Gauge;
use crate::parallel;
use crate::vendors::{License, LicenseName, Listed, VendorName, Wanted};

/// What ispmanager sells, as the command line names it.
pub(crate) const ISPMANAGER_PRODUCTS: &[&str] = &["ispmanager", "software", "module", "platform"];
/// What ISPlicense sells.
pub(crate) const ISPLICENSE_PRODUCTS: &[&str] = &["software", "plesk", "module"];

pub(super) fn word(item_type: &ItemType) -> &str {
    match item_type {
        ItemType::Ispsystem => "ispmanager",
        ItemType::ThirdParty => "software",
        ItemType::Plesk => "plesk",
        ItemType::Module => "module",
        ItemType::Platform => "platform",
        ItemType::Other(prefix) => prefix.as_str(),
    }
}

/// The item type that goes by this word.
pub(super) fn item_type_named(name: &str) -> Result<ItemType, Failure> {
    ItemType::KNOWN.into_iter().find(|known| word(known) == name.to_lowercase()).ok_or_else(|| {
        let known: Vec<&str> =
            ["ispmanager", "software", "plesk", "module", "platform"].into_iter().collect();
        Failure::usage(format!("there is no product `{name}`; there are {}", known.join(", ")))
    })
}

/// The item types of this vendor: the one that is named, none if it is not sold here, or all.
pub(super) fn item_types(vendor: VendorName, name: Option<&str>) -> Vec<ItemType> {
    let all = vendor.products().iter().copied().filter(|word| name.is_none_or(|name| name == *word));
    all.filter_map(|word| item_type_named(word).ok()).collect()
}

/// Every licence of the item types that are wanted, as the lists have it.
fn listed(billmgr: &Billmgr, product: Option<&str>) -> Result<Vec<billmgr_client::License>, Error> {
    let item_types = item_types(billmgr.name, product);
    let (mut all, mut closed) = (Vec::new(), Vec::new());
    for item_type in &item_types {
        match billmgr.client.all_licenses(&ListLicenses::new(item_type.clone())) {
            Ok(found) => all.extend(found),
            // A function that the seller has not opened to this account has nothing of it either.
            Err(error) if item_types.len() > 1 && is_closed(&error) => closed.push((item_type, error)),
            Err(error) => return Err(error),
        }
    }
    if all.is_empty()
        && closed.len() == item_types.len()
        && let Some((_, error)) = closed.pop()
    {
        return Err(error);
    }
    for (item_type, error) in closed {
        billmgr.remark(format!("nothing of the product {} is listed: {error}", word(item_type)));
    }
    Ok(all)
}

/// Whether a function is not there for this account, as opposed to what it was asked about.
pub(super) fn is_closed(error: &Error) -> bool {
    let ErrorKind::Refused(refusal) = error.kind() else { return false };
    match refusal.code.as_deref() {
        Some("access") => true,
        Some("missed") => refusal.field.as_deref() == Some("func"),
        _ => false,
    }
}

/// The licences that are wanted. One whose form cannot be read stays as it was listed, with the reason beside it.
pub(super) fn list(billmgr: &Billmgr, wanted: &Wanted, gauge: &Gauge) -> Result<Listed, Error> {
    let mut found = listed(billmgr, wanted.product.as_deref())?;
    if let Some(wanted) = wanted.address {
        found.retain(|license| license.address.get() == Some(&wanted));
    }
    let mut all = Listed::default();
    if !wanted.details {
        all.licenses = found.iter().map(common).collect();
        return Ok(all);
    }
    let progress = |done| gauge.show("licences", done, found.len());
    let read = parallel::side_by_side(&found, progress, |license| with_form(&billmgr.client, license));
    for (license, read) in found.iter().zip(read) {
        match read {
            Ok(whole) => all.licenses.push(common(&whole)),
            Err(error) => {
                all.licenses.push(common(license));
                all.failures.push((format!("licence {}", license.service.id()), error));
            }
        }
    }
    Ok(all)
}

/// All licences, or why not.
pub(super) fn complete(listed: Listed) -> Result<Vec<License>, Error> {
    match listed.failures.into_iter().next() {
        Some((_, error)) => Err(error),
        None => Ok(listed.licenses),
    }
}

/// A licence of a list with what only its own form has. One that is gone since stays as it was listed.
fn with_form(client: &Client, listed: &billmgr_client::License) -> Result<billmgr_client::License, Error> {
    let form = match client.license(&GetLicense::new(listed.service.clone())) {
        Ok(form) => form,
        Err(error) if billmgr_client::is_missing(&error) => return Ok(listed.clone()),
        Err(error) => return Err(error),
    };
    // The form is the newer of the two, and has what the list lacks; the list has names and prices.
    let mut whole = listed.clone();
    macro_rules! take {
        ($($field:ident),*) => { $( if form.$field.get().is_some() { whole.$field = form.$field; } )* };
    }
    take!(name, title, address, server_address, key, tariff, tariff_name, period, created, expires);
    take!(updates_until, address_changed, key_changed, auto_renew, remote_id);
    if form.status_code.get().is_some() || form.item_status.is_some() {
        (whole.status_code, whole.item_status) = (form.status_code, form.item_status);
    }
    whole.addons = form.addons;
    let extra = form.extra.iter().chain(listed.extra.iter());
    whole.extra = extra.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    Ok(whole)
}

pub(super) fn by_name(
    billmgr: &Billmgr,
    name: &LicenseName,
    product: Option<&str>,
) -> Result<Vec<License>, Error> {
    let client = &billmgr.client;
    let all = listed(billmgr, product)?;
    let mut found: Vec<&billmgr_client::License> = all
        .iter()
        .filter(|license| match name {
            LicenseName::Id(id) => license.service.id().as_str() == id,
            LicenseName::Address(address) => {
                license.address.get() == Some(address) && license.status() != Some(Status::Deleted)
            }
            LicenseName::Key(text) => {
                // A name is as good as a key, and stands in the list.
                license.name.get() == Some(text)
                    || id_in_key(text).as_deref() == Some(license.service.id().as_str())
            }
        })
        .collect();
    if let (LicenseName::Key(text), true) = (name, found.is_empty()) {
        // Keys stand in no list, so every licence has to be looked at.
        let key: LicenseKey = text.parse()?;
        let read = parallel::side_by_side(&all, |_| (), |license| with_form(client, license));
        let read: Vec<billmgr_client::License> = read.into_iter().collect::<Result<_, _>>()?;
        return Ok(read.iter().filter(|license| license.key.get() == Some(&key)).map(common).collect());
    }
    if found.len() > 1 && matches!(name, LicenseName::Key(_)) {
        found.retain(|license| license.status() != Some(Status::Deleted));
    }
    let mut whole = Vec::new();
    for license in found {
        let license = with_form(client, license)?;
        let fits = match name {
            LicenseName::Key(text) => {
                license.name.get() == Some(text) || license.key.get().is_some_and(|key| key.as_str() == text)
            }
            LicenseName::Id(_) | LicenseName::Address(_) => true,
        };
        if fits {
            whole.push(common(&license));
        }
    }
    Ok(whole)
}

/// The licence that a key is of, where the key says it.
fn id_in_key(text: &str) -> Option<String> {
    let key: LicenseKey = text.parse().ok()?;
    key.service_id().map(|id| id.to_string())
}

fn common(license: &billmgr_client::License) -> License {
    License {
        product: word(license.service.item_type()).to_owned(),
        id: Some(license.service.id().to_string()),
        key: license.key.get().map(ToString::to_string),
        address: license.address.get().copied().filter(|address| !address.is_unspecified()),
        hostname: None,
        expires: license.expires.get().map(|expires| expires.date()),
        active: license.status().and_then(|status| match status {
            Status::Active => Some(true),
            Status::Ordered | Status::Suspended | Status::Deleted => Some(false),
            Status::Processing => None,
        }),
        auto_renew: license.auto_renew.get().map(|renewing| matches!(renewing, AutoRenew::Every(_))),
        owner: None,
        // A record that was read can be written as JSON.
        record: serde_json::to_value(license).unwrap_or_default(),
    }
}

/// A licence as its vendor has it.
pub(super) fn own(license: &License) -> Result<billmgr_client::License, Failure> {
    serde_json::from_value(license.record.clone()).map_err(|_| {
        Failure::not_sent(format!(
            "the record of the {} cannot be read; nothing was sent",
            license.in_words()
        ))
    })
}

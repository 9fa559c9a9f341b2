//! Licences of this vendor: found, and seen in the common view.

use jiff::{SignedDuration, Timestamp};
use license_wire::{Error, ErrorKind, Outcome};
use rust_decimal::Decimal;
use softaculous_noc::{
    Action, ActionId, Client, LicenseKey, ListAutoRenewals, ListLicenses, Product, ServerType,
};

use super::ServerKind;
use crate::vendors::{License, LicenseName, Wanted};

/// The products, as the command line names them.
pub(crate) const PRODUCTS: &[&str] = &["softaculous", "webuzo", "virtualizor", "sitepad"];

/// How long a transaction can be refunded. From the vendor's SDK.
const REFUNDABLE: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(super) fn word(product: Product) -> &'static str {
    match product {
        Product::Softaculous => "softaculous",
        Product::Webuzo => "webuzo",
        Product::Virtualizor => "virtualizor",
        Product::SitePad => "sitepad",
    }
}

pub(super) fn product(name: &str) -> Option<Product> {
    Product::ALL.into_iter().find(|product| word(*product) == name)
}

/// The products to ask about: the one that is named, none if it is not sold here, or all.
fn products(name: Option<&str>) -> Vec<Product> {
    match name {
        Some(name) => product(name).into_iter().collect(),
        None => Product::ALL.to_vec(),
    }
}

pub(super) fn licenses(client: &Client, wanted: &Wanted) -> Result<Vec<License>, Error> {
    let mut all = Vec::new();
    for product in products(wanted.product.as_deref()) {
        let list = ListLicenses::new().product(product);
        let list = wanted.address.into_iter().fold(list, ListLicenses::address);
        let mut found: Vec<License> =
            client.all_licenses(&list)?.iter().map(|license| common(product, license)).collect();
        // Whether the vendor's filter is exact is not known.
        found.retain(|license| {
            wanted.address.is_none_or(|wanted| license.address.is_none_or(|address| address == wanted))
        });
        if wanted.details {
            add_auto_renewal(client, product, &mut found)?;
        }
        all.extend(found);
    }
    Ok(all)
}

/// The shape of this answer is a guess of the library's, so that one that is not understood leaves the column empty.
fn add_auto_renewal(client: &Client, product: Product, found: &mut [License]) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    let page = client.auto_renewals(&ListAutoRenewals::new().product(product))?;
    let Ok(renewing) = page.licenses() else { return Ok(()) };
    let keys: Vec<&LicenseKey> = renewing.iter().filter_map(|license| license.key.get()).collect();
    for license in found {
        license.auto_renew =
            license.key.as_deref().map(|key| keys.iter().any(|renewing| renewing.as_str() == key));
    }
    Ok(())
}

pub(super) fn by_name(
    client: &Client,
    name: &LicenseName,
    product: Option<&str>,
) -> Result<Vec<License>, Error> {
    let mut all = Vec::new();
    for product in products(product) {
        let list = ListLicenses::new().product(product);
        let list = match name {
            LicenseName::Key(key) => list.key(key.parse()?),
            LicenseName::Address(address) => list.address(*address),
            // The vendor has no filter for the number.
            LicenseName::Id(_) => list,
        };
        let found = client.all_licenses(&list)?;
        let common = found.iter().map(|license| common(product, license));
        all.extend(common.filter(|license| match name {
            LicenseName::Key(key) => license.key.as_ref() == Some(key),
            LicenseName::Address(address) => license.address == Some(*address),
            LicenseName::Id(id) => license.id.as_ref() == Some(id),
        }));
        // A key or a number names one licence; an address can have one of each product.
        if !all.is_empty() && !matches!(name, LicenseName::Address(_)) {
            break;
        }
    }
    Ok(all)
}

pub(super) fn common(product: Product, license: &softaculous_noc::License) -> License {
    License {
        product: word(product).to_owned(),
        id: license.id.get().map(ToString::to_string),
        key: license.key.get().map(ToString::to_string),
        address: license.address.get().copied(),
        hostname: license.hostname.as_str().map(str::to_owned),
        expires: license.expires.get().copied(),
        active: license.active.get().copied(),
        auto_renew: None,
        owner: license.owner_email.as_str().map(str::to_owned),
        // A record that was read from JSON can be written as JSON.
        record: serde_json::to_value(license).unwrap_or_default(),
    }
}

/// The kind of server a licence is for, as its record says.
pub(super) fn server_kind(license: &License) -> Option<ServerKind> {
    let value = license.record.get("servertype")?;
    match serde_json::from_value::<ServerType>(value.clone()).ok()? {
        ServerType::Dedicated => Some(ServerKind::Dedicated),
        ServerType::Vps => Some(ServerKind::Vps),
    }
}

/// The transactions that can be given back: purchases and renewals of the last 7 days, not given back yet, newest first.
///
/// One whose age or number cannot be read stops everything, because cancelling over it could lose its money.
pub(super) fn refundable(actions: &[Action], now: Timestamp) -> Result<Vec<(ActionId, String)>, Error> {
    let mut found = Vec::new();
    for action in actions.iter().filter(|action| action.is_purchase() && !action.is_refunded()) {
        let (Some(time), Some(id)) = (action.time.get(), action.id.get()) else {
            let kind = ErrorKind::Decode {
                path: "actions".into(),
                reason:
                    "a purchase whose number or time cannot be read, so it is not known whether it can be \
                         given back"
                        .into(),
                excerpt: String::new(),
            };
            let error = Error::new(kind, Outcome::Unknown);
            return Err(error.of_call("softaculous.logs", license_wire::Effect::Read, 1));
        };
        if now.duration_since(*time) < REFUNDABLE {
            let amount = action.amount.get().map_or_else(|| "the price".to_owned(), Decimal::to_string);
            found.push((*time, *id, amount));
        }
    }
    found.sort_unstable_by_key(|(time, id, _)| std::cmp::Reverse((*time, *id)));
    Ok(found.into_iter().map(|(_, id, amount)| (id, amount)).collect())
}

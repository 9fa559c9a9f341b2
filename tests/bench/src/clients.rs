//! Our clients, against a server of the benchmarks, and what they send, to be sent by others too.

use billmgr_client::ItemType;
use license_wire::{Preview, Retries, Settings};
use websoftsolus::PleskKey;

use crate::Fallible;
use crate::bodies;
use crate::server::Route;

pub(crate) const PASSWORD: &str = "bench-pass";
/// The key whose properties are read.
pub(crate) const KEY: &str = "PLSK.02980001";

/// Nothing is tried again: what fails ends the measurement.
pub(crate) fn settings(authority: Option<&str>) -> Fallible<Settings> {
    let settings = Settings::new().retries(Retries::none());
    Ok(match authority {
        Some(pem) => settings.ca_pem(pem)?,
        None => settings,
    })
}

pub(crate) fn softaculous(url: &str, authority: Option<&str>) -> Fallible<softaculous_noc::Client> {
    let credentials = softaculous_noc::Credentials::account("bench", PASSWORD)?;
    let client = softaculous_noc::Client::builder(softaculous_noc::Environment::Live, credentials);
    Ok(client.base_url(url).settings(settings(authority)?).build()?)
}

pub(crate) fn websoftsolus(url: &str) -> Fallible<websoftsolus::Client> {
    let credentials = websoftsolus::Credentials::new("bench@example.com", PASSWORD)?;
    let client = websoftsolus::Client::builder(websoftsolus::Environment::Live, credentials);
    Ok(client.base_url(url).settings(settings(None)?).build()?)
}

pub(crate) fn billmgr(url: &str) -> Fallible<billmgr_client::Client> {
    let credentials = billmgr_client::Credentials::each_call("bench", PASSWORD)?;
    let site = billmgr_client::Site::own(billmgr_client::Vendor::Ispmanager, url);
    Ok(billmgr_client::Client::builder(&site, credentials).settings(settings(None)?).build()?)
}

/// The read that is measured at each vendor.
pub(crate) fn list_softaculous() -> softaculous_noc::ListLicenses {
    softaculous_noc::ListLicenses::new()
}

pub(crate) fn properties() -> Fallible<websoftsolus::GetProperties<websoftsolus::Plesk>> {
    Ok(websoftsolus::GetProperties::new(PleskKey::new(KEY)?))
}

pub(crate) fn list_billmgr() -> billmgr_client::ListLicenses {
    billmgr_client::ListLicenses::new(ItemType::Ispsystem)
}

/// Answers to one small read at each vendor, and to a purchase.
pub(crate) fn small_answers() -> Vec<Route> {
    vec![
        Route::json("ca=softaculous_buy", bodies::PURCHASE),
        Route::json("ca=softaculous", &bodies::softaculous_list(1)),
        Route::json("/access/token", bodies::TOKEN),
        Route::json("/license/plesk/", bodies::PROPERTIES),
        Route::xml("/billmgr", &bodies::billmgr_list(1)),
    ]
}

/// The fields of a request with its masked credentials put in again.
pub(crate) fn fields(preview: &Preview) -> Vec<(String, String)> {
    let unmask = |name: &str, value: &str| match (name, value) {
        ("authinfo", _) => format!("bench:{PASSWORD}"),
        (_, "***") => PASSWORD.to_owned(),
        (_, value) => value.to_owned(),
    };
    preview.fields.iter().map(|(name, value)| (name.clone(), unmask(name, value))).collect()
}

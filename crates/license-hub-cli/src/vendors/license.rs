//! The common view of a licence, and how one is named.

use std::net::IpAddr;
use std::str::FromStr;

use clap::ValueEnum;
use jiff::civil::Date;
use license_wire::Error;
use serde_json::Value;

use super::{Account, days_between};
use crate::output::{Cell, Column, Ink, Sheet, detail, shown};

/// A licence, as far as all vendors have it in common. What could not be read is empty here and stands in the record.
#[derive(Clone, Debug)]
pub(crate) struct License {
    /// In the vendor's word, in small letters.
    pub(crate) product: String,
    pub(crate) id: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) hostname: Option<String>,
    pub(crate) expires: Option<Date>,
    /// Whether the vendor says that it works.
    pub(crate) active: Option<bool>,
    pub(crate) auto_renew: Option<bool>,
    pub(crate) owner: Option<String>,
    /// All the vendor says.
    pub(crate) record: Value,
}

/// Whether a licence works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Status {
    /// It works
    Active,
    /// Its time has run out
    Expired,
    /// It does not work, and its time has not run out
    Inactive,
    /// The vendor does not say
    Unknown,
}

impl Status {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Inactive => "inactive",
            Self::Unknown => "unknown",
        }
    }
}

impl License {
    /// The day of expiry may still be a valid one, so only a day before today has expired.
    pub(crate) fn status(&self, today: Date) -> Status {
        match (self.active, self.expires) {
            (_, Some(expires)) if expires < today => Status::Expired,
            (Some(true), _) => Status::Active,
            (Some(false), _) => Status::Inactive,
            (None, _) => Status::Unknown,
        }
    }

    /// Product, address and key, to know it by in a sentence.
    pub(crate) fn in_words(&self) -> String {
        let mut words = format!("{} licence", self.product);
        for (name, value) in [("id", &self.id), ("key", &self.key)] {
            if let Some(value) = value {
                words = words + " " + name + " " + value;
            }
        }
        if let Some(address) = self.address {
            words = format!("{words} at {address}");
        }
        words
    }
}

/// A licence as a person names it: by key, by number, or by the address of its server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LicenseName {
    Key(String),
    Id(String),
    Address(IpAddr),
}

impl FromStr for LicenseName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(address));
        }
        if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("write a licence key, a licence number or the IP address of its server".into());
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        Ok(if digits { Self::Id(text.into()) } else { Self::Key(text.into()) })
    }
}

impl std::fmt::Display for LicenseName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(text) | Self::Id(text) => f.write_str(text),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// Which licences are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// In the vendor's word; all of them when there is none.
    pub(crate) product: Option<String>,
    pub(crate) address: Option<IpAddr>,
    /// With what takes another call to find out.
    pub(crate) details: bool,
    /// With expiry and status, where these take another call to find out.
    pub(crate) standing: bool,
}

/// What could be read of an account's licences.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listed {
    pub(crate) licenses: Vec<License>,
    /// What could not be read: of which licences, and why.
    pub(crate) failures: Vec<(String, Error)>,
}

const COLUMNS: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("product"),
    shown("tariff"),
    shown("id"),
    shown("key"),
    shown("ip"),
    detail("hostname"),
    shown("status"),
    shown("expires"),
    shown("days_left"),
    shown("auto_renew"),
    detail("owner"),
    detail("title"),
];

/// Licences of any accounts as one table, soonest to expire first, then as the vendor lists them.
pub(crate) fn sheet(found: &[(Account, License)], today: Date) -> Sheet {
    let mut sorted: Vec<&(Account, License)> = found.iter().collect();
    sorted.sort_by_key(|(_, license)| (license.expires.is_none(), license.expires));
    let mut sheet = Sheet::list("licenses", COLUMNS);
    for (account, license) in sorted {
        sheet.push(cells(account, license, today), Some(license.record.clone()));
    }
    sheet
}

/// One licence.
pub(crate) fn single(account: &Account, license: &License, today: Date) -> Sheet {
    Sheet::one("license", COLUMNS, cells(account, license, today), license.record.clone())
}

fn cells(account: &Account, license: &License, today: Date) -> Vec<Cell> {
    let status = license.status(today);
    let days_left = license.expires.map(|expires| days_between(today, expires));
    vec![
        account.vendor.word().into(),
        account.name.as_str().into(),
        account.environment.word().into(),
        license.product.as_str().into(),
        license.record.get("pricelist_name").and_then(Value::as_str).into(),
        license.id.clone().into(),
        license.key.clone().into(),
        license.address.into(),
        license.hostname.clone().into(),
        match status {
            Status::Active => status.word().into(),
            _ => Cell::Inked(Ink::Alarm, status.word().into()),
        },
        license.expires.into(),
        days_left.into(),
        license.auto_renew.map(|on| if on { "on" } else { "off" }).into(),
        license.owner.clone().into(),
        account.api.title(license).into(),
    ]
}

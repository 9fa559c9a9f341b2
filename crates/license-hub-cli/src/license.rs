//! Licences: how a person names one, and how they are shown.

use std::net::IpAddr;
use std::str::FromStr;

use clap::ValueEnum;
use jiff::civil::Date;
use license_hub::{License, Record, Status, Vendor};

use crate::account::Account;
use crate::exit::Failure;
use crate::output::{CellOf, Column, Ink, Record as Written, RowOf, SheetOf, detail, shown};
use crate::words;

/// A licence as a person names it: by key, by number, by the address of its server, or by what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LicenseName(String);

impl FromStr for LicenseName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("write a licence key, a licence number or the IP address of its server".into());
        }
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Display for LicenseName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The licences that go by this name. An address can have several.
pub(crate) fn all_called(
    account: &Account,
    name: &LicenseName,
    product: Option<&str>,
) -> Result<Vec<License>, Failure> {
    words::check_product(account.vendor, product)?;
    let kind = product.and_then(|product| words::kind(account.vendor, product));
    account.api.find(&name.0, kind).map_err(|error| Failure::from(error).at(account))
}

/// The one licence of this name, or a complaint that says how to name it better.
pub(crate) fn one_license(
    account: &Account,
    name: &LicenseName,
    product: Option<&str>,
) -> Result<License, Failure> {
    let mut found = all_called(account, name, product)?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Failure::usage(format!(
            "{account}: there is no licence {name}; nothing was changed, so see `license-hub list --account {}`",
            account.name
        ))),
        _ => {
            let all: Vec<String> = found.iter().map(in_words).collect();
            Err(Failure::usage(format!(
                "{account}: {name} has several licences: {}; name one by its key, or say which --product",
                all.join("; ")
            )))
        }
    }
}

/// A licence that was found with all the vendor says about it, where finding it did not tell that already.
pub(crate) fn whole(account: &Account, license: License) -> Result<License, license_hub::Error> {
    match license.record {
        Record::None => account.api.details(&license),
        _ => Ok(license),
    }
}

/// Whether a licence works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum State {
    /// It works
    Active,
    /// Its time has run out
    Expired,
    /// It does not work, and its time has not run out
    Inactive,
    /// The vendor does not say
    Unknown,
}

impl State {
    pub(crate) fn of(license: &License, today: Date) -> Self {
        match license.status_on(today) {
            Status::Active => Self::Active,
            Status::Expired => Self::Expired,
            Status::Inactive | Status::Suspended | Status::Pending | Status::Unpaid | Status::Ended => {
                Self::Inactive
            }
            _ => Self::Unknown,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Inactive => "inactive",
            Self::Unknown => "unknown",
        }
    }
}

/// The product, in the word that the command line has for it.
pub(crate) fn product(license: &License) -> &str {
    words::product(license.vendor, &license.id.kind)
}

/// What was bought of the product, where the vendor has a name for that.
pub(crate) fn tariff(license: &License) -> Option<&str> {
    let same = |word: &str| license.product.eq_ignore_ascii_case(word);
    (!same(product(license)) && !same(&license.id.kind)).then_some(license.product.as_str())
}

/// Its number, where the vendor has numbers beside keys.
pub(crate) fn number(license: &License) -> Option<&str> {
    let id = license.id.id.as_str();
    (license.key.as_deref() != Some(id)).then_some(id)
}

/// Product, address and key, to know it by in a sentence.
pub(crate) fn in_words(license: &License) -> String {
    let mut words = format!("{} licence", product(license));
    for (name, value) in [("id", number(license)), ("key", license.key.as_deref())] {
        if let Some(value) = value {
            words = words + " " + name + " " + value;
        }
    }
    if let Some(address) = license.addresses.first() {
        words = format!("{words} at {address}");
    }
    words
}

/// All the vendor says about it; nothing where its list has only keys.
pub(crate) fn record(license: &License) -> Option<Written<'_>> {
    let properties = match &license.record {
        Record::Plesk(properties) => properties.all(),
        Record::Cpanel(properties) => properties.all(),
        Record::Virtuozzo(properties) => properties.all(),
        Record::None => None,
        record => return Some(Written::Of(record)),
    };
    properties.map(|properties| Written::Of(properties))
}

/// Whether it renews itself, in a word.
fn on_or_off(license: &License) -> Option<&'static str> {
    license.auto_renew.map(|on| if on { "on" } else { "off" })
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
/// Of several addresses the one that was looked for is shown.
pub(crate) fn sheet<'a>(
    found: impl IntoIterator<Item = &'a License>,
    today: Date,
    looked_for: Option<IpAddr>,
) -> SheetOf<'a> {
    let mut sorted: Vec<&License> = found.into_iter().collect();
    sorted.sort_by_key(|license| (license.expires.is_none(), license.expires));
    let mut sheet = SheetOf::list("licenses", COLUMNS);
    for license in sorted {
        sheet.lend(cells(license, today, looked_for), record(license));
    }
    sheet
}

/// One licence.
pub(crate) fn single(license: &License, today: Date) -> SheetOf<'_> {
    let row = RowOf { cells: cells(license, today, None), record: record(license) };
    SheetOf { single: true, rows: vec![row], ..SheetOf::list("license", COLUMNS) }
}

fn cells(license: &License, today: Date, looked_for: Option<IpAddr>) -> Vec<CellOf<'_>> {
    let address =
        looked_for.filter(|it| license.addresses.contains(it)).or(license.addresses.first().copied());
    let state = State::of(license, today);
    let name = license.name.as_deref();
    // Softaculous knows the server by a name, the others the licence.
    let (hostname, title) = match license.vendor {
        Vendor::Softaculous => (name, None),
        _ => (None, name),
    };
    let lent = |text| CellOf::lent(Some(text));
    vec![
        lent(license.vendor.name()),
        lent(license.account.as_str()),
        lent(license.environment.name()),
        lent(product(license)),
        CellOf::lent(tariff(license)),
        CellOf::lent(number(license)),
        CellOf::lent(license.key.as_deref()),
        address.into(),
        CellOf::lent(hostname),
        match state {
            State::Active => lent(state.word()),
            _ => CellOf::Inked(Ink::Alarm, state.word().into()),
        },
        license.expires.into(),
        license.days_left(today).map(i64::from).into(),
        CellOf::lent(on_or_off(license)),
        CellOf::lent(license.owner.as_deref()),
        CellOf::lent(title),
    ]
}

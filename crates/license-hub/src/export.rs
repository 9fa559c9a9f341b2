//! Licences as JSON, CSV and XML.

use serde_json::Value;

use crate::{Error, License};

/// The columns of [`csv()`], which later versions only add to at the end.
pub const COLUMNS: [&str; 12] = [
    "vendor",
    "account",
    "environment",
    "kind",
    "id",
    "key",
    "product",
    "name",
    "addresses",
    "status",
    "expires",
    "auto_renew",
];

fn unwritable() -> Error {
    Error::invalid("licenses", "have no such form")
}

/// A JSON list of licences, each with the vendor's own record and its unknown fields.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `licenses` when one has no JSON form.
pub fn json<'a>(licenses: impl IntoIterator<Item = &'a License>) -> Result<String, Error> {
    let licenses: Vec<&License> = licenses.into_iter().collect();
    serde_json::to_string_pretty(&licenses).map_err(|_| unwritable())
}

/// An XML document: `licenses`, and in it one `item` for each licence, with the vendor's own record.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `licenses` when one has no JSON form.
pub fn xml<'a>(licenses: impl IntoIterator<Item = &'a License>) -> Result<String, Error> {
    let licenses: Vec<&License> = licenses.into_iter().collect();
    let value = serde_json::to_value(licenses).map_err(|_| unwritable())?;
    Ok(license_wire::to_xml("licenses", &value))
}

/// A CSV table with the columns [`COLUMNS`]: the common view without the vendors' records. Several addresses stand in
/// one cell, parted by spaces.
///
/// A cell that a spreadsheet would take for a formula begins with an apostrophe; see [`defused`].
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `licenses` when the table cannot be written.
pub fn csv<'a>(licenses: impl IntoIterator<Item = &'a License>) -> Result<String, Error> {
    let mut table = ::csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).map_err(|_| unwritable())?;
    for license in licenses {
        table.write_record(cells(license).map(|cell| defused(&cell))).map_err(|_| unwritable())?;
    }
    let bytes = table.into_inner().map_err(|_| unwritable())?;
    String::from_utf8(bytes).map_err(|_| unwritable())
}

fn cells(license: &License) -> [String; 12] {
    let addresses: Vec<String> = license.addresses.iter().map(ToString::to_string).collect();
    [
        license.vendor.name().into(),
        license.account.to_string(),
        license.environment.to_string(),
        license.id.kind.clone(),
        license.id.id.clone(),
        license.key.clone().unwrap_or_default(),
        license.product.clone(),
        license.name.clone().unwrap_or_default(),
        addresses.join(" "),
        license.status.to_string(),
        license.expires.map(|date| date.to_string()).unwrap_or_default(),
        license.auto_renew.map(|on| if on { "on" } else { "off" }.to_owned()).unwrap_or_default(),
    ]
}

/// A cell that no spreadsheet takes for a formula: it gets an apostrophe before it, and so does one that has apostrophes before
/// such a beginning already, so that taking one away gives every cell back. A plain number stays one.
#[must_use]
pub fn defused(cell: &str) -> String {
    let risky = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if risky && !number { format!("'{cell}") } else { cell.to_owned() }
}

/// The licence as a JSON value, with the vendor's own record.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `licenses` when it has no JSON form.
pub fn value(license: &License) -> Result<Value, Error> {
    serde_json::to_value(license).map_err(|_| unwritable())
}

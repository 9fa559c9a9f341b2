//! The vendor's answers as sheets.

use license_hub::websoftsolus::{FamilyName, OrderableVersion};

use crate::account::Account;
use crate::output::{Column, Sheet, detail, shown};

const ORDERABLE: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("product"),
    shown("name"),
    shown("title"),
];

pub(super) fn orderable(account: &Account, family: FamilyName, versions: &[OrderableVersion]) -> Sheet {
    let mut sheet = Sheet::list("orderable", ORDERABLE);
    for version in versions {
        // The vendor may say a title alone, or an object with one.
        let title = version.details.as_str().or_else(|| version.details.get("title")?.as_str());
        let mut cells = account.cells();
        cells.extend([family.wire().into(), version.name.as_str().into(), title.into()]);
        sheet.push(cells, Some(version.details.clone()).filter(|details| !details.is_null()));
    }
    sheet
}

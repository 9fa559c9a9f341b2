//! Licences made by hand, and the whole inventory of them. Only a hub makes one, so they come from an account that has them.

use license_hub::{
    Account, AccountName, Before, Capabilities, Checked, ClientRef, Done, Environment, Error, Evidence, Hub,
    License, LicenseId, Listing, Operation, Preview, Progress, Record, Request, Status, Vendor, View, Whole,
};

use crate::drift::advice::advice;
use crate::drift::compare::{Soon, compare};
use crate::drift::expected::Expected;

pub(crate) const TODAY: &str = "2026-03-01";

/// A licence of ISPlicense that is as it should be. A test changes what it is about.
pub(crate) fn license(account: &str, id: &str, address: &str) -> License {
    let mut license = License::new(
        Vendor::Isplicense,
        AccountName::new(account).unwrap(),
        Environment::Live,
        LicenseId { kind: "softexternal".into(), id: id.into() },
        "ISPmanager 6 Lite",
        Record::None,
    );
    license.addresses = vec![address.parse().unwrap()];
    license.expires = Some("2026-12-01".parse().unwrap());
    license.status = Status::Active;
    license
}

/// The same for another product, whose kind is its name, as at Softaculous and WebSoftSolus.
pub(crate) fn other(account: &str, id: &str, address: &str, vendor: Vendor, product: &str) -> License {
    let mut license = license(account, id, address);
    license.vendor = vendor;
    license.id.kind = product.to_lowercase();
    license.product = product.into();
    license
}

/// What `list`, which has a header, says about these licences: `KIND LICENCE LINE`, and `-` for what there is none of.
pub(crate) fn found(list: &str, licenses: &[License]) -> Vec<String> {
    found_with(list, licenses, |soon| soon)
}

pub(crate) fn found_with(list: &str, licenses: &[License], change: impl Fn(Soon) -> Soon) -> Vec<String> {
    let rows = rows(list);
    let whole = whole(licenses);
    let report = compare(&whole, &rows.rows, change(soon()));
    let words = report.findings.iter().map(|finding| {
        let id = finding.license.map_or("-".into(), |license| license.id.id.clone());
        let line = finding.row.map_or("-".into(), |row| row.line.to_string());
        format!("{} {id} {line}", finding.kind.word())
    });
    words.collect()
}

/// What there is to do about each finding.
pub(crate) fn to_do(list: &str, licenses: &[License]) -> Vec<String> {
    let rows = rows(list);
    let whole = whole(licenses);
    let report = compare(&whole, &rows.rows, soon());
    report.findings.iter().map(|finding| advice(finding, TODAY.parse().unwrap())).collect()
}

pub(crate) fn soon() -> Soon {
    Soon { today: TODAY.parse().unwrap(), within: 15, self_renewing: true }
}

pub(crate) fn rows(list: &str) -> Expected {
    let accounts = [
        ("ispl", Vendor::Isplicense),
        ("ispl-2", Vendor::Isplicense),
        ("noc", Vendor::Softaculous),
        ("wss", Vendor::WebSoftSolus),
    ];
    let rows = Expected::read(list.as_bytes(), &accounts);
    assert_eq!(rows.problems, []);
    rows
}

pub(crate) fn whole(licenses: &[License]) -> Whole {
    let mut hub = Hub::new();
    hub.add(Given { name: AccountName::new("given").unwrap(), licenses: licenses.to_vec() }).unwrap();
    hub.inventory(View::Full).whole().unwrap()
}

/// An account that has these licences and can do nothing else.
#[derive(Debug)]
struct Given {
    name: AccountName,
    licenses: Vec<License>,
}

impl Given {
    fn nothing<T>() -> Result<T, Error> {
        Err(Error::invalid("operation", "is not for this account"))
    }
}

impl Account for Given {
    fn name(&self) -> &AccountName {
        &self.name
    }

    fn vendor(&self) -> Vendor {
        Vendor::Isplicense
    }

    fn environment(&self) -> Environment {
        Environment::Live
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&[])
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        None
    }

    fn licenses(&self, _: View, _: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        Ok(Listing::whole(self.licenses.clone()))
    }

    fn plan(&self, _: &License, _: &Request) -> Result<Operation, Error> {
        Self::nothing()
    }

    fn preview(&self, _: &Operation) -> Result<Vec<Preview>, Error> {
        Self::nothing()
    }

    fn perform(&self, _: &Operation) -> Result<Done, Error> {
        Self::nothing()
    }

    fn look_before(&self, _: &Operation) -> Result<Before, Error> {
        Self::nothing()
    }

    fn check(&self, _: &Operation, _: &Before) -> Result<Checked<Evidence>, Error> {
        Self::nothing()
    }

    fn shut_down(&self) {}
}

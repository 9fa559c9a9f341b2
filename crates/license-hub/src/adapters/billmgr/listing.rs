//! Licences of ispmanager and ISPlicense in the common view.

use std::sync::atomic::{AtomicUsize, Ordering};

use billmgr_client::{AutoRenew, GetLicense, Lenient};
use license_wire::side_by_side;

use super::BillmgrAccount;
use crate::{Account, Environment, Error, License, LicenseId, Listing, Progress, Record, Status};

impl BillmgrAccount {
    pub(super) fn view(&self, license: billmgr_client::License) -> License {
        let id = LicenseId {
            kind: license.service.item_type().prefix().into(),
            id: license.service.id().as_str().into(),
        };
        let text = |lenient: &Lenient<String>| lenient.as_str().map(str::to_owned);
        let product = text(&license.tariff_name).or_else(|| text(&license.title));
        let product = product.unwrap_or_else(|| license.service.item_type().prefix().to_owned());
        let mut view =
            License::new(self.vendor(), self.name.clone(), Environment::Live, id, product, Record::None);
        view.key = license.key.get().map(|key| key.as_str().to_owned());
        view.name = text(&license.name);
        view.addresses = license.address.get().copied().into_iter().collect();
        view.expires = license.expires.get().map(|moment| moment.date());
        view.auto_renew = license.auto_renew.get().and_then(|auto_renew| match auto_renew {
            AutoRenew::Off => Some(false),
            AutoRenew::Every(_) => Some(true),
            AutoRenew::VendorsDefault => None,
        });
        view.status = match license.status() {
            Some(billmgr_client::Status::Ordered) => Status::Unpaid,
            Some(billmgr_client::Status::Active) => Status::Active,
            Some(billmgr_client::Status::Suspended) => Status::Suspended,
            Some(billmgr_client::Status::Deleted) => Status::Ended,
            Some(billmgr_client::Status::Processing) => Status::Pending,
            None => Status::Unknown(String::new()),
        };
        view.record = Record::Billmgr(Box::new(license));
        view
    }

    /// What lists do not say, such as the key, licence by licence.
    pub(super) fn details(
        &self,
        listed: Vec<billmgr_client::License>,
        progress: &(dyn Fn(Progress) + Sync),
        listing: &mut Listing,
    ) {
        let (done, total) = (AtomicUsize::new(0), listed.len());
        let answers = side_by_side(
            &listed,
            self.side_by_side,
            &self.stop,
            |license| self.client.license(&GetLicense::new(license.service.clone())),
            |_, _| {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                progress(Progress::Details { account: self.name.clone(), done, total });
            },
        );
        for (license, answer) in listed.into_iter().zip(answers) {
            let part = format!("licence {}", license.service.id());
            match answer {
                Some(Ok(whole)) => listing.licenses.push(self.view(merged(license, whole))),
                Some(Err(error)) => {
                    let error = Error::from(error).at(self.vendor(), &self.name);
                    listing.failures.push((part, error));
                    listing.licenses.push(self.view(license));
                }
                None => {
                    listing
                        .failures
                        .push((part, self.wrong("license", "was not asked for, as it was stopped")));
                    listing.licenses.push(self.view(license));
                }
            }
        }
    }
}

/// What the list says, where the licence's own answer does not.
fn merged(listed: billmgr_client::License, mut whole: billmgr_client::License) -> billmgr_client::License {
    if whole.status_code.is_missing() {
        whole.status_code = listed.status_code;
    }
    if whole.item_status.is_none() {
        whole.item_status = listed.item_status;
    }
    if whole.tariff_name.is_missing() {
        whole.tariff_name = listed.tariff_name;
    }
    if whole.cost.is_missing() {
        whole.cost = listed.cost;
    }
    whole
}

//! Licences of ispmanager and ISPlicense in the common view.

use std::sync::atomic::{AtomicUsize, Ordering};

use billmgr_client::Status::Deleted;
use billmgr_client::{AutoRenew, GetLicense, ItemType, Lenient, License as Own, LicenseKey, ListLicenses};
use license_wire::{ErrorKind, Outcome, side_by_side};

use super::BillmgrAccount;
use crate::account::whole;
use crate::adapters::name::{Name, read};
use crate::{
    Account, Environment, Error, License, LicenseId, Listing, Progress, Record, Status, View, Wanted,
};

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
        view.name = text(&license.name).filter(|name| !name.is_empty());
        let address = license.address.get().copied();
        view.addresses = address.filter(|address| !address.is_unspecified()).into_iter().collect();
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

    /// The item types that are wanted and listed here.
    fn item_types_of(&self, kind: Option<&str>) -> impl Iterator<Item = &ItemType> {
        self.item_types.iter().filter(move |known| kind.is_none_or(|kind| kind == known.prefix()))
    }

    /// What the lists say. What fails of one item type does not hide the others.
    fn listed(&self, kind: Option<&str>, listing: &mut Listing) -> Result<Vec<Own>, Error> {
        let mut all = Vec::new();
        let (mut asked, mut failed) = (0, Vec::new());
        for item_type in self.item_types_of(kind) {
            asked += 1;
            match self.place(self.client.all_licenses(&ListLicenses::new(item_type.clone()))) {
                Ok(found) => all.extend(found),
                Err(error) => failed.push((item_type.prefix().to_string(), error)),
            }
        }
        match failed.first() {
            Some((_, error)) if failed.len() == asked => return Err(error.clone()),
            _ => {}
        }
        for (kind, error) in failed {
            if error.wire().is_some_and(billmgr_client::is_closed) {
                listing.closed.push((kind, error));
            } else {
                listing.failures.push((format!("all licences of the kind `{kind}`"), error));
            }
        }
        Ok(all)
    }

    pub(super) fn list(
        &self,
        wanted: &Wanted,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        let mut listed = self.listed(wanted.kind.as_deref(), &mut listing)?;
        if let Some(address) = wanted.address {
            // One that has no address is not there; one whose address cannot be read may be.
            listed.retain(|license| match license.address.get() {
                Some(at) => *at == address,
                None => license.address.unread().is_some(),
            });
        }
        match wanted.view {
            View::Full => self.with_forms(listed, progress, &mut listing),
            _ => listing.licenses = listed.into_iter().map(|license| self.view(license)).collect(),
        }
        Ok(listing)
    }

    /// What lists do not say, such as the key, licence by licence.
    fn with_forms(&self, listed: Vec<Own>, progress: &(dyn Fn(Progress) + Sync), listing: &mut Listing) {
        let (done, total) = (AtomicUsize::new(0), listed.len());
        let tell = |done| progress(Progress::Details { account: self.name.clone(), done, total });
        tell(0);
        let answers = side_by_side(
            &listed,
            self.side_by_side,
            &self.stop,
            |license| self.with_form(license),
            |_, _| tell(done.fetch_add(1, Ordering::Relaxed) + 1),
        );
        for (license, answer) in listed.into_iter().zip(answers) {
            let part = format!("licence {}", license.service.id());
            let closed = || license_wire::Error::new(ErrorKind::Closed, Outcome::NotSent);
            match self.place(answer.unwrap_or_else(|| Err(closed()))) {
                Ok(whole) => listing.licenses.push(self.view(whole)),
                Err(error) => {
                    listing.failures.push((part, error));
                    listing.licenses.push(self.view(license));
                }
            }
        }
    }

    /// A licence of a list with what only its own form has. One that is gone since stays as it was listed.
    fn with_form(&self, listed: &Own) -> Result<Own, billmgr_client::Error> {
        let form = match self.client.license(&GetLicense::new(listed.service.clone())) {
            Ok(form) => form,
            Err(error) if billmgr_client::is_missing(&error) => return Ok(listed.clone()),
            Err(error) => return Err(error),
        };
        Ok(merged(listed, form))
    }

    pub(super) fn with_details(&self, license: &License) -> Result<License, Error> {
        let whole = self.place(self.with_form(self.record(license)?))?;
        Ok(self.view(whole))
    }

    pub(super) fn by_name(&self, name: &str, kind: Option<&str>) -> Result<Vec<License>, Error> {
        let kinds: Vec<&str> = self.item_types.iter().map(ItemType::prefix).collect();
        let (name, kind) = read(name, kind, &kinds);
        // A list that is not open to this account has nothing in it that could be meant.
        let mut listing = Listing::default();
        let all = self.listed(kind, &mut listing)?;
        if let Some((_, error)) = listing.failures.into_iter().next() {
            return Err(error);
        }
        let mut found: Vec<&Own> = all.iter().filter(|license| may_be(license, name)).collect();
        if let (Name::Text(text), true) = (name, found.is_empty()) {
            // Keys stand in no list, so every licence has to be looked at.
            let key: LicenseKey = self.place(text.parse())?;
            let mut listing = Listing::default();
            self.with_forms(all, &|_| {}, &mut listing);
            let mut found = whole(listing)?;
            found.retain(|license| license.key.as_deref() == Some(key.as_str()));
            return Ok(found);
        }
        if found.len() > 1 && matches!(name, Name::Text(_)) {
            found.retain(|license| license.status() != Some(Deleted));
        }
        let mut whole = Vec::new();
        for license in found {
            let license = self.view(self.place(self.with_form(license))?);
            // The licence that a key begins with the number of need not be the key's.
            let fits = match name {
                Name::Text(text) => {
                    license.name.as_deref() == Some(text) || license.key.as_deref() == Some(text)
                }
                Name::Number(_) | Name::Address(_) => true,
            };
            if fits {
                whole.push(license);
            }
        }
        Ok(whole)
    }
}

/// Whether a licence of a list goes by this name, as far as the list tells.
fn may_be(license: &Own, name: Name<'_>) -> bool {
    let id = license.service.id().as_str();
    match name {
        Name::Number(number) => id == number,
        Name::Address(address) => {
            license.address.get() == Some(&address) && license.status() != Some(Deleted)
        }
        // A name is as good as a key, and stands in the list.
        Name::Text(text) => {
            license.name.as_str() == Some(text) || id_in_key(text).is_some_and(|in_key| in_key == id)
        }
    }
}

/// The licence that a key is of, where the key says it.
fn id_in_key(text: &str) -> Option<String> {
    let key: LicenseKey = text.parse().ok()?;
    key.service_id().map(|id| id.to_string())
}

/// The form is the newer of the two, and has what the list lacks; the list has names and prices.
fn merged(listed: &Own, form: Own) -> Own {
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
    whole
}

//! Licences of Softaculous NOC in the common view.

use softaculous_noc::{LicenseKey, ListAutoRenewals, ListLicenses, Product};

use super::SoftaculousAccount;
use crate::adapters::name::{Name, read};
use crate::inventory::add;
use crate::{Account, Error, License, LicenseId, Listing, Record, Status, Vendor, View, Wanted};

/// The vendor's words for its products, as in the names of its functions.
const KINDS: [&str; 4] = ["softaculous", "webuzo", "virtualizor", "sitepad"];

/// The vendor's word for a product.
pub(super) fn kind(product: Product) -> &'static str {
    match product {
        Product::Softaculous => "softaculous",
        Product::Webuzo => "webuzo",
        Product::Virtualizor => "virtualizor",
        Product::SitePad => "sitepad",
    }
}

impl SoftaculousAccount {
    pub(super) fn view(&self, product: Product, license: softaculous_noc::License) -> Result<License, Error> {
        let id = match (license.id.get(), license.key.get()) {
            (Some(id), _) => id.to_string(),
            (None, Some(key)) => key.to_string(),
            (None, None) => return Err(self.wrong("license", "one in the list has neither id nor key")),
        };
        let id = LicenseId { kind: kind(product).into(), id };
        let mut view = License::new(
            Vendor::Softaculous,
            self.name.clone(),
            self.environment(),
            id,
            product.to_string(),
            Record::None,
        );
        view.key = license.key.get().map(ToString::to_string);
        view.name = license.hostname.as_str().map(str::to_owned);
        view.addresses = license.address.get().copied().into_iter().collect();
        view.expires = license.expires.get().copied();
        view.status = match license.active.get() {
            Some(true) => Status::Active,
            Some(false) => Status::Inactive,
            None => Status::Unknown(String::new()),
        };
        view.owner = license.owner_email.as_str().map(str::to_owned);
        view.record = Record::Softaculous(Box::new(license));
        Ok(view)
    }

    /// The products that are wanted and listed here.
    fn products_of(&self, kind_wanted: Option<&str>) -> impl Iterator<Item = Product> {
        self.products.iter().copied().filter(move |product| kind_wanted.is_none_or(|it| it == kind(*product)))
    }

    pub(super) fn list(&self, wanted: &Wanted) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        for product in self.products_of(wanted.kind.as_deref()) {
            let list = ListLicenses::new().product(product);
            let list = wanted.address.into_iter().fold(list, ListLicenses::address);
            let listed = self.place(self.client.all_licenses(&list))?;
            let mut found: Vec<License> =
                listed.into_iter().map(|license| self.view(product, license)).collect::<Result<_, _>>()?;
            // Whether the vendor's filter is exact is not known.
            found.retain(|license| {
                wanted
                    .address
                    .is_none_or(|at| license.addresses.is_empty() || license.addresses.contains(&at))
            });
            if wanted.view == View::Full && !found.is_empty() {
                self.add_auto_renewal(product, &mut found, &mut listing);
            }
            add(&mut listing.licenses, found);
        }
        Ok(listing)
    }

    /// The shape of this answer is a guess of the vendor's crate, so that one that is not understood says nothing.
    fn add_auto_renewal(&self, product: Product, found: &mut [License], listing: &mut Listing) {
        let page = match self.place(self.client.auto_renewals(&ListAutoRenewals::new().product(product))) {
            Ok(page) => page,
            Err(error) => {
                let part = format!("which {product} licences renew themselves");
                listing.failures.push((part, error));
                return;
            }
        };
        let Ok(renewing) = page.licenses() else { return };
        let keys: Vec<&str> =
            renewing.iter().filter_map(|license| license.key.get().map(LicenseKey::as_str)).collect();
        for license in found {
            license.auto_renew = license.key.as_deref().map(|key| keys.contains(&key));
        }
    }

    /// The licences that renew themselves, as the vendor lists them.
    pub(super) fn list_renewing(&self) -> Result<Vec<License>, Error> {
        let mut all = Vec::new();
        for product in self.products_of(None) {
            let page = self.place(self.client.auto_renewals(&ListAutoRenewals::new().product(product)))?;
            for license in self.place(page.licenses())? {
                let mut license = self.view(product, license)?;
                license.auto_renew = Some(true);
                all.push(license);
            }
        }
        Ok(all)
    }

    pub(super) fn by_name(&self, name: &str, kind: Option<&str>) -> Result<Vec<License>, Error> {
        let (name, kind) = read(name, kind, &KINDS);
        let mut all = Vec::new();
        for product in self.products_of(kind) {
            let list = ListLicenses::new().product(product);
            let list = match name {
                Name::Address(address) => list.address(address),
                // A key has no dot, and a name of a server has one. The vendor has no filter for names and numbers.
                Name::Text(text) if !text.contains('.') => list.key(self.place(text.parse())?),
                Name::Text(_) | Name::Number(_) => list,
            };
            for license in self.place(self.client.all_licenses(&list))? {
                let license = self.view(product, license)?;
                let fits = match name {
                    Name::Address(address) => license.addresses.contains(&address),
                    Name::Number(text) | Name::Text(text) => license.is_called(text),
                };
                if fits {
                    all.push(license);
                }
            }
            // A key or a number names one licence; an address can have one of each product.
            if !all.is_empty() && !matches!(name, Name::Address(_)) {
                break;
            }
        }
        Ok(all)
    }
}

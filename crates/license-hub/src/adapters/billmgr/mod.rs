//! ispmanager and ISPlicense in the common vocabulary. They share one API.

mod done;
mod listing;

use billmgr_client::{
    AutoRenew, ChangeTariff, ClearCart, Client, Delete, Edit, ItemType, ListLicenses, NewKey,
    Order as Purchase, Period, RemoveFromCart, Renew, Resume, SetAddons, Suspend,
};
use license_wire::{Checked, Effect, Preview, StopSignal};
use serde::{Deserialize, Serialize};

use self::done::{applied, done, license as edited};
use crate::account::require;
use crate::{
    Account, AccountName, Before, Capabilities, Capability, ClientRef, Done, Environment, Error, Evidence,
    License, Listing, Operation, Order, Progress, Record, Request, Vendor, View,
};

/// How many licences are read at a time, unless told otherwise.
const SIDE_BY_SIDE: usize = 8;

/// What is done at ispmanager or ISPlicense beside ordering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BillmgrOperation {
    /// Extend a licence.
    Renew(Renew),
    /// Change address, name or automatic renewal.
    Edit(Edit),
    /// Set nodes and other add-ons.
    SetAddons(SetAddons),
    /// Change the tariff.
    ChangeTariff(ChangeTariff),
    /// Suspend licences.
    Suspend(Suspend),
    /// End their suspension.
    Resume(Resume),
    /// End licences.
    Delete(Delete),
    /// Get a new key.
    NewKey(NewKey),
    /// Take something out of the cart.
    RemoveFromCart(RemoveFromCart),
    /// Empty the cart.
    ClearCart(ClearCart),
}

impl BillmgrOperation {
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::Renew(_)
            | Self::SetAddons(_)
            | Self::ChangeTariff(_)
            | Self::Delete(_)
            | Self::NewKey(_) => Effect::Spend,
            Self::Edit(_)
            | Self::Suspend(_)
            | Self::Resume(_)
            | Self::RemoveFromCart(_)
            | Self::ClearCart(_) => Effect::Change,
        }
    }
}

/// An account at ispmanager or ISPlicense.
#[derive(Clone, Debug)]
pub struct BillmgrAccount {
    name: AccountName,
    vendor: Vendor,
    client: Client,
    item_types: Vec<ItemType>,
    side_by_side: usize,
    stop: StopSignal,
}

impl BillmgrAccount {
    /// An account under this name.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `vendor` when the client is of another BILLmanager installation than these two vendors'.
    pub fn new(name: AccountName, client: Client) -> Result<Self, Error> {
        // What a vendor does not sell it has no list for, and asking for one is an error.
        let (vendor, item_types) = match client.vendor() {
            billmgr_client::Vendor::Ispmanager => {
                let sold = [ItemType::Ispsystem, ItemType::ThirdParty, ItemType::Module, ItemType::Platform];
                (Vendor::Ispmanager, sold.to_vec())
            }
            billmgr_client::Vendor::Isplicense => {
                (Vendor::Isplicense, vec![ItemType::ThirdParty, ItemType::Plesk, ItemType::Module])
            }
            billmgr_client::Vendor::Other => {
                return Err(Error::invalid("vendor", "must be ispmanager or ISPlicense"));
            }
        };
        Ok(Self { name, vendor, client, item_types, side_by_side: SIDE_BY_SIDE, stop: StopSignal::default() })
    }

    /// Lists these kinds of licences only.
    ///
    /// Default: what the vendor sells, as far as its documents say.
    #[must_use]
    pub fn item_types(mut self, item_types: impl Into<Vec<ItemType>>) -> Self {
        self.item_types = item_types.into();
        self
    }

    /// Reads this many licences at a time for [`View::Full`].
    ///
    /// Default: 8.
    #[must_use]
    pub fn side_by_side(mut self, count: usize) -> Self {
        self.side_by_side = count.max(1);
        self
    }

    fn place<T>(&self, result: Result<T, billmgr_client::Error>) -> Result<T, Error> {
        result.map_err(|error| Error::from(error).at(self.vendor(), &self.name))
    }

    fn wrong(&self, field: &str, reason: &str) -> Error {
        Error::invalid(field, reason).at(self.vendor(), &self.name)
    }

    #[allow(unreachable_patterns, reason = "other vendors may be compiled out")]
    fn record<'a>(&self, license: &'a License) -> Result<&'a billmgr_client::License, Error> {
        match &license.record {
            Record::Billmgr(record) if license.vendor == self.vendor() => Ok(record),
            _ => Err(self.wrong("license", "is not one of this vendor's")),
        }
    }

    fn own<'a>(&self, operation: &'a Operation) -> Result<Own<'a>, Error> {
        Ok(match (self.vendor(), operation) {
            #[cfg(feature = "ispmanager")]
            (Vendor::Ispmanager, Operation::Order(Order::Ispmanager(order))) => Own::Order(order),
            #[cfg(feature = "ispmanager")]
            (Vendor::Ispmanager, Operation::Ispmanager(operation)) => Own::Other(operation),
            #[cfg(feature = "isplicense")]
            (Vendor::Isplicense, Operation::Order(Order::Isplicense(order))) => Own::Order(order),
            #[cfg(feature = "isplicense")]
            (Vendor::Isplicense, Operation::Isplicense(operation)) => Own::Other(operation),
            _ => return Err(self.wrong("operation", "is for another vendor")),
        })
    }

    fn operation(&self, operation: BillmgrOperation) -> Result<Operation, Error> {
        match self.vendor() {
            #[cfg(feature = "ispmanager")]
            Vendor::Ispmanager => Ok(Operation::Ispmanager(operation)),
            #[cfg(feature = "isplicense")]
            Vendor::Isplicense => Ok(Operation::Isplicense(operation)),
            _ => {
                let _ = operation;
                Err(self.wrong("vendor", "is not compiled into this program"))
            }
        }
    }
}

/// An operation of this vendor.
enum Own<'a> {
    Order(&'a Purchase),
    Other(&'a BillmgrOperation),
}

/// Does the same for whichever operation it is.
macro_rules! each {
    ($own:expr, $value:ident => $do:expr) => {
        match $own {
            Own::Order($value) => $do,
            Own::Other(BillmgrOperation::Renew($value)) => $do,
            Own::Other(BillmgrOperation::Edit($value)) => $do,
            Own::Other(BillmgrOperation::SetAddons($value)) => $do,
            Own::Other(BillmgrOperation::ChangeTariff($value)) => $do,
            Own::Other(BillmgrOperation::Suspend($value)) => $do,
            Own::Other(BillmgrOperation::Resume($value)) => $do,
            Own::Other(BillmgrOperation::Delete($value)) => $do,
            Own::Other(BillmgrOperation::NewKey($value)) => $do,
            Own::Other(BillmgrOperation::RemoveFromCart($value)) => $do,
            Own::Other(BillmgrOperation::ClearCart($value)) => $do,
        }
    };
}

/// Does the same for whichever operation can be found out about, and something else for the others.
macro_rules! checkable {
    ($own:expr, $value:ident => $do:expr, else $otherwise:expr) => {
        match $own {
            Own::Order($value) => $do,
            Own::Other(BillmgrOperation::Renew($value)) => $do,
            Own::Other(BillmgrOperation::SetAddons($value)) => $do,
            Own::Other(BillmgrOperation::ChangeTariff($value)) => $do,
            Own::Other(BillmgrOperation::Delete($value)) => $do,
            Own::Other(BillmgrOperation::NewKey($value)) => $do,
            Own::Other(_) => $otherwise,
        }
    };
}

impl Account for BillmgrAccount {
    fn name(&self) -> &AccountName {
        &self.name
    }

    fn vendor(&self) -> Vendor {
        self.vendor
    }

    fn environment(&self) -> Environment {
        Environment::Live
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&Capability::ALL)
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        Some(ClientRef::Billmgr(&self.client))
    }

    fn licenses(&self, view: View, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        let mut listed = Vec::new();
        let mut first_error = None;
        for item_type in &self.item_types {
            match self.client.all_licenses(&ListLicenses::new(item_type.clone())) {
                Ok(found) => listed.extend(found),
                Err(error) => {
                    let error = Error::from(error).at(self.vendor(), &self.name);
                    first_error.get_or_insert_with(|| error.clone());
                    listing.failures.push((format!("licences of the kind `{}`", item_type.prefix()), error));
                }
            }
        }
        if let (Some(error), true) = (first_error, listing.failures.len() == self.item_types.len()) {
            return Err(error);
        }
        match view {
            View::Listed => listing.licenses = listed.into_iter().map(|license| self.view(license)).collect(),
            View::Full => self.details(listed, progress, &mut listing),
        }
        Ok(listing)
    }

    fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error> {
        require(self, request.capability())?;
        let record = self.record(license)?;
        let service = record.service.clone();
        self.operation(match request {
            Request::Renew(term) => {
                let renew = Renew::new(service, self.place(Period::months(term.in_months()))?);
                BillmgrOperation::Renew(match record.expires.get() {
                    Some(expires) => renew.expires_now(*expires),
                    None => renew,
                })
            }
            Request::SetAddress(address) => BillmgrOperation::Edit(Edit::new(service).address(*address)),
            Request::Suspend => BillmgrOperation::Suspend(Suspend::new(service)),
            Request::Resume => BillmgrOperation::Resume(Resume::new(service)),
            Request::Cancel { .. } => BillmgrOperation::Delete(Delete::new(service)),
            Request::AutoRenew(on) => {
                let period = record.period.get().copied().filter(|period| period.in_months().is_some());
                let auto_renew =
                    if *on { AutoRenew::Every(period.unwrap_or(Period::MONTH)) } else { AutoRenew::Off };
                BillmgrOperation::Edit(Edit::new(service).auto_renew(auto_renew))
            }
        })
    }

    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error> {
        let preview = each!(self.own(operation)?, it => self.client.preview(it));
        Ok(vec![self.place(preview)?])
    }

    fn perform(&self, operation: &Operation) -> Result<Done, Error> {
        match self.own(operation)? {
            Own::Order(order) => self.place(self.client.order(order)).map(|it| {
                applied(&it, |ordered| Done { id: Some(ordered.service.id().to_string()), ..Done::default() })
            }),
            Own::Other(BillmgrOperation::Renew(renew)) => {
                let id = renew.service().id().to_string();
                let it = self.place(self.client.renew(renew))?;
                Ok(applied(&it, |_| Done { id: Some(id.clone()), ..Done::default() }))
            }
            Own::Other(BillmgrOperation::Edit(edit)) => {
                self.place(self.client.edit(edit)).map(|it| applied(&it, edited))
            }
            Own::Other(BillmgrOperation::SetAddons(set)) => {
                self.place(self.client.set_addons(set)).map(|it| applied(&it, edited))
            }
            Own::Other(BillmgrOperation::ChangeTariff(change)) => {
                self.place(self.client.change_tariff(change)).map(|it| applied(&it, edited))
            }
            Own::Other(BillmgrOperation::NewKey(new_key)) => {
                self.place(self.client.new_key(new_key)).map(|it| {
                    applied(&it, |changed| Done { key: Some(changed.key.as_str().into()), ..Done::default() })
                })
            }
            Own::Other(BillmgrOperation::Suspend(it)) => {
                self.place(self.client.suspend(it)).map(|it| done(&it))
            }
            Own::Other(BillmgrOperation::Resume(it)) => {
                self.place(self.client.resume(it)).map(|it| done(&it))
            }
            Own::Other(BillmgrOperation::Delete(it)) => self
                .place(self.client.delete(it))
                .map(|it| Done { id: it.licenses.first().map(|(id, _)| id.to_string()), ..done(&it) }),
            Own::Other(BillmgrOperation::RemoveFromCart(it)) => {
                self.place(self.client.remove_from_cart(it)).map(|it| done(&it))
            }
            Own::Other(BillmgrOperation::ClearCart(it)) => {
                self.place(self.client.clear_cart(it)).map(|it| done(&it))
            }
        }
    }

    fn look_before(&self, operation: &Operation) -> Result<Before, Error> {
        let own = self.own(operation)?;
        checkable!(own, it => Before::of(&self.place(self.client.look_before(it))?), else Ok(Before::default()))
    }

    fn check(&self, operation: &Operation, before: &Before) -> Result<Checked<Evidence>, Error> {
        let own = self.own(operation)?;
        let harmless = || Ok(Checked::CannotTell("setting the same again does no harm".into()));
        let checked = checkable!(own, it => {
            let before = before.read()?.ok_or_else(|| self.wrong("before", "nothing was looked at before"))?;
            self.place(self.client.check(it, &before))
        }, else return harmless())?;
        Ok(match checked {
            Checked::Happened(evidence) => Checked::Happened(Evidence {
                id: Some(evidence.license.service.id().to_string()),
                key: evidence.license.key.map(|key| key.as_str().to_owned()),
                transaction: None,
                seen: evidence.seen,
            }),
            Checked::NotSeen => Checked::NotSeen,
            Checked::CannotTell(why) => Checked::CannotTell(why),
        })
    }

    fn shut_down(&self) {
        self.stop.stop();
        self.client.shut_down();
    }
}

//! ispmanager and ISPlicense in the common vocabulary. They share one API.

mod done;
mod listing;
mod operation;

use std::net::IpAddr;

use billmgr_client::{
    AutoRenew, Client, Delete, Edit, ItemType, NewKey, Period, Renew, Resume, Suspend, WhoAmI,
};
use license_wire::{Checked, Preview, StopSignal};

use self::done::{applied, before, done, license as edited, ordered, renewed};
pub use self::operation::BillmgrOperation;
use self::operation::{Own, checkable, each};
use crate::account::{require, whole};
use crate::request::Length;
use crate::{
    Account, AccountName, Before, Capabilities, Capability, ClientRef, Done, Environment, Error, Evidence,
    License, Listing, Operation, Order, Progress, Record, Renewal, Request, Vendor, View, Wanted,
};

/// What these vendors can do.
pub(crate) const CAPABILITIES: Capabilities = Capabilities::of(&[
    Capability::Order,
    Capability::Renew,
    Capability::SetAddress,
    Capability::Name,
    Capability::Suspend,
    Capability::Resume,
    Capability::Cancel,
    Capability::AutoRenew,
    Capability::AutoRenewals,
    Capability::SetNodes,
    Capability::ChangeTariff,
    Capability::NewKey,
    Capability::Tariffs,
    Capability::CheckAddress,
    Capability::Balance,
    Capability::Cart,
]);

/// How many licences are read at a time, unless told otherwise.
const SIDE_BY_SIDE: usize = 8;

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

    fn renewal(&self, record: &billmgr_client::License, renewal: &Renewal) -> Result<Renew, Error> {
        if renewal.has_options() {
            return Err(
                self.wrong("renewal", "is by licence and period alone; leave server type and plan out")
            );
        }
        let period = match renewal.length {
            Length::Term(term) => self.place(Period::months(term.in_months()))?,
            Length::Period(period) => period,
        };
        let renew = Renew::new(record.service.clone(), period);
        Ok(record.expires.get().copied().into_iter().fold(renew, Renew::expires_now))
    }

    /// A change of address or name. The documented calls name both, so what is not to change is repeated.
    fn change(
        &self,
        record: &billmgr_client::License,
        addresses: &[IpAddr],
        name: Option<&String>,
    ) -> Result<Edit, Error> {
        let address = match addresses {
            [] => record.address.get().copied(),
            [one] => Some(*one),
            _ => return Err(self.wrong("address", "this vendor takes one for a licence")),
        };
        let name = name.or_else(|| record.name.get()).filter(|name| !name.is_empty());
        let edit = Edit::new(record.service.clone());
        let edit = match address {
            Some(address) if address.is_unspecified() => edit.without_address(),
            Some(address) => edit.address(address),
            None => edit,
        };
        Ok(name.into_iter().fold(edit, Edit::name))
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

    fn client(&self) -> Option<ClientRef<'_>> {
        Some(ClientRef::Billmgr(&self.client))
    }

    fn licenses(&self, view: View, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        self.list(&view.into(), progress)
    }

    fn select(&self, wanted: &Wanted, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        self.list(wanted, progress)
    }

    fn find(&self, name: &str, kind: Option<&str>) -> Result<Vec<License>, Error> {
        self.by_name(name, kind)
    }

    fn details(&self, license: &License) -> Result<License, Error> {
        self.with_details(license)
    }

    /// The lists say it, so that no licence is read by itself.
    fn renewing(&self) -> Result<Vec<License>, Error> {
        let mut listing = self.list(&View::Listed.into(), &|_| {})?;
        listing.closed.clear();
        let mut found = whole(listing)?;
        found.retain(|license| license.auto_renew == Some(true));
        Ok(found)
    }

    fn log_in(&self) -> Result<(), Error> {
        self.place(self.client.who_am_i(&WhoAmI::new())).map(drop)
    }

    fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error> {
        require(self, request.capability())?;
        let record = self.record(license)?;
        let service = record.service.clone();
        self.operation(match request {
            Request::Renew(renewal) => BillmgrOperation::Renew(self.renewal(record, renewal)?),
            Request::SetAddresses(addresses) => BillmgrOperation::Edit(self.change(record, addresses, None)?),
            Request::Name { name, addresses } => {
                BillmgrOperation::Edit(self.change(record, addresses, Some(name))?)
            }
            Request::Suspend => BillmgrOperation::Suspend(Suspend::new(service)),
            Request::Resume => BillmgrOperation::Resume(Resume::new(service)),
            Request::NewKey => {
                let key = record.key.get().cloned();
                let key = key.ok_or_else(|| self.wrong("license", "has no key yet; look again later"))?;
                BillmgrOperation::NewKey(NewKey::new(service, key))
            }
            Request::Cancel { force: false } => BillmgrOperation::Delete(Delete::new(service)),
            Request::Cancel { force: true } => {
                return Err(Error::unsupported(Capability::ForceCancel).at(self.vendor(), &self.name));
            }
            Request::AutoRenew(on) => {
                let period = record.period.get().copied().filter(|period| period.in_months().is_some());
                let auto_renew = match (on, period) {
                    (false, _) => AutoRenew::Off,
                    (true, Some(period)) => AutoRenew::Every(period),
                    (true, None) => {
                        return Err(
                            self.wrong("license", "is not paid by the month, so it cannot renew itself")
                        );
                    }
                };
                BillmgrOperation::Edit(self.change(record, &[], None)?.auto_renew(auto_renew))
            }
            Request::SetTexts { .. } => {
                return Err(Error::unsupported(request.capability()).at(self.vendor(), &self.name));
            }
        })
    }

    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error> {
        let preview = each!(self.own(operation)?, it => self.client.preview(it));
        Ok(vec![self.place(preview)?])
    }

    fn perform(&self, operation: &Operation) -> Result<Done, Error> {
        match self.own(operation)? {
            Own::Order(order) => self.place(self.client.order(order)).map(|it| ordered(order, &it)),
            Own::Other(BillmgrOperation::Renew(renew)) => {
                self.place(self.client.renew(renew)).map(|it| renewed(renew, &it))
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
            Own::Other(BillmgrOperation::Call(it)) => self.place(self.client.call(it)).map(|it| done(&it)),
        }
    }

    fn look_before(&self, operation: &Operation) -> Result<Before, Error> {
        let own = self.own(operation)?;
        let seen = checkable!(own, it => self.place(self.client.look_before(it))?, else return Ok(Before::default()));
        before(&own, &seen)
    }

    fn check(&self, operation: &Operation, before: &Before) -> Result<Checked<Evidence>, Error> {
        let own = self.own(operation)?;
        let why = match own {
            Own::Other(BillmgrOperation::Call(_)) => {
                "a call by name cannot be looked for; look at the licence and at the balance"
            }
            _ => "setting the same again does no harm",
        };
        let checked = checkable!(own, it => {
            let before = before.read()?.ok_or_else(|| self.wrong("before", "nothing was looked at before"))?;
            self.place(self.client.check(it, &before))
        }, else return Ok(Checked::CannotTell(why.into())))?;
        Ok(match checked {
            Checked::Happened(evidence) => Checked::Happened(Evidence {
                id: Some(evidence.license.service.id().to_string()),
                key: evidence.license.key.map(|key| key.as_str().to_owned()),
                more_keys: Vec::new(),
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

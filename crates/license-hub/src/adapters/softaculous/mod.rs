//! Softaculous NOC in the common vocabulary.

mod listing;
mod operation;

use license_wire::{Checked, Preview};
use softaculous_noc::{
    AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, ListLicenses, Product, ServerType,
    SetAddresses, SetAutoRenewal, WebuzoPricing,
};

use self::listing::kind;
pub use self::operation::SoftaculousOperation;
use self::operation::{Checkable, Own, bought, done};
use crate::account::require;
use crate::request::Length;
use crate::{
    Account, AccountName, Before, Capabilities, Capability, ClientRef, Done, Environment, Error, Evidence,
    License, Listing, Operation, Order, Progress, Record, Renewal, Request, Vendor, View, Wanted,
};

/// What this vendor can do.
pub(crate) const CAPABILITIES: Capabilities = Capabilities::of(&[
    Capability::Order,
    Capability::Renew,
    Capability::SetAddress,
    Capability::SetAddresses,
    Capability::Cancel,
    Capability::ForceCancel,
    Capability::Refund,
    Capability::AutoRenew,
    Capability::AutoRenewals,
    Capability::Logs,
    Capability::Invoices,
]);

/// An account at Softaculous NOC.
#[derive(Clone, Debug)]
pub struct SoftaculousAccount {
    name: AccountName,
    client: Client,
    products: Vec<Product>,
}

impl SoftaculousAccount {
    /// An account under this name.
    #[must_use]
    pub fn new(name: AccountName, client: Client) -> Self {
        Self { name, client, products: Product::ALL.to_vec() }
    }

    /// Lists these products only.
    ///
    /// Default: all of them.
    #[must_use]
    pub fn products(mut self, products: impl Into<Vec<Product>>) -> Self {
        self.products = products.into();
        self
    }

    fn place<T>(&self, result: Result<T, softaculous_noc::Error>) -> Result<T, Error> {
        result.map_err(|error| Error::from(error).at(Vendor::Softaculous, &self.name))
    }

    fn wrong(&self, field: &str, reason: &str) -> Error {
        Error::invalid(field, reason).at(Vendor::Softaculous, &self.name)
    }

    /// A purchase that extends this licence: the vendor renews by address.
    fn renewal(&self, license: &License, renewal: &Renewal) -> Result<Order, Error> {
        let (product, record) = self.record(license)?;
        let Some(address) = record.address.get().copied() else {
            return Err(self.wrong("license", "its address is not known, and this vendor renews by address"));
        };
        let term = match renewal.length {
            Length::Term(term) => self.place(match term.in_years() {
                Some(years) => softaculous_noc::Term::years(years),
                None => softaculous_noc::Term::months(term.in_months()),
            })?,
            #[cfg(any(feature = "ispmanager", feature = "isplicense"))]
            Length::Period(_) => {
                return Err(self.wrong("term", "must be months or years at this vendor"));
            }
        };
        let server_type = || {
            let known: Option<ServerType> = renewal.server_type.or_else(|| record.server_type.get().copied());
            known.ok_or_else(|| {
                self.wrong("server type", "is not in the licence's record, and the vendor asks for it")
            })
        };
        Ok(match product {
            Product::Softaculous => Order::Softaculous(Buy::new(address, term, server_type()?)),
            Product::Webuzo => {
                let pricing = match &renewal.plan {
                    Some(plan) => WebuzoPricing::Plan(plan.clone()),
                    None => WebuzoPricing::ServerType(server_type()?),
                };
                Order::Webuzo(BuyWebuzo::new(address, term, pricing))
            }
            Product::Virtualizor => Order::Virtualizor(BuyVirtualizor::new(address, term)),
            Product::SitePad => Order::SitePad(BuySitePad::new(address, term)),
        })
    }

    #[allow(unreachable_patterns, reason = "other vendors may be compiled out")]
    fn record<'a>(&self, license: &'a License) -> Result<(Product, &'a softaculous_noc::License), Error> {
        let product = Product::ALL.into_iter().find(|product| kind(*product) == license.id.kind);
        match (&license.record, product) {
            (Record::Softaculous(record), Some(product)) => Ok((product, record)),
            _ => Err(self.wrong("license", "is not one of this vendor's")),
        }
    }

    fn own<'a>(&self, operation: &'a Operation) -> Result<Own<'a>, Error> {
        Ok(match operation {
            Operation::Order(Order::Softaculous(buy)) => Own::Softaculous(buy),
            Operation::Order(Order::Webuzo(buy)) => Own::Webuzo(buy),
            Operation::Order(Order::WebuzoTrial(trial)) => Own::WebuzoTrial(trial),
            Operation::Order(Order::Virtualizor(buy)) => Own::Virtualizor(buy),
            Operation::Order(Order::SitePad(buy)) => Own::SitePad(buy),
            Operation::Softaculous(operation) => Own::Other(operation),
            #[allow(unreachable_patterns, reason = "other vendors may be compiled out")]
            _ => return Err(self.wrong("operation", "is for another vendor")),
        })
    }
}

impl Account for SoftaculousAccount {
    fn name(&self) -> &AccountName {
        &self.name
    }

    fn vendor(&self) -> Vendor {
        Vendor::Softaculous
    }

    fn environment(&self) -> Environment {
        match self.client.environment() {
            softaculous_noc::Environment::Live => Environment::Live,
            softaculous_noc::Environment::Sandbox => Environment::Test,
        }
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        Some(ClientRef::Softaculous(&self.client))
    }

    fn licenses(&self, view: View, _: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        self.list(&view.into())
    }

    fn select(&self, wanted: &Wanted, _: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        self.list(wanted)
    }

    fn find(&self, name: &str, kind: Option<&str>) -> Result<Vec<License>, Error> {
        self.by_name(name, kind)
    }

    fn renewing(&self) -> Result<Vec<License>, Error> {
        self.list_renewing()
    }

    fn log_in(&self) -> Result<(), Error> {
        self.place(self.client.licenses(&ListLicenses::new().length(1))).map(drop)
    }

    fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error> {
        require(self, request.capability())?;
        let (product, record) = self.record(license)?;
        let key = || {
            let key = record.key.get().cloned();
            key.ok_or_else(|| self.wrong("license", "its key is not known"))
        };
        let operation = match request {
            Request::Renew(renewal) => return self.renewal(license, renewal).map(Operation::Order),
            Request::SetAddresses(addresses) => {
                let Some(id) = record.id.get().copied() else {
                    return Err(self.wrong("license", "its number is not known"));
                };
                let Some((first, more)) = addresses.split_first() else {
                    return Err(self.wrong("address", "at least one is needed"));
                };
                let set = more.iter().fold(SetAddresses::new(id, *first), |set, address| set.and(*address));
                SoftaculousOperation::SetAddresses(set.product(product))
            }
            Request::Cancel { force } => {
                let cancel = Cancel::by_key(key()?).product(product);
                SoftaculousOperation::Cancel(if *force { cancel.force() } else { cancel })
            }
            Request::AutoRenew(on) => {
                let auto_renew = if *on { AutoRenew::On } else { AutoRenew::Off };
                let set = SetAutoRenewal::new(key()?, auto_renew).product(product);
                SoftaculousOperation::SetAutoRenewal(set)
            }
            Request::Name { .. }
            | Request::SetTexts { .. }
            | Request::Suspend
            | Request::Resume
            | Request::NewKey => {
                return Err(Error::unsupported(request.capability()).at(self.vendor(), &self.name));
            }
        };
        Ok(Operation::Softaculous(operation))
    }

    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error> {
        let preview = match self.own(operation)? {
            Own::Softaculous(buy) => self.client.preview(buy),
            Own::Webuzo(buy) => self.client.preview(buy),
            Own::WebuzoTrial(trial) => self.client.preview(trial),
            Own::Virtualizor(buy) => self.client.preview(buy),
            Own::SitePad(buy) => self.client.preview(buy),
            Own::Other(SoftaculousOperation::SetAddresses(set)) => self.client.preview(set),
            Own::Other(SoftaculousOperation::SetAutoRenewal(set)) => self.client.preview(set),
            Own::Other(SoftaculousOperation::Refund(refund)) => self.client.preview(refund),
            Own::Other(SoftaculousOperation::Cancel(cancel)) => self.client.preview(cancel),
            Own::Other(SoftaculousOperation::Call(call)) => self.client.preview(call),
        };
        Ok(vec![self.place(preview)?])
    }

    fn perform(&self, operation: &Operation) -> Result<Done, Error> {
        match self.own(operation)? {
            Own::Softaculous(buy) => {
                self.place(self.client.buy(buy)).map(|it| bought(kind(Product::Softaculous), &it))
            }
            Own::Webuzo(buy) => {
                self.place(self.client.buy_webuzo(buy)).map(|it| bought(kind(Product::Webuzo), &it))
            }
            Own::WebuzoTrial(trial) => {
                self.place(self.client.start_webuzo_trial(trial)).map(|it| done(&it.document))
            }
            Own::Virtualizor(buy) => {
                self.place(self.client.buy_virtualizor(buy)).map(|it| bought(kind(Product::Virtualizor), &it))
            }
            Own::SitePad(buy) => {
                self.place(self.client.buy_sitepad(buy)).map(|it| bought(kind(Product::SitePad), &it))
            }
            Own::Other(SoftaculousOperation::SetAddresses(set)) => {
                self.place(self.client.set_addresses(set)).map(|it| Done {
                    id: it.license_id.get().map(ToString::to_string),
                    addresses: it.addresses.clone(),
                    ..done(&it)
                })
            }
            Own::Other(SoftaculousOperation::SetAutoRenewal(set)) => {
                self.place(self.client.set_auto_renewal(set)).map(|it| done(&it))
            }
            Own::Other(SoftaculousOperation::Refund(refund)) => {
                self.place(self.client.refund(refund)).map(|it| Done {
                    id: it.license_id.get().map(ToString::to_string),
                    key: Some(it.license_key.to_string()),
                    transaction: it.action_id.get().map(ToString::to_string),
                    amount: it.amount.get().copied(),
                    term: it.added.as_str().map(str::to_owned),
                    balance: it.balance.get().copied(),
                    time: it.time.get().copied(),
                    ..done(&it)
                })
            }
            Own::Other(SoftaculousOperation::Cancel(cancel)) => {
                self.place(self.client.cancel(cancel)).map(|it| Done {
                    id: it.license.id.get().map(ToString::to_string),
                    key: it.license.key.get().map(ToString::to_string),
                    ..done(&it)
                })
            }
            Own::Other(SoftaculousOperation::Call(call)) => {
                self.place(self.client.call(call)).map(|it| done(&it))
            }
        }
    }

    fn look_before(&self, operation: &Operation) -> Result<Before, Error> {
        let checkable = self.own(operation)?.checkable();
        let seen = match &checkable {
            Checkable::Softaculous(buy) => self.client.look_before(*buy),
            Checkable::Webuzo(buy) => self.client.look_before(*buy),
            Checkable::Virtualizor(buy) => self.client.look_before(*buy),
            Checkable::SitePad(buy) => self.client.look_before(*buy),
            Checkable::Refund(refund) => self.client.look_before(*refund),
            Checkable::Cancel(cancel) => self.client.look_before(*cancel),
            Checkable::WebuzoTrial(trial) => self.client.look_before(*trial),
            Checkable::SetAddresses(set) => self.client.look_before(*set),
            Checkable::SetAutoRenewal(set) => self.client.look_before(*set),
            Checkable::No(_) => return Ok(Before::default()),
        };
        checkable.before(&self.place(seen)?)
    }

    fn check(&self, operation: &Operation, before: &Before) -> Result<Checked<Evidence>, Error> {
        let own = self.own(operation)?;
        let before: softaculous_noc::Before = before.read()?.unwrap_or_default();
        let checked = match own.checkable() {
            Checkable::Softaculous(buy) => self.client.check(buy, &before),
            Checkable::Webuzo(buy) => self.client.check(buy, &before),
            Checkable::Virtualizor(buy) => self.client.check(buy, &before),
            Checkable::SitePad(buy) => self.client.check(buy, &before),
            Checkable::Refund(refund) => self.client.check(refund, &before),
            Checkable::Cancel(cancel) => self.client.check(cancel, &before),
            Checkable::WebuzoTrial(trial) => self.client.check(trial, &before),
            Checkable::SetAddresses(set) => self.client.check(set, &before),
            Checkable::SetAutoRenewal(set) => self.client.check(set, &before),
            Checkable::No(why) => return Ok(Checked::CannotTell(why.into())),
        };
        Ok(match self.place(checked)? {
            Checked::Happened(evidence) => Checked::Happened(Evidence {
                id: evidence.license.id.map(|id| id.to_string()),
                key: evidence.license.key.map(|key| key.to_string()),
                more_keys: Vec::new(),
                transaction: evidence.action.map(|action| action.to_string()),
                seen: evidence.seen,
            }),
            Checked::NotSeen => Checked::NotSeen,
            Checked::CannotTell(why) => Checked::CannotTell(why),
        })
    }

    fn shut_down(&self) {
        self.client.shut_down();
    }
}

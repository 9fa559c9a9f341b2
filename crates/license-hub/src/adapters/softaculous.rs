//! Softaculous NOC in the common vocabulary.

use license_wire::{Checked, Effect, Preview};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use softaculous_noc::{
    AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, ListLicenses, Product, Purchase,
    Refund, ServerType, SetAddresses, SetAutoRenewal, StartWebuzoTrial, WebuzoPricing,
};

use crate::account::require;
use crate::{
    Account, AccountName, Before, Capabilities, Capability, ClientRef, Done, Environment, Error, Evidence,
    License, LicenseId, Listing, Operation, Order, Progress, Record, Request, Status, Term, Vendor, View,
};

/// What is done at Softaculous NOC beside ordering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SoftaculousOperation {
    /// Move a licence.
    SetAddresses(SetAddresses),
    /// Switch its automatic renewal.
    SetAutoRenewal(SetAutoRenewal),
    /// Refund a transaction.
    Refund(Refund),
    /// End a licence.
    Cancel(Cancel),
}

impl SoftaculousOperation {
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::SetAddresses(_) | Self::SetAutoRenewal(_) => Effect::Change,
            Self::Refund(_) | Self::Cancel(_) => Effect::Spend,
        }
    }
}

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

    fn view(&self, product: Product, license: softaculous_noc::License) -> Result<License, Error> {
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
            Some(false) => Status::Expired,
            None => Status::Unknown(String::new()),
        };
        view.record = Record::Softaculous(Box::new(license));
        Ok(view)
    }

    /// A purchase that extends this licence: the vendor renews by address.
    fn renewal(&self, license: &License, term: Term) -> Result<Order, Error> {
        let (product, record) = self.record(license)?;
        let Some(address) = record.address.get().copied() else {
            return Err(self.wrong("license", "its address is not known, and this vendor renews by address"));
        };
        let months = term.in_months();
        let term = if months % 12 == 0 {
            softaculous_noc::Term::years(months / 12)
        } else {
            softaculous_noc::Term::months(months)
        };
        let term = self.place(term)?;
        let server_type = || {
            let known: Option<ServerType> = record.server_type.get().copied();
            known.ok_or_else(|| {
                self.wrong("license", "its server type is not known, and the vendor asks for it")
            })
        };
        Ok(match product {
            Product::Softaculous => Order::Softaculous(Buy::new(address, term, server_type()?)),
            Product::Webuzo => {
                let pricing = WebuzoPricing::ServerType(server_type()?);
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

/// An operation of this vendor.
enum Own<'a> {
    Softaculous(&'a Buy),
    Webuzo(&'a BuyWebuzo),
    WebuzoTrial(&'a StartWebuzoTrial),
    Virtualizor(&'a BuyVirtualizor),
    SitePad(&'a BuySitePad),
    Other(&'a SoftaculousOperation),
}

/// Does the same with whichever operation it is. All of them can be looked for afterwards.
macro_rules! with {
    ($own:expr, $operation:ident => $what:expr) => {
        match $own {
            Own::Softaculous($operation) => $what,
            Own::Webuzo($operation) => $what,
            Own::WebuzoTrial($operation) => $what,
            Own::Virtualizor($operation) => $what,
            Own::SitePad($operation) => $what,
            Own::Other(SoftaculousOperation::SetAddresses($operation)) => $what,
            Own::Other(SoftaculousOperation::SetAutoRenewal($operation)) => $what,
            Own::Other(SoftaculousOperation::Refund($operation)) => $what,
            Own::Other(SoftaculousOperation::Cancel($operation)) => $what,
        }
    };
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

    fn capabilities(&self) -> Capabilities {
        use Capability::{AutoRenew, Cancel, Renew, SetAddress};
        Capabilities::of(&[Renew, SetAddress, Cancel, AutoRenew])
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        Some(ClientRef::Softaculous(&self.client))
    }

    fn licenses(&self, _: View, _: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        let mut all = Vec::new();
        for product in &self.products {
            let found = self.place(self.client.all_licenses(&ListLicenses::new().product(*product)))?;
            for license in found {
                all.push(self.view(*product, license)?);
            }
        }
        Ok(Listing::whole(all))
    }

    fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error> {
        require(self, request.capability())?;
        let (product, record) = self.record(license)?;
        let key = || {
            let key = record.key.get().cloned();
            key.ok_or_else(|| self.wrong("license", "its key is not known"))
        };
        let operation = match request {
            Request::Renew(term) => return self.renewal(license, *term).map(Operation::Order),
            Request::SetAddress(address) => {
                let Some(id) = record.id.get().copied() else {
                    return Err(self.wrong("license", "its number is not known"));
                };
                SoftaculousOperation::SetAddresses(SetAddresses::new(id, *address).product(product))
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
            Request::Suspend | Request::Resume => {
                return Err(Error::unsupported(request.capability()).at(self.vendor(), &self.name));
            }
        };
        Ok(Operation::Softaculous(operation))
    }

    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error> {
        let preview = with!(self.own(operation)?, operation => self.client.preview(operation));
        Ok(vec![self.place(preview)?])
    }

    fn perform(&self, operation: &Operation) -> Result<Done, Error> {
        match self.own(operation)? {
            Own::Softaculous(buy) => self.place(self.client.buy(buy)).map(|it| bought(&it)),
            Own::Webuzo(buy) => self.place(self.client.buy_webuzo(buy)).map(|it| bought(&it)),
            Own::WebuzoTrial(trial) => self.place(self.client.start_webuzo_trial(trial)).map(|it| done(&it)),
            Own::Virtualizor(buy) => self.place(self.client.buy_virtualizor(buy)).map(|it| bought(&it)),
            Own::SitePad(buy) => self.place(self.client.buy_sitepad(buy)).map(|it| bought(&it)),
            Own::Other(SoftaculousOperation::SetAddresses(set)) => self
                .place(self.client.set_addresses(set))
                .map(|it| Done { id: it.license_id.get().map(ToString::to_string), ..done(&it) }),
            Own::Other(SoftaculousOperation::SetAutoRenewal(set)) => {
                self.place(self.client.set_auto_renewal(set)).map(|it| done(&it))
            }
            Own::Other(SoftaculousOperation::Refund(refund)) => {
                self.place(self.client.refund(refund)).map(|it| Done {
                    id: it.license_id.get().map(ToString::to_string),
                    key: Some(it.license_key.to_string()),
                    transaction: it.action_id.get().map(ToString::to_string),
                    amount: it.amount.get().copied(),
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
        }
    }

    fn look_before(&self, operation: &Operation) -> Result<Before, Error> {
        let before = with!(self.own(operation)?, operation => self.client.look_before(operation));
        Before::of(&self.place(before)?)
    }

    fn check(&self, operation: &Operation, before: &Before) -> Result<Checked<Evidence>, Error> {
        let own = self.own(operation)?;
        let before: softaculous_noc::Before = before.read()?.unwrap_or_default();
        let checked = with!(own, operation => self.client.check(operation, &before));
        Ok(match self.place(checked)? {
            Checked::Happened(evidence) => Checked::Happened(Evidence {
                id: evidence.license.id.map(|id| id.to_string()),
                key: evidence.license.key.map(|key| key.to_string()),
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

/// The vendor's word for a product, as in the names of its functions.
fn kind(product: Product) -> &'static str {
    match product {
        Product::Softaculous => "softaculous",
        Product::Webuzo => "webuzo",
        Product::Virtualizor => "virtualizor",
        Product::SitePad => "sitepad",
    }
}

fn bought(purchase: &Purchase) -> Done {
    Done {
        id: purchase.license_id.get().map(ToString::to_string),
        key: Some(purchase.license_key.to_string()),
        transaction: purchase.action_id.get().map(ToString::to_string),
        amount: purchase.amount.get().copied(),
        ..done(purchase)
    }
}

fn done<T: Serialize>(reply: &T) -> Done {
    Done { reply: serde_json::to_value(reply).unwrap_or(Value::Null), ..Done::default() }
}

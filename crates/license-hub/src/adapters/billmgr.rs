//! ispmanager and ISPlicense in the common vocabulary. They share one API.

use std::sync::atomic::{AtomicUsize, Ordering};

use billmgr_client::{
    Applied, AutoRenew, ChangeTariff, ClearCart, Client, Delete, Edit, GetLicense, ItemType, Lenient,
    ListLicenses, NewKey, Order as Purchase, Period, RemoveFromCart, Renew, Resume, SetAddons, Suspend,
    Waiting,
};
use license_wire::{Checked, Effect, Preview, StopSignal, side_by_side};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::require;
use crate::{
    Account, AccountName, Before, Capabilities, Capability, ClientRef, Done, Environment, Error, Evidence,
    License, LicenseId, Listing, Operation, Order, Progress, Record, Request, Status, Vendor, View,
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
        let vendor = match client.vendor() {
            billmgr_client::Vendor::Ispmanager => Vendor::Ispmanager,
            billmgr_client::Vendor::Isplicense => Vendor::Isplicense,
            billmgr_client::Vendor::Other => {
                return Err(Error::invalid("vendor", "must be ispmanager or ISPlicense"));
            }
        };
        let item_types = ItemType::KNOWN.to_vec();
        Ok(Self { name, vendor, client, item_types, side_by_side: SIDE_BY_SIDE, stop: StopSignal::default() })
    }

    /// Lists these kinds of licences only.
    ///
    /// Default: all that are known.
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

    fn view(&self, license: billmgr_client::License) -> License {
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
    fn details(
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
                self.place(self.client.edit(edit)).map(|it| applied(&it, license))
            }
            Own::Other(BillmgrOperation::SetAddons(set)) => {
                self.place(self.client.set_addons(set)).map(|it| applied(&it, license))
            }
            Own::Other(BillmgrOperation::ChangeTariff(change)) => {
                self.place(self.client.change_tariff(change)).map(|it| applied(&it, license))
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

/// What was done, or that it waits to be paid.
fn applied<T: Serialize>(applied: &Applied<T>, fill: impl FnOnce(&T) -> Done) -> Done {
    match applied {
        Applied::Done(it) => Done { reply: json(it), ..fill(it) },
        Applied::Waiting(waiting) => Done {
            id: waiting.id.as_ref().map(ToString::to_string),
            pending: Some(pending(waiting)),
            reply: json(waiting),
            ..Done::default()
        },
    }
}

fn pending(waiting: &Waiting) -> String {
    match &waiting.cart_order {
        Some(order) => format!("it was not done: order {order} waits in the cart to be paid"),
        None => "it was not done: the vendor only named its price".into(),
    }
}

fn license(license: &billmgr_client::License) -> Done {
    Done {
        id: Some(license.service.id().to_string()),
        key: license.key.get().map(|key| key.as_str().to_owned()),
        ..Done::default()
    }
}

fn done<T: Serialize>(reply: &T) -> Done {
    Done { reply: json(reply), ..Done::default() }
}

fn json<T: Serialize>(reply: &T) -> Value {
    serde_json::to_value(reply).unwrap_or(Value::Null)
}

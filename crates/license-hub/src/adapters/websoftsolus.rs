//! WebSoftSolus in the common vocabulary.

use license_wire::{Checked, Effect, Preview};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use websoftsolus::{
    Client, Cpanel, Edit, Family, GetDetails, KeyNumber, ListKeys, Look, Ordered, Plesk, Properties,
    Terminate, Virtuozzo,
};

use crate::account::require;
use crate::{
    Account, AccountName, Before, Capabilities, Capability, ClientRef, Done, Environment, Error, Evidence,
    License, LicenseId, Listing, Operation, Order, Progress, Record, Request, Status, Vendor, View,
};

/// What is done at WebSoftSolus beside ordering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WebSoftSolusOperation {
    /// Give a Plesk licence a title and a comment.
    EditPlesk(Edit<Plesk>),
    /// Give a cPanel & WHM licence a title and a comment.
    EditCpanel(Edit<Cpanel>),
    /// Give a Virtuozzo licence a title and a comment.
    EditVirtuozzo(Edit<Virtuozzo>),
    /// End a Plesk licence.
    TerminatePlesk(Terminate<Plesk>),
    /// End a cPanel & WHM licence.
    TerminateCpanel(Terminate<Cpanel>),
    /// End a Virtuozzo licence.
    TerminateVirtuozzo(Terminate<Virtuozzo>),
}

impl WebSoftSolusOperation {
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::EditPlesk(_) | Self::EditCpanel(_) | Self::EditVirtuozzo(_) => Effect::Change,
            Self::TerminatePlesk(_) | Self::TerminateCpanel(_) | Self::TerminateVirtuozzo(_) => Effect::Spend,
        }
    }
}

/// An account at WebSoftSolus.
#[derive(Clone, Debug)]
pub struct WebSoftSolusAccount {
    name: AccountName,
    client: Client,
}

/// Does the same for whichever operation it is.
macro_rules! each {
    ($self:expr, $operation:expr, $value:ident => $do:expr) => {
        match $operation {
            Operation::Order(Order::Plesk10($value)) => $do,
            Operation::Order(Order::Plesk12($value)) => $do,
            Operation::Order(Order::Cpanel($value)) => $do,
            Operation::Order(Order::Virtuozzo($value)) => $do,
            Operation::WebSoftSolus(WebSoftSolusOperation::EditPlesk($value)) => $do,
            Operation::WebSoftSolus(WebSoftSolusOperation::EditCpanel($value)) => $do,
            Operation::WebSoftSolus(WebSoftSolusOperation::EditVirtuozzo($value)) => $do,
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminatePlesk($value)) => $do,
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateCpanel($value)) => $do,
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateVirtuozzo($value)) => $do,
            #[allow(unreachable_patterns, reason = "other vendors may be compiled out")]
            _ => Err($self.wrong("operation", "is for another vendor")),
        }
    };
}

impl WebSoftSolusAccount {
    /// An account under this name.
    #[must_use]
    pub fn new(name: AccountName, client: Client) -> Self {
        Self { name, client }
    }

    fn place<T>(&self, result: Result<T, websoftsolus::Error>) -> Result<T, Error> {
        result.map_err(|error| Error::from(error).at(Vendor::WebSoftSolus, &self.name))
    }

    fn wrong(&self, field: &str, reason: &str) -> Error {
        Error::invalid(field, reason).at(Vendor::WebSoftSolus, &self.name)
    }

    fn listed<F: Family>(&self, key: &KeyNumber<F>) -> License {
        let id = LicenseId { kind: F::NAME.wire().into(), id: key.as_str().into() };
        let product = F::NAME.to_string();
        let mut license = License::new(
            Vendor::WebSoftSolus,
            self.name.clone(),
            self.environment(),
            id,
            product,
            Record::None,
        );
        license.key = Some(key.as_str().into());
        license
    }

    fn detailed<F: Family>(
        &self,
        key: &KeyNumber<F>,
        properties: Properties<F>,
        record: impl FnOnce(Box<Properties<F>>) -> Record,
    ) -> License {
        let mut license = self.listed(key);
        if let Some(product) = properties.product() {
            license.product = product;
        }
        license.name = properties.title();
        license.addresses = properties.addresses().unwrap_or_default();
        license.expires = properties.expires().and_then(|stamp| stamp.date());
        license.status = match properties.status() {
            Some(websoftsolus::Status::Active) => Status::Active,
            Some(websoftsolus::Status::Pending) => Status::Pending,
            Some(websoftsolus::Status::Ended) => Status::Ended,
            Some(websoftsolus::Status::Unknown(word)) => Status::Unknown(word),
            Some(_) | None => Status::Unknown(String::new()),
        };
        license.record = record(Box::new(properties));
        license
    }

    fn family<F: Family>(
        &self,
        view: View,
        record: impl Fn(Box<Properties<F>>) -> Record,
        progress: &(dyn Fn(Progress) + Sync),
        listing: &mut Listing,
    ) -> Result<(), Error> {
        if view == View::Listed {
            let keys = self.place(self.client.keys(&ListKeys::of(F::default())))?;
            let keys = self.place(keys.key_numbers())?;
            listing.licenses.extend(keys.iter().map(|key| self.listed(key)));
            return Ok(());
        }
        let tell = |so_far: websoftsolus::Progress| {
            progress(Progress::Details {
                account: self.name.clone(),
                done: so_far.done,
                total: so_far.total,
            });
        };
        let stop = license_wire::StopSignal::default();
        let details = self.place(self.client.details_watched(&GetDetails::of(F::default()), &stop, tell))?;
        for detail in details {
            let part = format!("key {}", detail.key);
            match detail.look {
                Look::Read(properties) => {
                    listing.licenses.push(self.detailed(&detail.key, properties, &record));
                }
                Look::Failed(error) => {
                    listing.licenses.push(self.listed(&detail.key));
                    listing.failures.push((part, Error::from(error).at(Vendor::WebSoftSolus, &self.name)));
                }
                Look::NotAsked => {
                    listing.licenses.push(self.listed(&detail.key));
                    listing
                        .failures
                        .push((part, self.wrong("license", "was not asked for, as it was stopped")));
                }
            }
        }
        Ok(())
    }
}

impl Account for WebSoftSolusAccount {
    fn name(&self) -> &AccountName {
        &self.name
    }

    fn vendor(&self) -> Vendor {
        Vendor::WebSoftSolus
    }

    fn environment(&self) -> Environment {
        match self.client.environment() {
            websoftsolus::Environment::Live => Environment::Live,
            websoftsolus::Environment::Test => Environment::Test,
        }
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&[Capability::Cancel])
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        Some(ClientRef::WebSoftSolus(&self.client))
    }

    fn licenses(&self, view: View, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        self.family(view, Record::Plesk, progress, &mut listing)?;
        self.family(view, Record::Cpanel, progress, &mut listing)?;
        self.family(view, Record::Virtuozzo, progress, &mut listing)?;
        Ok(listing)
    }

    fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error> {
        require(self, request.capability())?;
        if license.vendor != Vendor::WebSoftSolus {
            return Err(self.wrong("license", "is not one of this vendor's"));
        }
        let id = license.id.id.as_str();
        let operation = match license.id.kind.as_str() {
            "plesk" => WebSoftSolusOperation::TerminatePlesk(Terminate::new(self.place(KeyNumber::new(id))?)),
            "cpanel" => {
                WebSoftSolusOperation::TerminateCpanel(Terminate::new(self.place(KeyNumber::new(id))?))
            }
            "virtuozzo" => {
                WebSoftSolusOperation::TerminateVirtuozzo(Terminate::new(self.place(KeyNumber::new(id))?))
            }
            _ => return Err(self.wrong("license", "is of no family that this vendor sells")),
        };
        Ok(Operation::WebSoftSolus(operation))
    }

    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error> {
        let preview = each!(self, operation, it => self.place(self.client.preview(it)))?;
        Ok(vec![preview])
    }

    fn perform(&self, operation: &Operation) -> Result<Done, Error> {
        match operation {
            Operation::Order(Order::Plesk10(order)) => {
                self.place(self.client.order_plesk10(order)).map(|it| ordered(&it))
            }
            Operation::Order(Order::Plesk12(order)) => {
                self.place(self.client.order_plesk12(order)).map(|it| ordered(&it))
            }
            Operation::Order(Order::Cpanel(order)) => {
                self.place(self.client.order_cpanel(order)).map(|it| ordered(&it))
            }
            Operation::Order(Order::Virtuozzo(order)) => {
                self.place(self.client.order_virtuozzo(order)).map(|it| ordered(&it))
            }
            Operation::WebSoftSolus(WebSoftSolusOperation::EditPlesk(it)) => self.edit(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::EditCpanel(it)) => self.edit(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::EditVirtuozzo(it)) => self.edit(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminatePlesk(it)) => self.terminate(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateCpanel(it)) => self.terminate(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateVirtuozzo(it)) => self.terminate(it),
            #[allow(unreachable_patterns, reason = "other vendors may be compiled out")]
            _ => Err(self.wrong("operation", "is for another vendor")),
        }
    }

    fn look_before(&self, operation: &Operation) -> Result<Before, Error> {
        each!(self, operation, it => Before::of(&self.place(self.client.look_before(it))?))
    }

    fn check(&self, operation: &Operation, before: &Before) -> Result<Checked<Evidence>, Error> {
        each!(self, operation, it => {
            let before = before.read()?.ok_or_else(|| self.wrong("before", "nothing was looked at before"))?;
            Ok(evidence(self.place(self.client.check(it, &before))?))
        })
    }

    fn shut_down(&self) {
        self.client.shut_down();
    }
}

impl WebSoftSolusAccount {
    fn edit<F: Family>(&self, edit: &Edit<F>) -> Result<Done, Error> {
        let edited = self.place(self.client.edit(edit))?;
        let key = Some(edit.key().to_string());
        Ok(Done { id: key.clone(), key, doubt: doubt(edited.is_confirmed()), ..done(&edited) })
    }

    fn terminate<F: Family>(&self, terminate: &Terminate<F>) -> Result<Done, Error> {
        let key = terminate.key().to_string();
        let ended = self.place(self.client.terminate(terminate))?;
        Ok(Done { id: Some(key.clone()), key: Some(key), doubt: doubt(ended.is_confirmed()), ..done(&ended) })
    }
}

fn ordered<F: Family>(ordered: &Ordered<F>) -> Done {
    let key = ordered.key_numbers().and_then(|keys| keys.first().map(ToString::to_string));
    let doubt = doubt(ordered.is_confirmed());
    Done { id: key.clone(), key, transaction: ordered.order_id(), doubt, ..done(ordered) }
}

/// None of this vendor's answers to what changes or spends is documented, so that one without a refusal has to do.
fn doubt(is_confirmed: bool) -> Option<String> {
    (!is_confirmed).then(|| "the vendor's answer has no word of success: check it".into())
}

fn done<T: Serialize>(reply: &T) -> Done {
    Done { reply: serde_json::to_value(reply).unwrap_or(Value::Null), ..Done::default() }
}

fn evidence<F: Family>(checked: Checked<websoftsolus::Evidence<F>>) -> Checked<Evidence> {
    match checked {
        Checked::Happened(evidence) => {
            let key = evidence.keys.first().map(ToString::to_string);
            Checked::Happened(Evidence { id: key.clone(), key, transaction: None, seen: evidence.seen })
        }
        Checked::NotSeen => Checked::NotSeen,
        Checked::CannotTell(why) => Checked::CannotTell(why),
    }
}

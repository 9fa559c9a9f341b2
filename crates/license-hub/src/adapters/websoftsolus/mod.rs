//! WebSoftSolus in the common vocabulary.

mod listing;

use std::net::IpAddr;

use license_wire::{Checked, Effect, Preview, StopSignal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use websoftsolus::{
    Client, Cpanel, Edit, Family, FamilyName, KeyNumber, Ordered, Period, Plesk, RawCall, Terminate,
    Virtuozzo,
};

use crate::account::require;
use crate::{
    Account, AccountName, Before, Capabilities, Capability, ClientRef, Done, Environment, Error, Evidence,
    KnownLicense, License, Listing, Operation, Order, Progress, Request, Vendor, View, Wanted,
};

/// What this vendor can do.
pub(crate) const CAPABILITIES: Capabilities =
    Capabilities::of(&[Capability::Order, Capability::SetTexts, Capability::Cancel, Capability::Orderable]);

/// Does the same with the type of a family that is only known by name.
macro_rules! of_family {
    ($name:expr, $family:ident => $do:expr) => {
        match $name {
            websoftsolus::FamilyName::Plesk => {
                type $family = websoftsolus::Plesk;
                $do
            }
            websoftsolus::FamilyName::Cpanel => {
                type $family = websoftsolus::Cpanel;
                $do
            }
            websoftsolus::FamilyName::Virtuozzo => {
                type $family = websoftsolus::Virtuozzo;
                $do
            }
        }
    };
}
use of_family;

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
    /// Call a path, with the effect that is stated in it.
    Call(RawCall),
}

macro_rules! from {
    ($($variant:ident($operation:ty)),+) => {
        $(impl From<$operation> for WebSoftSolusOperation {
            fn from(operation: $operation) -> Self {
                Self::$variant(operation)
            }
        })+
    };
}
from!(
    EditPlesk(Edit<Plesk>),
    EditCpanel(Edit<Cpanel>),
    EditVirtuozzo(Edit<Virtuozzo>),
    TerminatePlesk(Terminate<Plesk>),
    TerminateCpanel(Terminate<Cpanel>),
    TerminateVirtuozzo(Terminate<Virtuozzo>)
);

impl WebSoftSolusOperation {
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::EditPlesk(_) | Self::EditCpanel(_) | Self::EditVirtuozzo(_) => Effect::Change,
            Self::TerminatePlesk(_) | Self::TerminateCpanel(_) | Self::TerminateVirtuozzo(_) => Effect::Spend,
            Self::Call(call) => call.effect(),
        }
    }
}

/// An account at WebSoftSolus.
#[derive(Clone, Debug)]
pub struct WebSoftSolusAccount {
    name: AccountName,
    client: Client,
    stop: StopSignal,
}

/// Does the same for whichever operation it is, and something else for a call by its path.
macro_rules! each {
    ($self:expr, $operation:expr, $value:ident => $do:expr, $call:ident => $other:expr) => {
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
            Operation::WebSoftSolus(WebSoftSolusOperation::Call($call)) => $other,
            #[allow(unreachable_patterns, reason = "other vendors may be compiled out")]
            _ => Err($self.wrong("operation", "is for another vendor")),
        }
    };
}

impl WebSoftSolusAccount {
    /// An account under this name.
    #[must_use]
    pub fn new(name: AccountName, client: Client) -> Self {
        Self { name, client, stop: StopSignal::default() }
    }

    fn place<T>(&self, result: Result<T, websoftsolus::Error>) -> Result<T, Error> {
        result.map_err(|error| Error::from(error).at(Vendor::WebSoftSolus, &self.name))
    }

    fn wrong(&self, field: &str, reason: &str) -> Error {
        Error::invalid(field, reason).at(Vendor::WebSoftSolus, &self.name)
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

    fn client(&self) -> Option<ClientRef<'_>> {
        Some(ClientRef::WebSoftSolus(&self.client))
    }

    fn licenses(&self, view: View, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        self.list(&view.into(), progress)
    }

    fn select(&self, wanted: &Wanted, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        self.list(wanted, progress)
    }

    /// Among the vendor's keys, or by an address, for which every licence is read.
    fn find(&self, name: &str, kind: Option<&str>) -> Result<Vec<License>, Error> {
        self.by_name(name, kind)
    }

    fn details(&self, license: &License) -> Result<License, Error> {
        self.with_details(license)
    }

    fn log_in(&self) -> Result<(), Error> {
        self.place(self.client.log_in())
    }

    fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error> {
        require(self, request.capability())?;
        if license.vendor != Vendor::WebSoftSolus {
            return Err(self.wrong("license", "is not one of this vendor's"));
        }
        let id = license.id.id.as_str();
        let Ok(family) = license.id.kind.parse::<FamilyName>() else {
            return Err(self.wrong("license", "is of no family that this vendor sells"));
        };
        let operation = of_family!(family, F => {
            let key = self.place(KeyNumber::<F>::new(id))?;
            match request {
                // The vendor ends a licence without asking how much of it is left.
                Request::Cancel { force: false } => Terminate::new(key).into(),
                Request::Cancel { force: true } => {
                    return Err(Error::unsupported(Capability::ForceCancel).at(self.vendor(), &self.name));
                }
                Request::SetTexts { title, comment } => Edit::new(key, title, comment).into(),
                other => return Err(Error::unsupported(other.capability()).at(self.vendor(), &self.name)),
            }
        });
        Ok(Operation::WebSoftSolus(operation))
    }

    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error> {
        let preview = each!(
            self, operation,
            it => self.place(self.client.preview(it)),
            call => self.place(self.client.preview(call))
        )?;
        Ok(vec![preview])
    }

    fn perform(&self, operation: &Operation) -> Result<Done, Error> {
        match operation {
            Operation::Order(Order::Plesk10(order)) => {
                self.place(self.client.order_plesk10(order)).map(|it| ordered(order.period(), None, &it))
            }
            Operation::Order(Order::Plesk12(order)) => {
                self.place(self.client.order_plesk12(order)).map(|it| ordered(order.period(), None, &it))
            }
            Operation::Order(Order::Cpanel(order)) => self
                .place(self.client.order_cpanel(order))
                .map(|it| ordered(order.period(), Some(order.address()), &it)),
            Operation::Order(Order::Virtuozzo(order)) => {
                self.place(self.client.order_virtuozzo(order)).map(|it| ordered(order.period(), None, &it))
            }
            Operation::WebSoftSolus(WebSoftSolusOperation::EditPlesk(it)) => self.edit(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::EditCpanel(it)) => self.edit(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::EditVirtuozzo(it)) => self.edit(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminatePlesk(it)) => self.terminate(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateCpanel(it)) => self.terminate(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateVirtuozzo(it)) => self.terminate(it),
            Operation::WebSoftSolus(WebSoftSolusOperation::Call(call)) => {
                self.place(self.client.call(call)).map(|it| done(&it))
            }
            #[allow(unreachable_patterns, reason = "other vendors may be compiled out")]
            _ => Err(self.wrong("operation", "is for another vendor")),
        }
    }

    fn look_before(&self, operation: &Operation) -> Result<Before, Error> {
        match operation {
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminatePlesk(end)) => self.look_at_end(end),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateCpanel(end)) => self.look_at_end(end),
            Operation::WebSoftSolus(WebSoftSolusOperation::TerminateVirtuozzo(end)) => self.look_at_end(end),
            operation => each!(
                self, operation,
                it => Before::of(&self.place(self.client.look_before(it))?, Vec::new()),
                _call => Ok(Before::default())
            ),
        }
    }

    fn check(&self, operation: &Operation, before: &Before) -> Result<Checked<Evidence>, Error> {
        each!(self, operation, it => {
            let before = before.read()?.ok_or_else(|| self.wrong("before", "nothing was looked at before"))?;
            Ok(evidence(self.place(self.client.check(it, &before))?))
        }, _call => Ok(Checked::CannotTell(
            "a call by path cannot be looked for; look at the licences and at the vendor's panel".into(),
        )))
    }

    fn shut_down(&self) {
        self.stop.stop();
        self.client.shut_down();
    }
}

impl WebSoftSolusAccount {
    /// A termination is found by its key being gone, so it has to be there before.
    fn look_at_end<F: Family>(&self, end: &Terminate<F>) -> Result<Before, Error>
    where
        Terminate<F>: websoftsolus::Checkable<Family = F>,
    {
        let seen = self.place(self.client.look_before(end))?;
        let listed = seen.keys.iter().find(|key| key.is_same_license(end.key()));
        let known = listed.map(|key| KnownLicense { key: Some(key.to_string()), ..KnownLicense::default() });
        let blind = listed.is_none().then(|| format!("the key {} is not in the vendor's list", end.key()));
        Ok(Before::of(&seen, known.into_iter().collect())?.blind(blind))
    }

    fn edit<F: Family>(&self, edit: &Edit<F>) -> Result<Done, Error> {
        let edited = self.place(self.client.edit(edit))?;
        let (name, doubt) = (Some(edit.title().to_owned()), doubt(edited.is_confirmed()));
        Ok(Done { name, doubt, ..of_key(edit.key(), &edited) })
    }

    fn terminate<F: Family>(&self, terminate: &Terminate<F>) -> Result<Done, Error> {
        let ended = self.place(self.client.terminate(terminate))?;
        Ok(Done { doubt: doubt(ended.is_confirmed()), ..of_key(terminate.key(), &ended) })
    }
}

/// None of this vendor's answers to what changes or spends is documented, so that one without a refusal has to do.
fn doubt(is_confirmed: bool) -> Option<String> {
    (!is_confirmed).then(|| "the vendor's answer has no word of success: check it".into())
}

fn of_key<F: Family>(key: &KeyNumber<F>, reply: &impl Serialize) -> Done {
    let key = key.to_string();
    Done { id: Some(key.clone()), key: Some(key), kind: Some(F::NAME.wire().into()), ..done(reply) }
}

fn ordered<F: Family>(period: &Period, address: Option<IpAddr>, ordered: &Ordered<F>) -> Done {
    let mut keys = ordered.key_numbers().unwrap_or_default().into_iter().map(|key| key.to_string());
    let key = keys.next();
    Done {
        id: key.clone(),
        key,
        doubt: doubt(ordered.is_confirmed()),
        more_keys: keys.collect(),
        kind: Some(F::NAME.wire().into()),
        addresses: address.into_iter().collect(),
        term: period.in_months().map(|months| format!("{months}M")),
        transaction: ordered.order_id(),
        ..done(ordered)
    }
}

fn done<T: Serialize>(reply: &T) -> Done {
    Done { reply: serde_json::to_value(reply).unwrap_or(Value::Null), ..Done::default() }
}

fn evidence<F: Family>(checked: Checked<websoftsolus::Evidence<F>>) -> Checked<Evidence> {
    match checked {
        Checked::Happened(evidence) => {
            let mut keys = evidence.keys.iter().map(ToString::to_string);
            let key = keys.next();
            let more_keys = keys.collect();
            Checked::Happened(Evidence {
                id: key.clone(),
                key,
                more_keys,
                transaction: None,
                seen: evidence.seen,
            })
        }
        Checked::NotSeen => Checked::NotSeen,
        Checked::CannotTell(why) => Checked::CannotTell(why),
    }
}

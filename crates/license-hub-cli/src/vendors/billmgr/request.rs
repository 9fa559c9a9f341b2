//! Every operation of these vendors that changes or spends, as a value that can be stored.

use std::time::Duration;

use billmgr_client::{
    Applied, Before, ChangeTariff, CheckAddress, Checkable, ClearCart, Client, Delete, Edit, Evidence,
    GetBalances, KnownLicense, NewKey, Order, RawCall, RemoveFromCart, Renew, Resume, SetAddons, Suspend,
};
use license_wire::{Checked, Effect, Error, Preview};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Billmgr, answers, find, wait};
use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::output::Cell;
use crate::vendors::{Done, Finding, Look, Step};

/// An operation, by its name in a stored intent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "operation", content = "request", rename_all = "kebab-case")]
pub(super) enum Request {
    Order(Order),
    Renew(Renew),
    SetAddons(SetAddons),
    ChangeTariff(ChangeTariff),
    NewKey(NewKey),
    Delete(Delete),
    Edit(Edit),
    Suspend(Suspend),
    Resume(Resume),
    RemoveFromCart(RemoveFromCart),
    ClearCart(ClearCart),
    Call(RawCall),
}

/// Does the same with each operation that the library can look for, and something else with the others.
macro_rules! each {
    ($request:expr, $operation:ident => $do:expr, else => $other:expr) => {
        match $request {
            Request::Order($operation) => $do,
            Request::Renew($operation) => $do,
            Request::SetAddons($operation) => $do,
            Request::ChangeTariff($operation) => $do,
            Request::NewKey($operation) => $do,
            Request::Delete($operation) => $do,
            _ => $other,
        }
    };
}

/// An operation in one account.
pub(super) struct Deed {
    pub(super) billmgr: Billmgr,
    pub(super) what: String,
    pub(super) request: Request,
    /// How long the key of an order is waited for.
    pub(super) wait: Option<Duration>,
}

/// As it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    what: String,
    #[serde(flatten)]
    request: Request,
}

impl Deed {
    pub(super) fn recall(billmgr: &Billmgr, operation: &Value) -> Result<Box<dyn Step>, Failure> {
        let stored: Stored = serde_json::from_value(operation.clone()).map_err(|_| {
            Failure::usage(
                "the stored operation is not one that this version knows; look at the vendor's panel",
            )
        })?;
        Ok(Box::new(billmgr.deed(stored.what, stored.request)))
    }

    fn client(&self) -> &Client {
        &self.billmgr.client
    }

    /// The licence that it is about, where the answer does not say it.
    fn license_id(&self) -> Option<String> {
        let operation = self.operation();
        let id =
            ["/request/service/id", "/request/services/ids/0"].iter().find_map(|at| operation.pointer(at))?;
        id.as_str().map(str::to_owned)
    }

    /// What there is to spend. Not every account may ask.
    fn balance(&self) -> Result<String, Error> {
        match self.client().balances(&GetBalances::new()) {
            Ok(balances) => Ok(answers::balance_in_words(&balances)),
            Err(error) if find::is_closed(&error) => Ok(format!("the balance is not known: {error}")),
            Err(error) => Err(error),
        }
    }

    /// Whether the address can have what is ordered. What is not sold for an address is not asked about.
    fn free(&self, order: &Order) -> Result<Option<String>, Error> {
        let Some(address) = order.address() else { return Ok(None) };
        let check = CheckAddress::new(order.offer().clone(), order.period(), address);
        Ok(Some(match self.client().check_address(&check) {
            Ok(_) => format!("the vendor says that {address} can have this licence"),
            Err(error) if find::is_closed(&error) => {
                format!("whether {address} can have this licence is not known: {error}")
            }
            Err(error) => return Err(error),
        }))
    }
}

impl Step for Deed {
    fn effect(&self) -> Effect {
        self.preview().map_or(Effect::Spend, |preview| preview.effect)
    }

    fn what(&self) -> String {
        self.what.clone()
    }

    fn preview(&self) -> Result<Preview, Error> {
        let client = self.client();
        each!(&self.request, operation => client.preview(operation), else => match &self.request {
            Request::Edit(operation) => client.preview(operation),
            Request::Suspend(operation) => client.preview(operation),
            Request::Resume(operation) => client.preview(operation),
            Request::RemoveFromCart(operation) => client.preview(operation),
            Request::ClearCart(operation) => client.preview(operation),
            Request::Call(operation) => client.preview(operation),
            _ => Err(Error::invalid("operation", "has no preview")),
        })
    }

    fn operation(&self) -> Value {
        let stored = Stored { what: self.what.clone(), request: self.request.clone() };
        // Names and texts only, which always have a JSON form.
        serde_json::to_value(stored).unwrap_or_default()
    }

    fn is_once_only(&self) -> bool {
        // Of these a vendor sells any number, and no address speaks against one more.
        matches!(&self.request, Request::Order(order) if order.address().is_none())
    }

    fn look_before(&self) -> Result<Look, Error> {
        each!(&self.request, operation => look(self.client(), operation, &self.request), else => Ok(Look::none()))
    }

    fn known_before(&self) -> Result<Vec<String>, Error> {
        Ok(match &self.request {
            Request::Order(order) => self.free(order)?.into_iter().chain([self.balance()?]).collect(),
            Request::Renew(_) | Request::SetAddons(_) | Request::ChangeTariff(_) => vec![self.balance()?],
            _ => Vec::new(),
        })
    }

    fn send(&self) -> Result<Done, Error> {
        let client = self.client();
        let mut done = match &self.request {
            Request::Order(order) => answers::ordered(order, &client.order(order)?),
            Request::Renew(renew) => answers::renewed(renew, &client.renew(renew)?),
            Request::SetAddons(set) => answers::licensed("set", &client.set_addons(set)?),
            Request::ChangeTariff(change) => answers::licensed("moved", &client.change_tariff(change)?),
            Request::NewKey(new_key) => answers::new_key(&client.new_key(new_key)?),
            Request::Delete(delete) => answers::deleted(&client.delete(delete)?),
            Request::Edit(edit) => answers::licensed("changed", &client.edit(edit)?),
            Request::Suspend(suspend) => answers::document("suspended", &client.suspend(suspend)?),
            Request::Resume(resume) => answers::document("resumed", &client.resume(resume)?),
            Request::RemoveFromCart(remove) => {
                answers::document("taken out of the cart", &client.remove_from_cart(remove)?)
            }
            Request::ClearCart(clear) => answers::document("the cart is empty", &client.clear_cart(clear)?),
            Request::Call(call) => answers::document("answered without an error", &client.call(call)?),
        };
        if done.facts.license_id == Cell::None {
            done.facts.license_id = self.license_id().into();
        }
        Ok(done)
    }

    fn outcome(&self, done: &Done) -> &'static str {
        if answers::is_waiting(done) { "waiting" } else { "done" }
    }

    fn follow_up(&self, app: &App, done: Done) -> (Done, Option<Failure>) {
        let meant = matches!(&self.request, Request::Order(order) if order.is_into_cart());
        if answers::is_waiting(&done) {
            let why = Failure::new(
                Exit::Partly,
                format!(
                    "the vendor put it aside instead of doing it: {}; nothing was charged, so pay it in the vendor's \
                     panel, or see `license-hub cart {}`",
                    done.summary, self.billmgr.account
                ),
            );
            return (done, (!meant).then_some(why));
        }
        match (&self.request, self.wait) {
            (Request::Order(_), Some(deadline)) => wait::for_key(app, &self.billmgr, done, deadline),
            _ => (done, None),
        }
    }

    fn check(&self, before: &Value) -> Result<Checked<Finding>, Error> {
        let harmless = "setting the same again does no harm, so run the command again";
        let unseen = "a call by name cannot be looked for; look at the licence and at the balance";
        each!(&self.request, operation => check(self.client(), operation, before), else => {
            let why = if matches!(self.request, Request::Call(_)) { unseen } else { harmless };
            Ok(Checked::CannotTell(why.into()))
        })
    }
}

fn look<O: Checkable>(client: &Client, operation: &O, request: &Request) -> Result<Look, Error> {
    let before = client.look_before(operation)?;
    let licenses = before.licenses.iter().map(in_words).collect();
    let seen = |known: fn(&KnownLicense) -> bool| before.licenses.iter().all(known);
    let blind = match request {
        Request::Renew(_) if !seen(|license| license.expires.is_some()) => {
            Some("the licence shows no date on which it runs out".to_owned())
        }
        Request::ChangeTariff(_) if !seen(|license| license.tariff.is_some()) => {
            Some("the licence shows no tariff".to_owned())
        }
        _ => None,
    };
    Ok(Look { before: serde_json::to_value(&before).unwrap_or_default(), licenses, blind })
}

fn check<O: Checkable>(client: &Client, operation: &O, before: &Value) -> Result<Checked<Finding>, Error> {
    let before: Before = serde_json::from_value(before.clone())
        .map_err(|_| Error::invalid("before", "is not what was stored before the call"))?;
    Ok(match client.check(operation, &before)? {
        Checked::Happened(evidence) => Checked::Happened(finding(&evidence)),
        Checked::NotSeen => Checked::NotSeen,
        Checked::CannotTell(why) => Checked::CannotTell(why),
    })
}

fn finding(evidence: &Evidence) -> Finding {
    Finding {
        license_id: Some(evidence.license.service.id().to_string()),
        license_key: evidence.license.key.as_ref().map(ToString::to_string),
        action_id: None,
        seen: evidence.seen.clone(),
    }
}

fn in_words(license: &KnownLicense) -> String {
    let mut words = format!("licence {}", license.service.id());
    if let Some(address) = license.address {
        words = format!("{words} at {address}");
    }
    if let Some(expires) = license.expires {
        words = format!("{words}, which expires {expires}");
    }
    words
}

/// What was put aside instead of done.
pub(super) fn waiting<T>(applied: &Applied<T>) -> Option<String> {
    let waiting = applied.waiting()?;
    let mut words = match &waiting.cart_order {
        Some(order) => format!("in the cart as order {order}, and not paid"),
        None if waiting.id.is_some() => "in the cart, and not paid".to_owned(),
        None => "only a price was named, and nothing is in the cart".to_owned(),
    };
    if let Some(info) = &waiting.info {
        words = format!("{words}: {info}");
    }
    Some(words)
}

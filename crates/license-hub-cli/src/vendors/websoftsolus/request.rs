//! Every operation of this vendor that changes or spends, as a value that can be stored.

use license_wire::{Checked, Effect, Error, Preview};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use websoftsolus::{
    Before, Checkable, Client, Cpanel, Edit, Evidence, Family, OrderCpanel, OrderPlesk10, OrderPlesk12,
    OrderVirtuozzo, Plesk, RawCall, Terminate, Virtuozzo,
};

use super::{WebSoftSolus, answers};
use crate::exit::Failure;
use crate::vendors::{Done, Finding, Look, Step};

/// An operation, by its name in a stored intent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "operation", content = "request", rename_all = "kebab-case")]
pub(super) enum Request {
    OrderPlesk10(OrderPlesk10),
    OrderPlesk12(OrderPlesk12),
    OrderCpanel(OrderCpanel),
    OrderVirtuozzo(OrderVirtuozzo),
    EditPlesk(Edit<Plesk>),
    EditCpanel(Edit<Cpanel>),
    EditVirtuozzo(Edit<Virtuozzo>),
    TerminatePlesk(Terminate<Plesk>),
    TerminateCpanel(Terminate<Cpanel>),
    TerminateVirtuozzo(Terminate<Virtuozzo>),
    Call(RawCall),
}

macro_rules! from {
    ($($variant:ident($operation:ty)),+) => {
        $(impl From<$operation> for Request {
            fn from(operation: $operation) -> Self {
                Self::$variant(operation)
            }
        })+
    };
}
from!(
    OrderPlesk10(OrderPlesk10),
    OrderPlesk12(OrderPlesk12),
    OrderCpanel(OrderCpanel),
    OrderVirtuozzo(OrderVirtuozzo),
    EditPlesk(Edit<Plesk>),
    EditCpanel(Edit<Cpanel>),
    EditVirtuozzo(Edit<Virtuozzo>),
    TerminatePlesk(Terminate<Plesk>),
    TerminateCpanel(Terminate<Cpanel>),
    TerminateVirtuozzo(Terminate<Virtuozzo>)
);

/// Does the same with each operation that the library can look for, and something else with a call by path.
macro_rules! each {
    ($request:expr, $operation:ident => $do:expr, $call:pat => $other:expr) => {
        match $request {
            Request::OrderPlesk10($operation) => $do,
            Request::OrderPlesk12($operation) => $do,
            Request::OrderCpanel($operation) => $do,
            Request::OrderVirtuozzo($operation) => $do,
            Request::EditPlesk($operation) => $do,
            Request::EditCpanel($operation) => $do,
            Request::EditVirtuozzo($operation) => $do,
            Request::TerminatePlesk($operation) => $do,
            Request::TerminateCpanel($operation) => $do,
            Request::TerminateVirtuozzo($operation) => $do,
            Request::Call($call) => $other,
        }
    };
}

/// An operation in one account.
pub(super) struct Deed {
    pub(super) wss: WebSoftSolus,
    pub(super) what: String,
    pub(super) request: Request,
}

/// As it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    what: String,
    #[serde(flatten)]
    request: Request,
}

impl Deed {
    pub(super) fn recall(wss: &WebSoftSolus, operation: &Value) -> Result<Box<dyn Step>, Failure> {
        let stored: Stored = serde_json::from_value(operation.clone()).map_err(|_| {
            Failure::usage(
                "the stored operation is not one that this version knows; look at the vendor's panel",
            )
        })?;
        Ok(Box::new(Self { wss: wss.clone(), what: stored.what, request: stored.request }))
    }

    fn client(&self) -> &Client {
        &self.wss.client
    }
}

impl Step for Deed {
    fn effect(&self) -> Effect {
        match &self.request {
            Request::EditPlesk(_) | Request::EditCpanel(_) | Request::EditVirtuozzo(_) => Effect::Change,
            Request::Call(_) => self.preview().map_or(Effect::Spend, |preview| preview.effect),
            _ => Effect::Spend,
        }
    }

    fn what(&self) -> String {
        self.what.clone()
    }

    fn preview(&self) -> Result<Preview, Error> {
        each!(&self.request, operation => self.client().preview(operation), call => self.client().preview(call))
    }

    fn operation(&self) -> Value {
        let stored = Stored { what: self.what.clone(), request: self.request.clone() };
        // Names and texts only, which always have a JSON form.
        serde_json::to_value(stored).unwrap_or_default()
    }

    /// An order says the same twice only by mistake: each is a licence more, told apart by title and comment.
    fn is_once_only(&self) -> bool {
        matches!(
            self.request,
            Request::OrderPlesk10(_)
                | Request::OrderPlesk12(_)
                | Request::OrderCpanel(_)
                | Request::OrderVirtuozzo(_)
        )
    }

    fn look_before(&self) -> Result<Look, Error> {
        let client = self.client();
        match &self.request {
            Request::TerminatePlesk(end) => look_at_end(client, end),
            Request::TerminateCpanel(end) => look_at_end(client, end),
            Request::TerminateVirtuozzo(end) => look_at_end(client, end),
            request => each!(request, operation => look(client, operation), _ => Ok(Look::none())),
        }
    }

    fn send(&self) -> Result<Done, Error> {
        let client = self.client();
        Ok(match &self.request {
            Request::OrderPlesk10(order) => {
                answers::ordered(order.period(), None, &client.order_plesk10(order)?)
            }
            Request::OrderPlesk12(order) => {
                answers::ordered(order.period(), None, &client.order_plesk12(order)?)
            }
            Request::OrderCpanel(order) => {
                answers::ordered(order.period(), Some(order.address()), &client.order_cpanel(order)?)
            }
            Request::OrderVirtuozzo(order) => {
                answers::ordered(order.period(), None, &client.order_virtuozzo(order)?)
            }
            Request::EditPlesk(edit) => answers::edited(edit, &client.edit(edit)?),
            Request::EditCpanel(edit) => answers::edited(edit, &client.edit(edit)?),
            Request::EditVirtuozzo(edit) => answers::edited(edit, &client.edit(edit)?),
            Request::TerminatePlesk(end) => answers::terminated(end, &client.terminate(end)?),
            Request::TerminateCpanel(end) => answers::terminated(end, &client.terminate(end)?),
            Request::TerminateVirtuozzo(end) => answers::terminated(end, &client.terminate(end)?),
            Request::Call(call) => answers::called(&client.call(call)?),
        })
    }

    fn check(&self, before: &Value) -> Result<Checked<Finding>, Error> {
        each!(&self.request, operation => check(self.client(), operation, before), _ => Ok(Checked::CannotTell(
            "a call by path cannot be looked for; look at the licences and at the vendor's panel".into(),
        )))
    }
}

fn look<O: Checkable>(client: &Client, operation: &O) -> Result<Look, Error> {
    let before = client.look_before(operation)?;
    let before = serde_json::to_value(&before).unwrap_or_default();
    Ok(Look { before, licenses: Vec::new(), blind: None })
}

/// A termination is found by its key being gone, so it has to be there before.
fn look_at_end<F: Family>(client: &Client, end: &Terminate<F>) -> Result<Look, Error>
where
    Terminate<F>: Checkable<Family = F>,
{
    let before = client.look_before(end)?;
    let listed = before.keys.iter().any(|key| key.is_same_license(end.key()));
    let blind = (!listed).then(|| format!("the key {} is not in the vendor's list", end.key()));
    let licenses = if listed { vec![format!("licence with the key {}", end.key())] } else { Vec::new() };
    Ok(Look { before: serde_json::to_value(&before).unwrap_or_default(), licenses, blind })
}

fn check<O: Checkable>(client: &Client, operation: &O, before: &Value) -> Result<Checked<Finding>, Error> {
    let before: Before<O::Family> = serde_json::from_value(before.clone())
        .map_err(|_| Error::invalid("before", "is not what was stored before the call"))?;
    Ok(match client.check(operation, &before)? {
        Checked::Happened(evidence) => Checked::Happened(finding(&evidence)),
        Checked::NotSeen => Checked::NotSeen,
        Checked::CannotTell(why) => Checked::CannotTell(why),
    })
}

fn finding<F: Family>(evidence: &Evidence<F>) -> Finding {
    Finding { license_key: answers::keys(&evidence.keys), seen: evidence.seen.clone(), ..Finding::default() }
}

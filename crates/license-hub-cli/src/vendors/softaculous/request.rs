//! Every operation of this vendor that changes or spends, as a value that can be stored.

use license_wire::{Checked, Effect, Error, Preview};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use softaculous_noc::{
    Before, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Checkable, Client, Evidence, KnownLicense,
    RawCall, Refund, SetAddresses, SetAutoRenewal,
};

use super::{Softaculous, answers};
use crate::exit::Failure;
use crate::vendors::{Done, Finding, Look, Step};

/// An operation, by its name in a stored intent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "operation", content = "request", rename_all = "kebab-case")]
pub(super) enum Request {
    Buy(Buy),
    BuyWebuzo(BuyWebuzo),
    BuyVirtualizor(BuyVirtualizor),
    BuySitepad(BuySitePad),
    Refund(Refund),
    Cancel(Cancel),
    SetAddresses(SetAddresses),
    SetAutoRenewal(SetAutoRenewal),
    Call(RawCall),
}

/// Does the same with each operation that the library can look for, and something else with the others.
macro_rules! each {
    ($request:expr, $operation:ident => $do:expr, else => $other:expr) => {
        match $request {
            Request::Buy($operation) => $do,
            Request::BuyWebuzo($operation) => $do,
            Request::BuyVirtualizor($operation) => $do,
            Request::BuySitepad($operation) => $do,
            Request::Refund($operation) => $do,
            Request::Cancel($operation) => $do,
            Request::SetAddresses(_) | Request::SetAutoRenewal(_) | Request::Call(_) => $other,
        }
    };
}

/// An operation in one account.
pub(super) struct Deed {
    pub(super) noc: Softaculous,
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
    pub(super) fn recall(noc: &Softaculous, operation: &Value) -> Result<Box<dyn Step>, Failure> {
        let stored: Stored = serde_json::from_value(operation.clone()).map_err(|_| {
            Failure::usage(
                "the stored operation is not one that this version knows; look at the vendor's panel",
            )
        })?;
        Ok(Box::new(Self { noc: noc.clone(), what: stored.what, request: stored.request }))
    }

    fn client(&self) -> &Client {
        &self.noc.client
    }
}

impl Step for Deed {
    fn effect(&self) -> Effect {
        match &self.request {
            Request::SetAddresses(_) | Request::SetAutoRenewal(_) => Effect::Change,
            Request::Call(_) => self.preview().map_or(Effect::Spend, |preview| preview.effect),
            _ => Effect::Spend,
        }
    }

    fn what(&self) -> String {
        self.what.clone()
    }

    fn preview(&self) -> Result<Preview, Error> {
        each!(&self.request, operation => self.client().preview(operation), else => match &self.request {
            Request::SetAutoRenewal(operation) => self.client().preview(operation),
            Request::Call(operation) => self.client().preview(operation),
            Request::SetAddresses(operation) => self.client().preview(operation),
            _ => Err(Error::invalid("operation", "has no preview")),
        })
    }

    fn operation(&self) -> Value {
        let stored = Stored { what: self.what.clone(), request: self.request.clone() };
        // Names and texts only, which always have a JSON form.
        serde_json::to_value(stored).unwrap_or_default()
    }

    fn look_before(&self) -> Result<Look, Error> {
        each!(&self.request, operation => look(self.client(), operation, &self.request), else => Ok(Look::none()))
    }

    fn send(&self) -> Result<Done, Error> {
        let client = self.client();
        Ok(match &self.request {
            Request::Buy(buy) => answers::bought("softaculous", &client.buy(buy)?),
            Request::BuyWebuzo(buy) => answers::bought("webuzo", &client.buy_webuzo(buy)?),
            Request::BuyVirtualizor(buy) => answers::bought("virtualizor", &client.buy_virtualizor(buy)?),
            Request::BuySitepad(buy) => answers::bought("sitepad", &client.buy_sitepad(buy)?),
            Request::Refund(refund) => answers::refunded(refund, &client.refund(refund)?),
            Request::Cancel(cancel) => answers::cancelled(&client.cancel(cancel)?),
            Request::SetAddresses(set) => answers::moved(&client.set_addresses(set)?),
            Request::SetAutoRenewal(set) => answers::document("switched", &client.set_auto_renewal(set)?),
            Request::Call(call) => answers::document("answered without an error", &client.call(call)?),
        })
    }

    fn check(&self, before: &Value) -> Result<Checked<Finding>, Error> {
        let harmless = "setting the same again does no harm, so run the command again";
        let unseen = "a call by name cannot be looked for; look at the licence's logs and at the invoices";
        each!(&self.request, operation => check(self.client(), operation, before), else => {
            let why = if matches!(self.request, Request::Call(_)) { unseen } else { harmless };
            Ok(Checked::CannotTell(why.into()))
        })
    }
}

fn look<O: Checkable>(client: &Client, operation: &O, request: &Request) -> Result<Look, Error> {
    let before = client.look_before(operation)?;
    let licenses: Vec<String> = before.licenses.iter().map(in_words).collect();
    let blind = match request {
        Request::Refund(refund) if !before.actions.contains(&refund.action()) => Some(format!(
            "transaction {} is not among those that were read; name its licence with --license",
            refund.action()
        )),
        Request::Cancel(_) if licenses.is_empty() => Some("there is no such licence in the list".to_owned()),
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
        license_id: evidence.license.id.map(|id| id.to_string()),
        license_key: evidence.license.key.as_ref().map(ToString::to_string),
        action_id: evidence.action.map(|action| action.to_string()),
        seen: evidence.seen.clone(),
    }
}

fn in_words(license: &KnownLicense) -> String {
    let mut words = match (&license.id, &license.key) {
        (Some(id), Some(key)) => format!("licence {id}, key {key}"),
        (Some(id), None) => format!("licence {id}"),
        (None, Some(key)) => format!("licence with the key {key}"),
        (None, None) => "a licence without number and key".to_owned(),
    };
    if let Some(expires) = license.expires {
        words = format!("{words}, which expires {expires}");
    }
    words
}

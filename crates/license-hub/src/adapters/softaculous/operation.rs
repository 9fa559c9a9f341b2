//! What is done at Softaculous NOC, and what came of it.

use license_wire::Effect;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use softaculous_noc::{
    Before as Seen, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Purchase, RawCall, Refund,
    SetAddresses, SetAutoRenewal, StartWebuzoTrial,
};

use crate::{Before, Done, Error, KnownLicense};

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
    /// Call a function by its name, with the effect that is stated in it.
    Call(RawCall),
}

impl SoftaculousOperation {
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::SetAddresses(_) | Self::SetAutoRenewal(_) => Effect::Change,
            Self::Refund(_) | Self::Cancel(_) => Effect::Spend,
            Self::Call(call) => call.effect(),
        }
    }
}

/// An operation of this vendor.
pub(super) enum Own<'a> {
    Softaculous(&'a Buy),
    Webuzo(&'a BuyWebuzo),
    WebuzoTrial(&'a StartWebuzoTrial),
    Virtualizor(&'a BuyVirtualizor),
    SitePad(&'a BuySitePad),
    Other(&'a SoftaculousOperation),
}

/// An operation whose outcome the vendor's crate can find out.
pub(super) enum Checkable<'a> {
    Softaculous(&'a Buy),
    Webuzo(&'a BuyWebuzo),
    Virtualizor(&'a BuyVirtualizor),
    SitePad(&'a BuySitePad),
    Refund(&'a Refund),
    Cancel(&'a Cancel),
    WebuzoTrial(&'a StartWebuzoTrial),
    SetAddresses(&'a SetAddresses),
    SetAutoRenewal(&'a SetAutoRenewal),
    /// Why nobody can look for it.
    No(&'static str),
}

impl<'a> Own<'a> {
    pub(super) fn checkable(&self) -> Checkable<'a> {
        match *self {
            Own::Softaculous(buy) => Checkable::Softaculous(buy),
            Own::Webuzo(buy) => Checkable::Webuzo(buy),
            Own::Virtualizor(buy) => Checkable::Virtualizor(buy),
            Own::SitePad(buy) => Checkable::SitePad(buy),
            Own::WebuzoTrial(trial) => Checkable::WebuzoTrial(trial),
            Own::Other(SoftaculousOperation::Refund(refund)) => Checkable::Refund(refund),
            Own::Other(SoftaculousOperation::Cancel(cancel)) => Checkable::Cancel(cancel),
            Own::Other(SoftaculousOperation::Call(_)) => Checkable::No(
                "a call by name cannot be looked for; look at the licence's logs and at the invoices",
            ),
            Own::Other(SoftaculousOperation::SetAddresses(set)) => Checkable::SetAddresses(set),
            Own::Other(SoftaculousOperation::SetAutoRenewal(set)) => Checkable::SetAutoRenewal(set),
        }
    }
}

impl Checkable<'_> {
    /// What was seen before it, and why it could not be looked into afterwards.
    pub(super) fn before(&self, seen: &Seen) -> Result<Before, Error> {
        let licenses = seen.licenses.iter().map(|license| KnownLicense {
            id: license.id.map(|id| id.to_string()),
            key: license.key.as_ref().map(ToString::to_string),
            expires: license.expires,
            ..KnownLicense::default()
        });
        let blind = match self {
            Self::Refund(refund) if !seen.actions.contains(&refund.action()) => Some(format!(
                "transaction {} is not among those that were read; name its licence",
                refund.action()
            )),
            Self::Cancel(_) if seen.licenses.is_empty() => {
                Some("there is no such licence in the list".to_owned())
            }
            _ => None,
        };
        Ok(Before::of(seen, licenses.collect())?.blind(blind))
    }
}

/// A purchase that was made.
pub(super) fn bought(kind: &str, purchase: &Purchase) -> Done {
    Done {
        id: purchase.license_id.get().map(ToString::to_string),
        key: Some(purchase.license_key.to_string()),
        transaction: purchase.action_id.get().map(ToString::to_string),
        amount: purchase.amount.get().copied(),
        kind: Some(kind.into()),
        addresses: purchase.address.get().copied().into_iter().collect(),
        term: purchase.added.as_str().map(str::to_owned),
        balance: purchase.balance.get().copied(),
        auto_renew: purchase.auto_renew.as_str().map(str::to_owned),
        time: purchase.time.get().copied(),
        ..done(purchase)
    }
}

/// Something else that was done.
pub(super) fn done<T: Serialize>(reply: &T) -> Done {
    Done { reply: serde_json::to_value(reply).unwrap_or(Value::Null), ..Done::default() }
}

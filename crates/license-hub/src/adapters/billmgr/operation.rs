//! What is done at ispmanager and ISPlicense.

use billmgr_client::{
    ChangeTariff, ClearCart, Delete, Edit, NewKey, Order as Purchase, RawCall, RemoveFromCart, Renew, Resume,
    SetAddons, Suspend,
};
use license_wire::Effect;
use serde::{Deserialize, Serialize};

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
    /// Call a function by its name, with the effect that is stated in it.
    Call(RawCall),
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
            Self::Call(call) => call.effect(),
        }
    }
}

/// An operation of this vendor.
pub(super) enum Own<'a> {
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
            Own::Other(BillmgrOperation::Call($value)) => $do,
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

pub(super) use {checkable, each};

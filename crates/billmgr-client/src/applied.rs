//! What was done at once, and what waits to be paid.

use serde::{Deserialize, Serialize};

use crate::reply::{new_id, value};
use crate::xml::Element;
use crate::{CartOrderId, ServiceId};
use license_wire::Fault;

/// The end of a call that may cost money: done, or not done yet because it waits to be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[must_use]
pub enum Applied<T> {
    /// It was done, and this is what the vendor or the licence that was read back says.
    Done(T),
    /// It was **not** done: the vendor put it into the cart, or only named its price.
    Waiting(Waiting),
}

/// What waits to be paid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Waiting {
    /// The order in the cart. With neither an order nor an id nothing is in the cart: the vendor only named the price.
    #[serde(rename = "billorder")]
    pub cart_order: Option<CartOrderId>,
    /// The licence that will be, where the vendor gave it an id already.
    pub id: Option<ServiceId>,
    /// What the vendor says of it. It may hold HTML.
    #[serde(rename = "orderinfo")]
    pub info: Option<String>,
}

impl<T> Applied<T> {
    /// What was done, where it was.
    #[must_use]
    pub fn done(&self) -> Option<&T> {
        match self {
            Self::Done(done) => Some(done),
            Self::Waiting(_) => None,
        }
    }

    /// What waits, where it was not done.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting> {
        match self {
            Self::Done(_) => None,
            Self::Waiting(waiting) => Some(waiting),
        }
    }
}

impl Waiting {
    /// What an answer says of waiting, if it does.
    pub(crate) fn read(root: Element<'_>) -> Result<Option<Self>, Fault> {
        let (order, info) = (value(root, "billorder"), value(root, "orderinfo"));
        if order.is_none() && info.is_none() {
            return Ok(None);
        }
        let parse = |order: &str| {
            CartOrderId::new(order)
                .map_err(|_| Fault::decode("billorder", "this is not the number of an order"))
        };
        let cart_order = order.map(parse).transpose()?;
        Ok(Some(Self { cart_order, id: new_id(root)?, info: info.map(str::to_owned) }))
    }
}

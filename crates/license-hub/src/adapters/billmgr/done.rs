//! The vendors' answers as what was done.

use billmgr_client::{Applied, Waiting};
use serde::Serialize;
use serde_json::Value;

use crate::Done;

/// What was done, or that it waits to be paid.
pub(super) fn applied<T: Serialize>(applied: &Applied<T>, fill: impl FnOnce(&T) -> Done) -> Done {
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

pub(super) fn license(license: &billmgr_client::License) -> Done {
    Done {
        id: Some(license.service.id().to_string()),
        key: license.key.get().map(|key| key.as_str().to_owned()),
        ..Done::default()
    }
}

pub(super) fn done<T: Serialize>(reply: &T) -> Done {
    Done { reply: json(reply), ..Done::default() }
}

fn json<T: Serialize>(reply: &T) -> Value {
    serde_json::to_value(reply).unwrap_or(Value::Null)
}

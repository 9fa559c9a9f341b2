//! The vendors' answers as what there was and what was done.

use billmgr_client::{
    Applied, Before as Seen, KnownLicense as Known, Moment, Order, Ordered, Renew, Renewed, Waiting,
};
use serde::Serialize;
use serde_json::Value;

use super::{BillmgrOperation, Own};
use crate::{Before, Done, Error, KnownLicense};

/// What was seen before, and why it could not be looked into afterwards.
pub(super) fn before(own: &Own<'_>, seen: &Seen) -> Result<Before, Error> {
    let licenses = seen.licenses.iter().map(|license| KnownLicense {
        id: Some(license.service.id().to_string()),
        key: license.key.as_ref().map(|key| key.as_str().to_owned()),
        address: license.address,
        expires: license.expires.map(Moment::date),
    });
    let lacks = |known: fn(&Known) -> bool| !seen.licenses.iter().all(known);
    let blind = match own {
        Own::Other(BillmgrOperation::Renew(_)) if lacks(|license| license.expires.is_some()) => {
            Some("the licence shows no date on which it runs out".to_owned())
        }
        Own::Other(BillmgrOperation::ChangeTariff(_)) if lacks(|license| license.tariff.is_some()) => {
            Some("the licence shows no tariff".to_owned())
        }
        _ => None,
    };
    Ok(Before::of(seen, licenses.collect())?.blind(blind))
}

pub(super) fn ordered(order: &Order, answer: &Applied<Ordered>) -> Done {
    applied(answer, |ordered| Done {
        id: Some(ordered.service.id().to_string()),
        kind: Some(ordered.service.item_type().prefix().into()),
        addresses: order.address().into_iter().collect(),
        term: Some(order.period().to_string()),
        ..Done::default()
    })
}

pub(super) fn renewed(renew: &Renew, answer: &Applied<Renewed>) -> Done {
    let id = renew.service().id().to_string();
    let done = applied(answer, |renewed| Done {
        kind: Some(renew.service().item_type().prefix().into()),
        term: Some(renew.period().to_string()),
        expires: renewed.expires.get().map(|moment| moment.date()),
        ..Done::default()
    });
    Done { id: done.id.or(Some(id)), ..done }
}

/// What was done, or that it waits to be paid.
pub(super) fn applied<T: Serialize>(applied: &Applied<T>, fill: impl FnOnce(&T) -> Done) -> Done {
    match applied {
        Applied::Done(it) => Done { reply: json(it), ..fill(it) },
        Applied::Waiting(waiting) => Done {
            id: waiting.id.as_ref().map(ToString::to_string),
            transaction: waiting.cart_order.as_ref().map(ToString::to_string),
            pending: Some(pending(waiting)),
            reply: json(waiting),
            ..Done::default()
        },
    }
}

fn pending(waiting: &Waiting) -> String {
    let words = match &waiting.cart_order {
        Some(order) => format!("in the cart as order {order}, and not paid"),
        None if waiting.id.is_some() => "in the cart, and not paid".to_owned(),
        None => "only a price was named, and nothing is in the cart".to_owned(),
    };
    match &waiting.info {
        Some(info) => format!("{words}: {info}"),
        None => words,
    }
}

pub(super) fn license(license: &billmgr_client::License) -> Done {
    Done {
        id: Some(license.service.id().to_string()),
        key: license.key.get().map(|key| key.as_str().to_owned()),
        kind: Some(license.service.item_type().prefix().into()),
        addresses: license.address.get().copied().into_iter().collect(),
        name: license.name.as_str().filter(|name| !name.is_empty()).map(str::to_owned),
        expires: license.expires.get().map(|moment| moment.date()),
        ..Done::default()
    }
}

pub(super) fn done<T: Serialize>(reply: &T) -> Done {
    Done { reply: json(reply), ..Done::default() }
}

fn json<T: Serialize>(reply: &T) -> Value {
    serde_json::to_value(reply).unwrap_or(Value::Null)
}

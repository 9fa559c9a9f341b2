//! The vendor's answers as sheets and sentences.

use std::net::IpAddr;

use billmgr_client::ItemType;
use billmgr_client::{
    Applied, Balance, Cart, Deleted, Deletion, Document, KeyChanged, Lenient, License as Own, Money, Offer,
    Order, Ordered, PricedTariff, Renew, Renewed, Service,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Billmgr, find, request, tariff};
use crate::output::{Cell, Column, Sheet, detail, shown};
use crate::vendors::{Done, Facts, License};

const BALANCES: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("project"),
    shown("balance"),
    shown("currency"),
];

const PRICES: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("product"),
    shown("tariff"),
    shown("name"),
    shown("period"),
    shown("price"),
    shown("currency"),
];

const CART: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("order"),
    shown("item"),
    shown("product"),
    shown("license_id"),
    shown("period"),
    shown("auto_renew"),
    shown("price"),
    shown("currency"),
];

const RENEWING: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("product"),
    shown("tariff"),
    shown("id"),
    shown("ip"),
    shown("expires"),
    shown("auto_renew"),
];

const FREE: &[Column] =
    &[shown("vendor"), shown("account"), shown("environment"), shown("ip"), shown("tariff"), shown("answer")];

fn account(billmgr: &Billmgr) -> Vec<Cell> {
    vec![billmgr.name.word().into(), billmgr.account.as_str().into(), billmgr.environment.word().into()]
}

/// An answer that was read can be written as JSON.
fn record(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

/// What the vendor put aside instead of doing it; else what is made of the answer.
fn applied<T: Serialize>(answer: &Applied<T>, done: impl FnOnce(&T) -> (String, Facts)) -> Done {
    let (summary, facts) = match answer.done() {
        Some(answer) => done(answer),
        None => (request::waiting(answer).unwrap_or_default(), waiting_facts(answer)),
    };
    Done { summary, facts, record: record(answer) }
}

fn waiting_facts<T>(answer: &Applied<T>) -> Facts {
    let waiting = answer.waiting();
    Facts {
        license_id: waiting.and_then(|waiting| waiting.id.as_ref()).map(ToString::to_string).into(),
        action_id: waiting.and_then(|waiting| waiting.cart_order.as_ref()).map(ToString::to_string).into(),
        ..Facts::default()
    }
}

/// Whether the vendor put it aside instead of doing it.
pub(super) fn is_waiting(done: &Done) -> bool {
    done.record.get("waiting").is_some()
}

/// The licence that was ordered.
pub(super) fn service_of(done: &Done) -> Option<Service> {
    serde_json::from_value(done.record.get("done")?.clone()).ok()
}

pub(super) fn ordered(order: &Order, answer: &Applied<Ordered>) -> Done {
    applied(answer, |ordered| {
        let facts = Facts {
            product: find::word(ordered.service.item_type()).into(),
            license_id: ordered.service.id().as_str().into(),
            ip: order.address().into(),
            term: order.period().to_string().into(),
            ..Facts::default()
        };
        (format!("ordered: licence {}; its key comes later", ordered.service.id()), facts)
    })
}

pub(super) fn renewed(renew: &Renew, answer: &Applied<Renewed>) -> Done {
    applied(answer, |renewed| {
        let until = renewed.expires.get().map(ToString::to_string).unwrap_or_default();
        let facts = Facts {
            product: find::word(renew.service().item_type()).into(),
            license_id: renew.service().id().as_str().into(),
            term: renew.period().to_string().into(),
            ..Facts::default()
        };
        (format!("extended: licence {} runs until {until}", renew.service().id()), facts)
    })
}

pub(super) fn licensed(verb: &str, answer: &Applied<Own>) -> Done {
    applied(answer, |license| {
        let facts = Facts {
            product: find::word(license.service.item_type()).into(),
            license_id: license.service.id().as_str().into(),
            license_key: license.key.get().map(ToString::to_string).into(),
            ip: license.address.get().copied().into(),
            ..Facts::default()
        };
        let mut summary = format!("{verb}: licence {}", license.service.id());
        if let Some(address) = license.address.get() {
            summary = format!("{summary} at {address}");
        }
        if let Some(name) = license.name.get().filter(|name| !name.is_empty()) {
            summary = format!("{summary}, named {name}");
        }
        (summary, facts)
    })
}

pub(super) fn new_key(answer: &Applied<KeyChanged>) -> Done {
    applied(answer, |changed| {
        let facts = Facts { license_key: changed.key.as_str().into(), ..Facts::default() };
        (format!("its new key is {}", changed.key), facts)
    })
}

pub(super) fn deleted(deleted: &Deleted) -> Done {
    let all: Vec<String> = deleted
        .licenses
        .iter()
        .map(|(id, seen)| {
            let seen = match seen {
                Deletion::Gone => "gone",
                Deletion::Marked => "marked as deleted",
                Deletion::Closing => "being deleted",
            };
            format!("licence {id} is {seen}")
        })
        .collect();
    let license_id = deleted.licenses.first().map(|(id, _)| id.to_string());
    let facts = Facts { license_id: license_id.into(), ..Facts::default() };
    Done { summary: format!("deleted: {}", all.join(", ")), facts, record: record(deleted) }
}

pub(super) fn document(summary: &str, document: &Document) -> Done {
    Done { summary: summary.to_owned(), facts: Facts::default(), record: record(document) }
}

pub(super) fn free(billmgr: &Billmgr, offer: &Offer, address: IpAddr, answer: &Document) -> Sheet {
    let mut cells = account(billmgr);
    cells.extend([
        address.into(),
        tariff::in_words(billmgr, offer).into(),
        "the address can have this licence".into(),
    ]);
    Sheet::one("address", FREE, cells, record(answer))
}

/// An amount and its currency, which may stand apart.
fn money(money: Option<&Money>) -> [Cell; 2] {
    [
        money.map(|money| money.amount).into(),
        money.and_then(|money| money.currency).map(|currency| currency.to_string()).into(),
    ]
}

pub(super) fn balances(billmgr: &Billmgr, balances: &[Balance]) -> Sheet {
    let mut sheet = Sheet::list("balances", BALANCES);
    for balance in balances {
        let mut cells = account(billmgr);
        cells.push(text(&balance.project));
        cells.extend(money(balance.money().as_ref()));
        sheet.push(cells, Some(record(balance)));
    }
    sheet
}

pub(super) fn balance_in_words(balances: &[Balance]) -> String {
    let all: Vec<String> = balances
        .iter()
        .map(|balance| balance.money().map_or_else(|| "not readable".to_owned(), |money| money.to_string()))
        .collect();
    match all.as_slice() {
        [] => "the vendor names no balance".to_owned(),
        all => format!("the balance is {}", all.join(" and ")),
    }
}

pub(super) fn prices(billmgr: &Billmgr, all: &[(ItemType, Vec<PricedTariff>)]) -> Sheet {
    let mut sheet = Sheet::list("tariffs", PRICES);
    for (item_type, tariffs) in all {
        for tariff in tariffs {
            let begin = || {
                let mut cells = account(billmgr);
                let name = tariff.extra.get("name").and_then(Value::as_str).map(str::to_owned);
                cells.extend([
                    find::word(item_type).into(),
                    text(&tariff.id),
                    name.map_or_else(|| text(&tariff.name), Cell::from),
                ]);
                cells
            };
            for price in &tariff.prices {
                let mut cells = begin();
                let own = price.currency.get().map(ToString::to_string);
                let [amount, currency] = money(price.cost.get());
                cells.extend([
                    period(price),
                    amount,
                    if currency == Cell::None { own.into() } else { currency },
                ]);
                sheet.push(cells, Some(record(tariff)));
            }
            if tariff.prices.is_empty() {
                let mut cells = begin();
                cells.extend([Cell::None, Cell::None, Cell::None]);
                sheet.push(cells, Some(record(tariff)));
            }
        }
    }
    sheet
}

/// `1 month`, `14 trial`, or the vendor's text.
fn period(price: &billmgr_client::Price) -> Cell {
    match (price.length.get(), price.unit.as_str()) {
        (Some(length), Some(unit)) if *length > 0 => format!("{length} {unit}").into(),
        (_, Some(unit)) => unit.into(),
        _ => text(&price.text),
    }
}

pub(super) fn cart(billmgr: &Billmgr, cart: &Cart) -> Sheet {
    let mut sheet = Sheet::list("items", CART);
    for item in &cart.items {
        let mut cells = account(billmgr);
        cells.extend([
            cart.order.get().map(ToString::to_string).into(),
            item.id.get().map(ToString::to_string).into(),
            item.item_type.get().map(|item_type| find::word(item_type).to_owned()).into(),
            item.service_id.get().map(ToString::to_string).into(),
            item.period.get().map(ToString::to_string).into(),
            item.auto_renew.get().map(ToString::to_string).into(),
        ]);
        let currency = cart.total.get().and_then(|total| total.currency);
        let cost = item.cost.get().map(|cost| Money::new(cost.amount, cost.currency.or(currency)));
        cells.extend(money(cost.as_ref()));
        sheet.push(cells, Some(record(item)));
    }
    let total = cart.total.get().map(ToString::to_string);
    Sheet { whole: Some(json!({ "billorder": cart.order, "amt": total })), ..sheet }
}

pub(super) fn auto_renewals(billmgr: &Billmgr, licenses: &[License]) -> Sheet {
    let mut sheet = Sheet::list("auto_renewals", RENEWING);
    for license in licenses {
        let said = |name: &str| {
            license.record.get(name).map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
        };
        let mut cells = account(billmgr);
        cells.extend([
            license.product.as_str().into(),
            said("pricelist_name").into(),
            license.id.clone().into(),
            license.address.into(),
            license.expires.into(),
            said("autoprolong").into(),
        ]);
        sheet.push(cells, Some(license.record.clone()));
    }
    sheet
}

fn text(text: &Lenient<String>) -> Cell {
    text.as_str().into()
}

//! The vendor's answers as sheets.

use std::net::IpAddr;

use license_hub::billmgr::{Balance, Cart, Document, ItemType, Lenient, Money, Offer, Price, PricedTariff};
use serde::Serialize;
use serde_json::{Value, json};

use super::{tariff, word};
use crate::account::Account;
use crate::output::{Cell, Column, Sheet, detail, shown};

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

const FREE: &[Column] =
    &[shown("vendor"), shown("account"), shown("environment"), shown("ip"), shown("tariff"), shown("answer")];

/// An answer that was read can be written as JSON.
fn record(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

pub(super) fn free(account: &Account, offer: &Offer, address: IpAddr, answer: &Document) -> Sheet {
    let mut cells = account.cells();
    cells.extend([
        address.into(),
        tariff::in_words(account, offer).into(),
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

pub(super) fn balances(account: &Account, balances: &[Balance]) -> Sheet {
    let mut sheet = Sheet::list("balances", BALANCES);
    for balance in balances {
        let mut cells = account.cells();
        cells.push(text(&balance.project));
        cells.extend(money(balance.money().as_ref()));
        sheet.push(cells, Some(record(balance)));
    }
    sheet
}

pub(super) fn prices(account: &Account, all: &[(ItemType, Vec<PricedTariff>)]) -> Sheet {
    let mut sheet = Sheet::list("tariffs", PRICES);
    for (item_type, tariffs) in all {
        for tariff in tariffs {
            let begin = || {
                let mut cells = account.cells();
                let name = tariff.extra.get("name").and_then(Value::as_str).map(str::to_owned);
                cells.extend([
                    word(account.vendor, item_type).into(),
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
fn period(price: &Price) -> Cell {
    match (price.length.get(), price.unit.as_str()) {
        (Some(length), Some(unit)) if *length > 0 => format!("{length} {unit}").into(),
        (_, Some(unit)) => unit.into(),
        _ => text(&price.text),
    }
}

pub(super) fn cart(account: &Account, cart: &Cart) -> Sheet {
    let mut sheet = Sheet::list("items", CART);
    for item in &cart.items {
        let mut cells = account.cells();
        cells.extend([
            cart.order.get().map(ToString::to_string).into(),
            item.id.get().map(ToString::to_string).into(),
            item.item_type.get().map(|item_type| word(account.vendor, item_type).to_owned()).into(),
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

fn text(text: &Lenient<String>) -> Cell {
    text.as_str().into()
}

//! The vendor's answers as sheets and sentences.

use std::net::IpAddr;

use serde::Serialize;
use serde_json::Value;
use websoftsolus::{
    Document, Edit, Edited, Family, FamilyName, KeyNumber, OrderableVersion, Ordered, Period, Terminate,
    Terminated,
};

use super::WebSoftSolus;
use crate::output::{Cell, Column, Sheet, detail, shown};
use crate::vendors::{Done, Facts};

const ORDERABLE: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("product"),
    shown("name"),
    shown("title"),
];

/// An answer that was read from JSON can be written as JSON.
fn record(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

/// One key, or several with blanks between.
pub(super) fn keys<F: Family>(keys: &[KeyNumber<F>]) -> Option<String> {
    let all: Vec<&str> = keys.iter().map(KeyNumber::as_str).collect();
    if all.is_empty() { None } else { Some(all.join(" ")) }
}

pub(super) fn ordered<F: Family>(period: &Period, address: Option<IpAddr>, ordered: &Ordered<F>) -> Done {
    let found = ordered.key_numbers().and_then(|found| keys(&found));
    let order = ordered.order_id();
    let mut summary = match &found {
        Some(keys) => format!("ordered: key {keys}"),
        None => "ordered: the answer names no key, so it may come later; look for it with `license-hub list`"
            .to_owned(),
    };
    if let Some(order) = &order {
        summary = format!("{summary}, order {order}");
    }
    let facts = Facts {
        product: F::NAME.wire().into(),
        license_key: found.into(),
        ip: address.into(),
        term: period.in_months().map(|months| format!("{months}M")).into(),
        action_id: order.into(),
        ..Facts::default()
    };
    Done { summary, facts, record: record(ordered) }
}

pub(super) fn edited<F: Family>(edit: &Edit<F>, edited: &Edited<F>) -> Done {
    let summary = format!("edited: key {}", edit.key());
    Done { summary, facts: of_key(edit.key()), record: record(edited) }
}

pub(super) fn terminated<F: Family>(end: &Terminate<F>, terminated: &Terminated<F>) -> Done {
    let summary = format!("terminated: key {}", end.key());
    Done { summary, facts: of_key(end.key()), record: record(terminated) }
}

fn of_key<F: Family>(key: &KeyNumber<F>) -> Facts {
    Facts { product: F::NAME.wire().into(), license_key: key.as_str().into(), ..Facts::default() }
}

pub(super) fn called(document: &Document) -> Done {
    let summary = "answered without an error".to_owned();
    Done { summary, facts: Facts::default(), record: record(document) }
}

pub(super) fn orderable(wss: &WebSoftSolus, family: FamilyName, versions: &[OrderableVersion]) -> Sheet {
    let mut sheet = Sheet::list("orderable", ORDERABLE);
    for version in versions {
        // The vendor may say a title alone, or an object with one.
        let title = version.details.as_str().or_else(|| version.details.get("title")?.as_str());
        let cells: Vec<Cell> = vec![
            "websoftsolus".into(),
            wss.account.as_str().into(),
            wss.environment.word().into(),
            family.wire().into(),
            version.name.as_str().into(),
            title.into(),
        ];
        sheet.push(cells, Some(version.details.clone()).filter(|details| !details.is_null()));
    }
    sheet
}

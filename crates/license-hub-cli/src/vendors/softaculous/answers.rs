//! The vendor's answers as sheets and sentences.

use serde::Serialize;
use serde_json::{Value, json};
use softaculous_noc::{
    Action, AddressesSet, Cancelled, Document, Invoice, LicenseKey, LicenseLogs, Purchase, Refund, Refunded,
};

use super::Softaculous;
use crate::output::{Cell, Column, Sheet, detail, shown};
use crate::vendors::{Done, Facts, License};

const ACTIONS: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("action_id"),
    shown("action"),
    shown("date"),
    shown("time"),
    shown("license_id"),
    shown("license_key"),
    shown("term"),
    shown("rate"),
    shown("amount"),
    shown("refunded"),
    shown("invoice"),
];

const RENEWING: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("product"),
    shown("id"),
    shown("key"),
    shown("ip"),
    shown("expires"),
    shown("auto_renew"),
];

fn account(noc: &Softaculous) -> Vec<Cell> {
    vec!["softaculous".into(), noc.account.as_str().into(), noc.environment.word().into()]
}

/// An answer that was read from JSON can be written as JSON.
fn record(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

pub(super) fn bought(product: &str, purchase: &Purchase) -> Done {
    let facts = Facts {
        product: product.into(),
        license_id: id(&purchase.license_id),
        license_key: purchase.license_key.as_str().into(),
        ip: (&purchase.address).into(),
        term: (&purchase.added).into(),
        amount: (&purchase.amount).into(),
        balance: (&purchase.balance).into(),
        action_id: id(&purchase.action_id),
        auto_renew: (&purchase.auto_renew).into(),
        time: (&purchase.time).into(),
    };
    let verb = if purchase.action.as_str() == Some("renew") { "extended" } else { "bought" };
    let mut summary = format!("{verb}: key {}", purchase.license_key);
    for (name, cell) in [("charged", &facts.amount), ("transaction", &facts.action_id)] {
        if *cell != Cell::None {
            summary = format!("{summary}, {name} {}", cell.shown());
        }
    }
    Done { summary, facts, record: record(purchase) }
}

pub(super) fn refunded(refund: &Refund, refunded: &Refunded) -> Done {
    let facts = Facts {
        license_id: id(&refunded.license_id),
        license_key: refunded.license_key.as_str().into(),
        term: (&refunded.added).into(),
        amount: (&refunded.amount).into(),
        balance: (&refunded.balance).into(),
        action_id: id(&refunded.action_id),
        time: (&refunded.time).into(),
        ..Facts::default()
    };
    let summary = format!("refunded: transaction {}, amount {}", refund.action(), facts.amount.shown());
    Done { summary, facts, record: record(refunded) }
}

pub(super) fn cancelled(cancelled: &Cancelled) -> Done {
    let facts = Facts {
        license_id: id(&cancelled.license.id),
        license_key: cancelled.license.key.get().map(LicenseKey::as_str).into(),
        ..Facts::default()
    };
    let summary = format!("cancelled: key {}", facts.license_key.shown());
    Done { summary, facts, record: record(cancelled) }
}

pub(super) fn moved(set: &AddressesSet) -> Done {
    let list: Vec<String> = set.addresses.iter().map(ToString::to_string).collect();
    let list = list.join(" ");
    let summary = if list.is_empty() {
        "moved: the vendor did not say where to, and no error".to_owned()
    } else {
        format!("moved: now at {list}")
    };
    let facts = Facts { license_id: id(&set.license_id), ip: list.into(), ..Facts::default() };
    Done { summary, facts, record: record(set) }
}

pub(super) fn document(summary: &str, document: &Document) -> Done {
    Done { summary: summary.to_owned(), facts: Facts::default(), record: record(document) }
}

pub(super) fn logs(noc: &Softaculous, logs: &LicenseLogs) -> Sheet {
    let whole = json!({ "license": logs.license, "extra": logs.extra });
    Sheet { whole: Some(whole), ..actions(noc, &logs.actions) }
}

pub(super) fn invoice(noc: &Softaculous, invoice: &Invoice) -> Sheet {
    let whole = json!({
        "invoid": invoice.invoice_id,
        "amt": invoice.amount,
        "extra": invoice.extra,
    });
    Sheet { whole: Some(whole), ..actions(noc, &invoice.actions) }
}

fn actions(noc: &Softaculous, actions: &[Action]) -> Sheet {
    let mut sheet = Sheet::list("actions", ACTIONS);
    for action in actions {
        let mut cells = account(noc);
        cells.extend([
            id(&action.id),
            (&action.name).into(),
            (&action.date).into(),
            (&action.time).into(),
            id(&action.license_id),
            action.license_key.get().map(LicenseKey::as_str).into(),
            (&action.added).into(),
            (&action.rate).into(),
            (&action.amount).into(),
            action.is_refunded().into(),
            id(&action.invoice_id),
        ]);
        sheet.push(cells, Some(record(action)));
    }
    sheet
}

pub(super) fn auto_renewals(noc: &Softaculous, licenses: &[License]) -> Sheet {
    let mut sheet = Sheet::list("auto_renewals", RENEWING);
    for license in licenses {
        let mut cells = account(noc);
        cells.extend([
            license.product.as_str().into(),
            license.id.clone().into(),
            license.key.clone().into(),
            license.address.into(),
            license.expires.into(),
            "on".into(),
        ]);
        sheet.push(cells, Some(license.record.clone()));
    }
    sheet
}

/// An identifier as text; what is none, such as `0` for "none yet", is left out.
fn id<T: ToString>(id: &softaculous_noc::Lenient<T>) -> Cell {
    id.get().map(ToString::to_string).into()
}

//! The vendor's answers as sheets and sentences.

use serde::Serialize;
use serde_json::Value;
use softaculous_noc::{
    Action, AddressesSet, Cancelled, Document, Invoice, LicenseLogs, Purchase, Refund, Refunded,
};

use super::Softaculous;
use crate::output::{Cell, Column, Sheet, detail, shown};
use crate::vendors::{Done, License};

/// What came of anything that changes or spends: always the same columns.
const RESULT: &[Column] = &[
    shown("vendor"),
    shown("account"),
    shown("environment"),
    shown("operation"),
    shown("product"),
    shown("license_id"),
    shown("license_key"),
    shown("ip"),
    shown("term"),
    shown("amount"),
    shown("balance"),
    shown("action_id"),
    shown("auto_renew"),
    shown("time"),
];

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

/// The cells of [`RESULT`] that an answer fills.
#[derive(Default)]
struct Result {
    product: Cell,
    license_id: Cell,
    license_key: Cell,
    ip: Cell,
    term: Cell,
    amount: Cell,
    balance: Cell,
    action_id: Cell,
    auto_renew: Cell,
    time: Cell,
}

impl Result {
    fn done(self, noc: &Softaculous, operation: &str, summary: String, answer: &impl Serialize) -> Done {
        let mut cells = account(noc);
        cells.extend([
            operation.into(),
            self.product,
            self.license_id,
            self.license_key,
            self.ip,
            self.term,
            self.amount,
            self.balance,
            self.action_id,
            self.auto_renew,
            self.time,
        ]);
        Done { summary, sheet: Sheet::one("result", RESULT, cells, record(answer)) }
    }
}

fn account(noc: &Softaculous) -> Vec<Cell> {
    vec!["softaculous".into(), noc.account.as_str().into(), noc.environment.word().into()]
}

/// An answer that was read from JSON can be written as JSON.
fn record(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

pub(super) fn bought(noc: &Softaculous, operation: &str, product: &str, purchase: &Purchase) -> Done {
    let result = Result {
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
    for (name, cell) in [("charged", &result.amount), ("transaction", &result.action_id)] {
        if *cell != Cell::None {
            summary.push_str(&format!(", {name} {}", cell.shown()));
        }
    }
    result.done(noc, operation, summary, purchase)
}

pub(super) fn refunded(noc: &Softaculous, refund: &Refund, refunded: &Refunded) -> Done {
    let result = Result {
        license_id: id(&refunded.license_id),
        license_key: refunded.license_key.as_str().into(),
        term: (&refunded.added).into(),
        amount: (&refunded.amount).into(),
        balance: (&refunded.balance).into(),
        action_id: id(&refunded.action_id),
        time: (&refunded.time).into(),
        ..Result::default()
    };
    let summary = format!("refunded: transaction {}, amount {}", refund.action(), result.amount.shown());
    result.done(noc, "refund", summary, refunded)
}

pub(super) fn cancelled(noc: &Softaculous, cancelled: &Cancelled) -> Done {
    let license = &cancelled.license;
    let result = Result {
        license_id: id(&license.id),
        license_key: license.key.get().map(softaculous_noc::LicenseKey::as_str).into(),
        ..Result::default()
    };
    let summary = format!("cancelled: key {}", result.license_key.shown());
    result.done(noc, "cancel", summary, cancelled)
}

pub(super) fn moved(noc: &Softaculous, set: &AddressesSet) -> Done {
    let list: Vec<String> = set.addresses.iter().map(ToString::to_string).collect();
    let list = list.join(" ");
    let summary = if list.is_empty() {
        "moved: the vendor did not say where to, and no error".to_owned()
    } else {
        format!("moved: now at {list}")
    };
    let result = Result { license_id: id(&set.license_id), ip: list.into(), ..Result::default() };
    result.done(noc, "set-addresses", summary, set)
}

pub(super) fn document(noc: &Softaculous, operation: &str, summary: &str, document: &Document) -> Done {
    Result::default().done(noc, operation, summary.to_owned(), document)
}

pub(super) fn logs(noc: &Softaculous, logs: &LicenseLogs) -> Sheet {
    actions(noc, "actions", &logs.actions)
}

pub(super) fn invoice(noc: &Softaculous, invoice: &Invoice) -> Sheet {
    actions(noc, "actions", &invoice.actions)
}

fn actions(noc: &Softaculous, name: &'static str, actions: &[Action]) -> Sheet {
    let mut sheet = Sheet::list(name, ACTIONS);
    for action in actions {
        let mut cells = account(noc);
        cells.extend([
            id(&action.id),
            (&action.name).into(),
            (&action.date).into(),
            (&action.time).into(),
            id(&action.license_id),
            action.license_key.get().map(softaculous_noc::LicenseKey::as_str).into(),
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

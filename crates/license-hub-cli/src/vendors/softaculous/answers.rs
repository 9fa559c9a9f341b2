//! The vendor's answers as sheets.

use license_hub::softaculous::{Action, Invoice, LicenseKey, LicenseLogs};
use license_wire::lenient::Lenient;
use serde_json::json;

use crate::account::Account;
use crate::output::{Cell, Column, Sheet, detail, shown};

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

pub(super) fn logs(account: &Account, logs: &LicenseLogs) -> Sheet {
    let whole = json!({ "license": logs.license, "extra": logs.extra });
    Sheet { whole: Some(whole), ..actions(account, &logs.actions) }
}

pub(super) fn invoice(account: &Account, invoice: &Invoice) -> Sheet {
    let whole = json!({
        "invoid": invoice.invoice_id,
        "amt": invoice.amount,
        "extra": invoice.extra,
    });
    Sheet { whole: Some(whole), ..actions(account, &invoice.actions) }
}

fn actions(account: &Account, actions: &[Action]) -> Sheet {
    let mut sheet = Sheet::list("actions", ACTIONS);
    for action in actions {
        let mut cells = account.cells();
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
        sheet.push(cells, serde_json::to_value(action).ok());
    }
    sheet
}

/// An identifier as text; what is none, such as `0` for "none yet", is left out.
fn id<T: ToString>(id: &Lenient<T>) -> Cell {
    id.get().map(ToString::to_string).into()
}

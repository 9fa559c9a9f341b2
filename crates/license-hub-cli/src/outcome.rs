//! What came of anything that changes or spends: a sentence for people, and a row that has always the same columns.

use std::net::IpAddr;

use license_hub::{Checked, Done, Evidence};

use crate::account::Account;
use crate::output::{Cell, Column, Row, Sheet, shown};
use crate::plan::Step;
use crate::vendors;

const RESULT: &[Column] = &[
    shown("vendor"),
    shown("account"),
    shown("environment"),
    shown("operation"),
    shown("outcome"),
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
    shown("seen"),
    shown("reference"),
];

/// The results of the steps of a plan: one thing where one was planned.
pub(crate) fn results(rows: Vec<Row>, planned: usize) -> Sheet {
    Sheet { name: "results", columns: RESULT, single: planned == 1 && rows.len() == 1, rows, whole: None }
}

/// What came of a step that the vendor confirmed, in one sentence.
pub(crate) fn summary(account: &Account, step: &Step, done: &Done) -> String {
    match &done.pending {
        Some(pending) => pending.clone(),
        None => vendors::summary(account.vendor, &step.operation, done),
    }
}

/// One key, or several with blanks between.
pub(crate) fn keys(key: Option<&String>, more: &[String]) -> Option<String> {
    let all: Vec<&str> = key.into_iter().chain(more).map(String::as_str).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Addresses with blanks between.
pub(crate) fn addresses(all: &[IpAddr]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.join(" ")
}

/// A step that the vendor confirmed.
pub(crate) fn done_row(account: &Account, step: &Step, done: &Done, reference: Option<&str>) -> Row {
    // A number that is the key says nothing more.
    let number = done.id.clone().filter(|id| done.key.as_ref() != Some(id));
    let mut cells = beginning(account, step, if done.pending.is_some() { "waiting" } else { "done" });
    cells.extend([
        done.kind.as_deref().map(|kind| vendors::product(account.vendor, kind)).into(),
        number.or_else(|| vendors::license_id(&step.operation)).into(),
        keys(done.key.as_ref(), &done.more_keys).into(),
        addresses(&done.addresses).into(),
        done.term.clone().into(),
        done.amount.into(),
        done.balance.into(),
        done.transaction.clone().into(),
        done.auto_renew.clone().into(),
        done.time.into(),
        Cell::None,
        reference.into(),
    ]);
    Row { cells, record: (!done.reply.is_null()).then(|| done.reply.clone()) }
}

/// A step of which nobody knows but what a look found.
pub(crate) fn unknown_row(
    account: &Account,
    step: &Step,
    found: &Checked<Evidence>,
    reference: Option<&str>,
) -> Row {
    let (outcome, evidence, seen) = match found {
        Checked::Happened(evidence) => ("happened", Some(evidence), evidence.seen.as_str()),
        Checked::NotSeen => ("not-seen", None, "nothing of it is to be seen until now"),
        Checked::CannotTell(why) => ("cannot-tell", None, why.as_str()),
    };
    let key = evidence.and_then(|evidence| evidence.key.as_ref());
    let more = evidence.map_or(&[][..], |evidence| &evidence.more_keys);
    let number = evidence.and_then(|evidence| evidence.id.clone()).filter(|id| key != Some(id));
    let mut cells = beginning(account, step, outcome);
    cells.extend([
        Cell::None,
        number.into(),
        keys(key, more).into(),
        Cell::None,
        Cell::None,
        Cell::None,
        Cell::None,
        evidence.and_then(|evidence| evidence.transaction.clone()).into(),
        Cell::None,
        Cell::None,
        seen.into(),
        reference.into(),
    ]);
    Row { cells, record: None }
}

fn beginning(account: &Account, step: &Step, outcome: &str) -> Vec<Cell> {
    let operation = step.previews(account).ok().and_then(|previews| Some(previews.first()?.operation));
    vec![
        account.vendor.name().into(),
        account.name.as_str().into(),
        account.environment.word().into(),
        operation.into(),
        outcome.into(),
    ]
}

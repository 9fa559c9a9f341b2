//! What came of anything that changes or spends: a sentence for people, and a row that has always the same columns.

use license_hub::{Checked, Done, Evidence};
use license_journal::{Entry, Found};
use rust_decimal::Decimal;

use crate::account::Account;
use crate::exit::{Exit, Failure};
use crate::output::{Cell, Column, Record, Row, Sheet, shown};
use crate::plan::Step;
use crate::{several, vendors, words};

const RESULT: [Column; 17] = [
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

/// The same, and the line of a list that it stands on.
const OF_LINE: [Column; 18] = {
    let mut columns = [shown("line"); 18];
    let mut at = 0;
    while at < RESULT.len() {
        columns[at + 1] = RESULT[at];
        at += 1;
    }
    columns
};

/// The results of the steps of a plan: one thing where one was planned.
pub(crate) fn results(rows: Vec<Row>, planned: usize) -> Sheet {
    Sheet { name: "results", columns: &RESULT, single: planned == 1 && rows.len() == 1, rows, whole: None }
}

/// The results of the lines of a list.
pub(crate) fn of_lines(rows: Vec<Row>) -> Sheet {
    Sheet { rows, ..Sheet::list("results", &OF_LINE) }
}

/// It must not look as if it had not happened.
pub(crate) fn not_shown(failure: &Failure) -> Failure {
    Failure::new(Exit::Unknown, format!("it was done, so do not repeat it, but {failure}"))
}

/// A result of this line.
pub(crate) fn of_line(line: u64, mut row: Row) -> Row {
    row.cells.insert(0, line.into());
    row
}

/// What came of a step that the vendor confirmed, in one sentence.
pub(crate) fn summary(account: &Account, step: &Step, done: &Done) -> String {
    match &done.pending {
        Some(pending) => pending.clone(),
        None => vendors::summary(account.vendor, &step.operation, done),
    }
}

/// A step that the vendor confirmed.
pub(crate) fn done_row(account: &Account, step: &Step, done: &Done, reference: Option<&str>) -> Row {
    // A number that is the key says nothing more.
    let number = done.id.clone().filter(|id| done.key.as_ref() != Some(id));
    let mut cells = beginning(account, step, if done.pending.is_some() { "waiting" } else { "done" });
    cells.extend([
        done.kind.as_deref().map(|kind| words::product(account.vendor, kind)).into(),
        number.or_else(|| vendors::license_id(&step.operation)).into(),
        several::keys(done.key.as_ref(), &done.more_keys).into(),
        several::addresses(&done.addresses).into(),
        done.term.clone().into(),
        done.amount.into(),
        done.balance.into(),
        done.transaction.clone().into(),
        done.auto_renew.clone().into(),
        done.time.into(),
        Cell::None,
        reference.into(),
    ]);
    Row { cells, record: (!done.reply.is_null()).then(|| Record::Own(done.reply.clone())) }
}

/// A step of which nobody knows but what a look found.
pub(crate) fn unknown_row(
    account: &Account,
    step: &Step,
    found: &Checked<Evidence>,
    reference: Option<&str>,
) -> Row {
    let (outcome, found, seen) = match found {
        Checked::Happened(evidence) => ("happened", Found::from(evidence), evidence.seen.as_str()),
        Checked::NotSeen => ("not-seen", Found::default(), "nothing of it is to be seen until now"),
        Checked::CannotTell(why) => ("cannot-tell", Found::default(), why.as_str()),
    };
    found_row(account, step, (outcome, seen), &found, None, reference)
}

/// A step that was done before, as the journal knows it.
pub(crate) fn before_row(account: &Account, step: &Step, entry: &Entry) -> Row {
    let found = entry.found.clone().unwrap_or_default();
    let seen = found.seen.clone().unwrap_or_default();
    let reference = entry.intent.reference.as_str();
    found_row(account, step, ("done-before", &seen), &found, entry.charged, Some(reference))
}

/// A step of which there is only something to be said.
pub(crate) fn told_row(
    account: &Account,
    step: &Step,
    outcome: &'static str,
    says: &str,
    reference: Option<&str>,
) -> Row {
    found_row(account, step, (outcome, says), &Found::default(), None, reference)
}

fn found_row(
    account: &Account,
    step: &Step,
    (outcome, says): (&'static str, &str),
    found: &Found,
    amount: Option<Decimal>,
    reference: Option<&str>,
) -> Row {
    let key = found.key.as_ref();
    let number = found.id.clone().filter(|id| key != Some(id));
    let mut cells = beginning(account, step, outcome);
    cells.extend([
        Cell::None,
        number.into(),
        several::keys(key, &found.more_keys).into(),
        Cell::None,
        Cell::None,
        amount.into(),
        Cell::None,
        found.transaction.clone().into(),
        Cell::None,
        Cell::None,
        says.into(),
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

//! Entries of the journal as tables.

use license_journal::{Entry, Event, Seen, State, What};

use crate::output::{Cell, Column, Ink, Row, Sheet, detail, shown};
use crate::{several, words};

const ENTRY: &[Column] = &[
    shown("reference"),
    shown("written"),
    shown("vendor"),
    shown("account"),
    shown("environment"),
    shown("operation"),
    shown("target"),
    shown("state"),
    shown("license_id"),
    shown("license_key"),
    shown("action_id"),
    shown("charged"),
    detail("expected"),
    detail("changed"),
    detail("run"),
    detail("marked"),
    detail("called_at"),
    shown("seen"),
];

const EVENT: &[Column] = &[shown("at"), shown("event"), shown("state"), shown("says")];

/// Always the same columns as what is done has.
const LOOKED: &[Column] = &[
    shown("vendor"),
    shown("account"),
    shown("environment"),
    shown("operation"),
    shown("target"),
    shown("outcome"),
    shown("state"),
    shown("license_id"),
    shown("license_key"),
    shown("action_id"),
    shown("seen"),
    shown("reference"),
];

/// Entries, in the order they were written.
pub(crate) fn sheet(entries: &[Entry]) -> Sheet {
    let mut sheet = Sheet::list("entries", ENTRY);
    for entry in entries {
        sheet.push(cells(entry), None);
    }
    sheet
}

/// One entry, with the operation, what there was before, and all that happened to it.
pub(crate) fn single(entry: &Entry, events: &[Event]) -> Sheet {
    let intent = &entry.intent;
    let record = serde_json::json!({
        "operation": intent.operation,
        "before": intent.before,
        "events": events,
    });
    Sheet::one("entry", ENTRY, cells(entry), record)
}

/// What happened to an entry.
pub(crate) fn events(events: &[Event]) -> Sheet {
    let mut sheet = Sheet::list("events", EVENT);
    for event in events {
        let (word, says) = in_words(&event.what);
        sheet.push(vec![event.at.into(), word.into(), event.state.name().into(), says.into()], None);
    }
    sheet
}

/// What looks found: one thing where one was looked for.
pub(crate) fn looks(rows: Vec<Row>) -> Sheet {
    Sheet { name: "looks", columns: LOOKED, single: rows.len() == 1, rows, whole: None }
}

/// What a look found, or how an entry stands that needs none.
pub(crate) fn looked_row(entry: &Entry, seen: Option<&Seen>) -> Row {
    let (outcome, says) = match (seen, entry.state) {
        (Some(Seen::Nothing), _) => ("not-seen", "nothing of it is to be seen until now".to_owned()),
        (Some(Seen::CannotTell(why)), _) => ("cannot-tell", why.clone()),
        (Some(Seen::Failed(why)), _) => ("not-looked", why.clone()),
        (_, state) => (state.name(), seen_in(entry).unwrap_or_default()),
    };
    let intent = &entry.intent;
    let [id, key, transaction] = found(entry);
    let cells = vec![
        intent.vendor.name().into(),
        intent.account.as_str().into(),
        intent.environment.to_string().into(),
        intent.operation_name.as_str().into(),
        target(entry),
        outcome.into(),
        state(entry.state),
        id,
        key,
        transaction,
        says.into(),
        intent.reference.as_str().into(),
    ];
    Row { cells, record: None }
}

fn cells(entry: &Entry) -> Vec<Cell> {
    let intent = &entry.intent;
    let [id, key, transaction] = found(entry);
    vec![
        intent.reference.as_str().into(),
        intent.written.into(),
        intent.vendor.name().into(),
        intent.account.as_str().into(),
        intent.environment.to_string().into(),
        intent.operation_name.as_str().into(),
        target(entry),
        state(entry.state),
        id,
        key,
        transaction,
        entry.charged.into(),
        intent.expected.as_ref().map(ToString::to_string).into(),
        entry.changed.into(),
        intent.run.clone().into(),
        intent.marked.clone().into(),
        intent.called_at.clone().into(),
        seen_in(entry).into(),
    ]
}

/// The vendor's word for a kind of licence is not everybody's.
fn target(entry: &Entry) -> Cell {
    let target = entry.intent.target.as_str();
    match target.split_once('/') {
        Some((kind, rest)) if !rest.contains(' ') => {
            format!("{}/{rest}", words::product(entry.intent.vendor, kind)).into()
        }
        _ => target.into(),
    }
}

fn state(state: State) -> Cell {
    match state {
        State::Open | State::Unknown => Cell::Inked(Ink::Alarm, state.name().into()),
        _ => state.name().into(),
    }
}

/// Number, keys and transaction. A number that is the key says nothing more.
fn found(entry: &Entry) -> [Cell; 3] {
    let found = entry.found.clone().unwrap_or_default();
    let keys = several::keys(found.key.as_ref(), &found.more_keys);
    let id = found.id.filter(|id| found.key.as_ref() != Some(id));
    [id.into(), keys.into(), found.transaction.into()]
}

fn seen_in(entry: &Entry) -> Option<String> {
    entry.found.as_ref()?.seen.clone()
}

fn in_words(what: &What) -> (&'static str, String) {
    match what {
        What::Written => ("written", String::new()),
        What::Done { pending, .. } => ("done", pending.clone().unwrap_or_default()),
        What::Failed { error, .. } => ("failed", error.clone()),
        What::Unknown { error } => ("answer lost", error.clone()),
        What::Looked(Seen::Happened(found)) => ("seen", found.seen.clone().unwrap_or_default()),
        What::Looked(Seen::Nothing) => ("nothing seen", String::new()),
        What::Looked(Seen::CannotTell(why)) => ("cannot tell", why.clone()),
        What::Looked(Seen::Failed(why)) => ("look failed", why.clone()),
        What::Waived { why } => ("waived", why.clone()),
        _ => ("other", String::new()),
    }
}

//! Entries and events as rows.

use std::str::FromStr;

use jiff::Timestamp;
use license_hub::{AccountName, Vendor};
use rusqlite::types::Type;
use rusqlite::{Error, Row, Transaction, named_params, params};
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Entry, Event, Intent, Money, Position, Reference, Spent};

/// The columns that [`read_entry`] reads.
pub(super) const ENTRY: &str = "reference, written, vendor, account, environment, called_at, operation_name, target, \
    effect, charges, operation, marked, before, run, expected_amount, expected_currency, state, changed, position, \
    found, charged";

pub(super) fn insert(transaction: &Transaction<'_>, intent: &Intent) -> Result<(), Error> {
    let expected = intent.expected.as_ref();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO entries (reference, written, vendor, account, environment, place, called_at, operation_name, \
         target, effect, charges, operation, marked, before, run, expected_amount, expected_currency, state, changed, \
         position) VALUES (:reference, :written, :vendor, :account, :environment, :place, :called_at, \
         :operation_name, :target, :effect, :charges, :operation, :marked, :before, :run, :expected_amount, \
         :expected_currency, 'open', :written, 0)",
    )?;
    statement.execute(named_params! {
        ":reference": intent.reference.as_str(),
        ":written": intent.written.to_string(),
        ":vendor": intent.vendor.name(),
        ":account": intent.account.as_str(),
        ":environment": intent.environment.to_string(),
        ":place": intent.key().place.unwrap_or_default(),
        ":called_at": intent.called_at,
        ":operation_name": intent.operation_name,
        ":target": intent.target,
        ":effect": intent.effect.name(),
        ":charges": intent.charges,
        ":operation": json(&intent.operation)?,
        ":marked": intent.marked,
        ":before": json(&intent.before)?,
        ":run": intent.run,
        ":expected_amount": expected.map(|money| money.amount().to_string()),
        ":expected_currency": expected.map(Money::currency),
    })?;
    Ok(())
}

/// Writes how an entry stands.
pub(super) fn update(transaction: &Transaction<'_>, entry: &Entry) -> Result<(), Error> {
    let found = entry.found.as_ref().map(json).transpose()?;
    let mut statement = transaction.prepare_cached(
        "UPDATE entries SET state = ?2, changed = ?3, position = ?4, found = ?5, charged = ?6 WHERE reference = ?1",
    )?;
    statement.execute(params![
        entry.intent.reference.as_str(),
        entry.state.name(),
        entry.changed.to_string(),
        entry.position.0,
        found,
        entry.charged.map(|amount| amount.to_string()),
    ])?;
    Ok(())
}

pub(super) fn read_entry(row: &Row<'_>) -> Result<Entry, Error> {
    let intent = Intent {
        reference: parsed::<Reference>(row, "reference")?,
        written: parsed::<Timestamp>(row, "written")?,
        vendor: parsed::<Vendor>(row, "vendor")?,
        account: parsed::<AccountName>(row, "account")?,
        environment: word(row, "environment")?,
        called_at: row.get("called_at")?,
        operation_name: row.get("operation_name")?,
        target: row.get("target")?,
        effect: word(row, "effect")?,
        charges: row.get("charges")?,
        operation: read_json(row, "operation")?,
        marked: row.get("marked")?,
        before: read_json(row, "before")?,
        run: row.get("run")?,
        expected: expected(row)?,
    };
    Ok(Entry {
        intent,
        state: word(row, "state")?,
        changed: parsed::<Timestamp>(row, "changed")?,
        position: Position(row.get("position")?),
        found: row.get::<_, Option<String>>("found")?.map(|text| from_json(&text, "found")).transpose()?,
        charged: amount(row, "charged")?,
    })
}

pub(super) fn read_event(row: &Row<'_>) -> Result<Event, Error> {
    Ok(Event {
        position: Position(row.get("position")?),
        at: parsed::<Timestamp>(row, "at")?,
        state: word(row, "state")?,
        what: read_json(row, "what")?,
    })
}

pub(super) fn read_spent(row: &Row<'_>) -> Result<Spent, Error> {
    Ok(Spent::new(expected(row)?, amount(row, "charged")?))
}

fn expected(row: &Row<'_>) -> Result<Option<Money>, Error> {
    let currency: Option<String> = row.get("expected_currency")?;
    match (amount(row, "expected_amount")?, currency) {
        (Some(amount), Some(currency)) => {
            Money::new(amount, &currency).map(Some).map_err(|_| unreadable("expected_currency"))
        }
        _ => Ok(None),
    }
}

fn amount(row: &Row<'_>, column: &str) -> Result<Option<Decimal>, Error> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|_| unreadable(column))).transpose()
}

fn parsed<T: FromStr>(row: &Row<'_>, column: &str) -> Result<T, Error> {
    row.get::<_, String>(column)?.parse().map_err(|_| unreadable(column))
}

/// A value whose JSON form is one word.
fn word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, Error> {
    serde_json::from_value(Value::String(row.get(column)?)).map_err(|_| unreadable(column))
}

fn read_json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, Error> {
    from_json(&row.get::<_, String>(column)?, column)
}

fn from_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| unreadable(column))
}

/// The content is not told: it may be anything.
fn unreadable(column: &str) -> Error {
    Error::FromSqlConversionFailure(0, Type::Text, format!("the column `{column}` cannot be read").into())
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::ToSqlConversionFailure(error.into()))
}

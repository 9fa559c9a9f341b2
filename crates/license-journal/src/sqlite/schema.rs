//! The tables, and how an older file gets them.

use rusqlite::{Connection, Error, TransactionBehavior};

/// Says in the file's head that it is a journal: `LHjr`.
const APPLICATION: i64 = 0x4c48_6a72;

/// What makes each version out of the one before; the first makes it out of an empty file. A step that was published is
/// never changed.
pub(super) const STEPS: &[&str] = &[FIRST, RUNS];

/// Intents and events. What was written before something was sent, and what happened then, is never changed.
const FIRST: &str = "
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    written TEXT NOT NULL,
    vendor TEXT NOT NULL,
    account TEXT NOT NULL,
    environment TEXT NOT NULL,
    place TEXT NOT NULL,
    called_at TEXT,
    operation_name TEXT NOT NULL,
    target TEXT NOT NULL,
    effect TEXT NOT NULL,
    operation TEXT NOT NULL,
    marked TEXT,
    before TEXT NOT NULL,
    state TEXT NOT NULL,
    changed TEXT NOT NULL,
    position INTEGER NOT NULL,
    found TEXT,
    charged TEXT
) STRICT;
CREATE INDEX entries_by_target ON entries (vendor, account, target);
CREATE INDEX entries_by_state ON entries (state);
CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL REFERENCES entries (reference),
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_reference ON events (reference);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are never removed'); END;
CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries BEGIN SELECT raise(ABORT, 'entries are never removed'); END;
CREATE TRIGGER intents_stay BEFORE UPDATE OF number, reference, written, vendor, account, environment, place, called_at,
    operation_name, target, effect, operation, marked, before ON entries
    BEGIN SELECT raise(ABORT, 'intents are never changed'); END;
";

/// Runs with caps: what an intent belongs to, and what it is expected to cost.
const RUNS: &str = "
ALTER TABLE entries ADD COLUMN charges INTEGER NOT NULL DEFAULT 1;
ALTER TABLE entries ADD COLUMN run TEXT;
ALTER TABLE entries ADD COLUMN expected_amount TEXT;
ALTER TABLE entries ADD COLUMN expected_currency TEXT;
CREATE INDEX entries_by_run ON entries (run) WHERE run IS NOT NULL;
CREATE TRIGGER expectations_stay BEFORE UPDATE OF charges, run, expected_amount, expected_currency ON entries
    BEGIN SELECT raise(ABORT, 'intents are never changed'); END;
";

/// Whose a file is.
pub(super) enum Whose {
    /// A journal of a version that is known.
    Ours,
    /// A journal of this version, which is not known.
    Newer(i64),
    /// An empty file.
    Nobodys,
    /// Another program's.
    Foreign,
}

pub(super) fn whose(connection: &Connection) -> Result<Whose, Error> {
    // All of it at one moment: another process may be making the file.
    let _at_once = connection.unchecked_transaction()?;
    let number =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version, tables) {
        (0, 0, 0) => Whose::Nobodys,
        (APPLICATION, 1.., _) if usize::try_from(version).is_ok_and(|version| version > STEPS.len()) => {
            Whose::Newer(version)
        }
        (APPLICATION, 1.., _) => Whose::Ours,
        _ => Whose::Foreign,
    })
}

/// Takes the steps that are missing, all of them or none.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), Error> {
    let version = |connection: &Connection| -> Result<u32, Error> {
        connection.query_row("PRAGMA user_version", [], |row| row.get(0))
    };
    let wanted = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if version(connection)? >= wanted {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been quicker.
    let done = version(&transaction)?;
    for step in steps.iter().skip(usize::try_from(done).unwrap_or(usize::MAX)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", wanted.max(done))?;
    transaction.commit()
}

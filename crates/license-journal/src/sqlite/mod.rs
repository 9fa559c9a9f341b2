//! The store in a file: SQLite with a write-ahead log, synchronised at every commit.

mod file;
mod row;
mod schema;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, named_params, params};

use self::row::{ENTRY, read_entry, read_event, read_spent};
use crate::{
    Admit, Decide, Entry, Error, Event, Filter, Intent, Position, Problem, Reference, Spent, State, Store,
    Surroundings, What,
};

/// How long to wait for other processes that write. Each of them holds the file for a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// The store in a file. Several processes of one machine may share it.
///
/// The file belongs to its owner alone (mode 0600); one that others can read or write is refused. It has to lie on a
/// local disk: the write-ahead log does not work across a network.
pub struct SqliteStore {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the file, or makes it, and its folders with mode 0700. A file of an older version is brought up to this one.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Store`] for a folder that cannot be used, a file that is read-only, not private, damaged, of a
    /// newer version or no journal.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_within(path, PATIENCE)
    }

    /// As [`SqliteStore::open`], and whenever other processes write, waits for them this long.
    ///
    /// Default: 30 s.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_within(path: impl AsRef<Path>, patience: Duration) -> Result<Self, Error> {
        let path = path.as_ref();
        let connection = file::open(path, patience)?;
        Ok(Self { path: path.to_owned(), connection: Mutex::new(connection) })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wrong(&self, error: &rusqlite::Error) -> Error {
        file::wrong(&self.path, error)
    }

    /// Does something as one transaction that no other writer comes between.
    fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>) -> Result<T, Error> {
        let mut connection = self.connection();
        let done = (|| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })();
        done.map_err(|trouble| self.told(trouble))
    }

    fn told(&self, trouble: Trouble) -> Error {
        match trouble {
            Trouble::Said(error) => error,
            Trouble::Database(error) => self.wrong(&error),
        }
    }
}

/// What ends a transaction.
enum Trouble {
    /// Whoever was asked said no.
    Said(Error),
    Database(rusqlite::Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl Store for SqliteStore {
    fn position(&self) -> Result<Position, Error> {
        let connection = self.connection();
        let last =
            connection.query_row("SELECT coalesce(max(position), 0) FROM events", [], |row| row.get(0));
        last.map(Position).map_err(|error| self.wrong(&error))
    }

    fn around(&self, intent: &Intent, since: Position) -> Result<Surroundings, Error> {
        let mut connection = self.connection();
        let found = (|| {
            // All of it as of one moment.
            let transaction = connection.transaction()?;
            around(&transaction, intent, since)
        })();
        found.map_err(|error| self.wrong(&error))
    }

    fn begin(&self, intent: &Intent, since: Position, admit: &Admit<'_>) -> Result<Entry, Error> {
        self.write(|transaction| {
            admit(&around(transaction, intent, since)?)?;
            let taken = "SELECT EXISTS (SELECT 1 FROM entries WHERE reference = ?1)";
            if transaction.query_row(taken, [intent.reference.as_str()], |row| row.get(0))? {
                return Err(Error::taken(&intent.reference).into());
            }
            row::insert(transaction, intent)?;
            let position = add(transaction, &intent.reference, intent.written, State::Open, &What::Written)?;
            let entry = Entry::new(intent.clone(), position);
            row::update(transaction, &entry)?;
            Ok(entry)
        })
    }

    fn append(&self, reference: &Reference, at: Timestamp, decide: &Decide<'_>) -> Result<Entry, Error> {
        self.write(|transaction| {
            let (mut entry, events) = one(transaction, reference)?;
            let change = decide(&entry, &events)?;
            let position = add(transaction, reference, at, change.state, &change.what)?;
            entry.apply(&change, at, position);
            row::update(transaction, &entry)?;
            Ok(entry)
        })
    }

    fn entries(&self, filter: &Filter) -> Result<Vec<Entry>, Error> {
        let connection = self.connection();
        let found = (|| {
            let states: Vec<&str> = filter.states.iter().map(|state| state.name()).collect();
            // The latest come first, so that a limit takes these.
            let mut statement = connection.prepare(&format!(
                "SELECT {ENTRY} FROM entries WHERE (:account IS NULL OR account = :account) \
                 AND (:vendor IS NULL OR vendor = :vendor) AND (:run IS NULL OR run = :run) \
                 AND (:target IS NULL OR target = :target) AND (:spends = 0 OR effect = 'spend') \
                 AND (:states = '' OR instr(:states, ' ' || state || ' ') > 0) \
                 ORDER BY number DESC LIMIT :limit"
            ))?;
            let states = if states.is_empty() { String::new() } else { format!(" {} ", states.join("  ")) };
            let rows = statement.query_map(
                named_params! {
                    ":account": filter.account.as_ref().map(license_hub::AccountName::as_str),
                    ":vendor": filter.vendor.map(license_hub::Vendor::name),
                    ":run": filter.run,
                    ":target": filter.target,
                    ":spends": filter.spends,
                    ":states": states,
                    ":limit": filter.limit.map_or(-1, i64::from),
                },
                read_entry,
            )?;
            rows.collect::<Result<Vec<_>, _>>()
        })();
        let mut found = found.map_err(|error| self.wrong(&error))?;
        found.reverse();
        Ok(found)
    }

    fn entry(&self, reference: &Reference) -> Result<(Entry, Vec<Event>), Error> {
        let mut connection = self.connection();
        let found = (|| {
            // Both as of one moment.
            let transaction = connection.transaction()?;
            one(&transaction, reference)
        })();
        found.map_err(|trouble| self.told(trouble))
    }
}

fn around(
    transaction: &Transaction<'_>,
    intent: &Intent,
    since: Position,
) -> Result<Surroundings, rusqlite::Error> {
    Ok(Surroundings::new(same(transaction, intent, since)?, run(transaction, intent)?))
}

/// The entries of the same key that matter to a newcomer.
fn same(
    transaction: &Transaction<'_>,
    intent: &Intent,
    since: Position,
) -> Result<Vec<Entry>, rusqlite::Error> {
    let key = intent.key();
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT {ENTRY} FROM entries WHERE vendor = ?1 AND account = ?2 AND target = ?3 AND operation_name = ?4 \
         AND environment = ?5 AND place = ?6 AND (state IN ('open', 'unknown', 'happened') OR position > ?7) \
         ORDER BY number"
    ))?;
    let rows = statement.query_map(
        params![
            key.vendor.name(),
            key.account.as_str(),
            key.target,
            key.operation_name,
            key.environment.to_string(),
            key.place.unwrap_or_default(),
            since.0
        ],
        read_entry,
    )?;
    rows.collect()
}

/// What the run of an intent has spent so far.
fn run(transaction: &Transaction<'_>, intent: &Intent) -> Result<Vec<Spent>, rusqlite::Error> {
    let Some(run) = &intent.run else { return Ok(Vec::new()) };
    let mut statement = transaction.prepare_cached(
        "SELECT expected_amount, expected_currency, charged FROM entries \
         WHERE run = ?1 AND charges AND state NOT IN ('failed', 'not-seen')",
    )?;
    let rows = statement.query_map([run], read_spent)?;
    rows.collect()
}

fn one(transaction: &Transaction<'_>, reference: &Reference) -> Result<(Entry, Vec<Event>), Trouble> {
    let mut statement =
        transaction.prepare_cached(&format!("SELECT {ENTRY} FROM entries WHERE reference = ?1"))?;
    let mut rows = statement.query_map([reference.as_str()], read_entry)?;
    let entry = rows.next().transpose()?.ok_or_else(|| Error::no_such_entry(reference))?;
    let mut statement = transaction.prepare_cached(
        "SELECT position, at, state, what FROM events WHERE reference = ?1 ORDER BY position",
    )?;
    let events = statement.query_map([reference.as_str()], read_event)?;
    Ok((entry, events.collect::<Result<_, _>>()?))
}

fn add(
    transaction: &Transaction<'_>,
    reference: &Reference,
    at: Timestamp,
    state: State,
    what: &What,
) -> Result<Position, Trouble> {
    let what = row::json(what)?;
    let mut statement = transaction
        .prepare_cached("INSERT INTO events (reference, at, state, what) VALUES (?1, ?2, ?3, ?4)")?;
    statement.execute(params![reference.as_str(), at.to_string(), state.name(), what])?;
    Ok(Position(transaction.last_insert_rowid()))
}

/// Whether the database said that something is not as it was written.
fn is_damage(error: &rusqlite::Error) -> Option<Problem> {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
    )
    .then_some(Problem::Damaged)
}

#[cfg(test)]
mod tests;

//! Where entries and events are kept.

use std::fmt;

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{Change, Entry, Error, Event, Filter, Intent, Money, Position, Reference, State};

/// Where entries and events are kept: [`crate::SqliteStore`], [`crate::MemoryStore`], or one of your own.
///
/// A store keeps, and decides nothing: what may be added is decided by what it is given. It has to hold these promises:
/// what a method returned is durable; [`Store::begin`] and [`Store::append`] are each one transaction that no other
/// writer, in this process or another, comes between; events are never changed.
pub trait Store: fmt::Debug + Send + Sync {
    /// The last event of all.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Store`].
    fn position(&self) -> Result<Position, Error>;

    /// What there is around an intent. It adds nothing.
    ///
    /// Of the same key that is only what [`Entry::is_in_the_way`] says.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Store`].
    fn around(&self, intent: &Intent, since: Position) -> Result<Surroundings, Error>;

    /// Adds an intent, in state [`State::Open`] and with the event [`crate::What::Written`], if `admit` allows it.
    ///
    /// `admit` is given what there is around the intent, as [`Store::around`] reads it, in the same transaction.
    ///
    /// # Errors
    /// What `admit` says; [`crate::ErrorKind::Taken`]; [`crate::ErrorKind::Store`]. Nothing was added.
    fn begin(&self, intent: &Intent, since: Position, admit: &Admit<'_>) -> Result<Entry, Error>;

    /// Adds the event that `decide` makes of an entry and its events, and lets the entry stand as it says. Both are read
    /// in the same transaction.
    ///
    /// # Errors
    /// What `decide` says; [`crate::ErrorKind::NoSuchEntry`]; [`crate::ErrorKind::Store`]. Nothing was added.
    fn append(&self, reference: &Reference, at: Timestamp, decide: &Decide<'_>) -> Result<Entry, Error>;

    /// The entries that are wanted, in the order they were written.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Store`].
    fn entries(&self, filter: &Filter) -> Result<Vec<Entry>, Error>;

    /// One entry and its events, in the order they happened.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NoSuchEntry`], [`crate::ErrorKind::Store`].
    fn entry(&self, reference: &Reference) -> Result<(Entry, Vec<Event>), Error>;
}

/// Says whether an intent may be added.
pub type Admit<'a> = dyn Fn(&Surroundings) -> Result<(), Error> + 'a;

/// Says what is added to an entry, given its events.
pub type Decide<'a> = dyn Fn(&Entry, &[Event]) -> Result<Change, Error> + 'a;

/// What there is around an intent that is to be added.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Surroundings {
    /// Entries of the same key.
    pub same: Vec<Entry>,
    /// What the run that it belongs to has spent, or may have.
    pub run: Vec<Spent>,
}

impl Surroundings {
    /// What a store found around an intent.
    #[must_use]
    pub fn new(same: Vec<Entry>, run: Vec<Spent>) -> Self {
        Self { same, run }
    }
}

/// What one entry of a run has spent, or may have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spent {
    /// What it was expected to cost.
    pub expected: Option<Money>,
    /// What the vendor charged, in the account's currency.
    pub charged: Option<Decimal>,
}

impl Spent {
    /// What one entry has spent, or may have.
    #[must_use]
    pub fn new(expected: Option<Money>, charged: Option<Decimal>) -> Self {
        Self { expected, charged }
    }

    /// Whether an entry that charges and stands so counts against the caps of its run.
    #[must_use]
    pub fn counts(state: State) -> bool {
        !matches!(state, State::Failed | State::NotSeen)
    }

    /// What the vendor charged, or else what was expected, and its currency; nothing where no price was known. The vendor
    /// names no currency: it is the account's, which is that of the price that was expected.
    #[must_use]
    pub fn amount(&self) -> Option<(Decimal, &str)> {
        let expected = self.expected.as_ref()?;
        Some((self.charged.unwrap_or(expected.amount()).max(Decimal::ZERO), expected.currency()))
    }
}

//! What became of an order in this run, as the journal knows it.

use license_journal::{Entry, ErrorKind, Journal, State, with_reference};

use super::planned::Order;
use crate::app::App;
use crate::exit::Failure;

/// How an order stands in its run.
#[derive(Clone, Debug)]
pub(crate) enum Standing {
    /// It was not sent, or what was sent did not happen.
    ToSend,
    /// It was done before.
    Done(Box<Entry>),
    /// It was sent, and nobody knows whether it happened.
    Open(Box<Entry>),
}

impl Standing {
    /// How an order stands in the run of this name. Sends nothing.
    pub(crate) fn of(journal: &Journal, order: &Order, run: &str) -> Result<Self, Failure> {
        let same = journal.same(&*order.account.api, &order.step.operation);
        let mut same = same?;
        same.retain(|entry| entry.intent.run.as_deref() == Some(run));
        let last = |is: fn(State) -> bool| same.iter().rev().find(|entry| is(entry.state)).cloned();
        // What was done stays done, whatever was tried before it.
        if let Some(entry) = last(|state| matches!(state, State::Done | State::Happened)) {
            return Ok(Self::Done(Box::new(entry)));
        }
        Ok(last(State::is_open).map_or(Self::ToSend, |entry| Self::Open(Box::new(entry))))
    }

    /// What was sent.
    pub(crate) fn entry(&self) -> Option<&Entry> {
        match self {
            Self::ToSend => None,
            Self::Done(entry) | Self::Open(entry) => Some(entry),
        }
    }

    /// Whether what was sent is what the line says now, but for our own reference in it.
    pub(crate) fn is_of(&self, order: &Order) -> Result<bool, Failure> {
        let Some(entry) = self.entry() else { return Ok(true) };
        let sent = entry.intent.operation.operation()?;
        let wished = &order.step.operation;
        let marked = with_reference(wished, &entry.intent.reference, license_journal::Mark::Everywhere).0;
        Ok(sent == *wished || sent == marked)
    }

    /// Looks at the vendor for what nobody knows the end of. It only reads there.
    pub(crate) fn look(
        self,
        app: &App,
        journal: &Journal,
        order: &Order,
        run: &str,
    ) -> Result<Self, Failure> {
        let Self::Open(entry) = self else { return Ok(self) };
        let looked = match journal.check(&entry.intent.reference, &*order.account.api) {
            Ok(looked) => looked,
            // Another process found out meanwhile.
            Err(error) if matches!(error.kind(), ErrorKind::Settled { .. }) => {
                return Self::of(journal, order, run);
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(why) = &looked.unnoted {
            app.out.warn(&format!("{}: the look could not be noted down: {why}", order.account));
        }
        let entry = looked.entry;
        Ok(match entry.state {
            State::Done | State::Happened => Self::Done(Box::new(entry)),
            State::Open | State::Unknown => Self::Open(Box::new(entry)),
            _ => Self::ToSend,
        })
    }
}

//! What happens to an entry.

use jiff::Timestamp;
use license_hub::Outcome;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Found, Position, State};

/// Something that happened to an entry. Events are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// Its place in the order of all events.
    pub position: Position,
    /// When it happened.
    pub at: Timestamp,
    /// How the entry stood afterwards.
    pub state: State,
    /// What happened.
    pub what: What,
}

impl Event {
    /// An event as a store reads it back.
    #[must_use]
    pub fn new(position: Position, at: Timestamp, state: State, what: What) -> Self {
        Self { position, at, state, what }
    }
}

/// What happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum What {
    /// The intent was written down.
    Written,
    /// The vendor confirmed it.
    Done {
        /// What the vendor knows it by.
        found: Found,
        /// What was charged.
        charged: Option<Decimal>,
        /// What is still open, such as a cart that waits for payment.
        pending: Option<String>,
        /// Why it is worth a look although it was not refused, where the answer has no word of success.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        doubt: Option<String>,
    },
    /// It failed, for sure.
    Failed {
        /// Whether it was not sent or refused.
        outcome: Certain,
        /// Why.
        error: String,
    },
    /// Its answer was lost or not understood.
    Unknown {
        /// Why.
        error: String,
    },
    /// The vendor's records were looked into.
    Looked(Seen),
    /// Somebody decided that it is to stand in nobody's way.
    Waived {
        /// Why.
        why: String,
    },
}

/// Why nothing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certain {
    /// It was never sent.
    NotSent,
    /// The vendor said no.
    Refused,
}

impl From<Outcome> for Certain {
    /// Of an outcome that is certain.
    fn from(outcome: Outcome) -> Self {
        if outcome == Outcome::NotSent { Self::NotSent } else { Self::Refused }
    }
}

/// What a look into the vendor's records saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Seen {
    /// It happened, as this shows.
    Happened(Found),
    /// Nothing of it, until now.
    Nothing,
    /// The records do not say.
    CannotTell(String),
    /// Nothing, as the look failed.
    Failed(String),
}

/// An event that is to be added, and how the entry stands afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What happened.
    pub what: What,
    /// How the entry stands afterwards.
    pub state: State,
}

impl Change {
    /// A change that leaves the entry in this state.
    #[must_use]
    pub fn new(what: What, state: State) -> Self {
        Self { what, state }
    }
}

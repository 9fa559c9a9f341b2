//! What the journal holds of each thing that was sent, and how it stands.

use std::fmt;

use jiff::Timestamp;
use license_hub::{Done, Effect, Evidence};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Change, Intent, Seen, What};

/// How an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// It was written down, and nothing is known since: it is on its way, or the process that sent it was ended.
    Open,
    /// The vendor confirmed it.
    Done,
    /// Nothing happened, for sure.
    Failed,
    /// It may have happened.
    Unknown,
    /// A look found that it happened.
    Happened,
    /// Looks some time apart saw nothing of it.
    NotSeen,
    /// Somebody decided that it is to stand in nobody's way.
    Waived,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Open, Self::Done, Self::Failed, Self::Unknown, Self::Happened, Self::NotSeen, Self::Waived];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Happened => "happened",
            Self::NotSeen => "not-seen",
            Self::Waived => "waived",
        }
    }

    /// Whether nobody knows yet whether it happened.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Unknown)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place in the order of all events of a journal. Later events have higher ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub i64);

/// An intent and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entry {
    /// What was to be sent.
    #[serde(flatten)]
    pub intent: Intent,
    /// How the entry stands.
    pub state: State,
    /// When that last changed.
    pub changed: Timestamp,
    /// The position of its last event.
    pub position: Position,
    /// What the vendor knows it by, once that is known.
    pub found: Option<Found>,
    /// What was charged, where the vendor said so; negative where money came back.
    pub charged: Option<Decimal>,
}

impl Entry {
    /// An entry as it begins.
    #[must_use]
    pub fn new(intent: Intent, position: Position) -> Self {
        let changed = intent.written;
        Self { intent, state: State::Open, changed, position, found: None, charged: None }
    }

    /// Takes in what happened next.
    pub fn apply(&mut self, change: &Change, at: Timestamp, position: Position) {
        self.state = change.state;
        self.position = position;
        self.changed = at;
        match &change.what {
            What::Done { found, charged, .. } => {
                self.found = Some(found.clone());
                self.charged = *charged;
            }
            What::Looked(Seen::Happened(found)) => self.found = Some(found.clone()),
            _ => {}
        }
    }

    /// Whether it matters to another of the same key whose look before was taken at `since`: nobody knows whether it
    /// happened, a look found that it did, or something happened to it since.
    #[must_use]
    pub fn is_in_the_way(&self, since: Position) -> bool {
        matches!(self.state, State::Open | State::Unknown | State::Happened) || self.position > since
    }

    /// Whether it stands in the way of the same: it spends, and nobody knows whether it happened.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        self.intent.effect == Effect::Spend && self.state.is_open()
    }
}

/// What a vendor knows something by that was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Found {
    /// The licence's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The licence's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Further keys, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more_keys: Vec<String>,
    /// The number of the vendor's transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<String>,
    /// What a look saw, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

impl From<&Done> for Found {
    fn from(done: &Done) -> Self {
        Self {
            id: done.id.clone(),
            key: done.key.clone(),
            more_keys: done.more_keys.clone(),
            transaction: done.transaction.clone(),
            seen: None,
        }
    }
}

impl From<&Evidence> for Found {
    fn from(evidence: &Evidence) -> Self {
        Self {
            id: evidence.id.clone(),
            key: evidence.key.clone(),
            more_keys: evidence.more_keys.clone(),
            transaction: evidence.transaction.clone(),
            seen: Some(evidence.seen.clone()),
        }
    }
}

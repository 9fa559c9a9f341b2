//! What the journal holds: intents, what became of them, and the events that led there.

use std::fmt;

use jiff::Timestamp;
use license_hub::{AccountName, Before, Effect, Environment, Evidence, Outcome, Stored, Vendor};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Money, Reference};

/// What is about to be sent, as it is committed before the first byte leaves. No secret is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Intent {
    /// Its name in the journal.
    pub reference: Reference,
    /// When it was written.
    pub written: Timestamp,
    /// Whose API is called.
    pub vendor: Vendor,
    /// As which account.
    pub account: AccountName,
    /// Whether the account's licences and money are real.
    pub environment: Environment,
    /// The address that is called.
    pub called_at: Option<String>,
    /// The operation's stable name, such as `softaculous.buy`.
    pub operation_name: String,
    /// What it acts upon; see [`license_hub::Operation::target`].
    pub target: String,
    /// What it does.
    pub effect: Effect,
    /// Whether money is charged for it.
    pub charges: bool,
    /// The operation as it is sent.
    pub operation: Stored,
    /// The field of the vendor's that holds the reference, where one does.
    pub marked: Option<String>,
    /// What there was before.
    pub before: Before,
    /// The run that it belongs to, whose caps it counts against.
    pub run: Option<String>,
    /// What it is expected to cost, where that is known.
    pub expected: Option<Money>,
}

impl Intent {
    /// What two intents have in common that may be the same one, sent twice.
    #[must_use]
    pub fn key(&self) -> Key {
        Key {
            vendor: self.vendor,
            account: self.account.clone(),
            environment: self.environment,
            place: self.called_at.as_deref().and_then(place),
            operation_name: self.operation_name.clone(),
            target: self.target.clone(),
        }
    }
}

/// What two intents have in common that may be the same one, sent twice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// Whose API is called.
    pub vendor: Vendor,
    /// As which account.
    pub account: AccountName,
    /// Whether it is real.
    pub environment: Environment,
    /// Host and port where a vendor is played on this machine. All other addresses of a vendor count as one: that an
    /// account was moved to another of them does not make an open intent harmless.
    pub place: Option<String>,
    /// The operation's stable name.
    pub operation_name: String,
    /// What it acts upon.
    pub target: String,
}

/// The host and port of an address on this machine; nothing for any other.
pub(crate) fn place(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => authority.split(':').next()?,
    };
    let local = host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    local.then(|| authority.to_ascii_lowercase())
}

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
    /// All of them.
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
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// What was to be sent.
    #[serde(flatten)]
    pub intent: Intent,
    /// How it stands.
    pub state: State,
    /// When that last changed.
    pub changed: Timestamp,
    /// Its last event.
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
    /// The transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<String>,
    /// What a look saw, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

impl From<&Evidence> for Found {
    fn from(evidence: &Evidence) -> Self {
        Self {
            id: evidence.id.clone(),
            key: evidence.key.clone(),
            transaction: evidence.transaction.clone(),
            seen: Some(evidence.seen.clone()),
        }
    }
}

/// Something that happened to an entry. Events are only ever added.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// Its place in the order of all events.
    pub position: Position,
    /// When.
    pub at: Timestamp,
    /// How the entry stood afterwards.
    pub state: State,
    /// What.
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
    /// That it happened.
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
    /// This, and the entry stands so.
    #[must_use]
    pub fn new(what: What, state: State) -> Self {
        Self { what, state }
    }
}

/// Which entries are wanted. Without a condition: all of them.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Filter {
    /// Of this account.
    pub account: Option<AccountName>,
    /// At this vendor.
    pub vendor: Option<Vendor>,
    /// In one of these states; in any when it is empty.
    pub states: Vec<State>,
    /// Only what spends.
    pub spends: bool,
    /// Of this run.
    pub run: Option<String>,
    /// Acting upon this.
    pub target: Option<String>,
    /// At most so many, the latest ones.
    pub limit: Option<u32>,
}

impl Filter {
    /// All entries.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// What spends and nobody knows whether it happened.
    #[must_use]
    pub fn open() -> Self {
        Self { states: vec![State::Open, State::Unknown], spends: true, ..Self::default() }
    }

    /// Of this account.
    #[must_use]
    pub fn account(mut self, account: AccountName) -> Self {
        self.account = Some(account);
        self
    }

    /// At this vendor.
    #[must_use]
    pub fn vendor(mut self, vendor: Vendor) -> Self {
        self.vendor = Some(vendor);
        self
    }

    /// Also in this state.
    #[must_use]
    pub fn state(mut self, state: State) -> Self {
        self.states.push(state);
        self
    }

    /// Of this run.
    #[must_use]
    pub fn run(mut self, run: impl Into<String>) -> Self {
        self.run = Some(run.into());
        self
    }

    /// Acting upon this; see [`license_hub::Operation::target`].
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// At most so many, the latest ones.
    #[must_use]
    pub fn limit(mut self, count: u32) -> Self {
        self.limit = Some(count);
        self
    }

    /// Whether an entry is wanted, but for the limit.
    #[must_use]
    pub fn takes(&self, entry: &Entry) -> bool {
        let intent = &entry.intent;
        self.account.as_ref().is_none_or(|account| *account == intent.account)
            && self.vendor.is_none_or(|vendor| vendor == intent.vendor)
            && (self.states.is_empty() || self.states.contains(&entry.state))
            && (!self.spends || intent.effect == Effect::Spend)
            && self.run.as_ref().is_none_or(|run| Some(run) == intent.run.as_ref())
            && self.target.as_ref().is_none_or(|target| *target == intent.target)
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn only_addresses_on_this_machine_are_places_of_their_own() {
        for (url, expected) in [
            ("http://127.0.0.1:4010/softaculous/clients", Some("127.0.0.1:4010")),
            ("http://[::1]:4010/x", Some("[::1]:4010")),
            ("http://LocalHost:1?x", Some("localhost:1")),
            ("https://www.softaculous.com/clients", None),
            ("https://127.0.0.1.example.com/", None),
            ("", None),
        ] {
            assert_eq!(place(url).as_deref(), expected, "{url}");
        }
    }
}

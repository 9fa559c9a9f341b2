//! Finding out what became of what was sent. It only reads, and never sends anything again.

use jiff::Timestamp;
use license_hub::{Account, Checked, Error as HubError, Evidence, Hub};

use crate::error::{ErrorKind, whole};
use crate::journal::place_of;
use crate::{Change, Entry, Error, Event, Filter, Found, Intent, Journal, Reference, Seen, State, What};

/// What a look found, and how the entry stands now.
#[derive(Debug)]
#[non_exhaustive]
pub struct Looked {
    /// The entry as it stands now.
    pub entry: Entry,
    /// What the look saw.
    pub seen: Seen,
    /// Why the look could not be noted down, where it could not.
    pub unnoted: Option<Error>,
}

/// The name of an entry, and what a look for it found.
pub type Looks = (Reference, Result<Looked, Error>);

impl Journal {
    /// Looks into the vendor's records for what became of an entry, and notes down what it saw. It only reads.
    ///
    /// An entry counts as not seen, and stands in nobody's way any more, after two looks that saw nothing, some time
    /// apart; see [`Journal::looks_apart`]. One that is on its way still, or whose process was ended, is looked for
    /// likewise, but what was seen sooner than that after it was written does not count.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NoSuchEntry`]; [`crate::ErrorKind::Settled`] when it is known how it ended;
    /// [`crate::ErrorKind::OtherAccount`]; [`crate::ErrorKind::Hub`] when the operation cannot be recalled;
    /// [`crate::ErrorKind::Store`] when the entry cannot be read. A look that fails is no error, but is seen as
    /// [`Seen::Failed`].
    pub fn check(&self, reference: &Reference, account: &dyn Account) -> Result<Looked, Error> {
        let (entry, _) = self.show(reference)?;
        if let State::Done | State::Failed | State::Happened = entry.state {
            return Err(Error::new(ErrorKind::Settled { reference: reference.clone(), state: entry.state }));
        }
        let operation = entry.intent.operation.operation()?;
        let other = |what: &str| {
            Err(Error::new(ErrorKind::OtherAccount { reference: reference.clone(), what: what.to_owned() }))
        };
        let intent = &entry.intent;
        if account.vendor() != intent.vendor {
            return other("vendor");
        }
        if *account.name() != intent.account {
            return other("account");
        }
        if account.environment() != intent.environment {
            return other("environment");
        }
        let called_at = place_of(account, &operation)?;
        if called_at.as_deref().and_then(crate::intent::place) != intent.key().place {
            return other("address");
        }
        let found = account.check(&operation, &intent.before);
        let seen = self.judged(intent, &found);
        match self.note_look(reference, &seen) {
            Ok(entry) => Ok(Looked { entry, seen, unnoted: None }),
            Err(error) => Ok(Looked { entry, seen, unnoted: Some(error) }),
        }
    }

    /// Looks for everything that is open, at the accounts of this hub. It only reads. What goes wrong with one entry, also
    /// that the hub has no such account, stands beside its reference.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Store`] when the entries cannot be listed.
    pub fn check_all(&self, hub: &Hub) -> Result<Vec<Looks>, Error> {
        let look = |entry: Entry| {
            let reference = entry.intent.reference;
            let account = hub.account(entry.intent.account.as_str()).map_err(Error::from);
            let looked = account.and_then(|account| self.check(&reference, account));
            (reference, looked)
        };
        Ok(self.open_intents()?.into_iter().map(look).collect())
    }

    /// What a look saw, unless what it saw is another entry's.
    pub(crate) fn judged(&self, intent: &Intent, found: &Result<Checked<Evidence>, HubError>) -> Seen {
        match found {
            Ok(Checked::Happened(evidence)) => match self.claimed(intent, evidence) {
                Ok(None) => Seen::Happened(evidence.into()),
                Ok(Some(other)) => Seen::CannotTell(format!(
                    "what is to be seen ({}) is what {other} did, or looks the same",
                    evidence.seen
                )),
                Err(error) => Seen::Failed(format!("it cannot be compared with other entries: {error}")),
            },
            Ok(Checked::NotSeen) => Seen::Nothing,
            Ok(Checked::CannotTell(why)) => Seen::CannotTell(why.clone()),
            Err(error) => Seen::Failed(whole(error)),
        }
    }

    /// Another entry of the same key that what was seen belongs to, or may belong to.
    fn claimed(&self, intent: &Intent, evidence: &Evidence) -> Result<Option<Reference>, Error> {
        let key = intent.key();
        let filter = Filter::all().account(intent.account.clone()).target(intent.target.clone());
        let settled = filter.state(State::Done).state(State::Happened);
        let others = self
            .list(&settled)?
            .into_iter()
            .filter(|entry| entry.intent.reference != intent.reference && entry.intent.key() == key);
        let mut others = others.filter(|entry| {
            let found = entry.found.clone().unwrap_or_default();
            match (&evidence.transaction, &found.transaction) {
                (Some(seen), Some(theirs)) => seen == theirs,
                // Without transactions, only what was done before this was written is told apart by the look before.
                _ => entry.changed >= intent.written && is_same(&found, evidence),
            }
        });
        Ok(others.next().map(|entry| entry.intent.reference))
    }

    /// Notes down a look, and lets the entry stand as all its looks say.
    pub(crate) fn note_look(&self, reference: &Reference, seen: &Seen) -> Result<Entry, Error> {
        let now = self.now();
        self.store.append(reference, now, &|entry, events| {
            let state = match seen {
                Seen::Happened(_) => State::Happened,
                Seen::Nothing if entry.state.is_open() && self.is_settled(entry, events, now) => {
                    State::NotSeen
                }
                _ => entry.state,
            };
            Ok(Change::new(What::Looked(seen.clone()), state))
        })
    }

    /// Whether a look that sees nothing now is the second one, long enough after another.
    fn is_settled(&self, entry: &Entry, events: &[Event], now: Timestamp) -> bool {
        let since = |then: Timestamp| now.duration_since(then);
        // What has no outcome may be on its way.
        let mut may_count = false;
        let mut first = None;
        for event in events {
            match &event.what {
                What::Unknown { .. } => may_count = true,
                What::Looked(Seen::Nothing) => {
                    let late = event.at.duration_since(entry.intent.written) >= self.apart;
                    if first.is_none() && (may_count || late) {
                        first = Some(event.at);
                    }
                }
                // Whatever was seen then was not nothing.
                What::Looked(Seen::CannotTell(_) | Seen::Happened(_)) => first = None,
                _ => {}
            }
        }
        first.is_some_and(|first| since(first) >= self.apart)
    }
}

/// Whether two are the same licence, or nobody can tell.
fn is_same(found: &Found, evidence: &Evidence) -> bool {
    let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => Some(one == other),
        _ => None,
    };
    same(&found.id, &evidence.id).or(same(&found.key, &evidence.key)).unwrap_or(true)
}

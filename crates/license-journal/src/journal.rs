//! The journal: what spends goes through it.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use license_hub::{Account, Checked, Done, Effect, Error as HubError, Evidence, Operation, Stored};
use license_wire::{Clock, SystemClock};

use crate::admission::Newcomer;
use crate::error::{ErrorKind, whole};
use crate::guard::{self, Check, Finding, Verdict};
use crate::prepared::called_at;
use crate::{
    Certain, Change, Entry, Error, Event, Expects, Filter, Found, Intent, Mark, MemoryStore, Options,
    Prepared, Reference, SqliteStore, State, Store, What, mark,
};

/// How long apart two looks have to be, unless told otherwise. A paying call may take three minutes, and a vendor that
/// answered nothing may be at work for longer.
const APART: SignedDuration = SignedDuration::from_mins(10);

/// A durable record of everything that spends.
///
/// What is carried out through it is committed before the first byte is sent, and what came of it after. It stands in the
/// way of doing the same again as long as nobody knows whether it happened. Clones share the store.
#[derive(Clone, Debug)]
pub struct Journal {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) apart: SignedDuration,
}

impl Journal {
    /// The journal in this file, which is made where it is not there yet.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(Self::with_store(SqliteStore::open(path)?, SystemClock::default()))
    }

    /// A journal that forgets, for tests of what uses one.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::with_store(MemoryStore::new(), SystemClock::default())
    }

    /// A journal over a store of your own, and with a clock of your own.
    #[must_use]
    pub fn with_store(store: impl Store + 'static, clock: impl Clock + 'static) -> Self {
        Self { store: Arc::new(store), clock: Arc::new(clock), apart: APART }
    }

    /// How long apart two looks have to be that see nothing, until it is taken for not having happened.
    ///
    /// Default: 10 minutes.
    #[must_use]
    pub fn looks_apart(mut self, apart: SignedDuration) -> Self {
        self.apart = apart;
        self
    }

    /// Looks at an operation from all sides: what would be sent, what there is before, what the journal and the vendor say
    /// to it. It only reads. An operation that only changes needs no look and is not guarded.
    ///
    /// Shown to a person, what comes back is a dry run.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Hub`] for an operation that is not valid or of another vendor, and when the vendor's records
    /// cannot be read; [`crate::ErrorKind::Store`]. What speaks against the operation is no error here, but stands in
    /// [`Prepared::findings`].
    pub fn prepare(
        &self,
        account: &dyn Account,
        operation: &Operation,
        options: &Options,
    ) -> Result<Prepared, Error> {
        let reference = Reference::random();
        let (sent, marked) = mark::marked(operation, &reference, options.mark);
        let previews = account.preview(&sent)?;
        let stored = Stored::new(&sent)?;
        // What is noted after this may not be in what the vendor shows next.
        let since = self.store.position()?;
        let before = account.look_before(operation)?;
        let (findings, price) = guard::look(account, operation, &before, options)?;
        let mut prepared = Prepared {
            reference,
            vendor: account.vendor(),
            account: account.name().clone(),
            environment: account.environment(),
            wished: operation.clone(),
            operation: sent,
            marked,
            stored,
            previews,
            before,
            since,
            findings,
            price,
            options: options.clone(),
        };
        let said = self.journal_says(&prepared)?;
        prepared.findings.splice(0..0, said);
        Ok(prepared)
    }

    /// What the journal itself says to an operation.
    fn journal_says(&self, prepared: &Prepared) -> Result<Vec<Finding>, Error> {
        if prepared.operation.effect() != Effect::Spend {
            return Ok(Vec::new());
        }
        let intent = prepared.intent(self.now());
        let around = self.store.around(&intent, prepared.since)?;
        let newcomer = newcomer(prepared, &intent);
        let mut findings = Vec::new();
        match newcomer.admit(&around) {
            Ok(()) => {
                let says = "nothing of the kind is open";
                findings.push(Finding::new(Check::Journal, Verdict::Passed, says));
                findings.extend(newcomer.caps(&around.run));
            }
            Err(error) => match error.kind() {
                ErrorKind::Guard { findings: refused } => findings.extend(refused.iter().cloned()),
                _ => findings.push(Finding::new(Check::Journal, Verdict::Refused, error.to_string())),
            },
        }
        findings.extend(self.just_done(prepared, &intent)?);
        findings.push(match prepared.marked {
            Some(field) => {
                let says = format!("the vendor's `{field}` holds {}", prepared.reference);
                Finding::new(Check::Reference, Verdict::Passed, says)
            }
            None if prepared.options.mark == Mark::Never => {
                Finding::new(Check::Reference, Verdict::NotKnown, "the vendor is not given the reference")
            }
            None => {
                let says = "no field of the vendor's is free for the reference, or customers may see it";
                Finding::new(Check::Reference, Verdict::NotKnown, says)
            }
        });
        Ok(findings)
    }

    /// Whether the licence that an order is for was bought so lately that the vendor may not show it yet.
    fn just_done(&self, prepared: &Prepared, intent: &Intent) -> Result<Option<Finding>, Error> {
        let options = &prepared.options;
        if prepared.wished.order_address().is_none() || options.expects != Expects::NoLicense {
            return Ok(None);
        }
        let filter = Filter::all().account(intent.account.clone()).target(intent.target.clone());
        let (key, now) = (intent.key(), self.now());
        let mut done = self.list(&filter.state(State::Done).state(State::Happened))?;
        done.retain(|entry| {
            entry.intent.key() == key && now.duration_since(entry.intent.written) < self.apart
        });
        Ok(done.last().map(|entry| {
            let says = format!(
                "{} bought the same a moment ago, and the vendor may not show it yet",
                entry.intent.reference
            );
            let meant = options.despite.contains(&Check::Licensed);
            Finding::new(Check::Licensed, if meant { Verdict::Overruled } else { Verdict::Refused }, says)
        }))
    }

    /// Looks once more at what there is before, such as after a person was asked, and says whether it is as it was. It
    /// only reads.
    ///
    /// # Errors
    /// As the vendor's reads; [`crate::ErrorKind::Store`].
    pub fn look_again(&self, account: &dyn Account, prepared: &mut Prepared) -> Result<bool, Error> {
        prepared.is_for(account)?;
        let since = self.store.position()?;
        let before = account.look_before(&prepared.wished)?;
        let same = before == prepared.before;
        if same {
            prepared.since = since;
        }
        Ok(same)
    }

    /// Does what was prepared, once: commits the intent, sends it, and notes what came of it. **It may spend money.**
    ///
    /// When the answer is lost, it looks once for what happened; see [`crate::Journal::check`] for more looks.
    ///
    /// # Errors
    /// Then nothing was sent. [`crate::ErrorKind::Guard`] when a finding speaks against it or a cap would be passed,
    /// [`crate::ErrorKind::Open`], [`crate::ErrorKind::Repeated`] and [`crate::ErrorKind::Overtaken`] when another entry
    /// stands in the way, [`crate::ErrorKind::Store`] when the intent cannot be committed. What happened after something
    /// was sent is never an error but an [`End`].
    pub fn carry_out(&self, account: &dyn Account, prepared: &Prepared) -> Result<End, Error> {
        prepared.is_for(account)?;
        prepared.is_fine()?;
        let intent = prepared.intent(self.now());
        let newcomer = newcomer(prepared, &intent);
        self.store.begin(&intent, prepared.since, &|around| newcomer.admit(around))?;
        let reference = intent.reference.clone();
        Ok(match account.perform(&prepared.operation) {
            Ok(done) => {
                let what = What::Done {
                    found: Found::from(&done),
                    charged: done.amount,
                    pending: done.pending.clone(),
                    doubt: done.doubt.clone(),
                };
                let unnoted = self.note(&reference, &Change::new(what, State::Done));
                End::Done { reference, done: Box::new(done), unnoted }
            }
            Err(error) if !error.may_have_happened() => {
                let what = What::Failed { outcome: Certain::from(error.outcome()), error: whole(&error) };
                let unnoted = self.note(&reference, &Change::new(what, State::Failed));
                End::Failed { reference, error, unnoted }
            }
            Err(error) => {
                let what = What::Unknown { error: whole(&error) };
                let mut unnoted = self.note(&reference, &Change::new(what, State::Unknown));
                let found = account.check(&prepared.operation, &prepared.before);
                let seen = self.judged(&intent, &found);
                unnoted = unnoted.or(self.note_look(&reference, &seen).err());
                End::Unknown { reference, error, found, unnoted }
            }
        })
    }

    /// Notes what came of an entry, and gives back what went wrong with that.
    fn note(&self, reference: &Reference, change: &Change) -> Option<Error> {
        self.store.append(reference, self.now(), &|_, _| Ok(change.clone())).err()
    }

    /// What spends and nobody knows whether it happened, in the order it was written.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Store`].
    pub fn open_intents(&self) -> Result<Vec<Entry>, Error> {
        self.list(&Filter::open())
    }

    /// The entries that are wanted, in the order they were written.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Store`].
    pub fn list(&self, filter: &Filter) -> Result<Vec<Entry>, Error> {
        self.store.entries(filter)
    }

    /// One entry, and all that happened to it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NoSuchEntry`], [`crate::ErrorKind::Store`].
    pub fn show(&self, reference: &Reference) -> Result<(Entry, Vec<Event>), Error> {
        self.store.entry(reference)
    }

    /// Lets an entry stand in nobody's way although nobody knows whether it happened, or although it did. The same can be
    /// sent again then, and may happen twice. That it was waived, and why, is kept.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `why` when it is empty or longer than 1000 characters,
    /// [`crate::ErrorKind::Settled`] when it stands in nobody's way, [`crate::ErrorKind::NoSuchEntry`],
    /// [`crate::ErrorKind::Store`].
    pub fn waive(&self, reference: &Reference, why: &str) -> Result<Entry, Error> {
        let why = why.trim();
        if why.is_empty() || why.chars().count() > 1000 {
            return Err(Error::invalid("why", "must be said, in at most 1000 characters"));
        }
        self.store.append(reference, self.now(), &|entry, _| match entry.state {
            State::Open | State::Unknown | State::Happened => {
                Ok(Change::new(What::Waived { why: why.to_owned() }, State::Waived))
            }
            state => Err(Error::new(ErrorKind::Settled { reference: reference.clone(), state })),
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.timestamp()
    }
}

fn newcomer<'a>(prepared: &'a Prepared, intent: &'a Intent) -> Newcomer<'a> {
    Newcomer { intent, wished: &prepared.wished, since: prepared.since, run: prepared.run() }
}

/// How something that was sent ended.
///
/// In each case `unnoted` says why it could not be noted down, where it could not: it ended so all the same, but stands
/// as open in the journal, in the way of the same, until it is checked or waived.
#[derive(Debug)]
#[must_use]
pub enum End {
    /// The vendor confirmed it.
    Done {
        /// Its name in the journal.
        reference: Reference,
        /// What was done.
        done: Box<Done>,
        /// Why this could not be noted down.
        unnoted: Option<Error>,
    },
    /// Nothing happened, for sure.
    Failed {
        /// Its name in the journal.
        reference: Reference,
        /// Why.
        error: HubError,
        /// Why this could not be noted down.
        unnoted: Option<Error>,
    },
    /// It may have happened. Do not repeat it before it was checked.
    Unknown {
        /// Its name in the journal.
        reference: Reference,
        /// Why.
        error: HubError,
        /// What a look right afterwards found.
        found: Result<Checked<Evidence>, HubError>,
        /// Why this could not be noted down.
        unnoted: Option<Error>,
    },
}

impl End {
    /// Its name in the journal.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        match self {
            Self::Done { reference, .. }
            | Self::Failed { reference, .. }
            | Self::Unknown { reference, .. } => reference,
        }
    }

    /// Why it could not be noted down, where it could not.
    #[must_use]
    pub fn unnoted(&self) -> Option<&Error> {
        match self {
            Self::Done { unnoted, .. } | Self::Failed { unnoted, .. } | Self::Unknown { unnoted, .. } => {
                unnoted.as_ref()
            }
        }
    }
}

/// Where an account sends an operation.
pub(crate) fn place_of(account: &dyn Account, operation: &Operation) -> Result<Option<String>, Error> {
    Ok(called_at(&account.preview(operation)?))
}

//! An account that answers as it is told, a clock that stands still, and orders.

use std::collections::VecDeque;
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use license_hub::softaculous::{Buy, ServerType, Term};
use license_hub::websoftsolus::{OrderPlesk12, Period};
use license_hub::{
    Account, AccountName, Before, Capabilities, Checked, ClientRef, Done, Effect, Environment, Error,
    Evidence, License, Listing, Operation, Order, Preview, Progress, Request, Vendor, View, WireErrorKind,
};
use license_journal::{Clock, Journal, Options, Prepared, SqliteStore};
use license_wire::{Outcome, Refusal, StopSignal};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How the account answers to an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reply {
    Done,
    Refused,
    NotSent,
    Lost,
}

type During = Box<dyn Fn() + Send + Sync>;

/// An account that answers as it is told.
pub(crate) struct Played {
    name: AccountName,
    vendor: Vendor,
    pub(crate) environment: Environment,
    pub(crate) replies: Mutex<VecDeque<Reply>>,
    pub(crate) looks: Mutex<VecDeque<Result<Checked<Evidence>, Error>>>,
    pub(crate) licenses: Mutex<Vec<Value>>,
    pub(crate) blind: Option<String>,
    pub(crate) during: Option<During>,
    pub(crate) performed: Arc<AtomicUsize>,
    pub(crate) looked: AtomicUsize,
}

impl fmt::Debug for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Played").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Played {
    pub(crate) fn at(vendor: Vendor) -> Self {
        Self {
            name: AccountName::new("main").unwrap(),
            vendor,
            environment: Environment::Live,
            replies: Mutex::default(),
            looks: Mutex::default(),
            licenses: Mutex::default(),
            blind: None,
            during: None,
            performed: Arc::default(),
            looked: AtomicUsize::new(0),
        }
    }

    pub(crate) fn new() -> Self {
        Self::at(Vendor::Softaculous)
    }

    pub(crate) fn named(mut self, name: &str) -> Self {
        self.name = AccountName::new(name).unwrap();
        self
    }

    pub(crate) fn replies(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.replies.lock().unwrap().extend(replies);
        self
    }

    pub(crate) fn sees(&self, looks: impl IntoIterator<Item = Checked<Evidence>>) {
        self.looks.lock().unwrap().extend(looks.into_iter().map(Ok));
    }

    pub(crate) fn performed(&self) -> usize {
        self.performed.load(Ordering::SeqCst)
    }
}

pub(crate) fn evidence(transaction: &str) -> Evidence {
    let found = json!({"id": "7", "key": "KEY-7", "transaction": transaction, "seen": "a new transaction"});
    serde_json::from_value(found).unwrap()
}

pub(crate) fn lost() -> Error {
    let kind = WireErrorKind::Interrupted { reason: "the connection was closed".into() };
    let error = license_wire::Error::new(kind, Outcome::Unknown);
    Error::from(error.of_call("softaculous.buy", Effect::Spend, 1))
}

impl Account for Played {
    fn name(&self) -> &AccountName {
        &self.name
    }

    fn vendor(&self) -> Vendor {
        self.vendor
    }

    fn environment(&self) -> Environment {
        self.environment
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&[])
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        None
    }

    fn licenses(&self, _: View, _: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        Ok(Listing::default())
    }

    fn plan(&self, _: &License, request: &Request) -> Result<Operation, Error> {
        Err(Error::unsupported(request.capability()))
    }

    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error> {
        if !operation.is_for(self.vendor) {
            return Err(Error::invalid("operation", "is for another vendor"));
        }
        Ok(Vec::new())
    }

    fn perform(&self, _: &Operation) -> Result<Done, Error> {
        let number = self.performed.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(during) = &self.during {
            during();
        }
        let wire = |kind, outcome| {
            let error = license_wire::Error::new(kind, outcome);
            Err(Error::from(error.of_call("softaculous.buy", Effect::Spend, 1)))
        };
        match self.replies.lock().unwrap().pop_front().unwrap_or(Reply::Done) {
            Reply::Done => {
                let mut done = Done::default();
                done.id = Some("7".into());
                done.key = Some("KEY-7".into());
                done.transaction = Some(format!("T-{number}"));
                done.amount = Some(25.into());
                done.reply = json!({"activation_code": "canary-activation-code"});
                Ok(done)
            }
            Reply::Refused => {
                wire(WireErrorKind::Refused(Refusal::new("not enough money")), Outcome::Refused)
            }
            Reply::NotSent => {
                wire(WireErrorKind::Connect { reason: "connection refused".into() }, Outcome::NotSent)
            }
            Reply::Lost => Err(lost()),
        }
    }

    fn look_before(&self, _: &Operation) -> Result<Before, Error> {
        let mut before = json!({"licenses": *self.licenses.lock().unwrap()});
        if let Some(why) = &self.blind {
            before["blind"] = why.as_str().into();
        }
        Ok(serde_json::from_value(before).unwrap())
    }

    fn check(&self, _: &Operation, _: &Before) -> Result<Checked<Evidence>, Error> {
        self.looked.fetch_add(1, Ordering::SeqCst);
        self.looks.lock().unwrap().pop_front().unwrap_or(Ok(Checked::NotSeen))
    }

    fn shut_down(&self) {}
}

/// A clock that goes on only when it is told to. Clones are the same clock.
#[derive(Clone, Debug)]
pub(crate) struct Still(Arc<Mutex<Timestamp>>);

impl Still {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new("2026-03-02T10:00:00Z".parse().unwrap())))
    }

    pub(crate) fn pass(&self, time: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }
}

impl Clock for Still {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn timestamp(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn pause(&self, _: Duration, _: &StopSignal) {}
}

/// A journal in a folder of its own.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) clock: Still,
    pub(crate) journal: Journal,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Still::new();
        let store = SqliteStore::open(folder.path().join("private/journal")).unwrap();
        let journal = Journal::with_store(store, clock.clone());
        Self { folder, clock, journal }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("private/journal")
    }

    /// The same journal as another process sees it.
    pub(crate) fn again(&self) -> Journal {
        Journal::with_store(SqliteStore::open(self.path()).unwrap(), self.clock.clone())
    }

    pub(crate) fn prepare(&self, account: &Played, operation: &Operation) -> Prepared {
        self.journal.prepare(account, operation, &Options::new()).unwrap()
    }

    /// Prepares and carries out.
    pub(crate) fn order(
        &self,
        account: &Played,
        operation: &Operation,
    ) -> Result<license_journal::End, license_journal::Error> {
        self.journal.carry_out(account, &self.prepare(account, operation))
    }
}

/// A purchase for an address.
pub(crate) fn buy(last: u8) -> Operation {
    let address = std::net::IpAddr::from([192, 0, 2, last]);
    Order::Softaculous(Buy::new(address, Term::months(1).unwrap(), ServerType::Vps)).into()
}

/// An order without an address.
pub(crate) fn plesk(title: &str) -> Operation {
    Order::Plesk12(OrderPlesk12::new("PLESK-12", title, Period::Months1)).into()
}

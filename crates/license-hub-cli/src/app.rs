//! What every command works with.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use license_hub::Vendor;
use license_journal::Journal;

use crate::account::Account;
use crate::config::{self, AccountConfig, Config};
use crate::confirm::Asker;
use crate::exit::Failure;
use crate::output::Output;
use crate::{stop, vendors};

/// The settings of this run, the way out, and the configuration once it is wanted.
pub(crate) struct App {
    pub(crate) out: Arc<Output>,
    pub(crate) asker: Mutex<Asker>,
    config_path: Option<PathBuf>,
    state_dir: Option<PathBuf>,
    today: Option<Date>,
}

impl App {
    pub(crate) fn new(
        out: Output,
        asker: Asker,
        config_path: Option<PathBuf>,
        state_dir: Option<PathBuf>,
        today: Option<Date>,
    ) -> Self {
        Self { out: Arc::new(out), asker: Mutex::new(asker), config_path, state_dir, today }
    }

    /// The day in UTC: the vendors do not say in which time zone their dates are.
    pub(crate) fn today(&self) -> Date {
        self.today.unwrap_or_else(|| TimeZone::UTC.to_datetime(Timestamp::now()).date())
    }

    /// What is now. On a day that was set, it is noon.
    pub(crate) fn now(&self) -> Timestamp {
        match self.today {
            None => Timestamp::now(),
            Some(today) => {
                TimeZone::UTC.to_timestamp(today.at(12, 0, 0, 0)).unwrap_or_else(|_| Timestamp::now())
            }
        }
    }

    pub(crate) fn config_path(&self) -> Result<PathBuf, Failure> {
        config::config_path(self.config_path.clone())
    }

    pub(crate) fn config(&self) -> Result<Config, Failure> {
        Config::read(&self.config_path()?)
    }

    /// Where the journal lies.
    pub(crate) fn journal_path(&self) -> Result<PathBuf, Failure> {
        Ok(config::state_dir(self.state_dir.clone())?.join("journal.db"))
    }

    /// The journal, which is made where it is not there yet.
    pub(crate) fn journal(&self) -> Result<Journal, Failure> {
        Ok(Journal::open(self.journal_path()?)?)
    }

    /// The journal, where there is one: to look into it is no reason to make one.
    pub(crate) fn journal_if_any(&self) -> Result<Option<Journal>, Failure> {
        if self.journal_path()?.exists() { self.journal().map(Some) } else { Ok(None) }
    }

    /// Reads the secrets of an account and makes it ready, and says which of them stand where they should not.
    pub(crate) fn open(&self, account: &AccountConfig) -> Result<Account, Failure> {
        for source in account.secrets_in_the_open() {
            self.out.warn(&format!(
                "{}: the secret itself stands in the configuration; better write {{ env = \"NAME\" }}, \
                 {{ file = \"PATH\" }} or {{ command = [...] }}",
                source.place
            ));
        }
        let account = vendors::open(account, self.out.scrubber())?;
        stop::end_on_interrupt(&account);
        Ok(account)
    }

    /// The account of this name, ready.
    pub(crate) fn account(&self, name: &str) -> Result<Account, Failure> {
        self.open(self.config()?.account(name)?)
    }

    /// The configured accounts that are asked for: by name, by vendor, or all.
    pub(crate) fn choose(&self, names: &[String], vendors: &[Vendor]) -> Result<Vec<AccountConfig>, Failure> {
        let config = self.config()?;
        for name in names {
            config.account(name)?;
        }
        let chosen: Vec<AccountConfig> = config
            .accounts
            .into_iter()
            .filter(|account| names.is_empty() || names.contains(&account.name))
            .filter(|account| vendors.is_empty() || vendors.contains(&account.vendor))
            .collect();
        if chosen.is_empty() {
            return Err(Failure::usage(
                "no configured account is meant; see `license-hub accounts`, and add one to the configuration",
            ));
        }
        Ok(chosen)
    }
}

//! Which entries are wanted.

use license_hub::{AccountName, Effect, Vendor};

use crate::{Entry, State};

/// Which entries are wanted. Without a condition: all of them.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Filter {
    /// Only entries of this account.
    pub account: Option<AccountName>,
    /// Only entries at this vendor.
    pub vendor: Option<Vendor>,
    /// In one of these states; in any when it is empty.
    pub states: Vec<State>,
    /// Only entries that spend.
    pub spends: bool,
    /// Only entries of this run.
    pub run: Option<String>,
    /// Only entries that act upon this.
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

    /// Only entries of this account.
    #[must_use]
    pub fn account(mut self, account: AccountName) -> Self {
        self.account = Some(account);
        self
    }

    /// Only entries at this vendor.
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

    /// Only entries of this run.
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

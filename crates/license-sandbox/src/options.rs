//! How a sandbox is to be.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use rust_decimal::Decimal;

use crate::billmgr::Habits;
use crate::clock::StartDate;
use crate::websoftsolus::{Replies, TokenRules};

/// How a sandbox is to be. [`Options::default`] is what a test wants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Options {
    pub(crate) listen: SocketAddr,
    pub(crate) latency: Duration,
    pub(crate) stall_limit: Duration,
    pub(crate) forgets_clients: bool,
    pub(crate) licenses: usize,
    pub(crate) websoftsolus_replies: Replies,
    pub(crate) websoftsolus_tokens: TokenRules,
    pub(crate) balance: Decimal,
    pub(crate) credit_limit: Decimal,
    pub(crate) date: StartDate,
    pub(crate) billmgr_habits: Habits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            latency: Duration::ZERO,
            stall_limit: Duration::from_secs(600),
            forgets_clients: false,
            licenses: 0,
            websoftsolus_replies: Replies::default(),
            websoftsolus_tokens: TokenRules::default(),
            balance: Decimal::from(500),
            credit_limit: Decimal::ZERO,
            date: StartDate::DEFAULT,
            billmgr_habits: Habits::default(),
        }
    }
}

impl Options {
    /// Where to listen. Only a loopback address will do. Default: a free port of 127.0.0.1.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// How long every answer of a vendor waits. What was asked is done before. Default: not at all.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// How long a stalled connection is held for a client that does not leave. Default: 10 minutes.
    pub fn stall_limit(mut self, limit: Duration) -> Self {
        self.stall_limit = limit;
        self
    }

    /// Whether a connection whose client left first is reset, so that the system keeps no port for it. Thousands of
    /// connections a second would use up all ports otherwise. A client that closes its sending side only, to read on,
    /// must not be used then. Default: no.
    pub fn forgets_clients(mut self, forgets: bool) -> Self {
        self.forgets_clients = forgets;
        self
    }

    /// How many licences each vendor's live account holds at the start: a few that are always there, and more
    /// up to this number. Default: those few. At most 1,000,000.
    pub fn licenses(mut self, count: usize) -> Self {
        self.licenses = count.min(MAX_LICENSES);
        self
    }

    /// Which of its possible shapes each answer of WebSoftSolus has. Default: the likeliest.
    pub fn websoftsolus_replies(mut self, replies: Replies) -> Self {
        self.websoftsolus_replies = replies;
        self
    }

    /// How long tokens of WebSoftSolus live, and where they are taken. Default: an hour, where they were given out.
    pub fn websoftsolus_tokens(mut self, rules: TokenRules) -> Self {
        self.websoftsolus_tokens = rules;
        self
    }

    /// The money each account has to spend, in whole cents. Default: 500. At most a million millions.
    pub fn balance(mut self, balance: Decimal) -> Self {
        self.balance = bounded(balance);
        self
    }

    /// How far an account may go into debt. Default: 0.
    pub fn credit_limit(mut self, limit: Decimal) -> Self {
        self.credit_limit = bounded(limit);
        self
    }

    /// The date at the start. Default: 1 March 2026.
    pub fn date(mut self, date: StartDate) -> Self {
        self.date = date;
        self
    }

    /// How ispmanager and ISPlicense behave where that is not known. Default: [`Habits::default`].
    pub fn billmgr_habits(mut self, habits: Habits) -> Self {
        self.billmgr_habits = habits;
        self
    }
}

const MAX_LICENSES: usize = 1_000_000;

/// Sums of such amounts never overflow.
fn bounded(amount: Decimal) -> Decimal {
    let limit = Decimal::from(1_000_000_000_000_i64);
    amount.round_dp(2).clamp(-limit, limit)
}

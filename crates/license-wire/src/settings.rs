//! How a client talks: time limits, bounds, trust, proxy, retries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Chance, Clock, SystemChance, SystemClock};
use crate::retry::Retries;
use crate::{Error, Secret, http};

/// The longest time that anything is waited for. Much longer ones cannot be added to a clock.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long each part of a call may take: more than no time, and at most a day. Every call ends.
///
/// | part | covers | default |
/// | --- | --- | --- |
/// | `resolve` | looking up the host name | 5 s |
/// | `connect` | connection and TLS handshake, proxy included | 10 s |
/// | `send` | the head of the request, and again its body | 10 s |
/// | `answer` | waiting for the head of the answer to a read | 30 s |
/// | `answer_to_spend` | the same for what changes or spends | 120 s |
/// | `body` | the body of the answer | 30 s |
///
/// A read whose answer comes in drops may have 1/64 more for `send` and `answer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Looking up the host name.
    pub resolve: Duration,
    /// Connection and TLS handshake, proxy included.
    pub connect: Duration,
    /// The head of the request, and again its body.
    pub send: Duration,
    /// Waiting for the head of the answer to a read.
    pub answer: Duration,
    /// Waiting for the head of the answer to what changes or spends. A short time *makes* unknown outcomes.
    pub answer_to_spend: Duration,
    /// The whole body of the answer.
    pub body: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(5),
            connect: Duration::from_secs(10),
            send: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            answer_to_spend: Duration::from_secs(120),
            body: Duration::from_secs(30),
        }
    }
}

impl Timeouts {
    /// The same limit for every part.
    #[must_use]
    pub fn all(limit: Duration) -> Self {
        Self {
            resolve: limit,
            connect: limit,
            send: limit,
            answer: limit,
            answer_to_spend: limit,
            body: limit,
        }
    }

    /// Whether each limit can be kept.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let parts = [
            ("timeouts.resolve", self.resolve),
            ("timeouts.connect", self.connect),
            ("timeouts.send", self.send),
            ("timeouts.answer", self.answer),
            ("timeouts.answer_to_spend", self.answer_to_spend),
            ("timeouts.body", self.body),
        ];
        match parts.into_iter().find(|(_, limit)| limit.is_zero() || *limit > LONGEST) {
            Some((field, _)) => Err(Error::invalid(field, "must be more than no time and at most a day")),
            None => Ok(()),
        }
    }
}

/// Which way out the client takes.
#[derive(Clone, Debug, Default)]
pub(crate) enum ProxyChoice {
    /// `HTTPS_PROXY` and its kin for other machines; none for this machine.
    #[default]
    Environment,
    None,
    Explicit(Secret),
}

/// How a client talks to its vendor.
///
/// TLS is always verified, redirects are never followed, and there is no switch for either.
#[derive(Clone)]
#[must_use]
pub struct Settings {
    pub(crate) timeouts: Timeouts,
    pub(crate) max_answer: u64,
    pub(crate) retries: Retries,
    pub(crate) authorities: Option<http::Authorities>,
    pub(crate) proxy: ProxyChoice,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            max_answer: 32 << 20,
            retries: Retries::default(),
            authorities: None,
            proxy: ProxyChoice::default(),
            clock: Arc::new(SystemClock::default()),
            chance: Arc::new(SystemChance),
        }
    }
}

impl Settings {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long each part of a call may take.
    ///
    /// Default: see [`Timeouts`].
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// The largest answer that is read, in bytes. A larger one is an error.
    ///
    /// Default: 32 MiB.
    pub fn max_answer(mut self, bytes: u64) -> Self {
        self.max_answer = bytes;
        self
    }

    /// How reads are tried again.
    ///
    /// Default: see [`Retries::default`].
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Trusts the certificate authorities in this PEM text, and only these, in place of the public ones.
    ///
    /// Default: the public ones, as Mozilla lists them.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `ca` when there is no certificate in it or one cannot be read.
    pub fn ca_pem(mut self, pem: &str) -> Result<Self, Error> {
        self.authorities = Some(http::Authorities::from_pem(pem)?);
        Ok(self)
    }

    /// Goes out through this proxy, such as `http://proxy.example:3128`. It may hold a user name and password, so it is
    /// treated as a secret. SOCKS is not supported.
    ///
    /// Default: what `HTTPS_PROXY` and its kin say, except for this machine's own addresses.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `proxy` when it is not a proxy address.
    pub fn proxy(mut self, address: impl Into<Secret>) -> Result<Self, Error> {
        let address = address.into();
        http::read_proxy(&address)?;
        self.proxy = ProxyChoice::Explicit(address);
        Ok(self)
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::None;
        self
    }

    /// Takes the time from here, for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Takes the jitter between tries from here, for tests.
    pub fn chance(mut self, chance: Arc<dyn Chance>) -> Self {
        self.chance = chance;
        self
    }

    /// The clock of this client, for what a vendor crate times itself.
    #[must_use]
    pub fn clock_in_use(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("timeouts", &self.timeouts)
            .field("max_answer", &self.max_answer)
            .field("retries", &self.retries)
            .field("own_authorities", &self.authorities.is_some())
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

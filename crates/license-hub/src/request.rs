//! Wishes in words that vendors have in common.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Capability, Error};

/// How long to extend for, in whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Term(u16);

impl Term {
    /// From 1 to 120 months. Each vendor sells some of these lengths only.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `term`.
    pub fn months(months: u16) -> Result<Self, Error> {
        match months {
            1..=120 => Ok(Self(months)),
            _ => Err(Error::invalid("term", "must be from 1 to 120 months")),
        }
    }

    /// The number of months.
    #[must_use]
    pub fn in_months(self) -> u16 {
        self.0
    }

    /// The number of years, where it is whole years.
    #[must_use]
    pub fn in_years(self) -> Option<u16> {
        (self.0 % 12 == 0).then_some(self.0 / 12)
    }
}

/// `1M`, or `1Y` for whole years.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.in_years() {
            Some(years) => write!(f, "{years}Y"),
            None => write!(f, "{}M", self.0),
        }
    }
}

/// Reads `1M` and `1Y`, in capitals or not, and `1` as months.
impl FromStr for Term {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::invalid("term", "must be months such as `1` or `1M`, or years such as `1Y`");
        let lower = text.to_ascii_lowercase();
        let (digits, months) = match (lower.strip_suffix('m'), lower.strip_suffix('y')) {
            (Some(digits), _) => (digits, 1),
            (_, Some(digits)) => (digits, 12),
            _ => (lower.as_str(), 1),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        let count: Option<u16> = digits.parse().ok().and_then(|count: u16| count.checked_mul(months));
        Self::months(count.unwrap_or_default())
    }
}

/// How to extend a licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    pub(crate) length: Length,
    #[cfg(feature = "softaculous")]
    pub(crate) server_type: Option<crate::softaculous::ServerType>,
    pub(crate) plan: Option<String>,
}

/// For how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    Term(Term),
    #[cfg(any(feature = "ispmanager", feature = "isplicense"))]
    Period(crate::billmgr::Period),
}

impl Renewal {
    /// Extends a licence by a term.
    #[must_use]
    pub fn by(term: Term) -> Self {
        Self::of(Length::Term(term))
    }

    /// By a period of ispmanager's or ISPlicense's that is not counted in months, such as for ever.
    #[cfg(any(feature = "ispmanager", feature = "isplicense"))]
    #[must_use]
    pub fn by_period(period: crate::billmgr::Period) -> Self {
        Self::of(Length::Period(period))
    }

    fn of(length: Length) -> Self {
        Self {
            length,
            #[cfg(feature = "softaculous")]
            server_type: None,
            plan: None,
        }
    }

    /// The kind of server, for Softaculous and Webuzo.
    ///
    /// Default: what the licence's record says.
    #[cfg(feature = "softaculous")]
    #[must_use]
    pub fn server_type(mut self, server_type: crate::softaculous::ServerType) -> Self {
        self.server_type = Some(server_type);
        self
    }

    /// The vendor's plan code, for Webuzo.
    ///
    /// Default: none; the price is that of the server type then.
    #[must_use]
    pub fn plan(mut self, plan: impl Into<String>) -> Self {
        self.plan = Some(plan.into());
        self
    }

    /// Whether something is said that only Softaculous NOC can use.
    #[cfg(any(feature = "ispmanager", feature = "isplicense"))]
    pub(crate) fn has_options(&self) -> bool {
        #[cfg(feature = "softaculous")]
        if self.server_type.is_some() {
            return true;
        }
        self.plan.is_some()
    }
}

impl From<Term> for Renewal {
    fn from(term: Term) -> Self {
        Self::by(term)
    }
}

/// A wish about one licence, in words that vendors have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request {
    /// Extend it. **Spends money.**
    Renew(Renewal),
    /// Move it to these addresses, the first one the server's own. They replace those that it has. At ispmanager and
    /// ISPlicense the address 0.0.0.0 takes it off its server.
    SetAddresses(Vec<IpAddr>),
    /// Give it this name, and these addresses where there are any.
    Name {
        /// The name.
        name: String,
        /// The addresses; none leaves them as they are.
        addresses: Vec<IpAddr>,
    },
    /// Give it this title and this comment, both together.
    SetTexts {
        /// The title.
        title: String,
        /// The comment, which may be empty.
        comment: String,
    },
    /// Suspend the licence.
    Suspend,
    /// End the licence's suspension.
    Resume,
    /// End its key and make a new one. **Ends the old key.**
    NewKey,
    /// End it. What is left of its term is lost; a vendor may refuse that unless told to go on.
    Cancel {
        /// Go on although something is lost that could be refunded first.
        force: bool,
    },
    /// Let the vendor renew it by itself, or not.
    AutoRenew(bool),
}

impl Request {
    /// To extend by a term. **Spends money.**
    #[must_use]
    pub fn renew(term: Term) -> Self {
        Self::Renew(term.into())
    }

    /// To move to one address.
    #[must_use]
    pub fn set_address(address: IpAddr) -> Self {
        Self::SetAddresses(vec![address])
    }

    /// What a vendor has to be able to do for it.
    #[must_use]
    pub fn capability(&self) -> Capability {
        match self {
            Self::Renew(_) => Capability::Renew,
            Self::SetAddresses(addresses) if addresses.len() > 1 => Capability::SetAddresses,
            Self::SetAddresses(_) => Capability::SetAddress,
            Self::Name { .. } => Capability::Name,
            Self::SetTexts { .. } => Capability::SetTexts,
            Self::Suspend => Capability::Suspend,
            Self::Resume => Capability::Resume,
            Self::NewKey => Capability::NewKey,
            Self::Cancel { .. } => Capability::Cancel,
            Self::AutoRenew(_) => Capability::AutoRenew,
        }
    }
}

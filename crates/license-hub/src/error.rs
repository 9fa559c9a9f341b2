//! One error, which adds vendor and account to what the vendor's crate says.

use std::fmt;

use license_wire::Outcome;

use crate::{AccountName, Capability, Vendor};

/// A call that did not end well, at which account.
///
/// Ask [`Error::outcome`] first: it says whether it may have happened all the same.
// One pointer, so that good results are no larger for it.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    place: Option<(Vendor, AccountName)>,
}

/// What went wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument that is not valid. Nothing was sent.
    Invalid {
        /// The argument.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The vendor has no such thing. Nothing was sent.
    Unsupported {
        /// What was asked for.
        capability: Capability,
    },
    /// There is no account of this name.
    UnknownAccount {
        /// The name.
        name: String,
    },
    /// What the vendor's crate says.
    Vendor(license_wire::Error),
}

impl Error {
    fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner { kind, place: None }))
    }

    /// An argument that is not valid.
    #[must_use]
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid { field: field.into(), reason: reason.into() })
    }

    /// What a vendor does not have.
    #[must_use]
    pub fn unsupported(capability: Capability) -> Self {
        Self::new(ErrorKind::Unsupported { capability })
    }

    /// There is no account of this name.
    #[must_use]
    pub fn unknown_account(name: impl Into<String>) -> Self {
        Self::new(ErrorKind::UnknownAccount { name: name.into() })
    }

    /// Says at which account it happened.
    #[must_use]
    pub fn at(mut self, vendor: Vendor, account: &AccountName) -> Self {
        self.0.place = Some((vendor, account.clone()));
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// What is known about the call: not sent, refused, or unknown.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match &self.0.kind {
            ErrorKind::Vendor(error) => error.outcome(),
            _ => Outcome::NotSent,
        }
    }

    /// Whether something may have been changed or paid that nobody confirmed.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        self.wire().is_some_and(license_wire::Error::may_have_happened)
    }

    /// The vendor, where one was concerned.
    #[must_use]
    pub fn vendor(&self) -> Option<Vendor> {
        self.0.place.as_ref().map(|(vendor, _)| *vendor)
    }

    /// The account, where one was concerned.
    #[must_use]
    pub fn account(&self) -> Option<&AccountName> {
        self.0.place.as_ref().map(|(_, account)| account)
    }

    /// The operation, such as `softaculous.buy`; empty where there was none.
    #[must_use]
    pub fn operation(&self) -> &str {
        self.wire().map_or("", license_wire::Error::operation)
    }

    /// What the vendor's crate says, where it was asked.
    #[must_use]
    pub fn wire(&self) -> Option<&license_wire::Error> {
        match &self.0.kind {
            ErrorKind::Vendor(error) => Some(error),
            _ => None,
        }
    }
}

/// A failed call of a vendor's crate, not yet tied to an account.
impl From<license_wire::Error> for Error {
    fn from(error: license_wire::Error) -> Self {
        Self::new(ErrorKind::Vendor(error))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.0.kind).field("place", &self.0.place).finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, account)) = &self.0.place {
            write!(f, "account {account}: ")?;
        }
        match &self.0.kind {
            ErrorKind::Invalid { field, reason } => write!(f, "{field}: {reason}"),
            ErrorKind::Unsupported { capability } => match &self.0.place {
                Some((vendor, _)) => write!(f, "{vendor} has no `{capability}` in its API"),
                None => write!(f, "the vendor has no `{capability}` in its API"),
            },
            ErrorKind::UnknownAccount { name } => write!(f, "there is no account `{name}`"),
            ErrorKind::Vendor(_) => f.write_str("the vendor's call failed"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.wire().map(|error| error as _)
    }
}

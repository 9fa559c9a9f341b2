//! What an account can do.

use std::fmt;

use serde::{Serialize, Serializer};

/// One thing that some vendors can do and others cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Capability {
    /// Extending a licence for a stated time.
    Renew,
    /// Moving a licence to another address.
    SetAddress,
    /// Suspending a licence.
    Suspend,
    /// Ending a suspension.
    Resume,
    /// Ending a licence.
    Cancel,
    /// Switching automatic renewal on or off.
    AutoRenew,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Renew, Self::SetAddress, Self::Suspend, Self::Resume, Self::Cancel, Self::AutoRenew];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Renew => "renew",
            Self::SetAddress => "set-ip",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Cancel => "cancel",
            Self::AutoRenew => "auto-renew",
        }
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What an account can do. What is not in it answers [`crate::ErrorKind::Unsupported`], never a quiet success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities(&'static [Capability]);

impl Capabilities {
    /// These, and no others.
    #[must_use]
    pub const fn of(all: &'static [Capability]) -> Self {
        Self(all)
    }

    /// Whether this is among them.
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.0.contains(&capability)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Capability> + use<> {
        self.0.iter().copied()
    }
}

impl Serialize for Capabilities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

//! What became of a call whose outcome is unknown.

use serde::{Deserialize, Serialize};

/// What a look at the vendor's records says about a call whose outcome was unknown. The look only reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked<E> {
    /// It happened, and this shows it.
    Happened(E),
    /// Nothing of it is to be seen, until now. A vendor may still be working on it: look again before doing it again.
    NotSeen,
    /// The records do not say, for this reason.
    CannotTell(String),
}

impl<E> Checked<E> {
    /// The evidence, where it happened.
    #[must_use]
    pub fn evidence(&self) -> Option<&E> {
        match self {
            Self::Happened(evidence) => Some(evidence),
            Self::NotSeen | Self::CannotTell(_) => None,
        }
    }
}

//! What a call does to the caller's money and licences.

use serde::{Deserialize, Serialize};

/// What a call does, declared per operation and never derived from the HTTP verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Looks, and changes nothing. It may be retried.
    Read,
    /// Sets a stated value; doing it twice does no harm. It is sent once.
    Change,
    /// Costs or loses money, also by ending a paid thing. It is sent once.
    Spend,
}

impl Effect {
    /// Whether a second request could change something.
    #[must_use]
    pub fn is_sent_once(self) -> bool {
        self != Self::Read
    }

    /// The word for it in logs: `read`, `change` or `spend`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Change => "change",
            Self::Spend => "spend",
        }
    }
}

//! What is about to be sent.

use jiff::Timestamp;
use license_hub::{AccountName, Before, Effect, Environment, Stored, Vendor};
use serde::{Deserialize, Serialize};

use crate::{Money, Reference};

/// What is about to be sent, as it is committed before the first byte leaves. No secret is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Intent {
    /// Its name in the journal.
    pub reference: Reference,
    /// When it was written.
    pub written: Timestamp,
    /// Whose API is called.
    pub vendor: Vendor,
    /// The account that it is done as.
    pub account: AccountName,
    /// Whether the account's licences and money are real.
    pub environment: Environment,
    /// The address that is called.
    pub called_at: Option<String>,
    /// The operation's stable name, such as `softaculous.buy`.
    pub operation_name: String,
    /// What it acts upon; see [`license_hub::Operation::target`].
    pub target: String,
    /// Whether it reads, changes something or spends.
    pub effect: Effect,
    /// Whether money is charged for it.
    pub charges: bool,
    /// The operation as it is sent.
    pub operation: Stored,
    /// The field of the vendor's that holds the reference, where one does.
    pub marked: Option<String>,
    /// What there was before.
    pub before: Before,
    /// The run that it belongs to, whose caps it counts against.
    pub run: Option<String>,
    /// What it is expected to cost, where that is known.
    pub expected: Option<Money>,
}

impl Intent {
    /// What two intents have in common that may be the same one, sent twice.
    #[must_use]
    pub fn key(&self) -> Key {
        Key {
            vendor: self.vendor,
            account: self.account.clone(),
            environment: self.environment,
            place: self.called_at.as_deref().and_then(place),
            operation_name: self.operation_name.clone(),
            target: self.target.clone(),
        }
    }
}

/// What two intents have in common that may be the same one, sent twice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// Whose API is called.
    pub vendor: Vendor,
    /// The account that it is done as.
    pub account: AccountName,
    /// Whether it is real.
    pub environment: Environment,
    /// Host and port where a vendor is played on this machine. All other addresses of a vendor count as one: that an
    /// account was moved to another of them does not make an open intent harmless.
    pub place: Option<String>,
    /// The operation's stable name.
    pub operation_name: String,
    /// What it acts upon.
    pub target: String,
}

/// The host and port of an address on this machine; nothing for any other.
pub(crate) fn place(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => authority.split(':').next()?,
    };
    let local = host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    local.then(|| authority.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn only_addresses_on_this_machine_are_places_of_their_own() {
        for (url, expected) in [
            ("http://127.0.0.1:4010/softaculous/clients", Some("127.0.0.1:4010")),
            ("http://[::1]:4010/x", Some("[::1]:4010")),
            ("http://LocalHost:1?x", Some("localhost:1")),
            ("https://www.softaculous.com/clients", None),
            ("https://127.0.0.1.example.com/", None),
            ("", None),
        ] {
            assert_eq!(place(url).as_deref(), expected, "{url}");
        }
    }
}

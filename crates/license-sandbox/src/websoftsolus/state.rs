//! An account: its licences, its money, and how it says no.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::ledger::Environment;

use super::catalog::Product;
use super::route::Family;

pub(super) struct Account {
    pub(super) environment: Environment,
    /// With those that have ended.
    pub(super) licenses: BTreeMap<Key, License>,
    /// What there is to spend.
    pub(super) balance: Decimal,
    pub(super) credit_limit: Decimal,
    pub(super) next_order: u64,
}

/// A key number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) family: Family,
    pub(super) number: u64,
}

pub(super) struct License {
    pub(super) key: Key,
    pub(super) title: String,
    pub(super) comment: String,
    pub(super) product: &'static Product,
    /// In months.
    pub(super) period: u32,
    pub(super) os: Option<&'static str>,
    pub(super) ip: Option<IpAddr>,
    /// What was chosen of a Plesk order's fields, without what was left at `0`.
    pub(super) options: Vec<(&'static str, &'static str)>,
    pub(super) addons: Vec<&'static str>,
    pub(super) order: u64,
    pub(super) created: i64,
    pub(super) expires: Date,
    /// From when on the key can be seen.
    pub(super) delivered: i64,
    pub(super) terminated: bool,
}

/// The vendor's refusal. **Invented**: no error of this vendor is public, neither a status nor a word of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct No {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: Cow<'static, str>,
    /// The nearest code of the Plesk Partner API, whose results may be passed through.
    pub(super) result: i64,
}

impl No {
    fn new(status: u16, code: &'static str, result: i64, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into(), result }
    }

    pub(super) fn no_page() -> Self {
        Self::new(404, "not_found", 400, "There is no such resource")
    }

    pub(super) fn method() -> Self {
        Self::new(405, "method_not_allowed", 400, "The resource has no such method")
    }

    pub(super) fn missing(field: &str) -> Self {
        Self::new(400, "invalid_request", 410, format!("The parameter {field} is missing"))
    }

    pub(super) fn bad_value(field: &str, why: &str) -> Self {
        Self::new(400, "invalid_parameter", 410, format!("The parameter {field} {why}"))
    }

    pub(super) fn no_license() -> Self {
        Self::new(404, "license_not_found", 220, "There is no such license")
    }

    pub(super) fn ended_already() -> Self {
        Self::new(409, "license_terminated", 222, "The license has been terminated already")
    }

    pub(super) fn not_enough_money() -> Self {
        Self::new(402, "insufficient_credit", 300, "There is not enough credit in the account")
    }

    /// The code and the statuses of these are those of the OAuth library whose token answer this vendor's resembles.
    pub(super) fn no_credentials() -> Self {
        Self::new(400, "invalid_client", 200, "The login or the secret is missing")
    }

    pub(super) fn bad_credentials() -> Self {
        Self::new(401, "invalid_client", 200, "The login or the secret is wrong")
    }

    pub(super) fn no_token() -> Self {
        Self::new(401, "unauthorized", 200, "An access token is needed")
    }

    pub(super) fn bad_token() -> Self {
        Self::new(401, "invalid_token", 200, "The access token provided is invalid")
    }

    pub(super) fn expired_token(code: &'static str) -> Self {
        Self::new(401, code, 200, "The access token provided has expired")
    }
}

impl Account {
    pub(super) fn new(environment: Environment, balance: Decimal, credit_limit: Decimal) -> Self {
        Self {
            environment,
            licenses: BTreeMap::new(),
            balance,
            credit_limit,
            next_order: 5001 + offset(environment),
        }
    }

    /// The licences of a family, lowest key number first, with those that have ended or are not delivered yet.
    pub(super) fn of(&self, family: Family) -> impl DoubleEndedIterator<Item = &License> {
        let key = |number| Key { family, number };
        self.licenses.range(key(0)..=key(u64::MAX)).map(|(_, license)| license)
    }

    /// The next key. What has ended is kept, so that no key is given out twice.
    pub(super) fn next_key(&self, family: Family) -> Key {
        let last = self.of(family).next_back().map(|license| license.key.number);
        let first = match family {
            Family::Plesk => 2_980_001,
            Family::Cpanel => 4_921_062,
            Family::Virtuozzo => 3_100_001,
        };
        Key { family, number: last.map_or(first + offset(self.environment), |last| last + 1) }
    }

    pub(super) fn can_pay(&self, amount: Decimal) -> bool {
        self.balance - amount >= -self.credit_limit
    }
}

/// Numbers of the two worlds never meet, so that one taken for the other is noticed.
fn offset(environment: Environment) -> u64 {
    match environment {
        Environment::Live => 0,
        Environment::Test => 90_000_000,
    }
}

impl License {
    pub(super) fn delivered(&self, now: i64) -> bool {
        self.delivered <= now
    }
}

impl Key {
    /// A Plesk key is taken with the four digits of its revision too: upstream has them, and they change with an upgrade
    /// (whether this vendor takes them is unknown).
    pub(super) fn parse(family: Family, text: &str) -> Option<Self> {
        let digits = match family {
            Family::Plesk => {
                let rest = text.strip_prefix("PLSK.")?;
                match rest.split_once('.') {
                    Some((number, revision)) if is_number(revision, 4) => number,
                    Some(_) => return None,
                    None => rest,
                }
            }
            Family::Cpanel => text,
            Family::Virtuozzo => text.strip_prefix("VZ.")?,
        };
        let key = Self { family, number: digits.parse().ok()? };
        (key.digits() == digits).then_some(key)
    }

    fn digits(self) -> String {
        match self.family {
            Family::Plesk | Family::Virtuozzo => format!("{:08}", self.number),
            Family::Cpanel => self.number.to_string(),
        }
    }
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `PLSK.02980001` is documented, in part masked. A bare integer is what cPanel itself has; the form of a Virtuozzo key is
/// invented.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.family {
            Family::Plesk => write!(f, "PLSK.{}", self.digits()),
            Family::Cpanel => f.write_str(&self.digits()),
            Family::Virtuozzo => write!(f, "VZ.{}", self.digits()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for (family, text) in [
            (Family::Plesk, "PLSK.02980001"),
            (Family::Plesk, "PLSK.92980001"),
            (Family::Cpanel, "4921062"),
            (Family::Virtuozzo, "VZ.03100001"),
        ] {
            let key = Key::parse(family, text).unwrap();
            assert_eq!((key.family, key.to_string().as_str()), (family, text));
        }
        let key = Key::parse(Family::Plesk, "PLSK.02980001.0003").unwrap();
        assert_eq!(key.to_string(), "PLSK.02980001");
    }

    #[test]
    fn nothing_else_is_a_key() {
        for text in [
            "",
            "..",
            "PLSK.",
            "PLSK.2980001",
            "plsk.02980001",
            "PLSK.02980001.",
            "PLSK.02980001.1",
            "PLSK.0298000x",
            "PLSK.+2980001",
            "PLSK.02980001.0000.0",
            "VZ.3100001",
            "04921062",
            "+4921062",
            "-1",
            "99999999999999999999",
        ] {
            for family in [Family::Plesk, Family::Cpanel, Family::Virtuozzo] {
                assert_eq!(Key::parse(family, text), None, "{text}");
            }
        }
    }
}

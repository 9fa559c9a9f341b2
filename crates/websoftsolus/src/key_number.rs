//! Key numbers: what a licence is named by.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use license_wire::{Error, check_segment};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Cpanel, Family, FamilyName, Plesk, Virtuozzo};

/// The number of a Plesk key, such as `PLSK.02980001`.
pub type PleskKey = KeyNumber<Plesk>;
/// The number of a cPanel & WHM licence.
pub type CpanelKey = KeyNumber<Cpanel>;
/// The number of a Virtuozzo key.
pub type VirtuozzoKey = KeyNumber<Virtuozzo>;

/// The number of a licence of one family, exactly as the vendor gave it.
///
/// It becomes a part of addresses, so it is checked: no key number can make a call go anywhere else.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String", bound = "")]
pub struct KeyNumber<F: Family> {
    text: String,
    family: PhantomData<F>,
}

impl<F: Family> KeyNumber<F> {
    /// Takes a number as the vendor gave it.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `key number` when it is empty, `.`, `..`, longer than 255 bytes, holds `/`, `\`,
    /// `?`, `#`, `%`, white space or a control character, or is `order`, which is another address of the vendor's.
    pub fn new(number: impl Into<String>) -> Result<Self, Error> {
        Number::new(number.into()).map(Self::of)
    }

    /// A number of this family.
    pub(crate) fn of(number: Number) -> Self {
        Self { text: number.0, family: PhantomData }
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The family it belongs to.
    #[must_use]
    pub fn family(&self) -> FamilyName {
        F::NAME
    }

    /// Whether two numbers name the same licence. The last part of a long Plesk number, as in `PLSK.02980001.0003`,
    /// counts its revisions and changes with an upgrade, so only the first two parts are compared.
    #[must_use]
    pub fn is_same_license(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }

    /// Whether the other number names another licence for certain. It does not where one of them may be of another kind,
    /// such as a row's in the vendor's tables; and a database may well find a number in other letters.
    pub(crate) fn is_another(&self, other: &Self) -> bool {
        let digits = |key: &Self| key.text.bytes().all(|b| b.is_ascii_digit());
        let kind = |key: &Self| key.text.split_once('.').map(|(kind, _)| kind.to_ascii_uppercase());
        let comparable =
            (digits(self) && digits(other)) || (kind(self).is_some() && kind(self) == kind(other));
        comparable && !self.identity().eq_ignore_ascii_case(other.identity())
    }

    fn identity(&self) -> &str {
        if F::NAME != FamilyName::Plesk {
            return &self.text;
        }
        match self.text.match_indices('.').nth(1) {
            Some((end, _)) => &self.text[..end],
            None => &self.text,
        }
    }
}

/// A number of whatever family, as it is found in an answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Number(String);

impl Number {
    /// Checks a number: see [`KeyNumber::new`].
    pub(crate) fn new(text: String) -> Result<Self, Error> {
        check_segment("key number", &text)?;
        if text.eq_ignore_ascii_case("order") {
            return Err(Error::invalid("key number", "must not be `order`, where licences are bought"));
        }
        Ok(Self(text))
    }

    /// Reads a number from a text or a whole number. A number with a fraction or an exponent lost its digits.
    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::new(text.clone()).ok(),
            Value::Number(number) if number.is_u64() => Self::new(number.to_string()).ok(),
            _ => None,
        }
    }
}

impl<F: Family> fmt::Debug for KeyNumber<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyNumber").field(&self.text).finish()
    }
}

impl<F: Family> fmt::Display for KeyNumber<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<F: Family> TryFrom<String> for KeyNumber<F> {
    type Error = Error;

    fn try_from(number: String) -> Result<Self, Error> {
        Self::new(number)
    }
}

impl<F: Family> From<KeyNumber<F>> for String {
    fn from(number: KeyNumber<F>) -> Self {
        number.text
    }
}

impl<F: Family> FromStr for KeyNumber<F> {
    type Err = Error;

    fn from_str(number: &str) -> Result<Self, Error> {
        Self::new(number)
    }
}

/// Whether a value that stands under no telling name has the form of a key number: a prefix and digits, as in
/// `PLSK.02980001` or `PLSK.02980001.0003`, or at least four digits.
pub(crate) fn looks_like_key(value: &Value) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match value {
        Value::Number(number) => number.as_u64().is_some_and(|number| number >= 1000),
        Value::String(text) => match text.split_once('.') {
            None => digits(text) && text.len() >= 4,
            Some((prefix, rest)) => {
                let mut parts = rest.split('.');
                (2..=10).contains(&prefix.len())
                    && prefix.bytes().all(|b| b.is_ascii_alphabetic())
                    && parts.next().is_some_and(|part| digits(part) && part.len() >= 4)
                    && parts.all(digits)
            }
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_number_can_change_where_a_call_goes() {
        let long = "k".repeat(256);
        let huge = "k".repeat(1 << 20);
        for bad in [
            "",
            " ",
            ".",
            "..",
            "order",
            "ORDER",
            "Order",
            "../order",
            "K1/",
            "/K1",
            "a/b",
            "a\\b",
            "K1?x",
            "K1#f",
            "%2e%2e",
            "K1%00",
            "K1\0",
            "K1\r\nHost: x",
            "K1\u{7f}",
            "K1\u{85}",
            "K 1",
            "\u{a0}K1",
            &long,
            &huge,
        ] {
            for error in [
                PleskKey::new(bad).unwrap_err(),
                CpanelKey::new(bad).unwrap_err(),
                VirtuozzoKey::new(bad).unwrap_err(),
                serde_json::from_value::<PleskKey>(json!(bad))
                    .map_err(|_| PleskKey::new(bad).unwrap_err())
                    .unwrap_err(),
            ] {
                assert_eq!(error.field(), Some("key number"), "{bad:?}");
            }
        }
        for good in [
            "PLSK.02980001",
            "PLSK.02980001.0003",
            "4921062",
            "orders",
            "order.",
            "K&=+1",
            "ключ",
            "a".repeat(255).as_str(),
        ] {
            assert_eq!(PleskKey::new(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn plesk_numbers_are_compared_without_their_revision() {
        let key = |text| PleskKey::new(text).unwrap();
        assert!(key("PLSK.02980001.0003").is_same_license(&key("PLSK.02980001")));
        assert!(key("PLSK.02980001.0003").is_same_license(&key("PLSK.02980001.0004")));
        assert!(!key("PLSK.02980001").is_same_license(&key("PLSK.02980002")));
        assert!(!key("PLSK.02980001").is_same_license(&key("KAV.02980001")));
        assert_ne!(key("PLSK.02980001.0003"), key("PLSK.02980001.0004"), "they are sent as they came");
        let cpanel = |text| CpanelKey::new(text).unwrap();
        assert!(!cpanel("a.b.1").is_same_license(&cpanel("a.b.2")), "nobody knows what these parts mean");
    }

    #[test]
    fn what_has_the_form_of_a_key() {
        for key in [
            json!("PLSK.02980001"),
            json!("PLSK.02980001.0003"),
            json!("KAV.00012345.0001"),
            json!("4921062"),
            json!(4_921_062),
        ] {
            assert!(looks_like_key(&key), "{key}");
        }
        for other in [
            json!("OK"),
            json!(""),
            json!("web1"),
            json!("web1.example.com"),
            json!("www.2026.com"),
            json!("PLSK."),
            json!("1.2.3.4"),
            json!(1),
            json!("12"),
            json!(4.5),
            json!(1e30),
            json!(-4_921_062),
            json!(true),
            json!(null),
            json!(["PLSK.02980001"]),
        ] {
            assert!(!looks_like_key(&other), "{other}");
        }
        assert_eq!(Number::from_value(&json!(4_921_062)).unwrap().0, "4921062");
        for lost in [json!(4_921_062.0), json!(1e22), json!(-1), json!(true), json!(null)] {
            assert!(Number::from_value(&lost).is_none(), "{lost}");
        }
    }
}

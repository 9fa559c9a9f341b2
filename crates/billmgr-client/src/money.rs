//! Money as this API writes it.

use std::fmt;
use std::str::FromStr;

use license_wire::lenient::{FromScalar, Scalar};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The code of a currency: three capital letters, such as `EUR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = license_wire::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => {
                Err(license_wire::Error::invalid("currency", "must be three capital letters, such as `EUR`"))
            }
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = license_wire::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

impl FromScalar for Currency {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text("€") => Some(Self(*b"EUR")),
            Scalar::Text("₽" | "руб." | "руб") => Some(Self(*b"RUB")),
            Scalar::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.as_str())
    }
}

/// An amount of money, with its currency and its unit of time where the vendor names them.
///
/// Read from plain numbers, from `1 234,56 EUR` and from `4.00 EUR / month`. What can be read in two ways, such as
/// `1,234`, is not read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub struct Money {
    /// The amount, in whole units of the currency.
    pub amount: Decimal,
    /// The currency, where it stands with the amount.
    pub currency: Option<Currency>,
    /// For how long, in the vendor's word, such as `month`.
    pub per: Option<String>,
}

impl Money {
    /// An amount that is for no period.
    #[must_use]
    pub fn new(amount: Decimal, currency: Option<Currency>) -> Self {
        Self { amount, currency, per: None }
    }

    fn read(text: &str) -> Option<Self> {
        let (sum, per) = match text.split_once('/') {
            Some((sum, per)) => (sum, Some(per.trim()).filter(|per| !per.is_empty())),
            None => (text, None),
        };
        let sum = sum.trim_matches(is_blank);
        let is_number =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−' | '\'') || is_blank(c);
        let first = sum.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−'))?;
        let (before, rest) = sum.split_at(first);
        let end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let amount = amount(number.trim_matches(is_blank))?;
        let currency = match (before.trim_matches(is_blank), after.trim_matches(is_blank)) {
            ("", "") => None,
            ("", word) | (word, "") => Some(Currency::from_scalar(Scalar::Text(word))?),
            _ => return None,
        };
        Some(Self { amount, currency, per: per.map(str::to_owned) })
    }
}

impl FromScalar for Money {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Self::read(text),
            scalar => Decimal::from_scalar(scalar).map(|amount| Self::new(amount, None)),
        }
    }
}

impl FromStr for Money {
    type Err = license_wire::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text)
            .ok_or_else(|| license_wire::Error::invalid("money", "must be an amount such as `12.50 EUR`"))
    }
}

impl TryFrom<String> for Money {
    type Error = license_wire::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Money> for String {
    fn from(money: Money) -> Self {
        money.to_string()
    }
}

/// `148.20 EUR`, `4.00 EUR / month`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.amount.fmt(f)?;
        if let Some(currency) = self.currency {
            write!(f, " {currency}")?;
        }
        match &self.per {
            Some(per) => write!(f, " / {per}"),
            None => Ok(()),
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// A number with or without marks between the thousands.
fn amount(text: &str) -> Option<Decimal> {
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => ("-", digits.trim_start_matches(is_blank)),
        None => ("", text),
    };
    if !(digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    // A plain number, as this API writes it where it does not format.
    if let Some(plain) = Decimal::from_scalar(Scalar::Text(digits)) {
        return if sign.is_empty() { Some(plain) } else { Some(-plain) };
    }
    let mark = |c: char| !c.is_ascii_digit();
    let last = digits.rfind(mark)?;
    let separator = digits[last..].chars().next()?;
    let (whole, fraction) = (&digits[..last], &digits[last + separator.len_utf8()..]);
    let only_one = whole.find(mark).is_none();
    let (whole, fraction) = match separator {
        // `1,234` may be either.
        ',' if only_one && fraction.len() == 3 => return None,
        ',' | '.' if only_one || !whole.contains(separator) => (whole, fraction),
        _ => (digits, ""),
    };
    let mut groups = whole.split(mark);
    let mut plain = String::from(sign);
    let first = groups.next()?;
    plain.push_str(first);
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        grouped = true;
        plain.push_str(group);
    }
    // Groups stand between marks of one kind.
    let kinds = whole.chars().filter(|c| mark(*c)).map(|c| if is_blank(c) { ' ' } else { c });
    let mut kinds: Vec<char> = kinds.collect();
    kinds.dedup();
    if first.is_empty() || (grouped && first.len() > 3) || kinds.len() > 1 {
        return None;
    }
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    } else if whole.len() != digits.len() {
        return None;
    }
    Decimal::from_str_exact(&plain).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<String> {
        Money::read(text).map(|money| money.to_string())
    }

    #[test]
    fn money_is_read_as_it_is_written() {
        for (text, money) in [
            ("148.20", "148.20"),
            ("-3", "-3"),
            ("0.00", "0.00"),
            ("913.9286", "913.9286"),
            ("4.00 EUR / month", "4.00 EUR / month"),
            ("96.00 EUR", "96.00 EUR"),
            ("EUR 12", "12 EUR"),
            ("1 234,56 EUR", "1234.56 EUR"),
            ("1\u{a0}234,56\u{a0}EUR", "1234.56 EUR"),
            ("1\u{202f}234\u{202f}567,5\u{a0}€", "1234567.5 EUR"),
            ("-1\u{a0}234,56 RUB", "-1234.56 RUB"),
            ("−12,50 ₽", "-12.50 RUB"),
            ("1,234.56 USD", "1234.56 USD"),
            ("1.234,56 EUR", "1234.56 EUR"),
            ("1,234,567 EUR", "1234567 EUR"),
            ("12,50", "12.50"),
            ("1 200.00", "1200.00"),
            ("1200 EUR", "1200 EUR"),
            ("1.234 EUR", "1.234 EUR"),
        ] {
            assert_eq!(read(text).as_deref(), Some(money), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_amounts_or_none_is_not_read() {
        for text in [
            "",
            " ",
            "EUR",
            "free",
            "1,234 EUR",
            "12 34 EUR",
            "1 2345",
            "1.2.3",
            "1,23,4",
            "$12.00",
            "1e3",
            "NaN",
            "12 EUR 3",
            "--5",
            "5-",
            "1 234.567,89.1",
            "10 EUR USD",
            "1'23",
            "12.",
            ".5",
            "1,",
            "1 234,567.8 9",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_reader_panic(text in "[-0-9 .,'/A-Z€\u{a0}−:ж]{0,24}") {
            let _ = (Money::read(&text), amount(&text));
        }

        #[test]
        fn an_amount_survives_being_formatted(cents in -1_000_000_000_i64..1_000_000_000, blank in "[ \u{a0}\u{202f}]") {
            let plain = Decimal::new(cents, 2);
            let text = plain.abs().to_string();
            let (whole, fraction) = text.split_once('.').unwrap();
            let mut grouped = String::new();
            for (index, digit) in whole.chars().enumerate() {
                if index > 0 && (whole.len() - index) % 3 == 0 {
                    grouped.push_str(&blank);
                }
                grouped.push(digit);
            }
            let sign = if cents < 0 { "-" } else { "" };
            let money = Money::read(&format!("{sign}{grouped},{fraction}{blank}EUR"));
            prop_assert_eq!(money, Some(Money::new(plain, Some(Currency(*b"EUR")))));
        }
    }
}

//! How long a licence is bought for, and whether it goes on by itself.

use std::fmt;
use std::str::FromStr;

use license_wire::Error;
use license_wire::lenient::{FromScalar, Scalar};
use serde::{Deserialize, Serialize};

/// The months that the vendors sell.
const MONTHS: [u16; 6] = [1, 3, 6, 12, 24, 36];

/// How long a licence is bought or renewed for, by the vendors' code. Which periods a tariff has is in
/// [`crate::Tariff::periods`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Period(i32);

impl Period {
    /// One month.
    pub const MONTH: Self = Self(1);
    /// One year.
    pub const YEAR: Self = Self(12);
    /// For ever, at ISPlicense.
    pub const LIFETIME: Self = Self(0);
    /// The vendor's trial time. It goes with a trial tariff only.
    pub const TRIAL: Self = Self(-100);
    /// Paid for day by day.
    pub const DAILY: Self = Self(-50);

    /// So many months: 1, 3, 6, 12, 24 or 36.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `period`.
    pub fn months(count: u16) -> Result<Self, Error> {
        if MONTHS.contains(&count) {
            return Ok(Self(i32::from(count)));
        }
        Err(Error::invalid("period", "must be 1, 3, 6, 12, 24 or 36 months"))
    }

    /// A code of the vendor's that this crate does not know.
    #[must_use]
    pub fn other(code: i32) -> Self {
        Self(code)
    }

    /// Of a table of this crate.
    pub(crate) const fn known(code: i32) -> Self {
        Self(code)
    }

    /// The number that goes over the wire: months, or a code of the vendor's.
    #[must_use]
    pub fn code(self) -> i32 {
        self.0
    }

    /// The length in months, where it is a number of months.
    #[must_use]
    pub fn in_months(self) -> Option<u16> {
        u16::try_from(self.0).ok().filter(|months| *months > 0)
    }
}

/// The vendor's code, as on the wire.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads the vendor's code: a whole number.
impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::invalid("period", "must be a whole number, such as 1 or 12"));
        }
        text.parse().map(Self).map_err(|_| Error::invalid("period", "is too large"))
    }
}

impl FromScalar for Period {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        i32::try_from(i64::from_scalar(scalar)?).ok().map(Self)
    }
}

/// Whether the vendor renews a licence by itself when it runs out, and charges for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AutoRenew {
    /// It runs out.
    Off,
    /// It does, for so long each time.
    Every(Period),
    /// Not said, so that the tariff's default holds, which is not documented and **may charge again**. For ISPlicense,
    /// whose document has no such field; an order at ispmanager is refused without a choice.
    VendorsDefault,
}

impl AutoRenew {
    /// As on the wire: months, or the word `null`.
    pub(crate) fn wire(self) -> Option<String> {
        match self {
            Self::Off => Some("null".into()),
            Self::Every(period) => Some(period.to_string()),
            Self::VendorsDefault => None,
        }
    }
}

/// `off`, `default`, or the period's code.
impl fmt::Display for AutoRenew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::Every(period) => period.fmt(f),
            Self::VendorsDefault => f.write_str("default"),
        }
    }
}

impl FromStr for AutoRenew {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match Self::from_scalar(Scalar::Text(text)) {
            Some(auto_renew) => Ok(auto_renew),
            None if text == "default" => Ok(Self::VendorsDefault),
            None => Err(Error::invalid("auto_renew", "must be `off`, `default` or a number of months")),
        }
    }
}

impl TryFrom<String> for AutoRenew {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<AutoRenew> for String {
    fn from(auto_renew: AutoRenew) -> Self {
        auto_renew.to_string()
    }
}

impl FromScalar for AutoRenew {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text("null" | "off") => Some(Self::Off),
            scalar => Period::from_scalar(scalar).filter(|period| period.0 != 0).map(Self::Every),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_the_vendors_codes() {
        for (period, code) in [
            (Period::MONTH, "1"),
            (Period::YEAR, "12"),
            (Period::LIFETIME, "0"),
            (Period::TRIAL, "-100"),
            (Period::DAILY, "-50"),
            (Period::months(36).unwrap(), "36"),
            (Period::other(5), "5"),
        ] {
            assert_eq!((period.to_string().as_str(), code.parse::<Period>().unwrap()), (code, period));
        }
        for bad in [0, 2, 7, 13, 120] {
            assert_eq!(Period::months(bad).unwrap_err().field(), Some("period"));
        }
        for bad in ["", "-", "+1", "1M", "1.5", " 1", "99999999999"] {
            assert_eq!(bad.parse::<Period>().unwrap_err().field(), Some("period"), "{bad:?}");
        }
        assert_eq!((Period::YEAR.in_months(), Period::TRIAL.in_months()), (Some(12), None));
    }

    #[test]
    fn no_auto_renewal_is_the_word_null() {
        let read = |text| AutoRenew::from_scalar(Scalar::Text(text));
        assert_eq!(read("null"), Some(AutoRenew::Off));
        assert_eq!(read("12"), Some(AutoRenew::Every(Period::YEAR)));
        assert_eq!((read("on"), read("0")), (None, None));
        assert_eq!(AutoRenew::Off.wire().as_deref(), Some("null"));
        assert_eq!(AutoRenew::VendorsDefault.wire(), None);
    }
}

//! The words of this API: keys, identifiers, terms, products.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use license_wire::lenient::{FromScalar, Scalar};
use license_wire::{Error, identifier, input};
use serde::{Deserialize, Serialize};

/// A licence key, such as `88888-88888-88888-88888-88888`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LicenseKey(String);

impl LicenseKey {
    /// Takes a key as the vendor gave it.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `license key` when it is blank, longer than 100 characters, or holds white space or
    /// control characters.
    pub fn new(key: impl Into<String>) -> Result<Self, Error> {
        let key = key.into();
        input::token("license key", &key, 100)?;
        if key.contains(char::is_whitespace) {
            return Err(Error::invalid("license key", "must not hold white space"));
        }
        Ok(Self(key))
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the vendor may mean the same by both: a database may well find a key in other letters.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl fmt::Display for LicenseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LicenseKey {
    type Error = Error;

    fn try_from(key: String) -> Result<Self, Error> {
        Self::new(key)
    }
}

impl From<LicenseKey> for String {
    fn from(key: LicenseKey) -> Self {
        key.0
    }
}

impl FromStr for LicenseKey {
    type Err = Error;

    fn from_str(key: &str) -> Result<Self, Error> {
        Self::new(key)
    }
}

impl FromScalar for LicenseKey {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Self::new(String::from_scalar(scalar)?).ok()
    }
}

identifier!(
    /// The number of a licence, needed to change its addresses. It is not the key.
    LicenseId,
    "license id"
);
identifier!(
    /// The number of a transaction in the logs, needed for a refund.
    ActionId,
    "action id"
);
identifier!(
    /// The number of an invoice.
    InvoiceId,
    "invoice id"
);

/// A licence, named by its key or by the address of its server. The vendor takes either, never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LicenseSelector {
    /// The licence with this key.
    Key(LicenseKey),
    /// By the address of the server.
    Address(IpAddr),
}

/// How long to buy or extend for: whole months or whole years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Term {
    count: u16,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Unit {
    Months,
    Years,
}

impl Term {
    /// From 1 to 120 months. The vendor's own upper bound is not known; ours is there against slips.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `term`.
    pub fn months(count: u16) -> Result<Self, Error> {
        match count {
            1..=120 => Ok(Self { count, unit: Unit::Months }),
            _ => Err(Error::invalid("term", "must be from 1 to 120 months")),
        }
    }

    /// From 1 to 10 years.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `term`.
    pub fn years(count: u16) -> Result<Self, Error> {
        match count {
            1..=10 => Ok(Self { count, unit: Unit::Years }),
            _ => Err(Error::invalid("term", "must be from 1 to 10 years")),
        }
    }

    /// The length in months; a year has twelve.
    #[must_use]
    pub fn in_months(self) -> u16 {
        match self.unit {
            Unit::Months => self.count,
            Unit::Years => self.count * 12,
        }
    }
}

/// As on the wire: `1M`, `8M`, `1Y`.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Months => 'M',
            Unit::Years => 'Y',
        };
        write!(f, "{}{unit}", self.count)
    }
}

/// Reads `1M` or `1Y`, in capitals or not.
impl FromStr for Term {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::invalid("term", "must be a number and `M` or `Y`, such as `1M` or `1Y`");
        let digits = text.get(..text.len().saturating_sub(1)).ok_or_else(bad)?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let count = digits.parse().map_err(|_| bad())?;
        match text.as_bytes().last() {
            Some(b'M' | b'm') => Self::months(count),
            Some(b'Y' | b'y') => Self::years(count),
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for Term {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

/// What kind of server a licence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServerType {
    /// A whole machine.
    Dedicated,
    /// A virtual one.
    Vps,
}

impl ServerType {
    pub(crate) fn wire(self) -> u8 {
        match self {
            Self::Dedicated => 1,
            Self::Vps => 2,
        }
    }
}

impl FromScalar for ServerType {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            // As this crate writes it in a stored reply.
            Scalar::Text("dedicated") => Some(Self::Dedicated),
            Scalar::Text("vps") => Some(Self::Vps),
            scalar => match u64::from_scalar(scalar)? {
                1 => Some(Self::Dedicated),
                2 => Some(Self::Vps),
                _ => None,
            },
        }
    }
}

/// Whether the vendor renews a licence by itself when it runs out, and charges for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AutoRenew {
    /// It renews by itself, and each renewal is charged.
    On,
    /// It runs out.
    Off,
}

/// The products sold through this API. Each has its own set of functions with the same fields, but for what is said at
/// each operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// Softaculous, the auto installer.
    #[default]
    Softaculous,
    /// Webuzo, the control panel.
    Webuzo,
    /// Virtualizor, the panel for virtual servers.
    Virtualizor,
    /// SitePad, the website builder; `sitemush` on the wire.
    SitePad,
}

impl Product {
    /// Every product.
    pub const ALL: [Self; 4] = [Self::Softaculous, Self::Webuzo, Self::Virtualizor, Self::SitePad];

    /// What the names of its functions begin with.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Softaculous => "softaculous",
            Self::Webuzo => "webuzo",
            Self::Virtualizor => "virtualizor",
            Self::SitePad => "sitemush",
        }
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Softaculous => "Softaculous",
            Self::Webuzo => "Webuzo",
            Self::Virtualizor => "Virtualizor",
            Self::SitePad => "SitePad",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_read_and_write_as_on_the_wire() {
        for text in ["1M", "8M", "120M", "1Y", "10Y"] {
            assert_eq!(text.parse::<Term>().unwrap().to_string(), text);
        }
        assert_eq!("1y".parse::<Term>().unwrap(), Term::years(1).unwrap());
        assert_eq!(Term::years(2).unwrap().in_months(), 24);
        for bad in
            ["", "M", "0M", "-1M", "99Y", "121M", "1", "1W", "1.5M", " 1M", "1MM", "65536M", "1ж", "+1M"]
        {
            assert_eq!(bad.parse::<Term>().unwrap_err().field(), Some("term"), "{bad}");
        }
    }

    #[test]
    fn keys_and_identifiers_are_checked() {
        for bad in ["", " ", "a b", "a\nb", "a\0", &"k".repeat(101)] {
            assert_eq!(LicenseKey::new(bad).unwrap_err().field(), Some("license key"));
        }
        assert!(LicenseId::new(0).is_err());
        assert!("18446744073709551616".parse::<ActionId>().is_err());
        assert!(serde_json::from_str::<LicenseId>("0").is_err());
        assert!(serde_json::from_str::<LicenseKey>("\"\"").is_err());
    }
}

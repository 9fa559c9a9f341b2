//! The vendors' numbers for tariffs and their add-ons.

use std::fmt;
use std::str::FromStr;

use license_wire::lenient::{FromScalar, Scalar};
use license_wire::{Error, input};
use serde::{Deserialize, Serialize};

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $field:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u64", into = "u64")]
        pub struct $name(u64);

        impl $name {
            /// Takes a code as the vendor gave it, from 1 up.
            ///
            /// # Errors
            /// [`license_wire::ErrorKind::Invalid`] when it is 0.
            pub fn new(code: u64) -> Result<Self, Error> {
                input::id($field, code).map(Self)
            }

            /// A code of this crate's tables.
            pub(crate) const fn known(code: u64) -> Self {
                Self(code)
            }

            /// The code as a number.
            #[must_use]
            pub fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl TryFrom<u64> for $name {
            type Error = Error;

            fn try_from(code: u64) -> Result<Self, Error> {
                Self::new(code)
            }
        }

        impl From<$name> for u64 {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                input::parse_id($field, text).map(Self)
            }
        }

        impl FromScalar for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                Self::new(u64::from_scalar(scalar)?).ok()
            }
        }
    };
}

code!(
    /// The number of a tariff, `pricelist` on the wire. Each installation has its own.
    TariffCode,
    "tariff"
);
code!(
    /// The number of an add-on of a tariff, such as nodes: the `X` of `addon_X` on the wire.
    AddonCode,
    "addon"
);

/// So many of an add-on of a tariff, such as nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAddon")]
pub struct Addon {
    code: AddonCode,
    count: u64,
}

impl Addon {
    /// `count` of the add-on, from 1 up: the number there is to be, not the number to add.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `addon count` when it is 0.
    pub fn new(code: AddonCode, count: u64) -> Result<Self, Error> {
        if count == 0 {
            return Err(Error::invalid("addon count", "must be 1 or more"));
        }
        Ok(Self { code, count })
    }

    /// The add-on.
    #[must_use]
    pub fn code(self) -> AddonCode {
        self.code
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> u64 {
        self.count
    }

    /// Its field on the wire.
    pub(crate) fn field(self) -> String {
        format!("addon_{}", self.code)
    }
}

#[derive(Deserialize)]
struct RawAddon {
    code: AddonCode,
    count: u64,
}

impl TryFrom<RawAddon> for Addon {
    type Error = Error;

    fn try_from(raw: RawAddon) -> Result<Self, Error> {
        Self::new(raw.code, raw.count)
    }
}

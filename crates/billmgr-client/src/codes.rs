//! The vendors' numbers for tariffs and their add-ons.

use license_wire::{Error, identifier};
use serde::{Deserialize, Serialize};

identifier!(
    /// The number of a tariff, `pricelist` on the wire. Each installation has its own.
    TariffCode,
    "tariff"
);
identifier!(
    /// The number of an add-on of a tariff, such as nodes: the `X` of `addon_X` on the wire.
    AddonCode,
    "addon"
);

impl TariffCode {
    /// A code of this crate's tables.
    pub(crate) const fn known(code: u64) -> Self {
        Self(code)
    }
}

impl AddonCode {
    /// A code of this crate's tables.
    pub(crate) const fn known(code: u64) -> Self {
        Self(code)
    }
}

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

    /// The code of the add-on.
    #[must_use]
    pub fn code(self) -> AddonCode {
        self.code
    }

    /// How many of it there are to be.
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

//! Tariffs as data.

use serde::{Deserialize, Serialize};

use crate::{AddonCode, ItemType, Period, TariffCode, Vendor, isplicense, ispmanager};

/// A tariff of a vendor, as its documents name it. Codes are data of the vendor's and may change; any other code can be
/// ordered with [`Offer::new`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tariff {
    /// What it is called.
    pub name: &'static str,
    /// Its code.
    pub code: TariffCode,
    /// Its item type, which decides the functions.
    pub item_type: ItemType,
    /// What can be had with it.
    pub addons: &'static [AddonInfo],
    /// Where it is sold.
    pub region: Region,
    /// The periods it is sold for; empty where they are not known.
    pub periods: &'static [Period],
    /// Whether auto-renewal must be for the same period as the order, or else the vendor does not set it, in silence.
    pub renewal_as_ordered: bool,
    /// Whether it is of an older generation that is no longer sold.
    pub retired: bool,
    /// How its code is known.
    pub evidence: Evidence,
}

/// An add-on of a tariff, as the vendor's documents name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AddonInfo {
    /// What it is called.
    pub name: &'static str,
    /// Its code.
    pub code: AddonCode,
}

/// Where a tariff's code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Region {
    /// `eu.ispmanager.com` and the rest of the world.
    Eu,
    /// `my.ispmanager.ru`.
    Ru,
    /// An installation that the source does not name.
    Unnamed,
    /// All of the vendor's installations.
    All,
}

/// How a code is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Evidence {
    /// The vendor's page names it.
    Documented,
    /// Working code of others uses it.
    Seen,
    /// Concluded from the codes beside it.
    Inferred,
}

impl Tariff {
    /// The table of this vendor.
    #[must_use]
    pub fn of(vendor: Vendor) -> &'static [Self] {
        match vendor {
            Vendor::Ispmanager => ispmanager::TARIFFS,
            Vendor::Isplicense => isplicense::TARIFFS,
            Vendor::Other => &[],
        }
    }

    /// The tariff of this name, in capitals or not, and region in the vendor's table.
    #[must_use]
    pub fn named(vendor: Vendor, region: Region, name: &str) -> Option<&'static Self> {
        Self::of(vendor)
            .iter()
            .find(|tariff| tariff.region == region && tariff.name.eq_ignore_ascii_case(name))
    }

    /// The tariff of this code in the vendor's table.
    #[must_use]
    pub fn of_code(vendor: Vendor, code: TariffCode) -> Option<&'static Self> {
        Self::of(vendor).iter().find(|tariff| tariff.code == code)
    }

    /// Whether it is a trial.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.periods == [Period::TRIAL]
    }

    /// The add-on that counts nodes, where there is one.
    #[must_use]
    pub fn nodes(&self) -> Option<AddonCode> {
        self.addons.iter().find(|addon| addon.name == "nodes").map(|addon| addon.code)
    }
}

/// What is ordered: a tariff, and the item type that decides the functions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    item_type: ItemType,
    tariff: TariffCode,
}

impl Offer {
    /// A tariff that this crate does not know.
    #[must_use]
    pub fn new(item_type: ItemType, tariff: TariffCode) -> Self {
        Self { item_type, tariff }
    }

    /// Its item type.
    #[must_use]
    pub fn item_type(&self) -> &ItemType {
        &self.item_type
    }

    /// Its code.
    #[must_use]
    pub fn tariff(&self) -> TariffCode {
        self.tariff
    }
}

impl From<&Tariff> for Offer {
    fn from(tariff: &Tariff) -> Self {
        Self { item_type: tariff.item_type.clone(), tariff: tariff.code }
    }
}

/// Starts a row of a table.
pub(crate) const fn tariff(name: &'static str, code: u64, item_type: ItemType, region: Region) -> Tariff {
    Tariff {
        name,
        code: TariffCode::known(code),
        item_type,
        addons: &[],
        region,
        periods: &[],
        renewal_as_ordered: false,
        retired: false,
        evidence: Evidence::Documented,
    }
}

pub(crate) const fn addon(name: &'static str, code: u64) -> AddonInfo {
    AddonInfo { name, code: AddonCode::known(code) }
}

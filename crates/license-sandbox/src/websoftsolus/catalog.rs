//! What is sold, with what options, and at what price.

use rust_decimal::Decimal;

use super::route::Family;

/// Something to order. Names, titles and prices are **invented**: the vendor publishes none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) family: Family,
    /// Which of the two forms of a Plesk order it takes.
    pub(super) generation: Option<Generation>,
    cents: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generation {
    Plesk10,
    Plesk12,
}

const fn product(
    name: &'static str,
    title: &'static str,
    family: Family,
    generation: Option<Generation>,
    cents: i64,
) -> Product {
    Product { name, title, family, generation, cents }
}

const PLESK_10: Option<Generation> = Some(Generation::Plesk10);
const PLESK_12: Option<Generation> = Some(Generation::Plesk12);

/// Some names hold what has to be encoded: a client has to pass them back byte for byte.
pub(super) static PRODUCTS: [Product; 10] = [
    product("PLESK-10-30-DOMAINS", "Plesk 10, 30 domains", Family::Plesk, PLESK_10, 10_00),
    product("PLESK-10-UNLIMITED", "Plesk 10, unlimited domains", Family::Plesk, PLESK_10, 20_00),
    product("PLESK-12-WEB-ADMIN", "Plesk 12 Web Admin", Family::Plesk, PLESK_12, 5_00),
    product("PLESK-12-WEB-PRO", "Plesk 12 Web Pro", Family::Plesk, PLESK_12, 9_00),
    product("Plesk 12 Web Host (VPS)", "Plesk 12 Web Host for a VPS", Family::Plesk, PLESK_12, 13_00),
    product("CPANEL-VPS", "cPanel & WHM for a VPS", Family::Cpanel, None, 12_00),
    product("CPANEL-DEDICATED", "cPanel & WHM for a dedicated server", Family::Cpanel, None, 30_00),
    product("CPANEL & WHM 100%", "cPanel & WHM, all of it", Family::Cpanel, None, 40_00),
    product("VIRTUOZZO-1-CPU", "Virtuozzo, one CPU", Family::Virtuozzo, None, 25_00),
    product("Virtuozzo 2+ CPU", "Virtuozzo, two CPUs or more", Family::Virtuozzo, None, 45_00),
];

pub(super) fn of(family: Family) -> impl Iterator<Item = &'static Product> {
    PRODUCTS.iter().filter(move |product| product.family == family)
}

/// Names are compared byte for byte.
pub(super) fn find(family: Family, name: &str) -> Option<&'static Product> {
    of(family).find(|product| product.name == name)
}

impl Product {
    pub(super) fn monthly(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }
}

/// The periods in months (documented).
pub(super) const PERIODS: [&str; 6] = ["1", "3", "6", "12", "24", "36"];

/// The systems of a Plesk 10 and of a Virtuozzo licence (documented).
pub(super) const SYSTEMS: [&str; 2] = ["LINUX", "WINDOWS"];

/// A field of a Plesk order, and the values that each generation takes; none where it does not apply. All documented.
pub(super) struct PleskField {
    pub(super) name: &'static str,
    plesk_10: &'static [&'static str],
    plesk_12: &'static [&'static str],
}

pub(super) const PLESK_FIELDS: [PleskField; 7] = [
    PleskField { name: "os", plesk_10: &SYSTEMS, plesk_12: &[] },
    PleskField {
        name: "WPBSites",
        plesk_10: &["0", "100", "1000"],
        plesk_12: &["0", "10", "30", "100", "1000"],
    },
    PleskField { name: "WPBOptions", plesk_10: &[], plesk_12: &["0", "MLS_SUPPORT"] },
    PleskField { name: "applications", plesk_10: &["0", "POWER_PACK"], plesk_12: &["0", "POWER_PACK"] },
    PleskField { name: "CBMClients", plesk_10: &["0", "UNLIMITED"], plesk_12: &[] },
    PleskField {
        name: "languagePack",
        plesk_10: &["0", "1", "2", "3", "4", "5"],
        plesk_12: &["0", "1", "2", "3", "4", "5", "UNLIMITED"],
    },
    PleskField {
        name: "antivirus",
        plesk_10: &["0", "PREMIUM_ANTIVIRUS"],
        plesk_12: &["0", "PREMIUM_ANTIVIRUS", "PREMIUM_ANTIVIRUS_FOR_WIN"],
    },
];

impl PleskField {
    pub(super) fn values(&self, generation: Generation) -> &'static [&'static str] {
        match generation {
            Generation::Plesk10 => self.plesk_10,
            Generation::Plesk12 => self.plesk_12,
        }
    }
}

/// What can be added to a cPanel licence (documented), and what a month of it costs (invented).
pub(super) const ADDONS: [(&str, i64); 7] = [
    ("FANTASTICO", 2_00),
    ("INSTALLATRON", 2_50),
    ("SOFTACULOUS", 1_50),
    ("WHMXTRA", 3_00),
    ("WHMSONIC", 4_00),
    ("CLOUDLINUX", 10_00),
    ("KERNELCARE", 3_50),
];

/// What a month of an option of a Plesk licence costs. **Invented**, as all prices.
pub(super) fn option_price(field: &str, value: &str) -> Decimal {
    let cents = match (field, value) {
        (_, "0") => 0,
        ("WPBSites", "10") => 50,
        ("WPBSites", "30") | ("WPBOptions", _) => 1_00,
        ("WPBSites", "100") => 2_00,
        ("WPBSites", _) => 6_00,
        ("applications", _) => 5_00,
        ("CBMClients", _) => 4_00,
        ("languagePack", "UNLIMITED") => 3_00,
        ("languagePack", count) => 50 * count.parse().unwrap_or(0),
        ("antivirus", _) => 3_50,
        _ => 0,
    };
    Decimal::new(cents, 2)
}

pub(super) fn addon_price(name: &str) -> Decimal {
    let cents = ADDONS.iter().find(|(addon, _)| *addon == name).map_or(0, |(_, cents)| *cents);
    Decimal::new(cents, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plesk_products_and_no_others_have_a_generation() {
        for product in &PRODUCTS {
            assert_eq!(product.generation.is_some(), product.family == Family::Plesk, "{}", product.name);
            assert_eq!(find(product.family, product.name), Some(product), "names are not repeated");
        }
        assert_eq!(find(Family::Cpanel, "PLESK-12-WEB-PRO"), None);
        assert_eq!(find(Family::Plesk, "plesk-12-web-pro"), None);
    }

    #[test]
    fn whatever_is_chosen_costs_something() {
        for field in &PLESK_FIELDS {
            for generation in [Generation::Plesk10, Generation::Plesk12] {
                for value in field.values(generation) {
                    let free = *value == "0" || field.name == "os";
                    assert_eq!(option_price(field.name, value).is_zero(), free, "{} {value}", field.name);
                }
            }
        }
        assert!(ADDONS.iter().all(|(name, _)| addon_price(name) > Decimal::ZERO));
    }
}

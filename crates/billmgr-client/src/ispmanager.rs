//! ispmanager: where it answers and what it sells.
//!
//! The tables are from the vendor's pages for partners and from what working code uses; see `API.md` for how sure each is.
//! Codes depend on the installation and, in Russia, on the country of registration.

use crate::tariffs::Evidence;
use crate::tariffs::{addon, tariff};
use crate::{AddonInfo, ItemType, Period, Region, Site, Tariff, Vendor};

/// Accounts of eu.ispmanager.com: Europe and the rest of the world.
pub const EU: Site = Site::known(Vendor::Ispmanager, "https://api-eu.ispmanager.com/manager/billmgr");
/// Accounts of my.ispmanager.ru. Another installation with other accounts, balances and tariff codes.
pub const RU: Site = Site::known(Vendor::Ispmanager, "https://api.ispmanager.ru/manager/billmgr");

const MONTH_OR_YEAR: &[Period] = &[Period::MONTH, Period::YEAR];
const TRIAL_ONLY: &[Period] = &[Period::TRIAL];
const MONTH_ONLY: &[Period] = &[Period::MONTH];
const BITNINJA: &[Period] = &[Period::MONTH, Period::known(3), Period::known(6), Period::YEAR, Period::TRIAL];
const BITNINJA_MODULE: &[Period] = &[Period::MONTH, Period::known(6), Period::YEAR, Period::TRIAL];

const fn panel(name: &'static str, code: u64, periods: &'static [Period]) -> Tariff {
    let mut row = tariff(name, code, ItemType::Ispsystem, Region::Eu);
    row.periods = periods;
    row
}

/// The same products in an installation that the source does not name.
const fn elsewhere(name: &'static str, code: u64, periods: &'static [Period], evidence: Evidence) -> Tariff {
    let mut row = tariff(name, code, ItemType::Ispsystem, Region::Unnamed);
    row.periods = periods;
    row.evidence = evidence;
    row
}

const fn software(name: &'static str, code: u64) -> Tariff {
    let mut row = tariff(name, code, ItemType::ThirdParty, Region::Eu);
    row.periods = MONTH_ONLY;
    row
}

const fn bitninja(
    name: &'static str,
    code: u64,
    item_type: ItemType,
    region: Region,
    periods: &'static [Period],
) -> Tariff {
    let mut row = tariff(name, code, item_type, region);
    row.periods = periods;
    row.renewal_as_ordered = true;
    row
}

const fn platform(name: &'static str, code: u64, addons: &'static [AddonInfo]) -> Tariff {
    let mut row = tariff(name, code, ItemType::Platform, Region::Unnamed);
    row.addons = addons;
    row
}

/// Of the older generation.
const fn old(name: &'static str, code: u64, addons: &'static [AddonInfo]) -> Tariff {
    let mut row = tariff(name, code, ItemType::Ispsystem, Region::Unnamed);
    row.addons = addons;
    row.retired = true;
    row
}

const fn seen(mut row: Tariff) -> Tariff {
    row.evidence = Evidence::Seen;
    row
}

/// ispmanager 6 trial. Goes with [`Period::TRIAL`], once, and cannot be renewed.
pub const TRIAL: Tariff = panel("ispmanager 6 trial", 55239, TRIAL_ONLY);
/// ispmanager 6 business trial. Goes with [`Period::TRIAL`], once, and cannot be renewed.
pub const BUSINESS_TRIAL: Tariff = panel("ispmanager 6 business trial", 55240, TRIAL_ONLY);
/// ispmanager 6 lite.
pub const LITE: Tariff = panel("ispmanager 6 lite", 55227, MONTH_OR_YEAR);
/// ispmanager 6 pro.
pub const PRO: Tariff = panel("ispmanager 6 pro", 55228, MONTH_OR_YEAR);
/// ispmanager 6 host.
pub const HOST: Tariff = panel("ispmanager 6 host", 55229, MONTH_OR_YEAR);
/// ispmanager 6 business, with nodes.
pub const BUSINESS: Tariff = {
    let mut row = panel("ispmanager 6 business", 55230, MONTH_OR_YEAR);
    row.addons = &[addon("nodes", 55236)];
    row
};

/// Every tariff that the documents and working code name.
pub const TARIFFS: &[Tariff] = &[
    TRIAL,
    BUSINESS_TRIAL,
    LITE,
    PRO,
    HOST,
    BUSINESS,
    elsewhere("ispmanager 6 lite", 55231, MONTH_OR_YEAR, Evidence::Seen),
    elsewhere("ispmanager 6 pro", 55232, MONTH_OR_YEAR, Evidence::Inferred),
    elsewhere("ispmanager 6 host", 55233, MONTH_OR_YEAR, Evidence::Seen),
    elsewhere("ispmanager 6 business", 55234, MONTH_OR_YEAR, Evidence::Seen),
    elsewhere("ispmanager 6 trial", 55235, TRIAL_ONLY, Evidence::Seen),
    platform("VMmanager 6", 55163, &[addon("nodes", 55165), addon("virtual machines", 55164)]),
    platform("DCImanager 6", 55161, &[]),
    software("CloudLinux", 9203),
    software("Softaculous", 9204),
    software("KernelCare", 11738),
    bitninja("BitNinja", 55369, ItemType::ThirdParty, Region::Eu, BITNINJA),
    bitninja("BitNinja", 55391, ItemType::ThirdParty, Region::Ru, BITNINJA),
    bitninja("BitNinja module", 55371, ItemType::Module, Region::Eu, BITNINJA_MODULE),
    bitninja("BitNinja module", 55390, ItemType::Module, Region::Ru, BITNINJA_MODULE),
    old("ISPmanager 5 Lite", 3541, &[]),
    old("ISPmanager 5 Business", 4601, &[addon("nodes", 4602)]),
    old("BILLmanager", 5577, &[]),
    old("BILLmanager Corporate", 5579, &[]),
    old("VMmanager KVM", 3045, &[addon("nodes", 3049)]),
    old("VMmanager Cloud", 3887, &[addon("nodes", 3889)]),
    old("VMmanager OVZ", 3651, &[addon("nodes", 3698)]),
    old("DCImanager", 3934, &[]),
    old("DCImanager Enterprise", 3936, &[]),
    seen(old("DCImanager Essential", 3932, &[])),
    old("DNSmanager", 3136, &[]),
    old("IPmanager", 2891, &[]),
];

//! ISPlicense: where it answers and what it sells.
//!
//! The codes are those of the vendor's page of API samples. That page does not say which function goes with which code;
//! the item types here follow its three samples of orders, so they are inferred.

use crate::tariffs::{addon, tariff};
use crate::{AddonInfo, ItemType, Period, Region, Site, Tariff, Vendor};

/// my.isplicense.com.
pub const COM: Site = Site::known(Vendor::Isplicense, "https://my.isplicense.com/manager/billmgr");
/// my.isplicense.ru.
pub const RU: Site = Site::known(Vendor::Isplicense, "https://my.isplicense.ru/manager/billmgr");

const PERIODS: &[Period] = &[Period::MONTH, Period::YEAR, Period::LIFETIME];

const fn row(name: &'static str, code: u64, item_type: ItemType, addons: &'static [AddonInfo]) -> Tariff {
    let mut row = tariff(name, code, item_type, Region::All);
    row.periods = PERIODS;
    row.addons = addons;
    row
}

const fn software(name: &'static str, code: u64) -> Tariff {
    row(name, code, ItemType::ThirdParty, &[])
}

const fn cluster(name: &'static str, code: u64, nodes: &'static [AddonInfo]) -> Tariff {
    row(name, code, ItemType::ThirdParty, nodes)
}

const fn plesk(name: &'static str, code: u64) -> Tariff {
    row(name, code, ItemType::Plesk, &[])
}

const fn module(name: &'static str, code: u64) -> Tariff {
    row(name, code, ItemType::Module, &[])
}

/// ISPmanager 5 Lite.
pub const ISPMANAGER_5_LITE: Tariff = software("ISPmanager 5 Lite", 229);
/// ISPmanager 5 Business, with nodes.
pub const ISPMANAGER_5_BUSINESS: Tariff = cluster("ISPmanager 5 Business", 273, &[addon("nodes", 274)]);
/// ISPmanager 6 Lite.
pub const ISPMANAGER_6_LITE: Tariff = software("ISPmanager 6 Lite", 546);
/// ISPmanager 6 Pro.
pub const ISPMANAGER_6_PRO: Tariff = software("ISPmanager 6 Pro", 547);
/// ISPmanager 6 Host.
pub const ISPMANAGER_6_HOST: Tariff = software("ISPmanager 6 Host", 548);
/// ISPmanager 6 Business, with nodes.
pub const ISPMANAGER_6_BUSINESS: Tariff = cluster("ISPmanager 6 Business", 549, &[addon("nodes", 550)]);
/// BILLmanager.
pub const BILLMANAGER: Tariff = software("BILLmanager", 276);
/// BILLmanager Corporate.
pub const BILLMANAGER_CORPORATE: Tariff = software("BILLmanager Corporate", 277);
/// DNSmanager 5.
pub const DNSMANAGER_5: Tariff = software("DNSmanager 5", 166);
/// VMmanager KVM, with nodes.
pub const VMMANAGER_KVM: Tariff = cluster("VMmanager KVM", 170, &[addon("nodes", 172)]);
/// VMmanager OVZ, with nodes.
pub const VMMANAGER_OVZ: Tariff = cluster("VMmanager OVZ", 195, &[addon("nodes", 197)]);
/// Plesk Web Admin Edition.
pub const PLESK_WEB_ADMIN: Tariff = plesk("Plesk Web Admin", 250);
/// Plesk Web Pro Edition for a virtual server.
pub const PLESK_WEB_PRO_VPS: Tariff = plesk("Plesk Web Pro VPS", 322);
/// Plesk Web Pro Edition.
pub const PLESK_WEB_PRO: Tariff = plesk("Plesk Web Pro", 264);
/// Plesk Web Host Edition for a virtual server.
pub const PLESK_WEB_HOST_VPS: Tariff = plesk("Plesk Web Host VPS", 243);
/// Plesk Web Host Edition.
pub const PLESK_WEB_HOST: Tariff = plesk("Plesk Web Host", 236);
/// CloudLinux for ISPmanager Business.
pub const CLOUDLINUX: Tariff = module("CloudLinux for ISPmanager Business", 369);
/// VirusDie for ISPmanager 5 Lite.
pub const VIRUSDIE_LITE: Tariff = module("VirusDie for ISPmanager 5 Lite", 354);
/// VirusDie for ISPmanager 5 Business.
pub const VIRUSDIE_BUSINESS: Tariff = module("VirusDie for ISPmanager 5 Business", 367);
/// Softaculous for ISPmanager 5.
pub const SOFTACULOUS: Tariff = module("Softaculous for ISPmanager 5", 356);
/// KernelCare for ISPmanager.
pub const KERNELCARE: Tariff = module("KernelCare for ISPmanager", 371);
/// DDoS-GUARD.
pub const DDOS_GUARD: Tariff = module("DDoS-GUARD", 383);
/// Revisium Antivirus.
pub const REVISIUM_ANTIVIRUS: Tariff = module("Revisium Antivirus", 397);

/// Every tariff of the vendor's page.
pub const TARIFFS: &[Tariff] = &[
    ISPMANAGER_5_LITE,
    ISPMANAGER_5_BUSINESS,
    ISPMANAGER_6_LITE,
    ISPMANAGER_6_PRO,
    ISPMANAGER_6_HOST,
    ISPMANAGER_6_BUSINESS,
    BILLMANAGER,
    BILLMANAGER_CORPORATE,
    DNSMANAGER_5,
    VMMANAGER_KVM,
    VMMANAGER_OVZ,
    PLESK_WEB_ADMIN,
    PLESK_WEB_PRO_VPS,
    PLESK_WEB_PRO,
    PLESK_WEB_HOST_VPS,
    PLESK_WEB_HOST,
    CLOUDLINUX,
    VIRUSDIE_LITE,
    VIRUSDIE_BUSINESS,
    SOFTACULOUS,
    KERNELCARE,
    DDOS_GUARD,
    REVISIUM_ANTIVIRUS,
];

//! What each vendor sells. The codes are documented; **every price is invented**, and so is how long a trial runs.

use rust_decimal::Decimal;

use crate::vendor::Vendor;

/// What a service is, which decides the prefix of its functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Soft,
    SoftExternal,
    Parallels,
    Addition,
    Platform,
}

impl Item {
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Soft => "soft",
            Self::SoftExternal => "softexternal",
            Self::Parallels => "parallelslic",
            Self::Addition => "addition",
            Self::Platform => "platform",
        }
    }

    /// Plesk has a name of its own for the address (documented); a module and a platform have no address.
    pub(super) const fn ip_field(self) -> Option<&'static str> {
        match self {
            Self::Soft | Self::SoftExternal => Some("ip"),
            Self::Parallels => Some("pa_ip"),
            Self::Addition | Self::Platform => None,
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tariff {
    pub(super) code: u32,
    pub(super) name: &'static str,
    pub(super) item: Item,
    /// An address holds one licence of a family.
    pub(super) family: &'static str,
    cents: i64,
    pub(super) periods: &'static [i32],
    pub(super) addons: &'static [Addon],
    pub(super) sold: bool,
    /// The automatic renewal is on only with the very period of the order (documented for BitNinja).
    pub(super) same_autoprolong: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Addon {
    pub(super) code: u32,
    pub(super) name: &'static str,
    cents: i64,
    pub(super) minimum: u32,
}

pub(super) const TRIAL: i32 = -100;
pub(super) const LIFETIME: i32 = 0;
pub(super) const TRIAL_DAYS: i64 = 14;
/// A lifetime costs as much as this many months.
const LIFETIME_MONTHS: i64 = 24;

const MONTH_OR_YEAR: &[i32] = &[1, 12];
const MONTH: &[i32] = &[1];
const ONLY_TRIAL: &[i32] = &[TRIAL];
const OR_LIFETIME: &[i32] = &[1, 12, LIFETIME];

const fn tariff(code: u32, name: &'static str, item: Item, family: &'static str, cents: i64) -> Tariff {
    Tariff {
        code,
        name,
        item,
        family,
        cents,
        periods: MONTH_OR_YEAR,
        addons: &[],
        sold: true,
        same_autoprolong: false,
    }
}

const fn lifetime(code: u32, name: &'static str, item: Item, family: &'static str, cents: i64) -> Tariff {
    Tariff { periods: OR_LIFETIME, ..tariff(code, name, item, family, cents) }
}

impl Tariff {
    const fn periods(self, periods: &'static [i32]) -> Self {
        Self { periods, ..self }
    }

    const fn addons(self, addons: &'static [Addon]) -> Self {
        Self { addons, ..self }
    }

    const fn no_longer_sold(self) -> Self {
        Self { sold: false, ..self }
    }

    const fn like_bitninja(self) -> Self {
        Self { same_autoprolong: true, ..self }
    }

    pub(super) fn is_trial(&self) -> bool {
        self.periods == ONLY_TRIAL
    }

    /// The price of so many months, a lifetime or a trial, the addons included.
    pub(super) fn price(&self, period: i32, addons: &[(u32, u32)]) -> Decimal {
        let extra: Decimal = addons
            .iter()
            .filter_map(|(code, count)| Some(self.addon(*code)?.monthly() * Decimal::from(*count)))
            .sum();
        (self.monthly() + extra) * Decimal::from(months(period))
    }

    pub(super) fn monthly(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }

    pub(super) fn addon(&self, code: u32) -> Option<&'static Addon> {
        self.addons.iter().find(|addon| addon.code == code)
    }

    /// Whether a licence can change to that tariff: of the same family and kind, sold, and no trial (a guess).
    pub(super) fn leads_to(&self, other: &Self) -> bool {
        other.sold
            && !other.is_trial()
            && other.code != self.code
            && (other.item, other.family) == (self.item, self.family)
    }
}

impl Addon {
    pub(super) fn monthly(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }

    pub(super) fn field(&self) -> String {
        format!("addon_{}", self.code)
    }
}

/// What a period is charged as.
fn months(period: i32) -> i64 {
    match period {
        LIFETIME => LIFETIME_MONTHS,
        months => i64::from(months.max(0)),
    }
}

const fn addon(code: u32, name: &'static str, cents: i64, minimum: u32) -> Addon {
    Addon { code, name, cents, minimum }
}

/// The codes of the EU installation, the third-party products it sells, and those of older products that licences can
/// still have. That the 5th generation of ISPmanager is not sold any more is documented; 7 is the code of a vendor's
/// sample, and its name is a guess.
const ISPMANAGER: &[Tariff] = &[
    tariff(55227, "Ispmanager 6 lite", Item::Soft, "ispmanager", 400),
    tariff(55228, "Ispmanager 6 pro", Item::Soft, "ispmanager", 800),
    tariff(55229, "Ispmanager 6 host", Item::Soft, "ispmanager", 1200),
    tariff(55230, "Ispmanager 6 business", Item::Soft, "ispmanager", 1400)
        .addons(&[addon(55236, "node", 500, 1)]),
    tariff(55239, "Ispmanager 6 trial", Item::Soft, "ispmanager", 0).periods(ONLY_TRIAL),
    tariff(55240, "Ispmanager 6 business trial", Item::Soft, "ispmanager", 0).periods(ONLY_TRIAL),
    tariff(7, "ISPmanager Lite", Item::Soft, "ispmanager", 300).no_longer_sold(),
    tariff(3541, "ISPmanager 5 Lite", Item::Soft, "ispmanager", 350).no_longer_sold(),
    tariff(4601, "ISPmanager 5 Business", Item::Soft, "ispmanager", 900)
        .addons(&[addon(4602, "node", 400, 1)])
        .no_longer_sold(),
    tariff(5577, "BILLmanager", Item::Soft, "billmanager", 1500),
    tariff(5579, "BILLmanager Corporate", Item::Soft, "billmanager", 4500),
    tariff(3045, "VMmanager KVM", Item::Soft, "vmmanager", 1000).addons(&[addon(3049, "node", 1000, 1)]),
    tariff(3887, "VMmanager Cloud", Item::Soft, "vmmanager", 3000).addons(&[addon(3889, "node", 1200, 5)]),
    tariff(3651, "VMmanager OVZ", Item::Soft, "vmmanager", 800).addons(&[addon(3698, "node", 800, 1)]),
    tariff(3932, "DCImanager Essential", Item::Soft, "dcimanager", 2000),
    tariff(3934, "DCImanager", Item::Soft, "dcimanager", 3000),
    tariff(3936, "DCImanager Enterprise", Item::Soft, "dcimanager", 9000),
    tariff(3136, "DNSmanager", Item::Soft, "dnsmanager", 300),
    tariff(2891, "IPmanager", Item::Soft, "ipmanager", 300),
    tariff(9203, "CloudLinux", Item::SoftExternal, "cloudlinux", 1400).periods(MONTH),
    tariff(9204, "Softaculous", Item::SoftExternal, "softaculous", 150).periods(MONTH),
    tariff(11738, "KernelCare", Item::SoftExternal, "kernelcare", 300).periods(MONTH),
    tariff(55369, "BitNinja", Item::SoftExternal, "bitninja", 2600)
        .periods(&[1, 3, 6, 12, TRIAL])
        .like_bitninja(),
    tariff(55371, "BitNinja module", Item::Addition, "bitninja", 2400)
        .periods(&[1, 6, 12, TRIAL])
        .like_bitninja(),
    tariff(55163, "VMmanager 6", Item::Platform, "vmmanager6", 1000)
        .addons(&[addon(55165, "node", 1000, 1), addon(55164, "virtual machine", 20, 0)]),
    tariff(55161, "DCImanager 6", Item::Platform, "dcimanager6", 2500),
];

/// Documented codes; which function each goes with is inferred from the three samples.
const ISPLICENSE: &[Tariff] = &[
    lifetime(229, "ISPmanager 5 Lite", Item::SoftExternal, "ispmanager", 350),
    lifetime(273, "ISPmanager 5 Business", Item::SoftExternal, "ispmanager", 900)
        .addons(&[addon(274, "node", 400, 1)]),
    lifetime(546, "ISPmanager 6 Lite", Item::SoftExternal, "ispmanager", 380),
    lifetime(547, "ISPmanager 6 Pro", Item::SoftExternal, "ispmanager", 800),
    lifetime(548, "ISPmanager 6 Host", Item::SoftExternal, "ispmanager", 1100),
    lifetime(549, "ISPmanager 6 Business", Item::SoftExternal, "ispmanager", 1300)
        .addons(&[addon(550, "node", 450, 1)]),
    lifetime(276, "BILLmanager", Item::SoftExternal, "billmanager", 1500),
    lifetime(277, "BILLmanager Corporate", Item::SoftExternal, "billmanager", 4500),
    lifetime(166, "DNSmanager 5", Item::SoftExternal, "dnsmanager", 300),
    lifetime(170, "VMmanager KVM", Item::SoftExternal, "vmmanager", 1000)
        .addons(&[addon(172, "node", 1000, 1)]),
    lifetime(195, "VMmanager OVZ", Item::SoftExternal, "vmmanager", 800)
        .addons(&[addon(197, "node", 800, 1)]),
    lifetime(250, "Plesk Web Admin", Item::Parallels, "plesk", 500),
    lifetime(322, "Plesk Web Pro VPS", Item::Parallels, "plesk", 700),
    lifetime(264, "Plesk Web Pro", Item::Parallels, "plesk", 900),
    lifetime(243, "Plesk Web Host VPS", Item::Parallels, "plesk", 1100),
    lifetime(236, "Plesk Web Host", Item::Parallels, "plesk", 1900),
    lifetime(369, "CloudLinux for ISPmanager Business", Item::Addition, "cloudlinux", 1400),
    lifetime(354, "VirusDie Lite", Item::Addition, "virusdie", 500),
    lifetime(367, "VirusDie Business", Item::Addition, "virusdie", 900),
    lifetime(356, "Softaculous", Item::Addition, "softaculous", 150),
    lifetime(371, "KernelCare", Item::Addition, "kernelcare", 300),
    lifetime(383, "DDoS-GUARD", Item::Addition, "ddos-guard", 1000),
    lifetime(397, "Revisium Antivirus", Item::Addition, "revisium", 400),
];

pub(super) fn all(vendor: Vendor) -> &'static [Tariff] {
    if vendor == Vendor::Isplicense { ISPLICENSE } else { ISPMANAGER }
}

/// A tariff by its code, sold or not.
pub(super) fn find(vendor: Vendor, code: &str) -> Option<&'static Tariff> {
    let code: u32 = code.parse().ok()?;
    all(vendor).iter().find(|tariff| tariff.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_there_once_and_no_trial_costs_anything() {
        for vendor in [Vendor::Ispmanager, Vendor::Isplicense] {
            let mut codes: Vec<u32> = all(vendor)
                .iter()
                .flat_map(|tariff| {
                    std::iter::once(tariff.code).chain(tariff.addons.iter().map(|addon| addon.code))
                })
                .collect();
            codes.sort_unstable();
            assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
            assert!(all(vendor).iter().all(|tariff| tariff.price(TRIAL, &[]).is_zero()));
        }
    }

    #[test]
    fn a_year_is_twelve_months_and_nodes_are_counted() {
        let business = find(Vendor::Ispmanager, "55230").unwrap();
        assert_eq!(business.price(1, &[(55236, 2)]).to_string(), "24.00");
        assert_eq!(business.price(12, &[]).to_string(), "168.00");
        assert_eq!(find(Vendor::Isplicense, "547").unwrap().price(LIFETIME, &[]).to_string(), "192.00");
        assert!(find(Vendor::Isplicense, "55230").is_none() && find(Vendor::Ispmanager, "55230;").is_none());
    }

    #[test]
    fn a_tariff_leads_to_another_of_its_family() {
        let to = |from: &str, to: &str| {
            find(Vendor::Ispmanager, from).unwrap().leads_to(find(Vendor::Ispmanager, to).unwrap())
        };
        assert!(to("55227", "55230") && to("55239", "55227") && to("3541", "55227"));
        assert!(
            !to("55227", "55227") && !to("55227", "55239") && !to("55227", "5577") && !to("55227", "3541")
        );
        assert!(!to("55369", "55371"));
    }
}

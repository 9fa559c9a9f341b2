//! Every order with every option.

use websoftsolus::{
    Addon, Applications, BusinessManager, Operation, OrderCpanel, OrderPlesk10, OrderPlesk12, OrderVirtuozzo,
    Os, Period, Plesk10Antivirus, Plesk10LanguagePacks, Plesk10Sites, Plesk12Antivirus, Plesk12LanguagePacks,
    Plesk12Sites, SiteOptions,
};

use super::{Pairs, sends};
use crate::support::client;

fn plesk10() -> OrderPlesk10 {
    OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Linux)
}

fn plesk12() -> OrderPlesk12 {
    OrderPlesk12::new("PLESK-12", "web1", Period::Months1)
}

/// What either generation of Plesk is ordered with.
const ORDER_PLESK: &str = "POST /license/plesk/order";

#[test]
fn plesk_10_sends_exactly_its_own_fields_and_0_for_what_was_not_chosen() {
    let fields = "product=PLESK-10&title=web1&comment=&period=1&os=LINUX\
                  &WPBSites=0&applications=0&CBMClients=0&languagePack=0&antivirus=0";
    let sent = sends(&plesk10(), ORDER_PLESK, fields);
    assert_eq!(sent.body, fields, "nothing in it is encoded");
}

#[test]
fn plesk_12_sends_exactly_its_own_fields_and_0_for_what_was_not_chosen() {
    let fields = "product=PLESK-12&title=web1&comment=&period=1\
                  &WPBSites=0&WPBOptions=0&applications=0&languagePack=0&antivirus=0";
    sends(&plesk12(), ORDER_PLESK, fields);
}

#[test]
fn either_generation_can_send_0_for_the_fields_of_the_other_and_fields_that_nobody_knows() {
    let fields = "product=PLESK-10&title=web1&comment=&period=1&os=LINUX\
                  &WPBSites=0&WPBOptions=0&applications=0&CBMClients=0&languagePack=0&antivirus=0&promo=X 1";
    sends(&plesk10().with_fields_of_plesk12().extra_field("promo", "X 1"), ORDER_PLESK, fields);
    let fields = "product=PLESK-12&title=web1&comment=&period=1\
                  &WPBSites=0&WPBOptions=0&applications=0&CBMClients=0&languagePack=0&antivirus=0&os=WINDOWS";
    sends(&plesk12().with_fields_of_plesk10().extra_field("os", "WINDOWS"), ORDER_PLESK, fields);
}

/// The one field in which an order differs from the plain one.
#[track_caller]
fn sets<O: Operation>(plain: &O, chosen: &O, field: &str, value: &str) {
    let client = client("http://127.0.0.1:9");
    let (plain, chosen) = (client.preview(plain).unwrap().fields, client.preview(chosen).unwrap().fields);
    let changed: Pairs = plain
        .into_iter()
        .map(|(name, old)| if name == field { (name, value.to_owned()) } else { (name, old) })
        .collect();
    assert_eq!(chosen, changed, "{field}={value}");
}

#[test]
fn every_option_of_plesk_10() {
    let on = |os| OrderPlesk10::new("PLESK-10", "web1", Period::Months1, os);
    let other = || "NEW".to_owned();
    for (chosen, field, value) in [
        (on(Os::Windows), "os", "WINDOWS"),
        (on(Os::Other(other())), "os", "NEW"),
        (plesk10().sites(Plesk10Sites::None), "WPBSites", "0"),
        (plesk10().sites(Plesk10Sites::Sites100), "WPBSites", "100"),
        (plesk10().sites(Plesk10Sites::Sites1000), "WPBSites", "1000"),
        (plesk10().sites(Plesk10Sites::Other(other())), "WPBSites", "NEW"),
        (plesk10().applications(Applications::None), "applications", "0"),
        (plesk10().applications(Applications::PowerPack), "applications", "POWER_PACK"),
        (plesk10().applications(Applications::Other(other())), "applications", "NEW"),
        (plesk10().business_manager(BusinessManager::None), "CBMClients", "0"),
        (plesk10().business_manager(BusinessManager::Unlimited), "CBMClients", "UNLIMITED"),
        (plesk10().business_manager(BusinessManager::Other(other())), "CBMClients", "NEW"),
        (plesk10().language_packs(Plesk10LanguagePacks::None), "languagePack", "0"),
        (plesk10().language_packs(Plesk10LanguagePacks::One), "languagePack", "1"),
        (plesk10().language_packs(Plesk10LanguagePacks::Two), "languagePack", "2"),
        (plesk10().language_packs(Plesk10LanguagePacks::Three), "languagePack", "3"),
        (plesk10().language_packs(Plesk10LanguagePacks::Four), "languagePack", "4"),
        (plesk10().language_packs(Plesk10LanguagePacks::Five), "languagePack", "5"),
        (plesk10().language_packs(Plesk10LanguagePacks::Other(other())), "languagePack", "NEW"),
        (plesk10().antivirus(Plesk10Antivirus::None), "antivirus", "0"),
        (plesk10().antivirus(Plesk10Antivirus::Premium), "antivirus", "PREMIUM_ANTIVIRUS"),
        (plesk10().antivirus(Plesk10Antivirus::Other(other())), "antivirus", "NEW"),
    ] {
        sets(&plesk10(), &chosen, field, value);
    }
}

#[test]
fn every_option_of_plesk_12() {
    let other = || "NEW".to_owned();
    for (chosen, field, value) in [
        (plesk12().sites(Plesk12Sites::None), "WPBSites", "0"),
        (plesk12().sites(Plesk12Sites::Sites10), "WPBSites", "10"),
        (plesk12().sites(Plesk12Sites::Sites30), "WPBSites", "30"),
        (plesk12().sites(Plesk12Sites::Sites100), "WPBSites", "100"),
        (plesk12().sites(Plesk12Sites::Sites1000), "WPBSites", "1000"),
        (plesk12().sites(Plesk12Sites::Other(other())), "WPBSites", "NEW"),
        (plesk12().site_options(SiteOptions::None), "WPBOptions", "0"),
        (plesk12().site_options(SiteOptions::MlsSupport), "WPBOptions", "MLS_SUPPORT"),
        (plesk12().site_options(SiteOptions::Other(other())), "WPBOptions", "NEW"),
        (plesk12().applications(Applications::None), "applications", "0"),
        (plesk12().applications(Applications::PowerPack), "applications", "POWER_PACK"),
        (plesk12().language_packs(Plesk12LanguagePacks::None), "languagePack", "0"),
        (plesk12().language_packs(Plesk12LanguagePacks::One), "languagePack", "1"),
        (plesk12().language_packs(Plesk12LanguagePacks::Two), "languagePack", "2"),
        (plesk12().language_packs(Plesk12LanguagePacks::Three), "languagePack", "3"),
        (plesk12().language_packs(Plesk12LanguagePacks::Four), "languagePack", "4"),
        (plesk12().language_packs(Plesk12LanguagePacks::Five), "languagePack", "5"),
        (plesk12().language_packs(Plesk12LanguagePacks::Unlimited), "languagePack", "UNLIMITED"),
        (plesk12().language_packs(Plesk12LanguagePacks::Other(other())), "languagePack", "NEW"),
        (plesk12().antivirus(Plesk12Antivirus::None), "antivirus", "0"),
        (plesk12().antivirus(Plesk12Antivirus::Premium), "antivirus", "PREMIUM_ANTIVIRUS"),
        (plesk12().antivirus(Plesk12Antivirus::PremiumForWindows), "antivirus", "PREMIUM_ANTIVIRUS_FOR_WIN"),
        (plesk12().antivirus(Plesk12Antivirus::Other(other())), "antivirus", "NEW"),
    ] {
        sets(&plesk12(), &chosen, field, value);
    }
}

#[test]
fn every_period_of_every_order() {
    let address = "192.0.2.10".parse().unwrap();
    for (months, wire) in [(1, "1"), (3, "3"), (6, "6"), (12, "12"), (24, "24"), (36, "36")] {
        let period = Period::months(months).unwrap();
        sets(&plesk10(), &OrderPlesk10::new("PLESK-10", "web1", period.clone(), Os::Linux), "period", wire);
        sets(&plesk12(), &OrderPlesk12::new("PLESK-12", "web1", period.clone()), "period", wire);
        let cpanel = |period| OrderCpanel::new("CP", "web1", period, address);
        sets(&cpanel(Period::Months1), &cpanel(period.clone()), "period", wire);
        let virtuozzo = |period| OrderVirtuozzo::new("VZ", "web1", period, Os::Linux);
        sets(&virtuozzo(Period::Months1), &virtuozzo(period), "period", wire);
    }
    sets(&plesk12(), &OrderPlesk12::new("PLESK-12", "web1", Period::Other("18".into())), "period", "18");
}

#[test]
fn cpanel_add_ons_are_numbered_as_the_vendors_program_numbers_them() {
    let order = OrderCpanel::new("CPANEL-VPS", "web1", Period::Months12, "192.0.2.10".parse().unwrap());
    let sent = sends(
        &order,
        "POST /license/cpanel/order",
        "product=CPANEL-VPS&title=web1&comment=&serverIP=192.0.2.10&period=12",
    );
    assert!(!sent.body.contains("addons"), "without add-ons the field is left out");

    let two = order.clone().addon(Addon::CloudLinux).addon(Addon::KernelCare);
    let sent = sends(
        &two,
        "POST /license/cpanel/order",
        "product=CPANEL-VPS&title=web1&comment=&serverIP=192.0.2.10&period=12&addons[0]=CLOUDLINUX&addons[1]=KERNELCARE",
    );
    assert!(
        sent.body.ends_with("&period=12&addons%5B0%5D=CLOUDLINUX&addons%5B1%5D=KERNELCARE"),
        "{}",
        sent.body
    );

    let all = [
        (Addon::Fantastico, "FANTASTICO"),
        (Addon::Installatron, "INSTALLATRON"),
        (Addon::Softaculous, "SOFTACULOUS"),
        (Addon::WhmXtra, "WHMXTRA"),
        (Addon::WhmSonic, "WHMSONIC"),
        (Addon::CloudLinux, "CLOUDLINUX"),
        (Addon::KernelCare, "KERNELCARE"),
        (Addon::Other("NEW".into()), "NEW"),
    ];
    let order = all.iter().fold(order, |order, (addon, _)| order.addon(addon.clone()));
    let fields = client("http://127.0.0.1:9").preview(&order).unwrap().fields;
    let expected: Pairs = all
        .iter()
        .enumerate()
        .map(|(index, (_, wire))| (format!("addons[{index}]"), (*wire).to_owned()))
        .collect();
    assert_eq!(fields[5..], expected);
}

#[test]
fn a_cpanel_order_for_an_ipv6_address() {
    let order = OrderCpanel::new("CP", "web1", Period::Months1, "2001:db8::10".parse().unwrap()).comment("c");
    sends(
        &order,
        "POST /license/cpanel/order",
        "product=CP&title=web1&comment=c&serverIP=2001:db8::10&period=1",
    );
}

#[test]
fn virtuozzo_orders() {
    for (os, wire) in [(Os::Linux, "LINUX"), (Os::Windows, "WINDOWS"), (Os::Other("BSD".into()), "BSD")] {
        let order = OrderVirtuozzo::new("VZ-1", "node1", Period::Months3, os).comment("ref 1");
        sends(
            &order,
            "POST /license/virtuozzo/order",
            &format!("product=VZ-1&title=node1&comment=ref 1&period=3&os={wire}"),
        );
    }
}

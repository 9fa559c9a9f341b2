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

#[test]
fn plesk_10_sends_exactly_its_own_fields_and_0_for_what_was_not_chosen() {
    let sent = sends(
        &plesk10(),
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-10"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("os", "LINUX"),
            ("WPBSites", "0"),
            ("applications", "0"),
            ("CBMClients", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
        ],
    );
    assert_eq!(
        sent.body,
        "product=PLESK-10&title=web1&comment=&period=1&os=LINUX&WPBSites=0&applications=0&CBMClients=0&languagePack=0&antivirus=0"
    );
}

#[test]
fn plesk_12_sends_exactly_its_own_fields_and_0_for_what_was_not_chosen() {
    sends(
        &plesk12(),
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-12"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("WPBSites", "0"),
            ("WPBOptions", "0"),
            ("applications", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
        ],
    );
}

#[test]
fn either_generation_can_send_0_for_the_fields_of_the_other_and_fields_that_nobody_knows() {
    let order = plesk10().with_fields_of_plesk12().extra_field("promo", "X 1");
    sends(
        &order,
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-10"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("os", "LINUX"),
            ("WPBSites", "0"),
            ("WPBOptions", "0"),
            ("applications", "0"),
            ("CBMClients", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
            ("promo", "X 1"),
        ],
    );
    let order = plesk12().with_fields_of_plesk10().extra_field("os", "WINDOWS");
    sends(
        &order,
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-12"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("WPBSites", "0"),
            ("WPBOptions", "0"),
            ("applications", "0"),
            ("CBMClients", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
            ("os", "WINDOWS"),
        ],
    );
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
    let plain = plesk10();
    sets(&plain, &OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Windows), "os", "WINDOWS");
    sets(
        &plain,
        &OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Other("BSD".into())),
        "os",
        "BSD",
    );
    for (sites, wire) in [
        (Plesk10Sites::None, "0"),
        (Plesk10Sites::Sites100, "100"),
        (Plesk10Sites::Sites1000, "1000"),
        (Plesk10Sites::Other("50".into()), "50"),
    ] {
        sets(&plain, &plesk10().sites(sites), "WPBSites", wire);
    }
    for (applications, wire) in [
        (Applications::None, "0"),
        (Applications::PowerPack, "POWER_PACK"),
        (Applications::Other("MORE".into()), "MORE"),
    ] {
        sets(&plain, &plesk10().applications(applications), "applications", wire);
    }
    for (manager, wire) in [
        (BusinessManager::None, "0"),
        (BusinessManager::Unlimited, "UNLIMITED"),
        (BusinessManager::Other("500".into()), "500"),
    ] {
        sets(&plain, &plesk10().business_manager(manager), "CBMClients", wire);
    }
    for (packs, wire) in [
        (Plesk10LanguagePacks::None, "0"),
        (Plesk10LanguagePacks::One, "1"),
        (Plesk10LanguagePacks::Two, "2"),
        (Plesk10LanguagePacks::Three, "3"),
        (Plesk10LanguagePacks::Four, "4"),
        (Plesk10LanguagePacks::Five, "5"),
        (Plesk10LanguagePacks::Other("6".into()), "6"),
    ] {
        sets(&plain, &plesk10().language_packs(packs), "languagePack", wire);
    }
    for (antivirus, wire) in [
        (Plesk10Antivirus::None, "0"),
        (Plesk10Antivirus::Premium, "PREMIUM_ANTIVIRUS"),
        (Plesk10Antivirus::Other("KAV".into()), "KAV"),
    ] {
        sets(&plain, &plesk10().antivirus(antivirus), "antivirus", wire);
    }
}

#[test]
fn every_option_of_plesk_12() {
    let plain = plesk12();
    for (sites, wire) in [
        (Plesk12Sites::None, "0"),
        (Plesk12Sites::Sites10, "10"),
        (Plesk12Sites::Sites30, "30"),
        (Plesk12Sites::Sites100, "100"),
        (Plesk12Sites::Sites1000, "1000"),
        (Plesk12Sites::Other("50".into()), "50"),
    ] {
        sets(&plain, &plesk12().sites(sites), "WPBSites", wire);
    }
    for (options, wire) in [
        (SiteOptions::None, "0"),
        (SiteOptions::MlsSupport, "MLS_SUPPORT"),
        (SiteOptions::Other("MORE".into()), "MORE"),
    ] {
        sets(&plain, &plesk12().site_options(options), "WPBOptions", wire);
    }
    for (applications, wire) in [(Applications::None, "0"), (Applications::PowerPack, "POWER_PACK")] {
        sets(&plain, &plesk12().applications(applications), "applications", wire);
    }
    for (packs, wire) in [
        (Plesk12LanguagePacks::None, "0"),
        (Plesk12LanguagePacks::One, "1"),
        (Plesk12LanguagePacks::Two, "2"),
        (Plesk12LanguagePacks::Three, "3"),
        (Plesk12LanguagePacks::Four, "4"),
        (Plesk12LanguagePacks::Five, "5"),
        (Plesk12LanguagePacks::Unlimited, "UNLIMITED"),
        (Plesk12LanguagePacks::Other("6".into()), "6"),
    ] {
        sets(&plain, &plesk12().language_packs(packs), "languagePack", wire);
    }
    for (antivirus, wire) in [
        (Plesk12Antivirus::None, "0"),
        (Plesk12Antivirus::Premium, "PREMIUM_ANTIVIRUS"),
        (Plesk12Antivirus::PremiumForWindows, "PREMIUM_ANTIVIRUS_FOR_WIN"),
        (Plesk12Antivirus::Other("KAV".into()), "KAV"),
    ] {
        sets(&plain, &plesk12().antivirus(antivirus), "antivirus", wire);
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
        "POST",
        "/license/cpanel/order",
        &[
            ("product", "CPANEL-VPS"),
            ("title", "web1"),
            ("comment", ""),
            ("serverIP", "192.0.2.10"),
            ("period", "12"),
        ],
    );
    assert!(!sent.body.contains("addons"), "without add-ons the field is left out");

    let two = order.clone().addon(Addon::CloudLinux).addon(Addon::KernelCare);
    let sent = sends(
        &two,
        "POST",
        "/license/cpanel/order",
        &[
            ("product", "CPANEL-VPS"),
            ("title", "web1"),
            ("comment", ""),
            ("serverIP", "192.0.2.10"),
            ("period", "12"),
            ("addons[0]", "CLOUDLINUX"),
            ("addons[1]", "KERNELCARE"),
        ],
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
        "POST",
        "/license/cpanel/order",
        &[
            ("product", "CP"),
            ("title", "web1"),
            ("comment", "c"),
            ("serverIP", "2001:db8::10"),
            ("period", "1"),
        ],
    );
}

#[test]
fn virtuozzo_orders() {
    for (os, wire) in [(Os::Linux, "LINUX"), (Os::Windows, "WINDOWS"), (Os::Other("BSD".into()), "BSD")] {
        let order = OrderVirtuozzo::new("VZ-1", "node1", Period::Months3, os).comment("ref 1");
        sends(
            &order,
            "POST",
            "/license/virtuozzo/order",
            &[("product", "VZ-1"), ("title", "node1"), ("comment", "ref 1"), ("period", "3"), ("os", wire)],
        );
    }
}

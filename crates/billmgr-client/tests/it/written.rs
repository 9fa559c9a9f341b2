//! Operations are values: written down before they are sent, read back the same, and without a secret in them.

use std::fmt::Debug;

use billmgr_client::{
    Addon, AddonCode, AutoRenew, ChangeTariff, CheckAddress, Checked, ClearCart, Delete, Edit, Effect,
    Evidence, GetBalances, GetCart, GetLicense, GetPriceList, ItemType, License, ListLicenses, NewKey, Offer,
    Order, Period, RawCall, Region, RemoveFromCart, Renew, Resume, Service, Services, SetAddons, Suspend,
    Tariff, TariffCode, TariffEvidence, Vendor as Whose, WaitForKey, Waited, WhoAmI, isplicense, ispmanager,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::support::service;

#[track_caller]
fn comes_back<T: Serialize + DeserializeOwned + Debug + PartialEq>(value: &T) {
    let written = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&written).unwrap(), value, "{written}");
}

fn offer() -> Offer {
    Offer::new("vpn".parse().unwrap(), TariffCode::new(900).unwrap())
}

#[test]
fn every_operation_comes_back() {
    let address = "192.0.2.15".parse().unwrap();
    let nodes = Addon::new(AddonCode::new(55236).unwrap(), 3).unwrap();
    let order =
        Order::license(&ispmanager::BUSINESS, address, "ж", Period::YEAR, AutoRenew::Every(Period::YEAR));
    comes_back(&order);
    let order = order.addon(nodes).into_cart().server_address(address).remote_id("r").project(1).comment("c");
    comes_back(&order.function("v2.soft.order.param".parse().unwrap()).any_period().field("a", "b"));
    comes_back(&Order::plesk(
        &isplicense::PLESK_WEB_PRO,
        address,
        Period::LIFETIME,
        AutoRenew::VendorsDefault,
    ));
    comes_back(&Order::module(offer(), Period::TRIAL, AutoRenew::Off).for_license("1".parse().unwrap()));
    comes_back(&Order::platform(offer(), Period::other(7), AutoRenew::Off));
    comes_back(&Renew::new(service(), Period::MONTH).expires_now("2026-04-02 10:00:00".parse().unwrap()));
    let edit =
        Edit::new(service()).address(address).name("n").server_address(address).auto_renew(AutoRenew::Off);
    comes_back(&edit.comment("c"));
    comes_back(&Edit::new(service()).without_address());
    comes_back(&SetAddons::new(service(), nodes).repeating(address, "n").called_as(ItemType::ThirdParty));
    comes_back(&ChangeTariff::new(service(), TariffCode::new(1).unwrap()).period(Period::MONTH));
    comes_back(&NewKey::new(service(), "k".parse().unwrap()));
    let both = Services::from(service()).and("102".parse().unwrap());
    comes_back(&Suspend::new(both.clone()));
    comes_back(&Resume::new(both.clone()));
    comes_back(&Delete::new(both));
    comes_back(&CheckAddress::new(offer(), Period::MONTH, address));
    comes_back(&ListLicenses::new(ItemType::Module).page(2).length(3).project(4).filter("ip", "a"));
    comes_back(&ListLicenses::new(ItemType::Module).any_project());
    comes_back(&GetLicense::new(service()));
    comes_back(&GetBalances::new());
    comes_back(&WhoAmI::new());
    comes_back(&GetPriceList::new(ItemType::Module).project(2).with_unavailable());
    comes_back(&GetCart::new());
    comes_back(&RemoveFromCart::new("1".parse().unwrap()));
    comes_back(&ClearCart::new("1".parse().unwrap()));
    comes_back(&RawCall::new("any", Effect::Change).field("a", "b"));
    comes_back(&WaitForKey::new(service()).active_is_enough());
    comes_back(&Waited::Ready(Box::new(License::new(service()))));
    comes_back(&Checked::<Evidence>::NotSeen);
}

#[test]
fn services_are_written_with_the_words_of_the_wire() {
    assert_eq!(serde_json::to_string(&service()).unwrap(), r#"{"item_type":"soft","id":"1204417"}"#);
    let other: Service = serde_json::from_str(r#"{"item_type":"vpn","id":"a-1"}"#).unwrap();
    assert_eq!((other.item_type().prefix(), other.to_string().as_str()), ("vpn", "vpn a-1"));
    for known in ItemType::KNOWN {
        comes_back(&known);
        assert_eq!(known.prefix().parse::<ItemType>().unwrap(), known);
    }
}

#[test]
fn every_code_of_the_documents_is_there() {
    let of = |whose, code| Tariff::of_code(whose, TariffCode::new(code).unwrap()).unwrap();
    for (code, name, nodes) in [
        (55239, "ispmanager 6 trial", None),
        (55240, "ispmanager 6 business trial", None),
        (55227, "ispmanager 6 lite", None),
        (55228, "ispmanager 6 pro", None),
        (55229, "ispmanager 6 host", None),
        (55230, "ispmanager 6 business", Some(55236)),
        (55163, "VMmanager 6", Some(55165)),
        (55161, "DCImanager 6", None),
        (9203, "CloudLinux", None),
        (9204, "Softaculous", None),
        (11738, "KernelCare", None),
        (55369, "BitNinja", None),
        (55391, "BitNinja", None),
        (55371, "BitNinja module", None),
        (55390, "BitNinja module", None),
        (4601, "ISPmanager 5 Business", Some(4602)),
        (3045, "VMmanager KVM", Some(3049)),
        (3887, "VMmanager Cloud", Some(3889)),
        (3651, "VMmanager OVZ", Some(3698)),
        (3932, "DCImanager Essential", None),
    ] {
        let tariff = of(Whose::Ispmanager, code);
        assert_eq!((tariff.name, tariff.nodes().map(billmgr_client::AddonCode::get)), (name, nodes));
    }
    assert_eq!(Tariff::of(Whose::Ispmanager).len(), 32);
    for (code, item_type, nodes) in [
        (229, ItemType::ThirdParty, None),
        (273, ItemType::ThirdParty, Some(274)),
        (546, ItemType::ThirdParty, None),
        (547, ItemType::ThirdParty, None),
        (548, ItemType::ThirdParty, None),
        (549, ItemType::ThirdParty, Some(550)),
        (276, ItemType::ThirdParty, None),
        (277, ItemType::ThirdParty, None),
        (166, ItemType::ThirdParty, None),
        (170, ItemType::ThirdParty, Some(172)),
        (195, ItemType::ThirdParty, Some(197)),
        (250, ItemType::Plesk, None),
        (322, ItemType::Plesk, None),
        (264, ItemType::Plesk, None),
        (243, ItemType::Plesk, None),
        (236, ItemType::Plesk, None),
        (369, ItemType::Module, None),
        (354, ItemType::Module, None),
        (367, ItemType::Module, None),
        (356, ItemType::Module, None),
        (371, ItemType::Module, None),
        (383, ItemType::Module, None),
        (397, ItemType::Module, None),
    ] {
        let tariff = of(Whose::Isplicense, code);
        assert_eq!(
            (&tariff.item_type, tariff.nodes().map(billmgr_client::AddonCode::get)),
            (&item_type, nodes),
            "{code}"
        );
    }
    assert_eq!(Tariff::of(Whose::Isplicense).len(), 23);
}

#[test]
fn tariffs_are_found_by_name_and_region() {
    let named = |region, name| Tariff::named(Whose::Ispmanager, region, name).map(|tariff| tariff.code.get());
    assert_eq!(named(Region::Eu, "Ispmanager 6 Lite"), Some(55227));
    assert_eq!(named(Region::Unnamed, "ispmanager 6 lite"), Some(55231));
    assert_eq!(named(Region::Ru, "bitninja"), Some(55391));
    assert_eq!(named(Region::Ru, "ispmanager 6 lite"), None);
    assert!(Tariff::named(Whose::Isplicense, Region::All, "plesk web pro").is_some());
    let pro = Tariff::named(Whose::Ispmanager, Region::Unnamed, "ispmanager 6 pro").unwrap();
    assert_eq!((pro.code.get(), pro.evidence), (55232, TariffEvidence::Inferred));
    assert!(ispmanager::TRIAL.is_trial() && !ispmanager::LITE.is_trial());
    // No code stands twice in a table, or it could not be found by it.
    for whose in [Whose::Ispmanager, Whose::Isplicense] {
        let codes: std::collections::HashSet<_> =
            Tariff::of(whose).iter().map(|tariff| tariff.code).collect();
        assert_eq!(codes.len(), Tariff::of(whose).len());
    }
}

//! The tables of tariffs: every code that the documents name, found by code, name and region.

use billmgr_client::{
    AddonCode, ItemType, Region, Tariff, TariffCode, TariffEvidence, Vendor as Whose, ispmanager,
};

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
        assert_eq!((tariff.name, tariff.nodes().map(AddonCode::get)), (name, nodes));
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
        assert_eq!((&tariff.item_type, tariff.nodes().map(AddonCode::get)), (&item_type, nodes), "{code}");
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

//! Operations as values: stored before they are sent, read again as they were, and what each says of itself.

use std::fmt::Debug;
use std::net::IpAddr;

use billmgr_client::{
    Addon, AddonCode, AutoRenew, CartOrderId, ChangeTariff, CheckAddress, Checked, ClearCart, Delete, Edit,
    Effect, Evidence, GetBalances, GetCart, GetLicense, GetPriceList, ItemType, License, LicenseKey,
    ListLicenses, NewKey, Offer, Order, Period, RawCall, RemoveFromCart, Renew, Resume, Service, Services,
    SetAddons, Suspend, TariffCode, WaitForKey, Waited, WhoAmI, isplicense, ispmanager,
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

fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

#[test]
fn an_operation_names_the_licence_it_is_about() {
    let old: LicenseKey = "OLD-1".parse().unwrap();
    let (tariff, addon) = (TariffCode::new(7).unwrap(), Addon::new(AddonCode::new(1).unwrap(), 2).unwrap());
    let (key, set) = (NewKey::new(service(), old.clone()), SetAddons::new(service(), addon));
    let change = ChangeTariff::new(service(), tariff);
    for named in [
        Edit::new(service()).service(),
        key.service(),
        set.service(),
        change.service(),
        GetLicense::new(service()).service(),
        WaitForKey::new(service()).service(),
    ] {
        assert_eq!(*named, service());
    }
    assert_eq!((key.old_key(), set.addons()), (&old, &[addon][..]));
    assert_eq!((change.tariff(), change.new_period()), (tariff, None));
    assert_eq!(change.period(Period::MONTH).new_period(), Some(Period::MONTH));
    let both = Services::from(service()).and("1204990".parse().unwrap());
    for named in [
        Suspend::new(both.clone()).services(),
        Resume::new(both.clone()).services(),
        Delete::new(both.clone()).services(),
    ] {
        assert_eq!(*named, both);
    }
}

#[test]
fn an_edit_says_what_it_changes() {
    let edit = Edit::new(service());
    assert_eq!((edit.new_address(), edit.new_name(), edit.new_comment()), (None, None, None));
    assert_eq!((edit.new_server_address(), edit.new_auto_renew()), (None, None));
    let edit = edit.address(address(1)).name("web-1").comment("c").server_address(address(2));
    let edit = edit.auto_renew(AutoRenew::Off);
    assert_eq!((edit.new_address(), edit.new_server_address()), (Some(address(1)), Some(address(2))));
    assert_eq!((edit.new_name(), edit.new_comment()), (Some("web-1"), Some("c")));
    assert_eq!(edit.new_auto_renew(), Some(AutoRenew::Off));
    assert_eq!(edit.without_address().new_address(), Some(IpAddr::from([0, 0, 0, 0])));
}

#[test]
fn what_is_no_licences_names_what_it_is_about() {
    let offer = Offer::new(ItemType::Ispsystem, TariffCode::new(7).unwrap());
    let check = CheckAddress::new(offer.clone(), Period::MONTH, address(1));
    assert_eq!((check.offer(), check.period(), check.address()), (&offer, Period::MONTH, address(1)));
    assert_eq!(RemoveFromCart::new("5".parse().unwrap()).item().as_str(), "5");
    let order: CartOrderId = "6".parse().unwrap();
    assert_eq!(*ClearCart::new(order.clone()).order(), order);
    assert_eq!(*ListLicenses::new(ItemType::Ispsystem).item_type(), ItemType::Ispsystem);
    assert_eq!(*GetPriceList::new(ItemType::Ispsystem).item_type(), ItemType::Ispsystem);
}

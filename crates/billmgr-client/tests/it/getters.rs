//! What an operation says of itself.

use std::net::IpAddr;

use billmgr_client::{
    Addon, AddonCode, AutoRenew, CartOrderId, ChangeTariff, CheckAddress, ClearCart, Delete, Edit,
    GetLicense, GetPriceList, ItemType, LicenseKey, ListLicenses, NewKey, Offer, Period, RemoveFromCart,
    Resume, Services, SetAddons, Suspend, TariffCode, WaitForKey,
};

use crate::support::service;

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

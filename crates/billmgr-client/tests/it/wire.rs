//! What is sent: every field, in its order, for every operation, vendor and option.

use billmgr_client::{
    Addon, AddonCode, AutoRenew, ChangeTariff, CheckAddress, ClearCart, Client, Delete, Edit, Effect, Error,
    GetBalances, GetCart, GetLicense, GetPriceList, ItemType, ListLicenses, NewKey, Offer, Operation, Order,
    Period, RawCall, RemoveFromCart, Renew, Resume, Services, SetAddons, Suspend, TariffCode,
    Vendor as Whose, WhoAmI,
};

use crate::support::{Vendor, WHOSE, fixture, service};

type Pairs = Vec<(String, String)>;

/// What an operation sends, without what every call begins with.
#[track_caller]
fn sent<O: Operation>(whose: Whose, operation: &O) -> Pairs {
    let vendor = Vendor::always("<doc/>");
    let _: Result<O::Output, Error> = vendor.client_of(whose).send(operation);
    let seen = vendor.take();
    assert_eq!(seen.len(), 1, "once");
    assert_eq!((seen[0].method.as_str(), seen[0].target.as_str()), ("POST", "/manager/billmgr"));
    assert_eq!(seen[0].content_type, "application/x-www-form-urlencoded");
    seen[0].own_fields().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Fields as they are written down: `name=value`, one after the other.
fn fields(text: &str) -> Pairs {
    let pair =
        |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
    text.split('&').map(pair).collect()
}

#[track_caller]
fn sends<O: Operation>(whose: Whose, operation: &O, text: &str) {
    assert_eq!(sent(whose, operation), fields(text), "{whose}");
}

#[track_caller]
fn all_send<O: Operation>(operation: &O, text: &str) {
    for whose in WHOSE {
        sends(whose, operation, text);
    }
}

fn offer(item_type: ItemType, code: u64) -> Offer {
    Offer::new(item_type, TariffCode::new(code).unwrap())
}

fn order(item_type: ItemType) -> Order {
    let address = "192.0.2.15".parse().unwrap();
    Order::license(offer(item_type, 900), address, "web-15", Period::MONTH, AutoRenew::Off)
}

fn addon(code: u64, count: u64) -> Addon {
    Addon::new(AddonCode::new(code).unwrap(), count).unwrap()
}

#[test]
fn an_order_names_its_licence() {
    for (item_type, prefix) in [(ItemType::Ispsystem, "soft"), (ItemType::ThirdParty, "softexternal")] {
        let start = format!("func={prefix}.order.param&clicked_button=finish&ip=192.0.2.15&licname=web-15");
        let order = order(item_type);
        let with = |order: &Order, rest: &str| all_send(order, &format!("{start}&{rest}"));
        let usual = "period=1&pricelist=900&autoprolong=null&sok=ok&skipbasket=on";
        with(&order, usual);
        with(&order.clone().into_cart(), "period=1&pricelist=900&autoprolong=null&sok=ok&skipbasket=off");
        with(
            &order.clone().addon(addon(55236, 3)).addon(addon(7, 1)),
            "period=1&pricelist=900&addon_55236=3&addon_7=1&autoprolong=null&sok=ok&skipbasket=on",
        );
        let server = "198.51.100.7".parse().unwrap();
        with(&order.clone().server_address(server), &format!("{usual}&remoteip=198.51.100.7"));
        with(&order.clone().remote_id("shop-4711"), &format!("{usual}&remoteid=shop-4711"));
        with(&order.clone().project(1), &format!("{usual}&project=1"));
        with(&order.clone().comment("mine"), &format!("{usual}&comment=mine"));
        with(&order.field("licence_agreement", "on"), &format!("{usual}&licence_agreement=on"));
    }
}

#[test]
fn every_period_and_auto_renewal_has_its_code() {
    let address = "192.0.2.15".parse().unwrap();
    let of = |period, auto_renew| {
        let order = Order::license(offer(ItemType::Ispsystem, 900), address, "a", period, auto_renew);
        let sent = sent(Whose::Isplicense, &order);
        let get = |name: &str| sent.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        (get("period").unwrap(), get("autoprolong"))
    };
    for (period, code) in [
        (Period::MONTH, "1"),
        (Period::months(3).unwrap(), "3"),
        (Period::months(6).unwrap(), "6"),
        (Period::YEAR, "12"),
        (Period::months(24).unwrap(), "24"),
        (Period::months(36).unwrap(), "36"),
        (Period::LIFETIME, "0"),
        (Period::TRIAL, "-100"),
        (Period::DAILY, "-50"),
        (Period::other(7), "7"),
    ] {
        assert_eq!(of(period, AutoRenew::VendorsDefault), (code.to_owned(), None));
    }
    for (auto_renew, word) in [
        (AutoRenew::Off, "null"),
        (AutoRenew::Every(Period::MONTH), "1"),
        (AutoRenew::Every(Period::YEAR), "12"),
    ] {
        assert_eq!(of(Period::YEAR, auto_renew), ("12".to_owned(), Some(word.to_owned())));
    }
}

#[test]
fn the_function_can_be_another() {
    let order = order(ItemType::Ispsystem).function("v2.soft.order.param".parse().unwrap());
    assert_eq!(sent(Whose::Other, &order)[0].1, "v2.soft.order.param");
    let other = Offer::new("vpn".parse().unwrap(), TariffCode::new(5).unwrap());
    let order = Order::platform(other, Period::MONTH, AutoRenew::Off);
    sends(
        Whose::Other,
        &order,
        "func=vpn.order.param&clicked_button=finish&period=1&pricelist=5&autoprolong=null&sok=ok&skipbasket=on",
    );
}

#[test]
fn plesk_modules_and_platforms_have_fields_of_their_own() {
    let address = "192.0.2.15".parse().unwrap();
    let usual = "period=1&pricelist=900&autoprolong=null&sok=ok&skipbasket=on";
    let plesk = Order::plesk(offer(ItemType::Plesk, 900), address, Period::MONTH, AutoRenew::Off);
    all_send(
        &plesk,
        &format!("func=parallelslic.order.param&clicked_button=finish&pa_ip=192.0.2.15&{usual}"),
    );
    let module = Order::module(offer(ItemType::Module, 900), Period::MONTH, AutoRenew::Off);
    for whose in [Whose::Isplicense, Whose::Other] {
        sends(whose, &module, &format!("func=addition.order.param&clicked_button=finish&{usual}"));
    }
    let module = module.for_license("1204400".parse().unwrap());
    sends(Whose::Ispmanager, &module, &format!("func=addition.order.param&item=1204400&{usual}"));
    sends(
        Whose::Isplicense,
        &module,
        &format!("func=addition.order.param&clicked_button=finish&item=1204400&{usual}"),
    );
    let platform = Order::platform(offer(ItemType::Platform, 900), Period::MONTH, AutoRenew::Off);
    all_send(&platform, &format!("func=platform.order.param&clicked_button=finish&{usual}"));
}

#[test]
fn renewing_and_changing_tariffs_are_alike_for_all_item_types() {
    for item_type in ItemType::KNOWN {
        let service = service().with_item_type(item_type);
        all_send(
            &Renew::new(service.clone(), Period::YEAR),
            "func=service.prolong&elid=1204417&period=12&sok=ok",
        );
        let change = ChangeTariff::new(service, TariffCode::new(55228).unwrap());
        all_send(&change, "func=service.changepricelist&elid=1204417&pricelist=55228&sok=ok");
        all_send(
            &change.period(Period::MONTH),
            "func=service.changepricelist&elid=1204417&pricelist=55228&period=1&sok=ok",
        );
    }
}

#[test]
fn what_is_done_to_a_licence_is_called_by_its_item_type() {
    for item_type in ItemType::KNOWN {
        let prefix = item_type.prefix().to_owned();
        let one = service().with_item_type(item_type);
        let two = Services::from(one.clone()).and("102".parse().unwrap());
        all_send(&GetLicense::new(one.clone()), &format!("func={prefix}.edit&elid=1204417"));
        all_send(&Suspend::new(one.clone()), &format!("func={prefix}.suspend&elid=1204417"));
        all_send(&Suspend::new(two.clone()), &format!("func={prefix}.suspend&elid=1204417, 102"));
        all_send(&Resume::new(one.clone()), &format!("func={prefix}.resume&elid=1204417"));
        all_send(&Resume::new(two.clone()), &format!("func={prefix}.resume&elid=1204417, 102"));
        for (whose, end) in [(Whose::Ispmanager, ""), (Whose::Isplicense, "&sok=ok"), (Whose::Other, "")] {
            sends(whose, &Delete::new(one.clone()), &format!("func={prefix}.delete&elid=1204417{end}"));
            sends(whose, &Delete::new(two.clone()), &format!("func={prefix}.delete&elid=1204417, 102{end}"));
        }
        let new_key = NewKey::new(one, "1204417-OLD".parse().unwrap());
        all_send(&new_key, &format!("func={prefix}.edit&elid=1204417&clicked_button=newkey&sok=ok"));
    }
}

#[test]
fn an_edit_sends_what_it_changes() {
    let edit = Edit::new(service());
    let address = "192.0.2.99".parse().unwrap();
    let with =
        |edit: Edit, rest: &str| all_send(&edit, &format!("func=soft.edit&elid=1204417&{rest}&sok=ok"));
    with(edit.clone().address(address), "ip=192.0.2.99");
    with(edit.clone().name("web-99"), "licname=web-99");
    with(edit.clone().address(address).name("web-99"), "licname=web-99&ip=192.0.2.99");
    with(edit.clone().name("free.lic").without_address(), "licname=free.lic&ip=0.0.0.0");
    with(edit.clone().without_address().address(address), "ip=192.0.2.99");
    with(edit.clone().server_address("2001:db8::1".parse().unwrap()), "remoteip=2001:db8::1");
    with(edit.clone().auto_renew(AutoRenew::Off), "autoprolong=null");
    with(edit.clone().auto_renew(AutoRenew::Every(Period::YEAR)), "autoprolong=12");
    let platform = Edit::new(service().with_item_type(ItemType::Platform)).comment("mine");
    all_send(&platform, "func=platform.edit&elid=1204417&comment=mine&sok=ok");
}

#[test]
fn nodes_are_set_as_each_vendor_has_it() {
    let set = SetAddons::new(service(), addon(55236, 2));
    for whose in [Whose::Ispmanager, Whose::Other] {
        sends(whose, &set, "func=soft.edit&elid=1204417&addon_55236=2&sok=ok");
        sends(
            whose,
            &set.clone().and(addon(7, 1)),
            "func=soft.edit&elid=1204417&addon_55236=2&addon_7=1&sok=ok",
        );
    }
    let third = SetAddons::new(service().with_item_type(ItemType::ThirdParty), addon(274, 2));
    let third = third.repeating("10.10.10.10".parse().unwrap(), "name");
    let rest = "elid=1204417&ip=10.10.10.10&licname=name&addon_274=2&sok=ok";
    sends(Whose::Isplicense, &third, &format!("func=soft.edit&{rest}"));
    sends(Whose::Ispmanager, &third, &format!("func=softexternal.edit&{rest}"));
    sends(
        Whose::Isplicense,
        &third.clone().called_as(ItemType::ThirdParty),
        &format!("func=softexternal.edit&{rest}"),
    );
}

#[test]
fn lists_are_not_filtered_by_what_somebody_stored() {
    for item_type in ItemType::KNOWN {
        let prefix = item_type.prefix().to_owned();
        let list = ListLicenses::new(item_type);
        let start = format!("func={prefix}&filter=on");
        sends(Whose::Ispmanager, &list, &format!("{start}&project=1&p_cnt=10000"));
        sends(Whose::Isplicense, &list, &format!("{start}&p_cnt=10000"));
        sends(Whose::Other, &list, &format!("{start}&p_cnt=10000"));
        sends(Whose::Ispmanager, &list.clone().any_project(), &format!("{start}&p_cnt=10000"));
        all_send(&list.clone().project(3), &format!("{start}&project=3&p_cnt=10000"));
        all_send(
            &list.project(3).page(2).length(50).filter("ip", "192.0.2.15").filter("status", "2"),
            &format!("{start}&project=3&p_num=2&p_cnt=50&ip=192.0.2.15&status=2"),
        );
    }
}

#[test]
fn reads_of_the_account() {
    all_send(&GetBalances::new(), "func=subaccount");
    all_send(&WhoAmI::new(), "func=whoami");
    let prices = GetPriceList::new(ItemType::Module);
    all_send(&prices, "func=pricelist.export&itemtype=addition&project=1&onlyavailable=yes");
    all_send(&prices.project(4).with_unavailable(), "func=pricelist.export&itemtype=addition&project=4");
    let check =
        CheckAddress::new(offer(ItemType::Ispsystem, 7), Period::MONTH, "82.145.17.16".parse().unwrap());
    all_send(&check, "func=soft.checkip&pricelist=7&period=1&ip=82.145.17.16");
}

#[test]
fn the_cart() {
    all_send(&GetCart::new(), "func=basket");
    let remove = RemoveFromCart::new("9911".parse().unwrap());
    all_send(&remove, "func=basket&clicked_button=delete&id=9911&sok=ok");
    let clear = ClearCart::new("553201".parse().unwrap());
    all_send(&clear, "func=basket&clicked_button=clearbasket&id=553201&sok=ok");
}

#[test]
fn any_function_with_any_fields() {
    for effect in [Effect::Read, Effect::Change, Effect::Spend] {
        let call =
            RawCall::new("service.history", effect).field("elid", "1").field("elid2", "").field("sok", "ok");
        all_send(&call, "func=service.history&elid=1&elid2=&sok=ok");
    }
}

#[test]
fn awkward_values_arrive_byte_for_byte() {
    let awkward = "a&b=c+d%20 \"e\"'ж\u{1f511}[];#?";
    let long = "ж".repeat(255);
    for name in [awkward, &long] {
        let address = "192.0.2.15".parse().unwrap();
        let order =
            Order::license(offer(ItemType::Ispsystem, 900), address, name, Period::MONTH, AutoRenew::Off);
        let order = order.field("other", awkward);
        let sent = sent(Whose::Ispmanager, &order);
        let get = |name: &str| sent.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!((get("licname"), get("other")), (Some(name), Some(awkward)));
    }
}

#[test]
fn credentials_are_one_field_in_the_body_and_nowhere_else() {
    let awkward = "p&a=s+s%w #@:\"ж;/";
    let credentials = billmgr_client::Credentials::each_call("us&er+%=@", awkward).unwrap();
    let vendor = Vendor::always(fixture!("balances.xml"));
    let client: Client = vendor.client_with(Whose::Ispmanager, credentials, billmgr_client::Settings::new());
    client.balances(&GetBalances::new()).unwrap();
    let seen = vendor.take();
    assert_eq!(seen[0].target, "/manager/billmgr", "no query");
    assert_eq!(seen[0].fields[0], ("authinfo".to_owned(), format!("us&er+%=@:{awkward}")));
    assert_eq!(seen[0].fields.iter().filter(|(name, _)| name.starts_with("auth")).count(), 1);
}

//! What is refused here, before any connection.

use billmgr_client::{
    Addon, AddonCode, AutoRenew, CartOrderId, CheckAddress, Client, Credentials, Delete, Edit, Effect, Error,
    ErrorKind, GetPriceList, ItemType, LicenseKey, ListLicenses, Offer, Operation, Order, Outcome, Period,
    RawCall, Renew, Service, ServiceId, Services, SetAddons, Site, Suspend, Tariff, TariffCode,
    Vendor as Whose, isplicense, ispmanager,
};

use crate::support::{RawServer, account, failed, service};

fn is_refused(error: &Error, field: &str) {
    assert_eq!((error.outcome(), error.field()), (Outcome::NotSent, Some(field)), "{error}");
}

/// Tries an operation on a server that would count the connection.
#[track_caller]
fn refuses<O: Operation>(whose: Whose, operation: &O, field: &str)
where
    O::Output: std::fmt::Debug,
{
    let server = RawServer::new("");
    let client = Client::builder(&Site::own(whose, server.base()), account()).build().unwrap();
    let error = failed(client.send(operation));
    is_refused(&error, field);
    assert!(matches!(error.kind(), ErrorKind::Invalid { .. }), "{error}");
    assert!(!error.operation().is_empty());
    is_refused(&failed(client.preview(operation)), field);
    assert_eq!(server.connections(), 0);
}

fn any_offer(item_type: ItemType) -> Offer {
    Offer::new(item_type, TariffCode::new(900).unwrap())
}

fn named(name: &str) -> Order {
    let address = "192.0.2.15".parse().unwrap();
    Order::license(any_offer(ItemType::Ispsystem), address, name, Period::MONTH, AutoRenew::Off)
}

#[test]
fn texts() {
    let long = "x".repeat(256);
    let huge = "x".repeat(1 << 20);
    for bad in ["", "  ", "a\0b", "a\r\nb", "a\u{1b}b", &long, &huge] {
        refuses(Whose::Ispmanager, &named(bad), "name");
        refuses(Whose::Ispmanager, &Edit::new(service()).name(bad), "name");
        let set = SetAddons::new(service(), Addon::new(AddonCode::new(1).unwrap(), 1).unwrap());
        refuses(Whose::Isplicense, &set.repeating("192.0.2.15".parse().unwrap(), bad), "name");
        refuses(Whose::Ispmanager, &named("a").remote_id(bad), "remote_id");
    }
    for bad in ["a\0b", "a\nb", &huge] {
        refuses(Whose::Ispmanager, &named("a").comment(bad), "comment");
        refuses(Whose::Ispmanager, &named("a").field("other", format!("a\0{bad}")), "field");
    }
}

#[test]
fn addresses() {
    for bad in ["0.0.0.0", "::", "224.0.0.1", "255.255.255.255", "ff02::1"] {
        let bad = bad.parse().unwrap();
        let order = |item_type| Order::license(any_offer(item_type), bad, "a", Period::MONTH, AutoRenew::Off);
        refuses(Whose::Ispmanager, &order(ItemType::Ispsystem), "address");
        let plesk = Order::plesk(any_offer(ItemType::Plesk), bad, Period::MONTH, AutoRenew::VendorsDefault);
        refuses(Whose::Isplicense, &plesk, "address");
        refuses(Whose::Ispmanager, &named("a").server_address(bad), "server_address");
        refuses(Whose::Ispmanager, &Edit::new(service()).address(bad), "address");
        refuses(Whose::Ispmanager, &Edit::new(service()).server_address(bad), "server_address");
        let check = CheckAddress::new(any_offer(ItemType::Ispsystem), Period::MONTH, bad);
        refuses(Whose::Ispmanager, &check, "address");
        let set = SetAddons::new(service(), Addon::new(AddonCode::new(1).unwrap(), 1).unwrap());
        refuses(Whose::Isplicense, &set.repeating(bad, "a"), "address");
    }
}

#[test]
fn ids_keys_and_codes() {
    let long = "1".repeat(101);
    for bad in ["", " ", "1 2", "1,2", "101, 102", "1\n", "1\0", "1\t2", long.as_str()] {
        is_refused(&failed(ServiceId::new(bad)), "service id");
        is_refused(&failed(bad.parse::<CartOrderId>()), "cart order id");
    }
    for bad in ["", " ", "a b", "a\nb", "a\0"] {
        is_refused(&failed(LicenseKey::new(bad)), "license key");
    }
    for good in ["1", "1204417", "LICENSE_CODE", "a-b.c:d/e", "ж"] {
        assert_eq!(ServiceId::new(good).unwrap().as_str(), good);
    }
    for bad in ["", "0", "-1", "+1", "1.5", "18446744073709551616", "abc", " 1"] {
        is_refused(&failed(bad.parse::<TariffCode>()), "tariff");
        is_refused(&failed(bad.parse::<AddonCode>()), "addon");
    }
    is_refused(&failed(TariffCode::new(0)), "tariff");
    is_refused(&failed(Addon::new(AddonCode::new(1).unwrap(), 0)), "addon count");
    for bad in ["", "Soft", "so ft", "soft;", "soft/edit", "../soft", "софт"] {
        is_refused(&failed(bad.parse::<ItemType>()), "item type");
    }
    assert_eq!("softexternal".parse::<ItemType>().unwrap(), ItemType::ThirdParty);
    assert!(serde_json::from_str::<Service>(r#"{"item_type":"soft","id":"1, 2"}"#).is_err());
    assert!(serde_json::from_str::<Addon>(r#"{"code":1,"count":0}"#).is_err());
}

type Make = dyn Fn(&str, &str) -> Result<Credentials, Error>;

#[test]
fn credentials() {
    let huge = "x".repeat(1 << 20);
    let each_call = |user: &str, password: &str| Credentials::each_call(user, password);
    let session = |user: &str, password: &str| Credentials::session(user, password);
    for make in [&each_call as &Make, &session] {
        for bad in ["", " ", "a:b", ":", "a\nb", "a\0", " a", "a ", huge.as_str()] {
            is_refused(&failed(make(bad, "password")), "username");
        }
        for bad in ["", "  ", "a\r\nb", "a\0", huge.as_str()] {
            is_refused(&failed(make("user", bad)), "password");
        }
        assert!(make("us&er=+%@ж", "pass:word &%+# ж").is_ok(), "a `:` is fine in a password");
    }
}

#[test]
fn addresses_of_vendors() {
    for bad in [
        "",
        "api.ispmanager.ru",
        "http://api.ispmanager.ru",
        "https://u:p@api.ispmanager.ru",
        "https://api.ispmanager.ru:0",
        "https://api.ispmanager.ru:99999",
        "https://api.ispmanager.ru/?func=soft",
        "https://api.ispmanager.ru/#a",
        "https://api.ispmanager.ru//billmgr",
        "https://api.ispmanager.ru/../billmgr",
        "ftp://api.ispmanager.ru",
    ] {
        is_refused(&failed(Client::builder(&ispmanager::EU, account()).base_url(bad).build()), "base_url");
        is_refused(&failed(Client::live(&Site::own(Whose::Other, bad), account())), "base_url");
    }
}

#[test]
fn tariffs_periods_and_auto_renewal() {
    let order = |tariff: &Tariff, period, auto_renew| {
        Order::license(tariff, "192.0.2.15".parse().unwrap(), "a", period, auto_renew)
    };
    let ours = Whose::Ispmanager;
    let months = |count| Period::months(count).unwrap();
    refuses(ours, &order(&ispmanager::LITE, months(3), AutoRenew::Off), "period");
    refuses(ours, &order(&ispmanager::LITE, Period::TRIAL, AutoRenew::Off), "period");
    refuses(ours, &order(&ispmanager::TRIAL, Period::MONTH, AutoRenew::Off), "period");
    refuses(ours, &order(&ispmanager::TRIAL, Period::TRIAL, AutoRenew::Every(Period::MONTH)), "auto_renew");
    refuses(ours, &order(&ispmanager::LITE, Period::MONTH, AutoRenew::VendorsDefault), "auto_renew");
    refuses(
        Whose::Isplicense,
        &order(&isplicense::BILLMANAGER, months(6), AutoRenew::VendorsDefault),
        "period",
    );
    let bitninja = Tariff::of_code(ours, TariffCode::new(55369).unwrap()).unwrap();
    refuses(ours, &order(bitninja, months(3), AutoRenew::Every(Period::MONTH)), "auto_renew");
    refuses(ours, &order(bitninja, Period::months(24).unwrap(), AutoRenew::Off), "period");
    let client = Client::live(&ispmanager::EU, account()).unwrap();
    for good in [
        order(&ispmanager::TRIAL, Period::TRIAL, AutoRenew::Off),
        order(&ispmanager::BUSINESS, Period::YEAR, AutoRenew::Every(Period::YEAR)),
        order(&ispmanager::LITE, months(3), AutoRenew::Off).any_period(),
        order(bitninja, months(3), AutoRenew::Every(months(3))),
    ] {
        assert!(client.preview(&good).is_ok(), "{good:?}");
    }
    refuses(ours, &Renew::new(service(), Period::TRIAL), "period");
    refuses(ours, &Renew::new(service(), Period::LIFETIME), "period");
    refuses(ours, &Edit::new(service()).auto_renew(AutoRenew::VendorsDefault), "auto_renew");
}

#[test]
fn what_an_item_type_needs_and_does_not_take() {
    let address = "192.0.2.15".parse().unwrap();
    let (month, off) = (Period::MONTH, AutoRenew::Off);
    for item_type in [ItemType::Ispsystem, ItemType::ThirdParty] {
        refuses(Whose::Other, &Order::plesk(any_offer(item_type.clone()), address, month, off), "name");
        refuses(Whose::Other, &Order::module(any_offer(item_type), month, off), "address");
    }
    refuses(Whose::Other, &Order::module(any_offer(ItemType::Plesk), month, off), "address");
    for item_type in [ItemType::Plesk, ItemType::Module, ItemType::Platform] {
        refuses(Whose::Other, &Order::license(any_offer(item_type), address, "a", month, off), "name");
    }
    for item_type in [ItemType::Module, ItemType::Platform] {
        refuses(Whose::Other, &Order::plesk(any_offer(item_type), address, month, off), "address");
    }
    refuses(Whose::Ispmanager, &Order::module(any_offer(ItemType::Module), month, off), "for_license");
    let nodes = Addon::new(AddonCode::new(5).unwrap(), 1).unwrap();
    refuses(Whose::Other, &named("a").addon(nodes).addon(nodes), "addon");
    refuses(Whose::Other, &SetAddons::new(service(), nodes).and(nodes), "addon");
    refuses(Whose::Isplicense, &SetAddons::new(service(), nodes), "address");
    refuses(Whose::Other, &named("a").project(0), "project");
}

#[test]
fn lists_and_groups() {
    for whose in [Whose::Ispmanager, Whose::Isplicense] {
        refuses(whose, &ListLicenses::new(ItemType::Ispsystem).length(0), "length");
        refuses(whose, &ListLicenses::new(ItemType::Ispsystem).page(0), "page");
        refuses(whose, &ListLicenses::new(ItemType::Ispsystem).project(0), "project");
        refuses(whose, &ListLicenses::new(ItemType::Ispsystem).filter("p_cnt", "1"), "field");
        refuses(whose, &GetPriceList::new(ItemType::Module).project(0), "project");
        let twice = Services::from(service()).and(service().id().clone());
        refuses(whose, &Delete::new(twice.clone()), "services");
        refuses(whose, &Suspend::new(twice), "services");
        refuses(whose, &Edit::new(service()), "edit");
    }
    let none = r#"{"services":{"item_type":"soft","ids":[]}}"#;
    refuses(Whose::Ispmanager, &serde_json::from_str::<Delete>(none).unwrap(), "services");
}

#[test]
fn fields_of_ones_own() {
    for name in ["out", "lang", "func", "authinfo", "auth", "username", "password"] {
        refuses(Whose::Other, &RawCall::new("any", Effect::Read).field(name, "a"), "field");
        refuses(Whose::Other, &named("a").field(name, "b"), "field");
    }
    for name in ["ip", "licname", "period", "pricelist", "sok", "skipbasket", "clicked_button", "autoprolong"]
    {
        refuses(Whose::Other, &named("a").field(name, "b"), "field");
    }
    refuses(Whose::Other, &RawCall::new("any", Effect::Read).field("a", "1").field("a", "2"), "field");
    for name in ["", " ", "a\nb", &"x".repeat(101)] {
        refuses(Whose::Other, &RawCall::new("any", Effect::Read).field(name, "a"), "field");
    }
    for function in ["", "a b", "a&b", "a;b", "a/b", &"x".repeat(101)] {
        refuses(Whose::Other, &RawCall::new(function, Effect::Read), "function");
    }
}

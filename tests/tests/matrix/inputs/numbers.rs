//! Ids, terms, periods and counts.

use super::{bad, refuse_all};
use billmgr_client::{
    Addon, AddonCode, AutoRenew, Delete, Edit, ItemType, ListLicenses, Offer, Order, Period, Renew, Service,
    ServiceId, Services, SetAddons, Suspend, TariffCode, isplicense, ispmanager,
};
use softaculous_noc::{
    ActionId, BuySitePad, GetLogs, InvoiceId, LicenseId, LicenseKey, ListAutoRenewals, Term,
};
use std::net::{IpAddr, Ipv4Addr};

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 15));

fn soft() -> Service {
    Service::new(ItemType::Ispsystem, ServiceId::new("1204417").unwrap())
}

fn license(period: Period, auto_renew: AutoRenew) -> Order {
    Order::license(&ispmanager::LITE, ADDRESS, "a", period, auto_renew)
}

fn nodes(count: u64) -> Result<Addon, license_wire::Error> {
    Addon::new(ispmanager::BUSINESS.nodes().unwrap(), count)
}

#[test]
fn ids_are_from_one_up_and_fit() {
    const NO_IDS: [&str; 10] =
        ["", "0", "-1", "+1", "1.0", "1e3", "0x10", "18446744073709551616", " 1", "one"];
    let texts = NO_IDS.into_iter().flat_map(|text| {
        [
            bad(format!("{text:?}"), "license id", move |_| text.parse::<LicenseId>()),
            bad(format!("{text:?}"), "action id", move |_| text.parse::<ActionId>()),
            bad(format!("{text:?}"), "invoice id", move |_| text.parse::<InvoiceId>()),
            bad(format!("{text:?}"), "tariff", move |_| text.parse::<TariffCode>()),
            bad(format!("{text:?}"), "addon", move |_| text.parse::<AddonCode>()),
        ]
    });
    let zeros = [
        bad("0", "license id", |_| LicenseId::new(0)),
        bad("0", "action id", |_| ActionId::new(0)),
        bad("0", "invoice id", |_| InvoiceId::new(0)),
        bad("0", "tariff", |_| TariffCode::new(0)),
        bad("0", "addon", |_| AddonCode::new(0)),
        bad("no nodes", "addon count", |_| nodes(0)),
        bad("project 0", "project", |on| on.isp.order(&license(Period::MONTH, AutoRenew::Off).project(0))),
        bad("page 0", "page", |on| on.isp.licenses(&ListLicenses::new(ItemType::Ispsystem).page(0))),
        bad("length 0", "length", |on| on.ispl.licenses(&ListLicenses::new(ItemType::ThirdParty).length(0))),
        bad("length 0", "length", |on| on.noc.licenses(&softaculous_noc::ListLicenses::new().length(0))),
        bad("length 0", "length", |on| on.noc.auto_renewals(&ListAutoRenewals::new().length(0))),
        bad("limit 0", "limit", |on| on.noc.logs(&GetLogs::by_key(LicenseKey::new("k").unwrap()).limit(0))),
    ];
    refuse_all(texts.chain(zeros));
    for stored in [r#"{"action":0}"#, r#"{"action":-1}"#, r#"{"action":18446744073709551616}"#] {
        assert!(serde_json::from_str::<softaculous_noc::Refund>(stored).is_err(), "{stored}");
    }
    for stored in [r#"{"code":5,"count":0}"#, r#"{"code":5,"count":-1}"#, r#"{"code":0,"count":1}"#] {
        assert!(serde_json::from_str::<Addon>(stored).is_err(), "{stored}");
    }
}

#[test]
fn terms_and_periods_that_are_not_sold_are_refused() {
    let terms = ["0M", "-1M", "99Y", "121M", "11Y", "1W", "", "M", "1", " 1M", "1.5M", "65537M"];
    let terms = terms.map(|term| bad(format!("{term:?}"), "term", move |_| term.parse::<Term>()));
    let sitepad = ["2M", "12M", "4Y"].map(|term| {
        bad(term, "term", move |on| on.noc.buy_sitepad(&BuySitePad::new(ADDRESS, term.parse().unwrap())))
    });
    let periods = [0, 2, 5, 13, 37, u16::MAX]
        .map(|count| bad(format!("{count} months"), "period", move |_| Period::months(count)));
    let not_sold = [
        bad("a quarter of lite", "period", |on| {
            on.isp.order(&license(Period::months(3).unwrap(), AutoRenew::Off))
        }),
        bad("lite on trial", "period", |on| on.isp.order(&license(Period::TRIAL, AutoRenew::Off))),
        bad("a trial that renews", "auto_renew", |on| {
            let every = AutoRenew::Every(Period::MONTH);
            on.isp.order(&Order::license(&ispmanager::TRIAL, ADDRESS, "a", Period::TRIAL, every))
        }),
        bad("nobody's choice", "auto_renew", |on| {
            on.isp.order(&license(Period::MONTH, AutoRenew::VendorsDefault))
        }),
        bad("half a year at ISPlicense", "period", |on| {
            let half = Period::months(6).unwrap();
            let tariff = &isplicense::BILLMANAGER;
            on.ispl.order(&Order::license(tariff, ADDRESS, "a", half, AutoRenew::VendorsDefault))
        }),
        bad("renewed on trial", "period", |on| on.isp.renew(&Renew::new(soft(), Period::TRIAL))),
        bad("renewed for ever", "period", |on| on.ispl.renew(&Renew::new(soft(), Period::LIFETIME))),
    ];
    refuse_all(terms.into_iter().chain(sitepad).chain(periods).chain(not_sold));
}

#[test]
fn what_is_named_twice_or_is_missing_is_refused() {
    let module = || Offer::new(ItemType::Module, TariffCode::new(55371).unwrap());
    refuse_all([
        bad("an add-on twice", "addon", |on| {
            let order = license(Period::MONTH, AutoRenew::Off);
            on.isp.order(&order.addon(nodes(1).unwrap()).addon(nodes(2).unwrap()))
        }),
        bad("an add-on twice, set", "addon", |on| {
            on.isp.set_addons(&SetAddons::new(soft(), nodes(1).unwrap()).and(nodes(2).unwrap()))
        }),
        bad("add-ons without what has to be repeated", "address", |on| {
            on.ispl.set_addons(&SetAddons::new(soft(), nodes(1).unwrap()))
        }),
        bad("a licence twice, deleted", "services", |on| {
            on.isp.delete(&Delete::new(Services::from(soft()).and(soft().id().clone())))
        }),
        bad("a licence twice, suspended", "services", |on| {
            on.ispl.suspend(&Suspend::new(Services::from(soft()).and(soft().id().clone())))
        }),
        bad("an edit that changes nothing", "edit", |on| on.isp.edit(&Edit::new(soft()))),
        bad("a module for nothing", "for_license", move |on| {
            on.isp.order(&Order::module(module(), Period::MONTH, AutoRenew::Off))
        }),
        bad("a field that is sent already", "field", |on| {
            on.isp.order(&license(Period::MONTH, AutoRenew::Off).field("sok", "no"))
        }),
        bad("an order's own field", "extra field", |on| {
            let order = websoftsolus::OrderPlesk12::new("p", "t", websoftsolus::Period::Months1);
            on.wss.order_plesk12(&order.extra_field("period[]", "36"))
        }),
        bad("a field of the client", "field", |on| {
            let effect = license_wire::Effect::Spend;
            on.noc.call(&softaculous_noc::RawCall::new("softaculous_buy", effect).field("sandbox", "0"))
        }),
    ]);
}

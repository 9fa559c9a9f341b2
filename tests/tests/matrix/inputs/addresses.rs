//! Addresses: of servers, and of the vendors.

use super::{bad, refuse_all};
use billmgr_client::{
    AutoRenew, CheckAddress, Edit, ItemType, Order, Period, Service, ServiceId, SetAddons, Site, Vendor,
    isplicense, ispmanager,
};
use license_wire::{BaseAddress, input};
use softaculous_noc::{
    Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, GetLogs, LicenseId, ListAutoRenewals, ListLicenses,
    Product, ServerType, SetAddresses, StartWebuzoTrial, Term, WebuzoPricing,
};
use std::net::IpAddr;
use websoftsolus::OrderCpanel;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn month() -> Term {
    Term::months(1).unwrap()
}

fn soft() -> Service {
    Service::new(ItemType::Ispsystem, ServiceId::new("1204417").unwrap())
}

fn set(first: &str) -> SetAddresses {
    SetAddresses::new(LicenseId::new(1).unwrap(), ip(first))
}

#[test]
fn what_is_no_address_of_one_server_is_refused_everywhere() {
    let nobodys = ["0.0.0.0", "::", "255.255.255.255", "224.0.0.1", "ff02::1"].into_iter().flat_map(|text| {
        let it = ip(text);
        [
            bad("buy", "address", move |on| on.noc.buy(&Buy::new(it, month(), ServerType::Vps))),
            bad("buy_webuzo", "address", move |on| {
                on.noc.buy_webuzo(&BuyWebuzo::new(it, month(), WebuzoPricing::ServerType(ServerType::Vps)))
            }),
            bad("buy_virtualizor", "address", move |on| {
                on.noc.buy_virtualizor(&BuyVirtualizor::new(it, month()))
            }),
            bad("buy_sitepad", "address", move |on| on.noc.buy_sitepad(&BuySitePad::new(it, month()))),
            bad("trial", "address", move |on| {
                on.noc.start_webuzo_trial(&StartWebuzoTrial::new(it, ServerType::Vps))
            }),
            bad("cancel", "address", move |on| on.noc.cancel(&Cancel::by_address(it))),
            bad("list", "address", move |on| on.noc.licenses(&ListLicenses::new().address(it))),
            bad("logs", "address", move |on| on.noc.logs(&GetLogs::by_address(it))),
            bad("renewals", "address", move |on| on.noc.auto_renewals(&ListAutoRenewals::new().address(it))),
            bad("set", "addresses", move |on| on.noc.set_addresses(&set("192.0.2.1").and(it))),
            bad("order_cpanel", "address", move |on| {
                on.wss.order_cpanel(&OrderCpanel::new("p", "t", websoftsolus::Period::Months1, it))
            }),
            bad("order", "address", move |on| {
                on.isp.order(&Order::license(&ispmanager::LITE, it, "a", Period::MONTH, AutoRenew::Off))
            }),
            bad("order Plesk", "address", move |on| {
                let tariff = &isplicense::PLESK_WEB_PRO;
                on.ispl.order(&Order::plesk(tariff, it, Period::MONTH, AutoRenew::VendorsDefault))
            }),
            bad("the server's own", "server_address", move |on| {
                let order =
                    Order::license(&ispmanager::LITE, ip("192.0.2.1"), "a", Period::MONTH, AutoRenew::Off);
                on.isp.order(&order.server_address(it))
            }),
            bad("edit", "address", move |on| on.isp.edit(&Edit::new(soft()).address(it))),
            bad("set_addons", "address", move |on| {
                let nodes = billmgr_client::Addon::new(ispmanager::BUSINESS.nodes().unwrap(), 1).unwrap();
                on.ispl.set_addons(&SetAddons::new(soft(), nodes).repeating(it, "a"))
            }),
            bad("check_address", "address", move |on| {
                on.isp.check_address(&CheckAddress::new(&ispmanager::LITE, Period::MONTH, it))
            }),
        ]
    });
    let texts = [
        "",
        " ",
        "192.0.2.0/24",
        "192.0.2.1:80",
        "192.0.02.1",
        " 192.0.2.1",
        "192.0.2.1\n",
        "host",
        "[::1]",
        "1.2.3",
        "fe80::1%eth0",
        "0.0.0.0",
    ];
    let texts =
        texts.map(|text| bad(format!("{text:?}"), "address", move |_| input::parse_address("address", text)));
    refuse_all(nobodys.chain(texts).collect::<Vec<_>>());
}

#[test]
fn sets_of_addresses_and_what_takes_none_are_refused() {
    let many = || (2..=9).fold(set("192.0.2.1"), |set, last| set.and(ip(&format!("192.0.2.{last}"))));
    let empty = || -> SetAddresses { serde_json::from_str(r#"{"license":1,"addresses":[]}"#).unwrap() };
    let one_only = [Product::Webuzo, Product::Virtualizor, Product::SitePad].map(|product| {
        bad("two for one", "addresses", move |on| {
            on.noc.set_addresses(&set("192.0.2.1").and(ip("192.0.2.2")).product(product))
        })
    });
    let by_key_only = [Product::Virtualizor, Product::SitePad].map(|product| {
        bad("by address", "address", move |on| {
            on.noc.cancel(&Cancel::by_address(ip("192.0.2.1")).product(product))
        })
    });
    refuse_all(
        [
            bad("nine", "addresses", move |on| on.noc.set_addresses(&many())),
            bad("none", "addresses", move |on| on.noc.set_addresses(&empty())),
            bad("the same twice", "addresses", |on| {
                on.noc.set_addresses(&set("192.0.2.1").and(ip("192.0.2.1")))
            }),
        ]
        .into_iter()
        .chain(one_only)
        .chain(by_key_only),
    );
    // A cancellation of neither or of both cannot be said.
    for stored in [r#"{"license":{}}"#, r#"{"license":{"key":"k","address":"192.0.2.1"}}"#, "{}"] {
        assert!(serde_json::from_str::<Cancel>(stored).is_err(), "{stored}");
    }
}

#[test]
fn the_address_of_a_vendor_that_could_mislead_is_refused() {
    const BASES: [&str; 22] = [
        "",
        " ",
        "host",
        "host/path",
        "http://vendor.example",
        "ftp://vendor.example",
        "HTTP://vendor.example/",
        "https://user:secret@vendor.example",
        "https://user@vendor.example",
        "https://vendor.example/?a=b",
        "https://vendor.example/#a",
        "https://vendor.example:0",
        "https://vendor.example:99999",
        "https://vendor.example:",
        "https://vendor.example:x",
        "https://vendor.example/../a",
        "https://vendor.example//a",
        "https://vendor.example/%2e%2e",
        "https://vendor.example/a\r\nHost: b",
        "https://",
        "https://vendor.example\\a",
        "http://127.0.0.1.vendor.example",
    ];
    refuse_all(BASES.into_iter().flat_map(|base| {
        let login = || websoftsolus::Credentials::new("l", "s").unwrap();
        [
            bad(format!("transport {base:?}"), "base_url", move |_| BaseAddress::parse("base_url", base)),
            bad(format!("Softaculous {base:?}"), "base_url", move |_| {
                let account = softaculous_noc::Credentials::account("u", "p").unwrap();
                softaculous_noc::Client::builder(softaculous_noc::Environment::Live, account)
                    .base_url(base)
                    .build()
            }),
            bad(format!("WebSoftSolus {base:?}"), "base_url", move |_| {
                websoftsolus::Client::builder(websoftsolus::Environment::Test, login()).base_url(base).build()
            }),
            bad(format!("token {base:?}"), "token_url", move |_| {
                websoftsolus::Client::builder(websoftsolus::Environment::Live, login())
                    .token_url(base)
                    .build()
            }),
            bad(format!("BILLmanager {base:?}"), "base_url", move |_| {
                let user = billmgr_client::Credentials::session("u", "p").unwrap();
                billmgr_client::Client::builder(&Site::own(Vendor::Other, base), user).build()
            }),
        ]
    }));
}

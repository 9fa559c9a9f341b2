//! Values that are allowed and that an encoding could spoil.

use super::clients::{Clients, To};
use billmgr_client::{AutoRenew, Edit, ItemType, Order, Period, Service, ServiceId, isplicense, ispmanager};
use license_hub_tests::fault_server::Request;
use license_hub_tests::form;
use license_wire::Effect;
use softaculous_noc::{Buy, BuyWebuzo, ServerType, Term, WebuzoPricing};
use std::net::{IpAddr, Ipv4Addr};
use websoftsolus::{OrderPlesk12, PleskKey, RawCall};

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 15));

const AWKWARD: [&str; 9] = [
    "a&b=c",
    "1+1=2",
    "100%25 %00 %zz",
    "two  blanks",
    "it's \"quoted\" `so`",
    "Привет, мир",
    "emoji \u{1f511} \u{301}",
    "a;b,c:d/e?f#g[h]{i}|j\\k^l~m*n(o)!$@",
    "<b>&amp;</b>",
];

/// Sends a text, which has to arrive in this field.
type Send = fn(&Clients, &str);

const PLACES: [(&str, To, &str, Send); 12] = [
    ("notes", To::Noc, "notes", |on, it| drop(on.noc.buy(&buy().notes(it)))),
    ("plan", To::Noc, "price", |on, it| {
        drop(on.noc.buy_webuzo(&BuyWebuzo::new(ADDRESS, buy().term(), WebuzoPricing::Plan(it.into()))));
    }),
    ("raw field", To::Noc, "zz", |on, it| {
        drop(on.noc.call(&softaculous_noc::RawCall::new("softaculous_buy", Effect::Spend).field("zz", it)));
    }),
    ("title", To::Wss, "title", |on, it| drop(on.wss.order_plesk12(&plesk("p", it)))),
    ("product", To::Wss, "product", |on, it| drop(on.wss.order_plesk12(&plesk(it, "t")))),
    ("comment", To::Wss, "comment", |on, it| drop(on.wss.order_plesk12(&plesk("p", "t").comment(it)))),
    ("comment of an edit", To::Wss, "comment", |on, it| {
        drop(on.wss.edit(&websoftsolus::Edit::new(PleskKey::new("K1").unwrap(), "t", it)));
    }),
    ("extra field", To::Wss, "zz", |on, it| {
        drop(on.wss.order_plesk12(&plesk("p", "t").extra_field("zz", it)));
    }),
    ("name", To::Isp, "licname", |on, it| {
        drop(on.isp.order(&Order::license(&ispmanager::LITE, ADDRESS, it, Period::MONTH, AutoRenew::Off)));
    }),
    ("name of an edit", To::Isp, "licname", |on, it| drop(on.isp.edit(&Edit::new(soft()).name(it)))),
    ("name with a session", To::Ispl, "licname", |on, it| {
        let tariff = &isplicense::ISPMANAGER_6_LITE;
        drop(on.ispl.order(&Order::license(tariff, ADDRESS, it, Period::MONTH, AutoRenew::VendorsDefault)));
    }),
    ("reference", To::Ispl, "remoteid", |on, it| {
        let tariff = &isplicense::ISPMANAGER_6_LITE;
        let order = Order::license(tariff, ADDRESS, "a", Period::MONTH, AutoRenew::VendorsDefault);
        drop(on.ispl.order(&order.remote_id(it)));
    }),
];

fn buy() -> Buy {
    Buy::new(ADDRESS, Term::months(1).unwrap(), ServerType::Vps)
}

fn plesk(product: &str, title: &str) -> OrderPlesk12 {
    OrderPlesk12::new(product, title, websoftsolus::Period::Months1)
}

fn soft() -> Service {
    Service::new(ItemType::Ispsystem, ServiceId::new("1204417").unwrap())
}

/// With one of 255 characters where so many fit.
fn texts(longest: usize) -> Vec<String> {
    let long = "ж&".repeat(128).chars().take(longest).collect();
    AWKWARD.iter().map(|&text| text.to_owned()).chain([long]).collect()
}

fn value(request: &Request, field: &str) -> Vec<String> {
    let pairs = form::pairs(&request.body).unwrap();
    pairs.into_iter().filter(|(name, _)| name == field).map(|(_, value)| value).collect()
}

#[test]
fn texts_arrive_byte_for_byte() {
    for (name, to, field, send) in PLACES {
        let texts = texts(if name == "plan" { 100 } else { 255 });
        let clients = Clients::new();
        for text in &texts {
            send(&clients, text);
        }
        let arrived: Vec<_> = clients.requests(to).0.iter().map(|request| value(request, field)).collect();
        let expected: Vec<_> = texts.into_iter().map(|text| vec![text]).collect();
        assert_eq!(arrived, expected, "{name}");
    }
}

#[test]
fn credentials_arrive_byte_for_byte_and_only_in_the_body() {
    for text in texts(255) {
        // A colon would part user and password at another place.
        let user = text.replace(':', ".");
        let placed = [
            (To::Noc, "nocname", user.clone()),
            (To::Noc, "nocpass", text.clone()),
            (To::Wss, "login", user.clone()),
            (To::Wss, "secret", text.clone()),
            (To::Isp, "authinfo", format!("{user}:{text}")),
            (To::Ispl, "username", user.clone()),
            (To::Ispl, "password", text.clone()),
        ];
        for (to, field, expected) in placed {
            let clients = Clients::with(&user, &text);
            match to {
                To::Noc => drop(clients.noc.buy(&buy())),
                To::Wss => drop(clients.wss.order_plesk12(&plesk("p", "t"))),
                To::Isp => drop(clients.isp.edit(&Edit::new(soft()).name("a"))),
                To::Ispl => drop(clients.ispl.edit(&Edit::new(soft()).name("a"))),
            }
            let (calls, logins) = clients.requests(to);
            let sent = [logins, calls].concat();
            assert_eq!(value(&sent[0], field), [expected], "{to:?} {field}");
            assert!(sent.iter().all(|request| !request.target.contains("%D0") && request.target.len() < 60));
        }
    }
}

#[test]
fn parts_of_a_path_arrive_byte_for_byte() {
    let clients = Clients::new();
    let parts = ["K&=+1", "it's\"so\"", "ключ", "a;b,c:d@e!", "[h]{i}|^~*()$", "PLSK.02980001.0003", "<b>"];
    for part in parts {
        drop(clients.wss.terminate(&websoftsolus::Terminate::new(PleskKey::new(part).unwrap())));
        drop(clients.wss.call(&RawCall::delete(Effect::Spend).segment("a").segment(part)));
    }
    let (calls, _) = clients.requests(To::Wss);
    let arrived: Vec<String> = calls
        .iter()
        .map(|request| {
            let last = request.target.rsplit('/').next().unwrap();
            form::pairs(format!("path={last}")).unwrap().remove(0).1
        })
        .collect();
    assert_eq!(arrived, parts.iter().flat_map(|part| [*part, *part]).collect::<Vec<_>>());
    assert!(calls.iter().all(|request| request.target.is_ascii() && !request.target.contains('+')));
}

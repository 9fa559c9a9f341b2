//! Keys, ids, credentials, titles and other texts.

use super::clients::Clients;
use super::{bad, refuse_all};
use billmgr_client::{
    AutoRenew, Edit, ItemType, ListLicenses, Order, Period, Service, ServiceId, ispmanager,
};
use license_wire::{Effect, Error};
use softaculous_noc::{Buy, BuyWebuzo, ServerType, Term, WebuzoPricing};
use std::net::{IpAddr, Ipv4Addr};
use websoftsolus::{CpanelKey, OrderPlesk12, PleskKey, VirtuozzoKey};

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 15));

/// Whether the text may be empty, and whether it may have blanks around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// May be empty.
    Free,
    /// Must say something.
    Needed,
    /// As it is, without blanks around it.
    Token,
}
use Kind::{Free, Needed, Token};

type Put = fn(&Clients, &str) -> Result<(), Error>;

fn month() -> Term {
    Term::months(1).unwrap()
}

fn buy() -> Buy {
    Buy::new(ADDRESS, month(), ServerType::Vps)
}

fn plesk(product: &str, title: &str) -> OrderPlesk12 {
    OrderPlesk12::new(product, title, websoftsolus::Period::Months1)
}

fn license(name: &str) -> Order {
    Order::license(&ispmanager::LITE, ADDRESS, name, Period::MONTH, AutoRenew::Off)
}

fn soft() -> Service {
    Service::new(ItemType::Ispsystem, ServiceId::new("1204417").unwrap())
}

/// Every place where a text is given.
const TEXTS: [(&str, &str, Kind, Put); 41] = [
    ("Softaculous: account", "username", Token, |_, it| {
        softaculous_noc::Credentials::account(it, "p").map(drop)
    }),
    ("Softaculous: password", "password", Needed, |_, it| {
        softaculous_noc::Credentials::account("u", it).map(drop)
    }),
    ("Softaculous: API key", "username", Token, |_, it| {
        softaculous_noc::Credentials::api_key(it, "p").map(drop)
    }),
    ("Softaculous: API pass", "password", Needed, |_, it| {
        softaculous_noc::Credentials::api_key("u", it).map(drop)
    }),
    ("Softaculous: key", "license key", Token, |_, it| softaculous_noc::LicenseKey::new(it).map(drop)),
    ("Softaculous: notes", "notes", Free, |on, it| on.noc.buy(&buy().notes(it)).map(drop)),
    ("Softaculous: owner", "owner_email", Token, |on, it| on.noc.buy(&buy().owner_email(it)).map(drop)),
    ("Softaculous: plan", "plan", Token, |on, it| {
        on.noc.buy_webuzo(&BuyWebuzo::new(ADDRESS, month(), WebuzoPricing::Plan(it.into()))).map(drop)
    }),
    ("Softaculous: notes of Webuzo", "notes", Free, |on, it| {
        let pricing = WebuzoPricing::Plan("business_c_m".into());
        on.noc.buy_webuzo(&BuyWebuzo::new(ADDRESS, month(), pricing).notes(it)).map(drop)
    }),
    ("Softaculous: function", "function", Token, |on, it| {
        on.noc.call(&softaculous_noc::RawCall::new(it, Effect::Spend)).map(drop)
    }),
    ("Softaculous: name of a field", "field", Token, |on, it| {
        on.noc.call(&softaculous_noc::RawCall::new("a", Effect::Spend).field(it, "1")).map(drop)
    }),
    ("Softaculous: value of a field", "field", Free, |on, it| {
        on.noc.call(&softaculous_noc::RawCall::new("a", Effect::Spend).field("a", it)).map(drop)
    }),
    ("WebSoftSolus: login", "login", Token, |_, it| websoftsolus::Credentials::new(it, "s").map(drop)),
    ("WebSoftSolus: secret", "secret", Needed, |_, it| websoftsolus::Credentials::new("l", it).map(drop)),
    ("WebSoftSolus: Plesk key", "key number", Token, |_, it| PleskKey::new(it).map(drop)),
    ("WebSoftSolus: cPanel key", "key number", Token, |_, it| CpanelKey::new(it).map(drop)),
    ("WebSoftSolus: Virtuozzo key", "key number", Token, |_, it| VirtuozzoKey::new(it).map(drop)),
    ("WebSoftSolus: product", "product", Needed, |on, it| on.wss.order_plesk12(&plesk(it, "t")).map(drop)),
    ("WebSoftSolus: title", "title", Needed, |on, it| on.wss.order_plesk12(&plesk("p", it)).map(drop)),
    ("WebSoftSolus: comment", "comment", Free, |on, it| {
        on.wss.order_plesk12(&plesk("p", "t").comment(it)).map(drop)
    }),
    ("WebSoftSolus: name of a field", "extra field", Token, |on, it| {
        on.wss.order_plesk12(&plesk("p", "t").extra_field(it, "1")).map(drop)
    }),
    ("WebSoftSolus: value of a field", "extra field", Free, |on, it| {
        on.wss.order_plesk12(&plesk("p", "t").extra_field("a", it)).map(drop)
    }),
    ("WebSoftSolus: title of an edit", "title", Needed, |on, it| {
        on.wss.edit(&websoftsolus::Edit::new(PleskKey::new("k").unwrap(), it, "")).map(drop)
    }),
    ("WebSoftSolus: comment of an edit", "comment", Free, |on, it| {
        on.wss.edit(&websoftsolus::Edit::new(PleskKey::new("k").unwrap(), "t", it)).map(drop)
    }),
    ("WebSoftSolus: part of a path", "segment", Token, |on, it| {
        on.wss.call(&websoftsolus::RawCall::delete(Effect::Spend).segment(it)).map(drop)
    }),
    ("WebSoftSolus: field of a raw call", "field", Free, |on, it| {
        on.wss.call(&websoftsolus::RawCall::post(Effect::Spend).segment("a").field("a", it)).map(drop)
    }),
    ("BILLmanager: user", "username", Token, |_, it| {
        billmgr_client::Credentials::each_call(it, "p").map(drop)
    }),
    ("BILLmanager: password", "password", Needed, |_, it| {
        billmgr_client::Credentials::each_call("u", it).map(drop)
    }),
    ("BILLmanager: user of a session", "username", Token, |_, it| {
        billmgr_client::Credentials::session(it, "p").map(drop)
    }),
    ("BILLmanager: password of a session", "password", Needed, |_, it| {
        billmgr_client::Credentials::session("u", it).map(drop)
    }),
    ("BILLmanager: id", "service id", Token, |_, it| ServiceId::new(it).map(drop)),
    ("BILLmanager: key", "license key", Token, |_, it| billmgr_client::LicenseKey::new(it).map(drop)),
    ("BILLmanager: order in the cart", "cart order id", Token, |_, it| {
        billmgr_client::CartOrderId::new(it).map(drop)
    }),
    ("BILLmanager: item type", "item type", Token, |_, it| billmgr_client::Prefix::new(it).map(drop)),
    ("BILLmanager: name", "name", Needed, |on, it| on.isp.order(&license(it)).map(drop)),
    ("BILLmanager: name with a session", "name", Needed, |on, it| {
        let order = Order::license(
            &billmgr_client::isplicense::ISPMANAGER_6_LITE,
            ADDRESS,
            it,
            Period::MONTH,
            AutoRenew::VendorsDefault,
        );
        on.ispl.order(&order).map(drop)
    }),
    ("BILLmanager: reference", "remote_id", Token, |on, it| {
        on.isp.order(&license("a").remote_id(it)).map(drop)
    }),
    ("BILLmanager: field", "field", Free, |on, it| on.isp.order(&license("a").field("zz", it)).map(drop)),
    ("BILLmanager: name of an edit", "name", Needed, |on, it| {
        on.isp.edit(&Edit::new(soft()).name(it)).map(drop)
    }),
    ("BILLmanager: filter", "field", Free, |on, it| {
        on.isp.licenses(&ListLicenses::new(ItemType::Ispsystem).filter("domain", it)).map(drop)
    }),
    ("BILLmanager: function", "function", Token, |on, it| {
        on.ispl.call(&billmgr_client::RawCall::new(it, Effect::Spend)).map(drop)
    }),
];

#[test]
fn texts_are_refused_empty_without_end_or_with_what_could_break_a_line() {
    let huge = "x".repeat(1 << 20);
    let everywhere = ["a\0b", "a\r\nb", "a\nb", "a\tb", "a\u{1b}[0m", "a\u{7f}", "a\u{85}b", huge.as_str()];
    let rows = TEXTS.into_iter().flat_map(|(name, field, kind, put)| {
        let empty = ["", " ", "\u{a0}"].into_iter().filter(move |_| kind != Free);
        let blanks = [" a", "a ", "a\u{2003}"].into_iter().filter(move |_| kind == Token);
        let texts: Vec<String> =
            everywhere.into_iter().chain(empty).chain(blanks).map(str::to_owned).collect();
        texts.into_iter().map(move |text| {
            let shown: String = text.chars().take(20).collect();
            bad(format!("{name} {shown:?}"), field, move |clients| put(clients, &text))
        })
    });
    refuse_all(rows.collect::<Vec<_>>());
}

#[test]
fn a_key_number_that_would_lead_elsewhere_is_refused() {
    let long = "k".repeat(300);
    let rows = [
        "..",
        ".",
        "../order",
        "K1#f",
        "K1?x",
        "K1/",
        "/K1",
        "%2e%2e",
        "K1%",
        "a\\b",
        "order",
        "ORDER",
        "Order",
        "a b",
        "K1;x\u{2028}",
        &long,
    ]
    .map(str::to_owned);
    refuse_all(rows.into_iter().flat_map(|key| {
        let (plesk, cpanel, virtuozzo, raw) = (key.clone(), key.clone(), key.clone(), key.clone());
        let mut all = vec![
            bad(format!("Plesk {key:?}"), "key number", move |_| PleskKey::new(plesk.as_str())),
            bad(format!("cPanel {key:?}"), "key number", move |_| CpanelKey::new(cpanel.as_str())),
            bad(format!("Virtuozzo {key:?}"), "key number", move |_| VirtuozzoKey::new(virtuozzo.as_str())),
        ];
        // A raw call may go to where licences are bought.
        if !key.eq_ignore_ascii_case("order") {
            all.push(bad(format!("raw {key:?}"), "segment", move |on| {
                let call = websoftsolus::RawCall::delete(Effect::Spend).segment("license").segment("plesk");
                on.wss.call(&call.segment(raw.as_str()))
            }));
        }
        all
    }));
}

#[test]
fn an_email_without_an_at_sign_and_a_user_with_a_colon_are_refused() {
    let emails = ["ops", "@example.com", "ops@", "a@b@c", "a b@c", "a@b\nBcc: c@d", "a@b\u{2003}"];
    let emails = emails.into_iter().flat_map(|email| {
        [
            bad(format!("buy {email:?}"), "owner_email", move |on| on.noc.buy(&buy().owner_email(email))),
            bad(format!("list {email:?}"), "owner_email", move |on| {
                on.noc.licenses(&softaculous_noc::ListLicenses::new().owner_email(email))
            }),
        ]
    });
    let users = ["a:b", ":", "a:"].into_iter().flat_map(|user| {
        [
            bad(format!("each call {user:?}"), "username", move |_| {
                billmgr_client::Credentials::each_call(user, "p")
            }),
            bad(format!("session {user:?}"), "username", move |_| {
                billmgr_client::Credentials::session(user, "p")
            }),
        ]
    });
    refuse_all(emails.chain(users));
}

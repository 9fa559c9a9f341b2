//! An order at each vendor, and what it is called on the wire.

use std::net::IpAddr;

use license_hub::billmgr::{AutoRenew, Order as Purchase, Period, isplicense, ispmanager};
use license_hub::softaculous::{Buy, ServerType, Term};
use license_hub::websoftsolus::{OrderPlesk12, Period as PleskPeriod};
use license_hub::{Operation, Order};

pub(crate) struct Case {
    pub(crate) account: &'static str,
    pub(crate) order: Operation,
    /// The sandbox's name for the order, and for the list that a look reads.
    pub(crate) ordering: &'static str,
    pub(crate) listing: &'static str,
}

pub(crate) fn cases() -> Vec<Case> {
    let case = |account, order, ordering, listing| Case { account, order, ordering, listing };
    vec![
        case("noc", softaculous(50), "softaculous_buy", "softaculous"),
        case("wss", plesk("web1"), "plesk.order", "plesk.list"),
        case("isp", ispmanager(51), "soft.order.param", "soft"),
        case("ispl", isplicense(52), "softexternal.order.param", "softexternal"),
    ]
}

pub(crate) fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

pub(crate) fn softaculous(last: u8) -> Operation {
    let buy = Buy::new(address(last), Term::months(1).unwrap(), ServerType::Vps);
    Order::Softaculous(buy.owner_email("ops@example.com")).into()
}

pub(crate) fn plesk(title: &str) -> Operation {
    Order::Plesk12(OrderPlesk12::new("PLESK-12-WEB-ADMIN", title, PleskPeriod::Months1)).into()
}

pub(crate) fn ispmanager(last: u8) -> Operation {
    let name = format!("web-{last}");
    let order = Purchase::license(&ispmanager::LITE, address(last), name, Period::MONTH, AutoRenew::Off);
    Order::Ispmanager(order).into()
}

pub(crate) fn isplicense(last: u8) -> Operation {
    let (offer, name) = (&isplicense::ISPMANAGER_6_LITE, format!("web-{last}"));
    let renewal = AutoRenew::VendorsDefault;
    Order::Isplicense(Purchase::license(offer, address(last), name, Period::MONTH, renewal)).into()
}

//! The shapes of the answers about services. Each says how sure it is: *seen* in code or documents, *documented*, or
//! *inferred* from names that were seen.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::document::{Document, Kind, Node};
use super::habits::{Habits, Lifetime, OrderId};
use super::render::Lang;
use super::state::{CURRENCY, Service};
use super::tariffs::{Item, LIFETIME, TRIAL, Tariff};

pub(super) fn money(amount: Decimal) -> String {
    format!("{amount:.2}")
}

fn date(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Documented: the literal word `null` stands for none.
fn autoprolong(service: &Service) -> String {
    service.autoprolong.map_or_else(|| "null".to_owned(), |period| period.to_string())
}

/// What a period is called. Invented but for `monthly`.
pub(super) fn period_name(period: i32, lang: Lang) -> String {
    match period {
        TRIAL => lang.pick("trial", "пробный период").to_owned(),
        LIFETIME => lang.pick("lifetime", "бессрочно").to_owned(),
        1 => lang.pick("1 month", "1 месяц").to_owned(),
        12 => lang.pick("1 year", "1 год").to_owned(),
        months => format!("{months} {}", lang.pick("months", "мес.")),
    }
}

pub(super) fn periods(tariff: &Tariff, lang: Lang) -> Node {
    let periods = tariff.periods.iter().filter(|period| **period > 0);
    Node::select("period", periods.map(|period| (period.to_string(), period_name(*period, lang))))
}

/// Inferred from a seen select: what a licence can renew itself by.
pub(super) fn autoprolong_select(tariff: &Tariff, lang: Lang) -> Node {
    let none = ("null".to_owned(), lang.pick("none", "нет").to_owned());
    let periods = tariff.periods.iter().filter(|period| **period > 0);
    let periods = periods.map(|period| (period.to_string(), period_name(*period, lang)));
    Node::select("autoprolong", std::iter::once(none).chain(periods))
}

/// The end of a licence. What a lifetime shows is unknown.
fn end(service: &Service, habits: &Habits) -> String {
    if !service.is_open() {
        return String::new();
    }
    match (service.expires, habits.lifetime) {
        (Some(date), _) => date.to_string(),
        (None, Lifetime::Empty) => String::new(),
        (None, Lifetime::Zeros) => "0000-00-00".to_owned(),
        (None, Lifetime::FarFuture) => "2999-12-31".to_owned(),
    }
}

/// Seen: the number and its detail in `orig`, a localised text, a colour.
fn item_status(service: &Service, today: Date, lang: Lang) -> Node {
    let (number, detail) = service.shown(today);
    let (color, text) = match number {
        1 => ("yellow", lang.pick("Ordered", "Заказана")),
        2 => ("green", lang.pick("Active", "Активна")),
        3 => ("gray", lang.pick("Suspended", "Остановлена")),
        4 => ("gray", lang.pick("Deleted", "Удалена")),
        _ => ("blue", lang.pick("Processing", "В обработке")),
    };
    let orig = detail.map_or_else(|| number.to_string(), |detail| format!("{number}_{detail}"));
    Node::leaf("item_status", text).attribute("orig", orig).attribute("color", color)
}

fn ip(service: &Service) -> String {
    service.ip.map(|ip| ip.to_string()).unwrap_or_default()
}

/// The names are seen, their arrangement too; that Plesk has `pa_ip` beside `ip`, a module `item` and a platform `comment`
/// is inferred from what their orders take, and that `item_status` is there as well from the order of events.
pub(super) fn form(service: &Service, habits: &Habits, today: Date, lang: Lang) -> Document {
    let tariff = service.tariff;
    let mut nodes = vec![
        Node::leaf("elid", service.id.to_string()),
        Node::leaf("id", service.id.to_string()),
        Node::leaf("name", format!("{} #{}", tariff.name, service.id)),
        Node::leaf("pricelist", tariff.code.to_string()),
        Node::leaf("pricelist_name", tariff.name),
        Node::leaf("period", service.period.to_string()),
        Node::leaf("status", service.shown(today).0.to_string()),
        item_status(service, today, lang),
        Node::leaf("lickey", service.key.as_str()),
        Node::leaf("createdate", service.created.to_string()),
        Node::leaf("expiredate", end(service, habits)),
        Node::leaf("update_expiredate", end(service, habits)),
        Node::leaf("ip_change_date", date(Some(service.ip_changed.unwrap_or(service.created)))),
        Node::leaf("lickey_change_date", date(Some(service.key_changed.unwrap_or(service.created)))),
        Node::leaf("autoprolong", autoprolong(service)),
        Node::leaf("remoteid", service.remoteid.as_str()),
    ];
    match tariff.item {
        Item::Addition => {
            let parent = service.parent.map(|id| id.to_string()).unwrap_or_default();
            nodes.push(Node::leaf("item", parent));
        }
        Item::Platform => nodes.push(Node::leaf("comment", service.comment.as_str())),
        Item::Soft | Item::SoftExternal | Item::Parallels => {
            nodes.push(Node::leaf("licname", service.licname.as_str()));
            nodes.push(Node::leaf("ip", ip(service)));
            nodes.push(Node::leaf("remoteip", service.remoteip.as_str()));
        }
    }
    if tariff.item == Item::Parallels {
        nodes.push(Node::leaf("pa_ip", ip(service)));
    }
    if tariff.family == "ispmanager" {
        nodes.push(Node::leaf("webdomains", "0"));
    }
    for (code, count) in &service.addons {
        nodes.push(Node::leaf(format!("addon_{code}"), count.to_string()));
    }
    nodes.push(autoprolong_select(tariff, lang));
    Document::new(Kind::Form, nodes)
}

/// Documented by their names: a row of `softexternal` has no `status`. In one of `soft`, `pricelist_id` and `item_status` are
/// seen besides. The rows of Plesk, modules and platforms are inferred to be like it.
pub(super) fn row(service: &Service, habits: &Habits, today: Date, lang: Lang) -> Node {
    let tariff = service.tariff;
    let (status, _) = service.shown(today);
    let price = money(service.price(service.period));
    let cost = match service.period {
        1 => format!("{price} {CURRENCY} / {}", lang.pick("month", "мес.")),
        _ => format!("{price} {CURRENCY}"),
    };
    let end = end(service, habits);
    let mut nodes = vec![Node::leaf("id", service.id.to_string())];
    match tariff.item {
        Item::Addition => {
            let parent = service.parent.map(|id| id.to_string()).unwrap_or_default();
            nodes.push(Node::leaf("item", parent));
        }
        Item::Platform => nodes.push(Node::leaf("comment", service.comment.as_str())),
        Item::Soft | Item::SoftExternal | Item::Parallels => {
            nodes.push(Node::leaf("licname", service.licname.as_str()));
            nodes.push(Node::leaf("ip", ip(service)));
        }
    }
    nodes.extend([
        // A name here, and a number in forms (seen).
        Node::leaf("pricelist", tariff.name),
        Node::leaf("account", "Sandbox Reseller"),
        Node::leaf("project", "Sandbox"),
        Node::leaf("datacentername", ""),
        Node::leaf("processingmodule", ""),
        Node::leaf("status_msg", ""),
        Node::leaf("createdate", service.created.to_string()),
        Node::leaf("expiredate", end.as_str()),
        Node::leaf("autoprolong", autoprolong(service)),
    ]);
    if tariff.item != Item::SoftExternal {
        let changing = matches!(service.status, super::state::Status::Busy(_));
        nodes.extend([
            Node::leaf("pricelist_id", tariff.code.to_string()),
            Node::leaf("period", service.period.to_string()),
            Node::leaf("update_expiredate", end.as_str()),
            Node::leaf("real_ipchange", date(Some(service.ip_changed.unwrap_or(service.created)))),
            Node::leaf("real_keychange", date(Some(service.key_changed.unwrap_or(service.created)))),
            Node::leaf("status", status.to_string()),
            Node::leaf("special_status", if changing { "1" } else { "0" }),
        ]);
    }
    nodes.push(item_status(service, today, lang));
    nodes.push(Node::leaf("cost", cost));
    Node::new("elem").children(nodes)
}

/// The names are seen, the arrangement is inferred: the id as `id`, as `item.id` or as both, and the number of the cart where
/// it went there.
pub(super) fn ordered(id: u64, billorder: Option<u64>, habits: &Habits) -> Document {
    let mut nodes = Vec::new();
    if matches!(habits.order_id, OrderId::Both | OrderId::Id) {
        nodes.push(Node::leaf("id", id.to_string()));
    }
    if matches!(habits.order_id, OrderId::Both | OrderId::ItemId) {
        nodes.push(Node::leaf("item.id", id.to_string()));
    }
    match billorder {
        Some(billorder) => {
            nodes.push(Node::leaf("billorder", billorder.to_string()));
            nodes.push(to_cart());
        }
        None => nodes.push(Node::ok()),
    }
    Document::new(Kind::Order, nodes)
}

/// Seen: `ok` can name the next page.
pub(super) fn to_cart() -> Node {
    Node { text: "func=basket".to_owned(), ..Node::ok() }.attribute("type", "top")
}

/// Seen for other kinds of services: the price of a change that is not made yet.
pub(super) fn order_info(what: &str, amount: Decimal) -> Document {
    let info = format!("{what}<br/>Total amount: {} {CURRENCY}", money(amount));
    Document::new(Kind::Plain, vec![Node::leaf("orderinfo", info)])
}

/// Seen: the names in the form, and `newexpiredate` one level deeper in what is answered when it is done.
pub(super) fn prolonged(service: &Service, period: i32, from: &str, to: &str, today: Date) -> Vec<Node> {
    vec![
        Node::leaf("elid", service.id.to_string()),
        Node::leaf("title_name", format!("{} ({})", service.tariff.name, service.licname)),
        Node::leaf("expiredate", from),
        Node::leaf("newexpiredate", to),
        Node::leaf("status", format!("status_{}", service.shown(today).0)),
        Node::leaf("period", period.to_string()),
    ]
}

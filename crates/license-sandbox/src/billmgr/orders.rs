//! Ordering, and the question whether an address can be licensed.

use std::net::IpAddr;

use super::document::{Document, Kind, Node};
use super::fields::Fields;
use super::habits::LowBalance;
use super::refusals::No;
use super::render::Lang;
use super::replies;
use super::state::{Service, Status, end_of};
use super::tariffs::{self, Item, Tariff};
use super::task::{Done, Reply, Task};

/// Documented for BitNinja; taken for all here.
const MAX_NAME: usize = 255;
/// More of one addon are refused: a bound of the sandbox.
const MAX_ADDON: u32 = 100_000;

/// Orders a licence. Without `sok` it shows the form; with `skipbasket=on` it is charged and begun at once; otherwise it lies
/// in the cart.
pub(super) fn order(task: &mut Task<'_, '_>, item: Item) -> Done {
    let fields = task.fields;
    let code = fields.text("pricelist").ok_or_else(No::no_tariff)?;
    let tariff = tariffs::find(task.account.vendor, code)
        .filter(|tariff| tariff.sold && tariff.item == item)
        .ok_or_else(|| No::value("pricelist", code))?;
    if !fields.submitted() {
        return Ok(Reply::read(form(tariff, fields, task.lang)));
    }
    let service = read_order(task, tariff)?;
    let (period, amount) = (service.period, service.price(service.period));
    let (at_once, can_pay) = (fields.is("skipbasket", "on"), task.account.can_pay(amount));
    if at_once && !can_pay && task.habits.low_balance == LowBalance::Refuse {
        return Err(No::not_enough_money());
    }
    let id = task.account.add(|id| Service { id, ..service });
    if at_once && can_pay {
        task.charge(id, amount, Some(period));
        let (habits, today) = (task.habits, task.today());
        task.account.begin(id, "open", false, habits, today);
        return Ok(Reply::changed(replies::ordered(id, None, habits)));
    }
    if let Some(service) = task.account.services.get_mut(&id) {
        (service.status, service.expires) = (Status::Unpaid, None);
    }
    let billorder = task.account.cart.put_order(id, amount);
    Ok(Reply::changed(replies::ordered(id, (!at_once).then_some(billorder), task.habits)))
}

/// Everything is checked before anything is charged.
fn read_order(task: &Task<'_, '_>, tariff: &'static Tariff) -> Result<Service, No> {
    let (fields, today) = (task.fields, task.today());
    let period = period(tariff, task.needed("period")?)?;
    let ip = match tariff.item.ip_field() {
        None => None,
        Some(field) => {
            let ip = parse_ip(fields, field)?.ok_or_else(|| No::value(field, ""))?;
            task.account.check_ip(tariff.family, ip, None)?;
            Some(ip)
        }
    };
    let addons = addons(tariff, fields, &[])?;
    let parent = match fields.text("item").filter(|_| tariff.item == Item::Addition) {
        None => None,
        Some(item) => Some(task.account.find(None, item).map_err(|_| No::missed("item", item))?.id),
    };
    let expires = end_of(today, period)?;
    let text = |name| fields.text(name).unwrap_or_default().to_owned();
    Ok(Service {
        id: 0,
        tariff,
        licname: name(fields)?.unwrap_or_default().to_owned(),
        ip,
        remoteip: text("remoteip"),
        remoteid: text("remoteid"),
        comment: text("comment"),
        period,
        autoprolong: autoprolong(tariff, period, fields, None)?,
        addons,
        parent,
        status: Status::Unpaid,
        created: today,
        expires,
        key: String::new(),
        keys_made: 0,
        ip_changed: None,
        key_changed: None,
    })
}

/// Inferred: a form shows what was given, and what can be chosen.
fn form(tariff: &Tariff, fields: &Fields, lang: Lang) -> Document {
    let mut nodes = vec![
        Node::leaf("pricelist", tariff.code.to_string()),
        Node::leaf("pricelist_name", tariff.name),
        Node::leaf("period", fields.text("period").unwrap_or_default()),
    ];
    if let Some(field) = tariff.item.ip_field() {
        nodes.push(Node::leaf(field, fields.text(field).unwrap_or_default()));
    }
    for addon in tariff.addons {
        nodes.push(Node::leaf(addon.field(), addon.minimum.to_string()));
    }
    nodes.extend([replies::periods(tariff, lang), replies::autoprolong_select(tariff, lang)]);
    Document::new(Kind::Form, nodes)
}

/// Whether an address can be licensed. It changes nothing, with `sok` or without.
pub(super) fn check_ip(task: &Task<'_, '_>) -> Done {
    let code = task.needed("pricelist")?;
    let tariff = tariffs::find(task.account.vendor, code).ok_or_else(|| No::value("pricelist", code))?;
    if let Some(text) = task.fields.text("period") {
        period(tariff, text)?;
    }
    let ip = parse_ip(task.fields, "ip")?.ok_or_else(|| No::value("ip", ""))?;
    task.account.check_ip(tariff.family, ip, None)?;
    Ok(Reply::read(Document::done()))
}

/// A period the tariff has.
pub(super) fn period(tariff: &Tariff, text: &str) -> Result<i32, No> {
    let period = text.parse().ok().filter(|period| tariff.periods.contains(period));
    period.ok_or_else(|| No::value("period", text))
}

pub(super) fn parse_ip(fields: &Fields, field: &str) -> Result<Option<IpAddr>, No> {
    fields.ip(field).transpose().map_err(|text| No::value(field, text))
}

pub(super) fn name(fields: &Fields) -> Result<Option<&str>, No> {
    match fields.text("licname") {
        Some(name) if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) => {
            Err(No::value("licname", name))
        }
        name => Ok(name),
    }
}

/// Documented: a period of the tariff, or the word `null`. A tariff like that of BitNinja wants the period of the order, and
/// is silently not renewed otherwise. A trial is never renewed. What is not said stays as it was, which is off in an order.
pub(super) fn autoprolong(
    tariff: &Tariff,
    period: i32,
    fields: &Fields,
    before: Option<i32>,
) -> Result<Option<i32>, No> {
    let Some(text) = fields.text("autoprolong") else { return Ok(before) };
    if text == "null" || tariff.is_trial() {
        return Ok(None);
    }
    let wanted = text.parse().ok().filter(|wanted: &i32| *wanted > 0 && tariff.periods.contains(wanted));
    let wanted = wanted.ok_or_else(|| No::value("autoprolong", text))?;
    Ok(Some(wanted).filter(|wanted| !tariff.same_autoprolong || *wanted == period))
}

/// How many of each addon: as it says, or as it was. What is not said is 0 in an order, which is too few where there is
/// a minimum (inferred: a client always orders the minimum).
pub(super) fn addons(tariff: &Tariff, fields: &Fields, before: &[(u32, u32)]) -> Result<Vec<(u32, u32)>, No> {
    let mut counts = Vec::with_capacity(tariff.addons.len());
    for addon in tariff.addons {
        let field = addon.field();
        let was = before.iter().find(|(code, _)| *code == addon.code).map_or(0, |(_, count)| *count);
        let count = match fields.text(&field) {
            None => was,
            Some(text) => text
                .parse()
                .ok()
                .filter(|count| *count <= MAX_ADDON)
                .ok_or_else(|| No::value(&field, text))?,
        };
        if count < addon.minimum {
            return Err(No::below_minimum(&field, addon.minimum));
        }
        counts.push((addon.code, count));
    }
    Ok(counts)
}

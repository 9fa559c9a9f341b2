//! Reading a licence, and changing it: name, address, nodes, key.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::clock::add_days;
use crate::vendor::Vendor;

use super::document::{Document, Kind, Node};
use super::habits::{NodeChange, Shape};
use super::orders;
use super::refusals::No;
use super::replies;
use super::state::{Service, Status};
use super::tariffs::Item;
use super::task::{Done, Reply, Task};

/// An address and a key can be changed again after so many days (a reseller's number for "once a month").
const DAYS_BETWEEN_CHANGES: i64 = 31;

/// Without `sok` it only shows the licence, and this is what brings an order forward; with it, it changes the licence.
///
/// ISPlicense adds nodes through `soft.edit` to a licence that `softexternal` sold (documented), so that the two are one there.
pub(super) fn read_or_change(task: &mut Task<'_, '_>, item: Item) -> Done {
    let item = match (task.account.vendor, item) {
        (Vendor::Isplicense, Item::Soft) => Item::SoftExternal,
        _ => item,
    };
    if !task.fields.submitted() {
        let elid = task.fields.text("elid").unwrap_or_default();
        let id = task.account.find(Some(item), elid)?.id;
        task.account.was_read(id, task.habits);
        return Ok(Reply::read(form(task, id)?));
    }
    let id = task.account.find_free(Some(item), task.fields)?;
    if task.fields.is("clicked_button", "newkey") {
        new_key(task, id)?;
        return Ok(Reply::changed(written(task, id)?));
    }
    change(task, id)
}

fn form(task: &Task<'_, '_>, id: u64) -> Result<Document, No> {
    let service = task.account.services.get(&id).ok_or_else(|| No::missed("elid", &id.to_string()))?;
    Ok(replies::form(service, task.habits, task.today(), task.lang))
}

/// Both seen: the form itself, or one level deeper.
fn written(task: &Task<'_, '_>, id: u64) -> Result<Document, No> {
    Ok(Document { nested: task.habits.edit_shape == Shape::Nested, ..form(task, id)? })
}

fn new_key(task: &mut Task<'_, '_>, id: u64) -> Result<(), No> {
    let (vendor, today) = (task.account.vendor, task.today());
    let service = task.account.services.get_mut(&id).ok_or_else(|| No::missed("elid", &id.to_string()))?;
    if service.key.is_empty() || service.status == Status::Unpaid {
        return Err(No::wrong_state(id));
    }
    check_month(service.key_changed, today, "lickey")?;
    service.new_key(vendor);
    service.key_changed = Some(today);
    task.desk.clock.tick();
    Ok(())
}

/// The first change is free; the dates that show before it are those of the order (a guess).
fn check_month(last: Option<Date>, today: Date, field: &str) -> Result<(), No> {
    match last {
        Some(last) if add_days(last, DAYS_BETWEEN_CHANGES).is_none_or(|next| today < next) => {
            Err(No::too_early(field, &last.to_string()))
        }
        _ => Ok(()),
    }
}

/// What an edit makes of a licence, checked.
struct Change {
    service: Service,
    /// What more nodes cost, and how many there are.
    amount: Decimal,
    nodes: String,
}

fn change(task: &mut Task<'_, '_>, id: u64) -> Done {
    let Change { service, amount, nodes } = read_change(task, id)?;
    if amount > Decimal::ZERO && task.habits.node_change == NodeChange::ThroughCart {
        if !task.fields.is("clicked_button", "basket") {
            return Ok(Reply::read(replies::order_info(&nodes, amount)));
        }
        let billorder = task.account.cart.put_addons(id, service.addons, amount);
        let nodes = vec![Node::leaf("billorder", billorder.to_string()), replies::to_cart()];
        return Ok(Reply::changed(Document::new(Kind::Plain, nodes)));
    }
    task.account.must_pay(amount)?;
    task.account.services.insert(id, service);
    task.charge(id, amount, None);
    task.desk.clock.tick();
    Ok(Reply::changed(written(task, id)?))
}

fn read_change(task: &Task<'_, '_>, id: u64) -> Result<Change, No> {
    let (fields, today) = (task.fields, task.today());
    let before = task.account.services.get(&id).ok_or_else(|| No::missed("elid", &id.to_string()))?;
    let tariff = before.tariff;
    let mut service = before.clone();

    if let Some(name) = orders::name(fields)? {
        name.clone_into(&mut service.licname);
    }
    if let Some(field) = tariff.item.ip_field() {
        // An edit of Plesk may have either name (a guess).
        let ip = match orders::parse_ip(fields, field)? {
            None => orders::parse_ip(fields, "ip")?,
            ip => ip,
        };
        if let Some(ip) = ip.filter(|ip| before.ip != Some(*ip)) {
            task.account.check_ip(tariff.family, ip, Some(id))?;
            // A licence that is put aside is no change of address (a guess, from the practice of partners).
            if !ip.is_unspecified() {
                check_month(before.ip_changed, today, field)?;
                service.ip_changed = Some(today);
            }
            service.ip = Some(ip);
        }
    }
    for (field, text) in [
        ("remoteip", &mut service.remoteip),
        ("remoteid", &mut service.remoteid),
        ("comment", &mut service.comment),
    ] {
        if let Some(given) = fields.given(field) {
            given.clone_into(text);
        }
    }
    service.autoprolong = orders::autoprolong(tariff, before.period, fields, before.autoprolong)?;
    service.addons = orders::addons(tariff, fields, &before.addons)?;

    let (amount, nodes) = more_nodes(before, &service, today);
    if before.addons != service.addons && before.status == Status::Unpaid {
        return Err(No::wrong_state(id));
    }
    Ok(Change { service, amount, nodes })
}

/// More of an addon is charged for the months that are left, each begun one in full; fewer pay nothing back (both guesses).
fn more_nodes(before: &Service, after: &Service, today: Date) -> (Decimal, String) {
    let months = months_left(before.expires, today);
    let mut amount = Decimal::ZERO;
    let mut text = Vec::new();
    for (code, count) in &after.addons {
        let was = before.addons.iter().find(|(old, _)| old == code).map_or(0, |(_, count)| *count);
        let more = count.saturating_sub(was);
        if let Some(addon) = after.tariff.addon(*code).filter(|_| more > 0) {
            amount += addon.monthly() * Decimal::from(more) * Decimal::from(months);
            text.push(format!("{more} x {}, {months} months", addon.name));
        }
    }
    (amount, text.join("<br/>"))
}

/// The months until a day, a begun one in full, and at least one. A lifetime counts as two years.
pub(super) fn months_left(expires: Option<Date>, today: Date) -> i64 {
    let Some(expires) = expires else { return 24 };
    let count = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let whole = count(expires) - count(today);
    (whole + i64::from(expires.day() > today.day())).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_left_are_whole_and_at_least_one() {
        let today = date(2026, 3, 15);
        for (expires, months) in [
            (date(2026, 3, 16), 1),
            (date(2026, 4, 15), 1),
            (date(2026, 4, 16), 2),
            (date(2027, 3, 15), 12),
            (date(2026, 1, 1), 1),
        ] {
            assert_eq!(months_left(Some(expires), today), months, "{expires}");
        }
        assert_eq!(months_left(None, today), 24);
    }
}

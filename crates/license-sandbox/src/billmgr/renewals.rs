//! More time for a licence, and another tariff.

use rust_decimal::Decimal;

use super::document::{Document, Kind, Node};
use super::edit::months_left;
use super::habits::Shape;
use super::orders;
use super::refusals::No;
use super::replies;
use super::state::{Account, Service, Status, end_of};
use super::tariffs::{self, Tariff};
use super::task::{Done, Reply, Task};

/// Renews for a period. Charged at once (documented). Trials and lifetimes are not renewed.
pub(super) fn prolong(task: &mut Task<'_, '_>) -> Done {
    let (fields, today) = (task.fields, task.today());
    let elid = fields.text("elid").unwrap_or_default();
    let service = task.account.find(None, elid)?;
    if service.status == Status::Deleted {
        return Err(No::missed("elid", elid));
    }
    if fields.submitted() {
        Account::free(service)?;
        if service.status == Status::Unpaid {
            return Err(No::wrong_state(service.id));
        }
    }
    // The form has the period of the last time; what is submitted has to say it (documented).
    let own = service.period.to_string();
    let text =
        if fields.submitted() { task.needed("period")? } else { fields.text("period").unwrap_or(&own) };
    let period = orders::period(service.tariff, text).ok().filter(|period| *period > 0);
    let refused = || No::value("period", text);
    let before = service.expires.ok_or_else(refused)?;
    if service.is_trial() {
        return Err(refused());
    }
    let period = period.ok_or_else(refused)?;
    let after = end_of(before.max(today), period)?;
    let (from, to) = (before.to_string(), after.map(|date| date.to_string()).unwrap_or_default());
    let nodes = replies::prolonged(service, period, &from, &to, today);
    if !fields.submitted() {
        let select = replies::periods(service.tariff, task.lang);
        return Ok(Reply::read(Document::new(Kind::Form, nodes.into_iter().chain([select]).collect())));
    }

    let (id, amount) = (service.id, service.price(period));
    let suspended = service.status == Status::Suspended;
    task.account.must_pay(amount)?;
    if let Some(service) = task.account.services.get_mut(&id) {
        (service.expires, service.period) = (after, period);
    }
    task.charge(id, amount, Some(period));
    let habits = task.habits;
    task.account.begin(id, "prolong", suspended, habits, today);
    let nested = habits.prolong_shape == Shape::Nested;
    Ok(Reply::changed(Document { nested, ..Document::new(Kind::Form, nodes) }))
}

/// Changes the tariff in one step (documented). What it answers is unknown. What it costs is **invented**: a dearer tariff the
/// difference for the months that are left, a cheaper one nothing and nothing back; from a trial, a period from today on.
pub(super) fn change_tariff(task: &mut Task<'_, '_>) -> Done {
    let (fields, today) = (task.fields, task.today());
    let elid = fields.text("elid").unwrap_or_default();
    let service = task.account.find(None, elid)?;
    if service.status == Status::Deleted {
        return Err(No::missed("elid", elid));
    }
    if !fields.submitted() {
        return Ok(Reply::read(targets(service, task)));
    }
    Account::free(service)?;
    if service.status == Status::Unpaid {
        return Err(No::wrong_state(service.id));
    }
    let code = task.needed("pricelist")?;
    let target = tariffs::find(task.account.vendor, code)
        .filter(|target| service.tariff.leads_to(target))
        .ok_or_else(|| No::value("pricelist", code))?;

    let mut after = service.clone();
    after.tariff = target;
    after.addons = addons_of(target, task)?;
    after.autoprolong = after.autoprolong.filter(|period| target.periods.contains(period));
    let amount = if service.is_trial() {
        after.period = orders::period(target, fields.text("period").unwrap_or("1"))?;
        after.expires = end_of(today, after.period)?;
        after.price(after.period)
    } else {
        if let Some(text) = fields.text("period") {
            after.period = orders::period(target, text)?;
        }
        let dearer = after.price(1) - service.price(1);
        dearer.max(Decimal::ZERO) * Decimal::from(months_left(service.expires, today))
    };
    task.account.must_pay(amount)?;
    let (id, period) = (after.id, after.period);
    // Nodes that wait in the cart belong to the old tariff.
    task.account.cart.forget(id);
    task.account.services.insert(id, after);
    task.charge(id, amount, Some(period));
    task.desk.clock.tick();
    Ok(Reply::changed(Document::done()))
}

/// The documented call names no addon: the minimum then, unless the call does say.
fn addons_of(target: &Tariff, task: &Task<'_, '_>) -> Result<Vec<(u32, u32)>, No> {
    let least: Vec<(u32, u32)> = target.addons.iter().map(|addon| (addon.code, addon.minimum)).collect();
    orders::addons(target, task.fields, &least)
}

/// Seen: the first step of the wizard lists the targets.
fn targets(service: &Service, task: &Task<'_, '_>) -> Document {
    let targets = tariffs::all(task.account.vendor).iter().filter(|target| service.tariff.leads_to(target));
    let targets = targets.map(|target| (target.code.to_string(), target.name.to_owned()));
    Document::new(
        Kind::Form,
        vec![
            Node::leaf("elid", service.id.to_string()),
            Node::leaf("pricelist", service.tariff.code.to_string()),
            Node::select("pricelist", targets),
        ],
    )
}

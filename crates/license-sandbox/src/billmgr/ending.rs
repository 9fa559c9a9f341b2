//! Suspending, resuming and deleting, one service or several. None of these is a form: they need no `sok` (documented).

use super::document::Document;
use super::refusals::No;
use super::state::{Account, Status};
use super::tariffs::Item;
use super::task::{Done, Reply, Task};

/// Suspending what is suspended does no harm (a guess).
pub(super) fn suspend(task: &mut Task<'_, '_>, item: Item) -> Done {
    let ids = services(task, item)?;
    for &id in &ids {
        if task.account.services.get(&id).is_some_and(|service| service.status == Status::Unpaid) {
            return Err(No::wrong_state(id));
        }
    }
    let (habits, today) = (task.habits, task.today());
    for id in ids {
        task.account.begin(id, "suspend", true, habits, today);
    }
    task.desk.clock.tick();
    Ok(Reply::changed(Document::done()))
}

/// A licence at its end has to be renewed first (a guess).
pub(super) fn resume(task: &mut Task<'_, '_>, item: Item) -> Done {
    let (habits, today) = (task.habits, task.today());
    let ids = services(task, item)?;
    for &id in &ids {
        let not_now =
            |service: &super::state::Service| service.status == Status::Unpaid || service.expired(today);
        if task.account.services.get(&id).is_some_and(not_now) {
            return Err(No::wrong_state(id));
        }
    }
    for id in ids {
        task.account.begin(id, "resume", false, habits, today);
    }
    task.desk.clock.tick();
    Ok(Reply::changed(Document::done()))
}

/// Irrevocable, and nothing is paid back.
pub(super) fn delete(task: &mut Task<'_, '_>, item: Item) -> Done {
    for id in services(task, item)? {
        task.account.cart.forget(id);
        if let Some(service) = task.account.services.get_mut(&id) {
            service.status = Status::Deleted;
        }
    }
    task.desk.clock.tick();
    Ok(Reply::changed(Document::done()))
}

/// The services `elid` names: one id, or several with a comma and a space between (documented; the space is not insisted on).
/// When one of them cannot be had, nothing is done to any (a guess: what happens then is unknown).
fn services(task: &Task<'_, '_>, item: Item) -> Result<Vec<u64>, No> {
    let mut ids: Vec<u64> = Vec::new();
    for elid in task.fields.text("elid").unwrap_or_default().split(',') {
        let service = task.account.find(Some(item), elid.trim())?;
        ids.push(Account::free(service)?.id);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

//! What follows an order: what the vendor put aside, or waiting for the key.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use license_hub::billmgr::{Client, ItemType, Order, Ordered, Service, WaitForKey, Waited};
use license_hub::{Capability, Done, Operation, Order as Any};
use license_wire::Error;

use crate::account::Account;
use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::plan::Step;

/// What is wrong with what came of a step, and the key of an order if that is waited for.
pub(crate) fn follow_up(app: &App, account: &Account, step: &Step, done: &mut Done) -> Option<Failure> {
    let order = match &step.operation {
        Operation::Order(Any::Ispmanager(order) | Any::Isplicense(order)) => Some(order),
        _ => None,
    };
    if let Some(pending) = &done.pending {
        // It was to go there.
        if order.is_some_and(Order::is_into_cart) {
            return None;
        }
        return Some(Failure::new(
            Exit::Partly,
            format!(
                "the vendor put it aside instead of doing it: {pending}; nothing was charged, so pay it in the vendor's \
                 panel, or see `license-hub cart {}`",
                account.name
            ),
        ));
    }
    let deadline = step.wait.filter(|_| order.is_some())?;
    for_key(app, account, done, deadline)
}

/// Waits for the key of an order that is done, and says how long already. What is wrong with the key makes the order no
/// less done.
fn for_key(app: &App, account: &Account, done: &mut Done, deadline: Duration) -> Option<Failure> {
    let ordered: Ordered = serde_json::from_value(done.reply.clone()).ok()?;
    let id = ordered.service.id().to_string();
    let later = |why: String| {
        let next = format!("look later with `license-hub show {} {id}`", account.name);
        Some(Failure::new(Exit::Partly, format!("licence {id} was ordered, but {why}; {next}")))
    };
    let client = match account.billmgr(Capability::Order) {
        Ok(client) => client,
        Err(failure) => return Some(failure),
    };
    match wait(app, client, ordered.service, deadline) {
        Ok(Waited::Ready(license)) => {
            done.key = license.key.get().map(ToString::to_string);
            let word = if done.key.is_some() { "its key is there" } else { "it works" };
            app.out.note(&format!("licence {id}: {word} {}", done.key.as_deref().unwrap_or_default()));
            None
        }
        Ok(Waited::Unpaid(_)) => later("it is not paid for: the balance may be too low".into()),
        Ok(Waited::Ended(license)) => {
            let status = license.status().map_or_else(|| "gone".to_owned(), |status| status.to_string());
            later(format!("it is {status} before it had a key"))
        }
        Ok(Waited::TooLate(_)) => later("its key is not there yet".into()),
        Err(error) => later(format!("its key could not be waited for: {error}")),
    }
}

fn wait(app: &App, client: &Client, service: Service, deadline: Duration) -> Result<Waited, Error> {
    // A module has no key of its own.
    let keyless = matches!(service.item_type(), ItemType::Module | ItemType::Platform);
    let wait = WaitForKey::new(service).deadline(deadline);
    let wait = if keyless { wait.active_is_enough() } else { wait };
    let gauge = app.out.gauge("key");
    let started = Instant::now();
    let (tell, told) = channel();
    std::thread::scope(|scope| {
        scope.spawn(move || tell.send(client.wait_for_key(&wait)));
        loop {
            let passed = started.elapsed().as_secs();
            let passed = usize::try_from(passed).unwrap_or(usize::MAX);
            let limit = usize::try_from(deadline.as_secs()).unwrap_or(usize::MAX);
            gauge.show("seconds waited", passed, limit);
            match told.recv_timeout(Duration::from_secs(1)) {
                Ok(waited) => return waited,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::invalid("wait", "ended without a result"));
                }
            }
        }
    })
}

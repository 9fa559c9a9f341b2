//! Waiting for the key of what was ordered.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use billmgr_client::{ItemType, Service, WaitForKey, Waited};
use license_wire::Error;

use super::{Billmgr, answers};
use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::output::Cell;
use crate::vendors::Done;

/// Waits for the key of an order that is done, and says how long already. What is wrong with the key makes the order no
/// less done.
pub(super) fn for_key(
    app: &App,
    billmgr: &Billmgr,
    mut done: Done,
    deadline: Duration,
) -> (Done, Option<Failure>) {
    let Some(service) = answers::service_of(&done) else { return (done, None) };
    let id = service.id().to_string();
    let later = |why: String| {
        let next = format!("look later with `license-hub show {} {id}`", billmgr.account);
        Some(Failure::new(Exit::Partly, format!("licence {id} was ordered, but {why}; {next}")))
    };
    let wrong = match wait(app, billmgr, service, deadline) {
        Ok(Waited::Ready(license)) => {
            done.facts.license_key = license.key.get().map(ToString::to_string).into();
            let word = if done.facts.license_key == Cell::None { "it works" } else { "its key is there" };
            done.summary = format!("{}; {word}: {}", done.summary, done.facts.license_key.shown());
            app.out.note(&format!("licence {id}: {word} {}", done.facts.license_key.shown()));
            None
        }
        Ok(Waited::Unpaid(_)) => later("it is not paid for: the balance may be too low".into()),
        Ok(Waited::Ended(license)) => {
            let status = license.status().map_or_else(|| "gone".to_owned(), |status| status.to_string());
            later(format!("it is {status} before it had a key"))
        }
        Ok(Waited::TooLate(_)) => later("its key is not there yet".into()),
        Err(error) => later(format!("its key could not be waited for: {error}")),
    };
    (done, wrong)
}

fn wait(app: &App, billmgr: &Billmgr, service: Service, deadline: Duration) -> Result<Waited, Error> {
    // A module has no key of its own.
    let keyless = matches!(service.item_type(), ItemType::Module | ItemType::Platform);
    let wait = WaitForKey::new(service).deadline(deadline);
    let wait = if keyless { wait.active_is_enough() } else { wait };
    let gauge = app.out.gauge("key");
    let started = Instant::now();
    let (tell, told) = channel();
    std::thread::scope(|scope| {
        scope.spawn(move || tell.send(billmgr.client.wait_for_key(&wait)));
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

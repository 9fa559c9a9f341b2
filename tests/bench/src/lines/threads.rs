//! P8: many threads on one client.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use softaculous_noc::Client;

use crate::bare::{Call, Page, agent};
use crate::measure::seen;
use crate::row::{Bar, Row};
use crate::server::Server;
use crate::{Fallible, clients};

const THREADS: usize = 32;
const READS: usize = 200;
const ROUNDS: usize = 12;

pub(crate) fn measure() -> Fallible<Vec<Row>> {
    let server = Server::start(clients::small_answers(), Duration::ZERO)?;
    let client = clients::softaculous(&server.url(), None)?;
    let preview = client.preview(&clients::list_softaculous())?;
    let calls: Vec<Call> =
        (0..THREADS).map(|_| Ok(Call::of(agent(true, None)?, &preview))).collect::<Fallible<_>>()?;
    let list = clients::list_softaculous();
    let one_client: Vec<Client> = vec![client; THREADS];
    let ours = || at_once(&one_client, &|client| seen(client.licenses(&list)?));
    let bare = || {
        at_once(&calls, &|call| {
            let page: Page = serde_json::from_slice(&call.send()?)?;
            seen(page.licenses)
        })
    };
    let mut best = (0.0_f64, 0.0_f64);
    // The first turn opens the connections.
    for round in 0..=ROUNDS {
        let (ours, bare) = (ours()?, bare()?);
        if round > 0 {
            best = (best.0.max(ours), best.1.max(bare));
        }
    }
    let limit_is = "32 bare ureq agents, serde_json into the same struct";
    Ok(vec![Row::new("P8", "32 threads on one client", "reads/s", best, limit_is, Bar::AtLeast(0.9))])
}

/// How many reads a second all of these do together, each on a thread of its own.
fn at_once<T: Sync>(each: &[T], read: &(dyn Fn(&T) -> Fallible<()> + Sync)) -> Fallible<f64> {
    let begin = Barrier::new(each.len() + 1);
    let (begin, read) = (&begin, read);
    let took = thread::scope(|scope| {
        let threads: Vec<_> = each
            .iter()
            .map(|one| {
                scope.spawn(move || {
                    begin.wait();
                    (0..READS).try_for_each(|_| read(one))
                })
            })
            .collect();
        begin.wait();
        let start = Instant::now();
        for thread in threads {
            thread.join().map_err(|_| "a thread panicked")??;
        }
        Fallible::Ok(start.elapsed())
    })?;
    let reads = u32::try_from(each.len() * READS)?;
    Ok(f64::from(reads) / took.as_secs_f64())
}

//! P6 and P7: reads and a spend over TLS.

use std::time::Duration;

use crate::bare::{Call, Page, agent};
use crate::measure::{best_in_turn, millis, seen};
use crate::row::{Bar, Row};
use crate::server::Server;
use crate::{Fallible, clients, tls};

/// So many connections, of so many turns each, of so many reads. How fast a connection is depends on which processors the
/// threads at its ends happen to have.
const CONNECTIONS: usize = 10;
const READS: (usize, usize) = (10, 100);
/// And of so many spends.
const SPENDS: (usize, usize) = (50, 20);

pub(crate) fn reads() -> Fallible<Vec<Row>> {
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..CONNECTIONS {
        let (ours, limit) = reads_on_one()?;
        best = (best.0.min(ours), best.1.min(limit));
    }
    let limit_is = "a bare pooled ureq agent, serde_json into the same struct";
    let what = "100 reads of 10,000 over TLS, one client";
    Ok(vec![Row::new("P6", what, "ms", millis(best), limit_is, Bar::AtMost(1.1))])
}

/// Ours and the limit, each on a connection of its own.
fn reads_on_one() -> Fallible<(Duration, Duration)> {
    let (authority, config) = tls::made()?;
    let server = Server::start_tls(clients::small_answers(), config)?;
    let client = clients::softaculous(&server.url(), Some(&authority))?;
    let list = clients::list_softaculous();
    let call = Call::of(agent(true, Some(&authority))?, &client.preview(&list)?);
    best_in_turn(
        READS.0,
        || (0..READS.1).try_for_each(|_| seen(client.licenses(&list)?)),
        || {
            (0..READS.1).try_for_each(|_| {
                let page: Page = serde_json::from_slice(&call.send()?)?;
                seen(page.licenses)
            })
        },
    )
}

pub(crate) fn spend() -> Fallible<Vec<Row>> {
    let (authority, config) = tls::made()?;
    let server = Server::start_tls(clients::small_answers(), config)?;
    let client = clients::softaculous(&server.url(), Some(&authority))?;
    let address = "203.0.113.10".parse()?;
    let buy = softaculous_noc::Buy::new(
        address,
        softaculous_noc::Term::months(1)?,
        softaculous_noc::ServerType::Vps,
    );
    let call = Call::of(agent(false, Some(&authority))?, &client.preview(&buy)?);
    let (mut ours, mut bare) = (
        || (0..SPENDS.1).try_for_each(|_| seen(client.buy(&buy)?)),
        || (0..SPENDS.1).try_for_each(|_| call.send().and_then(seen)),
    );
    let times = millis(best_in_turn(SPENDS.0, &mut ours, &mut bare)?);
    let limit_is = "a fresh connection and one request by bare ureq, nothing decoded";
    let what = "20 spends over TLS, each on a fresh connection";
    Ok(vec![Row::new("P7", what, "ms", times, limit_is, Bar::AtMost(1.1))])
}

//! P6 and P7: reads and a spend over TLS.

use crate::bare::{Call, Page, agent};
use crate::measure::{best_in_turn, millis, seen};
use crate::row::{Bar, Row};
use crate::server::Server;
use crate::{Fallible, clients, tls};

/// 1,000 reads of each, in turns of so many.
const READS: (usize, usize) = (10, 100);
/// And 300 spends.
const SPENDS: (usize, usize) = (15, 20);

pub(crate) fn reads() -> Fallible<Vec<Row>> {
    let (authority, config) = tls::made()?;
    let server = Server::start_tls(clients::small_answers(), config)?;
    let client = clients::softaculous(&server.url(), Some(&authority))?;
    let list = clients::list_softaculous();
    let call = Call::of(agent(true, Some(&authority))?, &client.preview(&list)?);
    let times = best_in_turn(
        READS.0,
        || (0..READS.1).try_for_each(|_| seen(client.licenses(&list)?)),
        || {
            (0..READS.1).try_for_each(|_| {
                let page: Page = serde_json::from_slice(&call.send()?)?;
                seen(page.licenses)
            })
        },
    )?;
    let limit_is = "a bare pooled ureq agent, serde_json into the same struct";
    let what = "100 reads of 1,000 over TLS, one client";
    Ok(vec![Row::new("P6", what, "ms", millis(times), limit_is, Bar::AtMost(1.1))])
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
    let what = "20 spends of 300 over TLS, each on a fresh connection";
    Ok(vec![Row::new("P7", what, "ms", times, limit_is, Bar::AtMost(1.1))])
}

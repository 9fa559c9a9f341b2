//! P9: whether a client that runs for months grows.

use std::time::Duration;

use crate::row::{Bar, Row};
use crate::server::{Route, Server};
use crate::{Fallible, child, clients};

const EARLY: u32 = 1_000;
const LATE: u32 = 100_000;

pub(crate) fn measure() -> Fallible<Vec<Row>> {
    let mut routes = vec![Route::json("ca=softaculous_licenselogs", "{\"error\":[\"no such thing\"]}")];
    routes.extend(clients::small_answers());
    let server = Server::start(routes, Duration::ZERO)?;
    let told = child::numbers("calls", &[&server.url()])?;
    let [early, late] = told[..] else { return Err("the child told other than two numbers".into()) };
    let what = "memory after 100,000 calls of every vendor, refused ones among them";
    let sizes = (late / 1e6, early / 1e6);
    // A byte per call would be 1%.
    Ok(vec![Row::new("P9", what, "MB", sizes, "after 1,000 calls", Bar::AtMost(1.01))])
}

/// Makes all of the calls, and says how much memory there was after the first thousand and at the end.
pub(crate) fn child(arguments: &[&str]) -> Fallible<()> {
    let [url] = arguments else { return Err("give an address".into()) };
    let noc = clients::softaculous(url, None)?;
    let wss = clients::websoftsolus(url)?;
    let isp = clients::billmgr(url)?;
    let (list, properties, rows) =
        (clients::list_softaculous(), clients::properties()?, clients::list_billmgr());
    let logs = softaculous_noc::GetLogs::by_address("203.0.113.10".parse()?);
    for call in 1..=LATE {
        match call % 4 {
            0 => drop(noc.licenses(&list)?),
            1 => drop(wss.properties(&properties)?),
            2 => drop(isp.licenses(&rows)?),
            _ => drop(noc.logs(&logs).err().ok_or("this was to be refused")?),
        }
        if call == EARLY || call == LATE {
            println!("{}", child::memory("VmRSS")?);
        }
    }
    Ok(())
}

//! P4 and P5: how well the waits for a far server are put side by side.

use std::time::{Duration, Instant};

use license_hub::{
    AccountName, BillmgrAccount, Hub, Inventory, SoftaculousAccount, View, WebSoftSolusAccount,
};
use websoftsolus::{GetDetails, Plesk};

use crate::row::{Bar, Row};
use crate::server::{Route, Server};
use crate::{Fallible, bodies, clients};

const LATENCY: Duration = Duration::from_millis(50);
const KEYS: usize = 2_000;
const SIDE_BY_SIDE: usize = 16;
const ROUNDS: usize = 3;

/// What every answer about a key says. It names no key, so that it fits each.
const NAMELESS: &str = "{\"title\":\"web1\",\"product\":\"PLESK-12-WEB-HOST\",\"status\":\"ok\",\
     \"expirationDate\":\"2026-12-04 18:00:00\",\"serverIP\":\"192.0.2.10\"}";

pub(crate) fn properties() -> Fallible<Vec<Row>> {
    let server = Server::start(websoftsolus_answers(KEYS), LATENCY)?;
    let client = clients::websoftsolus(&server.url())?;
    let start = Instant::now();
    let details = client.details(&GetDetails::of(Plesk))?;
    let took = start.elapsed().as_secs_f64();
    if !details.is_complete() || details.iter().count() != KEYS {
        return Err("some properties did not come".into());
    }
    let waits = u32::try_from(KEYS.div_ceil(SIDE_BY_SIDE))?;
    let limit = (LATENCY * waits).as_secs_f64();
    let what = "the properties of 2,000 WebSoftSolus keys, 50 ms away, 16 side by side";
    Ok(vec![Row::new("P4", what, "s", (took, limit), "2000 / 16 x 50 ms", Bar::AtMost(1.15))])
}

pub(crate) fn inventory() -> Fallible<Vec<Row>> {
    let mut routes = websoftsolus_answers(64);
    let form = "<doc func=\"soft.edit\"><licname>web-1</licname><ip>10.0.0.1</ip><status>2</status></doc>";
    routes.extend([
        Route::json("_renewals", "{\"licenses\":[],\"num_results\":0,\"error\":null}"),
        Route::json("start=0&", &bodies::softaculous_list(500)),
        Route::json("start=500&", &bodies::softaculous_list(0)),
        Route::xml("func=soft.edit&", form),
        Route::xml("func=soft&", &bodies::billmgr_list(32)),
        // Nothing of any other kind.
        Route::xml("func=", "<doc><p_num>1</p_num><p_cnt>10000</p_cnt><p_elems>0</p_elems></doc>"),
    ]);
    let server = Server::start(routes, LATENCY)?;
    let mut best = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let hub = hub(&server.url())?;
        let mut slowest = 0.0_f64;
        for name in ["noc", "wss", "isp", "ispl"] {
            let alone = |hub: &Hub| {
                hub.inventory_of(&|account| account.name().as_str() == name, View::Full, &|_, _| {})
            };
            slowest = slowest.max(seconds(&hub, alone)?);
        }
        best = (best.0.min(seconds(&hub, |hub| hub.inventory(View::Full))?), best.1.min(slowest));
    }
    let what = "the inventory of four accounts, 50 ms away";
    Ok(vec![Row::new("P5", what, "s", best, "the slowest of them alone", Bar::AtMost(1.15))])
}

fn seconds(hub: &Hub, take: impl Fn(&Hub) -> Inventory) -> Fallible<f64> {
    let start = Instant::now();
    let inventory = take(hub);
    let took = start.elapsed().as_secs_f64();
    match inventory {
        Inventory::Whole(_) => Ok(took),
        Inventory::Partial(partial) => Err(format!("not all came: {:?}", partial.failures().first()).into()),
    }
}

fn hub(url: &str) -> Fallible<Hub> {
    let name = |name: &str| AccountName::new(name);
    let mut hub = Hub::new();
    hub.add(SoftaculousAccount::new(name("noc")?, clients::softaculous(url, None)?))?;
    hub.add(WebSoftSolusAccount::new(name("wss")?, clients::websoftsolus(url)?))?;
    hub.add(BillmgrAccount::new(name("isp")?, clients::billmgr(url)?)?)?;
    hub.add(BillmgrAccount::new(name("ispl")?, clients::billmgr(url)?)?)?;
    Ok(hub)
}

fn websoftsolus_answers(keys: usize) -> Vec<Route> {
    vec![
        Route::json("/access/token", bodies::TOKEN),
        Route::json("/license/plesk/", NAMELESS),
        Route::json("/license/plesk", &bodies::websoftsolus_keys(keys)),
        Route::json("/license/", "[]"),
    ]
}

//! The sandbox's own paths for these vendors, under `/_sandbox/billmgr`.

use serde_json::{Map, Value};

use crate::control::{json, problem};
use crate::http::Answer;
use crate::state::Holdings;
use crate::vendor::Vendor;

use super::Billmgr;

pub(crate) fn answer(held: &mut Holdings, method: &str, path: &str, body: &[u8]) -> Answer {
    match (method, path) {
        ("GET", "") => show(held),
        ("POST", "") => change(held, body),
        ("POST", "/expire_sessions") => {
            for billmgr in held.billmgrs() {
                billmgr.expire_sessions();
            }
            json(200, &Map::from_iter([("ok".to_owned(), Value::Bool(true))]))
        }
        (_, "" | "/expire_sessions") => problem(405, "another method is wanted here"),
        _ => problem(404, "there are /_sandbox/billmgr and /_sandbox/billmgr/expire_sessions"),
    }
}

fn name(billmgr: &Billmgr) -> String {
    if billmgr.vendor() == Vendor::Isplicense { "isplicense".to_owned() } else { "ispmanager".to_owned() }
}

fn show(held: &mut Holdings) -> Answer {
    let all: Map<String, Value> = held
        .billmgrs()
        .map(|billmgr| (name(billmgr), serde_json::to_value(billmgr.habits()).unwrap_or_default()))
        .collect();
    json(200, &all)
}

/// Some habits of the vendor it names, or of both. All are right before any is changed.
fn change(held: &mut Holdings, body: &[u8]) -> Answer {
    let mut changes: Map<String, Value> = match serde_json::from_slice(body) {
        Ok(changes) => changes,
        Err(error) => return problem(400, &error.to_string()),
    };
    let vendor = match changes.remove("vendor") {
        None => None,
        Some(Value::String(vendor)) if ["ispmanager", "isplicense"].contains(&vendor.as_str()) => {
            Some(vendor)
        }
        Some(_) => return problem(400, "`vendor` is `ispmanager` or `isplicense`"),
    };
    let mut ready = Vec::new();
    for billmgr in
        held.billmgrs().filter(|billmgr| vendor.as_ref().is_none_or(|vendor| *vendor == name(billmgr)))
    {
        match billmgr.habits().changed(changes.clone()) {
            Ok(habits) => ready.push((billmgr, habits)),
            Err(error) => return problem(400, &error),
        }
    }
    for (billmgr, habits) in ready {
        billmgr.set_habits(habits);
    }
    show(held)
}

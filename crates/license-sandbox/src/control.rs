//! The sandbox's own paths, under `/_sandbox/`.

use serde::{Deserialize, Serialize};

use crate::billmgr;
use crate::clock::{parse_date, timestamp};
use crate::faults::Fault;
use crate::http::{Answer, Request};
use crate::settings;
use crate::state::{Holdings, State};

const PREFIX: &str = "/_sandbox";

/// The answer to a request for the sandbox itself, or nothing where it is for a vendor.
pub(crate) fn answer(state: &State, request: &Request) -> Option<Answer> {
    let path = request.path.strip_prefix(PREFIX)?;
    if !(path.is_empty() || path.starts_with('/')) {
        return None;
    }
    Some(match (request.method.as_str(), path.trim_end_matches('/')) {
        ("GET", "/ledger") => json(200, &state.lock().ledger.entries()),
        ("GET", "/requests") => json(200, &state.lock().recorder.requests()),
        ("GET", "/faults") => json(200, &state.lock().faults.pending()),
        ("GET", "/clock") => clock(&state.lock()),
        ("POST", "/faults") => add_faults(&mut state.lock(), &request.body),
        ("POST", "/clock") => move_clock(&mut state.lock(), &request.body),
        (method, path @ ("/replies" | "/tokens" | "/tokens/expire")) => {
            settings::answer(&mut state.lock(), method, path, &request.body)
        }
        ("POST", "/reset") => {
            state.reset();
            json(200, &Done { ok: true })
        }
        (method, path) if path.starts_with("/billmgr") => {
            billmgr::control::answer(&mut state.lock(), method, &path["/billmgr".len()..], &request.body)
        }
        (_, "/ledger" | "/requests" | "/faults" | "/clock" | "/reset") => {
            problem(405, "another method is wanted here")
        }
        _ => problem(
            404,
            "there are /_sandbox/ledger, requests, faults, clock, replies, tokens, billmgr and reset",
        ),
    })
}

#[derive(Serialize)]
struct Done {
    ok: bool,
}

#[derive(Serialize)]
struct Problem<'a> {
    error: &'a str,
}

#[derive(Serialize)]
struct Now {
    date: String,
    time: String,
}

/// One fault or an array of them.
fn add_faults(held: &mut Holdings, body: &[u8]) -> Answer {
    let faults = if body.trim_ascii_start().starts_with(b"[") {
        serde_json::from_slice(body)
    } else {
        serde_json::from_slice(body).map(|fault| vec![fault])
    };
    let faults: Vec<Fault> = match faults {
        Ok(faults) => faults,
        Err(error) => return problem(400, &error.to_string()),
    };
    let unknown =
        faults.iter().filter_map(|fault| fault.operation.as_deref()).find(|name| !held.knows_operation(name));
    if let Some(name) = unknown {
        return problem(400, &format!("there is no operation `{name}`"));
    }
    for fault in faults {
        held.faults.add(fault);
    }
    json(200, &held.faults.pending())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    date: Option<String>,
    advance_days: Option<u32>,
    advance_seconds: Option<u32>,
}

fn move_clock(held: &mut Holdings, body: &[u8]) -> Answer {
    let moved = match serde_json::from_slice::<Move>(body) {
        Ok(Move { date: Some(date), advance_days: None, advance_seconds: None }) => {
            parse_date(&date).and_then(|date| held.clock.set(date))
        }
        Ok(Move { date: None, advance_days: Some(days), advance_seconds: None }) => held.clock.advance(days),
        Ok(Move { date: None, advance_days: None, advance_seconds: Some(seconds) }) => {
            held.clock.advance_seconds(seconds)
        }
        Ok(_) => return problem(400, "either `date`, `advance_days` or `advance_seconds` is wanted"),
        Err(error) => return problem(400, &error.to_string()),
    };
    match moved {
        Ok(()) => clock(held),
        Err(error) => problem(400, &error.to_string()),
    }
}

fn clock(held: &Holdings) -> Answer {
    let time = timestamp(held.clock.now());
    json(200, &Now { date: held.clock.today().to_string(), time: time.to_string() })
}

pub(crate) fn problem(status: u16, error: &str) -> Answer {
    json(status, &Problem { error })
}

pub(crate) fn json(status: u16, value: &impl Serialize) -> Answer {
    // Everything written here has names for keys, so that writing it cannot fail.
    Answer::new(status, "application/json", serde_json::to_vec(value).unwrap_or_default())
}

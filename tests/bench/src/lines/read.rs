//! P1: one small read, counted in instructions, which do not depend on what else the machine does.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::bare::{Call, Page, agent, rows_of};
use crate::child::CHILD;
use crate::clients;
use crate::measure::seen;
use crate::row::{Bar, Row};
use crate::server::Server;
use crate::{Fallible, bodies};

/// Two runs, so that what a process needs for its start and its end counts for neither.
const READS: (u32, u32) = (20, 220);
const VENDORS: [(&str, &str); 3] = [
    ("Softaculous", "bare ureq, serde_json into the same struct"),
    ("WebSoftSolus", "bare ureq, serde_json into the same value"),
    ("BILLmanager", "bare ureq, roxmltree into the same struct"),
];

pub(crate) fn measure() -> Fallible<Vec<Row>> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        return Ok(vec![Row::skipped("P1", "one read over loopback HTTP", "valgrind is not installed")]);
    }
    let server = Server::start(clients::small_answers(), Duration::ZERO)?;
    let mut found = Vec::new();
    for (vendor, limit_is) in VENDORS {
        let per_read = |side: &str| -> Fallible<f64> {
            let count = |reads| instructions(&["read", vendor, side, &server.url(), reads]);
            let (few, many) = (count(&READS.0.to_string())?, count(&READS.1.to_string())?);
            Ok((many - few) / f64::from(READS.1 - READS.0))
        };
        let counts = (per_read("ours")?, per_read("bare")?);
        let what = format!("one read, {vendor}");
        found.push(Row::new("P1", what, "instructions", counts, limit_is, Bar::AtMost(1.15)));
    }
    Ok(found)
}

/// How many instructions a child of this program takes from its start to its end.
fn instructions(arguments: &[&str]) -> Fallible<f64> {
    // Where it is asked for, the profile is kept, to be read with `callgrind_annotate`.
    let kept = std::env::var("BENCH_PROFILES").map(|folder| {
        let words: Vec<&str> = arguments.iter().copied().filter(|word| !word.contains('/')).collect();
        format!("{folder}/{}.callgrind", words.join("-"))
    });
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", kept.as_deref().unwrap_or("/dev/null")))
        .arg(std::env::current_exe()?)
        .arg(CHILD)
        .args(arguments)
        .output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind ended with {}: {told}", output.status).into());
    }
    let count = told.lines().find_map(|line| line.split_once("Collected :"));
    Ok(count.ok_or("valgrind told no count")?.1.trim().parse()?)
}

/// Reads so often, ours or bare.
pub(crate) fn child(arguments: &[&str]) -> Fallible<()> {
    let [vendor, side, url, reads] = arguments else {
        return Err("give a vendor, a side, an address and a number".into());
    };
    let reads: u32 = reads.parse()?;
    let mut read: Box<dyn FnMut() -> Fallible<()>> = match *side {
        "ours" => ours(vendor, url)?,
        _ => bare(vendor, url)?,
    };
    (0..reads).try_for_each(|_| read())
}

type Reading = Box<dyn FnMut() -> Fallible<()>>;

fn ours(vendor: &str, url: &str) -> Fallible<Reading> {
    Ok(match vendor {
        "Softaculous" => {
            let (client, list) = (clients::softaculous(url, None)?, clients::list_softaculous());
            Box::new(move || seen(client.licenses(&list)?))
        }
        "WebSoftSolus" => {
            let (client, get) = (clients::websoftsolus(url)?, clients::properties()?);
            Box::new(move || seen(client.properties(&get)?))
        }
        _ => {
            let (client, list) = (clients::billmgr(url)?, clients::list_billmgr());
            Box::new(move || seen(client.licenses(&list)?))
        }
    })
}

fn bare(vendor: &str, url: &str) -> Fallible<Reading> {
    let agent = agent(true, None)?;
    Ok(match vendor {
        "Softaculous" => {
            let preview = clients::softaculous(url, None)?.preview(&clients::list_softaculous())?;
            let call = Call::of(agent, &preview);
            Box::new(move || {
                let page: Page = serde_json::from_slice(&call.send()?)?;
                seen(page.licenses)
            })
        }
        "WebSoftSolus" => {
            let preview = clients::websoftsolus(url)?.preview(&clients::properties()?)?;
            let token: serde_json::Value = serde_json::from_str(bodies::TOKEN)?;
            let token = token["access_token"].as_str().ok_or("the token is no text")?;
            let call = Call::of(agent, &preview).token(token);
            Box::new(move || {
                let value: serde_json::Value = serde_json::from_slice(&call.send()?)?;
                seen(value)
            })
        }
        _ => {
            let preview = clients::billmgr(url)?.preview(&clients::list_billmgr())?;
            let call = Call::of(agent, &preview);
            Box::new(move || {
                let body = String::from_utf8(call.send()?)?;
                seen(rows_of(&body)?)
            })
        }
    })
}

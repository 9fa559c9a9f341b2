//! Ten thousand licences, compared field by field with what the sandbox holds.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use license_sandbox::softaculous::{NOC_NAME, NOC_PASS};
use license_sandbox::{Options, Sandbox};
use serde_json::Value;

use super::{FORMS, Row, python_is_there, read_back};
use crate::four_accounts;
use crate::kit::Hub;

const MANY: usize = 10_000;

/// What the vendor itself says about its licences, without any client of ours: the fields of each, by its number.
fn held(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let mut connection = TcpStream::connect(sandbox.address()).unwrap();
    let query =
        format!("ca=softaculous&json=1&nocname={NOC_NAME}&nocpass={NOC_PASS}&start=0&len={}", 2 * MANY);
    write!(connection, "GET /softaculous/noc?{query} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut reply: Value = serde_json::from_str(body).unwrap();
    serde_json::from_value(reply["licenses"].take()).unwrap()
}

/// `20260315` as the command writes it.
fn date(compact: &str) -> String {
    format!("{}-{}-{}", &compact[..4], &compact[4..6], &compact[6..])
}

#[test]
fn ten_thousand_licences_are_read_back_in_every_form_with_nothing_lost() {
    if !python_is_there() {
        return;
    }
    let hub = four_accounts::hub_of(Options::default().licenses(MANY));
    let held = held(&hub.sandbox);
    assert_eq!(held.len(), MANY);
    std::thread::scope(|scope| {
        for form in FORMS {
            let (hub, held) = (&hub, &held);
            scope.spawn(move || expect_all(hub, form, held));
        }
    });
}

/// Lists in this form, and compares what Python reads with what the vendor holds.
fn expect_all(hub: &Hub, form: &str, held: &BTreeMap<String, Value>) {
    let rows = read_back(hub, "list --account noc --product softaculous", form);
    assert_eq!(rows.len(), MANY, "{form}");
    let mut rows: BTreeMap<String, Row> = rows.into_iter().map(|row| (row["id"].clone(), row)).collect();
    for (id, held) in held {
        let row = rows.remove(id).unwrap_or_else(|| panic!("{form}: {id} is not there"));
        let is = |name: &str| held[name].as_str().unwrap();
        let status = if is("active") == "1" { "active" } else { "expired" };
        for (column, expected) in [
            ("account", "noc"),
            ("vendor", "softaculous"),
            ("product", "softaculous"),
            ("key", is("license")),
            ("ip", is("ip")),
            ("hostname", is("hostname")),
            ("expires", &date(is("expires"))),
            ("status", status),
        ] {
            assert_eq!(row[column], expected, "{form}: {column} of {id}");
        }
    }
    assert!(rows.is_empty(), "{form}: {rows:?} is not there at all");
}

#[test]
fn ten_thousand_licences_of_four_vendors_stand_in_one_list() {
    let hub = four_accounts::hub_of(Options::default().licenses(MANY / 4));
    let list = hub.run("list --format json").exits(0).json();
    let mut counts = BTreeMap::new();
    let mut ids = std::collections::BTreeSet::new();
    for license in list.as_array().unwrap() {
        *counts.entry(license["account"].as_str().unwrap()).or_insert(0) += 1;
        let id = (&license["account"], &license["product"], &license["id"], &license["key"]);
        assert!(ids.insert(format!("{id:?}")), "{license} is there twice");
    }
    for (account, _) in four_accounts::ACCOUNTS {
        assert!(counts[account] >= MANY / 4, "{counts:?}");
    }
}

//! `drift`, over four accounts.

mod findings;
mod lists;
mod partial;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::four_accounts;
use crate::kit::{Hub, Ran};

const HEADER: &str = "ip,product,account,name,auto_renew,license";

/// Four accounts in which all that is there works: two licences that were put aside are taken up again.
fn hub() -> Hub {
    let hub = four_accounts::hub();
    for (line, address) in [("isp 1204422", "203.0.113.125"), ("ispl 88128", "203.0.113.139")] {
        hub.run(&format!("set-ip {line} {address}")).exits(0);
        hub.run(&format!("resume {line}")).exits(0);
    }
    hub
}

/// The licences that `list` shows with all details.
fn listed(hub: &Hub) -> Vec<Value> {
    let list = hub.run("list --details --format json").exits(0).json();
    list.as_array().unwrap().clone()
}

/// Its number, or its key where it has none.
fn id(license: &Value) -> String {
    license["id"].as_str().or(license["key"].as_str()).unwrap().to_owned()
}

/// A line for a licence as it is.
fn line(license: &Value) -> String {
    let text = |name: &str| license[name].as_str().unwrap_or_default().to_owned();
    let product = if license["tariff"].is_null() { text("product") } else { text("tariff") };
    let name = if license["hostname"].is_null() { text("title") } else { text("hostname") };
    let quoted = format!("\"{}\"", name.replace('"', "\"\""));
    let renews = match license["auto_renew"].as_str() {
        Some("on") => "yes",
        Some(_) => "no",
        None => "",
    };
    // Some have neither an address nor a name.
    let number = if text("ip").is_empty() && name.is_empty() { id(license) } else { String::new() };
    [text("ip"), product, text("account"), quoted, renews.into(), number].join(",")
}

/// A list of everything that is there and has not expired, by the id or key of each licence.
fn all(hub: &Hub) -> BTreeMap<String, String> {
    let there = listed(hub).into_iter().filter(|license| license["status"] != "expired");
    there.map(|license| (id(&license), line(&license))).collect()
}

/// Writes a list with these lines.
fn write(hub: &Hub, lines: impl IntoIterator<Item = String>) {
    let text: Vec<String> = std::iter::once(HEADER.to_owned()).chain(lines).collect();
    hub.write("expected.csv", &(text.join("\n") + "\n"));
}

/// What was found: `KIND LICENCE LINE`, as CSV says it, and `-` where it says nothing.
fn found(ran: &Ran) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: &csv::StringRecord, name| match &row[at(name)] {
        "" => "-".to_owned(),
        text => text.to_owned(),
    };
    rows.iter().map(|row| ["finding", "license", "line"].map(|name| cell(row, name)).join(" ")).collect()
}

#[test]
fn a_list_of_everything_agrees_with_what_is_there() {
    let hub = hub();
    let all = all(&hub);
    assert_eq!(all.len(), 40 - 4, "all but what expired");
    write(&hub, all.into_values());
    let ran = hub.run("drift expected.csv --within 0d").exits(0);
    assert_eq!(ran.out, "");
    ran.says("40 licences and 36 lines of expected.csv were compared, and everything is as it should be")
        .says("4 licences that nobody expects ended or ran out, and are not told");
    let quiet = hub.run("drift expected.csv --within 0d --quiet").exits(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""), "cron has nothing to send");
    assert!(hub.ledger().is_empty());
}

#[test]
fn columns_are_the_same_in_every_form_also_where_nothing_is_found() {
    let hub = hub();
    write(&hub, all(&hub).into_values());
    let columns = [
        "finding",
        "account",
        "vendor",
        "license",
        "product",
        "ip",
        "name",
        "status",
        "expires",
        "line",
        "what_to_do",
    ];
    for within in ["0d", "15d"] {
        let run = |form: &str| hub.run(&format!("drift expected.csv --within {within} --format {form}"));
        let count = found(&run("csv")).len();
        assert_eq!(count == 0, within == "0d");
        let ran = run("csv").exits(if count == 0 { 0 } else { 6 });
        assert_eq!(ran.out.lines().next().unwrap(), columns.join(","));
        let json = run("json").json();
        assert_eq!(json.as_array().unwrap().len(), count);
        for finding in json.as_array().unwrap() {
            assert!(columns.iter().all(|column| finding.get(column).is_some()), "{finding}");
        }
        let xml = run("xml").out;
        let document = roxmltree::Document::parse(&xml).unwrap();
        assert_eq!(document.root_element().tag_name().name(), "findings");
        assert_eq!(document.root_element().children().filter(roxmltree::Node::is_element).count(), count);
    }
}

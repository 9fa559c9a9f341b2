//! The four forms, read back by other programs.

use license_sandbox::FaultKind;

use crate::kit::{Hub, order};

const COLUMNS: [&str; 15] = [
    "vendor",
    "account",
    "environment",
    "product",
    "tariff",
    "id",
    "key",
    "ip",
    "hostname",
    "status",
    "expires",
    "days_left",
    "auto_renew",
    "owner",
    "title",
];

/// A licence whose texts are as bad as they can be.
fn nasty(hub: &Hub) {
    let body = serde_json::json!({
        "licenses": {"7": {
            "lid": "7", "license": "K-7", "ip": "192.0.2.7", "expires": "20260401", "active": "1",
            "hostname": "=cmd|' /C calc'!A0", "authemail": "\u{1b}[31mred\n\"quoted\", and more",
            "unheard_of": {"deep": [1, null, "\u{1}<&>"]},
        }},
        "num_results": 1,
    });
    hub.fault("softaculous", FaultKind::Raw { body: body.to_string().into(), commit: false });
    let empty = r#"{"licenses":[],"num_results":1}"#;
    hub.fault("softaculous", FaultKind::Raw { body: empty.into(), commit: false });
}

#[test]
fn csv_has_the_same_columns_every_time_and_no_formulas() {
    let hub = Hub::new();
    for line in ["list --format csv", "list --format csv --details", "list --format csv --ip 192.0.2.99"] {
        let ran = hub.run(line).exits(0);
        let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
        assert_eq!(reader.headers().unwrap(), &csv::StringRecord::from(COLUMNS.to_vec()), "{line}");
        for row in reader.records() {
            assert_eq!(row.unwrap().len(), COLUMNS.len());
        }
    }
    nasty(&hub);
    let ran = hub.run("list --format csv --product softaculous").exits(0);
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(&rows[0][8], "'=cmd|' /C calc'!A0");
    assert_eq!(&rows[0][13], "\u{1b}[31mred\n\"quoted\", and more", "the data itself is whole");
}

#[test]
fn csv_keeps_numbers_that_are_negative() {
    let hub = Hub::new();
    hub.run(&order("203.0.113.50", "--yes")).exits(0);
    let ran = hub.run("cancel noc 203.0.113.50 --refund --yes --format csv").exits(0);
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(&rows[0][at("amount")], "-2");
    assert_eq!(&rows[0][at("term")], "'-1M");
    assert_eq!(&rows[1][at("outcome")], "done");
}

#[test]
fn json_keeps_what_nobody_knows() {
    let hub = Hub::new();
    nasty(&hub);
    let list = hub.run("list --format json --product softaculous").exits(0).json();
    assert_eq!(list[0]["record"]["unheard_of"]["deep"][2], "\u{1}<&>");
    assert_eq!(list[0]["owner"], "\u{1b}[31mred\n\"quoted\", and more");
    for column in COLUMNS {
        assert!(list[0].get(column).is_some(), "{column}");
    }
}

#[test]
fn xml_says_what_the_json_says() {
    let hub = Hub::new();
    nasty(&hub);
    let ran = hub.run("list --format xml --product softaculous").exits(0);
    let document = roxmltree::Document::parse(&ran.out).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "licenses");
    let text = |name: &str| document.descendants().find(|node| node.has_tag_name(name)).unwrap().text();
    assert_eq!(text("key"), Some("K-7"));
    assert_eq!(text("days_left"), Some("31"));
    assert!(document.descendants().any(|node| node.text() == Some("\u{fffd}<&>")));
    let ran = hub.run("show noc 203.0.113.12 --format xml").exits(0);
    let document = roxmltree::Document::parse(&ran.out).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "license");
    let ran = hub.run("list --format xml --ip 192.0.2.99").exits(0);
    assert_eq!(
        roxmltree::Document::parse(&ran.out)
            .unwrap()
            .root_element()
            .children()
            .filter(roxmltree::Node::is_element)
            .count(),
        0
    );
}

#[test]
fn tables_are_plain_and_cannot_steer_a_terminal() {
    let hub = Hub::new();
    nasty(&hub);
    let ran = hub.run("list --product softaculous --details").exits(0);
    assert!(!ran.out.contains('\u{1b}') && ran.out.lines().count() == 2, "{}", ran.out);
    assert!(ran.out.starts_with("vendor       account  environment  product"), "{}", ran.out);
    // The same when it is said, and with data on standard output alone.
    let said = hub.run("list --format table").exits(0);
    assert_eq!(said.out, hub.run("list").exits(0).out);
    said.says("9 licences");
    let quiet = hub.run("list --quiet").exits(0);
    assert_eq!(quiet.err, "");
}

#[test]
fn color_is_only_where_it_is_wanted() {
    let hub = Hub::new();
    assert!(!hub.run("list").exits(0).out.contains('\u{1b}'), "not on a terminal");
    assert!(hub.run("list --color always").exits(0).out.contains("\u{1b}["));
    assert!(!hub.run_with("list", &[("NO_COLOR", "1"), ("TERM", "xterm")]).exits(0).out.contains('\u{1b}'));
    assert!(!hub.run("list --color never").exits(0).out.contains('\u{1b}'));
    let failed = hub.run("show noc 192.0.2.99 --color always").exits(2);
    assert!(failed.err.contains("\u{1b}["));
    assert!(!hub.run("show noc 192.0.2.99").exits(2).err.contains('\u{1b}'));
}

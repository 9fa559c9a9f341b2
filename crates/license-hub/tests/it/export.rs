//! The exports: the same licences in each form, awkward ones too.

use license_hub::export::{COLUMNS, csv, defused, json, xml};
use license_hub::{License, Status};

use crate::support::license;

fn awkward() -> Vec<License> {
    let mut first = license("one", "1", "192.0.2.1", Some("2026-03-10"));
    first.name = Some("=cmd|' /C calc'!A0".into());
    first.product = "a, \"b\"\n<c> & ж".into();
    first.addresses.push("2001:db8::1".parse().unwrap());
    first.auto_renew = Some(true);
    let mut second = license("one", "-5", "192.0.2.2", None);
    second.key = Some("@SUM(1)".into());
    second.status = Status::Unknown("5_open".into());
    vec![first, second]
}

#[test]
fn csv_has_stable_columns_and_no_formula() {
    let text = csv(&awkward()).unwrap();
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(
        rows[0],
        [
            "isplicense",
            "one",
            "live",
            "soft",
            "1",
            "",
            "a, \"b\"\n<c> & ж",
            "'=cmd|' /C calc'!A0",
            "192.0.2.1 2001:db8::1",
            "active",
            "2026-03-10",
            "on"
        ]
    );
    assert_eq!(rows[1][4], "-5", "a number stays a number");
    assert_eq!(rows[1][5], "'@SUM(1)");
    assert_eq!(rows[1][9], "5_open");
    for (cell, safe) in [
        ("'+1+1", "''+1+1"),
        ("'x", "'x"),
        ("+1+1", "'+1+1"),
        ("-1", "-1"),
        ("\tx", "'\tx"),
        ("x=1", "x=1"),
        ("-inf", "'-inf"),
    ] {
        assert_eq!(defused(cell), safe);
    }
}

#[test]
fn json_and_xml_hold_the_same() {
    let licenses = awkward();
    let value: serde_json::Value = serde_json::from_str(&json(&licenses).unwrap()).unwrap();
    assert_eq!(value[0]["product"], "a, \"b\"\n<c> & ж");
    assert_eq!(value[0]["kind"], "soft");
    assert_eq!(value[0]["expires"], "2026-03-10");
    assert_eq!(value[1]["status"], "5_open");
    let text = xml(&licenses).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let items: Vec<_> = document.root_element().children().filter(roxmltree::Node::is_element).collect();
    assert_eq!(items.len(), 2);
    let product = items[0].children().find(|node| node.has_tag_name("product")).unwrap();
    assert_eq!(product.text(), Some("a, \"b\"\n<c> & ж"));
}

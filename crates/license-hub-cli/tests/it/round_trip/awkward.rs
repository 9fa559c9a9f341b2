//! Names that programs stumble over.

use license_sandbox::FaultKind;
use serde_json::json;

use super::{FORMS, as_written, python_is_there, read_back};
use crate::kit::Hub;

const NAMES: [&str; 28] = [
    "a \"quoted\" name",
    "\"",
    "comma, comma",
    "semicolon; tab\tand more",
    "two\nlines",
    "two\r\nlines",
    "a return\rin it",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "'quoted for a spreadsheet",
    "'=cmd|' /C calc'!A0",
    "''=1",
    "<b>&amp;]]></b><!--",
    "&#65;",
    "Ёжик в тумане",
    "日本語 \u{202e}right to left",
    "e\u{301} and é",
    "🦔",
    "\u{1}\u{8}\u{1b}[31mred\u{7f}",
    "a next line\u{85}and a separator\u{2028}",
    "  blanks around  ",
    "007",
    "1e5",
    "null",
    "\\n \\u0041 \\",
    "{\"a\": [1]}",
];

/// The vendor's list, with a licence for each name.
fn plant(hub: &Hub) {
    let rows = NAMES.iter().enumerate().map(|(at, name)| {
        let row = json!({
            "lid": (at + 1).to_string(), "license": format!("K-{at}"), "ip": format!("192.0.2.{}", at + 1),
            "expires": "20260401", "active": "1", "hostname": name,
        });
        ((at + 1).to_string(), row)
    });
    let licenses: serde_json::Map<_, _> = rows.collect();
    let body = json!({"licenses": licenses, "num_results": NAMES.len()}).to_string();
    hub.fault("softaculous", FaultKind::Raw { body: body.into(), commit: false });
    let end = json!({"licenses": [], "num_results": NAMES.len()}).to_string();
    hub.fault("softaculous", FaultKind::Raw { body: end.into(), commit: false });
}

#[test]
fn awkward_names_are_read_back_as_they_were() {
    if !python_is_there() {
        return;
    }
    for form in FORMS {
        let hub = Hub::new();
        plant(&hub);
        let rows = read_back(&hub, "list --product softaculous", form);
        assert_eq!(rows.len(), NAMES.len(), "{form}");
        for (at, name) in NAMES.iter().enumerate() {
            let row = rows.iter().find(|row| row["id"] == (at + 1).to_string()).unwrap();
            assert_eq!(row["hostname"], as_written(form, name), "{form}: {name:?}");
            assert_eq!(row["ip"], format!("192.0.2.{}", at + 1), "{form}: nothing moved to another column");
        }
    }
}

#[test]
fn a_table_keeps_each_licence_on_its_line_whatever_it_is_called() {
    let hub = Hub::new();
    plant(&hub);
    let ran = hub.run("list --product softaculous --details").exits(0);
    assert_eq!(ran.out.lines().count(), NAMES.len() + 1, "{}", ran.out);
    assert!(!ran.out.contains(|c: char| c.is_control() && c != '\n'), "{:?}", ran.out);
}

//! Replies written out again, as JSON and as XML: nothing is lost.

use serde_json::{Value, json};
use softaculous_noc::{
    Answer, Buy, Cancelled, Invoice, LicenseLogs, ListLicenses, Purchase, Refunded, ServerType, Term,
    Timestamp, reply_to_json, reply_to_xml,
};

use crate::support::{cases, decode_body, fixture};

/// Whether a written value says what the vendor's said: the same, or its typed form.
fn says(vendor: &Value, written: &Value) -> bool {
    match (vendor, written) {
        (Value::Null, Value::Null) => true,
        (Value::String(text), Value::Null) => text.is_empty(),
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, two)| says(one, two))
        }
        // A table that PHP writes as a map is a list here; each row holds its key.
        (Value::Object(rows), Value::Array(list)) => {
            rows.len() == list.len() && rows.values().all(|row| list.iter().any(|one| says(row, one)))
        }
        (Value::Object(members), Value::Object(others)) => {
            let kept = members.iter().all(|(name, member)| {
                (name == "error" && member.is_null())
                    || says(member, others.get(name).unwrap_or(&Value::Null))
            });
            kept && others.iter().all(|(name, other)| members.contains_key(name) || other.is_null())
        }
        _ => vendor == written || same_scalar(&text(vendor), &text(written)),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn same_scalar(vendor: &str, written: &str) -> bool {
    let time = || written.parse::<Timestamp>().ok().map(|time| time.as_second().to_string());
    let number = |text: &str| text.parse::<f64>().ok();
    let word = match written {
        "true" | "dedicated" => "1",
        "false" => "0",
        "vps" => "2",
        other => other,
    };
    vendor == word
        || (number(vendor).is_some() && number(vendor) == number(written))
        || time().as_deref() == Some(vendor)
}

#[test]
fn no_recorded_reply_loses_anything() {
    for case in cases() {
        let written: Value =
            serde_json::from_str(&(case.decode)(&Answer::new(200, case.good)).unwrap()).unwrap();
        // What is kept as it came stands in a member of its own.
        let written = written.get("document").unwrap_or(&written);
        let vendor: Value = serde_json::from_str(case.good).unwrap();
        assert!(says(&vendor, written), "{}:\n{vendor}\n{written}", case.label);
    }
}

#[test]
fn unknown_fields_are_written_where_they_came() {
    let mut vendor: Value = serde_json::from_str(fixture!("list.json")).unwrap();
    let odd = json!({"a": [1, null, {"b": "ж <&>"}], "": true});
    vendor["zz"] = odd.clone();
    vendor["licenses"]["48213"]["notes"] = odd.clone();
    vendor["licenses"]["48213"]["expires"] = json!("0000-00-00");
    let page = decode_body(&ListLicenses::new(), &vendor.to_string()).unwrap();
    let written: Value = serde_json::from_str(&reply_to_json(&page).unwrap()).unwrap();
    assert_eq!(written["zz"], odd);
    assert_eq!(written["licenses"][0]["notes"], odd);
    assert_eq!(written["licenses"][0]["expires"], json!("0000-00-00"));
    assert!(says(&vendor, &written), "{written}");
}

#[test]
fn a_purchase_is_written_like_this() {
    let buy = Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    let purchase = decode_body(&buy, fixture!("buy_new.json")).unwrap();
    let expected = json!({
        "lid": 48213,
        "license": "11111-22222-33333-44444-55555",
        "bal": "-48",
        "ip": "203.0.113.10",
        "time": "2026-01-01T00:00:00Z",
        "rate": "2",
        "amt": "2",
        "added": "1M",
        "action": "new",
        "autorenew": "YES",
        "actid": 700_123,
    });
    assert_eq!(serde_json::to_value(&purchase).unwrap(), expected);
    assert!(reply_to_xml(&purchase).unwrap().contains("<license>11111-22222-33333-44444-55555</license>"));
}

#[test]
fn a_stored_reply_is_read_again_as_it_was() {
    fn again<T: serde::Serialize + serde::de::DeserializeOwned>(body: &str) {
        let first: T = serde_json::from_str(body).unwrap();
        let stored = serde_json::to_string(&first).unwrap();
        let second: T = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&second).unwrap(), stored);
    }
    again::<Purchase>(fixture!("buy_new.json"));
    again::<Purchase>(fixture!("buy_renew.json"));
    again::<Refunded>(fixture!("refund.json"));
    again::<Cancelled>(fixture!("cancel.json"));
    again::<LicenseLogs>(fixture!("logs.json"));
    again::<Invoice>(fixture!("invoice_unbilled.json"));
    let first: Cancelled = serde_json::from_str(fixture!("cancel.json")).unwrap();
    let second: Cancelled = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
    assert_eq!(first, second, "the typed values as well");
    let first: Purchase = serde_json::from_str(fixture!("buy_new.json")).unwrap();
    let second: Purchase = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
    assert_eq!(first, second);
}

/// Whether an element says what a JSON value says.
fn is_in_xml(node: roxmltree::Node<'_, '_>, value: &Value) -> bool {
    let children: Vec<_> = node.children().filter(roxmltree::Node::is_element).collect();
    match value {
        Value::Null => children.is_empty() && node.text().is_none(),
        Value::Array(items) => {
            children.len() == items.len()
                && children
                    .iter()
                    .zip(items)
                    .all(|(child, item)| child.has_tag_name("item") && is_in_xml(*child, item))
        }
        Value::Object(members) => {
            children.len() == members.len()
                && children.iter().zip(members).all(|(child, (name, member))| {
                    let named = child.attribute("key").unwrap_or(child.tag_name().name());
                    named == name && is_in_xml(*child, member)
                })
        }
        scalar => children.is_empty() && node.text().unwrap_or_default() == text(scalar),
    }
}

#[test]
fn xml_holds_what_json_holds() {
    for case in cases() {
        let reply: Value =
            serde_json::from_str(&(case.decode)(&Answer::new(200, case.good)).unwrap()).unwrap();
        let xml = reply_to_xml(&reply).unwrap();
        let document = roxmltree::Document::parse(&xml).unwrap();
        let root = document.root_element();
        assert!(root.has_tag_name("reply"), "{xml}");
        assert!(is_in_xml(root, &reply), "{}:\n{reply}\n{xml}", case.label);
    }
}

#[test]
fn xml_holds_awkward_names_and_texts() {
    let body = json!({
        "license": "k", "48213": {"a b": "<&>\"'", "xml": "ж\r\n\t]]>", "": [], "-": {}}, "n": [1, true, null, ""],
    });
    let buy = Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    let purchase = decode_body(&buy, &body.to_string()).unwrap();
    let written = serde_json::to_value(&purchase).unwrap();
    assert_eq!(written["48213"], body["48213"]);
    let xml = reply_to_xml(&purchase).unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    assert!(is_in_xml(document.root_element(), &written), "{xml}");
}

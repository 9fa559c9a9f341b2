//! JSON documents: read with the place of a fault, written as XML.

use std::fmt::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, Fault};

/// Reads a whole JSON document. Anything behind it is a fault.
///
/// # Errors
/// [`Fault::Decode`] with the place that could not be read.
pub fn from_json<T: DeserializeOwned>(document: &[u8]) -> Result<T, Fault> {
    if document.is_empty() {
        return Err(Fault::decode("", "the body is empty"));
    }
    let mut reader = serde_json::Deserializer::from_slice(document);
    let value = serde_path_to_error::deserialize::<_, T>(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        Fault::decode(path, plain(error.inner()))
    })?;
    match reader.end() {
        Ok(()) => Ok(value),
        Err(_) => Err(Fault::decode("", "there is something behind the JSON document")),
    }
}

/// The same for documents that may be long: keeping track of the place costs time, so it is only done for one that has a
/// fault, which is read again. A program that reads a type so holds the code for it twice.
///
/// # Errors
/// As [`from_json`].
pub fn from_long_json<T: DeserializeOwned>(document: &[u8]) -> Result<T, Fault> {
    // That the whole is text is found out faster than that of each text in it.
    let read = std::str::from_utf8(document).ok().and_then(|text| serde_json::from_str(text).ok());
    read.map_or_else(|| from_json(document), Ok)
}

/// What is wrong, without the position, which says nothing to a reader, and without the value, which may be secret.
fn plain(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    match error.classify() {
        Category::Eof => "the JSON document ends early".into(),
        Category::Syntax | Category::Io => "this is not JSON".into(),
        Category::Data => {
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or_default();
            // `invalid type: string "…", expected …`: the value in it is the vendor's.
            match text.rsplit_once("expected ") {
                Some((_, expected)) => format!("expected {expected}"),
                None => text.to_owned(),
            }
        }
    }
}

/// A reply as JSON, unknown fields included, indented.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `reply` when the value has no JSON form, such as a map with keys that are not text.
pub fn reply_to_json<T: Serialize>(reply: &T) -> Result<String, Error> {
    serde_json::to_string_pretty(reply).map_err(|_| no_json())
}

/// A reply as XML, unknown fields included, in the shape of [`to_xml`] with the root `reply`.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `reply` when the value has no JSON form, such as a map with keys that are not text.
pub fn reply_to_xml<T: Serialize>(reply: &T) -> Result<String, Error> {
    Ok(to_xml("reply", &serde_json::to_value(reply).map_err(|_| no_json())?))
}

fn no_json() -> Error {
    Error::invalid("reply", "has no JSON form")
}

/// Writes a JSON value as an XML document. Members become elements of their name, list entries become `item`; a name
/// that XML does not allow, such as a number, becomes an `item` with the name in its `key` attribute.
#[must_use]
pub fn to_xml(root: &str, value: &Value) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut out, root, value, 0);
    out
}

/// Deeper than this nothing is moved further to the right, so that a document that is only deep does not become large.
const DEEPEST_INDENT: usize = 16;

fn element(out: &mut String, name: &str, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth.min(DEEPEST_INDENT));
    let (tag, key) = if is_xml_name(name) {
        (name, String::new())
    } else {
        ("item", format!(" key=\"{}\"", escape(name)))
    };
    // Writing to a text cannot fail.
    let _ = match value {
        Value::Null => writeln!(out, "{indent}<{tag}{key}/>"),
        Value::String(text) => writeln!(out, "{indent}<{tag}{key}>{}</{tag}>", escape(text)),
        Value::Bool(_) | Value::Number(_) => writeln!(out, "{indent}<{tag}{key}>{value}</{tag}>"),
        Value::Array(items) => {
            let _ = writeln!(out, "{indent}<{tag}{key}>");
            for item in items {
                element(out, "item", item, depth + 1);
            }
            writeln!(out, "{indent}</{tag}>")
        }
        Value::Object(members) => {
            let _ = writeln!(out, "{indent}<{tag}{key}>");
            for (name, member) in members {
                element(out, name, member, depth + 1);
            }
            writeln!(out, "{indent}</{tag}>")
        }
    };
}

fn is_xml_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// A text as it may stand in an element or an attribute. What XML cannot hold becomes the replacement character.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() && c < ' ' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Inner {
        #[allow(dead_code, reason = "only its reading is tested")]
        number: u8,
    }

    type Map = std::collections::BTreeMap<String, Inner>;

    fn fault(document: &[u8]) -> (String, String) {
        let (short, long) = (from_json::<Map>(document), from_long_json::<Map>(document));
        match (short, long) {
            (Err(short), Err(long)) if short == long => match short {
                Fault::Decode { path, reason } => (path, reason),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_fault_names_the_place_and_not_the_value() {
        let (path, reason) = fault(br#"{"48213":{"number":"canary"}}"#);
        assert_eq!((path.as_str(), reason.as_str()), ("48213.number", "expected u8"));
        assert_eq!(fault(br#"{"a":{}}"#), ("a".into(), "missing field `number`".into()));
    }

    #[test]
    fn what_is_not_one_json_document_is_a_fault() {
        for (document, reason) in [
            (&b""[..], "the body is empty"),
            (b"{", "the JSON document ends early"),
            (b"{} {}", "there is something behind the JSON document"),
            (b"<html>", "this is not JSON"),
            (b"{\"a\":NaN}", "this is not JSON"),
            (b"\xff", "this is not JSON"),
        ] {
            assert_eq!(fault(document).1, reason);
        }
        let deep = "[".repeat(1_000_000);
        assert!(from_json::<Value>(deep.as_bytes()).is_err());
    }

    #[test]
    fn xml_is_read_back_whole_by_another_parser() {
        let value = json!({
            "licenses": {"48213": {"license": "a<b>&\"c\"\u{1}\n ж", "unset": null, "on": true, "rate": 2.5}},
            "new_ips": ["192.0.2.1", "192.0.2.2"],
        });
        let text = to_xml("reply", &value);
        let document = roxmltree::Document::parse(&text).unwrap();
        let find = |name: &str| document.descendants().find(|node| node.has_tag_name(name)).unwrap();
        assert_eq!(find("license").text(), Some("a<b>&\"c\"\u{fffd}\n ж"));
        assert_eq!(find("item").attribute("key"), Some("48213"));
        assert_eq!(find("unset").text(), None);
        assert_eq!(find("on").text(), Some("true"));
        assert_eq!(find("rate").text(), Some("2.5"));
        let addresses: Vec<_> =
            find("new_ips").children().filter(roxmltree::Node::is_element).map(|node| node.text()).collect();
        assert_eq!(addresses, [Some("192.0.2.1"), Some("192.0.2.2")]);
    }

    #[test]
    fn a_document_that_is_deep_and_long_does_not_grow_with_both() {
        let deep = (0..100).fold(json!(vec![1; 10_000]), |inner, _| json!([inner]));
        let (long, written) = (deep.to_string().len(), to_xml("reply", &deep).len());
        assert!(written < 30 * long, "{written} from {long}");
    }
}

//! Looking into values whose shape is not known: members by likely names, lists in likely forms.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The place and the reason of what was not understood.
pub(crate) type Misread = (String, String);

/// Whether a value says nothing: what PHP and its kin make of an empty one.
pub(crate) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The first of these names that is there and says something, as it is spelled there, with its value.
///
/// Capitals, `_` and `-` make no difference.
pub(crate) fn find<'a>(members: &'a Map<String, Value>, names: &[&str]) -> Option<(&'a str, &'a Value)> {
    names.iter().find_map(|name| find_all(members, name).find(|(_, value)| !is_blank(value)))
}

/// As [`find`], and a blank value counts.
pub(crate) fn find_any<'a>(members: &'a Map<String, Value>, names: &[&str]) -> Option<(&'a str, &'a Value)> {
    names.iter().find_map(|name| find_all(members, name).next())
}

fn find_all<'a>(members: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    members
        .iter()
        .filter(move |(there, _)| letters(there).eq(letters(name)))
        .map(|(there, value)| (there.as_str(), value))
}

/// A name's letters, without what makes no difference.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !matches!(byte, b'_' | b'-')).map(|byte| byte.to_ascii_lowercase())
}

/// A name without what makes no difference.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect()
}

/// A text or a number as text.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What answers are sometimes wrapped in.
const WRAPPERS: &[&str] = &["data", "result", "license", "licenses", "versions", "products"];

/// The inside of one wrapper, where there is one: `data`, `result`, `license`, or a list of a single list or object.
pub(crate) fn unwrapped(value: &Value) -> &Value {
    let inner = match value {
        Value::Object(members) => WRAPPERS
            .iter()
            .filter_map(|name| find_any(members, &[name]))
            .map(|(_, inner)| inner)
            .find(|inner| inner.is_object() || inner.is_array()),
        _ => None,
    };
    inner.unwrap_or(value)
}

/// Names that tell a licence from what it is wrapped in.
const TELLING: &[&str] = &["keyNumber", "mainKeyNumber", "licenseId", "keyId"];

/// The object that an answer about one thing is, with or without a wrapper.
pub(crate) fn object(value: &Value) -> Option<&Map<String, Value>> {
    if let Some(members) = value.as_object().filter(|members| find(members, TELLING).is_some()) {
        return Some(members);
    }
    match unwrapped(value) {
        Value::Object(members) => Some(members),
        Value::Array(items) => match items.as_slice() {
            [Value::Object(members)] => Some(members),
            _ => None,
        },
        _ => None,
    }
}

/// A list in one of the forms in which PHP writes it.
pub(crate) enum Entries<'a> {
    /// A list.
    List(&'a [Value]),
    /// A map whose keys are whole numbers, in their order: a list with gaps, or a map from identifiers.
    Numbered(Vec<(u64, &'a Value)>),
    /// Any other map.
    Named(&'a Map<String, Value>),
}

/// The entries of an answer that should be a list; why it is none otherwise.
pub(crate) fn entries(value: &Value) -> Result<Entries<'_>, String> {
    let mut inner = unwrapped(value);
    if let Value::Array(items) = inner {
        if let [Value::Array(_)] = items.as_slice() {
            inner = &items[0];
        }
    }
    let entries = match inner {
        Value::Null => Entries::List(&[]),
        Value::Array(items) => Entries::List(items),
        Value::Object(members) => {
            let numbered: Option<BTreeMap<u64, &Value>> =
                members.iter().map(|(key, value)| Some((index(key)?, value))).collect();
            match numbered {
                Some(numbered) => Entries::Numbered(numbered.into_iter().collect()),
                None => Entries::Named(members),
            }
        }
        _ => return Err("expected a list".into()),
    };
    complete(value, inner, &entries)?;
    Ok(entries)
}

/// A key of a map that PHP made of a list, without leading zeros.
fn index(key: &str) -> Option<u64> {
    let plain = key == "0" || (!key.starts_with('0') && key.bytes().all(|b| b.is_ascii_digit()));
    if plain { key.parse().ok() } else { None }
}

/// A wrapper that counts more than it lists holds a page, and a page must not be taken for the whole.
fn complete(outer: &Value, inner: &Value, entries: &Entries<'_>) -> Result<(), String> {
    let Value::Object(members) = outer else { return Ok(()) };
    if std::ptr::eq(outer, inner) {
        return Ok(());
    }
    let listed = match entries {
        Entries::List(items) => items.len(),
        Entries::Numbered(items) => items.len(),
        Entries::Named(items) => items.len(),
    };
    let counted = find(members, &["total", "totalCount", "count"])
        .and_then(|(_, count)| text(count)?.parse::<u64>().ok());
    match counted {
        Some(counted) if counted > listed as u64 => {
            Err(format!("the vendor counts {counted} and lists {listed}"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_match_whatever_their_spelling_and_blank_members_are_passed_over() {
        let value = json!({"title": null, "Key-Number": "", "key_number": "K1", "domain": "web1"});
        let members = value.as_object().unwrap();
        assert_eq!(find(members, &["keyNumber"]).unwrap(), ("key_number", &json!("K1")));
        assert_eq!(find(members, &["title", "name", "domain"]).unwrap().0, "domain");
        assert_eq!(find_any(members, &["title", "domain"]).unwrap().0, "title");
        assert!(find(members, &["number"]).is_none());
    }

    #[test]
    fn one_wrapper_is_taken_off() {
        let inner = json!({"keyNumber": "K1"});
        for wrapped in [
            inner.clone(),
            json!([inner]),
            json!({"data": inner}),
            json!({"result": "success", "License": inner}),
            json!({"data": [inner]}),
        ] {
            assert_eq!(object(&wrapped), inner.as_object(), "{wrapped}");
        }
        for other in [json!([]), json!([1]), json!([inner, inner]), json!("text"), json!(null)] {
            assert_eq!(object(&other), None, "{other}");
        }
    }

    #[test]
    fn a_page_is_not_taken_for_the_whole() {
        assert!(entries(&json!({"data": ["A", "B"], "total": 2})).is_ok());
        assert!(entries(&json!({"data": ["A", "B"], "total": "3"})).is_err());
        assert!(entries(&json!({"data": [], "count": 1})).is_err());
    }
}

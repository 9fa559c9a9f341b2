//! Key numbers in answers whose shape is not known.

use serde_json::{Map, Value};

use crate::Document;
use crate::key_number::{Number, looks_like_key};
use crate::property::Property;
use crate::shapes::{Entries, Misread, entries, find, object, unwrapped};

/// The largest number that an index of a list can be taken for, where the values are bare numbers as well.
const LARGEST_INDEX: u64 = 99_999;

/// The number of a licence among its members.
pub(crate) fn key_number(members: &Map<String, Value>) -> Option<Number> {
    Number::from_value(find(members, Property::KeyNumber.names())?.1)
}

/// Every key number that an answer names.
pub(crate) fn keys(value: &Value) -> Vec<Number> {
    let mut found = Vec::new();
    match unwrapped(value) {
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Object(members) => keys_of(members, &mut found),
                    item => found.extend(lone_key(item)),
                }
            }
        }
        Value::Object(_) => {
            if let Some(members) = object(value) {
                keys_of(members, &mut found);
            }
        }
        other => found.extend(lone_key(other)),
    }
    let mut unique: Vec<Number> = Vec::new();
    for key in found {
        if !unique.contains(&key) {
            unique.push(key);
        }
    }
    unique
}

/// The numbers in one object: its own, then those of add-ons.
fn keys_of(members: &Map<String, Value>, found: &mut Vec<Number>) {
    for name in Property::KeyNumber.names() {
        if let Some((_, value)) = find(members, &[name]) {
            // The number of an order may be called `number` too, so under such a name it has to look like a key.
            let telling = !matches!(*name, "number" | "key");
            if let Some(key) = Number::from_value(value).filter(|_| telling || looks_like_key(value)) {
                found.push(key);
                break;
            }
        }
    }
    for name in ["keyNumbers", "keys", "additionalKeys", "additionalKeysNumbers"] {
        let Some((_, Value::Array(items))) = find(members, &[name]) else { continue };
        for item in items {
            match item {
                Value::Object(inner) => {
                    let number = find(inner, Property::KeyNumber.names());
                    found.extend(number.and_then(|(_, value)| Number::from_value(value)));
                }
                item => found.extend(lone_key(item)),
            }
        }
    }
}

/// A value without a name, where it looks like a key.
fn lone_key(value: &Value) -> Option<Number> {
    // A bare number may as well be the order's.
    if value.is_string() && looks_like_key(value) { Number::from_value(value) } else { None }
}

/// The key numbers of an answer that is a list of them.
pub(crate) fn listed(document: &Document) -> Result<Vec<Number>, Misread> {
    let value = match document.value() {
        Some(value) => value,
        None if document.is_empty() => return Ok(Vec::new()),
        None => return Err((String::new(), "this is not JSON".into())),
    };
    if value.is_string() && looks_like_key(value) {
        return Ok(Number::from_value(value).into_iter().collect());
    }
    match entries(value).map_err(|reason| (String::new(), reason))? {
        Entries::List(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| key_of(item).ok_or_else(|| no_key(&format!("[{index}]"))))
            .collect(),
        Entries::Numbered(items) => {
            let small = items.iter().all(|(index, _)| *index <= LARGEST_INDEX);
            let is_key = |item: &Value| if small { looks_like_key(item) } else { has_prefix(item) };
            if items.iter().all(|(_, item)| is_key(item)) {
                return items
                    .iter()
                    .map(|(index, item)| key_of(item).ok_or_else(|| no_key(&index.to_string())))
                    .collect();
            }
            // Numbers that lead to titles and the like may be identifiers or may be an order: nobody can say.
            items.iter().map(|(index, item)| keyed(&index.to_string(), item)).collect()
        }
        // What has a prefix and digits is a key, whatever it leads to.
        Entries::Named(members) if members.keys().all(|key| has_prefix(&Value::from(key.as_str()))) => {
            members.keys().map(|key| Number::new(key.clone()).map_err(|_| no_key(key))).collect()
        }
        Entries::Named(members) => members.iter().map(|(key, item)| keyed(key, item)).collect(),
    }
}

/// An entry of a list: a number, or an object with one.
pub(crate) fn key_of(item: &Value) -> Option<Number> {
    match item {
        Value::Object(members) => key_number(members),
        item => Number::from_value(item),
    }
}

/// A map's entry: an object with a number, or under its number.
fn keyed(key: &str, item: &Value) -> Result<Number, Misread> {
    let Value::Object(members) = item else {
        return Err((key.to_owned(), "expected an object, because this is a map".into()));
    };
    // A map's key that has no form of a number may as well be the name of something else, or an index.
    let from_key = || Some(Value::from(key)).filter(looks_like_key).and_then(|key| Number::from_value(&key));
    key_number(members).or_else(from_key).ok_or_else(|| no_key(key))
}

/// Whether it has the form of a key that is more than a number.
fn has_prefix(item: &Value) -> bool {
    item.as_str().is_some_and(|text| text.contains('.')) && looks_like_key(item)
}

fn no_key(path: &str) -> Misread {
    (path.to_owned(), "expected a key number".into())
}

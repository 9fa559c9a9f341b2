//! Key numbers in answers whose shape is not known.

use serde_json::{Map, Value};

use crate::key_number::looks_like_key;
use crate::property::Property;
use crate::shapes::{find, object, unwrapped};
use crate::{Family, KeyNumber};

/// The number of a licence among its members.
pub(crate) fn key_number<F: Family>(members: &Map<String, Value>) -> Option<KeyNumber<F>> {
    KeyNumber::from_value(find(members, Property::KeyNumber.names())?.1)
}

/// Every key number that an answer names.
pub(crate) fn keys<F: Family>(value: &Value) -> Vec<KeyNumber<F>> {
    let mut found: Vec<KeyNumber<F>> = Vec::new();
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
    let mut unique: Vec<KeyNumber<F>> = Vec::new();
    for key in found {
        if !unique.contains(&key) {
            unique.push(key);
        }
    }
    unique
}

/// The numbers in one object: its own, then those of add-ons.
fn keys_of<F: Family>(members: &Map<String, Value>, found: &mut Vec<KeyNumber<F>>) {
    for name in Property::KeyNumber.names() {
        if let Some((_, value)) = find(members, &[name]) {
            // The number of an order may be called `number` too, so under such a name it has to look like a key.
            let telling = !matches!(*name, "number" | "key");
            if let Some(key) = KeyNumber::from_value(value).filter(|_| telling || looks_like_key(value)) {
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
                    found.extend(number.and_then(|(_, value)| KeyNumber::from_value(value)));
                }
                item => found.extend(lone_key(item)),
            }
        }
    }
}

/// A value without a name, where it looks like a key.
fn lone_key<F: Family>(value: &Value) -> Option<KeyNumber<F>> {
    // A bare number may as well be the order's.
    if value.is_string() && looks_like_key(value) { KeyNumber::from_value(value) } else { None }
}

//! What a PHP server makes of a value: its JSON, and its `serialize()` format.

use std::io;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::Formatter;

/// A PHP value. A map keeps the order of its members, as a PHP array does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(Decimal),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// An object without members, which is `{}` in JSON where an empty array is `[]`.
    Object,
}

impl Value {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An id or a count as a PHP int. One that does not fit cannot come up; it would be cut to the greatest.
    pub(crate) fn int(number: impl TryInto<i64>) -> Self {
        Self::Int(number.try_into().unwrap_or(i64::MAX))
    }

    /// A computed amount: PHP makes an int of a whole product of ints, and a float of anything else.
    pub(crate) fn number(amount: Decimal) -> Self {
        match amount.to_i64() {
            Some(whole) if amount.fract().is_zero() => Self::Int(whole),
            _ => Self::Float(amount),
        }
    }

    /// An array keyed by name.
    pub(crate) fn map<const N: usize>(members: [(&str, Value); N]) -> Self {
        Self::Map(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// JSON as `json_encode` writes it: an empty array is `[]` even where a map is meant, a whole float has no
/// `.0`, a slash is escaped and so is everything outside ASCII.
pub(crate) fn to_json(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut bytes, PhpFormatter);
    // Writing into a vector does not fail, and every key is a string.
    let _ = value.serialize(&mut writer);
    bytes
}

/// The format of PHP's `serialize()`. Lengths are in bytes, and a key that looks like an int is one.
pub(crate) fn serialize(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_serialized(value, &mut bytes);
    bytes
}

fn write_serialized(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"N;"),
        Value::Bool(flag) => out.extend_from_slice(format!("b:{};", u8::from(*flag)).as_bytes()),
        Value::Object => out.extend_from_slice(b"O:8:\"stdClass\":0:{}"),
        Value::Int(number) => out.extend_from_slice(format!("i:{number};").as_bytes()),
        Value::Float(number) => out.extend_from_slice(format!("d:{};", number.normalize()).as_bytes()),
        Value::Text(text) => write_serialized_text(text, out),
        Value::List(items) => {
            out.extend_from_slice(format!("a:{}:{{", items.len()).as_bytes());
            for (index, item) in items.iter().enumerate() {
                out.extend_from_slice(format!("i:{index};").as_bytes());
                write_serialized(item, out);
            }
            out.push(b'}');
        }
        Value::Map(members) => {
            out.extend_from_slice(format!("a:{}:{{", members.len()).as_bytes());
            for (name, member) in members {
                match int_key(name) {
                    Some(number) => out.extend_from_slice(format!("i:{number};").as_bytes()),
                    None => write_serialized_text(name, out),
                }
                write_serialized(member, out);
            }
            out.push(b'}');
        }
    }
}

fn write_serialized_text(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("s:{}:\"", text.len()).as_bytes());
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(b"\";");
}

/// PHP turns an array key into an int when it is written the way that int prints.
fn int_key(name: &str) -> Option<i64> {
    name.parse::<i64>().ok().filter(|number| number.to_string() == name)
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Object => serializer.serialize_map(Some(0))?.end(),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Float(number) => match Value::number(*number) {
                Value::Int(whole) => serializer.serialize_i64(whole),
                _ => serializer.serialize_f64(number.to_f64().unwrap_or_default()),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(members) if members.is_empty() => serializer.collect_seq([(); 0]),
            Self::Map(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    map.serialize_entry(name, member)?;
                }
                map.end()
            }
        }
    }
}

/// Writes strings with the escapes that `json_encode` uses by default.
struct PhpFormatter;

impl Formatter for PhpFormatter {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, character) in text.char_indices() {
            if character != '/' && character.is_ascii() {
                continue;
            }
            writer.write_all(&text.as_bytes()[plain..at])?;
            plain = at + character.len_utf8();
            if character == '/' {
                writer.write_all(b"\\/")?;
                continue;
            }
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        writer.write_all(&text.as_bytes()[plain..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(value: &Value) -> String {
        String::from_utf8(to_json(value)).unwrap()
    }

    fn php(value: &Value) -> String {
        String::from_utf8(serialize(value)).unwrap()
    }

    #[test]
    fn serialized_lengths_are_in_bytes() {
        assert_eq!(php(&Value::text("Zoë/\"x\"")), "s:8:\"Zoë/\"x\"\";");
        assert_eq!(php(&Value::text("")), "s:0:\"\";");
    }

    #[test]
    fn serialized_scalars_have_their_types() {
        let value = Value::List(vec![
            Value::Null,
            Value::Int(-7),
            Value::Float(Decimal::new(-4800, 2)),
            Value::Float(Decimal::new(-4550, 2)),
        ]);
        assert_eq!(php(&value), "a:4:{i:0;N;i:1;i:-7;i:2;d:-48;i:3;d:-45.5;}");
    }

    #[test]
    fn a_key_that_prints_like_an_int_is_an_int() {
        let keys = ["48213", "-5", "007", "+1", "", "1.5", "99999999999999999999"];
        let value = Value::Map(keys.iter().map(|key| ((*key).to_owned(), Value::Null)).collect());
        assert_eq!(
            php(&value),
            "a:7:{i:48213;N;i:-5;N;s:3:\"007\";N;s:2:\"+1\";N;s:0:\"\";N;s:3:\"1.5\";N;s:20:\"99999999999999999999\";N;}"
        );
    }

    #[test]
    fn an_empty_map_is_an_empty_list_in_json_and_an_empty_array_in_php() {
        let value = Value::map([("licenses", Value::Map(vec![])), ("error", Value::Null)]);
        assert_eq!(json(&value), r#"{"licenses":[],"error":null}"#);
        assert_eq!(php(&value), "a:2:{s:8:\"licenses\";a:0:{}s:5:\"error\";N;}");
    }

    #[test]
    fn floats_lose_a_whole_fraction_and_keep_another() {
        assert_eq!(json(&Value::Float(Decimal::new(-4800, 2))), "-48");
        assert_eq!(json(&Value::Float(Decimal::new(-4550, 2))), "-45.5");
        assert_eq!(Value::number(Decimal::new(250, 2)), Value::Float(Decimal::new(250, 2)));
        assert_eq!(Value::number(Decimal::new(200, 2)), Value::Int(2));
    }

    #[test]
    fn json_escapes_as_php_does() {
        assert_eq!(json(&Value::text("a/b \"é\" 😀\n")), r#""a\/b \"\u00e9\" \ud83d\ude00\n""#);
    }

    #[test]
    fn an_object_without_members_is_not_an_empty_array() {
        let value =
            Value::List(vec![Value::Object, Value::Map(vec![]), Value::Bool(true), Value::Bool(false)]);
        assert_eq!(json(&value), "[{},[],true,false]");
        assert_eq!(php(&value), "a:4:{i:0;O:8:\"stdClass\":0:{}i:1;a:0:{}i:2;b:1;i:3;b:0;}");
    }

    #[test]
    fn members_keep_their_order() {
        let value = Value::Map(vec![("9".into(), Value::Int(1)), ("1".into(), Value::Int(2))]);
        assert_eq!(json(&value), r#"{"9":1,"1":2}"#);
    }
}

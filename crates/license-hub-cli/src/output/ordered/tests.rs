use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::Writer;

fn written(writer: &mut Writer, value: &(impl Serialize + ?Sized)) -> String {
    writer.begin(0);
    writer.write(value).unwrap();
    writer.text().to_owned()
}

fn as_a_copy(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string_pretty(&serde_json::to_value(value).unwrap()).unwrap()
}

#[derive(serde::Serialize)]
struct Bytes(#[serde(serialize_with = "bytes")] &'static [u8]);

fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

#[derive(serde::Serialize)]
struct Nothing;

#[derive(serde::Serialize)]
enum Kind {
    Unit,
    Of(u8),
    Two(u8, Option<&'static str>),
    Named { z: u8, a: Vec<u8> },
}

#[derive(serde::Serialize)]
struct Everything {
    z: (bool, i8, i16, i32, i64),
    numbers: (u8, u16, u32, u64),
    fractions: [f64; 5],
    small: f32,
    text: &'static str,
    sign: char,
    odd_sign: char,
    bytes: Bytes,
    none: Option<u8>,
    some: Option<u8>,
    unit: (),
    nothing: Nothing,
    kinds: Vec<Kind>,
    empty: (Vec<u8>, BTreeMap<u8, u8>),
    by_number: BTreeMap<i64, u8>,
    by_flag: BTreeMap<bool, u8>,
    by_sign: BTreeMap<char, u8>,
    address: std::net::IpAddr,
    #[serde(flatten)]
    more: BTreeMap<&'static str, Value>,
}

fn everything() -> Everything {
    Everything {
        z: (true, -1, -2, -3, i64::MIN),
        numbers: (1, 2, 3, u64::MAX),
        fractions: [0.1, 1.0, -2.5e-9, f64::NAN, f64::INFINITY],
        small: 1.1,
        text: "ж \"quoted\" \\ \n\u{1}\u{7f}",
        sign: 'a',
        odd_sign: '"',
        bytes: Bytes(b"ab"),
        none: None,
        some: Some(1),
        unit: (),
        nothing: Nothing,
        kinds: vec![Kind::Unit, Kind::Of(1), Kind::Two(2, None), Kind::Named { z: 1, a: vec![] }],
        empty: (Vec::new(), BTreeMap::new()),
        by_number: BTreeMap::from([(-1, 1), (10, 2), (9, 3)]),
        by_flag: BTreeMap::from([(true, 1), (false, 2)]),
        by_sign: BTreeMap::from([('"', 1), ('!', 2), ('#', 3)]),
        address: "2001:db8::1".parse().unwrap(),
        more: BTreeMap::from([("b", json!({"y": {}, "x": []})), ("aa", json!([{"d": 1, "c": [[]]}]))]),
    }
}

#[test]
fn everything_is_written_as_a_copy_of_it_would_be() {
    let mut writer = Writer::default();
    let everything = everything();
    // Again, as the order of the first is known then.
    for _ in 0..2 {
        assert_eq!(written(&mut writer, &everything), as_a_copy(&everything));
    }
    for value in [json!(null), json!([]), json!({}), json!([[], {}, "x"]), json!("\"")] {
        assert_eq!(written(&mut writer, &value), as_a_copy(&value));
    }
}

/// An object whose members come in this order, each with its place as the value.
struct Members<'a>(&'a [&'a str]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (place, name) in self.0.iter().enumerate() {
            map.serialize_entry(name, &place)?;
        }
        map.end()
    }
}

#[test]
fn names_are_ordered_as_they_read_and_of_equal_ones_the_last_holds() {
    let mut writer = Writer::default();
    for names in [
        &["b", "a", "c"][..],
        &["b", "a", "c"],
        &["c", "b", "a"],
        &["a", "b", "c"],
        &["b", "a", "b", "c"],
        // As many as were left of those before.
        &["b", "c", "a"],
        &["x", "x"],
        &["x"],
        &["aa", "a", "a!", "a#", "a\"", "a\\", "a\n", "A", "ж", ""],
        &["\u{1}", "\"", "z", "\\"],
        &["\"", "!", "#", "\""],
    ] {
        assert_eq!(written(&mut writer, &Members(names)), as_a_copy(&Members(names)), "{names:?}");
    }
}

#[test]
fn members_are_ordered_in_whatever_they_stand() {
    let mut writer = Writer::default();
    let value = [Members(&["b", "a"]), Members(&[]), Members(&["b", "d", "c"])];
    let nested = BTreeMap::from([("one", &value[..]), ("more", &value[1..])]);
    assert_eq!(written(&mut writer, &nested), as_a_copy(&nested));
}

#[test]
fn what_cannot_be_a_name_is_no_json() {
    let mut writer = Writer::default();
    assert!(writer.write(&BTreeMap::from([(vec![1], 1)])).is_err());
    assert!(writer.write(&BTreeMap::from([(None::<u8>, 1)])).is_err());
}

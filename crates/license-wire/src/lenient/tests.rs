//! What each kind of value takes and keeps.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

#[allow(clippy::needless_pass_by_value, reason = "the callers write literals")]
fn read<T: FromScalar>(value: Value) -> Lenient<T> {
    serde_json::from_str(&value.to_string()).unwrap()
}

#[test]
fn numbers_and_texts_are_the_same() {
    assert_eq!(read::<u64>(json!("48213")), Lenient::Value(48213));
    assert_eq!(read::<u64>(json!(48213)), Lenient::Value(48213));
    assert_eq!(read::<String>(json!(48213)).as_str(), Some("48213"));
    assert_eq!(read::<bool>(json!("1")), Lenient::Value(true));
    assert_eq!(read::<bool>(json!(1)), Lenient::Value(true));
    assert_eq!(read::<bool>(json!(true)), Lenient::Value(true));
    assert_eq!(read::<bool>(json!("NO")), Lenient::Value(false));
    assert_eq!(read::<i64>(json!("-5")), Lenient::Value(-5));
}

#[test]
fn a_text_is_read_without_json() {
    assert_eq!(Lenient::from_text("48213"), Lenient::Value(48213_u64));
    assert_eq!(Lenient::<u64>::from_text("-1"), Lenient::Unread(Box::new(json!("-1"))));
    assert!(Lenient::<String>::from_text("").is_missing());
}

#[test]
fn unknown_fields_can_be_put_together() {
    let extra: Extra = [("b".to_owned(), json!(2)), ("a".to_owned(), json!("1"))].into_iter().collect();
    assert_eq!(extra.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((extra.get("b"), extra.get("c")), (Some(&json!(2)), None));
    assert!(!extra.is_empty() && Extra::default().is_empty());
}

#[test]
fn unknown_fields_are_read_and_written_as_a_map() {
    let read = |text: &str| serde_json::from_str::<Extra>(text).unwrap();
    let extra = read(r#"{"b":[1],"a":{"x":null},"b":"later"}"#);
    assert_eq!(extra, read(r#"{"a":{"x":null},"b":"later"}"#), "the order says nothing, the later one holds");
    assert_eq!(serde_json::to_string(&extra).unwrap(), r#"{"a":{"x":null},"b":"later"}"#);
    assert_eq!(format!("{extra:?}"), r#"{"a", "b"}"#, "names only");
    for no_map in ["[]", "null", "1"] {
        assert!(serde_json::from_str::<Extra>(no_map).is_err(), "{no_map}");
    }
}

#[test]
fn nothing_is_nothing() {
    assert!(read::<u64>(json!(null)).is_missing());
    assert!(read::<u64>(json!("")).is_missing());
}

/// Found by fuzzing: without care a number with a large exponent is read as a neighbour of the nearest one.
#[test]
fn a_number_is_the_same_when_it_was_written_and_is_read_again() {
    for text in ["94e91", "9.4e+92", "1.7976931348623157e308", "5e-324", "0.1", "123456789.123456789"] {
        let once: Lenient<u64> = serde_json::from_str(text).unwrap();
        assert_eq!(once.unread().unwrap().as_f64(), text.parse().ok(), "{text}");
        let again: Lenient<u64> = serde_json::from_str(&serde_json::to_string(&once).unwrap()).unwrap();
        assert_eq!(again, once, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_kept_and_written_as_it_came() {
    for odd in
        [json!("1e3"), json!(-1), json!(1.5), json!([1]), json!({"a": [null]}), json!("18446744073709551616")]
    {
        let lenient = read::<u64>(odd.clone());
        assert_eq!(lenient.get(), None);
        assert_eq!(lenient.unread(), Some(&odd));
        assert_eq!(serde_json::to_value(&lenient).unwrap(), odd);
    }
}

#[test]
fn what_could_not_be_read_is_not_shown() {
    let shown = format!("{:?} {:?}", read::<u64>(json!("canary")), read::<u64>(json!(["canary"])));
    assert_eq!(shown, "Unread(text) Unread(list)");
    assert_eq!(format!("{:?} {:?}", read::<u64>(json!(7)), read::<u64>(json!(null))), "Value(7) Missing");
}

#[test]
fn money_is_decimal() {
    let amount = |value| read::<Decimal>(value).get().map(ToString::to_string);
    assert_eq!(amount(json!("2.00")).as_deref(), Some("2.00"));
    assert_eq!(amount(json!(-48)).as_deref(), Some("-48"));
    assert_eq!(amount(json!(-48.5)).as_deref(), Some("-48.5"));
    assert_eq!(amount(json!(0.1 + 0.2)).as_deref(), Some("0.3"));
    for no_money in [
        json!("12,50"),
        json!("1 200.00"),
        json!("2.50 EUR"),
        json!("1e3"),
        json!(1e300),
        json!("."),
        json!("1.2.3"),
    ] {
        assert_eq!(amount(no_money.clone()), None, "{no_money}");
    }
}

#[test]
fn dates_are_civil_dates() {
    for text in [json!("20260131"), json!(20_260_131), json!("2026-01-31")] {
        assert_eq!(read::<Date>(text).get(), Some(&date(2026, 1, 31)));
    }
    for no_date in [
        json!("0000-00-00"),
        json!("00000000"),
        json!("20260230"),
        json!(0),
        json!(10u64.pow(18)),
        json!("2026-1-31"),
        json!("26-01-2031"),
        json!("2026-01-31 10:00"),
    ] {
        assert_eq!(read::<Date>(no_date.clone()).get(), None, "{no_date}");
    }
}

#[test]
fn times_are_seconds() {
    assert_eq!(read::<Timestamp>(json!("1767225600")).get(), Some(&"2026-01-01T00:00:00Z".parse().unwrap()));
    assert_eq!(
        read::<Timestamp>(json!("2026-01-01T00:00:00Z")),
        read::<Timestamp>(json!(1_767_225_600)),
        "as it is written out"
    );
    for no_time in [json!(0), json!("0"), json!(i64::MAX), json!("soon")] {
        assert_eq!(read::<Timestamp>(no_time).get(), None);
    }
}

#[derive(Debug, Deserialize, PartialEq)]
struct Named {
    #[serde(default)]
    key: String,
}

impl Row for Named {
    fn keyed(&mut self, key: &str) {
        key.clone_into(&mut self.key);
    }
}

#[derive(Debug, Deserialize)]
struct Table {
    #[serde(deserialize_with = "rows")]
    rows: Vec<Named>,
}

#[test]
fn rows_come_as_a_map_a_list_or_nothing_and_keep_their_order() {
    let keys = |text: &str| -> Result<Vec<String>, serde_json::Error> {
        Ok(serde_json::from_str::<Table>(text)?.rows.into_iter().map(|row| row.key).collect())
    };
    assert_eq!(keys(r#"{"rows":{"9":{},"1\u0030":{}}}"#).unwrap(), ["9", "10"]);
    assert_eq!(keys(r#"{"rows":[{"key":"a"}]}"#).unwrap(), ["a"]);
    assert!(keys(r#"{"rows":[]}"#).unwrap().is_empty());
    assert!(keys(r#"{"rows":null}"#).unwrap().is_empty());
    for not_rows in [r#"{"rows":false}"#, r#"{"rows":"none"}"#, r#"{"rows":3}"#, r#"{"rows":{"a":1}}"#] {
        assert!(keys(not_rows).is_err(), "{not_rows}");
    }
}

proptest! {
    #[test]
    fn no_scalar_makes_a_reader_panic(text in "\\PC*", number in any::<f64>()) {
        for scalar in [Scalar::Text(&text), Scalar::Float(number)] {
            let _ = (u64::from_scalar(scalar), i64::from_scalar(scalar), bool::from_scalar(scalar));
            let _ = (Decimal::from_scalar(scalar), Date::from_scalar(scalar), Timestamp::from_scalar(scalar));
            let _ = IpAddr::from_scalar(scalar);
        }
    }

    #[test]
    fn a_decimal_survives_being_a_float(cents in -1_000_000_000i64..1_000_000_000) {
        let exact = Decimal::new(cents, 2);
        let float: f64 = exact.to_string().parse().unwrap();
        prop_assert_eq!(Decimal::from_scalar(Scalar::Float(float)).unwrap(), exact);
    }
}

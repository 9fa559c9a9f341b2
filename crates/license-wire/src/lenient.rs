//! Reading what PHP and its kin make of a value, without losing what cannot be read.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde::{Deserialize, de};
use serde_json::Value;

/// A value that a vendor writes in more than one way.
///
/// Missing, `null` and the empty text are [`Lenient::Missing`]. What is there and cannot be read as a `T` is kept as it
/// came, and is written out again as it came.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Lenient<T> {
    /// Not there, `null`, or an empty text.
    #[default]
    Missing,
    /// Read.
    Value(T),
    /// There, and not to be read as a `T`.
    Unread(Box<Value>),
}

impl<T> Lenient<T> {
    /// The value, where there is one that could be read.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing | Self::Unread(_) => None,
        }
    }

    /// Whether nothing was sent for it.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// What came, where it could not be read.
    #[must_use]
    pub fn unread(&self) -> Option<&Value> {
        match self {
            Self::Unread(value) => Some(value),
            Self::Missing | Self::Value(_) => None,
        }
    }
}

impl Lenient<String> {
    /// The text, where there is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.get().map(String::as_str)
    }
}

impl<T> From<T> for Lenient<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Serialize for Lenient<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
            Self::Unread(value) => value.serialize(serializer),
        }
    }
}

/// A JSON scalar on its way to becoming a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number from 0 up.
    Unsigned(u64),
    /// A whole number below 0.
    Signed(i64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A truth value.
    Bool(bool),
}

/// What can be read from a scalar written in more than one way.
pub trait FromScalar: Sized {
    /// The value, or `None` when the scalar is not one.
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self>;
}

impl FromScalar for String {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Text(text) => text.to_owned(),
            Scalar::Unsigned(number) => number.to_string(),
            Scalar::Signed(number) => number.to_string(),
            Scalar::Float(number) => number.to_string(),
            Scalar::Bool(_) => return None,
        })
    }
}

impl FromScalar for u64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
            Scalar::Unsigned(number) => Some(number),
            _ => None,
        }
    }
}

impl FromScalar for i64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) if !text.starts_with('+') => text.parse().ok(),
            Scalar::Unsigned(number) => Self::try_from(number).ok(),
            Scalar::Signed(number) => Some(number),
            _ => None,
        }
    }
}

/// `1`, `"1"`, `true`, `yes`, `on` and their opposites.
impl FromScalar for bool {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Bool(flag) => Some(flag),
            Scalar::Unsigned(0) => Some(false),
            Scalar::Unsigned(1) => Some(true),
            Scalar::Text(text) => match text.to_ascii_lowercase().as_str() {
                "1" | "true" | "yes" | "on" => Some(true),
                "0" | "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A plain decimal number: digits, at most one point, a sign. Binary noise behind the eighth decimal is rounded away.
impl FromScalar for Decimal {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let plain = digits.starts_with(|c: char| c.is_ascii_digit())
                    && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                if plain { Decimal::from_str_exact(text).ok() } else { None }
            }
            Scalar::Unsigned(number) => Some(number.into()),
            Scalar::Signed(number) => Some(number.into()),
            Scalar::Float(number) => {
                let exact = Decimal::from_str_exact(&format!("{number}")).ok().or_else(|| {
                    // More digits than a decimal holds: noise, or a number that is no amount of money.
                    (number.abs() < 1e15)
                        .then(|| Decimal::from_str_exact(&format!("{number:.8}")).ok())
                        .flatten()
                })?;
                Some(if exact.scale() > 8 { exact.round_dp(8).normalize() } else { exact })
            }
            Scalar::Bool(_) => None,
        }
    }
}

/// `20260131`, `"20260131"` or `2026-01-31`. A zero date is not a date.
impl FromScalar for Date {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let digits = match scalar {
            Scalar::Unsigned(number) => number.to_string(),
            Scalar::Text(text) => {
                let parts: Vec<&str> = text.split('-').collect();
                match parts.as_slice() {
                    [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
                        parts.concat()
                    }
                    [whole] => (*whole).to_owned(),
                    _ => return None,
                }
            }
            _ => return None,
        };
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (year, month, day) =
            (digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?);
        if year == 0 { None } else { Date::new(year, month, day).ok() }
    }
}

/// Seconds since 1970, as a number or as text. Zero is not a time.
impl FromScalar for Timestamp {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match i64::from_scalar(scalar)? {
            0 => None,
            seconds => Timestamp::from_second(seconds).ok(),
        }
    }
}

impl FromScalar for IpAddr {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

impl<'de, T: FromScalar> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LenientVisitor(PhantomData))
    }
}

struct LenientVisitor<T>(PhantomData<T>);

impl<T: FromScalar> LenientVisitor<T> {
    fn scalar(scalar: Scalar<'_>, raw: impl FnOnce() -> Value) -> Lenient<T> {
        match T::from_scalar(scalar) {
            Some(value) => Lenient::Value(value),
            None => Lenient::Unread(Box::new(raw())),
        }
    }
}

impl<'de, T: FromScalar> Visitor<'de> for LenientVisitor<T> {
    type Value = Lenient<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Lenient::Missing)
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Lenient::Missing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Self::scalar(Scalar::Bool(flag), || flag.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Self::scalar(Scalar::Unsigned(number), || number.into()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        match u64::try_from(number) {
            Ok(number) => self.visit_u64(number),
            Err(_) => Ok(Self::scalar(Scalar::Signed(number), || number.into())),
        }
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Self::scalar(Scalar::Float(number), || number.into()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() {
            return Ok(Lenient::Missing);
        }
        Ok(Self::scalar(Scalar::Text(text), || text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let value = Value::deserialize(de::value::SeqAccessDeserializer::new(seq))?;
        Ok(Lenient::Unread(Box::new(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let value = Value::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(Lenient::Unread(Box::new(value)))
    }
}

/// Fields that this version does not know, kept as they came. `Debug` shows their names only: nobody knows what is in
/// them.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extra(BTreeMap<String, Value>);

impl Extra {
    /// One of them.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A row of a table that PHP writes as a map from an identifier to the row.
pub trait Row: DeserializeOwned {
    /// Takes over the key the row stood under, when the row itself does not say it.
    fn keyed(&mut self, key: &str);
}

/// Reads rows from a map, a list, `null`, or the empty list that PHP makes of an empty map. The order is kept.
///
/// # Errors
/// Whatever is neither of these.
pub fn rows<'de, T: Row, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(RowsVisitor(PhantomData))
}

struct RowsVisitor<T>(PhantomData<T>);

impl<'de, T: Row> Visitor<'de> for RowsVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of rows, a list of rows, or null")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = seq.next_element()? {
            rows.push(row);
        }
        Ok(rows)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let mut row: T = map.next_value()?;
            row.keyed(&key);
            rows.push(row);
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::json;

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
    fn nothing_is_nothing() {
        assert!(read::<u64>(json!(null)).is_missing());
        assert!(read::<u64>(json!("")).is_missing());
    }

    #[test]
    fn what_cannot_be_read_is_kept_and_written_as_it_came() {
        for odd in [
            json!("1e3"),
            json!(-1),
            json!(1.5),
            json!([1]),
            json!({"a": [null]}),
            json!("18446744073709551616"),
        ] {
            let lenient = read::<u64>(odd.clone());
            assert_eq!(lenient.get(), None);
            assert_eq!(lenient.unread(), Some(&odd));
            assert_eq!(serde_json::to_value(&lenient).unwrap(), odd);
        }
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
        assert_eq!(
            read::<Timestamp>(json!("1767225600")).get(),
            Some(&"2026-01-01T00:00:00Z".parse().unwrap())
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
}

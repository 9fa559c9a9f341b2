//! A value that may be missing, read, or kept as it came.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde::{Deserialize, de};
use serde_json::Value;

use super::{FromScalar, Scalar};

/// A value that a vendor writes in more than one way.
///
/// Missing, `null` and the empty text are [`Lenient::Missing`]. What is there and cannot be read as a `T` is kept as it
/// came, and is written out again as it came.
#[derive(Clone, PartialEq, Eq, Default)]
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

impl<T: FromScalar> Lenient<T> {
    /// Reads a text. An empty one is [`Lenient::Missing`].
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        if text.is_empty() {
            return Self::Missing;
        }
        match T::from_scalar(Scalar::Text(text)) {
            Some(value) => Self::Value(value),
            None => Self::Unread(Box::new(text.into())),
        }
    }
}

impl<T: AsRef<str>> Lenient<T> {
    /// The text, where there is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.get().map(T::as_ref)
    }
}

/// What could not be read is shown as its kind only: nobody knows what is in it.
impl<T: fmt::Debug> fmt::Debug for Lenient<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Missing"),
            Self::Value(value) => f.debug_tuple("Value").field(value).finish(),
            Self::Unread(value) => {
                let kind = match **value {
                    Value::Null => "null",
                    Value::Bool(_) => "bool",
                    Value::Number(_) => "number",
                    Value::String(_) => "text",
                    Value::Array(_) => "list",
                    Value::Object(_) => "map",
                };
                write!(f, "Unread({kind})")
            }
        }
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
        Ok(Lenient::from_text(text))
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

//! Tables that PHP writes as maps.

use std::fmt;
use std::marker::PhantomData;

use serde::de;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

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

//! JSON: a list of objects, or one object, each with the vendor's record under `record`.

use license_wire::Scrubber;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::{Row, Sheet, keep_or_mask};

const RECORD: &str = "record";

pub(super) fn write(sheet: &Sheet, scrubber: &Scrubber) -> String {
    // A list can be megabytes long, and hardly ever is a secret in it: it is looked at as a whole first. Without a
    // backslash nothing in it is escaped, so that what is not in the whole is in none of its texts.
    let text = pretty(&Plain::new(sheet));
    if scrubber.may_be_in(&text) { pretty(&value(sheet, scrubber)) } else { text }
}

fn pretty(value: &impl Serialize) -> String {
    // A value always has a JSON form.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// What the sheet says as it is, secrets too, without a copy of it. Members are in the order of a [`Map`].
struct Plain<'a> {
    sheet: &'a Sheet,
    /// The members of a row, and of which cell each is; the record is of none.
    members: Vec<(&'static str, Option<usize>)>,
}

impl<'a> Plain<'a> {
    fn new(sheet: &'a Sheet) -> Self {
        let columns = sheet.columns.iter().enumerate().map(|(at, column)| (column.name, Some(at)));
        let mut members: Vec<_> = columns.chain([(RECORD, None)]).collect();
        members.sort_unstable();
        Self { sheet, members }
    }

    fn rows(&self) -> Vec<PlainRow<'_>> {
        self.sheet.rows.iter().map(|row| PlainRow { members: &self.members, row }).collect()
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.rows().as_slice(), &self.sheet.whole) {
            ([only], _) if self.sheet.single => only.serialize(serializer),
            (rows, None) => rows.serialize(serializer),
            (rows, Some(whole)) => {
                let mut object = serializer.serialize_map(Some(2))?;
                if self.sheet.name < RECORD {
                    object.serialize_entry(self.sheet.name, rows)?;
                }
                object.serialize_entry(RECORD, whole)?;
                if self.sheet.name > RECORD {
                    object.serialize_entry(self.sheet.name, rows)?;
                }
                object.end()
            }
        }
    }
}

struct PlainRow<'a> {
    members: &'a [(&'static str, Option<usize>)],
    row: &'a Row,
}

impl Serialize for PlainRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (name, at) in self.members {
            match (at, &self.row.record) {
                (Some(at), _) => object.serialize_entry(name, &self.row.cells.get(*at))?,
                (None, Some(record)) => object.serialize_entry(name, record)?,
                (None, None) => {}
            }
        }
        object.end()
    }
}

/// Any JSON, with every secret masked.
pub(super) fn document(value: &Value, scrubber: &Scrubber) -> Value {
    let mut value = value.clone();
    mask(&mut value, scrubber);
    value
}

/// What the sheet says, with every secret masked.
pub(super) fn value(sheet: &Sheet, scrubber: &Scrubber) -> Value {
    let object = |row: &Row| {
        let mut object = Map::new();
        for (column, cell) in sheet.columns.iter().zip(&row.cells) {
            object.insert(column.name.to_owned(), cell.value());
        }
        if let Some(record) = &row.record {
            object.insert(RECORD.to_owned(), record.clone());
        }
        Value::Object(object)
    };
    let mut value = match sheet.rows.as_slice() {
        [only] if sheet.single => object(only),
        rows => {
            let rows = Value::Array(rows.iter().map(object).collect());
            match &sheet.whole {
                None => rows,
                Some(whole) => serde_json::json!({ sheet.name: rows, RECORD: whole }),
            }
        }
    };
    mask(&mut value, scrubber);
    value
}

/// Masks secrets in texts and in the names of members. Texts without one stay as they came.
fn mask(value: &mut Value, scrubber: &Scrubber) {
    match value {
        Value::String(text) => {
            if scrubber.may_be_in(text) {
                *text = keep_or_mask(scrubber, text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, scrubber)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| mask(member, scrubber));
            if members.keys().any(|name| scrubber.may_be_in(name)) {
                *members = std::mem::take(members)
                    .into_iter()
                    .map(|(name, member)| (keep_or_mask(scrubber, &name), member))
                    .collect();
            }
        }
        // A secret that consists of digits can come back as a number.
        Value::Number(number) => {
            let text = number.to_string();
            if scrubber.may_be_in(&text) && scrubber.clean(&text) != text {
                *value = scrubber.clean(&text).into();
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use license_wire::Secret;
    use serde_json::json;

    use super::super::sheet::{Cell, Column, shown};
    use super::*;

    const COLUMNS: &[Column] = &[shown("vendor"), shown("amount"), shown("set"), shown("at")];

    fn sheets() -> Vec<Sheet> {
        let cells = |text: &str| vec![text.into(), 5_i64.into(), true.into(), Cell::None];
        let record = |text: &str| Some(json!({ "z": [text, 1.5, null], "a": { text: 7 } }));
        let mut list = Sheet::list("things", COLUMNS);
        let empty = list.clone();
        list.push(cells("plain"), record("plain"));
        list.push(cells("ж\n\u{200b}\"\\"), None);
        let early = Sheet { name: "all", whole: Some(json!({ "count": 2 })), ..list.clone() };
        let late = Sheet { whole: Some(json!({ "count": 2 })), ..list.clone() };
        let one = Sheet::one("thing", COLUMNS, cells("hunter2"), json!({ "note": "hunter2 5" }));
        vec![empty, list, early, late, one]
    }

    #[test]
    fn what_is_written_without_a_copy_is_what_the_copy_says() {
        for sheet in sheets() {
            assert_eq!(pretty(&Plain::new(&sheet)), pretty(&value(&sheet, &Scrubber::default())));
        }
    }

    #[test]
    fn a_secret_is_masked_wherever_it_stands() {
        for secret in ["hunter2", "plain", "ж\n", "\"\\", "5"] {
            let scrubber = Scrubber::new([&Secret::from(secret)]);
            let mut masked = 0;
            for sheet in sheets() {
                let plain: Value = serde_json::from_str(&pretty(&Plain::new(&sheet))).unwrap();
                let written: Value = serde_json::from_str(&write(&sheet, &scrubber)).unwrap();
                assert!(!texts(&written).iter().any(|text| text.contains(secret)), "{secret}: {written}");
                masked += usize::from(plain != written);
            }
            assert!(masked > 0, "{secret}");
        }
    }

    /// All texts, names and numbers in it.
    fn texts(value: &Value) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().flat_map(texts).collect(),
            Value::Object(members) => members
                .iter()
                .flat_map(|(name, member)| [vec![name.clone()], texts(member)].concat())
                .collect(),
            Value::String(text) => vec![text.clone()],
            other => vec![other.to_string()],
        }
    }
}

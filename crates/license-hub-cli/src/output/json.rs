//! JSON: a list of objects, or one object, each with the vendor's record under `record`.

use std::io::{self, Write};

use license_wire::Scrubber;
use serde::Serialize;
use serde_json::{Map, Value};

use super::ordered::Writer;
use super::{RowOf, SheetOf, keep_or_mask};
use crate::parallel::side_by_side;

const RECORD: &str = "record";
/// How many rows are put into words at a time. Two times as many are, side by side.
const AT_ONCE: usize = 256;

pub(super) fn write(sheet: &SheetOf<'_>, scrubber: &Scrubber, out: &mut dyn Write) -> io::Result<()> {
    if is_object(sheet) {
        return out.write_all(pretty(&value(sheet, scrubber)).as_bytes());
    }
    let members = Members::of(sheet);
    let mut before: &[u8] = b"[";
    for rows in sheet.rows.chunks(2 * AT_ONCE) {
        let parts: Vec<&[RowOf<'_>]> = rows.chunks(AT_ONCE).collect();
        for mut writer in side_by_side(&parts, |_| {}, |rows| members.some(rows, scrubber)) {
            out.write_all(before)?;
            out.write_all(writer.text().as_bytes())?;
            before = b",";
        }
    }
    out.write_all(if sheet.rows.is_empty() { b"[]\n" } else { b"\n]\n" })
}

fn is_object(sheet: &SheetOf<'_>) -> bool {
    sheet.whole.is_some() || (sheet.single && sheet.rows.len() == 1)
}

fn each(
    writer: &mut Writer,
    rows: &[RowOf<'_>],
    write: impl Fn(&mut Writer, &RowOf<'_>) -> serde_json::Result<()>,
) -> serde_json::Result<()> {
    writer.begin(1);
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            writer.push(b',');
        }
        writer.line();
        write(writer, row)?;
    }
    Ok(())
}

fn pretty(value: &impl Serialize) -> String {
    // A value always has a JSON form.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The members of a row, and of which cell each is; the record is of none. In the order of a [`Map`].
struct Members(Vec<(&'static str, Option<usize>)>);

impl Members {
    fn of(sheet: &SheetOf<'_>) -> Self {
        let columns = sheet.columns.iter().enumerate().map(|(at, column)| (column.name, Some(at)));
        let mut members: Vec<_> = columns.chain([(RECORD, None)]).collect();
        members.sort_unstable();
        Self(members)
    }

    /// Some rows of a list, without what stands before them and behind.
    fn some(&self, rows: &[RowOf<'_>], scrubber: &Scrubber) -> Writer {
        let mut writer = Writer::default();
        // A list can be megabytes long, and hardly ever is a secret in it: many texts are looked at as one first. Without
        // a backslash nothing in it is escaped, so that what is not in the whole is in none of its texts.
        let written = each(&mut writer, rows, |writer, row| self.write(writer, row));
        if written.is_err() || scrubber.may_be_in(writer.text()) {
            // A value always has a JSON form.
            let _ = each(&mut writer, rows, |writer, row| {
                let mut row = self.value(row);
                mask(&mut row, scrubber);
                writer.write(&row)
            });
        }
        writer
    }

    /// What the row says as it is, secrets too, without a copy of it.
    fn write(&self, writer: &mut Writer, row: &RowOf<'_>) -> serde_json::Result<()> {
        writer.object(|writer| {
            for (name, at) in &self.0 {
                match (at, &row.record) {
                    (Some(at), _) => {
                        writer.name(name)?;
                        writer.write(&row.cells.get(*at))?;
                    }
                    (None, Some(record)) => {
                        writer.name(name)?;
                        record.write(writer)?;
                    }
                    (None, None) => {}
                }
            }
            Ok(())
        })
    }

    /// The same as a copy.
    fn value(&self, row: &RowOf<'_>) -> Value {
        let member = |(name, at): &(&str, Option<usize>)| {
            let value = match at {
                Some(at) => row.cells.get(*at)?.value(),
                None => row.record.as_ref()?.value(),
            };
            Some(((*name).to_owned(), value))
        };
        Value::Object(self.0.iter().filter_map(member).collect())
    }
}

/// Any JSON, with every secret masked.
pub(super) fn document(value: &Value, scrubber: &Scrubber) -> Value {
    let mut value = value.clone();
    mask(&mut value, scrubber);
    value
}

/// What the sheet says, with every secret masked.
pub(super) fn value(sheet: &SheetOf<'_>, scrubber: &Scrubber) -> Value {
    let members = Members::of(sheet);
    let mut value = match sheet.rows.as_slice() {
        [only] if sheet.single => members.value(only),
        rows => {
            let rows = rows.iter().map(|row| members.value(row)).collect();
            match &sheet.whole {
                None => Value::Array(rows),
                Some(whole) => Map::from_iter([
                    (sheet.name.to_owned(), Value::Array(rows)),
                    (RECORD.to_owned(), whole.clone()),
                ])
                .into(),
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
    use super::super::{Record, SheetOf};
    use super::*;

    const COLUMNS: &[Column] = &[shown("vendor"), shown("amount"), shown("set"), shown("at")];

    /// Somebody else's record, whose members are not in order.
    #[derive(Debug, Serialize)]
    struct Lent {
        z: Vec<Option<f64>>,
        note: String,
        a: Option<bool>,
    }

    fn lent(note: &str) -> Lent {
        Lent { z: vec![Some(1.5), None], note: note.into(), a: None }
    }

    fn cells(text: &str) -> Vec<Cell> {
        vec![text.into(), 5_i64.into(), true.into(), Cell::None]
    }

    fn sheets(lent: &[Lent]) -> Vec<SheetOf<'_>> {
        let record = |text: &str| Some(json!({ "z": [text, 1.5, null], "a": { text: 7 } }));
        let mut list = SheetOf::list("things", COLUMNS);
        let empty = list.clone();
        list.push(cells("plain"), record("plain"));
        list.push(cells("ж\n\u{200b}\"\\"), None);
        let early = SheetOf { name: "all", whole: Some(json!({ "count": 2 })), ..list.clone() };
        let late = SheetOf { whole: Some(json!({ "count": 2 })), ..list.clone() };
        let one = SheetOf::one("thing", COLUMNS, cells("hunter2"), json!({ "note": "hunter2 5" }));
        let mut long = list.clone();
        for record in lent {
            long.lend(cells("row"), Some(Record::Of(record)));
        }
        vec![empty, list, early, late, one, long]
    }

    fn written(sheet: &SheetOf<'_>, scrubber: &Scrubber) -> String {
        let mut out = Vec::new();
        write(sheet, scrubber, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_written_without_a_copy_is_what_the_copy_says() {
        // Up to a part of the rows, to one after it, and to several on both sides.
        for rows in [0, AT_ONCE - 2, AT_ONCE - 1, 2 * AT_ONCE - 2, 2 * AT_ONCE - 1, 5 * AT_ONCE + 7] {
            let lent: Vec<Lent> = (0..rows).map(|number| lent(&format!("note {number}"))).collect();
            for sheet in sheets(&lent) {
                for scrubber in [Scrubber::default(), Scrubber::new([&Secret::from("note 300")])] {
                    assert_eq!(written(&sheet, &scrubber), pretty(&value(&sheet, &scrubber)));
                }
            }
        }
    }

    #[test]
    fn a_secret_is_masked_wherever_it_stands() {
        for secret in ["hunter2", "plain", "ж\n", "\"\\", "5", "note 700"] {
            let scrubber = Scrubber::new([&Secret::from(secret)]);
            let mut masked = 0;
            let lent: Vec<Lent> = (0..4 * AT_ONCE).map(|number| lent(&format!("note {number}"))).collect();
            for sheet in sheets(&lent) {
                let plain: Value = serde_json::from_str(&written(&sheet, &Scrubber::default())).unwrap();
                let written: Value = serde_json::from_str(&written(&sheet, &scrubber)).unwrap();
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

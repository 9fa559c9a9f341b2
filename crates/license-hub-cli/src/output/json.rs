//! JSON: a list of objects, or one object, each with the vendor's record under `record`.

use license_wire::Scrubber;
use serde_json::{Map, Value};

use super::{Row, Sheet, keep_or_mask};

pub(super) fn write(sheet: &Sheet, scrubber: &Scrubber) -> String {
    let value = value(sheet, scrubber);
    // A value always has a JSON form.
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
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
            object.insert("record".to_owned(), record.clone());
        }
        Value::Object(object)
    };
    let mut value = match sheet.rows.as_slice() {
        [only] if sheet.single => object(only),
        rows => {
            let rows = Value::Array(rows.iter().map(object).collect());
            match &sheet.whole {
                None => rows,
                Some(whole) => serde_json::json!({ sheet.name: rows, "record": whole }),
            }
        }
    };
    mask(&mut value, scrubber);
    value
}

/// Masks secrets in texts and in the names of members. Texts without one stay as they came.
fn mask(value: &mut Value, scrubber: &Scrubber) {
    match value {
        Value::String(text) => *text = keep_or_mask(scrubber, text),
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, scrubber)),
        Value::Object(members) => {
            *members = std::mem::take(members)
                .into_iter()
                .map(|(name, mut member)| {
                    mask(&mut member, scrubber);
                    (keep_or_mask(scrubber, &name), member)
                })
                .collect();
        }
        // A secret that consists of digits can come back as a number.
        Value::Number(number) => {
            let text = number.to_string();
            if scrubber.clean(&text) != text {
                *value = scrubber.clean(&text).into();
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

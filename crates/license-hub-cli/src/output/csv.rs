//! CSV: a line of names, then a line for each row, with the same columns every time.

use license_wire::Scrubber;

use super::{CellOf, SheetOf, keep_or_mask};
use crate::exit::Failure;

pub(super) fn write(sheet: &SheetOf<'_>, scrubber: &Scrubber) -> Result<String, Failure> {
    let broken = |_| Failure::not_sent("the CSV could not be put together; ask for JSON instead");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(sheet.columns.iter().map(|column| column.name)).map_err(broken)?;
    for row in &sheet.rows {
        writer.write_record(row.cells.iter().map(|cell| field(cell, scrubber))).map_err(broken)?;
    }
    let bytes = writer.into_inner().map_err(|_| Failure::not_sent("the CSV could not be put together"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn field(cell: &CellOf<'_>, scrubber: &Scrubber) -> String {
    let text = match cell {
        CellOf::Time(time) => time.to_string(),
        CellOf::Flag(flag) => flag.to_string(),
        other => other.shown(),
    };
    defused(keep_or_mask(scrubber, &text))
}

/// A spreadsheet would run what begins like this as a formula, so it gets an apostrophe, which shows the text as it is.
/// So does what has apostrophes before that already: taking one away gives every text back. A plain number stays a number.
fn defused(text: String) -> String {
    let begins = text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if begins && !is_plain_number(&text) { format!("'{text}") } else { text }
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for formula in
            ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "+.5", "-1.", "-1M"]
        {
            assert_eq!(defused(formula.to_owned()), format!("'{formula}"));
        }
        for told_apart in ["'=1+1", "''@x", "'-48"] {
            assert_eq!(defused(told_apart.to_owned()), format!("'{told_apart}"));
        }
        for plain in ["'quoted", "''", "-48", "-48.50", "+3", "12", "", "1=1", "a@example.com", "203.0.113.1"]
        {
            assert_eq!(defused(plain.to_owned()), plain);
        }
    }
}

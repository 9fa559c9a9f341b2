//! Tables for people: no borders, so that they can be searched and cut, and nothing in them that steers a terminal.

use comfy_table::{Attribute, CellAlignment, Color, Table, presets};
use license_wire::Scrubber;

use super::{CellOf, Ink, SheetOf, paint};

/// How a table is to look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// With the columns that are left out otherwise.
    pub(super) details: bool,
    pub(super) color: bool,
}

pub(super) fn write(sheet: &SheetOf<'_>, scrubber: &Scrubber, look: Look) -> String {
    if sheet.single {
        return fields(sheet, scrubber, look);
    }
    // A column without a single value says nothing to a reader.
    let columns: Vec<usize> = (0..sheet.columns.len())
        .filter(|at| look.details || !sheet.columns[*at].detail)
        .filter(|at| sheet.rows.iter().any(|row| row.cells[*at] != CellOf::None))
        .collect();
    if columns.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    // Never wrapped: a key that is cut in two can be neither copied nor searched for.
    if look.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(
        columns.iter().map(|at| {
            comfy_table::Cell::new(heading(sheet.columns[*at].name)).add_attribute(Attribute::Bold)
        }),
    );
    for row in &sheet.rows {
        table.add_row(columns.iter().map(|at| cell(&row.cells[*at], scrubber)));
    }
    for (place, at) in columns.iter().enumerate() {
        if let Some(column) = table.column_mut(place) {
            column.set_padding((0, if place + 1 == columns.len() { 0 } else { 2 }));
            if sheet.rows.iter().any(|row| row.cells[*at].is_number()) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    table.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

fn cell(cell: &CellOf<'_>, scrubber: &Scrubber) -> comfy_table::Cell {
    let shown = comfy_table::Cell::new(scrubber.clean(&cell.shown()));
    match cell {
        CellOf::Inked(Ink::Alarm, _) => shown.fg(Color::Red),
        CellOf::Inked(Ink::Good, _) => shown.fg(Color::Green),
        _ => shown,
    }
}

/// One thing: its fields below one another.
fn fields(sheet: &SheetOf<'_>, scrubber: &Scrubber, look: Look) -> String {
    let Some(row) = sheet.rows.first() else { return String::new() };
    let filled = || sheet.columns.iter().zip(&row.cells).filter(|(_, cell)| **cell != CellOf::None);
    let width = filled().map(|(column, _)| column.name.len()).max().unwrap_or(0);
    let shown = filled().fold(String::new(), |text, (column, cell)| {
        let name = paint(look.color, Ink::Bold, &format!("{:width$}", heading(column.name)));
        let value = scrubber.clean(&cell.shown());
        let value = match cell {
            CellOf::Inked(ink, _) => paint(look.color, *ink, &value),
            _ => value,
        };
        text + &name + "  " + &value + "\n"
    });
    match row.record.as_ref().filter(|_| look.details) {
        None => shown,
        Some(record) => {
            let title = paint(look.color, Ink::Bold, "what the vendor says");
            // A value always has a JSON form.
            let record = serde_json::to_string_pretty(&record.value()).unwrap_or_default();
            record
                .lines()
                .fold(shown + "\n" + &title + "\n", |text, line| text + &scrubber.clean(line) + "\n")
        }
    }
}

fn heading(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use license_wire::Secret;

    use super::super::sheet::{detail, shown};
    use super::super::{Column, Sheet};
    use super::*;

    const COLUMNS: &[Column] = &[shown("account"), shown("never_set"), shown("amount"), detail("note")];

    fn sheet() -> Sheet {
        let mut sheet = Sheet::list("things", COLUMNS);
        let row = |account: &str, amount: i64| vec![account.into(), CellOf::None, amount.into(), "n".into()];
        sheet.push(row("a\x1b[31m\nb", 5), None);
        sheet.push(row("hunter2", -50), None);
        sheet
    }

    #[test]
    fn a_table_has_no_empty_columns_no_secret_and_nothing_that_steers_a_terminal() {
        let scrubber = Scrubber::new([&Secret::from("hunter2")]);
        let text = write(&sheet(), &scrubber, Look::default());
        assert_eq!(text, "account   amount\na\u{fffd}[31m b       5\n***          -50\n");
        let all = write(&sheet(), &scrubber, Look { details: true, ..Look::default() });
        assert!(all.starts_with("account   amount  note\n"), "{all}");
    }

    #[test]
    fn color_adds_escape_codes_and_nothing_else() {
        let plain = write(&sheet(), &Scrubber::default(), Look::default());
        let colored = write(&sheet(), &Scrubber::default(), Look { color: true, ..Look::default() });
        assert!(colored.contains("\x1b[1m") && !plain.contains('\x1b'));
    }
}

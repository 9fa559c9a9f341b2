//! The rows as a table, as JSON, and in the documentation.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

const DOCS: &str = "docs/benchmarks.md";
const BEGIN: &str = "<!-- last run -->";
const END: &str = "<!-- end of the last run -->";

/// One measurement, beside its limit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) line: String,
    pub(super) what: String,
    pub(super) unit: String,
    pub(super) ours: f64,
    pub(super) limit: f64,
    pub(super) limit_is: String,
    pub(super) ratio: f64,
    pub(super) bar: Bar,
    /// Why it was not measured, where it was not.
    pub(super) skipped: Option<String>,
}

/// How far the ratio may go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bar {
    AtMost(f64),
    AtLeast(f64),
    /// Only told.
    Told,
}

impl Row {
    /// A row that this program measured itself.
    pub(super) fn at_most(
        line: &str,
        what: impl Into<String>,
        unit: &str,
        (ours, limit): (f64, f64),
        limit_is: &str,
        bar: f64,
    ) -> Self {
        Self {
            line: line.to_owned(),
            what: what.into(),
            unit: unit.to_owned(),
            ours,
            limit,
            limit_is: limit_is.to_owned(),
            ratio: ours / limit,
            bar: Bar::AtMost(bar),
            skipped: None,
        }
    }

    /// Reads what the program that measures prints.
    pub(super) fn read(line: &str) -> Result<Self, String> {
        let row: Value = serde_json::from_str(line).map_err(|error| format!("`{line}`: {error}"))?;
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
        let bar = match &row["bar"] {
            Value::Object(bar) => match (bar.get("at-most"), bar.get("at-least")) {
                (Some(most), _) => Bar::AtMost(number(most)),
                (_, Some(least)) => Bar::AtLeast(number(least)),
                _ => return Err(format!("`{line}`: a bar of no kind that is known")),
            },
            _ => Bar::Told,
        };
        Ok(Self {
            line: text("line"),
            what: text("what"),
            unit: text("unit"),
            ours: number(&row["ours"]),
            limit: number(&row["limit"]),
            limit_is: text("limit_is"),
            ratio: number(&row["ratio"]),
            bar,
            skipped: row["skipped"].as_str().map(str::to_owned),
        })
    }

    fn met(&self) -> bool {
        match self.bar {
            Bar::AtMost(most) => self.ratio <= most,
            Bar::AtLeast(least) => self.ratio >= least,
            Bar::Told => true,
        }
    }

    /// Its cells, as they stand in a table.
    fn cells(&self) -> [String; 7] {
        let (line, what) = (self.line.clone(), self.what.clone());
        if let Some(why) = &self.skipped {
            let none = String::new;
            return [line, what, none(), none(), none(), none(), format!("not measured: {why}")];
        }
        let (bar, met) = match self.bar {
            Bar::AtMost(most) => (format!("at most {most}"), if self.met() { "met" } else { "MISSED" }),
            Bar::AtLeast(least) => (format!("at least {least}"), if self.met() { "met" } else { "MISSED" }),
            Bar::Told => ("-".to_owned(), "-"),
        };
        let measure = |number: f64| format!("{} {}", short(number), self.unit).trim_end().to_owned();
        let limit = format!("{} ({})", measure(self.limit), self.limit_is);
        [line, what, measure(self.ours), limit, format!("{:.2}", self.ratio), bar, met.to_owned()]
    }
}

/// Three digits, or all in front of the point.
fn short(number: f64) -> String {
    let digits = if number.abs() >= 100.0 {
        0
    } else if number.abs() >= 10.0 {
        1
    } else {
        2
    };
    format!("{number:.digits$}")
}

const HEAD: [&str; 7] = ["", "what", "ours", "the limit", "ratio", "bar", ""];

/// For the terminal.
pub(super) fn table(rows: &[Row]) -> String {
    let cells: Vec<[String; 7]> = rows.iter().map(Row::cells).collect();
    let width = |column: usize| {
        let cells = cells.iter().map(|row| row[column].chars().count());
        cells.chain([HEAD[column].len()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let mut out = String::new();
    let mut line = |cells: &[&str]| {
        let padded: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(out, "{}", padded.join("  ").trim_end());
    };
    line(&HEAD);
    for row in &cells {
        line(&row.iter().map(String::as_str).collect::<Vec<_>>());
    }
    out
}

/// For other programs.
pub(super) fn json(rows: &[Row]) -> String {
    let rows = rows.iter().map(|row| {
        let bar = match row.bar {
            Bar::AtMost(most) => json!({ "at-most": most }),
            Bar::AtLeast(least) => json!({ "at-least": least }),
            Bar::Told => Value::Null,
        };
        json!({
            "line": row.line, "what": row.what, "unit": row.unit, "ours": row.ours, "limit": row.limit,
            "limit_is": row.limit_is, "ratio": row.ratio, "bar": bar, "met": row.met(), "skipped": row.skipped,
        })
    });
    let document = json!({ "machine": machine(), "rows": rows.collect::<Vec<_>>() });
    format!("{document:#}\n")
}

/// Puts the rows in the place of the last run's.
pub(super) fn into_docs(root: &Path, rows: &[Row]) -> Result<(), String> {
    let path = root.join(DOCS);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{DOCS}: {error}"))?;
    let (before, rest) = text.split_once(BEGIN).ok_or_else(|| format!("{DOCS} has no `{BEGIN}`"))?;
    let (_, after) = rest.split_once(END).ok_or_else(|| format!("{DOCS} has no `{END}`"))?;
    let mut table = format!(
        "{}.\n\n| | what | ours | the limit | ratio | bar | |\n| --- | --- | --- | --- | --- | --- | --- |\n",
        machine()
    );
    for row in rows {
        let _ = writeln!(table, "| {} |", row.cells().join(" | "));
    }
    std::fs::write(&path, format!("{before}{BEGIN}\n\n{table}\n{END}{after}"))
        .map_err(|error| format!("{DOCS}: {error}"))
}

/// What it was measured on.
fn machine() -> String {
    let field = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or(": unknown");
        line.trim_start_matches(|c: char| c == ':' || c.is_whitespace()).trim().to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let kilobytes: f64 =
        field("/proc/meminfo", "MemTotal").trim_end_matches("kB").trim().parse().unwrap_or_default();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let rust = std::process::Command::new("rustc").arg("--version").output();
    let rust = rust.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned()).unwrap_or_default();
    format!(
        "{}, {cores} cores, {:.0} GB, {}, {rust}, load {}",
        field("/proc/cpuinfo", "model name"),
        kilobytes / 1e6,
        std::env::consts::OS,
        load.split_whitespace().next().unwrap_or("unknown"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"line":"P2","what":"a list","unit":"ms","ours":185.3,"limit":153.0,
        "limit_is":"serde_json","ratio":1.211,"bar":{"at-most":1.4},"met":true,"skipped":null}"#;

    #[test]
    fn a_row_is_read_shown_and_written() {
        let row = Row::read(LINE).unwrap();
        assert_eq!((row.bar, row.met()), (Bar::AtMost(1.4), true));
        let table = table(std::slice::from_ref(&row));
        assert!(
            table.contains("P2  a list  185 ms  153 ms (serde_json)  1.21   at most 1.4  met"),
            "{table}"
        );
        let written: Value = serde_json::from_str(&json(&[row])).unwrap();
        assert_eq!(written["rows"][0]["bar"]["at-most"], 1.4);
        assert!(Row::read("no JSON").is_err());
    }

    #[test]
    fn a_missed_bar_and_what_was_not_measured_are_told() {
        let missed = Row::at_most("P12", "crates", "", (49.0, 48.0), "given", 1.0);
        assert!(table(&[missed]).contains("MISSED"));
        let skipped = LINE.replace("\"skipped\":null", "\"skipped\":\"no valgrind\"");
        assert!(table(&[Row::read(&skipped).unwrap()]).contains("not measured: no valgrind"));
        let least = Row::read(&LINE.replace("at-most", "at-least")).unwrap();
        assert!(!least.met());
    }

    #[test]
    fn the_last_run_takes_the_place_of_the_one_before() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("docs")).unwrap();
        let file = root.path().join(DOCS);
        std::fs::write(&file, format!("before\n\n{BEGIN}\nold\n{END}\n\nafter\n")).unwrap();
        into_docs(root.path(), &[Row::read(LINE).unwrap()]).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("before\n") && text.ends_with("after\n") && !text.contains("old"), "{text}");
        assert!(text.contains("| P2 | a list | 185 ms | 153 ms (serde_json) | 1.21 | at most 1.4 | met |"));
        std::fs::write(&file, "nothing").unwrap();
        assert!(into_docs(root.path(), &[]).is_err());
    }
}

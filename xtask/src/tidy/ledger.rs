//! A crate's `API.md`: which operations the vendor's API has, which method performs each, and how that is known.

use std::collections::BTreeMap;

use super::docs::sends_nothing;
use super::surface::Surface;
use super::{House, Report, VENDOR_CRATES};
use crate::workspace::Package;

pub(super) const COLUMNS: [&str; 7] = ["id", "operation", "method", "wire", "effect", "source", "how sure"];
const EFFECTS: &[&str] = &["read", "change", "spend", "-"];

#[derive(Default)]
pub(super) struct Ledger {
    pub(super) rows: Vec<Row>,
    /// Rows that cannot be read, with their lines.
    broken: Vec<(usize, String)>,
    tables: usize,
}

pub(super) struct Row {
    line: usize,
    pub(super) id: String,
    cells: Vec<String>,
    methods: Vec<String>,
    effect: String,
}

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for package in &house.workspace.packages {
        let file = package.file("API.md");
        let is_vendor = VENDOR_CRATES.contains(&package.name.as_str());
        if !house.has(&file) {
            if is_vendor {
                let what = format!("is not there; it holds one table: {}", header());
                report.violation(&file, 1, what);
            }
            continue;
        }
        let ledger = Ledger::read(house, package);
        if ledger.tables != 1 {
            report.violation(
                &file,
                1,
                format!("holds {} tables of operations, not one: {}", ledger.tables, header()),
            );
        }
        for (line, why) in &ledger.broken {
            report.violation(&file, *line, why.clone());
        }
        let surface = Surface::of(house, package);
        rows(&ledger, &file, package.library.is_some().then_some(&surface), report);
        if is_vendor {
            for method in surface.operations().filter(|method| !sends_nothing(method)) {
                let path = method.path();
                if !ledger.rows.iter().any(|row| row.names(&path)) {
                    let what = format!(
                        "no row of {file} names `{path}`; add one, or say `Local:` if it sends nothing"
                    );
                    report.violation(&method.file, method.line, what);
                }
            }
        }
    }
}

fn rows(ledger: &Ledger, file: &str, surface: Option<&Surface>, report: &mut Report) {
    let mut ids = BTreeMap::new();
    for row in &ledger.rows {
        if let Some(empty) = row.cells.iter().position(String::is_empty) {
            let what =
                format!("the column `{}` is empty; write `-` where there is nothing to say", COLUMNS[empty]);
            report.violation(file, row.line, what);
        }
        if row.id != "-"
            && let Some(first) = ids.insert(row.id.as_str(), row.line)
        {
            report.violation(file, row.line, format!("the id {} stands on line {first} already", row.id));
        }
        if !EFFECTS.contains(&row.effect.as_str()) {
            let what = format!("the effect is `{}`; it is one of {}", row.effect, EFFECTS.join(", "));
            report.violation(file, row.line, what);
        }
        for method in surface.map_or(&[][..], |_| &row.methods) {
            if !surface.is_some_and(|surface| surface.offers(method)) {
                let what = format!(
                    "`{method}` is not in the crate as a public method, function or type; write it as `Client::buy`"
                );
                report.violation(file, row.line, what);
            }
        }
    }
}

impl Ledger {
    /// Reads the table of a crate's `API.md`; an empty ledger where there is none.
    pub(super) fn read(house: &House<'_>, package: &Package) -> Self {
        let mut ledger = Self::default();
        let mut in_table = false;
        let text = house.read(&package.file("API.md")).unwrap_or_default();
        for (line, text) in (1..).zip(text.lines()) {
            let Some(cells) = cells(text) else {
                in_table = false;
                continue;
            };
            if cells == COLUMNS {
                in_table = true;
                ledger.tables += 1;
            } else if in_table && !is_ruler(&cells) {
                match Row::read(line, cells) {
                    Ok(row) => ledger.rows.push(row),
                    Err(why) => ledger.broken.push((line, why)),
                }
            }
        }
        ledger
    }

    /// The effects that the rows naming this method give it.
    pub(super) fn effects_of(&self, path: &str) -> Vec<String> {
        self.rows.iter().filter(|row| row.names(path)).map(|row| row.effect.clone()).collect()
    }
}

impl Row {
    fn read(line: usize, cells: Vec<String>) -> Result<Self, String> {
        let [id, _, method, _, effect, _, _] = &cells[..] else {
            return Err(format!(
                "the row has {} cells, not {}; a `|` inside a cell is written `\\|`",
                cells.len(),
                COLUMNS.len()
            ));
        };
        let methods = match method.as_str() {
            "-" | "" => Vec::new(),
            list => list.split(',').map(|name| in_backticks(name.trim())).collect::<Result<_, _>>()?,
        };
        Ok(Self { line, id: id.clone(), methods, effect: effect.clone(), cells })
    }

    /// Whether one of the methods is this one; a longer path in the ledger is fine.
    fn names(&self, path: &str) -> bool {
        self.methods.iter().any(|method| method == path || method.ends_with(&format!("::{path}")))
    }
}

fn in_backticks(name: &str) -> Result<String, String> {
    let inner = name.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    let inner = inner.filter(|inner| !inner.contains('`'));
    let why = || {
        format!(
            "the column `method` holds {name:?}; it holds `-`, or names in backticks with commas between: `Client::buy`"
        )
    };
    inner.map(|inner| inner.trim_end_matches("()").to_owned()).ok_or_else(why)
}

/// The cells of a table's row. A bar inside a cell stands behind a backslash, in code as well.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = vec![String::new()];
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'|') => cells.last_mut()?.extend(letters.next()),
            '|' => cells.push(String::new()),
            letter => cells.last_mut()?.push(letter),
        }
    }
    Some(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

fn is_ruler(cells: &[String]) -> bool {
    cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|letter| matches!(letter, '-' | ':')))
}

fn header() -> String {
    format!("| {} |", COLUMNS.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const API: &str = "crates/softaculous-noc/API.md";
    const LIB: &str = "crates/softaculous-noc/src/lib.rs";

    #[test]
    fn a_ledger_that_agrees_passes() {
        let mut house = Fixture::clean();
        house.append(API, "| S14 | sandbox mode | `Client`, `softaculous_noc::Client::new()` | `a=1 \\| b` | - | the page | inferred |\n| - | a helper | - | - | - | - | - |\n| - | another | - | - | - | - | - |\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn a_vendor_crate_needs_one() {
        let mut house = Fixture::clean();
        house.member("billmgr-client", "");
        house.expect(check, "crates/billmgr-client/API.md:1: ledger: is not there");
    }

    #[test]
    fn the_columns_are_fixed() {
        let mut house = Fixture::clean();
        house.member("billmgr-client", "");
        house.write("crates/billmgr-client/API.md", "| id | operation | method |\n| --- | --- | --- |\n");
        house.expect(check, "holds 0 tables of operations, not one: | id | operation | method | wire |");
    }

    #[test]
    fn a_method_in_it_exists() {
        let mut house = Fixture::clean();
        house.edit(API, "`Client::licenses`", "`Client::licenses`, `Client::gone`");
        house.expect(check, "crates/softaculous-noc/API.md:6: ledger: `Client::gone` is not in the crate");
    }

    #[test]
    fn a_method_that_only_tests_have_does_not_count() {
        let mut house = Fixture::clean();
        house.append(LIB, "#[cfg(test)]\nmod tests {\n    impl super::Client { pub fn gone(&self) {} }\n}\n");
        house.edit(API, "`Client::licenses`", "`Client::licenses`, `Client::gone`");
        house.expect(check, "`Client::gone` is not in the crate");
    }

    #[test]
    fn an_operation_in_the_code_has_a_row() {
        let mut house = Fixture::clean();
        house.edit(API, "`Client::licenses`", "-");
        house.expect(check, "crates/softaculous-noc/src/lib.rs:38: ledger: no row of crates/softaculous-noc/API.md names `Client::licenses`");
    }

    #[test]
    fn ids_effects_and_cells_are_checked() {
        for (from, to, says) in [
            ("| S02 |", "| S01 |", "API.md:6: ledger: the id S01 stands on line 5 already"),
            ("| read |", "| reads |", "API.md:6: ledger: the effect is `reads`"),
            ("| captured |", "| |", "API.md:6: ledger: the column `how sure` is empty"),
        ] {
            let mut house = Fixture::clean();
            house.edit(API, from, to);
            house.expect(check, says);
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named() {
        for (to, says) in [
            ("| S03 | a | - | `a | b` | read | c | d |", "API.md:7: ledger: the row has 8 cells, not 7"),
            (
                "| S03 | a | Client::new | b | read | c | d |",
                "API.md:7: ledger: the column `method` holds \"Client::new\"",
            ),
        ] {
            let mut house = Fixture::clean();
            house.append(API, &format!("{to}\n"));
            house.expect(check, says);
        }
    }

    #[test]
    fn methods_of_a_command_are_not_looked_for() {
        let mut house = Fixture::clean();
        house.member("license-hub-cli", "");
        house.remove("crates/license-hub-cli/src/lib.rs");
        house.write("crates/license-hub-cli/src/main.rs", "fn main() {}\n");
        house.write("crates/license-hub-cli/API.md", "| id | operation | method | wire | effect | source | how sure |\n|---|---|---|---|---|---|---|\n| H08 | drift | `license-hub drift` | - | - | own | tested |\n");
        assert_eq!(house.check(check), [""; 0]);
    }
}

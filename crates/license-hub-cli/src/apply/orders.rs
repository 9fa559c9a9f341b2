//! The list of orders: a CSV file with a line for each. A line says what `license-hub order` is told on the command line,
//! and is read by the same definitions.

mod grammar;
#[cfg(test)]
mod tests;

use csv::StringRecord;

use crate::commands::order::What;
use crate::csv_file::{self, Problem};
use crate::spend::Price;
use grammar::Grammar;

const ACCOUNT: &str = "account";
const WHAT: &str = "what";

/// One order.
#[derive(Debug)]
pub(crate) struct Line {
    /// Where it stands in the file, the first line being 1.
    pub(crate) at: u64,
    pub(crate) what: What,
    pub(crate) price: Price,
}

/// The list, as far as it could be read.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    pub(crate) lines: Vec<Line>,
    /// All that is wrong with it, in the order of the lines. Of what has any nothing is to be sent.
    pub(crate) problems: Vec<Problem>,
}

impl Orders {
    /// Reads a list. The accounts are those of the configuration.
    pub(crate) fn read(bytes: &[u8], accounts: &[&str]) -> Self {
        let mut all = Self::default();
        if let Err(problems) = all.fill(bytes, accounts) {
            all.problems.extend(problems);
        }
        if all.lines.is_empty() && all.problems.is_empty() {
            let what = "nothing is ordered; write a line for each order below the one that names the columns";
            all.problems.push(Problem::of_line(1, what));
        }
        all
    }

    fn fill(&mut self, bytes: &[u8], accounts: &[&str]) -> Result<(), Vec<Problem>> {
        let text = csv_file::text(bytes).map_err(|problem| vec![problem])?;
        let mut records = csv_file::records(text);
        let Some((line, first)) = records.next() else {
            let what = "the file is empty; begin it with a line such as `account,what,ip,term`";
            return Err(vec![Problem::of_line(1, what)]);
        };
        let grammar = Grammar::new();
        let columns = header(&grammar, line, &first)?;
        for (line, record) in records {
            if let Some(problem) = csv_file::misshapen(line, &record, columns.len()) {
                self.problems.push(problem);
                continue;
            }
            let cells = columns.iter().map(String::as_str).zip(&record).filter(|(_, cell)| !cell.is_empty());
            match one(&grammar, line, &cells.collect::<Vec<_>>(), accounts) {
                Ok(line) => self.lines.push(line),
                Err(problems) => self.problems.extend(problems),
            }
        }
        Ok(())
    }
}

/// The columns, each an option's name.
fn header(grammar: &Grammar, line: u64, record: &StringRecord) -> Result<Vec<String>, Vec<Problem>> {
    let (mut columns, mut problems) = (Vec::new(), Vec::new());
    for text in record {
        let name = text.to_lowercase().replace(['_', ' '], "-");
        if columns.contains(&name) {
            problems.push(Problem::of_cell(line, &name, "there are two of it; take one out"));
        } else if name != ACCOUNT && name != WHAT && !grammar.knows(&name) {
            problems.push(Problem::of_line(line, no_column(grammar, text)));
        }
        columns.push(name);
    }
    for wanted in [ACCOUNT, WHAT] {
        if !columns.iter().any(|column| column == wanted) {
            let what = "there is no such column; the first line names the columns, and this one is needed";
            problems.push(Problem::of_cell(line, wanted, what));
        }
    }
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}

fn no_column(grammar: &Grammar, text: &str) -> String {
    let hint = if text.contains(';') { "; part the cells with commas, not semicolons" } else { "" };
    format!(
        "there is no column `{text}`: besides account and what there are the options of `license-hub order`, which are {}{hint}",
        grammar.options().join(", ")
    )
}

/// One line. Every cell is read, so that all that is wrong is told at once.
fn one(
    grammar: &Grammar,
    line: u64,
    cells: &[(&str, &str)],
    accounts: &[&str],
) -> Result<Line, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut complain = |column: &str, what: String| problems.push(Problem::of_cell(line, column, what));
    for (column, cell) in cells {
        if cell.chars().any(char::is_control) {
            complain(column, "there are control characters in it; write plain text".into());
        }
    }
    let cell = |name| cells.iter().find(|(column, _)| *column == name).map(|(_, cell)| *cell);
    let account = cell(ACCOUNT);
    let known = accounts.join(", ");
    match account {
        None => complain(ACCOUNT, format!("there is none; write one of {known}")),
        Some(name) if !accounts.contains(&name) => {
            complain(ACCOUNT, format!("`{name}` is not configured; write one of {known}"));
        }
        Some(_) => {}
    }
    let product = cell(WHAT).and_then(|what| grammar.product(what));
    let Some(product) = product else {
        let found = cell(WHAT).map_or("there is none".into(), |what| format!("`{what}` is not sold here"));
        complain(WHAT, format!("{found}; write one of {}", grammar.products().join(", ")));
        return Err(problems);
    };
    let options: Vec<(&str, &str)> =
        cells.iter().filter(|(column, _)| *column != ACCOUNT && *column != WHAT).copied().collect();
    // What is wrong with one cell does not hide what is wrong with another.
    for (column, what) in Grammar::mistakes(product, &options) {
        complain(column, what);
    }
    let Some(account) = account.filter(|_| problems.is_empty()) else { return Err(problems) };
    match Grammar::parse(product, account, &options) {
        Ok(single) => Ok(Line { at: line, what: single.what, price: single.price }),
        Err(what) => Err(vec![Problem::of_line(line, what)]),
    }
}

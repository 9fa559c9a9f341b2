//! Lists that a person wrote as a CSV file: how they are read, and how all that is wrong with one is told at once.

mod lines;

use std::fmt;
use std::path::Path;

use csv::StringRecord;

use crate::exit::Failure;
use crate::output::Output;

pub(crate) use lines::records;

/// What is wrong with a line, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) line: u64,
    pub(crate) column: Option<String>,
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn of_line(line: u64, message: impl Into<String>) -> Self {
        Self { line, column: None, message: message.into() }
    }

    pub(crate) fn of_cell(line: u64, column: &str, message: impl Into<String>) -> Self {
        Self { line, column: Some(column.to_owned()), message: message.into() }
    }
}

/// `12: column ip: ...`, to stand behind the name of the file.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{}: column {column}: {}", self.line, self.message),
            None => write!(f, "{}: {}", self.line, self.message),
        }
    }
}

/// What stands in a file. `name` says which one to name instead.
pub(crate) fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| {
        let file = path.display();
        Failure::usage(format!("{file} cannot be read: {error}; nothing was sent; name {name}"))
    })
}

/// The bytes as text, without the mark that some programs begin it with.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = lines::count(&bytes[..error.valid_up_to()]) + 1;
            Err(Problem::of_line(line, "this is not UTF-8; save the file as UTF-8 text"))
        }
    }
}

/// What is wrong with the shape of a line below a header with so many columns.
pub(crate) fn misshapen(line: u64, record: &StringRecord, columns: usize) -> Option<Problem> {
    if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
        let what = "a cell goes on over several lines; close the quotation mark that it begins with";
        return Some(Problem::of_line(line, what));
    }
    let cells = record.len();
    (cells != columns).then(|| {
        let what = format!(
            "there {} and {columns} columns; write a comma for each cell that is empty, and quotation marks around a \
             cell with a comma in it",
            if cells == 1 { "is 1 cell".to_owned() } else { format!("are {cells} cells") }
        );
        Problem::of_line(line, what)
    })
}

/// Tells all that is wrong with a file, and refuses to go on where anything is. `next` says what to do then.
pub(crate) fn refuse(out: &Output, file: &str, problems: &[Problem], next: &str) -> Result<(), Failure> {
    for problem in problems {
        out.error(&Failure::usage(format!("{file}:{problem}")));
    }
    let mistakes = match problems.len() {
        0 => return Ok(()),
        1 => "1 mistake".to_owned(),
        count => format!("{count} mistakes"),
    };
    Err(Failure::usage(format!("{mistakes} in {file}; nothing was sent; {next}")))
}

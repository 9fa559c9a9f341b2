//! The list of what should exist: a CSV file with a line for each licence.

mod cells;
mod lines;

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;

use license_hub::{AccountName, Vendor};

use super::product::Product;
use cells::{Cells, Header};

/// What is needed of one licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Where it stands in the file, the first line being 1.
    pub(crate) line: u64,
    /// IPv4 in its own form, also where it was written as IPv6.
    pub(crate) ip: Option<IpAddr>,
    pub(crate) name: Option<String>,
    /// Its number or key, as the vendor has it.
    pub(crate) license: Option<String>,
    pub(crate) product: Product,
    pub(crate) account: Option<AccountName>,
    pub(crate) vendor: Option<Vendor>,
    pub(crate) auto_renew: Option<bool>,
}

impl Row {
    /// The server that it is for, or what else the list knows it by.
    pub(crate) fn place(&self) -> String {
        let address = self.ip.map(|ip| ip.to_string());
        address.or(self.license.clone()).or(self.name.clone()).unwrap_or_default()
    }
}

/// What is wrong with a line, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) line: u64,
    pub(crate) column: Option<&'static str>,
    pub(crate) message: String,
}

impl Problem {
    fn of_line(line: u64, message: impl Into<String>) -> Self {
        Self { line, column: None, message: message.into() }
    }

    fn of_cell(line: u64, column: &'static str, message: impl Into<String>) -> Self {
        Self { line, column: Some(column), message: message.into() }
    }
}

/// `12: column ip: ...`, to stand behind the name of the file.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "{}: column {column}: {}", self.line, self.message),
            None => write!(f, "{}: {}", self.line, self.message),
        }
    }
}

/// The list, as far as it could be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    pub(crate) rows: Vec<Row>,
    /// All that is wrong with it, in the order of the lines. What has any is not to be compared with.
    pub(crate) problems: Vec<Problem>,
}

impl Expected {
    /// Reads a list. The accounts are those of the configuration, which the list may name.
    pub(crate) fn read(bytes: &[u8], accounts: &[(&str, Vendor)]) -> Self {
        let mut all = Self::default();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
            Err(error) => {
                let line = lines::count(&bytes[..error.valid_up_to()]) + 1;
                all.problems.push(Problem::of_line(line, "this is not UTF-8; save the file as UTF-8 text"));
                return all;
            }
        };
        let mut records = lines::records(text);
        let Some((line, first)) = records.next() else {
            all.problems
                .push(Problem::of_line(1, "the file is empty; begin it with a line such as `ip,product`"));
            return all;
        };
        let header = match Header::read(line, &first) {
            Ok(header) => header,
            Err(problems) => {
                all.problems = problems;
                return all;
            }
        };
        let mut seen = HashMap::new();
        for (line, record) in records {
            let row = Cells::new(line, &header, &record, &mut all.problems)
                .and_then(|mut cells| cells.row(accounts));
            let Some(row) = row else { continue };
            // Of licences without an address there can be several alike.
            let first = row.ip.and_then(|ip| seen.insert((ip, row.product.folded().to_vec()), line));
            if let Some(first) = first {
                let what = format!(
                    "this is the licence of line {first} again; take one of the two out, as an address has a product once"
                );
                all.problems.push(Problem::of_line(line, what));
            }
            all.rows.push(row);
        }
        if all.rows.is_empty() && all.problems.is_empty() {
            // Everything that is paid for would be an orphan.
            let what = "no licence is expected at all; write a line for each, as an empty list is most likely a mistake";
            all.problems.push(Problem::of_line(line, what));
        }
        all
    }
}

#[cfg(test)]
mod tests;

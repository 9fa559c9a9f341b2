//! The list of what should exist: a CSV file with a line for each licence.

mod cells;

use std::collections::HashMap;
use std::net::IpAddr;

use license_hub::{AccountName, Vendor};

use super::product::Product;
use crate::csv_file::{self, Problem};
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
        let text = match csv_file::text(bytes) {
            Ok(text) => text,
            Err(problem) => {
                all.problems.push(problem);
                return all;
            }
        };
        let mut records = csv_file::records(text);
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

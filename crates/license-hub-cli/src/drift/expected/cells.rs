//! The cells of one line, each read and complained about by itself.

use std::net::IpAddr;

use csv::StringRecord;
use license_hub::{AccountName, Vendor};

use super::{Problem, Row};
use crate::drift::product::Product;

const IP: &str = "ip";
const PRODUCT: &str = "product";
const ACCOUNT: &str = "account";
const VENDOR: &str = "vendor";
const NAME: &str = "name";
const LICENSE: &str = "license";
const AUTO_RENEW: &str = "auto_renew";
const COLUMNS: [&str; 7] = [IP, PRODUCT, ACCOUNT, VENDOR, NAME, LICENSE, AUTO_RENEW];

/// Which column stands where.
#[derive(Debug)]
pub(super) struct Header {
    columns: Vec<&'static str>,
}

impl Header {
    pub(super) fn read(line: u64, record: &StringRecord) -> Result<Self, Vec<Problem>> {
        let mut columns: Vec<&'static str> = Vec::new();
        let mut problems = Vec::new();
        for text in record {
            let word = text.to_lowercase().replace(['-', ' '], "_");
            let word = if word == "hostname" { NAME } else { word.as_str() };
            match COLUMNS.into_iter().find(|column| *column == word) {
                Some(column) if columns.contains(&column) => {
                    problems.push(Problem::of_cell(line, column, "there are two of it; take one out"));
                }
                Some(column) => columns.push(column),
                None => problems.push(unknown(line, text)),
            }
        }
        for wanted in [IP, PRODUCT].into_iter().filter(|wanted| !columns.contains(wanted)) {
            problems.push(Problem::of_cell(
                line,
                wanted,
                "there is no such column; the first line names the columns, and this one is needed",
            ));
        }
        if problems.is_empty() { Ok(Self { columns }) } else { Err(problems) }
    }
}

fn unknown(line: u64, text: &str) -> Problem {
    let known = "there are ip, product, account, vendor, name (or hostname), license and auto_renew";
    let hint = if text.contains(';') { "; part the cells with commas, not semicolons" } else { "" };
    Problem::of_line(line, format!("there is no column `{text}`; {known}{hint}"))
}

/// One line.
pub(super) struct Cells<'a> {
    line: u64,
    header: &'a Header,
    record: &'a StringRecord,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Cells<'a> {
    /// Nothing, with a complaint, where there are not as many cells as columns.
    pub(super) fn new(
        line: u64,
        header: &'a Header,
        record: &'a StringRecord,
        problems: &'a mut Vec<Problem>,
    ) -> Option<Self> {
        let (cells, columns) = (record.len(), header.columns.len());
        let torn = record.iter().any(|cell| cell.contains(['\n', '\r']));
        if torn {
            let what = "a cell goes on over several lines; close the quotation mark that it begins with";
            problems.push(Problem::of_line(line, what));
            return None;
        }
        if cells != columns {
            let what = format!(
                "there {} and {columns} columns; write a comma for each cell that is empty, and quotation \
                 marks around a cell with a comma in it",
                if cells == 1 { "is 1 cell".to_owned() } else { format!("are {cells} cells") }
            );
            problems.push(Problem::of_line(line, what));
            return None;
        }
        Some(Self { line, header, record, problems })
    }

    /// The line as a whole. Every cell is read, so that all that is wrong is told at once.
    pub(super) fn row(&mut self, accounts: &[(&str, Vendor)]) -> Option<Row> {
        let before = self.problems.len();
        let ip = self.ip();
        let name = self.cell(NAME).map(str::to_owned);
        let license = self.cell(LICENSE).map(str::to_owned);
        let product = self.product();
        let vendor = self.vendor();
        let account = self.account(accounts, vendor);
        let auto_renew = self.auto_renew();
        if self.cell(IP).is_none() && name.is_none() && license.is_none() {
            self.complain(
                IP,
                "there is no address; write one, or the column `name` or `license` for what has none",
            );
        }
        for column in COLUMNS {
            if self.cell(column).is_some_and(|text| text.chars().any(char::is_control)) {
                self.complain(column, "there are control characters in it; write plain text");
            }
        }
        let product = product?;
        (self.problems.len() == before).then_some(Row {
            line: self.line,
            ip,
            name,
            license,
            product,
            account,
            vendor,
            auto_renew,
        })
    }

    fn complain(&mut self, column: &'static str, message: impl Into<String>) {
        self.problems.push(Problem::of_cell(self.line, column, message));
    }

    /// What stands in a column, if anything does.
    fn cell(&self, column: &str) -> Option<&'a str> {
        let at = self.header.columns.iter().position(|known| *known == column)?;
        self.record.get(at).filter(|text| !text.is_empty())
    }

    fn ip(&mut self) -> Option<IpAddr> {
        let text = self.cell(IP)?;
        match text.parse::<IpAddr>() {
            Ok(ip) if !ip.to_canonical().is_unspecified() => Some(ip.to_canonical()),
            Ok(_) => {
                self.complain(IP, format!("`{text}` is no server's address; write the server's own"));
                None
            }
            Err(_) => {
                let what = format!("`{text}` is no address; write one such as 203.0.113.5 or 2001:db8::5");
                self.complain(IP, what);
                None
            }
        }
    }

    fn product(&mut self) -> Option<Product> {
        let read = self.cell(PRODUCT).and_then(Product::new);
        if read.is_none() {
            self.complain(
                PRODUCT,
                "there is none; write one such as plesk, softaculous or ISPmanager 6 Lite",
            );
        }
        read
    }

    fn vendor(&mut self) -> Option<Vendor> {
        let text = self.cell(VENDOR)?;
        let read = text.parse().ok();
        if read.is_none() {
            let words = Vendor::ALL.map(Vendor::name).join(", ");
            self.complain(VENDOR, format!("there is no vendor `{text}`; write one of {words}, or nothing"));
        }
        read
    }

    fn account(&mut self, accounts: &[(&str, Vendor)], vendor: Option<Vendor>) -> Option<AccountName> {
        let text = self.cell(ACCOUNT)?;
        let Some((_, of)) = accounts.iter().find(|(name, _)| *name == text) else {
            let names: Vec<&str> = accounts.iter().map(|(name, _)| *name).collect();
            let known = names.join(", ");
            self.complain(ACCOUNT, format!("`{text}` is not configured; write one of {known}, or nothing"));
            return None;
        };
        if vendor.is_some_and(|vendor| vendor != *of) {
            let what = format!(
                "`{text}` is an account at {of}; write {} into the column vendor, or nothing",
                of.name()
            );
            self.complain(ACCOUNT, what);
        }
        AccountName::new(text).ok()
    }

    fn auto_renew(&mut self) -> Option<bool> {
        let text = self.cell(AUTO_RENEW)?;
        match text.to_lowercase().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                self.complain(AUTO_RENEW, format!("`{text}` is neither; write yes, no or nothing"));
                None
            }
        }
    }
}

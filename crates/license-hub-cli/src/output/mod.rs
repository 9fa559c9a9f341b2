//! Everything that leaves the command: data on standard output in four forms, all else on standard error.
//!
//! Whatever is written passes the scrubber, which knows every secret that was read from the configuration.

mod csv;
mod gauge;
mod json;
mod ordered;
mod record;
mod sheet;
mod table;
mod xml;

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use indicatif::MultiProgress;
use license_wire::Scrubber;
use serde_json::Value;

use crate::exit::{Exit, Failure};

pub(crate) use gauge::Gauge;
pub(crate) use record::Record;
pub(crate) use sheet::{Cell, CellOf, Column, Row, RowOf, Sheet, SheetOf, detail, shown};

/// The form that data is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people; also when piped, unless another is asked for
    #[default]
    Table,
    /// With every field the vendor sent
    Json,
    /// The same columns every time, safe to open in a spreadsheet
    Csv,
    /// As the JSON
    Xml,
}

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What is to be emphasised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Headings.
    Bold,
    /// What went well.
    Good,
    /// What wants attention.
    Alarm,
}

impl Ink {
    fn style(self) -> Style {
        match self {
            Self::Bold => Style::new().bold(),
            Self::Good => Style::new().fg_color(Some(AnsiColor::Green.into())),
            Self::Alarm => Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
        }
    }
}

/// The two ways out.
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Output {
    format: Format,
    details: bool,
    quiet: bool,
    color_out: bool,
    color_err: bool,
    bars: MultiProgress,
    scrubber: Scrubber,
    out: Mutex<Box<dyn Write + Send>>,
    err: Mutex<Box<dyn Write + Send>>,
}

impl Output {
    /// To the process's own standard output and standard error.
    pub(crate) fn standard(format: Format, color: ColorWhen, quiet: bool, scrubber: Scrubber) -> Self {
        let set = |name| std::env::var(name).unwrap_or_default();
        let wanted = |terminal| is_colored(color, terminal, &set("NO_COLOR"), &set("TERM"));
        Self {
            format,
            details: false,
            quiet,
            color_out: wanted(io::stdout().is_terminal()),
            color_err: wanted(io::stderr().is_terminal()),
            bars: gauge::bars(!quiet && io::stderr().is_terminal() && set("TERM") != "dumb"),
            scrubber,
            out: Mutex::new(Box::new(io::stdout())),
            err: Mutex::new(Box::new(io::stderr())),
        }
    }

    /// To nowhere, for tests.
    #[cfg(test)]
    pub(crate) fn nowhere() -> Self {
        let out = Self::standard(Format::Table, ColorWhen::Never, false, Scrubber::default());
        Self { out: Mutex::new(Box::new(io::sink())), err: Mutex::new(Box::new(io::sink())), ..out }
    }

    /// Shows the columns that a table leaves out otherwise.
    pub(crate) fn with_details(mut self, details: bool) -> Self {
        self.details = details;
        self
    }

    pub(crate) fn scrubber(&self) -> &Scrubber {
        &self.scrubber
    }

    /// Writes data in the form that was asked for.
    pub(crate) fn sheet(&self, sheet: &SheetOf<'_>) -> Result<(), Failure> {
        let text = match self.format {
            Format::Table => self.table(sheet),
            Format::Json => return self.deliver(|out| json::write(sheet, &self.scrubber, out)),
            Format::Csv => csv::write(sheet, &self.scrubber)?,
            Format::Xml => xml::write(sheet, &self.scrubber),
        };
        self.data(&text)
    }

    /// Writes data as a table, whatever form was asked for.
    pub(crate) fn table(&self, sheet: &SheetOf<'_>) -> String {
        let look = table::Look { details: self.details, color: self.color_out };
        table::write(sheet, &self.scrubber, look)
    }

    /// Writes a document as it came, in JSON unless XML is asked for. It has no columns, so it cannot be CSV.
    pub(crate) fn document(&self, name: &str, value: &Value) -> Result<(), Failure> {
        let value = json::document(value, &self.scrubber);
        match self.format {
            Format::Xml => self.data(&license_wire::to_xml(name, &value)),
            Format::Table | Format::Json => {
                // A value always has a JSON form.
                self.data(&(serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"))
            }
            Format::Csv => Err(Failure::usage(
                "this has no columns, so it cannot be CSV; what was done stays done; ask for json or xml",
            )),
        }
    }

    /// Refuses a form that a document without columns cannot have, before anything is done.
    pub(crate) fn needs_no_columns(&self) -> Result<(), Failure> {
        match self.format {
            Format::Csv => Err(Failure::usage(
                "the answer has no columns, so it cannot be CSV, and nothing was sent; ask for json or xml",
            )),
            Format::Table | Format::Json | Format::Xml => Ok(()),
        }
    }

    /// The form that was asked for.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Writes a text that is data: to standard output, as it is but for secrets, line by line.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        self.data(&self.clean_lines(text))
    }

    /// A piece of a line for standard output, cleaned and inked.
    #[cfg(feature = "demo")]
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        paint(self.color_out, ink, text)
    }

    fn clean_lines(&self, text: &str) -> String {
        text.lines().map(|line| self.scrubber.clean(line) + "\n").collect()
    }

    /// Writes what was cleaned already.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        self.deliver(|out| out.write_all(text.as_bytes()))
    }

    fn deliver(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        match write(&mut *out).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            // Whoever read has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => {
                Err(Failure::not_sent(format!("the output could not be written: {error}; see to that first")))
            }
        }
    }

    /// Tells a person something, on standard error, unless they asked for quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            self.tell(text);
        }
    }

    /// Tells a person something that matters also to those who asked for quiet.
    pub(crate) fn tell(&self, text: &str) {
        self.err_line(&self.clean_lines(text));
    }

    /// Shows how far it is, on a terminal, until it is dropped.
    pub(crate) fn gauge(&self, name: &str) -> Gauge {
        Gauge::new(&self.bars, self.scrubber.clean(name))
    }

    /// Warns.
    pub(crate) fn warn(&self, text: &str) {
        let text = self.scrubber.clean(text);
        self.err_line(&format!("{} {text}\n", paint(self.color_err, Ink::Bold, "warning:")));
    }

    /// Says why it ends.
    pub(crate) fn error(&self, failure: &Failure) {
        let text = self.scrubber.clean(&failure.to_string());
        let title = if failure.exit() == Exit::Found { "found:" } else { "error:" };
        self.err_line(&format!("{} {text}\n", paint(self.color_err, Ink::Alarm, title)));
    }

    /// Inks a part of a text that goes to standard error. Only for words of our own.
    pub(crate) fn alarm(&self, text: &str) -> String {
        paint(self.color_err, Ink::Alarm, text)
    }

    /// Writes to standard error without a line break, for a question.
    pub(crate) fn ask(&self, cleaned: &str) {
        self.err_line(cleaned);
    }

    fn err_line(&self, text: &str) {
        let mut err = self.err.lock().unwrap_or_else(PoisonError::into_inner);
        // There is nowhere left to say that this failed.
        self.bars.suspend(|| {
            let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
        });
    }
}

fn is_colored(when: ColorWhen, terminal: bool, no_color: &str, term: &str) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => terminal && no_color.is_empty() && term != "dumb",
    }
}

fn paint(color: bool, ink: Ink, text: &str) -> String {
    if !color {
        return text.to_owned();
    }
    let style = ink.style();
    format!("{style}{text}{style:#}")
}

/// A text as it goes into a data format that writes control characters itself: unchanged, unless a secret is in it.
fn keep_or_mask(scrubber: &Scrubber, text: &str) -> String {
    if !scrubber.may_be_in(text) {
        return text.to_owned();
    }
    let cleaned = scrubber.clean(text);
    if cleaned == Scrubber::default().clean(text) { text.to_owned() } else { cleaned }
}

#[cfg(test)]
mod tests {
    use license_wire::Secret;

    use super::*;

    #[test]
    fn color_is_for_terminals_that_want_it() {
        assert!(is_colored(ColorWhen::Auto, true, "", "xterm"));
        assert!(!is_colored(ColorWhen::Auto, false, "", "xterm"));
        assert!(!is_colored(ColorWhen::Auto, true, "1", "xterm"));
        assert!(!is_colored(ColorWhen::Auto, true, "", "dumb"));
        assert!(is_colored(ColorWhen::Always, false, "1", "dumb"));
        assert!(!is_colored(ColorWhen::Never, true, "", "xterm"));
    }

    #[test]
    fn data_is_kept_as_it_is_unless_a_secret_is_in_it() {
        let scrubber = Scrubber::new([&Secret::from("hunter2")]);
        assert_eq!(keep_or_mask(&scrubber, "a\nb\u{200b}"), "a\nb\u{200b}");
        assert_eq!(keep_or_mask(&scrubber, "a\nhunter2"), "a ***");
    }
}

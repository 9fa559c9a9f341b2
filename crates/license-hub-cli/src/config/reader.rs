//! Reading TOML with the place of every value at hand, so that each error names file, line and key.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::exit::Failure;

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    pub(crate) line: usize,
    /// The key with all above it, such as `accounts.noc.password`.
    pub(crate) key: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.key)
    }
}

impl Place {
    /// A complaint about what stands here.
    pub(crate) fn fail(&self, what: impl fmt::Display) -> Failure {
        Failure::usage(format!("{self}: {what}"))
    }
}

/// A file on its way to a configuration.
pub(super) struct Source<'a> {
    pub(super) file: &'a Path,
    pub(super) text: &'a str,
}

impl Source<'_> {
    pub(super) fn place(&self, span: &Range<usize>, key: &str) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        Place { file: self.file.to_owned(), line, key: key.to_owned() }
    }
}

/// A table and the keys that lead to it.
pub(super) struct Section<'a> {
    source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    path: String,
}

/// A value and where it stands.
pub(super) struct Item<'a> {
    pub(super) value: &'a DeValue<'a>,
    pub(super) place: Place,
    source: &'a Source<'a>,
    span: Range<usize>,
}

impl<'a> Section<'a> {
    pub(super) fn root(source: &'a Source<'a>, table: &'a Spanned<DeTable<'a>>) -> Self {
        Self { source, table: table.get_ref(), span: table.span(), path: String::new() }
    }

    /// Where the table begins.
    pub(super) fn place(&self) -> Place {
        self.source.place(&self.span, &self.path)
    }

    /// Refuses every key but these.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Failure> {
        match self.table.iter().find(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            None => Ok(()),
            Some((key, _)) => {
                let place = self.source.place(&key.span(), &self.key(key.get_ref()));
                Err(place.fail(format!("this key is not known here; write one of {}", known.join(", "))))
            }
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(|key| key.get_ref().as_ref())
    }

    pub(super) fn get(&self, key: &str) -> Option<Item<'a>> {
        let (at, value) = self.table.get_key_value(key)?;
        let place = self.source.place(&at.span(), &self.key(key));
        Some(Item { value: value.get_ref(), place, source: self.source, span: at.span() })
    }

    /// The value of a key that has to be there.
    pub(super) fn need(&self, key: &str, what: &str) -> Result<Item<'a>, Failure> {
        self.get(key).ok_or_else(|| {
            let place = self.place();
            place.fail(format!("`{key}` is missing; write {what}"))
        })
    }

    fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

impl<'a> Item<'a> {
    /// The text that stands here. The complaint never shows what stands here instead: it could be a secret.
    pub(super) fn text(&self, what: &str) -> Result<&'a str, Failure> {
        match self.value {
            DeValue::String(text) if !text.trim().is_empty() => Ok(text),
            DeValue::String(_) => Err(self.place.fail(format!("is empty; write {what}"))),
            _ => Err(self.place.fail(format!("is not a text; write {what}"))),
        }
    }

    pub(super) fn section(&self, what: &str) -> Result<Section<'a>, Failure> {
        match self.value {
            DeValue::Table(table) => Ok(Section {
                source: self.source,
                table,
                span: self.span.clone(),
                path: self.place.key.clone(),
            }),
            _ => Err(self.place.fail(format!("is not a table; write {what}"))),
        }
    }
}

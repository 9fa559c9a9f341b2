//! Data on its way out: columns and rows that know their types, with the vendor's own record beside each row.
//!
//! A list can be long, so its texts and records may be somebody else's.

use std::borrow::Cow;
use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use license_wire::lenient::Lenient;
use rust_decimal::Decimal;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::Ink;
use super::record::Record;

/// A value of its own.
pub(crate) type Cell = CellOf<'static>;
/// A row of its own.
pub(crate) type Row = RowOf<'static>;
/// A table or a thing of its own.
pub(crate) type Sheet = SheetOf<'static>;

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum CellOf<'a> {
    /// There is none, or it could not be read.
    #[default]
    None,
    Text(Cow<'a, str>),
    Number(i64),
    Id(u64),
    Amount(Decimal),
    Date(Date),
    Time(Timestamp),
    Flag(bool),
    /// A text that wants emphasis in a table.
    Inked(Ink, Cow<'a, str>),
    Address(IpAddr),
}

impl<'a> CellOf<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::None } else { Self::Text(text) }
    }

    /// A text that is somebody else's.
    pub(crate) fn lent(text: Option<&'a str>) -> Self {
        text.map_or(Self::None, Self::text)
    }

    /// What a person reads; empty for nothing.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) | Self::Inked(_, text) => text.to_string(),
            Self::Address(address) => address.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Id(id) => id.to_string(),
            Self::Amount(amount) => amount.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => time.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
        }
    }

    /// The value in JSON. Money is text, so that no digit is lost.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Number(number) => (*number).into(),
            Self::Id(id) => (*id).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Time(time) => time.to_string().into(),
            other => other.shown().into(),
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Amount(_))
    }
}

/// As its value, without a copy of the texts.
impl Serialize for CellOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) | Self::Inked(_, text) => serializer.serialize_str(text),
            Self::Address(address) => serializer.collect_str(address),
            Self::Date(date) => serializer.collect_str(date),
            Self::None => serializer.serialize_none(),
            Self::Number(number) => serializer.serialize_i64(*number),
            other => other.value().serialize(serializer),
        }
    }
}

impl From<String> for CellOf<'_> {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for CellOf<'_> {
    fn from(text: &str) -> Self {
        Self::text(text.to_owned())
    }
}

impl From<Date> for CellOf<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<Timestamp> for CellOf<'_> {
    fn from(time: Timestamp) -> Self {
        Self::Time(time)
    }
}

impl From<Decimal> for CellOf<'_> {
    fn from(amount: Decimal) -> Self {
        Self::Amount(amount)
    }
}

impl From<i64> for CellOf<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for CellOf<'_> {
    fn from(id: u64) -> Self {
        Self::Id(id)
    }
}

impl From<bool> for CellOf<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<IpAddr> for CellOf<'_> {
    fn from(address: IpAddr) -> Self {
        Self::Address(address)
    }
}

impl<T: Into<Self>> From<Option<T>> for CellOf<'_> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

/// What could not be read is shown as it came.
impl<T: Clone + Into<Self>> From<&Lenient<T>> for CellOf<'_> {
    fn from(value: &Lenient<T>) -> Self {
        match (value.get(), value.unread()) {
            (Some(value), _) => value.clone().into(),
            (None, Some(Value::String(text))) => text.as_str().into(),
            (None, Some(other)) => Self::text(other.to_string()),
            (None, None) => Self::None,
        }
    }
}

/// One column: its name in every form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// Left out of a table unless details are asked for.
    pub(crate) detail: bool,
}

/// A column that is always shown.
pub(crate) const fn shown(name: &'static str) -> Column {
    Column { name, detail: false }
}

/// A column that a table leaves out.
pub(crate) const fn detail(name: &'static str) -> Column {
    Column { name, detail: true }
}

/// One row, and the vendor's own record of it with every field.
#[derive(Clone, Debug)]
pub(crate) struct RowOf<'a> {
    pub(crate) cells: Vec<CellOf<'a>>,
    pub(crate) record: Option<Record<'a>>,
}

/// A table of one kind of thing, or one thing alone.
#[derive(Clone, Debug)]
pub(crate) struct SheetOf<'a> {
    /// What the rows are, in the plural; the root element of the XML.
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [Column],
    pub(crate) rows: Vec<RowOf<'a>>,
    /// Whether it is one thing, written as an object and shown as a list of its fields.
    pub(crate) single: bool,
    /// What the vendor says about all rows together, without the rows.
    pub(crate) whole: Option<Value>,
}

impl<'a> SheetOf<'a> {
    /// A table.
    pub(crate) fn list(name: &'static str, columns: &'static [Column]) -> Self {
        Self { name, columns, rows: Vec::new(), single: false, whole: None }
    }

    /// One thing.
    pub(crate) fn one(
        name: &'static str,
        columns: &'static [Column],
        cells: Vec<CellOf<'a>>,
        record: Value,
    ) -> Self {
        let record = (!record.is_null()).then_some(Record::Own(record));
        Self { name, columns, rows: vec![RowOf { cells, record }], single: true, whole: None }
    }

    /// Adds a row. It has as many cells as there are columns.
    pub(crate) fn push(&mut self, cells: Vec<CellOf<'a>>, record: Option<Value>) {
        self.lend(cells, record.map(Record::Own));
    }

    /// As [`SheetOf::push`], with a record that is somebody else's.
    pub(crate) fn lend(&mut self, cells: Vec<CellOf<'a>>, record: Option<Record<'a>>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "{}", self.name);
        self.rows.push(RowOf { cells, record });
    }
}

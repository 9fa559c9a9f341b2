//! The vendor's own record beside a row.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::ordered::Writer;

/// What a vendor says about one thing, with every field.
#[derive(Clone, Debug)]
pub(crate) enum Record<'a> {
    Own(Value),
    /// Somebody else's, of which no copy is made as long as it is only written.
    Of(&'a dyn Written),
}

/// What can be written as JSON.
pub(crate) trait Written: fmt::Debug + Sync {
    fn write_to(&self, writer: &mut Writer) -> serde_json::Result<()>;

    fn value(&self) -> Value;
}

impl<T: Serialize + fmt::Debug + Sync> Written for T {
    fn write_to(&self, writer: &mut Writer) -> serde_json::Result<()> {
        writer.write(self)
    }

    fn value(&self) -> Value {
        // What a vendor sent, and was read, has a JSON form.
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl Record<'_> {
    /// A copy of it.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Own(value) => value.clone(),
            Self::Of(written) => written.value(),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) -> serde_json::Result<()> {
        match self {
            Self::Own(value) => writer.write(value),
            Self::Of(written) => written.write_to(writer),
        }
    }
}

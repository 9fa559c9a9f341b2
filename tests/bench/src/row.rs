//! One line of the table: ours, the limit, and how far apart they may be.

use serde::Serialize;

/// How far the ratio may go.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Bar {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// Only told.
    Told,
}

/// One measurement, beside its limit.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    /// The line it belongs to, such as `P2`.
    line: &'static str,
    what: String,
    unit: &'static str,
    ours: f64,
    limit: f64,
    /// What the limit is.
    limit_is: String,
    ratio: f64,
    bar: Bar,
    met: bool,
    /// Why it was not measured, where it was not.
    skipped: Option<String>,
}

impl Row {
    /// The ratio is ours by the limit.
    pub(crate) fn new(
        line: &'static str,
        what: impl Into<String>,
        unit: &'static str,
        (ours, limit): (f64, f64),
        limit_is: impl Into<String>,
        bar: Bar,
    ) -> Self {
        let ratio = if limit == 0.0 { f64::INFINITY } else { ours / limit };
        let met = match bar {
            Bar::AtMost(most) => ratio <= most,
            Bar::AtLeast(least) => ratio >= least,
            Bar::Told => true,
        };
        let (what, limit_is) = (what.into(), limit_is.into());
        Self { line, what, unit, ours, limit, limit_is, ratio, bar, met, skipped: None }
    }

    /// Not measured, and why.
    pub(crate) fn skipped(line: &'static str, what: impl Into<String>, why: impl Into<String>) -> Self {
        let row = Self::new(line, what, "", (0.0, 1.0), "", Bar::Told);
        Self { skipped: Some(why.into()), ..row }
    }
}

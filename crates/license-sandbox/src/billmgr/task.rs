//! One request at its work.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::ledger::Desk;

use super::document::Document;
use super::fields::Fields;
use super::functions::Function;
use super::habits::Habits;
use super::refusals::No;
use super::render::Lang;
use super::state::{Account, Charge};

/// A request and what it works with.
pub(super) struct Task<'a, 'd> {
    pub(super) account: &'a mut Account,
    pub(super) habits: &'a Habits,
    pub(super) fields: &'a Fields,
    pub(super) function: Function,
    pub(super) id: Option<&'static str>,
    pub(super) lang: Lang,
    pub(super) desk: &'a mut Desk<'d>,
}

/// The answer to a request, and whether that was a change and not a read.
pub(super) struct Reply {
    pub(super) document: Document,
    pub(super) committed: bool,
}

pub(super) type Done = Result<Reply, No>;

impl Task<'_, '_> {
    pub(super) fn today(&self) -> Date {
        self.desk.clock.today()
    }

    /// Charges for a service. Whether it can be paid was asked before.
    pub(super) fn charge(&mut self, service: u64, amount: Decimal, term: Option<i32>) {
        let charge = Charge {
            function: self.function.name,
            id: self.id,
            service,
            amount,
            term: term.map(|term| term.to_string()),
        };
        self.account.charge(charge, self.desk);
    }

    /// A required value.
    pub(super) fn needed(&self, field: &str) -> Result<&str, No> {
        self.fields.text(field).ok_or_else(|| No::value(field, ""))
    }
}

impl Reply {
    pub(super) fn read(document: Document) -> Self {
        Self { document, committed: false }
    }

    pub(super) fn changed(document: Document) -> Self {
        Self { document, committed: true }
    }
}

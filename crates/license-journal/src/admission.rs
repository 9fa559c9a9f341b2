//! Whether an intent may be written, given what there is around it. Decided in the same transaction that writes it.

use std::collections::BTreeMap;

use license_hub::{Effect, Operation, Vendor};
use rust_decimal::Decimal;

use crate::error::ErrorKind;
use crate::guard::{Check, Finding, Verdict};
use crate::{Entry, Error, Intent, Position, Run, Spent, State, Surroundings, mark};

/// What is to be admitted.
pub(crate) struct Newcomer<'a> {
    pub(crate) intent: &'a Intent,
    /// The operation without the reference.
    pub(crate) wished: &'a Operation,
    /// When the vendor's records were looked at.
    pub(crate) since: Position,
    pub(crate) run: Option<&'a Run>,
}

impl Newcomer<'_> {
    /// Says no, and why, or nothing.
    pub(crate) fn admit(&self, around: &Surroundings) -> Result<(), Error> {
        if self.intent.effect != Effect::Spend {
            // Setting the same again does no harm.
            return Ok(());
        }
        let no = |kind: fn(Entry) -> ErrorKind, by: &Entry| Err(Error::new(kind(by.clone())));
        if let Some(by) = around.same.iter().find(|entry| entry.needs_a_look()) {
            return no(|by| ErrorKind::Open { by }, by);
        }
        if let Some(by) = around.same.iter().find(|entry| self.repeats(entry)) {
            return no(|by| ErrorKind::Repeated { by }, by);
        }
        let overtaken = |entry: &&Entry| {
            entry.position > self.since && matches!(entry.state, State::Done | State::Happened)
        };
        if let Some(by) = around.same.iter().find(overtaken) {
            return no(|by| ErrorKind::Overtaken { by }, by);
        }
        match self.caps(&around.run) {
            Some(Finding { verdict: Verdict::Refused, check, says }) => {
                let findings = vec![Finding { verdict: Verdict::Refused, check, says }];
                Err(Error::new(ErrorKind::Guard { findings }))
            }
            _ => Ok(()),
        }
    }

    /// An order that no address speaks against and that was lost and found: the vendor would sell one more, and nothing but the journal
    /// knows that it is the same wish.
    fn repeats(&self, entry: &Entry) -> bool {
        let is_order = matches!(self.wished, Operation::Order(_));
        // WebSoftSolus sells any number for an address, too.
        let says_no = self.wished.order_address().is_some() && !self.wished.is_for(Vendor::WebSoftSolus);
        if entry.state != State::Happened || !is_order || says_no {
            return false;
        }
        let Ok(sent) = entry.intent.operation.operation() else { return true };
        sent == *self.wished || sent == mark::with(self.wished, &entry.intent.reference)
    }

    /// What the caps of the run say to it.
    pub(crate) fn caps(&self, spent: &[Spent]) -> Option<Finding> {
        let run = self.run?;
        if !self.intent.charges {
            return None;
        }
        let finding = |verdict, says| Some(Finding { check: Check::Caps, verdict, says });
        let refused = |says: String| finding(Verdict::Refused, format!("run `{}`: {says}", run.name));
        if let Some(most) = run.caps.count {
            if u32::try_from(spent.len()).is_ok_and(|count| count < most) {
            } else {
                return refused(format!("{} of at most {most} were done", spent.len()));
            }
        }
        if run.caps.amounts.is_empty() {
            return finding(Verdict::Passed, format!("run `{}`: {} done before", run.name, spent.len()));
        }
        let (sums, unknown) = sums(spent);
        if unknown > 0 && !run.caps.unknown {
            return refused(format!(
                "what {unknown} of its operations cost is not known, so no cap can be held"
            ));
        }
        let Some(price) = &self.intent.expected else {
            let says = "what this costs is not known, so no cap on amounts can be held";
            return if run.caps.unknown {
                finding(Verdict::NotKnown, format!("run `{}`: {says}", run.name))
            } else {
                refused(format!("{says}; state its price, or allow unknown amounts"))
            };
        };
        let Some(most) = run.caps.amounts.get(price.currency()) else {
            return refused(format!("there is no cap in {}, only in other currencies", price.currency()));
        };
        let before = sums.get(price.currency()).copied().unwrap_or_default();
        match before.checked_add(price.amount()) {
            Some(sum) if sum <= *most => finding(
                Verdict::Passed,
                format!(
                    "run `{}`: {before} and {} of at most {most} {}",
                    run.name,
                    price.amount(),
                    price.currency()
                ),
            ),
            _ => refused(format!("{before} and {price} are more than its cap of {most}")),
        }
    }
}

/// What was spent, by currency, and how often that is not known.
fn sums(spent: &[Spent]) -> (BTreeMap<String, Decimal>, usize) {
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    let mut unknown = 0;
    for one in spent {
        match one.amount() {
            Some((amount, currency)) => {
                let sum = sums.entry(currency.to_owned()).or_default();
                // What is too much to be counted is above any cap.
                *sum = sum.checked_add(amount).unwrap_or(Decimal::MAX);
            }
            None => unknown += 1,
        }
    }
    (sums, unknown)
}

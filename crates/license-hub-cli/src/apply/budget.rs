//! What a list costs, and whether its run may cost that much.

use std::collections::BTreeMap;
use std::fmt;

use license_journal::{Entry, Money, Spent};
use rust_decimal::Decimal;

use crate::exit::Failure;
use crate::spend::Limits;

/// How many orders cost what together.
#[derive(Debug, Default)]
pub(crate) struct Cost {
    sums: BTreeMap<String, Decimal>,
    not_known: usize,
}

impl Cost {
    pub(crate) fn add(&mut self, price: Option<&Money>) {
        match price {
            Some(price) => self.add_amount(price.currency(), price.amount()),
            None => self.not_known += 1,
        }
    }

    fn add_amount(&mut self, currency: &str, amount: Decimal) {
        let sum = self.sums.entry(currency.to_owned()).or_default();
        // What is too much to be counted is above any limit.
        *sum = sum.checked_add(amount).unwrap_or(Decimal::MAX);
    }
}

/// `12.00 EUR, and 3 whose price nobody knows`.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sums: Vec<String> =
            self.sums.iter().map(|(currency, sum)| format!("{} {currency}", plain(*sum))).collect();
        match (sums.as_slice(), self.not_known) {
            ([], 0) => f.write_str("nothing"),
            ([], _) => f.write_str("the price is not known"),
            (sums, 0) => f.write_str(&sums.join(" and ")),
            (sums, count) => write!(f, "{}, and {count} whose price is not known", sums.join(" and ")),
        }
    }
}

/// An amount with the digits that matter, but two at least.
fn plain(amount: Decimal) -> Decimal {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount
}

/// Refuses what would pass the limits of its run before it is through. `charging` are the prices of the orders that cost
/// money, and `entries` what was sent in the run before.
pub(crate) fn check(
    limits: &Limits,
    run: &str,
    charging: &[Option<Money>],
    entries: &[Entry],
) -> Result<(), Failure> {
    let counted: Vec<&Entry> =
        entries.iter().filter(|entry| entry.intent.charges && Spent::counts(entry.state)).collect();
    let refused = |what: String| {
        Err(Failure::usage(format!(
            "run `{run}`: {what}; nothing was sent, so raise that, or take orders out of the list"
        )))
    };
    let (before, now) = (counted.len(), charging.len());
    let most = limits.max_orders.filter(|most| usize::try_from(*most).is_ok_and(|most| before + now > most));
    if let Some(most) = most {
        return refused(format!("{before} done before and {now} to send are more than --max-orders {most}"));
    }
    let Some(most) = &limits.max_amount else { return Ok(()) };
    let mut cost = Cost::default();
    for entry in counted {
        // What nobody knows the price of is for the journal to refuse.
        if let Some((amount, currency)) = Spent::new(entry.intent.expected.clone(), entry.charged).amount() {
            cost.add_amount(currency, amount);
        }
    }
    for price in charging {
        cost.add(price.as_ref());
    }
    match cost.sums.get(most.currency()) {
        Some(sum) if *sum > most.amount() => refused(format!(
            "all of it together costs {} {}, more than --max-amount {most}",
            plain(*sum),
            most.currency()
        )),
        _ => Ok(()),
    }
}

//! What is looked at before the first order is sent, and the question.

use std::collections::BTreeMap;

use license_journal::{Filter, Journal, Money};

use super::List;
use crate::account::Account;
use crate::apply::budget::{self, Cost};
use crate::apply::planned::Order;
use crate::apply::standing::Standing;
use crate::exit::Failure;
use crate::parallel;
use crate::spend::{self, Asking};

/// What the orders that are to be sent cost, by their lines, where that is known.
pub(super) type Prices = BTreeMap<u64, Option<Money>>;

/// The orders that are to be sent.
pub(super) fn to_send(orders: &[(Order, Standing)]) -> impl Iterator<Item = &Order> {
    orders.iter().filter(|(_, standing)| matches!(standing, Standing::ToSend)).map(|(order, _)| order)
}

impl List<'_> {
    /// Logs in to each account that is asked for anything.
    pub(super) fn log_in(&self, orders: &[(Order, Standing)]) -> Result<(), Failure> {
        let needed = orders.iter().filter(|(_, standing)| !matches!(standing, Standing::Done(_)));
        let accounts: BTreeMap<&str, &Account> =
            needed.map(|(order, _)| (order.account.name.as_str(), &order.account)).collect();
        let failed =
            |account: &Account| account.api.log_in().err().map(|error| Failure::from(error).at(account));
        let failures: Vec<Failure> = accounts.into_values().filter_map(failed).collect();
        if failures.is_empty() { Ok(()) } else { Err(self.unusable(&failures)) }
    }

    /// Looks at the vendors for the orders of the run that nobody knows the end of.
    pub(super) fn look_into(
        &self,
        journal: &Journal,
        orders: Vec<(Order, Standing)>,
    ) -> Result<Vec<(Order, Standing)>, Failure> {
        let mut all = Vec::with_capacity(orders.len());
        for (order, standing) in orders {
            let was_open = matches!(standing, Standing::Open(_));
            let at = format!("{}:{}", self.file, order.line);
            let standing = standing
                .look(self.app, journal, &order, &self.run)
                .map_err(|failure| failure.at(&order.account).at(&at))?;
            if was_open {
                self.app.out.tell(&format!("{at}: {}: {}", order.account, found(&standing)));
            }
            all.push((order, standing));
        }
        Ok(all)
    }

    /// Looks at every order that is to be sent from all sides, and refuses the list where anything speaks against one.
    /// Each is looked at again right before it is sent.
    pub(super) fn look_around(
        &self,
        journal: &Journal,
        orders: &[(Order, Standing)],
    ) -> Result<Prices, Failure> {
        let to_send: Vec<&Order> = to_send(orders).collect();
        let gauge = self.app.out.gauge(&self.run);
        let progress = |done| gauge.show("orders looked at", done, to_send.len());
        let looks = parallel::side_by_side(&to_send, progress, |order| {
            spend::ready(&order.account, &order.step, journal, &order.options)
                .map(|ready| ready.price().cloned())
                .map_err(|failure| failure.at(&order.account).at(format!("{}:{}", self.file, order.line)))
        });
        drop(gauge);
        let (mut prices, mut failures) = (Prices::new(), Vec::new());
        for (order, look) in to_send.iter().zip(looks) {
            match look {
                Ok(price) => {
                    prices.insert(order.line, price);
                }
                Err(failure) => failures.push(failure),
            }
        }
        if !failures.is_empty() {
            let next = "see to it and apply the list again; what is meant so has to be taken out and ordered by itself, with \
                        `license-hub order`";
            return Err(self.all(&failures, "an order cannot be sent", "orders cannot be sent", next));
        }
        let charging = to_send.iter().filter(|order| order.step.operation.charges());
        let charging: Vec<Option<Money>> =
            charging.filter_map(|order| prices.get(&order.line)).cloned().collect();
        let entries = journal.list(&Filter::all().run(&self.run))?;
        budget::check(self.limits, &self.run, &charging, &entries)?;
        Ok(prices)
    }

    /// Asks once for the whole list.
    pub(super) fn ask(
        &self,
        orders: &[(Order, Standing)],
        prices: &Prices,
        asking: Asking,
    ) -> Result<(), Failure> {
        let mut accounts: BTreeMap<&str, (&Account, usize, Cost)> = BTreeMap::new();
        let mut whole = Cost::default();
        for order in to_send(orders) {
            let price = prices.get(&order.line).and_then(Option::as_ref);
            let (_, count, cost) =
                accounts.entry(&order.account.name).or_insert_with(|| (&order.account, 0, Cost::default()));
            *count += 1;
            if order.step.operation.charges() {
                cost.add(price);
                whole.add(price);
            }
        }
        let out = &self.app.out;
        let clean = |text: &str| out.scrubber().clean(text);
        let mut question = clean(&format!("run `{}`: {} orders of {}", self.run, prices.len(), self.file));
        for (account, count, cost) in accounts.into_values() {
            let place = account.base_url.as_deref().map(|url| format!(" at {url}")).unwrap_or_default();
            question = format!(
                "{question}\n{}, account {}, {}{}: {count}, {}",
                account.vendor,
                clean(&account.name),
                out.alarm(&account.environment.to_string()),
                clean(&place),
                clean(&cost.to_string())
            );
        }
        question = format!("{question}\nin all: {}\n", clean(&whole.to_string()));
        if asking.yes {
            out.note(question.trim_end());
            return Ok(());
        }
        let mut asker =
            self.app.asker.lock().map_err(|_| Failure::not_sent("nobody can be asked; nothing was sent"))?;
        asker.ask(out, &question)
    }
}

/// What a look found.
fn found(standing: &Standing) -> String {
    match standing {
        Standing::ToSend => "it counts as not having happened, so it is sent again".into(),
        Standing::Done(entry) => {
            let seen = entry.found.as_ref().and_then(|found| found.seen.clone()).unwrap_or_default();
            format!("{} happened: {seen}; it is not sent again", entry.intent.reference)
        }
        Standing::Open(entry) => {
            let reference = &entry.intent.reference;
            format!(
                "nobody knows whether {reference} happened, so it is not sent; look again later with `license-hub journal \
                 check {reference}`, and once you are sure that it did not happen run `license-hub journal waive \
                 {reference} --why ...`"
            )
        }
    }
}

//! Buying what is left of a list, one order after another.

use std::collections::HashMap;

use license_journal::Journal;

use super::planned::Order;
use super::standing::Standing;
use super::tally::Tally;
use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::outcome;
use crate::output::Row;
use crate::{spend, stop};

/// After so many orders in a row that did not get through, the rest of an account's is not tried.
const IN_A_ROW: usize = 3;

/// The list while it is worked off.
pub(crate) struct Sending<'a> {
    pub(crate) app: &'a App,
    pub(crate) journal: &'a Journal,
    pub(crate) file: &'a str,
    pub(crate) run: &'a str,
    pub(crate) stop_on_failure: bool,
    pub(crate) tally: Tally,
    /// One row for each line.
    pub(crate) rows: Vec<Row>,
    /// How many in a row did not get through, by account.
    lost: HashMap<String, usize>,
    ended: bool,
}

impl<'a> Sending<'a> {
    pub(crate) fn new(app: &'a App, journal: &'a Journal, file: &'a str, run: &'a str) -> Self {
        Self {
            app,
            journal,
            file,
            run,
            stop_on_failure: false,
            tally: Tally::default(),
            rows: Vec::new(),
            lost: HashMap::new(),
            ended: false,
        }
    }

    /// Sends what is to be sent, in the order of the lines, each when the one before has ended. **It spends money.**
    pub(crate) fn all(&mut self, orders: &[(Order, Standing)]) {
        let _finishing = stop::Mark::finishing();
        let gauge = self.app.out.gauge(self.run);
        for (number, (order, standing)) in orders.iter().enumerate() {
            gauge.show("orders", number, orders.len());
            let row = self.line(order, standing);
            self.rows.push(outcome::of_line(order.line, row));
        }
    }

    fn line(&mut self, order: &Order, standing: &Standing) -> Row {
        match standing {
            Standing::Done(_) | Standing::Open(_) => self.known(order, standing),
            Standing::ToSend => match self.why_not() {
                Some(why) => self.leave(order, why),
                None if self.is_closed(order) => {
                    self.leave(order, "orders of this account did not get through, one after another")
                }
                None => self.send(order),
            },
        }
    }

    fn why_not(&self) -> Option<&'static str> {
        match (stop::is_wanted(), self.ended) {
            (true, _) => Some("you stopped it"),
            (_, true) => Some("an order before it failed"),
            _ => None,
        }
    }

    fn is_closed(&self, order: &Order) -> bool {
        self.lost.get(&order.account.name).is_some_and(|lost| *lost >= IN_A_ROW)
    }

    fn leave(&mut self, order: &Order, why: &str) -> Row {
        self.tally.not_tried += 1;
        outcome::told_row(&order.account, &order.step, "not-tried", why, None)
    }

    /// An order that was sent before.
    fn known(&mut self, order: &Order, standing: &Standing) -> Row {
        match standing {
            Standing::Open(entry) => {
                let reference = &entry.intent.reference;
                self.tally.open(reference);
                let why = "it was sent before, and nobody knows whether it happened";
                outcome::told_row(&order.account, &order.step, "unknown", why, Some(reference.as_str()))
            }
            Standing::Done(entry) => {
                self.tally.before += 1;
                outcome::before_row(&order.account, &order.step, entry)
            }
            Standing::ToSend => self.leave(order, "it stands otherwise in the journal now"),
        }
    }

    fn send(&mut self, order: &Order) -> Row {
        let account = &order.account;
        let ready = spend::ready(account, &order.step, self.journal, &order.options);
        // Another process may work off the same list. What it did after this look, the journal lets nobody pass by.
        match Standing::of(self.journal, order, self.run) {
            Ok(Standing::ToSend) => {}
            Ok(standing) => return self.known(order, &standing),
            Err(failure) => return self.fail(order, failure, None, None),
        }
        let ready = match ready {
            Ok(ready) => ready,
            Err(failure) => return self.fail(order, failure, None, None),
        };
        let came = spend::send(self.app, account, &ready, Some(self.journal));
        match (came.end, came.row) {
            (Ok(()), Some(row)) => {
                self.tally.done += 1;
                self.lost.remove(&account.name);
                row
            }
            (Err(failure), row) => self.fail(order, failure, row, came.reference.as_deref()),
            // What ended well has a row.
            (Ok(()), None) => self.leave(order, "nothing is known of it"),
        }
    }

    fn fail(&mut self, order: &Order, failure: Failure, row: Option<Row>, reference: Option<&str>) -> Row {
        let exit = failure.exit();
        match exit {
            Exit::NotSent | Exit::Unknown => *self.lost.entry(order.account.name.clone()).or_default() += 1,
            _ => {
                self.lost.remove(&order.account.name);
            }
        }
        self.ended |= self.stop_on_failure;
        self.tally.fail(exit, reference);
        let says = failure.to_string();
        self.app.out.error(&failure.at(&order.account).at(format!("{}:{}", self.file, order.line)));
        row.unwrap_or_else(|| {
            let outcome = match exit {
                Exit::Refused => "refused",
                Exit::Unknown => "not-looked",
                _ => "not-sent",
            };
            outcome::told_row(&order.account, &order.step, outcome, &says, reference)
        })
    }
}

//! What is told before anything is sent.

use license_journal::{Entry, Filter, Journal, State};

use super::List;
use super::looks::to_send;
use crate::apply::planned::Order;
use crate::apply::standing::Standing;
use crate::exit::Failure;
use crate::output::{Column, Sheet, detail, shown};

/// Of how many entries it is said which they are; the others are only counted.
const MOST_SAID: usize = 5;

const PLANNED: &[Column] = &[
    shown("line"),
    shown("vendor"),
    shown("account"),
    shown("environment"),
    shown("operation"),
    shown("target"),
    shown("outcome"),
    shown("does"),
    detail("requests"),
    shown("reference"),
];

/// Shows what would be sent, and what was sent before. Sends nothing.
pub(super) fn dry_run(list: &List<'_>, orders: &[(Order, Standing)]) -> Result<(), Failure> {
    let mut sheet = Sheet::list("orders", PLANNED);
    for (order, standing) in orders {
        let (account, step) = (&order.account, &order.step);
        let requests: Vec<String> = order.previews.iter().map(ToString::to_string).collect();
        let cells = vec![
            order.line.into(),
            account.vendor.name().into(),
            account.name.as_str().into(),
            account.environment.word().into(),
            step.operation.name().into(),
            step.operation.target().into(),
            match standing {
                Standing::ToSend => "to-send",
                Standing::Done(_) => "done-before",
                Standing::Open(_) => "unknown",
            }
            .into(),
            step.what.as_str().into(),
            requests.join("\n").into(),
            standing.entry().map(|entry| entry.intent.reference.as_str()).into(),
        ];
        sheet.push(cells, serde_json::to_value(&order.previews).ok());
    }
    tell_before(list, orders);
    let out = &list.app.out;
    for (order, standing) in orders {
        if let Standing::Open(entry) = standing {
            out.warn(&format!(
                "{}:{}: nobody knows whether {} happened; it is looked into before anything is sent",
                list.file, order.line, entry.intent.reference
            ));
        }
    }
    out.note(&format!(
        "run `{}`: {} of {} orders would be sent. Nothing was sent.",
        list.run,
        to_send(orders).count(),
        orders.len()
    ));
    out.sheet(&sheet)
}

/// Says what of the run is there already.
pub(super) fn before(
    list: &List<'_>,
    journal: &Journal,
    orders: &[(Order, Standing)],
) -> Result<(), Failure> {
    tell_before(list, orders);
    let filter = Filter::all().run(&list.run).state(State::Done).state(State::Happened);
    let done = journal.list(&filter)?;
    let names = |entry: &Entry| {
        orders.iter().filter_map(|(_, standing)| standing.entry()).any(|known| {
            known.intent.reference == entry.intent.reference || known.intent.key() == entry.intent.key()
        })
    };
    let others: Vec<String> =
        done.iter().filter(|entry| !names(entry)).map(|entry| entry.intent.reference.to_string()).collect();
    if !others.is_empty() {
        let said: Vec<&str> = others.iter().take(MOST_SAID).map(String::as_str).collect();
        list.app.out.warn(&format!(
            "the run `{}` did {} more that no line of {} orders ({}{}); where a line was changed, it is ordered as a new one",
            list.run,
            others.len(),
            list.file,
            said.join(", "),
            if others.len() > MOST_SAID { ", ..." } else { "" }
        ));
    }
    Ok(())
}

/// Says loudly what is left out because it was done.
fn tell_before(list: &List<'_>, orders: &[(Order, Standing)]) {
    let done = orders.iter().filter_map(|(_, standing)| match standing {
        Standing::Done(entry) => Some(entry.intent.written),
        _ => None,
    });
    let done: Vec<_> = done.collect();
    let Some(first) = done.iter().min() else { return };
    list.app.out.warn(&format!(
        "{} of {} orders were done in the run `{}` since {} and are not sent again; for a new batch, name another --run",
        done.len(),
        orders.len(),
        list.run,
        first.strftime("%Y-%m-%d %H:%M:%SZ")
    ));
}

//! Giving money back, which no other vendor does: one transaction, or all that can be given back before a licence is
//! ended.

use jiff::{SignedDuration, Timestamp};
use license_hub::softaculous::{Action, ActionId, Cancel, GetLogs, Refund};
use license_hub::{Capability, License, Operation, SoftaculousOperation};
use license_wire::{Effect, Error, ErrorKind, Outcome};
use rust_decimal::Decimal;

use super::{key, product};
use crate::account::Account;
use crate::exit::Failure;
use crate::license;
use crate::plan::{Expects, Plan, Step};

/// How long a transaction can be refunded. From the vendor's SDK.
const REFUNDABLE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Pays one transaction back.
pub(crate) fn refund(transaction: &str, license: Option<&License>) -> Result<Plan, Failure> {
    let action: ActionId = transaction.parse()?;
    let refund = match license {
        Some(license) => Refund::new(action).of_license(key(license)?).product(product(license)?),
        None => Refund::new(action),
    };
    let what = match license {
        Some(license) => format!("gives back transaction {action} of the {}", license::in_words(license)),
        None => format!("gives back transaction {action}"),
    };
    let plan = Plan::of(step(what, SoftaculousOperation::Refund(refund)));
    Ok(if license.is_some() { plan.looked_up() } else { plan })
}

/// Ends a licence after everything was given back that can be: what is now tells what is young enough.
pub(crate) fn cancellation(
    account: &Account,
    license: &License,
    force: bool,
    now: Timestamp,
) -> Result<Plan, Failure> {
    let noc = account.softaculous(Capability::Refund)?;
    let (product, key) = (product(license)?, key(license)?);
    let logs = noc.logs(&GetLogs::by_key(key.clone()).product(product))?;
    let mut steps = Vec::new();
    for (action, amount) in refundable(&logs.actions, now)? {
        let refund = Refund::new(action).of_license(key.clone()).product(product);
        let what = format!("gives back {amount} of transaction {action}");
        steps.push(step(what, SoftaculousOperation::Refund(refund)));
    }
    let cancel = Cancel::by_key(key).product(product);
    let cancel = if force { cancel.force() } else { cancel };
    let end = format!("ends the {}", license::in_words(license));
    let what = if steps.is_empty() {
        format!("{end}; nothing can be given back, as nothing was bought in the last 7 days")
    } else {
        let mut all: Vec<&str> = steps.iter().map(|step| step.what.as_str()).collect();
        all.push(&end);
        all.join(", then ")
    };
    steps.push(step(end, SoftaculousOperation::Cancel(cancel)));
    Ok(Plan { what, steps, expects: Expects::Anything, looked_up: true, raw: false })
}

fn step(what: String, operation: SoftaculousOperation) -> Step {
    Step::new(what, Operation::Softaculous(operation))
}

/// The transactions that can be given back: purchases and renewals of the last 7 days, not given back yet, newest first.
///
/// One whose age or number cannot be read stops everything, because cancelling over it could lose its money.
fn refundable(actions: &[Action], now: Timestamp) -> Result<Vec<(ActionId, String)>, Error> {
    let mut found = Vec::new();
    for action in actions.iter().filter(|action| action.is_purchase() && !action.is_refunded()) {
        let (Some(time), Some(id)) = (action.time.get(), action.id.get()) else {
            let kind = ErrorKind::Decode {
                path: "actions".into(),
                reason:
                    "a purchase whose number or time cannot be read, so it is not known whether it can be \
                         given back"
                        .into(),
                excerpt: String::new(),
            };
            let error = Error::new(kind, Outcome::Unknown);
            return Err(error.of_call("softaculous.logs", Effect::Read, 1));
        };
        if now.duration_since(*time) < REFUNDABLE {
            let amount = action.amount.get().map_or_else(|| "the price".to_owned(), Decimal::to_string);
            found.push((*time, *id, amount));
        }
    }
    found.sort_unstable_by_key(|(time, id, _)| std::cmp::Reverse((*time, *id)));
    Ok(found.into_iter().map(|(_, id, amount)| (id, amount)).collect())
}

//! What was done with a licence, and what an invoice holds.

use jiff::civil::Date;

use crate::params::Params;
use crate::php::Value;

use super::product::Product;
use super::replies;
use super::state::{Account, Action, No};

/// The newest first, `limit` of them. A licence that was cancelled has no logs any more (a guess).
pub(super) fn of_license(
    account: &Account,
    product: Product,
    params: &Params,
    today: Date,
) -> Result<Value, No> {
    let lid = account.select(product, params, "key", "licip")?;
    let license = account.licenses.get(&lid).ok_or(No::no_license())?;
    let mut actions: Vec<&Action> = account.actions.values().filter(|action| action.lid == lid).collect();
    actions.sort_unstable_by_key(|action| std::cmp::Reverse((action.time, action.actid)));
    let limit =
        params.number("limit").and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit > 0);
    actions.truncate(limit.unwrap_or(usize::MAX));
    Ok(replies::logs(&actions, license, today))
}

/// The oldest first, as captured. Without a number, what is not billed yet: everything of this month.
pub(super) fn of_invoice(account: &Account, params: &Params, today: Date) -> Value {
    let number = params.number("invoid").unwrap_or(0);
    let mut actions: Vec<&Action> =
        account.actions.values().filter(|action| action.invoice(today) == number).collect();
    actions.sort_unstable_by_key(|action| (action.time, action.actid));
    replies::invoice(&actions, number, today)
}

//! Paying back, and ending a licence.

use jiff::civil::Date;

use crate::clock::{SECONDS_PER_DAY, add_months};
use crate::ledger::Desk;
use crate::params::Params;

use super::Done;
use super::product::Product;
use super::replies;
use super::state::{Account, Action, No};

/// How long after it a purchase can be paid back: under 7 days (the SDK's comment and code say so).
const REFUND_SECONDS: i64 = 7 * SECONDS_PER_DAY;

/// Takes one transaction back: the money returns, the licence ends so much earlier and stays.
pub(super) fn refund(account: &mut Account, product: Product, params: &Params, desk: &mut Desk<'_>) -> Done {
    let no_action = No::new("actid", "There is no such action");
    let Some(actid) = params.number("actid").and_then(|actid| u64::try_from(actid).ok()) else {
        return Err(no_action);
    };
    // A licence that was cancelled is not paid back any more: "claim the refund first", says the document.
    let Some(license) = account
        .actions
        .get(&actid)
        .and_then(|action| account.licenses.get_mut(&action.lid))
        .filter(|license| license.product == product)
    else {
        return Err(no_action);
    };
    let Some(action) = account.actions.get_mut(&actid) else { return Err(no_action) };
    if !matches!(action.name, "new" | "renew") {
        return Err(No::new("actid", "Only a purchase or a renewal can be refunded"));
    }
    if action.refunded {
        return Err(No::new("actid", "This action has been refunded already"));
    }
    if desk.clock.now() - action.time >= REFUND_SECONDS {
        return Err(No::new("actid", "A refund can be claimed within 7 days only"));
    }
    let Some(expires) = add_months(license.expires, -i64::from(action.months)) else { return Err(no_action) };

    license.expires = expires;
    action.refunded = true;
    let original = action.clone();
    let lid = license.lid;
    let (time, date) = (desk.clock.tick(), desk.clock.today());
    let refund = account.add_action(|actid| Action {
        actid,
        name: "refund",
        added: format!("-{}", original.added),
        amount: -original.amount,
        time,
        date,
        refunded: false,
        ..original
    });
    account.post(&format!("{}_refund", product.wire()), &refund, desk);
    let license = account.licenses.get(&lid).ok_or(No::no_license())?;
    Ok((replies::refunded(account, license, &refund), true))
}

/// Removes a licence and its automatic renewal, and pays nothing back. More than a month of it left is given up only by
/// force (documented). The SDK names a licence of Virtualizor and SitePad by its key only; here the address will do as well.
pub(super) fn cancel(account: &mut Account, product: Product, params: &Params, today: Date) -> Done {
    if !params.flag("cancel_license") {
        return Err(No::new("cancel_license", "No cancellation was asked for"));
    }
    let lid = account.select(product, params, "lickey", "licip")?;
    let license = account.licenses.get(&lid).ok_or(No::no_license())?;
    let in_a_month = add_months(today, 1).unwrap_or(today);
    if license.expires > in_a_month && !params.flag("force") {
        return Err(No::new("refund", "The license expires after more than one month: claim a refund first"));
    }
    let license = account.licenses.remove(&lid).ok_or(No::no_license())?;
    Ok((replies::cancelled(&license, today), true))
}

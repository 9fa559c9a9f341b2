//! `cancel`: ends a licence.

use clap::Args;
use license_hub::{Capabilities, Capability, Effect, Request, Vendor};

use super::Which;
use crate::account::Account;
use crate::app::App;
use crate::exit::Failure;
use crate::plan::Plan;
use crate::spend::{self, Consent};
use crate::vendors::{softaculous, websoftsolus};

const AFTER: &str = "\
Examples:
  license-hub cancel noc-main 203.0.113.50 --refund --dry-run
  license-hub cancel noc-main 88888-88888-88888-88888-88888 --refund --yes

Without --refund nothing is paid back. It cannot be undone. WebSoftSolus has neither --refund nor --force.
ispmanager and ISPlicense give nothing back; partners take the address off instead: `set-ip ACCOUNT LICENSE 0.0.0.0`.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Gives back first what was bought in the last 7 days
    #[arg(long)]
    refund: bool,
    /// Also when more than a month is left, which is lost then
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    consent: Consent,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    spend::check_consent(app, arguments.consent.asking, Effect::Spend)?;
    let which = &arguments.which;
    let account = which.account(app, Capability::Cancel)?;
    check_options(&account, arguments)?;
    let license = which.license(&account)?;
    let plan = if arguments.refund {
        softaculous::cancellation(&account, &license, arguments.force, app.now())
            .map_err(|failure| failure.at(&account))?
    } else if account.vendor == Vendor::WebSoftSolus {
        websoftsolus::cancellation(&account, &license)?
    } else {
        Plan::about(&account, &license, &Request::Cancel { force: arguments.force })?
    };
    spend::carry_out(app, &account, &plan, &arguments.consent, false)
}

/// Refuses what only some vendors have, with the reason.
fn check_options(account: &Account, arguments: &Arguments) -> Result<(), Failure> {
    let can = Capabilities::at(account.vendor);
    let why = match (arguments.refund, arguments.force, account.vendor) {
        (true, _, Vendor::WebSoftSolus) if !can.can(Capability::Refund) => {
            "does not say that it gives anything back, so there is no --refund; nothing was sent, so leave it out, or ask \
             the vendor first"
        }
        (false, true, Vendor::WebSoftSolus) if !can.can(Capability::ForceCancel) => {
            "ends a licence without asking how much of it is left, so there is no --force; nothing was sent, so leave it \
             out"
        }
        (refund, force, _)
            if refund && !can.can(Capability::Refund) || force && !can.can(Capability::ForceCancel) =>
        {
            "gives nothing back and has nothing to force; nothing was sent, so leave --refund and --force out"
        }
        _ => return Ok(()),
    };
    Err(Failure::usage(format!("{} {why}", account.vendor)).at(account))
}

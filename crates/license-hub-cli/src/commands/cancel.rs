//! `cancel`: ends a licence.

use clap::Args;
use license_wire::Effect;

use super::Which;
use crate::app::{App, one_license};
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::{Act, Cancellation};

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
    spend::check_consent(app, arguments.consent, Effect::Spend)?;
    let which = &arguments.which;
    let account = app.account(&which.account)?;
    let act = Act::Cancel { refund: arguments.refund, force: arguments.force };
    account.api.check_ability(act).map_err(|failure| failure.at(&account))?;
    let product = super::product(which.product.as_deref());
    let license = one_license(&account, &which.license, product.as_deref())?;
    let how = Cancellation { refund: arguments.refund, force: arguments.force, now: app.now() };
    let plan = account.api.cancel(&license, &how).map_err(|failure| failure.at(&account))?;
    spend::carry_out(app, &account, &plan, arguments.consent, false)
}

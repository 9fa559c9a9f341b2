//! `suspend` and `resume`: whether a licence works.

use clap::Args;

use super::Which;
use crate::app::{App, one_license};
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::Act;

const AFTER: &str = "\
Examples:
  license-hub suspend isp-eu 1204417
  license-hub resume isp-eu 1204417

What is paid for stays paid for, and its time goes on. Doing it twice does no harm.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Shows the exact request, secrets masked, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    Suspend,
    Resume,
}

pub(crate) fn run(app: &App, arguments: &Arguments, to: To) -> Result<(), Failure> {
    let which = &arguments.which;
    let account = app.account(&which.account)?;
    account.needs(if to == To::Suspend { Act::Suspend } else { Act::Resume })?;
    let product = super::product(which.product.as_deref());
    let license = one_license(&account, &which.license, product.as_deref())?;
    let plan = match to {
        To::Suspend => account.api.suspend(&license),
        To::Resume => account.api.resume(&license),
    };
    let plan = plan.map_err(|failure| failure.at(&account))?;
    let consent = Consent { dry_run: arguments.dry_run, ..Consent::default() };
    spend::carry_out(app, &account, &plan, consent, false)
}

//! `suspend` and `resume`: whether a licence works.

use clap::Args;
use license_hub::Request;

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::plan::Plan;
use crate::spend::{self, Consent};

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

pub(crate) fn run(app: &App, arguments: &Arguments, request: &Request) -> Result<(), Failure> {
    let which = &arguments.which;
    let account = which.account(app, request.capability())?;
    let license = which.license(&account)?;
    let plan = Plan::about(&account, &license, request)?;
    let consent = Consent::dry_run(arguments.dry_run);
    spend::carry_out(app, &account, &plan, &consent, false)
}

//! `new-key`: ends the key of a licence and makes another.

use clap::Args;
use license_hub::{Capability, Effect, Request};

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::plan::Plan;
use crate::spend::{self, Consent};

const AFTER: &str = "\
Examples:
  license-hub new-key isp-eu 1204417 --dry-run
  license-hub new-key isp-eu 1204417 --yes

The old key ends, so the server needs the new one. It can be done about once a month.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    consent: Consent,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    spend::check_consent(app, arguments.consent.asking, Effect::Spend)?;
    let which = &arguments.which;
    let account = which.account(app, Capability::NewKey)?;
    let license = which.license(&account)?;
    let plan = Plan::about(&account, &license, &Request::NewKey)?;
    spend::carry_out(app, &account, &plan, &arguments.consent, false)
}

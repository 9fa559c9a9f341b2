//! `edit`: what a licence is called.

use clap::Args;
use license_hub::{Capability, Request};

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::plan::Plan;
use crate::spend::{self, Consent};

const AFTER: &str = "\
Examples:
  license-hub edit wss-main PLSK.02980001 --title web1 --comment 'rack 7'
  license-hub edit wss-main PLSK.02980001 --title web1 --comment '' --dry-run

The vendor sets both or nothing, so both have to be given: what is not to change has to be repeated. `license-hub show` has it.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// The new title; needed
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The new comment, which may be empty; needed
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Shows the exact request, secrets masked, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let (Some(title), Some(comment)) = (&arguments.title, &arguments.comment) else {
        return Err(Failure::usage(
            "title and comment are set together, so give both --title and --comment, and repeat what is not to change; \
             nothing was sent",
        ));
    };
    let which = &arguments.which;
    let account = which.account(app, Capability::SetTexts)?;
    let license = which.license(&account)?;
    let request = Request::SetTexts { title: title.clone(), comment: comment.clone() };
    let plan = Plan::about(&account, &license, &request)?;
    let consent = Consent::dry_run(arguments.dry_run);
    spend::carry_out(app, &account, &plan, &consent, false)
}

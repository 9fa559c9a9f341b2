//! `logs`: what happened to a licence.

use clap::Args;
use license_hub::Capability;

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::vendors::softaculous;

const AFTER: &str = "\
Examples:
  license-hub logs noc-main 203.0.113.12
  license-hub logs noc-main 88888-88888-88888-88888-88888 --limit 5 --format json";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// At most so many, the newest
    #[arg(long, value_name = "COUNT")]
    limit: Option<u64>,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let which = &arguments.which;
    let account = which.account(app, Capability::Logs)?;
    let license = which.license(&account)?;
    let sheet =
        softaculous::logs(&account, &license, arguments.limit).map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)
}

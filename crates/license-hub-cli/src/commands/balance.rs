//! `balance`: the money there is.

use clap::Args;

use crate::app::App;
use crate::exit::Failure;

const AFTER: &str = "\
Example:
  license-hub balance isp-eu --format json";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    let sheet = account.api.balance().map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)
}

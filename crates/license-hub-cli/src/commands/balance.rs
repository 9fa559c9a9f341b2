//! `balance`: the money there is.

use clap::Args;
use license_hub::Capability;

use crate::app::App;
use crate::exit::Failure;
use crate::vendors::billmgr;

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
    account.needs(Capability::Balance)?;
    let sheet = billmgr::balance(&account).map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)
}

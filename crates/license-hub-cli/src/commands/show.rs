//! `show`: one licence with everything the vendor says about it.

use clap::Args;

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::license;

const AFTER: &str = "\
Examples:
  license-hub show noc-main 203.0.113.12
  license-hub show noc-main 88888-88888-88888-88888-88888 --format json
  license-hub show wss-main PLSK.02980001";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let which = &arguments.which;
    let account = app.account(&which.account)?;
    let license = which.license(&account)?;
    let license = license::whole(&account, license).map_err(|error| Failure::from(error).at(&account))?;
    app.out.sheet(&license::single(&license, app.today()))
}

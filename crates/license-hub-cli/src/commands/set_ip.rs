//! `set-ip`: gives a licence other addresses.

use std::net::IpAddr;

use clap::Args;
use license_hub::Request;

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::plan::Plan;
use crate::spend::{self, Consent};

const AFTER: &str = "\
Examples:
  license-hub set-ip noc-main 203.0.113.12 203.0.113.80
  license-hub set-ip noc-main 88888-88888-88888-88888-88888 203.0.113.80 203.0.113.81
  license-hub set-ip isp-eu 1204417 203.0.113.80 --name web-80

The addresses replace those the licence has. The first one is the server's own. Softaculous takes up to eight.
ispmanager and ISPlicense take one, about once a month, and 0.0.0.0 for a licence that is kept for later.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// The new addresses, all of them
    #[arg(required_unless_present = "name", value_name = "IP")]
    addresses: Vec<IpAddr>,
    /// The name to know it by from now on
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Shows the exact request, secrets masked, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let which = &arguments.which;
    let account = app.account(&which.account)?;
    let addresses = arguments.addresses.clone();
    let request = match &arguments.name {
        Some(name) => Request::Name { name: name.clone(), addresses },
        None => Request::SetAddresses(addresses),
    };
    account.needs(request.capability())?;
    let license = which.license(&account)?;
    let plan = Plan::about(&account, &license, &request)?;
    let consent = Consent::dry_run(arguments.dry_run);
    spend::carry_out(app, &account, &plan, &consent, false)
}

//! `set-ip`: gives a licence other addresses.

use std::net::IpAddr;

use clap::Args;

use super::Which;
use crate::app::{App, one_license};
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::Act;

const AFTER: &str = "\
Examples:
  license-hub set-ip noc-main 203.0.113.12 203.0.113.80
  license-hub set-ip noc-main 88888-88888-88888-88888-88888 203.0.113.80 203.0.113.81

The addresses replace those the licence has. The first one is the server's own. Softaculous takes up to eight.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// The new addresses, all of them
    #[arg(required = true, value_name = "IP")]
    addresses: Vec<IpAddr>,
    /// Shows the exact request, secrets masked, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let which = &arguments.which;
    let account = app.account(&which.account)?;
    account.api.check_ability(Act::SetAddresses).map_err(|failure| failure.at(&account))?;
    let product = super::product(which.product.as_deref());
    let license = one_license(&account, &which.license, product.as_deref())?;
    let plan =
        account.api.set_addresses(&license, &arguments.addresses).map_err(|failure| failure.at(&account))?;
    let consent = Consent { dry_run: arguments.dry_run, ..Consent::default() };
    spend::carry_out(app, &account, &plan, consent, false)
}

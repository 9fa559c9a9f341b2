//! `auto-renew`: what renews itself, and switching that.

use clap::Args;

use crate::app::{App, one_license};
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::softaculous::Switch;
use crate::vendors::{Act, LicenseName};

const AFTER: &str = "\
Examples:
  license-hub auto-renew noc-main
  license-hub auto-renew noc-main 203.0.113.13 off";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// The licence: its key, its number, or the IP address of its server; without it, all that renew themselves are listed
    #[arg(requires = "switch")]
    license: Option<LicenseName>,
    /// Whether the vendor is to renew it, and charge for it, when it runs out
    #[arg(value_enum, value_name = "ON|OFF")]
    switch: Option<Switch>,
    /// The product, where an address has several licences
    #[arg(long, value_name = "PRODUCT")]
    product: Option<String>,
    /// Shows the exact request, secrets masked, and changes nothing
    #[arg(long, requires = "switch")]
    dry_run: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    let (Some(name), Some(switch)) = (&arguments.license, arguments.switch) else {
        let sheet = account.api.auto_renewals().map_err(|failure| failure.at(&account))?;
        return app.out.sheet(&sheet);
    };
    account.api.check_ability(Act::SetAutoRenewal).map_err(|failure| failure.at(&account))?;
    let product = super::product(arguments.product.as_deref());
    let license = one_license(&account, name, product.as_deref())?;
    let plan = account
        .api
        .set_auto_renewal(&license, switch == Switch::On)
        .map_err(|failure| failure.at(&account))?;
    let consent = Consent { dry_run: arguments.dry_run, ..Consent::default() };
    spend::carry_out(app, &account, &plan, consent, false)
}

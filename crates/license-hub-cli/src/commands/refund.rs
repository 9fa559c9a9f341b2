//! `refund`: gives one transaction back.

use clap::Args;
use license_hub::{Capability, Effect};

use crate::app::App;
use crate::exit::Failure;
use crate::license::{LicenseName, one_license};
use crate::spend::{self, Consent};
use crate::vendors::softaculous;

const AFTER: &str = "\
Examples:
  license-hub logs noc-main 203.0.113.50
  license-hub refund noc-main 700123 --license 203.0.113.50 --yes

The licence stays and ends so much earlier. Softaculous gives back what is at most 7 days old.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// The number of the transaction, from the logs
    #[arg(value_name = "ACTION_ID")]
    action: String,
    /// The licence it belongs to; needed when it has been billed already
    #[arg(long, value_name = "LICENSE")]
    license: Option<LicenseName>,
    /// The product, where an address has several licences
    #[arg(long, value_name = "PRODUCT", requires = "license")]
    product: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    spend::check_consent(app, &arguments.consent, Effect::Spend)?;
    let account = app.account(&arguments.account)?;
    account.needs(Capability::Refund)?;
    let product = super::product(arguments.product.as_deref());
    let license = match &arguments.license {
        Some(name) => Some(one_license(&account, name, product.as_deref())?),
        None => None,
    };
    let plan = softaculous::refund(&arguments.action, license.as_ref());
    let plan = plan.map_err(|failure| failure.at(&account))?;
    spend::carry_out(app, &account, &plan, &arguments.consent, false)
}

//! `renew`: extends a licence.

use clap::Args;
use license_wire::Effect;

use super::Which;
use crate::app::{App, one_license};
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::softaculous::ServerKind;
use crate::vendors::{Act, Renewal};

const AFTER: &str = "\
Examples:
  license-hub renew noc-main 203.0.113.12 --term 1M --dry-run
  license-hub renew noc-main 88888-88888-88888-88888-88888 --term 1Y --yes
  license-hub renew isp-eu 1204417 --period 12

Softaculous renews by buying for the licence's address. It is refused where the address has no licence, or several.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// How long: months or years, such as 1M or 1Y; at ispmanager and ISPlicense also 1 or 12
    #[arg(long, visible_alias = "period", value_name = "TERM")]
    term: String,
    /// The kind of server, where the licence's record does not say it
    #[arg(long, value_enum)]
    server_type: Option<ServerKind>,
    /// The vendor's plan code, for Webuzo
    #[arg(long, value_name = "CODE")]
    plan: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    spend::check_consent(app, arguments.consent, Effect::Spend)?;
    let which = &arguments.which;
    let account = app.account(&which.account)?;
    account.api.check_ability(Act::Renew).map_err(|failure| failure.at(&account))?;
    let product = super::product(which.product.as_deref());
    let license = one_license(&account, &which.license, product.as_deref())?;
    let renewal = Renewal {
        term: arguments.term.clone(),
        server_type: arguments.server_type,
        plan: arguments.plan.clone(),
    };
    let plan = account.api.renew(&license, &renewal).map_err(|failure| failure.at(&account))?;
    spend::carry_out(app, &account, &plan, arguments.consent, true)
}

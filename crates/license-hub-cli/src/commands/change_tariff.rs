//! `change-tariff`: moves a licence to another tariff.

use clap::Args;
use license_hub::{Capability, Effect};

use super::Which;
use crate::app::App;
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::billmgr;

const AFTER: &str = "\
Examples:
  license-hub change-tariff isp-eu 1204417 --to pro --dry-run
  license-hub change-tariff isp-eu 1204421 --to lite --period 1 --yes

What it costs, the vendor decides when it does it.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// The new tariff's name, or its number
    #[arg(long, value_name = "NAME|NUMBER")]
    to: String,
    /// The period it is paid by from now on, where the vendor wants it
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    spend::check_consent(app, arguments.consent.asking, Effect::Spend)?;
    let which = &arguments.which;
    let account = which.account(app, Capability::ChangeTariff)?;
    let license = which.license(&account)?;
    let plan = billmgr::change_tariff(&account, &license, &arguments.to, arguments.period.as_deref())
        .map_err(|failure| failure.at(&account))?;
    spend::carry_out(app, &account, &plan, &arguments.consent, false)
}

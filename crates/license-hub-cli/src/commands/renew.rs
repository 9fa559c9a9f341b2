//! `renew`: extends a licence.

use clap::Args;
use license_hub::{Capability, Effect, ErrorKind, License, Renewal, Request, Term, Vendor};

use super::Which;
use crate::account::Account;
use crate::app::App;
use crate::exit::Failure;
use crate::license;
use crate::plan::{Expects, Plan, Step};
use crate::spend::{self, Consent};
use crate::vendors::billmgr;
use crate::vendors::softaculous::ServerKind;

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
    spend::check_consent(app, arguments.consent.asking, Effect::Spend)?;
    let which = &arguments.which;
    let account = which.account(app, Capability::Renew)?;
    let license = which.license(&account)?;
    let plan = plan(&account, &license, arguments).map_err(|failure| failure.at(&account))?;
    spend::carry_out(app, &account, &plan, &arguments.consent, true)
}

/// What it does to the licence.
pub(crate) fn plan(account: &Account, license: &License, arguments: &Arguments) -> Result<Plan, Failure> {
    let (renewal, how_long, expects) = if account.vendor == Vendor::Softaculous {
        let term: Term = arguments.term.parse()?;
        // Who buys for its address extends it.
        (Renewal::by(term), format!("by {term}"), Expects::OneLicense)
    } else {
        let period = billmgr::period(&arguments.term)?;
        (Renewal::by_period(period), billmgr::period_in_words(period), Expects::Anything)
    };
    let server_type = arguments.server_type.map(ServerKind::wire);
    let renewal = server_type.into_iter().fold(renewal, Renewal::server_type);
    let renewal = arguments.plan.iter().fold(renewal, Renewal::plan);
    let operation =
        account.api.plan(license, &Request::Renew(renewal)).map_err(|error| match error.kind() {
            ErrorKind::Invalid { field, .. } if field == "server type" => Failure::usage(
                "the licence's record does not say what kind of server it is for; say it with --server-type",
            ),
            ErrorKind::Invalid { field, .. } if field == "renewal" => Failure::usage(format!(
                "{} renews by licence and period alone; leave --server-type and --plan out",
                account.vendor
            )),
            _ => error.into(),
        })?;
    let what = format!("extends the {} {how_long}", license::in_words(license));
    Ok(Plan::of(Step::new(what, operation)).looked_up().expecting(expects))
}

//! `order`: buys a licence. Each vendor says in its own module what can be ordered there.

use clap::{Args, Subcommand};
use license_hub::Effect;

use crate::app::App;
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::{billmgr, softaculous, websoftsolus};

const AFTER: &str = "\
Examples:
  license-hub order softaculous noc-main --ip 203.0.113.50 --term 1M --server-type vps --email ops@example.com --dry-run
  license-hub order softaculous noc-main --ip 203.0.113.50 --term 1Y --server-type dedicated --email ops@example.com --yes
  license-hub order webuzo noc-main --ip 203.0.113.51 --term 1M --plan business_c_m
  license-hub order sitepad noc-main --ip 203.0.113.52 --term 1Y
  license-hub order plesk wss-main --generation 12 --product PLESK-12-WEB-PRO --title web1 --period 12 --dry-run
  license-hub order cpanel wss-main --product CPANEL-VPS --title cp1 --period 1 --ip 203.0.113.53 --addon CLOUDLINUX
  license-hub order virtuozzo wss-main --product VIRTUOZZO-1-CPU --title node1 --period 1 --os LINUX
  license-hub order ispmanager isp-eu --tariff lite --ip 203.0.113.15 --name web-15 --period 1 --auto-renew off --wait
  license-hub order isplicense-plesk ispl --tariff 'Plesk Web Pro' --ip 203.0.113.16 --period 12

Softaculous extends what an address has, and charges, when it has a licence already. An order stops then; `renew` is for that.
WebSoftSolus makes one licence more with each order, and finds one whose answer is lost by its title and comment.
ispmanager and ISPlicense are asked first whether the address can have the licence, and for the balance.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    consent: Consent,
    /// Goes on when the address has a licence already, which at Softaculous extends that one and charges for it
    #[arg(long, global = true)]
    extend: bool,
}

/// What can be ordered, of all vendors.
#[derive(Subcommand, Debug)]
enum What {
    #[command(flatten)]
    Softaculous(softaculous::order::Order),
    #[command(flatten)]
    WebSoftSolus(websoftsolus::order::Order),
    #[command(flatten)]
    Billmgr(billmgr::order::Order),
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    spend::check_consent(app, &arguments.consent, Effect::Spend)?;
    if matches!(arguments.what, What::WebSoftSolus(_)) && arguments.extend {
        return Err(Failure::usage(
            "WebSoftSolus extends nothing by an order, so there is no --extend; nothing was sent, so leave it out",
        ));
    }
    let account = app.account(match &arguments.what {
        What::Softaculous(order) => order.account(),
        What::WebSoftSolus(order) => order.account(),
        What::Billmgr(order) => order.account(),
    })?;
    let plan = match &arguments.what {
        What::Softaculous(order) => order.plan(&account)?,
        What::WebSoftSolus(order) => order.plan(&account)?,
        What::Billmgr(order) => order.plan(&account)?,
    };
    spend::carry_out(app, &account, &plan, &arguments.consent, arguments.extend)
}

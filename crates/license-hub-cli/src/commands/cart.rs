//! `cart`: what was ordered and is not paid for.

use clap::Args;
use license_hub::Capability;

use crate::app::App;
use crate::exit::Failure;
use crate::spend::{self, Consent};
use crate::vendors::billmgr;

const AFTER: &str = "\
Examples:
  license-hub cart isp-eu
  license-hub cart isp-eu --remove 9911
  license-hub cart isp-eu --clear --dry-run

Nothing in the cart is paid for. It is paid in the vendor's panel.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// Takes this item out: the number under `item`
    #[arg(long, value_name = "ITEM", conflicts_with = "clear")]
    remove: Option<String>,
    /// Takes all out
    #[arg(long)]
    clear: bool,
    /// Shows the exact request, secrets masked, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    account.needs(Capability::Cart)?;
    if arguments.remove.is_none() && !arguments.clear {
        let sheet = billmgr::cart(&account).map_err(|failure| failure.at(&account))?;
        app.out.sheet(&sheet)?;
        let total = sheet.whole.as_ref().and_then(|whole| whole.get("amt")).and_then(|total| total.as_str());
        if let Some(total) = total.filter(|_| !sheet.rows.is_empty()) {
            app.out.note(&format!("In all: {total}"));
        }
        return Ok(());
    }
    let plan =
        billmgr::empty_cart(&account, arguments.remove.as_deref()).map_err(|failure| failure.at(&account))?;
    let consent = Consent::dry_run(arguments.dry_run);
    spend::carry_out(app, &account, &plan, &consent, false)
}

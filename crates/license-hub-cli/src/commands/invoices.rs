//! `invoices`: what was charged.

use clap::Args;
use license_hub::Capability;

use crate::app::App;
use crate::exit::Failure;
use crate::vendors::softaculous;

const AFTER: &str = "\
Examples:
  license-hub invoices noc-main
  license-hub invoices noc-main --invoice 1234 --format csv";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// The number of the invoice; without it, what has not been billed yet
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    account.needs(Capability::Invoices)?;
    let invoice = softaculous::invoice(&account, arguments.invoice.as_deref());
    let sheet = invoice.map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)?;
    if let Some(total) =
        sheet.whole.as_ref().and_then(|whole| whole.get("amt")).filter(|total| !total.is_null())
    {
        app.out.note(&format!("In all: {}", total.as_str().map_or_else(|| total.to_string(), str::to_owned)));
    }
    Ok(())
}

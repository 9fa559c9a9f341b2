//! `orderable`: what can be ordered.

use clap::Args;
use license_hub::Capability;

use crate::app::App;
use crate::exit::Failure;
use crate::vendors::websoftsolus;
use crate::words;

const AFTER: &str = "\
Examples:
  license-hub orderable wss-main plesk
  license-hub orderable wss-main cpanel --format json

An order names one of these, letter by letter.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// The product, such as plesk, cpanel or virtuozzo
    product: String,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    account.needs(Capability::Orderable)?;
    let product = arguments.product.to_lowercase();
    words::check_product(account.vendor, Some(&product))?;
    let sheet = websoftsolus::orderable(&account, &product).map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)
}

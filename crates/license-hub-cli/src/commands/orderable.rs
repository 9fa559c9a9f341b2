//! `orderable`: what can be ordered.

use clap::Args;

use crate::app::{App, check_product};
use crate::exit::Failure;

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
    let product = arguments.product.to_lowercase();
    check_product(&account, Some(&product))?;
    app.out.sheet(&account.api.orderable(&product).map_err(|failure| failure.at(&account))?)
}

//! `tariffs`: what a vendor sells, and for how much.

use clap::Args;

use crate::app::{App, check_product};
use crate::exit::Failure;

const AFTER: &str = "\
Examples:
  license-hub tariffs isp-eu
  license-hub tariffs isp-eu --product module --format csv";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// Only this product, in the vendor's word, such as software or module
    #[arg(long, value_name = "PRODUCT")]
    product: Option<String>,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    let product = super::product(arguments.product.as_deref());
    check_product(&account, product.as_deref())?;
    let sheet = account.api.tariffs(product.as_deref()).map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)
}

//! `tariffs`: what a vendor sells, and for how much.

use clap::Args;
use license_hub::Capability;

use crate::app::App;
use crate::exit::Failure;
use crate::vendors::billmgr;
use crate::words;

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
    account.needs(Capability::Tariffs)?;
    let product = super::product(arguments.product.as_deref());
    words::check_product(account.vendor, product.as_deref())?;
    let sheet = billmgr::tariffs(&account, product.as_deref()).map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)
}

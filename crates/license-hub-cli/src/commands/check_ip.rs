//! `check-ip`: whether an address can have a licence.

use std::net::IpAddr;

use clap::Args;
use license_hub::Capability;

use crate::app::App;
use crate::exit::Failure;
use crate::vendors::billmgr::{self, AddressCheck};

const AFTER: &str = "\
Example:
  license-hub check-ip isp-eu --tariff lite --ip 203.0.113.15

Exit code 0 when the address can have the licence, 1 with the vendor's reason when it cannot. It only asks.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// The tariff's name, or its number
    #[arg(long, value_name = "NAME|NUMBER")]
    tariff: String,
    /// The address of the server
    #[arg(long, value_name = "IP")]
    ip: IpAddr,
    /// For how long it would be
    #[arg(long, value_name = "PERIOD", default_value = "1", allow_hyphen_values = true)]
    period: String,
    /// The product, where the tariff's number is not known here
    #[arg(long, value_name = "PRODUCT")]
    product: Option<String>,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    account.needs(Capability::CheckAddress)?;
    let check = AddressCheck {
        tariff: arguments.tariff.clone(),
        period: arguments.period.clone(),
        product: super::product(arguments.product.as_deref()),
        address: arguments.ip,
    };
    let sheet = billmgr::check_address(&account, &check).map_err(|failure| failure.at(&account))?;
    app.out.sheet(&sheet)
}

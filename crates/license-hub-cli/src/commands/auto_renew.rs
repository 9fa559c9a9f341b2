//! `auto-renew`: what renews itself, and switching that.

use clap::Args;
use license_hub::{Capability, License, Request};

use crate::account::Account;
use crate::app::App;
use crate::exit::Failure;
use crate::license::{self, LicenseName, one_license};
use crate::output::{Column, Sheet, detail, shown};
use crate::plan::Plan;
use crate::spend::{self, Consent};
use crate::vendors::softaculous::Switch;

const AFTER: &str = "\
Examples:
  license-hub auto-renew noc-main
  license-hub auto-renew noc-main 203.0.113.13 off";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The configured account
    account: String,
    /// The licence: its key, its number, or the IP address of its server; without it, all that renew themselves are listed
    #[arg(requires = "switch")]
    license: Option<LicenseName>,
    /// Whether the vendor is to renew it, and charge for it, when it runs out
    #[arg(value_enum, value_name = "ON|OFF")]
    switch: Option<Switch>,
    /// The product, where an address has several licences
    #[arg(long, value_name = "PRODUCT")]
    product: Option<String>,
    /// Shows the exact request, secrets masked, and changes nothing
    #[arg(long, requires = "switch")]
    dry_run: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let account = app.account(&arguments.account)?;
    let (Some(name), Some(switch)) = (&arguments.license, arguments.switch) else {
        account.needs(Capability::AutoRenewals)?;
        let found = account.api.renewing().map_err(|error| Failure::from(error).at(&account))?;
        return app.out.sheet(&renewing(&account, &found));
    };
    account.needs(Capability::AutoRenew)?;
    let product = super::product(arguments.product.as_deref());
    let license = one_license(&account, name, product.as_deref())?;
    let plan = Plan::about(&account, &license, &Request::AutoRenew(switch == Switch::On))?;
    let consent = Consent::dry_run(arguments.dry_run);
    spend::carry_out(app, &account, &plan, &consent, false)
}

const RENEWING: &[Column] = &[
    shown("vendor"),
    shown("account"),
    detail("environment"),
    shown("product"),
    shown("tariff"),
    shown("id"),
    shown("key"),
    shown("ip"),
    shown("expires"),
    shown("auto_renew"),
];

fn renewing(account: &Account, found: &[License]) -> Sheet {
    let mut sheet = Sheet::list("auto_renewals", RENEWING);
    for license in found {
        let record = license::record(license).map(|record| record.value());
        let every = record
            .as_ref()
            .and_then(|record| record.get("autoprolong"))
            .map(|every| every.as_str().map_or_else(|| every.to_string(), str::to_owned));
        let mut cells = account.cells();
        cells.extend([
            license::product(license).into(),
            license::tariff(license).into(),
            license::number(license).into(),
            license.key.clone().into(),
            license.addresses.first().copied().into(),
            license.expires.into(),
            every.unwrap_or_else(|| "on".to_owned()).into(),
        ]);
        sheet.push(cells, record);
    }
    sheet
}

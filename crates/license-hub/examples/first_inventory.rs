//! Lists what two accounts own, and what of it runs out soon.
//!
//! ```text
//! cargo run -p license-sandbox                              the vendors, played on this machine
//! cargo run -p license-hub --example first_inventory        asks them
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use license_hub::{AccountName, BillmgrAccount, Hub, SoftaculousAccount, View, billmgr, softaculous};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    inventory("http://127.0.0.1:4010")
}

pub(crate) fn inventory(sandbox: &str) -> Result<(), Box<dyn std::error::Error>> {
    let noc = softaculous::Client::builder(
        softaculous::Environment::Live,
        softaculous::Credentials::account("sandbox-noc", "sandbox-noc-pass")?,
    )
    .base_url(format!("{sandbox}/softaculous/clients"))
    .build()?;
    let isp = billmgr::Client::builder(
        &billmgr::ispmanager::EU,
        billmgr::Credentials::each_call("sandbox-isp", "sandbox-isp-pass")?,
    )
    .base_url(format!("{sandbox}/ispmanager/manager/billmgr"))
    .build()?;

    let mut hub = Hub::new();
    hub.add(SoftaculousAccount::new(AccountName::new("noc-main")?, noc))?;
    hub.add(BillmgrAccount::new(AccountName::new("isp-eu")?, isp)?)?;

    let inventory = hub.inventory(View::Full);
    for license in inventory.licenses() {
        let address = license.addresses.first().map(ToString::to_string).unwrap_or_default();
        let expires = license.expires.map(|date| date.to_string()).unwrap_or_default();
        println!(
            "{:10} {:28} {address:15} {expires:10} {}",
            license.account, license.product, license.status
        );
    }
    // An account that failed is not an account without licences.
    for failure in inventory.failures() {
        eprintln!("{} could not be asked: {:?}", failure.account, failure.error);
    }
    Ok(())
}

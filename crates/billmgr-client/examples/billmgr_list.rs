//! Shows every ispmanager licence of an account. It only reads.
//!
//! ```text
//! cargo run -p license-sandbox                                  the vendor, played on this machine
//! cargo run -p billmgr-client --example billmgr_list            asks it
//! cargo run -p billmgr-client --example billmgr_list ADDRESS    asks another one
//! ```
//!
//! `ISP_USER` and `ISP_PASSWORD` name the account; without them it is the one that the sandbox has.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::env;
use std::error::Error;

use billmgr_client::{Client, Credentials, ItemType, ListLicenses, ispmanager};

/// Where the sandbox listens, unless told otherwise.
const SANDBOX_URL: &str = "http://127.0.0.1:4010/ispmanager/manager/billmgr";

fn main() -> Result<(), Box<dyn Error>> {
    run(&env::args().nth(1).unwrap_or_else(|| SANDBOX_URL.into()))
}

pub(crate) fn run(address: &str) -> Result<(), Box<dyn Error>> {
    let user = env::var("ISP_USER").unwrap_or_else(|_| "sandbox-isp".into());
    let password = env::var("ISP_PASSWORD").unwrap_or_else(|_| "sandbox-isp-pass".into());
    let credentials = Credentials::each_call(user, password)?;
    let isp = Client::builder(&ispmanager::EU, credentials).base_url(address).build()?;

    let licenses = isp.all_licenses(&ListLicenses::new(ItemType::Ispsystem))?;
    println!("{} licences", licenses.len());
    for license in licenses {
        let address = license.address.get().map(ToString::to_string).unwrap_or_default();
        let status = license.status().map(|status| status.to_string()).unwrap_or_default();
        let expires = license.expires.get().map(ToString::to_string).unwrap_or_default();
        println!("  {}  {address:15}  {status:10}  {expires}", license.service);
    }
    Ok(())
}

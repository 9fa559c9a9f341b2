//! Shows every Softaculous licence of an account. It only reads.
//!
//! ```text
//! cargo run -p license-sandbox                                       the vendor, played on this machine
//! cargo run -p softaculous-noc --example softaculous_list            asks it
//! cargo run -p softaculous-noc --example softaculous_list ADDRESS    asks another one
//! ```
//!
//! `NOC_NAME` and `NOC_PASSWORD` name the account; without them it is the one that the sandbox has.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::env;
use std::error::Error;

use softaculous_noc::{Client, Credentials, Environment, ListLicenses};

/// Where the sandbox listens, unless told otherwise.
const SANDBOX_URL: &str = "http://127.0.0.1:4010/softaculous/clients";

fn main() -> Result<(), Box<dyn Error>> {
    run(&env::args().nth(1).unwrap_or_else(|| SANDBOX_URL.into()))
}

pub(crate) fn run(address: &str) -> Result<(), Box<dyn Error>> {
    let name = env::var("NOC_NAME").unwrap_or_else(|_| "sandbox-noc".into());
    let password = env::var("NOC_PASSWORD").unwrap_or_else(|_| "sandbox-noc-pass".into());
    let noc = Client::builder(Environment::Live, Credentials::account(name, password)?)
        .base_url(address)
        .build()?;

    let licenses = noc.all_licenses(&ListLicenses::new())?;
    println!("{} licences", licenses.len());
    for license in licenses {
        let key = license.key.get().map_or("?", |key| key.as_str());
        let address = license.address.get().map(ToString::to_string).unwrap_or_default();
        let expires = license.expires.get().map(ToString::to_string).unwrap_or_default();
        println!("  {key}  {address:15}  {expires}");
    }
    Ok(())
}

//! Buys a licence in the vendor's sandbox mode, and finds out what became of it when the answer is lost.
//!
//! ```text
//! cargo run -p license-sandbox                                        the vendor, played on this machine
//! cargo run -p softaculous-noc --example softaculous_order            buys at it
//! cargo run -p softaculous-noc --example softaculous_order ADDRESS    buys at another one
//! ```
//!
//! `NOC_NAME` and `NOC_PASSWORD` name the account; without them it is the one that the sandbox has.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::env;
use std::error::Error;

use softaculous_noc::{AutoRenew, Buy, Checked, Client, Credentials, Environment, ServerType, Term};

/// Where the sandbox listens, unless told otherwise.
const SANDBOX_URL: &str = "http://127.0.0.1:4010/softaculous/clients";

fn main() -> Result<(), Box<dyn Error>> {
    run(&env::args().nth(1).unwrap_or_else(|| SANDBOX_URL.into()))
}

pub(crate) fn run(address: &str) -> Result<(), Box<dyn Error>> {
    let name = env::var("NOC_NAME").unwrap_or_else(|_| "sandbox-noc".into());
    let password = env::var("NOC_PASSWORD").unwrap_or_else(|_| "sandbox-noc-pass".into());
    // The vendor's own sandbox mode goes with every call, so that nothing is paid for wherever the address leads.
    let noc = Client::builder(Environment::Sandbox, Credentials::account(name, password)?)
        .base_url(address)
        .build()?;

    let buy = Buy::new("192.0.2.10".parse()?, Term::months(1)?, ServerType::Vps)
        .owner_email("ops@example.com")
        .auto_renew(AutoRenew::Off)
        .notes("bought by an example");
    println!("{}", noc.preview(&buy)?);

    let before = noc.look_before(&buy)?;
    match noc.buy(&buy) {
        Ok(purchase) => println!("bought {}", purchase.license_key),
        Err(error) if error.may_have_happened() => {
            println!("{error}");
            match noc.check(&buy, &before)? {
                Checked::Happened(evidence) => println!("it was bought all the same: {}", evidence.seen),
                Checked::NotSeen => println!("there is nothing to be seen of it until now: look again later"),
                Checked::CannotTell(why) => println!("the records do not say: {why}"),
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

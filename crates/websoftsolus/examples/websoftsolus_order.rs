//! Orders a Plesk 12 licence in the vendor's test environment, and finds out what became of it when the answer is lost.
//!
//! ```text
//! cargo run -p license-sandbox                                      the vendor, played on this machine
//! cargo run -p websoftsolus --example websoftsolus_order            orders at it
//! cargo run -p websoftsolus --example websoftsolus_order ADDRESS    orders at another one
//! ```
//!
//! `WEBSOFTSOLUS_LOGIN` and `WEBSOFTSOLUS_SECRET` are the API login and its key; without them it is the account that the sandbox has.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::env;
use std::error::Error;

use websoftsolus::{Checked, Client, Credentials, Environment, OrderPlesk12, Period};

/// Where the sandbox listens, unless told otherwise. The client works below it, in `test/`, where nothing costs money.
const SANDBOX_URL: &str = "http://127.0.0.1:4010/websoftsolus/";

fn main() -> Result<(), Box<dyn Error>> {
    run(&env::args().nth(1).unwrap_or_else(|| SANDBOX_URL.into()))
}

pub(crate) fn run(address: &str) -> Result<(), Box<dyn Error>> {
    let login = env::var("WEBSOFTSOLUS_LOGIN").unwrap_or_else(|_| "sandbox@example.com".into());
    let secret = env::var("WEBSOFTSOLUS_SECRET").unwrap_or_else(|_| "sandbox-secret".into());
    let client =
        Client::builder(Environment::Test, Credentials::new(login, secret)?).base_url(address).build()?;

    // A reference that no other order has, so that this one can be found again.
    let reference = format!("order {}", websoftsolus::Timestamp::now());
    let order = OrderPlesk12::new("PLESK-12-WEB-PRO", "an example", Period::Months1).comment(reference);
    println!("{}", client.preview(&order)?);

    let before = client.look_before(&order)?;
    match client.order_plesk12(&order) {
        Ok(ordered) => {
            println!("ordered, keys: {:?}, order: {:?}", ordered.key_numbers(), ordered.order_id());
        }
        Err(error) if error.may_have_happened() => {
            println!("{error}");
            match client.check(&order, &before)? {
                Checked::Happened(evidence) => {
                    println!("it happened: {}, keys: {:?}", evidence.seen, evidence.keys);
                }
                Checked::NotSeen => println!("not seen until now; look again before ordering again"),
                Checked::CannotTell(why) => println!("cannot tell: {why}"),
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

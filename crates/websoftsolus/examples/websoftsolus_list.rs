//! Shows every Plesk licence of an account, read side by side. It only reads.
//!
//! ```text
//! cargo run -p license-sandbox                                     the vendor, played on this machine
//! cargo run -p websoftsolus --example websoftsolus_list            asks it
//! cargo run -p websoftsolus --example websoftsolus_list ADDRESS    asks another one
//! ```
//!
//! `WEBSOFTSOLUS_LOGIN` and `WEBSOFTSOLUS_SECRET` are the API login and its key; without them it is the account that the sandbox has.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::env;
use std::error::Error;

use websoftsolus::{Client, Credentials, Environment, GetDetails, Plesk, StopSignal};

/// Where the sandbox listens, unless told otherwise.
const SANDBOX_URL: &str = "http://127.0.0.1:4010/websoftsolus/";

fn main() -> Result<(), Box<dyn Error>> {
    run(&env::args().nth(1).unwrap_or_else(|| SANDBOX_URL.into()))
}

pub(crate) fn run(address: &str) -> Result<(), Box<dyn Error>> {
    let login = env::var("WEBSOFTSOLUS_LOGIN").unwrap_or_else(|_| "sandbox@example.com".into());
    let secret = env::var("WEBSOFTSOLUS_SECRET").unwrap_or_else(|_| "sandbox-secret".into());
    let client =
        Client::builder(Environment::Live, Credentials::new(login, secret)?).base_url(address).build()?;
    client.log_in()?;

    let details = client.details_watched(&GetDetails::of(Plesk), &StopSignal::default(), |so_far| {
        eprintln!("{} of {}, {} failed", so_far.done, so_far.total, so_far.failed);
    })?;
    for detail in &details {
        match (detail.properties(), detail.error()) {
            (Some(properties), _) => println!(
                "{}\t{}\t{:?}\t{}",
                detail.key,
                properties.title().unwrap_or_default(),
                properties.status(),
                properties.expires().map(|date| date.to_string()).unwrap_or_default(),
            ),
            (None, Some(error)) => println!("{}\t{error}", detail.key),
            (None, None) => println!("{}\tnot asked for", detail.key),
        }
    }
    Ok(())
}

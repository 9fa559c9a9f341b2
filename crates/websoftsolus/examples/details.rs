//! Shows every Plesk licence of an account, read side by side.
//!
//! `WEBSOFTSOLUS_LOGIN` and `WEBSOFTSOLUS_SECRET` are the API login and its key. It works in the vendor's test environment,
//! at `WEBSOFTSOLUS_BASE` where that is set. It only reads.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use websoftsolus::{Client, Credentials, Environment, GetDetails, Plesk, StopSignal};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credentials =
        Credentials::new(std::env::var("WEBSOFTSOLUS_LOGIN")?, std::env::var("WEBSOFTSOLUS_SECRET")?)?;
    let mut builder = Client::builder(Environment::Test, credentials);
    if let Ok(base) = std::env::var("WEBSOFTSOLUS_BASE") {
        builder = builder.base_url(base);
    }
    let client = builder.build()?;
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

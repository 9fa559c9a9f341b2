//! Orders a Plesk 12 licence in the vendor's test environment, and finds out what became of it when the answer is lost.
//!
//! `order PRODUCT TITLE` shows what would be sent; `order PRODUCT TITLE --yes` sends it. `WEBSOFTSOLUS_LOGIN` and
//! `WEBSOFTSOLUS_SECRET` are the API login and its key, `WEBSOFTSOLUS_BASE` another address where it is set.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use websoftsolus::{Checked, Client, Credentials, Environment, OrderPlesk12, Period};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [product, title, flags @ ..] = arguments.as_slice() else {
        return Err("usage: order PRODUCT TITLE [--yes]".into());
    };
    let credentials =
        Credentials::new(std::env::var("WEBSOFTSOLUS_LOGIN")?, std::env::var("WEBSOFTSOLUS_SECRET")?)?;
    let mut builder = Client::builder(Environment::Test, credentials);
    if let Ok(base) = std::env::var("WEBSOFTSOLUS_BASE") {
        builder = builder.base_url(base);
    }
    let client = builder.build()?;

    // A reference that no other order has, so that this one can be found again.
    let reference = format!("order {}", websoftsolus::Timestamp::now());
    let order = OrderPlesk12::new(product.as_str(), title.as_str(), Period::Months1).comment(reference);
    println!("{}", client.preview(&order)?);
    if !flags.iter().any(|flag| flag == "--yes") {
        return Ok(());
    }

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

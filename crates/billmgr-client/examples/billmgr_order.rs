//! Orders a licence, waits for its key, and finds out what became of it when the answer is lost.
//!
//! ```text
//! cargo run -p license-sandbox                                   the vendor, played on this machine
//! cargo run -p billmgr-client --example billmgr_order            orders at it
//! cargo run -p billmgr-client --example billmgr_order ADDRESS    orders at another sandbox
//! ```
//!
//! `ISP_USER` and `ISP_PASSWORD` name the account; without them it is the one that the sandbox has.
//! The vendors have no test mode, so this program goes to this machine only.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::env;
use std::error::Error;
use std::time::Duration;

use billmgr_client::{
    Applied, AutoRenew, Checked, Client, Credentials, Order, Period, WaitForKey, Waited, ispmanager,
};

/// Where the sandbox listens, unless told otherwise.
const SANDBOX_URL: &str = "http://127.0.0.1:4010/ispmanager/manager/billmgr";

fn main() -> Result<(), Box<dyn Error>> {
    run(&env::args().nth(1).unwrap_or_else(|| SANDBOX_URL.into()))
}

pub(crate) fn run(address: &str) -> Result<(), Box<dyn Error>> {
    // The library takes plain http to this machine only.
    if !address.starts_with("http://") {
        return Err("name an address of this machine, beginning with http://".into());
    }
    let user = env::var("ISP_USER").unwrap_or_else(|_| "sandbox-isp".into());
    let password = env::var("ISP_PASSWORD").unwrap_or_else(|_| "sandbox-isp-pass".into());
    let credentials = Credentials::each_call(user, password)?;
    let isp = Client::builder(&ispmanager::EU, credentials).base_url(address).build()?;

    let address = "192.0.2.15".parse()?;
    let order = Order::license(&ispmanager::LITE, address, "an example", Period::MONTH, AutoRenew::Off);
    println!("{}", isp.preview(&order)?);

    // Without a look before nobody can tell afterwards whose order a new licence is of.
    let before = isp.look_before(&order)?;
    match isp.order(&order) {
        Ok(Applied::Done(ordered)) => {
            println!("ordered: {}", ordered.service);
            let wait = WaitForKey::new(ordered.service)
                .pause(Duration::from_secs(1))
                .deadline(Duration::from_secs(20));
            match isp.wait_for_key(&wait)? {
                Waited::Ready(license) => {
                    let key = license.key.get().map(ToString::to_string).unwrap_or_default();
                    println!("its key: {key}");
                }
                Waited::Unpaid(_) => println!("it is not paid: is the balance too low?"),
                Waited::Ended(license) | Waited::TooLate(license) => println!("it is {:?}", license.status()),
            }
        }
        Ok(Applied::Waiting(waiting)) => println!("not ordered, it waits in the cart: {waiting:?}"),
        Err(error) if error.may_have_happened() => {
            println!("the answer was lost: {error}");
            match isp.check(&order, &before)? {
                Checked::Happened(evidence) => println!("ordered all the same: {}", evidence.seen),
                Checked::NotSeen => {
                    println!("nothing to be seen until now: look again before ordering again");
                }
                Checked::CannotTell(why) => println!("ask the vendor: {why}"),
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

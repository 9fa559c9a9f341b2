//! Renews a licence for a month: planned, shown, done once, and looked for when the answer is lost.
//!
//! ```text
//! cargo run -p license-sandbox                                   the vendors, played on this machine
//! cargo run -p license-hub --example safe_renewal                renews at one of them
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::error::Error;

use license_hub::{AccountName, BillmgrAccount, Checked, Hub, Request, Stored, Term, View, billmgr};

fn main() -> Result<(), Box<dyn Error>> {
    renew_the_first("http://127.0.0.1:4010")
}

pub(crate) fn renew_the_first(sandbox: &str) -> Result<(), Box<dyn Error>> {
    let isp = billmgr::Client::builder(
        &billmgr::ispmanager::EU,
        billmgr::Credentials::each_call("sandbox-isp", "sandbox-isp-pass")?,
    )
    .base_url(format!("{sandbox}/ispmanager/manager/billmgr"))
    .build()?;
    let mut hub = Hub::new();
    hub.add(BillmgrAccount::new(AccountName::new("isp-eu")?, isp)?)?;

    let inventory = hub.inventory(View::Full);
    let license = inventory.licenses().first().ok_or("the account has no licence")?;
    println!("{} runs out on {:?}", license.id, license.expires);

    // A wish becomes the vendor's own operation, a value that holds no secret. Nothing was sent yet.
    let operation = hub.plan(license, &Request::renew(Term::months(1)?))?;
    for preview in hub.preview("isp-eu", &operation)? {
        println!("{preview}");
    }

    // What there is before, and the operation, are kept before anything is sent: a program that is killed in between
    // can then still find out what happened.
    let before = hub.look_before("isp-eu", &operation)?;
    let note = serde_json::to_string(&(Stored::new(&operation)?, &before))?;
    println!("noted: {} bytes", note.len());

    match hub.perform("isp-eu", &operation) {
        Ok(done) => println!("renewed: {:?}", done.id),
        Err(error) if error.may_have_happened() => {
            println!("the answer was lost: {error}");
            match hub.check("isp-eu", &operation, &before)? {
                Checked::Happened(evidence) => println!("renewed all the same: {}", evidence.seen),
                Checked::NotSeen => {
                    println!("nothing to be seen until now: look again before renewing again");
                }
                Checked::CannotTell(why) => println!("ask the vendor: {why}"),
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

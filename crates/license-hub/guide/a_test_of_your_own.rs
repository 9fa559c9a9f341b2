//! A test of a program that buys licences: the vendor is played on this machine, and its ledger says what was charged.

use license_hub::softaculous::{Buy, Checked, Client, Credentials, Environment, ServerType, Term};
use license_sandbox::{Fault, FaultKind, Options, Sandbox};

/// What is tested: buys once, and finds out what happened when the answer is lost.
fn provision(noc: &Client, address: &str) -> Result<bool, Box<dyn std::error::Error>> {
    let buy = Buy::new(address.parse()?, Term::months(1)?, ServerType::Vps).owner_email("ops@example.com");
    let before = noc.look_before(&buy)?;
    match noc.buy(&buy) {
        Ok(_) => Ok(true),
        Err(error) if error.may_have_happened() => {
            Ok(matches!(noc.check(&buy, &before)?, Checked::Happened(_)))
        }
        Err(error) => Err(error.into()),
    }
}

#[test]
fn a_lost_reply_does_not_buy_twice() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start(Options::default())?;
    let credentials = Credentials::account("sandbox-noc", "sandbox-noc-pass")?;
    let noc = Client::builder(Environment::Live, credentials).base_url(sandbox.softaculous_url()).build()?;

    // The vendor does what it is asked for, and its answer never arrives.
    sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation("softaculous_buy"));

    assert!(provision(&noc, "192.0.2.77")?);
    assert_eq!(sandbox.ledger().len(), 1);
    Ok(())
}

//! The day at Softaculous.

use std::net::IpAddr;

use clap::Parser;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use license_hub::{Checked, License, Request, Term, View, Wanted};
use license_sandbox::{Fault, FaultKind, Sandbox, Vendor};
use rust_decimal::Decimal;

use super::{Stage, ensure, words};
use crate::exit::Failure;
use crate::output::Cell;
use crate::plan::Plan;
use crate::spend;
use crate::vendors::softaculous::{cancellation, order::Order};

/// The account's name in the configuration of the demo.
pub(crate) const ACCOUNT: &str = "demo-noc";

/// Addresses for documents: those that the sandbox has licences for, and new ones.
const EXPIRING: &str = "203.0.113.12";
const RENEWING: &str = "203.0.113.13";
const NEW: &str = "203.0.113.50";
const MOVED: &str = "203.0.113.51";
const LOST: &str = "203.0.113.60";

/// The configuration of the account in this sandbox.
pub(crate) fn config(sandbox: &Sandbox) -> String {
    use license_sandbox::softaculous::{NOC_NAME, NOC_PASS};
    format!(
        "[accounts.{ACCOUNT}]\nvendor = \"softaculous\"\nenvironment = \"live\"\nusername = \"{NOC_NAME}\"\n\
         password = \"{NOC_PASS}\"\nbase_url = \"{}\"\n",
        sandbox.softaculous_url()
    )
}

/// Every step at this vendor.
pub(super) fn day(stage: &mut Stage<'_>) -> Result<(), Failure> {
    order(stage)?;
    renewal(stage)?;
    change_of_address(stage)?;
    auto_renewal(stage)?;
    refund_and_cancel(stage)?;
    lost_reply(stage)
}

fn order(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step(&format!("order a Softaculous licence for {NEW}, a virtual server, 1 month"), |stage| {
        let plan = order_for(stage, NEW)?;
        let done = stage.done(&plan)?;
        charged_once(stage, NEW, Decimal::new(200, 2))?;
        Ok((stage.summary(&done), ()))
    })
}

fn renewal(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step(&format!("renew the licence of {EXPIRING}, 1 month"), |stage| {
        let before = license(stage, EXPIRING)?;
        let term = words(Term::months(1))?;
        let done = stage.done(&stage.wish(&before, &Request::renew(term))?)?;
        charged_once(stage, EXPIRING, Decimal::new(200, 2))?;
        let after = license(stage, EXPIRING)?;
        let month_later = before.expires.and_then(|date| date.checked_add(1.month()).ok());
        ensure(after.expires == month_later, "the licence does not run a month longer")?;
        Ok((format!("{}; runs from {} to {}", stage.summary(&done), day_of(&before), day_of(&after)), ()))
    })
}

fn change_of_address(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step(&format!("move the licence of {NEW} to {MOVED}"), |stage| {
        let before = license(stage, NEW)?;
        let address: IpAddr = words(MOVED.parse())?;
        let done = stage.done(&stage.wish(&before, &Request::set_address(address))?)?;
        let after = license(stage, MOVED)?;
        ensure(after.key == before.key, "another licence is at the new address")?;
        ensure(stage.charges(MOVED).is_empty(), "the move was charged")?;
        Ok((format!("{}, and nothing was charged", stage.summary(&done)), ()))
    })
}

fn auto_renewal(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for (on, word) in [(false, "off"), (true, "on")] {
        stage.step(&format!("switch automatic renewal {word} for {RENEWING}"), |stage| {
            let found = license(stage, RENEWING)?;
            stage.done(&stage.wish(&found, &Request::AutoRenew(on))?)?;
            let wanted = Wanted::from(View::Full).address(words(RENEWING.parse())?);
            let now = words(stage.account.api.select(&wanted, &|_| {}))?.licenses;
            let renews = now.first().and_then(|license| license.auto_renew);
            ensure(renews == Some(on), "the vendor's list does not say so")?;
            Ok((format!("the vendor's list says {word}"), ()))
        })?;
    }
    Ok(())
}

fn refund_and_cancel(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step(&format!("refund and cancel the licence of {MOVED}"), |stage| {
        let found = license(stage, MOVED)?;
        let now = noon(stage.sandbox.date());
        let plan = words(cancellation(&stage.account, &found, false, now))?;
        let done = stage.done(&plan)?;
        let of_license: Decimal = stage
            .sandbox
            .ledger()
            .iter()
            .filter(|entry| entry.license_key == found.key)
            .map(|entry| entry.amount)
            .sum();
        ensure(done.len() == 2 && of_license.is_zero(), "the price was not paid back")?;
        let left = stage.find(MOVED, None)?;
        ensure(left.is_empty(), "the licence is still listed")?;
        Ok((stage.summary(&done), ()))
    })
}

/// The case that this project exists for.
fn lost_reply(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let plan =
        stage.step(&format!("look at {LOST} before an order whose reply is going to be lost"), |stage| {
            let plan = order_for(stage, LOST)?;
            let look = words(plan.steps[0].look_before(&stage.account))?;
            ensure(look.licenses.is_empty(), "the address has a licence already")?;
            Ok(("no licence there".to_owned(), plan))
        })?;
    let fault =
        Fault::new(FaultKind::CommitThenDrop).vendor(Vendor::Softaculous).operation("softaculous_buy");
    stage.sandbox.add_fault(fault);
    let found = stage.step(
        &format!("order a licence for {LOST}; the vendor charges, and its reply is lost"),
        |stage| {
            let found = stage.lost(&stage.ready(&plan.steps[0])?)?;
            Ok(("UNKNOWN, so it is not called failed, and not done again".to_owned(), found))
        },
    )?;
    stage.step(&format!("look into it, reading only, what became of {LOST}"), |stage| {
        match words(found)? {
            Checked::Happened(finding) => {
                let key = finding.key.clone().unwrap_or_default();
                ensure(
                    license(stage, LOST)?.key.as_ref() == Some(&key),
                    "what was found is another licence",
                )?;
                Ok((format!("it HAPPENED: {}, key {key}", finding.seen), ()))
            }
            Checked::NotSeen => Err("it was not seen".to_owned()),
            Checked::CannotTell(why) => Err(why),
        }
    })?;
    stage.step(&format!("order for {LOST} once more, by mistake"), |stage| {
        let plan = order_for(stage, LOST)?;
        let again = spend::ready(&stage.account, &plan.steps[0], &stage.journal, plan.expects);
        let why = again.err().map(|failure| failure.to_string()).unwrap_or_default();
        ensure(why.contains("would EXTEND it"), "nothing would stop it")?;
        Ok(("stopped before anything is sent, as the address has a licence now".to_owned(), ()))
    })?;
    stage.step(&format!("read the vendor's own ledger for {LOST}"), |stage| {
        charged_once(stage, LOST, Decimal::new(200, 2))?;
        let orders = stage.sandbox.requests().into_iter().filter(|request| {
            let asks = request.body.iter().any(|(name, value)| name == "ips" && value == LOST);
            asks && request.operation.as_deref() == Some("softaculous_buy")
        });
        ensure(orders.count() == 1, "the order was not sent just once")?;
        Ok(("ONE charge of 2.00, for one order that was sent once".to_owned(), ()))
    })
}

/// The plan that the command line would make.
fn order_for(stage: &Stage<'_>, address: &str) -> Result<Plan, String> {
    #[derive(Parser)]
    #[command(no_binary_name = true)]
    struct Line {
        #[command(subcommand)]
        order: Order,
    }
    let line = [
        "softaculous",
        ACCOUNT,
        "--ip",
        address,
        "--term",
        "1M",
        "--server-type",
        "vps",
        "--email",
        "ops@example.com",
    ];
    let line = Line::try_parse_from(line).map_err(|error| error.to_string())?;
    words(line.order.plan(&stage.account))
}

/// The one licence of an address.
fn license(stage: &Stage<'_>, address: &str) -> Result<License, String> {
    stage.license(address, Some("softaculous"))
}

fn charged_once(stage: &Stage<'_>, address: &str, amount: Decimal) -> Result<(), String> {
    let charges = stage.charges(address);
    match charges.as_slice() {
        [one] if one.amount == amount => Ok(()),
        other => Err(format!("the ledger has {} entries for {address}, not one of {amount}", other.len())),
    }
}

fn day_of(license: &License) -> String {
    Cell::from(license.expires).shown()
}

fn noon(date: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(date.at(12, 0, 0, 0)).unwrap_or_default()
}

//! The days at ispmanager and ISPlicense.

use std::net::IpAddr;

use clap::Parser;
use jiff::ToSpan;
use license_hub::{Checked, License, Request, Term};
use license_sandbox::billmgr::{ISPLICENSE, ISPMANAGER};
use license_sandbox::{Fault, FaultKind, Sandbox, Vendor};
use rust_decimal::Decimal;

use super::{Stage, ensure, words};
use crate::exit::Failure;
use crate::license::State;
use crate::plan::Plan;
use crate::vendors::billmgr::{self, AddressCheck, Nodes, order::Order};

/// The account at ispmanager.
pub(super) const ISPMANAGER_ACCOUNT: &str = "demo-isp";
/// The account at ISPlicense.
pub(super) const ISPLICENSE_ACCOUNT: &str = "demo-ispl";

/// An order whose reply is lost.
struct Lost {
    vendor: Vendor,
    operation: &'static str,
    address: &'static str,
    order: &'static str,
    cents: i64,
}

const LOST_ISP: Lost = Lost {
    vendor: Vendor::Ispmanager,
    operation: "soft.order.param",
    address: "203.0.113.160",
    order: "ispmanager demo-isp --tariff lite --ip 203.0.113.160 --name web-160 --period 1 --auto-renew off",
    cents: 400,
};
const LOST_ISPL: Lost = Lost {
    vendor: Vendor::Isplicense,
    operation: "softexternal.order.param",
    address: "203.0.113.180",
    order: "isplicense demo-ispl --tariff lite --ip 203.0.113.180 --name cust-180 --period 1",
    cents: 380,
};

/// The configuration of both accounts in this sandbox.
pub(super) fn config(sandbox: &Sandbox) -> String {
    let account = |name, vendor, site, login: license_sandbox::billmgr::Site, url| {
        format!(
            "[accounts.{name}]\nvendor = \"{vendor}\"\nsite = \"{site}\"\nenvironment = \"live\"\n\
             username = \"{}\"\npassword = \"{}\"\nbase_url = \"{url}\"\n",
            login.username, login.password
        )
    };
    let isp = account(ISPMANAGER_ACCOUNT, "ispmanager", "eu", ISPMANAGER, sandbox.ispmanager_url());
    let ispl = account(ISPLICENSE_ACCOUNT, "isplicense", "com", ISPLICENSE, sandbox.isplicense_url());
    format!("{isp}\n{ispl}login = \"session\"\n")
}

/// Every step at ispmanager.
pub(super) fn ispmanager_day(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read_balance(stage)?;
    check_addresses(stage)?;
    order(stage)?;
    renewal(stage)?;
    change_of_address(stage)?;
    suspension(stage)?;
    lost_reply(stage, &LOST_ISP)
}

/// Every step at ISPlicense.
pub(super) fn isplicense_day(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read_balance(stage)?;
    order_nodes_and_end(stage)?;
    lost_reply(stage, &LOST_ISPL)
}

fn read_balance(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step("read the balance", |stage| {
        let balance = balance(stage)?;
        ensure(balance > Decimal::ZERO, "there is no money")?;
        Ok((format!("{balance} EUR"), ()))
    })
}

fn balance(stage: &Stage<'_>) -> Result<Decimal, String> {
    let sheet = words(billmgr::balance(&stage.account))?;
    let cell = sheet.rows.first().and_then(|row| row.cells.get(4)).ok_or("there is no balance")?;
    words(cell.shown().parse())
}

fn check_addresses(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step("ask whether 203.0.113.115 and 203.0.113.150 can have a licence", |stage| {
        let ask = |address: &str| {
            let check = AddressCheck {
                tariff: "lite".into(),
                period: "1".into(),
                product: None,
                address: words(address.parse())?,
            };
            Ok::<_, String>(billmgr::check_address(&stage.account, &check))
        };
        ensure(ask("203.0.113.115")?.is_err(), "an address that has a licence was called free")?;
        words(ask("203.0.113.150")?)?;
        Ok(("the first cannot, it has one; the second can".to_owned(), ()))
    })
}

fn order(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step("order ispmanager 6 lite for 203.0.113.150, 1 month", |stage| {
        let line =
            "ispmanager demo-isp --tariff lite --ip 203.0.113.150 --name web-150 --period 1 --auto-renew off";
        let before = balance(stage)?;
        let done = stage.done(&plan(stage, line)?)?;
        charged(stage, "203.0.113.150", &[400])?;
        let now = balance(stage)?;
        ensure(before - now == Decimal::new(400, 2), "the balance is not 4.00 less")?;
        Ok((format!("{}; the balance went from {before} to {now}", stage.summary(&done)), ()))
    })?;
    wait_for_key(stage, "203.0.113.150")
}

/// The vendor makes the key some time after the order. Looking is all it takes here, so nothing is waited for.
fn wait_for_key(stage: &mut Stage<'_>, address: &str) -> Result<(), Failure> {
    stage.step(&format!("wait for the key of {address}"), |stage| {
        for look in 1..=5 {
            if let Some(key) = license(stage, address)?.key {
                return Ok((format!("it is there at look {look}: {key}"), ()));
            }
        }
        Err("no key came".to_owned())
    })
}

fn renewal(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step("renew the licence of 203.0.113.116, 1 month", |stage| {
        let before = license(stage, "203.0.113.116")?;
        let term = words(Term::months(1))?;
        let done = stage.done(&stage.wish(&before, &Request::renew(term))?)?;
        charged(stage, "203.0.113.116", &[800])?;
        let after = license(stage, "203.0.113.116")?;
        let later = before.expires.and_then(|date| date.checked_add(1.month()).ok());
        ensure(after.expires == later, "the licence does not run a month longer")?;
        Ok((stage.summary(&done), ()))
    })
}

fn change_of_address(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step("move the licence of 203.0.113.150 to 203.0.113.151 and name it web-151", |stage| {
        let before = license(stage, "203.0.113.150")?;
        let address: IpAddr = words("203.0.113.151".parse())?;
        let change = Request::Name { name: "web-151".into(), addresses: vec![address] };
        let done = stage.done(&stage.wish(&before, &change)?)?;
        let after = license(stage, "203.0.113.151")?;
        ensure(after.key == before.key, "another licence is at the new address")?;
        ensure(after.name.as_deref() == Some("web-151"), "the licence has another name")?;
        charged(stage, "203.0.113.151", &[])?;
        Ok((format!("{}, and nothing was charged", stage.summary(&done)), ()))
    })
}

fn suspension(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for (request, what) in [(Request::Suspend, "suspend"), (Request::Resume, "resume")] {
        stage.step(&format!("{what} the licence of 203.0.113.151"), |stage| {
            let found = license(stage, "203.0.113.151")?;
            stage.done(&stage.wish(&found, &request)?)?;
            let now = State::of(&license(stage, "203.0.113.151")?, stage.sandbox.date());
            let expected = if request == Request::Suspend { State::Inactive } else { State::Active };
            ensure(now == expected, format!("it is {}", now.word()))?;
            Ok((format!("the vendor calls it {} now", now.word()), ()))
        })?;
    }
    Ok(())
}

fn order_nodes_and_end(stage: &mut Stage<'_>) -> Result<(), Failure> {
    const ADDRESS: &str = "203.0.113.170";
    stage.step(&format!("order ISPmanager 6 Business with 1 node for {ADDRESS}, 1 month"), |stage| {
        let line =
            "isplicense demo-ispl --tariff business --nodes 1 --ip 203.0.113.170 --name cust-170 --period 1";
        let done = stage.done(&plan(stage, line)?)?;
        charged(stage, ADDRESS, &[1750])?;
        Ok((stage.summary(&done), ()))
    })?;
    wait_for_key(stage, ADDRESS)?;
    stage.step(&format!("give the licence of {ADDRESS} 3 nodes"), |stage| {
        let nodes = Nodes { nodes: Some(3), addons: Vec::new() };
        let done =
            stage.done(&words(billmgr::set_nodes(&stage.account, &license(stage, ADDRESS)?, &nodes))?)?;
        charged(stage, ADDRESS, &[1750, 900])?;
        Ok((format!("{}; 2 more were charged, 9.00", stage.summary(&done)), ()))
    })?;
    stage.step(&format!("end the licence of {ADDRESS}"), |stage| {
        let found = license(stage, ADDRESS)?;
        let done = stage.done(&stage.wish(&found, &Request::Cancel { force: false })?)?;
        charged(stage, ADDRESS, &[1750, 900])?;
        Ok((format!("{}; nothing is given back", stage.summary(&done)), ()))
    })
}

/// The case that this project exists for.
fn lost_reply(stage: &mut Stage<'_>, lost: &Lost) -> Result<(), Failure> {
    let address = lost.address;
    let fault = Fault::new(FaultKind::CommitThenDrop).vendor(lost.vendor).operation(lost.operation);
    let found = stage.step(
        &format!("order a licence for {address}; the vendor charges, and its reply is lost"),
        |stage| {
            let plan = plan(stage, lost.order)?;
            let ready = stage.ready(&plan.steps[0])?;
            stage.sandbox.add_fault(fault);
            let found = stage.lost(&ready)?;
            Ok(("UNKNOWN, so it is not called failed, and not done again".to_owned(), found))
        },
    )?;
    stage.step(&format!("look into it, reading only, what became of {address}"), |stage| {
        match words(found)? {
            Checked::Happened(finding) => {
                let id = license(stage, address)?.id.id;
                ensure(finding.id.as_ref() == Some(&id), "what was found is another licence")?;
                Ok((format!("it HAPPENED: {}, licence {id}", finding.seen), ()))
            }
            Checked::NotSeen => Err("it was not seen".to_owned()),
            Checked::CannotTell(why) => Err(why),
        }
    })?;
    stage.step(&format!("order for {address} once more, by mistake"), |stage| {
        let again = plan(stage, lost.order)?;
        let why = stage.ready(&again.steps[0]).err().unwrap_or_default();
        ensure(why.contains("cannot have it"), "nothing would stop it")?;
        Ok(("stopped before anything is sent: the vendor says that the address has a licence".to_owned(), ()))
    })?;
    stage.step(&format!("read the vendor's own ledger for {address}"), |stage| {
        charged(stage, address, &[lost.cents])?;
        let orders = stage.sandbox.requests().into_iter().filter(|request| {
            let asks = request.body.iter().any(|(name, value)| name == "ip" && value == address);
            asks && request.operation.as_deref() == Some(lost.operation)
        });
        ensure(orders.count() == 1, "the order was not sent just once")?;
        let amount = Decimal::new(lost.cents, 2);
        Ok((format!("ONE charge of {amount}, for one order that was sent once"), ()))
    })
}

/// The plan that the command line would make.
fn plan(stage: &Stage<'_>, line: &str) -> Result<Plan, String> {
    #[derive(Parser)]
    #[command(no_binary_name = true)]
    struct Line {
        #[command(subcommand)]
        order: Order,
    }
    let line = words(Line::try_parse_from(line.split(' ')))?;
    words(line.order.plan(&stage.account))
}

/// The one licence of an address that is not third-party software beside another.
fn license(stage: &Stage<'_>, address: &str) -> Result<License, String> {
    stage.license(address, None)
}

/// Makes sure that the ledger has just these amounts for an address.
fn charged(stage: &Stage<'_>, address: &str, cents: &[i64]) -> Result<(), String> {
    let charges: Vec<Decimal> = stage.charges(address).iter().map(|entry| entry.amount).collect();
    let expected: Vec<Decimal> = cents.iter().map(|cents| Decimal::new(*cents, 2)).collect();
    ensure(charges == expected, format!("the ledger has {charges:?} for {address}, not {expected:?}"))
}

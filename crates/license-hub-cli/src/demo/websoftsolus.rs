//! The day at WebSoftSolus.

use clap::Parser;
use license_hub::{Checked, License, Request, Wanted};
use license_sandbox::{Fault, FaultKind, LedgerEntry, Sandbox, Vendor};

use super::{Stage, ensure, words};
use crate::exit::Failure;
use crate::license;
use crate::plan::Plan;
use crate::vendors::websoftsolus::{self, order::Order};

/// The account's name in the configuration of the demo.
pub(crate) const ACCOUNT: &str = "demo-wss";

/// What is ordered, and how the vendor calls an order on the wire.
const PRODUCT: &str = "PLESK-12-WEB-PRO";
const ORDER: &str = "plesk.order";
/// What the licences are called.
const NEW: &str = "web50";
const EDITED: &str = "web51";
const LOST: &str = "web60";

/// The configuration of the account in this sandbox.
pub(super) fn config(sandbox: &Sandbox) -> String {
    use license_sandbox::websoftsolus::{LOGIN, SECRET};
    format!(
        "[accounts.{ACCOUNT}]\nvendor = \"websoftsolus\"\nenvironment = \"live\"\nusername = \"{LOGIN}\"\n\
         password = \"{SECRET}\"\nbase_url = \"{}\"\n",
        sandbox.websoftsolus_url()
    )
}

/// Every step at this vendor.
pub(super) fn day(stage: &mut Stage<'_>) -> Result<(), Failure> {
    orderable(stage)?;
    let key = order(stage)?;
    edit(stage, &key)?;
    lost_reply(stage)?;
    termination(stage, &key)
}

fn orderable(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.step("see which Plesk licences can be ordered", |stage| {
        let sheet = words(websoftsolus::orderable(&stage.account, "plesk"))?;
        let names: Vec<String> = sheet.rows.iter().map(|row| row.cells[4].shown()).collect();
        ensure(names.iter().any(|name| name == PRODUCT), format!("{PRODUCT} is not among them"))?;
        Ok((names.join(", "), ()))
    })
}

/// Gives back the key.
fn order(stage: &mut Stage<'_>) -> Result<String, Failure> {
    stage.step(&format!("order {PRODUCT}, titled {NEW}, every month"), |stage| {
        let before = stage.sandbox.ledger().len();
        let done = stage.done(&order_for(stage, NEW)?)?;
        let key = done.first().and_then(|(_, done)| done.key.clone()).unwrap_or_default();
        let charge = charged_once(stage, before)?;
        ensure(charge.license_key.as_ref() == Some(&key), "another licence was charged")?;
        Ok((format!("{}, charged {}", stage.summary(&done), charge.amount), key))
    })
}

fn edit(stage: &mut Stage<'_>, key: &str) -> Result<(), Failure> {
    stage.step(&format!("give it the title {EDITED} and a comment"), |stage| {
        let before = stage.sandbox.ledger().len();
        let texts = Request::SetTexts { title: EDITED.into(), comment: "rack 7".into() };
        let done = stage.done(&stage.wish(&license(stage, key)?, &texts)?)?;
        let now = license(stage, key)?;
        ensure(now.name.as_deref() == Some(EDITED), "the title is another one")?;
        ensure(
            license::record(&now).is_some_and(|record| record.value()["comment"] == "rack 7"),
            "the comment is another one",
        )?;
        ensure(stage.sandbox.ledger().len() == before, "the edit was charged")?;
        Ok((format!("{}, and nothing was charged", stage.summary(&done)), ()))
    })
}

fn lost_reply(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let charges = stage.sandbox.ledger().len();
    let requests = orders_sent(stage.sandbox);
    let plan = stage.step("look at the keys before an order whose reply is going to be lost", |stage| {
        let plan = order_for(stage, LOST)?;
        let keys = words(stage.account.api.select(&Wanted::default().kind("plesk"), &|_| {}))?;
        Ok((format!("{} Plesk keys", keys.licenses.len()), plan))
    })?;
    stage
        .sandbox
        .add_fault(Fault::new(FaultKind::CommitThenDrop).vendor(Vendor::WebSoftSolus).operation(ORDER));
    let found = stage.step(
        &format!("order {PRODUCT}, titled {LOST}; the vendor charges, and its reply is lost"),
        |stage| {
            let found = stage.lost(&stage.ready(&plan.steps[0])?)?;
            Ok(("UNKNOWN, so it is not called failed, and not done again".to_owned(), found))
        },
    )?;
    let key =
        stage.step(&format!("look into it, reading only, what became of {LOST}"), |_| {
            match words(found)? {
                Checked::Happened(finding) => {
                    let key = finding.key.unwrap_or_default();
                    Ok((format!("it HAPPENED: {}, key {key}", finding.seen), key))
                }
                Checked::NotSeen => Err("it was not seen".to_owned()),
                Checked::CannotTell(why) => Err(why),
            }
        })?;
    stage.step(&format!("read the vendor's own ledger for {key}"), |stage| {
        let charge = charged_once(stage, charges)?;
        ensure(charge.license_key.as_ref() == Some(&key), "what was found is another licence")?;
        ensure(orders_sent(stage.sandbox) == requests + 1, "the order was not sent just once")?;
        Ok((format!("ONE charge of {}, for one order that was sent once", charge.amount), ()))
    })
}

fn termination(stage: &mut Stage<'_>, key: &str) -> Result<(), Failure> {
    stage.step(&format!("terminate the licence {key}"), |stage| {
        let before = stage.sandbox.ledger().len();
        let plan = words(websoftsolus::cancellation(&stage.account, &license(stage, key)?))?;
        let done = stage.done(&plan)?;
        let left = stage.find(key, None)?;
        ensure(left.is_empty(), "the licence is still listed")?;
        ensure(stage.sandbox.ledger().len() == before, "something was charged or paid back")?;
        Ok((format!("{}, for good, and nothing was paid back", stage.summary(&done)), ()))
    })
}

/// The plan that the command line would make.
fn order_for(stage: &Stage<'_>, title: &str) -> Result<Plan, String> {
    #[derive(Parser)]
    #[command(no_binary_name = true)]
    struct Line {
        #[command(subcommand)]
        order: Order,
    }
    let line =
        ["plesk", ACCOUNT, "--generation", "12", "--product", PRODUCT, "--title", title, "--period", "1"];
    let line = words(Line::try_parse_from(line))?;
    words(line.order.plan(&stage.account))
}

/// The one licence of a key, with all the vendor says about it.
fn license(stage: &Stage<'_>, key: &str) -> Result<License, String> {
    stage.license(key, None)
}

/// The one charge since there were so many.
fn charged_once(stage: &Stage<'_>, before: usize) -> Result<LedgerEntry, String> {
    match &stage.sandbox.ledger()[before..] {
        [one] if one.amount.is_sign_positive() && one.operation == ORDER => Ok(one.clone()),
        other => Err(format!("the ledger has {} new entries, not one charge", other.len())),
    }
}

fn orders_sent(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|request| request.operation.as_deref() == Some(ORDER)).count()
}

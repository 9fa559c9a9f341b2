//! A provider's day: a list of steps for each vendor, done over real HTTP against the sandbox, each compared with what
//! the sandbox knows to have happened.

mod billmgr;
mod inventory;
pub(crate) mod softaculous;
mod websoftsolus;

use license_hub::{Checked, Done, Error, Evidence, License, Request};
use license_journal::Journal;
use license_sandbox::{LedgerEntry, Sandbox};
use license_wire::Scrubber;

use crate::account::Account;
use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::license;
use crate::output::Ink;
use crate::plan::{Expects, Plan, Step};
use crate::spend::{self, How, Ready};
use crate::{outcome, vendors};

/// Where the steps of one vendor take place.
pub(crate) struct Stage<'a> {
    app: &'a App,
    sandbox: &'a Sandbox,
    account: Account,
    /// Nothing of the demo is written to the disk.
    journal: Journal,
    steps: u32,
}

/// What a look found after a reply was lost.
type Found = Result<Checked<Evidence>, Error>;

/// A vendor's part of the day.
type Day = fn(&mut Stage<'_>) -> Result<(), Failure>;

/// The account at each vendor, and what is done in it.
const DAYS: &[(&str, Day)] = &[
    (softaculous::ACCOUNT, softaculous::day),
    (websoftsolus::ACCOUNT, websoftsolus::day),
    (billmgr::ISPMANAGER_ACCOUNT, billmgr::ispmanager_day),
    (billmgr::ISPLICENSE_ACCOUNT, billmgr::isplicense_day),
];

/// The configuration of all accounts in this sandbox.
pub(crate) fn config(sandbox: &Sandbox) -> String {
    [softaculous::config(sandbox), websoftsolus::config(sandbox), billmgr::config(sandbox)].join("\n")
}

/// Every vendor's day.
pub(crate) fn day(app: &App, sandbox: &Sandbox) -> Result<(), Failure> {
    app.out.text(&format!(
        "Fake vendors run on http://{}, in this process. Nothing is real: no licence, no money. The date there is {}.\n",
        sandbox.address(),
        sandbox.date()
    ))?;
    let text = config(sandbox);
    let accounts: Vec<Account> =
        DAYS.iter().map(|(name, _)| open(app, &text, name)).collect::<Result<_, _>>()?;
    let mut steps = inventory::day(app, sandbox, &accounts)?;
    for (account, (_, day)) in accounts.into_iter().zip(DAYS) {
        let mut stage = Stage { app, sandbox, account, journal: Journal::in_memory(), steps };
        day(&mut stage)?;
        steps = stage.steps;
    }
    app.out.text(&format!("\n{} {steps} steps went as they should.", app.out.ink(Ink::Good, "All is well:")))
}

impl Stage<'_> {
    /// Does one step and says what came of it.
    fn step<T>(
        &mut self,
        what: &str,
        work: impl FnOnce(&Self) -> Result<(String, T), String>,
    ) -> Result<T, Failure> {
        self.steps += 1;
        let place = format!("{}, account {}", self.account.vendor, self.account.name);
        told(self.app, self.steps, &place, what, work(self))
    }

    /// Does what is planned, as the commands do it, and wants every step confirmed.
    fn done(&self, plan: &Plan) -> Result<Vec<(Step, Done)>, String> {
        let mut all = Vec::new();
        for step in &plan.steps {
            match words(spend::run(&self.account, &self.ready(step)?, Some(&self.journal)))?.how {
                How::Done(done) => all.push((step.clone(), *done)),
                How::Failed(error) | How::Unknown { error, .. } => return Err(error.to_string()),
            }
        }
        Ok(all)
    }

    /// A step that was looked at, as before it is sent.
    fn ready<'s>(&self, step: &'s Step) -> Result<Ready<'s>, String> {
        words(spend::ready(&self.account, step, &self.journal, &spend::options(Expects::Anything)))
    }

    /// What becomes of a step whose reply is lost.
    fn lost(&self, ready: &Ready<'_>) -> Result<Found, String> {
        match words(spend::run(&self.account, ready, Some(&self.journal)))?.how {
            How::Unknown { found, .. } => Ok(found),
            How::Done(_) => Err("it was taken for done".to_owned()),
            How::Failed(_) => Err("it was taken for failed".to_owned()),
        }
    }

    /// What came of it, in words.
    fn summary(&self, done: &[(Step, Done)]) -> String {
        let all: Vec<String> =
            done.iter().map(|(step, done)| outcome::summary(&self.account, step, done)).collect();
        all.join("; ")
    }

    /// A wish about a licence, as the commands plan it.
    fn wish(&self, license: &License, request: &Request) -> Result<Plan, String> {
        words(Plan::about(&self.account, license, request))
    }

    /// The licences that go by this name, with all that is known about each.
    fn find(&self, name: &str, product: Option<&str>) -> Result<Vec<License>, String> {
        let name = words(name.parse())?;
        words(license::all_called(&self.account, &name, product))
    }

    /// The one licence of this name.
    fn license(&self, name: &str, product: Option<&str>) -> Result<License, String> {
        let mut found = self.find(name, product)?;
        ensure(found.len() == 1, format!("{name} should have one licence and has {}", found.len()))?;
        words(license::whole(&self.account, found.remove(0)))
    }

    /// What the ledger has for an address.
    fn charges(&self, address: &str) -> Vec<LedgerEntry> {
        let ledger = self.sandbox.ledger();
        ledger.into_iter().filter(|entry| entry.ip.as_deref() == Some(address)).collect()
    }
}

/// Says what came of a step, and ends the day when it went wrong.
fn told<T>(
    app: &App,
    number: u32,
    place: &str,
    what: &str,
    end: Result<(String, T), String>,
) -> Result<T, Failure> {
    match end {
        Ok((came_of_it, value)) => {
            app.out.text(&format!("{number:>2}  {place}: {what}: {came_of_it}"))?;
            Ok(value)
        }
        Err(why) => {
            app.out.text(&format!("{number:>2}  {place}: {what}: {}", app.out.ink(Ink::Alarm, "WRONG")))?;
            Err(Failure::new(
                Exit::Refused,
                format!("the demo went wrong at step {number}, {what}: {why}; please report it"),
            ))
        }
    }
}

/// A complaint, unless it is so.
fn ensure(holds: bool, otherwise: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}

/// A complaint in words.
fn words<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

/// Opens an account that stands in a configuration made by this program.
fn open(app: &App, text: &str, name: &str) -> Result<Account, Failure> {
    let config = crate::config::Config::parse(std::path::Path::new("demo"), text)?;
    let scrubber: &Scrubber = app.out.scrubber();
    let account = vendors::open(config.account(name)?, scrubber)?;
    crate::stop::end_on_interrupt(&account);
    Ok(account)
}

//! A provider's day: a list of steps for each vendor, done over real HTTP against the sandbox, each compared with what
//! the sandbox knows to have happened.

pub(crate) mod softaculous;

use license_sandbox::{LedgerEntry, Sandbox};
use license_wire::Scrubber;

use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::output::{Ink, Sheet};
use crate::spend::{self, End};
use crate::vendors::{Account, Done, Plan};

/// Where the steps of one vendor take place.
pub(crate) struct Stage<'a> {
    app: &'a App,
    sandbox: &'a Sandbox,
    account: Account,
    steps: u32,
}

/// Every vendor's day.
pub(crate) fn day(app: &App, sandbox: &Sandbox) -> Result<(), Failure> {
    app.out.text(&format!(
        "Fake vendors run on http://{}, in this process. Nothing is real: no licence, no money. The date there is {}.\n",
        sandbox.address(),
        sandbox.date()
    ))?;
    let steps = softaculous::day(app, sandbox)?;
    app.out.text(&format!("\n{} {steps} steps went as they should.", app.out.ink(Ink::Good, "All is well:")))
}

impl<'a> Stage<'a> {
    fn new(app: &'a App, sandbox: &'a Sandbox, account: Account) -> Self {
        Self { app, sandbox, account, steps: 0 }
    }

    /// Does one step and says what came of it.
    fn step<T>(
        &mut self,
        what: &str,
        work: impl FnOnce(&Self) -> Result<(String, T), String>,
    ) -> Result<T, Failure> {
        self.steps += 1;
        let place = format!("{:>2}  {}, account {}", self.steps, self.account.vendor, self.account.name);
        match work(self) {
            Ok((came_of_it, value)) => {
                self.app.out.text(&format!("{place}: {what}: {came_of_it}"))?;
                Ok(value)
            }
            Err(why) => {
                self.app.out.text(&format!("{place}: {what}: {}", self.app.out.ink(Ink::Alarm, "WRONG")))?;
                Err(Failure::new(
                    Exit::Refused,
                    format!("the demo went wrong at step {}, {what}: {why}; please report it", self.steps),
                ))
            }
        }
    }

    fn table(&self, sheet: &Sheet) -> Result<(), Failure> {
        let table = self.app.out.table(sheet);
        let indented = table.lines().fold(String::new(), |text, line| text + "      " + line + "\n");
        self.app.out.data(&indented)
    }

    /// Does what is planned, as the commands do it, and wants every step confirmed.
    fn done(&self, plan: &Plan) -> Result<Vec<Done>, String> {
        let mut all = Vec::new();
        for step in &plan.steps {
            let look = step.look_before().map_err(|error| error.to_string())?;
            match spend::run(&self.account, &**step, &look, None, false).map_err(|error| error.to_string())? {
                End::Done { done, .. } => all.push(*done),
                End::Failed { error, .. } | End::Unknown { error, .. } => return Err(error.to_string()),
            }
        }
        Ok(all)
    }

    /// What the ledger has for an address.
    fn charges(&self, address: &str) -> Vec<LedgerEntry> {
        let ledger = self.sandbox.ledger();
        ledger.into_iter().filter(|entry| entry.ip.as_deref() == Some(address)).collect()
    }
}

/// A complaint, unless it is so.
fn ensure(holds: bool, otherwise: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}

/// Opens an account that stands in a configuration made by this program.
fn open(app: &App, text: &str, name: &str) -> Result<Account, Failure> {
    let config = crate::config::Config::parse(std::path::Path::new("demo"), text)?;
    let scrubber: &Scrubber = app.out.scrubber();
    let account = Account::open(config.account(name)?, scrubber)?;
    crate::stop::end_on_interrupt(&account);
    Ok(account)
}

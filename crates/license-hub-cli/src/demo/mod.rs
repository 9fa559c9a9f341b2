//! A provider's day: a list of steps for each vendor, done over real HTTP against the sandbox, each compared with what
//! the sandbox knows to have happened.

mod billmgr;
pub(crate) mod softaculous;

use license_sandbox::{LedgerEntry, Sandbox};
use license_wire::Scrubber;

use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::output::Ink;
use crate::spend::{self, End};
use crate::vendors::{self, Account, Done, Plan, Wanted};

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
    let accounts = overview(app, sandbox)?;
    let mut steps = softaculous::day(app, sandbox)?;
    for account in accounts.into_iter().filter(|account| account.api.as_billmgr().is_some()) {
        app.out.data("\n")?;
        steps += billmgr::day(app, sandbox, account)?;
    }
    app.out.text(&format!("\n{} {steps} steps went as they should.", app.out.ink(Ink::Good, "All is well:")))
}

/// The configuration of every account in this sandbox.
pub(crate) fn config(sandbox: &Sandbox) -> String {
    [softaculous::config(sandbox), billmgr::config(sandbox)].join("\n")
}

/// The licences of all accounts as one table. Gives back the accounts.
fn overview(app: &App, sandbox: &Sandbox) -> Result<Vec<Account>, Failure> {
    let text = config(sandbox);
    let all = crate::config::Config::parse(std::path::Path::new("demo"), &text)?;
    let (mut accounts, mut found) = (Vec::new(), Vec::new());
    for one in &all.accounts {
        let account = open(app, &text, &one.name)?;
        let licenses =
            account.api.licenses(&Wanted::default()).map_err(|error| Failure::from(error).at(&account))?;
        found.extend(licenses.into_iter().map(|license| (account.clone(), license)));
        accounts.push(account);
    }
    app.out.text(&format!("{} licences in {} accounts:\n", found.len(), accounts.len()))?;
    app.out.data(&(app.out.table(&vendors::sheet(&found, sandbox.date())) + "\n"))?;
    Ok(accounts)
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

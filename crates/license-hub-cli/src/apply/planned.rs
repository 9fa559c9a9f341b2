//! What each line of the list would send, as far as that is known without sending anything.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use license_journal::{Options, Run};
use license_wire::Preview;

use super::orders::Line;
use crate::account::Account;
use crate::app::App;
use crate::csv_file::Problem;
use crate::exit::Failure;
use crate::plan::Step;
use crate::spend::{self, Terms};

/// One order, ready to be looked at.
#[derive(Clone)]
pub(crate) struct Order {
    /// Where it stands in the file.
    pub(crate) line: u64,
    pub(crate) account: Account,
    pub(crate) step: Step,
    /// The requests, with their secrets masked.
    pub(crate) previews: Vec<Preview>,
    /// What the journal is to mind.
    pub(crate) options: Options,
}

/// Makes the accounts ready that are ordered from, each once, and gives back why others are not.
pub(crate) fn open(app: &App, lines: &[Line]) -> Result<BTreeMap<String, Account>, Vec<Failure>> {
    let config = app.config().map_err(|failure| vec![failure])?;
    let names: BTreeSet<&str> = lines.iter().map(|line| line.what.account()).collect();
    let (mut accounts, mut failures) = (BTreeMap::new(), Vec::new());
    for name in names {
        match config.account(name).and_then(|account| app.open(account)) {
            Ok(account) => {
                accounts.insert(name.to_owned(), account);
            }
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(accounts) } else { Err(failures) }
}

/// Plans every line, and gives back all that is wrong with them. Sends nothing.
pub(crate) fn plan(
    lines: &[Line],
    accounts: &BTreeMap<String, Account>,
    terms: &Terms,
    run: &Run,
) -> (Vec<Order>, Vec<Problem>) {
    let (mut orders, mut problems) = (Vec::new(), Vec::new());
    let mut seen = HashMap::new();
    for line in lines {
        let Some(account) = accounts.get(line.what.account()) else { continue };
        let order = match one(line, account, terms, run) {
            Ok(order) => order,
            Err(failure) => {
                problems.push(Problem::of_line(line.at, failure.to_string()));
                continue;
            }
        };
        let operation = &order.step.operation;
        let same = (account.name.clone(), operation.name(), operation.target());
        if let Some(first) = seen.insert(same, line.at) {
            let what = format!(
                "this is the order of line {first} again ({} of {} in the account {}); take one of the two out, as a list \
                 orders the same thing once",
                operation.name(),
                operation.target(),
                account.name
            );
            problems.push(Problem::of_line(line.at, what));
        }
        orders.push(order);
    }
    (orders, problems)
}

fn one(line: &Line, account: &Account, terms: &Terms, run: &Run) -> Result<Order, Failure> {
    let mut plan = line.what.plan(account)?;
    // What is not valid is refused here.
    let (previews, _) = spend::preview(account, &plan, terms.mark())?;
    let options = line.price.apply(terms.apply(spend::options(plan.expects))).run(run.clone());
    let step = plan.steps.pop().ok_or_else(|| Failure::usage("nothing is ordered; take the line out"))?;
    Ok(Order { line: line.at, account: account.clone(), step, previews, options })
}

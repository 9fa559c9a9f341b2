//! `apply`: buys what stands in a list of orders.

mod looks;
mod show;

use std::path::{Path, PathBuf};

use clap::Args;
use license_hub::Effect;
use license_journal::{Journal, Run};

use crate::app::App;
use crate::apply::orders::Orders;
use crate::apply::planned::{self, Order};
use crate::apply::sending::Sending;
use crate::apply::standing::Standing;
use crate::csv_file::{self, Problem};
use crate::exit::{Exit, Failure};
use crate::outcome;
use crate::spend::{self, Asking, Limits, Terms};
use crate::stop;

const AFTER: &str = "\
ORDERS.csv has a line for each order, below one that names the columns:

  account,what,ip,term,server-type,email,product,title,period,addon
  noc-main,softaculous,203.0.113.50,1M,vps,ops@example.com,,,,
  noc-main,sitepad,203.0.113.51,1Y,,,,,,
  wss-main,cpanel,203.0.113.53,,,,CPANEL-VPS,cp1,1,CLOUDLINUX;SOFTACULOUS

  account     the configured account that pays
  what        what is ordered, as in `license-hub order WHAT`
  all others  an option of that order without its dashes, or price

An empty cell leaves the option out. A switch takes yes or no; what can be given several times
has semicolons between. Blank lines, and lines that begin with #, are skipped. All that is wrong
with the list is told, with line and column, before anything is sent.

What is sent belongs to a run, which is called as the file is, or as --run says. The same list
can be given again, such as after a crash: what was done in the run is not ordered again. What
nobody knows the end of is looked into first, and not sent while that is so. For a new batch,
name another run.

Orders are sent one after another. One that fails is told, and the others go on. After 3 in a
row that did not get through, the rest of that account is not tried. Ctrl-C ends it after the
order under way.

Exit codes:
  0  all is done, now or before
  1, 2, 4  nothing is done, as for `license-hub order`
  3  some are done, and some are not
  5  no answer came to some: do not order them by hand before they are looked into

Examples:
  license-hub apply march.csv --dry-run
  license-hub apply march.csv --max-orders 40 --max-amount 200EUR
  license-hub apply march.csv --yes --format csv > march-results.csv
  license-hub apply march.csv --run march-second --yes";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The list of orders
    #[arg(value_name = "ORDERS.csv")]
    orders: PathBuf,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    terms: Terms,
    /// The run that it belongs to [default: the name of the file without its ending]
    #[arg(long, value_name = "NAME")]
    run: Option<String>,
    #[command(flatten)]
    limits: Limits,
    /// Ends at the first order that fails
    #[arg(long)]
    stop_on_failure: bool,
}

/// What is worked on.
struct List<'a> {
    app: &'a App,
    file: String,
    run: String,
    limits: &'a Limits,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let run = name(arguments)?;
    let limited = arguments.limits.run(&run)?;
    let list = List { app, file: arguments.orders.display().to_string(), run, limits: &arguments.limits };
    let orders = list.read(&arguments.orders, &arguments.terms, &limited)?;
    if arguments.asking.dry_run {
        let orders = list.stand(app.journal_if_any()?.as_ref(), orders)?;
        return show::dry_run(&list, &orders);
    }
    spend::check_consent(app, arguments.asking, Effect::Spend)?;
    let journal = app.journal()?;
    let orders = list.stand(Some(&journal), orders)?;
    show::before(&list, &journal, &orders)?;
    list.log_in(&orders)?;
    let orders = list.look_into(&journal, orders)?;
    spend::say_what_is_open(app, &journal)?;
    let prices = list.look_around(&journal, &orders)?;
    if !prices.is_empty() {
        list.ask(&orders, &prices, arguments.asking)?;
    }
    let mut sending = Sending::new(app, &journal, &list.file, &list.run);
    sending.stop_on_failure = arguments.stop_on_failure;
    sending.all(&orders);
    let Sending { tally, rows, .. } = sending;
    let shown = app.out.sheet(&outcome::of_lines(rows));
    let end = tally.end(&list.run, stop::is_wanted());
    if end.is_ok() {
        app.out.note(&format!("run `{}`: {}", list.run, tally.says()));
    }
    end.and(shown.map_err(|failure| outcome::not_shown(&failure)))
}

/// The run's name: a list that is given again without another word is the same run.
fn name(arguments: &Arguments) -> Result<String, Failure> {
    if let Some(name) = &arguments.run {
        return Ok(name.clone());
    }
    let stem = arguments.orders.file_stem().and_then(|stem| stem.to_str());
    stem.map(str::to_owned).ok_or_else(|| {
        Failure::usage(
            "the file's name cannot be the name of the run; nothing was sent, so name one with --run",
        )
    })
}

impl List<'_> {
    fn refuse(&self, problems: &[Problem]) -> Result<(), Failure> {
        csv_file::refuse(&self.app.out, &self.file, problems, "correct the list and apply it again")
    }

    /// All orders, or all that is wrong with them. Sends nothing.
    fn read(&self, path: &Path, terms: &Terms, run: &Run) -> Result<Vec<Order>, Failure> {
        let bytes = csv_file::bytes(path, "the list of orders")?;
        let configured = self.app.config()?.accounts;
        let known: Vec<&str> = configured.iter().map(|account| account.name.as_str()).collect();
        let Orders { lines, mut problems } = Orders::read(&bytes, &known);
        let accounts = planned::open(self.app, &lines).map_err(|failures| {
            for problem in &problems {
                self.app.out.error(&Failure::usage(format!("{}:{problem}", self.file)));
            }
            self.unusable(&failures)
        })?;
        let (orders, more) = planned::plan(&lines, &accounts, terms, run);
        problems.extend(more);
        problems.sort_by_key(|problem| problem.line);
        self.refuse(&problems)?;
        Ok(orders)
    }

    /// Tells what is wrong with several things, and that nothing was sent. `one` says it of one of them.
    fn all(&self, failures: &[Failure], one: &str, several: &str, next: &str) -> Failure {
        for failure in failures {
            self.app.out.error(failure);
        }
        // Whatever they are, nothing happened.
        let first = failures.first().map_or(Exit::NotSent, Failure::exit);
        let alike = failures.iter().all(|failure| failure.exit() == first);
        let exit = if alike { first } else { Exit::NotSent };
        let what = match failures.len() {
            1 => one.to_owned(),
            count => format!("{count} {several}"),
        };
        Failure::new(exit, format!("{what}, so nothing was sent; {next}"))
    }

    fn unusable(&self, failures: &[Failure]) -> Failure {
        let next = "see to it and apply the list again";
        self.all(failures, "an account cannot be used", "accounts cannot be used", next)
    }

    /// How each order stands in the run. What was sent with other values than the line has now is refused.
    fn stand(
        &self,
        journal: Option<&Journal>,
        orders: Vec<Order>,
    ) -> Result<Vec<(Order, Standing)>, Failure> {
        let Some(journal) = journal else {
            return Ok(orders.into_iter().map(|order| (order, Standing::ToSend)).collect());
        };
        let (mut all, mut problems) = (Vec::new(), Vec::new());
        for order in orders {
            let standing = Standing::of(journal, &order, &self.run)?;
            if let (Some(entry), false) = (standing.entry(), standing.is_of(&order)?) {
                let what = format!(
                    "this was sent in the run `{}` as {}, with other values; write the line as it was, or name another \
                     --run to order it once more",
                    self.run, entry.intent.reference
                );
                problems.push(Problem::of_line(order.line, what));
            }
            all.push((order, standing));
        }
        self.refuse(&problems)?;
        Ok(all)
    }
}

//! The command line, and how a run begins and ends.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};
use jiff::civil::Date;
use license_hub::Request;
use license_wire::Scrubber;

use crate::app::App;
use crate::commands::{
    accounts, apply, auto_renew, balance, call, cancel, cart, change_tariff, check_ip, completions, drift,
    edit, init, invoices, journal, list, logs, new_key, order, orderable, refund, renew, set_ip, set_nodes,
    show, suspend, tariffs,
};
#[cfg(feature = "demo")]
use crate::commands::{demo, sandbox};
use crate::confirm::Asker;
use crate::exit::Failure;
use crate::output::{ColorWhen, Format, Output};
use crate::{log, stop};

const AFTER: &str = "\
Exit codes:
  0  done
  1  the vendor refused
  2  wrong usage or configuration
  3  done in part: some accounts or steps failed, the rest is shown
  4  not sent
  5  unknown: it may have happened, so run the `license-hub journal check` that is named
  6  `drift` found something

Begin with `license-hub demo`, which needs nothing, or with `license-hub init`.";

/// Buys, renews and looks after control-panel licences, safely with money.
#[derive(Parser)]
#[command(name = "license-hub", version, after_help = AFTER, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What holds for every command.
#[derive(Args)]
struct Global {
    /// The configuration [default: $LICENSE_HUB_CONFIG, else config.toml in the user's own folder]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,
    /// Where the journal lies [default: $LICENSE_HUB_STATE, else the user's own folder]
    #[arg(long, global = true, value_name = "FOLDER", help_heading = "Everywhere")]
    state_dir: Option<PathBuf>,
    /// The form of what is written to standard output
    #[arg(long, global = true, value_enum, default_value_t, help_heading = "Everywhere")]
    format: Format,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        help_heading = "Everywhere"
    )]
    color: ColorWhen,
    /// Says nothing but errors, warnings and what may have happened
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    quiet: bool,
    /// Writes an event for each request to standard error
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    verbose: bool,
    /// The day that counts as today
    #[arg(long, global = true, hide = true, env = "LICENSE_HUB_TODAY", hide_env = true)]
    today: Option<Date>,
}

#[derive(Subcommand)]
enum Command {
    /// Does a provider's day against fake vendors on this machine
    #[cfg(feature = "demo")]
    Demo(demo::Arguments),
    /// Runs the fake vendors on this machine
    #[cfg(feature = "demo")]
    Sandbox(sandbox::Arguments),
    /// Writes a commented configuration to begin with
    Init(init::Arguments),
    /// Lists the configured accounts, or logs in to each
    Accounts(accounts::Arguments),
    /// Lists licences, of all accounts together
    List(list::Arguments),
    /// Shows one licence
    Show(show::Arguments),
    /// Buys a licence. Spends money
    Order(order::Arguments),
    /// Buys what stands in a list of orders. Spends money
    Apply(apply::Arguments),
    /// Extends a licence. Spends money
    Renew(renew::Arguments),
    /// Lists what can be ordered
    Orderable(orderable::Arguments),
    /// Sets title and comment of a licence
    Edit(edit::Arguments),
    /// Gives a licence other addresses
    SetIp(set_ip::Arguments),
    /// Stops a licence from working until it is resumed
    Suspend(suspend::Arguments),
    /// Lets a suspended licence work again
    Resume(suspend::Arguments),
    /// Sets how many nodes a licence has. Spends money
    SetNodes(set_nodes::Arguments),
    /// Moves a licence to another tariff. Spends money
    ChangeTariff(change_tariff::Arguments),
    /// Ends the key of a licence and makes a new one
    NewKey(new_key::Arguments),
    /// Ends a licence
    Cancel(cancel::Arguments),
    /// Gives one transaction back
    Refund(refund::Arguments),
    /// Lists what happened to a licence
    Logs(logs::Arguments),
    /// Lists what renews itself, or switches that for a licence
    AutoRenew(auto_renew::Arguments),
    /// Shows the money there is
    Balance(balance::Arguments),
    /// Lists what a vendor sells, and for how much
    #[command(visible_alias = "price-list")]
    Tariffs(tariffs::Arguments),
    /// Asks whether an address can have a licence
    CheckIp(check_ip::Arguments),
    /// Shows what was ordered and is not paid for, or takes it out
    Cart(cart::Arguments),
    /// Lists what was charged
    Invoices(invoices::Arguments),
    /// Calls any function of a vendor by its name
    Call(call::Arguments),
    /// Lists what was sent and what came of it, and looks again for what is open
    Journal(journal::Arguments),
    /// Compares what is paid for with a list of what should exist. Only reads
    Drift(drift::Arguments),
    /// Writes completions for a shell
    Completions(completions::Arguments),
}

/// Runs the command line of this process.
pub(crate) fn run() -> ExitCode {
    let Cli { global, command } = Cli::parse();
    let scrubber = Scrubber::default();
    let details = match &command {
        Command::List(list) => list.details,
        Command::Show(_) => true,
        _ => false,
    };
    let out =
        Output::standard(global.format, global.color, global.quiet, scrubber.clone()).with_details(details);
    if global.verbose {
        log::install(&scrubber);
    }
    let app = App::new(out, Asker::standard(), global.config, global.state_dir, global.today);
    let ended = match command {
        // These end at once when they are interrupted; nothing of theirs is real.
        #[cfg(feature = "demo")]
        Command::Sandbox(_) => Ok(()),
        Command::Completions(_) => Ok(()),
        _ => stop::install(),
    };
    match ended.and_then(|()| dispatch(&app, &command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            app.out.error(&failure);
            failure.exit().into()
        }
    }
}

fn dispatch(app: &App, command: &Command) -> Result<(), Failure> {
    match command {
        #[cfg(feature = "demo")]
        Command::Demo(arguments) => demo::run(app, arguments),
        #[cfg(feature = "demo")]
        Command::Sandbox(arguments) => sandbox::run(app, arguments),
        Command::Init(arguments) => init::run(app, arguments),
        Command::Accounts(arguments) => accounts::run(app, arguments),
        Command::List(arguments) => list::run(app, arguments),
        Command::Show(arguments) => show::run(app, arguments),
        Command::Order(arguments) => order::run(app, arguments),
        Command::Apply(arguments) => apply::run(app, arguments),
        Command::Renew(arguments) => renew::run(app, arguments),
        Command::Orderable(arguments) => orderable::run(app, arguments),
        Command::Edit(arguments) => edit::run(app, arguments),
        Command::SetIp(arguments) => set_ip::run(app, arguments),
        Command::Suspend(arguments) => suspend::run(app, arguments, &Request::Suspend),
        Command::Resume(arguments) => suspend::run(app, arguments, &Request::Resume),
        Command::SetNodes(arguments) => set_nodes::run(app, arguments),
        Command::ChangeTariff(arguments) => change_tariff::run(app, arguments),
        Command::NewKey(arguments) => new_key::run(app, arguments),
        Command::Cancel(arguments) => cancel::run(app, arguments),
        Command::Refund(arguments) => refund::run(app, arguments),
        Command::Logs(arguments) => logs::run(app, arguments),
        Command::AutoRenew(arguments) => auto_renew::run(app, arguments),
        Command::Balance(arguments) => balance::run(app, arguments),
        Command::Tariffs(arguments) => tariffs::run(app, arguments),
        Command::CheckIp(arguments) => check_ip::run(app, arguments),
        Command::Cart(arguments) => cart::run(app, arguments),
        Command::Invoices(arguments) => invoices::run(app, arguments),
        Command::Call(arguments) => call::run(app, arguments),
        Command::Drift(arguments) => drift::run(app, arguments),
        Command::Journal(arguments) => journal::run(app, arguments),
        Command::Completions(arguments) => completions::run(app, arguments, Cli::command()),
    }
}

//! `accounts`: what is configured, and whether it works.

use clap::{Args, Subcommand};

use crate::app::App;
use crate::config::AccountConfig;
use crate::exit::{Exit, Failure};
use crate::output::{Cell, Column, Ink, Sheet, shown};
use crate::vendors::Account;

const AFTER: &str = "\
Examples:
  license-hub accounts
  license-hub accounts check --format json";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Logs in to each and looks, and changes nothing. Exit code 3 when some fail
    Check,
}

const LISTED: &[Column] =
    &[shown("account"), shown("vendor"), shown("environment"), shown("products"), shown("base_url")];
const CHECKED: &[Column] =
    &[shown("account"), shown("vendor"), shown("environment"), shown("result"), shown("reason")];

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    match arguments.what {
        None => list(app),
        Some(What::Check) => check(app),
    }
}

fn list(app: &App) -> Result<(), Failure> {
    let config = app.config()?;
    let mut sheet = Sheet::list("accounts", LISTED);
    for account in &config.accounts {
        let mut cells = words(account);
        cells.extend([account.vendor.products().join(" ").into(), account.base_url.clone().into()]);
        sheet.push(cells, None);
    }
    if sheet.rows.is_empty() {
        app.out.note("There are no accounts yet; add one to the configuration.");
    }
    app.out.sheet(&sheet)
}

fn words(account: &AccountConfig) -> Vec<Cell> {
    vec![account.name.as_str().into(), account.vendor.word().into(), account.environment.word().into()]
}

fn check(app: &App) -> Result<(), Failure> {
    let accounts = app.choose(&[], &[])?;
    // Opened one after another: a command that yields a secret may ask for something.
    let opened: Vec<(&AccountConfig, Result<Account, Failure>)> =
        accounts.iter().map(|config| (config, app.open(config))).collect();
    let ends = super::list::side_by_side(app, &opened, |(_, opened)| match opened {
        Ok(account) => account.api.log_in().map_err(Failure::from),
        Err(failure) => Err(failure.clone()),
    });
    let mut sheet = Sheet::list("accounts", CHECKED);
    let mut failed = 0;
    for ((config, _), end) in opened.iter().zip(ends) {
        let mut cells = words(config);
        cells.extend(match end {
            Ok(()) => [Cell::Inked(Ink::Good, "ok".into()), Cell::None],
            Err(failure) => {
                failed += 1;
                [Cell::Inked(Ink::Alarm, "failed".into()), failure.to_string().into()]
            }
        });
        sheet.push(cells, None);
    }
    app.out.sheet(&sheet)?;
    match failed {
        0 => Ok(()),
        _ => Err(Failure::new(
            Exit::Partly,
            format!("{failed} of {} accounts failed; see the reasons above", accounts.len()),
        )),
    }
}

//! `accounts`: what is configured, and whether it works.

use clap::{Args, Subcommand};
use license_hub::{Capabilities, Capability, Vendor};

use crate::account::Account;
use crate::app::App;
use crate::config::AccountConfig;
use crate::exit::{Exit, Failure};
use crate::output::{Cell, Column, Format, Ink, Sheet, detail, shown};
use crate::{parallel, words};

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

const LISTED: &[Column] = &[
    shown("account"),
    shown("vendor"),
    shown("environment"),
    shown("products"),
    shown("base_url"),
    detail("abilities"),
];
const ABILITIES: &[Column] = &[
    shown("ability"),
    shown("softaculous"),
    shown("websoftsolus"),
    shown("ispmanager"),
    shown("isplicense"),
];
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
        let abilities: Vec<&str> = Capabilities::at(account.vendor).iter().map(Capability::name).collect();
        cells.extend([
            words::products(account.vendor).join(" ").into(),
            account.base_url.clone().into(),
            abilities.join(" ").into(),
        ]);
        sheet.push(cells, None);
    }
    if sheet.rows.is_empty() {
        app.out.note("There are no accounts yet; add one to the configuration.");
    }
    app.out.sheet(&sheet)?;
    if app.out.format() == Format::Table && !sheet.rows.is_empty() {
        app.out.data("\n")?;
        app.out.sheet(&abilities(&config.accounts))?;
    }
    Ok(())
}

/// Who of the configured accounts' vendors can do what.
fn abilities(accounts: &[AccountConfig]) -> Sheet {
    let mut sheet = Sheet::list("abilities", ABILITIES);
    for capability in Capability::ALL {
        let can = Vendor::ALL.map(|vendor| {
            let configured = accounts.iter().any(|account| account.vendor == vendor);
            match (configured, Capabilities::at(vendor).can(*capability)) {
                (true, true) => Cell::from("yes"),
                (true, false) => Cell::from("-"),
                (false, _) => Cell::None,
            }
        });
        let mut cells = vec![capability.name().into()];
        cells.extend(can);
        sheet.push(cells, None);
    }
    sheet
}

fn words(account: &AccountConfig) -> Vec<Cell> {
    vec![account.name.as_str().into(), account.vendor.name().into(), account.environment.word().into()]
}

fn check(app: &App) -> Result<(), Failure> {
    let accounts = app.choose(&[], &[])?;
    // Opened one after another: a command that yields a secret may ask for something.
    let opened: Vec<(&AccountConfig, Result<Account, Failure>)> =
        accounts.iter().map(|config| (config, app.open(config))).collect();
    let gauge = app.out.gauge("all");
    let progress = |done| gauge.show("accounts", done, opened.len());
    let ends = parallel::side_by_side(&opened, progress, |(_, opened)| match opened {
        Ok(account) => account.api.log_in().map_err(Failure::from),
        Err(failure) => Err(failure.clone()),
    });
    drop(gauge);
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

//! The licences of several accounts: opened one after another, asked side by side, with a bar for each.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use license_hub::{Hub, Inventory, Progress, Vendor, Wanted};

use crate::account::Account;
use crate::app::App;
use crate::config::AccountConfig;
use crate::exit::Failure;
use crate::license;
use crate::output::Gauge;
use crate::words;

/// What an inventory lacks, and why.
#[derive(Clone, Debug)]
pub(crate) enum Gap {
    /// A whole account.
    Account(Failure),
    /// Something in one.
    Part(Failure),
    /// All licences of a product, because the vendor does not let the account list them.
    Closed(String),
}

/// Makes accounts ready, and says why others are not. One after another: a command that yields a secret may ask for something.
pub(crate) fn open(app: &App, configs: &[AccountConfig]) -> (Vec<Account>, Vec<Failure>) {
    let (mut opened, mut failures) = (Vec::new(), Vec::new());
    for config in configs {
        match app.open(config) {
            Ok(account) => opened.push(account),
            Err(failure) => failures.push(failure),
        }
    }
    (opened, failures)
}

/// Asks all accounts side by side for what is wanted at their vendors.
pub(crate) fn take(
    app: &App,
    accounts: &[Account],
    wanted: &(dyn Fn(Vendor) -> Wanted + Sync),
) -> Result<Inventory, Failure> {
    let mut hub = Hub::new();
    for account in accounts {
        hub.add_shared(account.api.clone())?;
    }
    let all = app.out.gauge("all");
    let gauges: HashMap<&str, Gauge> =
        accounts.iter().map(|account| (account.name.as_str(), app.out.gauge(&account.name))).collect();
    let done = AtomicUsize::new(0);
    all.show("accounts", 0, accounts.len());
    Ok(hub.select(&|_| true, &|account| wanted(account.vendor()), &|progress, _| match progress {
        Progress::Details { account, done, total } => {
            if let Some(gauge) = gauges.get(account.as_str()) {
                gauge.show("licences", *done, *total);
            }
        }
        Progress::Account { .. } => {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            all.show("accounts", done, accounts.len());
        }
        _ => {}
    }))
}

/// What an inventory of these accounts lacks.
pub(crate) fn gaps(inventory: &Inventory, accounts: &[Account]) -> Vec<Gap> {
    let known = |failure: &license_hub::Failure| {
        accounts.iter().find(|account| account.name == failure.account.as_str())
    };
    let failures = inventory.failures().iter();
    failures.filter_map(|failure| Some(gap(inventory, failure, known(failure)?))).collect()
}

fn gap(inventory: &Inventory, failure: &license_hub::Failure, account: &Account) -> Gap {
    let why = match &failure.error {
        Some(error) => Failure::from(error.clone()),
        None => Failure::not_sent("it was not asked, as you stopped it"),
    };
    match (&failure.closed, &failure.part) {
        (Some(kind), _) => {
            let product = words::product(account.vendor, kind);
            let error = failure.error.as_ref().and_then(|error| error.wire());
            let error = error.map(ToString::to_string).unwrap_or_default();
            Gap::Closed(format!("{account}: nothing of the product {product} is listed: {error}"))
        }
        (None, Some(part)) => {
            let one = part.strip_prefix("key ").and_then(|key| {
                inventory.licenses().iter().find(|license| license.key.as_deref() == Some(key))
            });
            let part = one.map_or_else(|| part.clone(), license::in_words);
            Gap::Part(why.at(part).at(account))
        }
        (None, None) => Gap::Account(why.at(account)),
    }
}

//! The beginning of the day: what there is, in all accounts together.

use license_hub::{License, View};
use license_sandbox::Sandbox;

use super::{ensure, told, words};
use crate::account::Account;
use crate::app::App;
use crate::exit::Failure;
use crate::output::SheetOf;
use crate::{license, words};

/// Both steps. Gives back how many there were.
pub(super) fn day(app: &App, sandbox: &Sandbox, accounts: &[Account]) -> Result<u32, Failure> {
    let today = sandbox.date();
    let all = told(app, 1, "all accounts", "list all licences of all products", list(accounts))?;
    table(app, &license::sheet(&all, today, None))?;
    let soon = all
        .iter()
        .filter_map(|license| {
            let days = license.days_left(today)?;
            let address = license.addresses.first().map(ToString::to_string);
            let name = address.or_else(|| license.key.clone())?;
            (0..=15).contains(&days).then(|| (&license.account, format!("{name} in {days} days")))
        })
        .collect::<Vec<_>>();
    let names: Vec<&str> = soon.iter().map(|(_, name)| name.as_str()).collect();
    let every = accounts.iter().all(|account| soon.iter().any(|(of, _)| of.as_str() == account.name));
    let end = ensure(every, "each account should have some")
        .map(|()| (format!("{} licences: {}", names.len(), names.join(", ")), ()));
    told(app, 2, "all accounts", "see what expires within 15 days", end)?;
    Ok(2)
}

fn list(accounts: &[Account]) -> Result<(String, Vec<License>), String> {
    let mut all = Vec::new();
    let mut counts = Vec::new();
    for account in accounts {
        let listing = words(account.api.licenses(View::Full, &|_| {}))?;
        let unread = listing.failures.len() + listing.closed.len();
        ensure(unread == 0, format!("{unread} parts of {account} could not be read"))?;
        let licenses = listing.licenses;
        for product in words::products(account.vendor) {
            let there = licenses.iter().any(|license| license::product(license) == product);
            ensure(there, format!("{account} should have a {product} licence"))?;
        }
        // A licence for ever has no date.
        let dated = licenses.iter().any(|license| license.expires.is_some());
        ensure(dated, format!("no licence of {account} has a date of expiry"))?;
        counts.push(format!("{} at {}", licenses.len(), account.vendor));
        all.extend(licenses);
    }
    Ok((format!("{} licences, {}", all.len(), counts.join(", ")), all))
}

fn table(app: &App, sheet: &SheetOf<'_>) -> Result<(), Failure> {
    let table = app.out.table(sheet);
    let indented = table.lines().fold(String::new(), |text, line| text + "      " + line + "\n");
    app.out.data(&indented)
}

//! `list`: the licences of all accounts as one table.

use std::net::IpAddr;

use clap::Args;

use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::parallel;
use crate::vendors::{self, Account, License, Status, VendorName, Wanted, days_between};

const AFTER: &str = "\
Examples:
  license-hub list
  license-hub list --expiring 15d --format csv > soon.csv
  license-hub list --account noc-main --product webuzo --details
  license-hub list --ip 203.0.113.12

WebSoftSolus lists keys only: what filters by date, state or address, and --details, asks for every licence one by one.
One account's failure does not hide the others' licences: they are shown, and the exit code is 3.";

/// Of how many licences it is said why they could not be read; the others are only counted.
const MOST_SAID: usize = 20;

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// Only this account; can be given several times
    #[arg(long, value_name = "ACCOUNT")]
    account: Vec<String>,
    /// Only accounts at this vendor; can be given several times
    #[arg(long, value_name = "VENDOR", value_parser = vendor)]
    vendor: Vec<VendorName>,
    /// Only this product, in the vendor's word, such as webuzo or module; or all
    #[arg(long, value_name = "PRODUCT")]
    product: Option<String>,
    /// Only what expires within so many days and has not expired yet, such as 15d
    #[arg(long, value_name = "DAYS", value_parser = days)]
    expiring: Option<i64>,
    /// Only licences of the server with this address
    #[arg(long, value_name = "IP")]
    ip: Option<IpAddr>,
    /// Only licences in this state; can be given several times
    #[arg(long, value_enum)]
    status: Vec<Status>,
    /// Shows all columns, and asks for what the lists lack: which licences renew themselves, keys, properties
    #[arg(long)]
    pub(crate) details: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let accounts = app.choose(&arguments.account, &arguments.vendor)?;
    let wanted = Wanted {
        product: super::product(arguments.product.as_deref()),
        address: arguments.ip,
        details: arguments.details,
        standing: arguments.expiring.is_some() || !arguments.status.is_empty(),
    };
    if let Some(product) = &wanted.product {
        let known: Vec<&str> =
            accounts.iter().flat_map(|account| account.vendor.products()).copied().collect();
        if !known.contains(&product.as_str()) {
            let mut known = known;
            known.sort_unstable();
            known.dedup();
            return Err(Failure::usage(format!(
                "there is no product `{product}`; there are {}, and all",
                known.join(", ")
            )));
        }
    }
    // Opened one after another: a command that yields a secret may ask for something.
    let opened: Vec<Result<Account, Failure>> = accounts.iter().map(|config| app.open(config)).collect();
    let ends = side_by_side(app, &opened, |opened| match opened {
        Ok(account) => {
            let gauge = app.out.gauge(&account.name);
            account.api.list(&wanted, &gauge).map_err(|error| Failure::from(error).at(account))
        }
        Err(failure) => Err(failure.clone()),
    });
    let mut found = Vec::new();
    let (mut failures, mut unread, mut hidden) = (Vec::new(), Vec::new(), 0);
    for (opened, end) in opened.into_iter().zip(ends) {
        match (opened, end) {
            (Ok(account), Ok(listed)) => {
                for remark in account.api.remarks() {
                    app.out.warn(&format!("{account}: {remark}"));
                    hidden += 1;
                }
                let failed = listed.failures.into_iter();
                unread.extend(failed.map(|(what, error)| Failure::from(error).at(what).at(&account)));
                found.extend(listed.licenses.into_iter().map(|license| (account.clone(), license)));
            }
            (_, Err(failure)) | (Err(failure), _) => failures.push(failure),
        }
    }
    // One account alone has nothing to show beside its failure.
    if let ([failure], 1) = (failures.as_slice(), accounts.len()) {
        return Err(failure.clone());
    }
    show(app, arguments, found)?;
    for failure in failures.iter().chain(unread.iter().take(MOST_SAID)) {
        app.out.error(failure);
    }
    match (failures.len(), unread.len()) {
        (0, 0) if hidden == 0 => return Ok(()),
        (0, 0) => {
            return Err(Failure::new(
                Exit::Partly,
                "the list is not complete, as the warnings above say; name what can be listed with --product",
            ));
        }
        (0, count) => {
            return Err(Failure::new(
                Exit::Partly,
                format!(
                    "what failed above ({count}) could not be read, so the list is not complete; list again later"
                ),
            ));
        }
        _ => {}
    }
    Err(Failure::new(
        Exit::Partly,
        format!(
            "{} of {} accounts failed, so the list is not complete; see to them and list again",
            failures.len(),
            accounts.len()
        ),
    ))
}

fn show(app: &App, arguments: &Arguments, found: Vec<(Account, License)>) -> Result<(), Failure> {
    let today = app.today();
    let mut undated = 0;
    let shown: Vec<(Account, License)> = found
        .into_iter()
        .filter(|(_, license)| {
            arguments.status.is_empty() || arguments.status.contains(&license.status(today))
        })
        .filter(|(_, license)| match (arguments.expiring, license.expires) {
            (None, _) => true,
            (Some(days), Some(expires)) => (0..=days).contains(&days_between(today, expires)),
            // Nobody knows that it does not expire soon.
            (Some(_), None) => {
                undated += 1;
                true
            }
        })
        .collect();
    app.out.sheet(&vendors::sheet(&shown, today))?;
    if undated > 0 {
        app.out.warn(&format!("{undated} of these have no date of expiry that could be read"));
    }
    app.out.note(&match shown.len() {
        1 => "1 licence".to_owned(),
        count => format!("{count} licences"),
    });
    Ok(())
}

/// Does the same with each account, several at a time, and gives the results in order.
pub(super) fn side_by_side<T: Sync, R: Send>(app: &App, all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let gauge = app.out.gauge("all");
    parallel::side_by_side(all, |done| gauge.show("accounts", done, all.len()), work)
}

/// `15d` or `15`.
fn days(text: &str) -> Result<i64, String> {
    let digits = text.strip_suffix('d').unwrap_or(text);
    let number = digits.parse::<u16>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    number.map(i64::from).ok_or_else(|| "write a number of days, such as 15d".into())
}

fn vendor(text: &str) -> Result<VendorName, String> {
    VendorName::of(text).ok_or_else(|| format!("write one of {}", VendorName::words().join(", ")))
}

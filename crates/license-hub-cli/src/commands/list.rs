//! `list`: the licences of all accounts as one table.

use std::net::IpAddr;

use clap::Args;
use license_hub::{License, Vendor, View, Wanted};

use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::inventory::{self, Gap};
use crate::license::{self, State};
use crate::words;

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
    vendor: Vec<Vendor>,
    /// Only this product, in the vendor's word, such as webuzo or module; or all
    #[arg(long, value_name = "PRODUCT")]
    product: Option<String>,
    /// Only what expires within so many days and has not expired yet, such as 15d
    #[arg(long, value_name = "DAYS", value_parser = days)]
    expiring: Option<i32>,
    /// Only licences of the server with this address
    #[arg(long, value_name = "IP")]
    ip: Option<IpAddr>,
    /// Only licences in this state; can be given several times
    #[arg(long, value_enum)]
    status: Vec<State>,
    /// Shows all columns, and asks for what the lists lack: which licences renew themselves, keys, properties
    #[arg(long)]
    pub(crate) details: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let accounts = app.choose(&arguments.account, &arguments.vendor)?;
    let product = super::product(arguments.product.as_deref());
    if let Some(product) = &product {
        let mut known: Vec<&str> =
            accounts.iter().flat_map(|account| words::products(account.vendor)).collect();
        if !known.contains(&product.as_str()) {
            known.sort_unstable();
            known.dedup();
            return Err(Failure::usage(format!(
                "there is no product `{product}`; there are {}, and all",
                known.join(", ")
            )));
        }
    }
    let (opened, mut failures) = inventory::open(app, &accounts);
    let inventory = inventory::take(app, &opened, &|vendor| wanted(arguments, vendor, product.as_deref()))?;
    let (mut unread, mut hidden) = (Vec::new(), 0);
    for gap in inventory::gaps(&inventory, &opened) {
        match gap {
            Gap::Account(failure) => failures.push(failure),
            Gap::Part(failure) => unread.push(failure),
            Gap::Closed(warning) => {
                app.out.warn(&warning);
                hidden += 1;
            }
        }
    }
    // One account alone has nothing to show beside its failure.
    if let ([failure], 1) = (failures.as_slice(), accounts.len()) {
        return Err(failure.clone());
    }
    show(app, arguments, inventory.licenses())?;
    // The command ends now, and the system takes the memory of a long list back faster than it can be freed.
    std::mem::forget(inventory);
    for failure in failures.iter().chain(unread.iter().take(MOST_SAID)) {
        app.out.error(failure);
    }
    let incomplete = match (failures.len(), unread.len(), hidden) {
        (0, 0, 0) => return Ok(()),
        (0, 0, _) => {
            "the list is not complete, as the warnings above say; name what can be listed with --product"
                .to_owned()
        }
        (0, count, _) => format!(
            "what failed above ({count}) could not be read, so the list is not complete; list again later"
        ),
        (count, _, _) => format!(
            "{count} of {} accounts failed, so the list is not complete; see to them and list again",
            accounts.len()
        ),
    };
    Err(Failure::new(Exit::Partly, incomplete))
}

/// Which licences are wanted of an account at this vendor.
fn wanted(arguments: &Arguments, vendor: Vendor, product: Option<&str>) -> Wanted {
    let view = match (arguments.details, arguments.expiring.is_some() || !arguments.status.is_empty()) {
        (true, _) => View::Full,
        (false, true) => View::Dated,
        (false, false) => View::Listed,
    };
    let wanted = arguments.ip.into_iter().fold(Wanted::from(view), Wanted::address);
    match product {
        // Where a vendor does not sell it, there is nothing of that name.
        Some(product) => wanted.kind(words::kind(vendor, product).unwrap_or(product)),
        None => wanted,
    }
}

fn show(app: &App, arguments: &Arguments, found: &[License]) -> Result<(), Failure> {
    let today = app.today();
    let mut undated = 0;
    let mut shown = Vec::new();
    for license in found {
        if !arguments.status.is_empty() && !arguments.status.contains(&State::of(license, today)) {
            continue;
        }
        match (arguments.expiring, license.days_left(today)) {
            (Some(within), Some(days)) if !(0..=within).contains(&days) => continue,
            // Nobody knows that it does not expire soon.
            (Some(_), None) => undated += 1,
            _ => {}
        }
        shown.push(license);
    }
    app.out.sheet(&license::sheet(shown.iter().copied(), today, arguments.ip))?;
    if undated > 0 {
        app.out.warn(&format!("{undated} of these have no date of expiry that could be read"));
    }
    app.out.note(&match shown.len() {
        1 => "1 licence".to_owned(),
        count => format!("{count} licences"),
    });
    Ok(())
}

/// `15d` or `15`.
pub(super) fn days(text: &str) -> Result<i32, String> {
    let digits = text.strip_suffix('d').unwrap_or(text);
    let number = digits.parse::<u16>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    number.map(i32::from).ok_or_else(|| "write a number of days, such as 15d".into())
}

pub(super) fn vendor(text: &str) -> Result<Vendor, String> {
    words::vendor(text).ok_or_else(|| format!("write one of {}", words::vendors().join(", ")))
}

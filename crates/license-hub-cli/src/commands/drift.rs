//! `drift`: what is paid for, held against a list of what should exist.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use license_hub::{AccountName, Vendor, View, Wanted, Whole};

use super::list::{days, vendor};
use crate::app::App;
use crate::config::{AccountConfig, Environment};
use crate::csv_file;
use crate::drift::advice::advice;
use crate::drift::compare::{Soon, compare};
use crate::drift::expected::{Expected, Row};
use crate::drift::finding::{Finding, Kind, Report};
use crate::exit::{Exit, Failure};
use crate::inventory::{self, Gap};
use crate::output::{Cell, Column, Ink, Sheet, detail, shown};

const AFTER: &str = "\
EXPECTED.csv has a line for each licence that should exist, below one that names the columns:

  ip,product,account,name,license,auto_renew
  203.0.113.12,softaculous,noc-main,,,yes
  2001:db8::5,ISPmanager 6 Lite,,,,no
  ,plesk,wss-main,web-5,,
  ,bitninja module,isp-eu,,addition/1204426,

  ip          the server's address; empty for a licence that has none
  product     the vendor's name of it, or the product as `list` shows it, or the vendor's word for
              the kind of licence, or the first word of the name alone, so that plesk is every
              edition; capitals and the signs between words make no difference
  account     where it should be [optional]
  vendor      at which vendor it should be [optional]
  name        what the licence or its server is called; also hostname. It counts where the list or
              the vendor has no address [optional]
  license     its number or key, as findings show it; the same, and before the name [optional]
  auto_renew  yes or no, whether it should renew itself; nothing where it may [optional]

Blank lines, and lines that begin with #, are skipped. All that is wrong with the list is told, with
line and column, before anything is sent.

Findings: missing, expired, not-active, wrong-product, wrong-account, expiring, auto-renew-on,
auto-renew-off, auto-renew-unknown, doubled, competing, orphan.

Exit codes:
  0  everything is as it should be
  2  the list, the configuration or the command line is wrong; nothing was sent
  3  an account failed, so that nothing was compared
  6  there are findings

Examples:
  license-hub drift expected.csv
  license-hub drift expected.csv --within 30d --format csv > findings.csv
  license-hub drift noc.csv --account noc-main --quiet";

/// Of how much that could not be read it is said why; the rest is only counted.
const MOST_SAID: usize = 20;

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The list of what should exist
    #[arg(value_name = "EXPECTED.csv")]
    expected: PathBuf,
    /// How soon is soon for a licence that expires, such as 15d
    #[arg(long, value_name = "DAYS", value_parser = days, default_value = "15d")]
    within: i32,
    /// Does not tell what expires soon and renews itself
    #[arg(long)]
    ignore_renewing: bool,
    /// Only this account; can be given several times. Without it, all live ones
    #[arg(long, value_name = "ACCOUNT")]
    account: Vec<String>,
    /// Only accounts at this vendor; can be given several times
    #[arg(long, value_name = "VENDOR", value_parser = vendor)]
    vendor: Vec<Vendor>,
    /// Takes it that an account has none of the products that its vendor does not let it list
    #[arg(long)]
    skip_closed: bool,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let file = arguments.expected.display().to_string();
    let chosen = choose(app, arguments)?;
    let rows = compared(app, &file, read(app, &arguments.expected, &file)?, &chosen)?;
    // Whether a licence renews itself takes more calls to find out.
    let renewal = arguments.ignore_renewing || rows.iter().any(|row| row.auto_renew.is_some());
    let whole = take(app, arguments, &chosen, if renewal { View::Full } else { View::Dated })?;
    let today = app.today();
    let soon = Soon { today, within: arguments.within, self_renewing: !arguments.ignore_renewing };
    let report = compare(&whole, &rows, soon);
    app.out.sheet(&sheet(&report, &chosen, today))?;
    tell(app, &report);
    let compared = format!(
        "{} and {} of {file}",
        counted(whole.licenses().len(), "licence"),
        counted(rows.len(), "line")
    );
    match report.findings.len() {
        0 => app.out.note(&format!("{compared} were compared, and everything is as it should be")),
        count => {
            let findings = counted(count, "finding");
            return Err(Failure::new(
                Exit::Found,
                format!("{findings} in {compared}; see to each as its last column says"),
            ));
        }
    }
    Ok(())
}

/// The accounts that are compared. What is in a test account is not paid for, so such a one has to be named.
fn choose(app: &App, arguments: &Arguments) -> Result<Vec<AccountConfig>, Failure> {
    let mut chosen = app.choose(&arguments.account, &arguments.vendor)?;
    if arguments.account.is_empty() {
        chosen.retain(|account| account.environment == Environment::Live);
    }
    if chosen.is_empty() {
        return Err(Failure::usage(
            "these are test accounts only, in which nothing is paid for; nothing was sent; name one with --account to compare it",
        ));
    }
    Ok(chosen)
}

/// The lines of the list, or all that is wrong with them.
fn read(app: &App, path: &Path, file: &str) -> Result<Vec<Row>, Failure> {
    let bytes = csv_file::bytes(path, "the list of what should exist")?;
    let configured = app.config()?.accounts;
    let known: Vec<(&str, Vendor)> =
        configured.iter().map(|account| (account.name.as_str(), account.vendor)).collect();
    let Expected { rows, problems } = Expected::read(&bytes, &known);
    csv_file::refuse(&app.out, file, &problems, "correct the list and compare again")?;
    Ok(rows)
}

/// The lines that are about the chosen accounts. The others are told, so that nobody takes them for compared.
fn compared(app: &App, file: &str, rows: Vec<Row>, chosen: &[AccountConfig]) -> Result<Vec<Row>, Failure> {
    let is_chosen = |row: &Row| {
        chosen.iter().any(|account| {
            row.account.as_ref().is_none_or(|name| name.as_str() == account.name)
                && row.vendor.is_none_or(|vendor| vendor == account.vendor)
        })
    };
    let (rows, others): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(is_chosen);
    if !others.is_empty() {
        let lines: Vec<String> = others.iter().map(|row| row.line.to_string()).collect();
        app.out.warn(&format!(
            "these lines of {file} are about accounts that are not asked, and are not compared: {}",
            lines.join(", ")
        ));
    }
    if rows.is_empty() {
        return Err(Failure::usage(format!(
            "no line of {file} is about an account that is asked; nothing was sent; name other accounts or another list"
        )));
    }
    Ok(rows)
}

/// Everything that is paid for in these accounts, or why nothing can be compared.
fn take(app: &App, arguments: &Arguments, chosen: &[AccountConfig], view: View) -> Result<Whole, Failure> {
    let (accounts, failures) = inventory::open(app, chosen);
    if !failures.is_empty() {
        return Err(refused(app, chosen, &failures, &[], false));
    }
    let mut found = inventory::take(app, &accounts, &|_| Wanted::from(view))?;
    if arguments.skip_closed {
        found = found.without_closed();
    }
    let (mut failures, mut parts, mut closed) = (Vec::new(), Vec::new(), false);
    for gap in inventory::gaps(&found, &accounts) {
        match gap {
            Gap::Account(failure) => failures.push(failure),
            Gap::Part(failure) => parts.push(failure),
            Gap::Closed(warning) => {
                closed = true;
                parts.push(Failure::new(Exit::Partly, warning));
            }
        }
    }
    found.whole().map_err(|_| refused(app, chosen, &failures, &parts, closed))
}

/// Says what failed, and that nothing was compared: what is in an account that did not answer would be called missing.
fn refused(
    app: &App,
    chosen: &[AccountConfig],
    failures: &[Failure],
    parts: &[Failure],
    closed: bool,
) -> Failure {
    for failure in failures.iter().chain(parts.iter().take(MOST_SAID)) {
        app.out.error(failure);
    }
    let what = match (failures.len(), parts.len()) {
        (0, parts) => format!("what failed above ({parts}) could not be read"),
        (count, _) => format!("{count} of {} accounts failed", chosen.len()),
    };
    let next = if failures.is_empty() && closed {
        "see to it and compare again; where an account has none of what it may not list, add --skip-closed"
    } else {
        "see to it and compare again"
    };
    Failure::new(Exit::Partly, format!("nothing was compared, because {what}; {next}"))
}

/// What a person should know beside the findings.
fn tell(app: &App, report: &Report<'_>) {
    if report.over > 0 {
        app.out.note(&format!(
            "{} that nobody expects ended or ran out, and {} not told",
            counted(report.over, "licence"),
            if report.over == 1 { "is" } else { "are" }
        ));
    }
    if report.undated > 0 {
        app.out.note(&format!(
            "{} no day of expiry, so whether it is soon was not compared",
            if report.undated == 1 {
                "1 licence has".into()
            } else {
                format!("{} licences have", report.undated)
            }
        ));
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

const COLUMNS: &[Column] = &[
    shown("finding"),
    shown("account"),
    shown("vendor"),
    shown("license"),
    shown("product"),
    shown("ip"),
    shown("name"),
    detail("status"),
    shown("expires"),
    shown("line"),
    shown("what_to_do"),
];

fn sheet(report: &Report<'_>, accounts: &[AccountConfig], today: Date) -> Sheet {
    let mut sheet = Sheet::list("findings", COLUMNS);
    for finding in &report.findings {
        sheet.push(cells(finding, accounts, today), None);
    }
    sheet
}

/// What is there is shown; where nothing is there, what is expected.
fn cells(finding: &Finding<'_>, accounts: &[AccountConfig], today: Date) -> Vec<Cell> {
    let (license, row) = (finding.license, finding.row);
    let account = license.map(|it| &it.account).or(row.and_then(|row| row.account.as_ref()));
    let of_account = account.and_then(|name| accounts.iter().find(|known| known.name == name.as_str()));
    let vendor = license.map(|it| it.vendor).or(row.and_then(|row| row.vendor));
    let vendor = vendor.or(of_account.map(|known| known.vendor));
    let product = license.map(|it| it.product.as_str()).or(row.map(|row| row.product.text()));
    let wanted_ip = row.and_then(|row| row.ip);
    let name = license.and_then(|it| it.name.clone()).or(row.and_then(|row| row.name.clone()));
    vec![
        match finding.kind {
            Kind::Expiring | Kind::AutoRenewUnknown => finding.kind.word().into(),
            _ => Cell::Inked(Ink::Alarm, finding.kind.word().into()),
        },
        account.map(AccountName::as_str).into(),
        vendor.map(Vendor::name).into(),
        license.map(|it| it.id.to_string()).into(),
        product.into(),
        wanted_ip.or(license.and_then(|it| it.addresses.first().copied())).into(),
        name.into(),
        license.map(|it| it.status_on(today).to_string()).into(),
        license.and_then(|it| it.expires).into(),
        row.map(|row| row.line).into(),
        advice(finding, today).into(),
    ]
}

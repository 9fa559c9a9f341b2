//! What to do about a finding, in one sentence.

use jiff::civil::Date;
use license_hub::{License, Status};

use super::expected::Row;
use super::finding::{Finding, Kind};

/// The sentence, without a full stop.
pub(crate) fn advice(finding: &Finding<'_>, today: Date) -> String {
    match (finding.license, finding.row) {
        (Some(license), Some(row)) => of_both(finding.kind, license, row, today),
        (None, Some(row)) => {
            format!("order {} for {}, or take line {} out", row.product.text(), row.place(), row.line)
        }
        (Some(license), None) => of_license(license, finding.beside),
        // There is none without either.
        (None, None) => String::new(),
    }
}

fn of_both(kind: Kind, license: &License, row: &Row, today: Date) -> String {
    let line = row.line;
    let days = license.days_left(today).unwrap_or_default();
    match kind {
        Kind::Expired if license.expires.is_none() => format!("renew it, or take line {line} out"),
        Kind::Expired => format!("it ran out {} ago: renew it, or take line {line} out", in_days(-days)),
        Kind::NotActive => not_active(&license.status, line),
        Kind::WrongProduct => {
            let wanted = row.product.text();
            format!("line {line} expects {wanted}: correct the line, or order that and end this one")
        }
        Kind::WrongAccount => {
            let account = row.account.as_ref().map(|account| format!("in account {account}"));
            let vendor = row.vendor.map(|vendor| format!("at {vendor}"));
            let place = account.or(vendor).unwrap_or_default();
            format!("line {line} expects it {place}: correct the line, or order it there and end this one")
        }
        Kind::Expiring if license.auto_renew == Some(true) => {
            format!("it runs out {} and renews itself: see that there is money for it", when(days))
        }
        Kind::Expiring => format!("it runs out {}: renew it, or take line {line} out", when(days)),
        Kind::AutoRenewOn => format!("switch its automatic renewal off, or write yes into line {line}"),
        Kind::AutoRenewOff => format!("switch its automatic renewal on, or write no into line {line}"),
        Kind::AutoRenewUnknown => format!(
            "{} does not say whether it renews itself: look there, and leave that cell of line {line} empty",
            license.vendor
        ),
        Kind::Missing | Kind::Doubled | Kind::Competing | Kind::Orphan => format!("see line {line}"),
    }
}

fn not_active(status: &Status, line: u64) -> String {
    match status {
        Status::Suspended => format!("it is suspended: resume it, or take line {line} out"),
        Status::Pending => "it was ordered and is not there yet: look again later".into(),
        Status::Unpaid => format!("it waits for payment: pay for it, or take line {line} out"),
        Status::Ended => format!("it was cancelled: order another, or take line {line} out"),
        Status::Inactive | Status::Expired => {
            "it does not work, though its time has not run out: ask the vendor why".into()
        }
        other => format!("the vendor calls it `{other}`: look at it there"),
    }
}

fn of_license(license: &License, beside: Option<&License>) -> String {
    let renews = if license.auto_renew == Some(true) { ", and it renews itself" } else { "" };
    match beside {
        Some(other) => format!(
            "{} at {} ({}) is there already{renews}: end one of the two, or add it to the list",
            other.product, other.account, other.id
        ),
        None => format!("nobody expects it{renews}: end it, or add it to the list"),
    }
}

fn in_days(days: i32) -> String {
    match days {
        1 => "1 day".into(),
        days => format!("{days} days"),
    }
}

fn when(days: i32) -> String {
    if days == 0 { "today".into() } else { format!("in {}", in_days(days)) }
}

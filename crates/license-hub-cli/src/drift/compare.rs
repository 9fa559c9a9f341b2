//! The comparison itself.

use std::collections::HashSet;

use jiff::civil::Date;
use license_hub::{License, Status, Whole};

use super::expected::Row;
use super::finding::{Finding, Kind, Report};
use super::matching::{Match, Matching, has_run_out, is_home};

/// What counts as soon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Soon {
    pub(crate) today: Date,
    /// So many days.
    pub(crate) within: i32,
    /// Whether what renews itself is told too.
    pub(crate) self_renewing: bool,
}

/// Holds what is paid for against what should exist. It needs every account's licences: what an account that did not answer
/// holds would be called missing.
pub(crate) fn compare<'a>(whole: &'a Whole, rows: &'a [Row], soon: Soon) -> Report<'a> {
    let licenses = whole.licenses();
    let matching = Matching::new(licenses, rows, soon.today);
    let mut report = Report::default();
    let mut judged = HashSet::new();
    for (row, found) in rows.iter().zip(&matching.of_rows) {
        let of = |kind, license| Finding { kind, license, row: Some(row), beside: None };
        match *found {
            Match::Missing => report.findings.push(of(Kind::Missing, None)),
            Match::Instead(at) => report.findings.push(of(Kind::WrongProduct, Some(&licenses[at]))),
            Match::Is(at) => {
                let license = &licenses[at];
                // A licence of several servers stands for several lines, and its state is told once.
                let state = if judged.insert(at) { state(license, soon) } else { Vec::new() };
                let home = (!is_home(row, license)).then_some(Kind::WrongAccount);
                let kinds = home.into_iter().chain(state).chain(auto_renewal(row, license));
                report.findings.extend(kinds.map(|kind| of(kind, Some(license))));
                report.undated += usize::from(license.expires.is_none());
            }
        }
    }
    for (at, license) in licenses.iter().enumerate().filter(|(at, _)| !matching.is_expected(*at)) {
        // What ran out and renews itself may be paid for again.
        let comes_back = license.auto_renew == Some(true) && license.status != Status::Ended;
        if !matching.is_alive(at) && !comes_back {
            report.over += 1;
            continue;
        }
        let (kind, beside) = unexpected(&matching, at);
        let beside = beside.map(|other| &licenses[other]);
        report.findings.push(Finding { kind, license: Some(license), row: None, beside });
    }
    report.findings.sort_by_key(|finding| {
        let line = finding.row.map_or(u64::MAX, |row| row.line);
        (finding.kind, line, finding.license.map(|license| (license.account.clone(), license.id.clone())))
    });
    report
}

/// What is wrong with how an expected licence is doing.
fn state(license: &License, soon: Soon) -> Vec<Kind> {
    let mut kinds = Vec::new();
    if license.status != Status::Ended && has_run_out(license, soon.today) {
        return vec![Kind::Expired];
    }
    match &license.status {
        Status::Active => {}
        // The vendor says nothing.
        Status::Unknown(word) if word.is_empty() => {}
        _ => kinds.push(Kind::NotActive),
    }
    let is_soon = license.days_left(soon.today).is_some_and(|days| days <= soon.within);
    let told = soon.self_renewing || license.auto_renew != Some(true);
    if license.status != Status::Ended && is_soon && told {
        kinds.push(Kind::Expiring);
    }
    kinds
}

fn auto_renewal(row: &Row, license: &License) -> Option<Kind> {
    if license.status == Status::Ended {
        return None;
    }
    match (row.auto_renew?, license.auto_renew) {
        (false, Some(true)) => Some(Kind::AutoRenewOn),
        (true, Some(false)) => Some(Kind::AutoRenewOff),
        (_, None) => Some(Kind::AutoRenewUnknown),
        _ => None,
    }
}

/// What a licence is that no line means, and beside which. Of several that nobody expects, the first is the orphan.
fn unexpected(matching: &Matching<'_>, at: usize) -> (Kind, Option<usize>) {
    let first = |other: &usize| matching.is_expected(*other) || *other < at;
    let double = matching.beside(at).filter(first).find(|other| matching.same_software(at, *other));
    if double.is_some() {
        return (Kind::Doubled, double);
    }
    let rival = matching.beside(at).filter(first).find(|other| matching.clash(at, *other));
    (if rival.is_some() { Kind::Competing } else { Kind::Orphan }, rival)
}

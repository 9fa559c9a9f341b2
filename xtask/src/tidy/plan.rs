//! The operations this project set out to offer, `xtask/operations.txt`, against the ledgers.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::{House, Report};

const PLAN: &str = "xtask/operations.txt";

/// Which crate's ledger answers for the operations of a vendor or of a part of ours.
const CRATES: &[(&str, &str)] = &[
    ("softaculous", "softaculous-noc"),
    ("websoftsolus", "websoftsolus"),
    ("ispmanager", "billmgr-client"),
    ("isplicense", "billmgr-client"),
    ("billmgr", "billmgr-client"),
    ("hub", "license-hub"),
    ("journal", "license-journal"),
    ("cli", "license-hub-cli"),
];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    let Some(plan) = house.read(PLAN) else {
        return report.violation(
            PLAN,
            1,
            "is not there; it names the planned operations, one `id vendor` a line",
        );
    };
    let mut missing: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut waiting: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (line, text) in (1..).zip(plan.lines()).filter(|(_, text)| !text.starts_with('#')) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [id, vendor] = words[..] else {
            if !text.trim().is_empty() {
                report.violation(PLAN, line, "is not `id vendor`");
            }
            continue;
        };
        let Some((_, name)) = CRATES.iter().find(|(known, _)| *known == vendor) else {
            report.violation(
                PLAN,
                line,
                format!("no crate answers for `{vendor}`; add it in xtask/src/tidy/plan.rs"),
            );
            continue;
        };
        let Some(package) = house.workspace.package(name) else {
            waiting.entry(name).or_default().push(id);
            continue;
        };
        if !Ledger::read(house, package).rows.iter().any(|row| row.id == id) {
            missing.entry(package.file("API.md")).or_default().push(id);
        }
    }
    for (file, ids) in missing {
        let what = format!(
            "has no row for {}, which {PLAN} plans; add one, or take it out of the plan",
            ids.join(" ")
        );
        report.violation(&file, 1, what);
    }
    for (name, ids) in waiting {
        report.note(format!("{name} does not exist yet; planned for it: {}", ids.join(" ")));
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    #[test]
    fn a_plan_that_is_fulfilled_passes() {
        assert_eq!(Fixture::clean().check(check), [""; 0]);
    }

    #[test]
    fn a_planned_operation_without_a_row_is_missed() {
        let mut house = Fixture::clean();
        house.append("xtask/operations.txt", "S03 softaculous\nS04 softaculous\n");
        house.expect(
            check,
            "crates/softaculous-noc/API.md:1: plan: has no row for S03 S04, which xtask/operations.txt plans",
        );
    }

    #[test]
    fn an_id_that_stands_elsewhere_in_the_file_does_not_count() {
        let mut house = Fixture::clean();
        house.append("xtask/operations.txt", "S03 softaculous\n");
        house.append("crates/softaculous-noc/API.md", "\nS03 is not there.\n");
        house.expect(check, "has no row for S03");
    }

    #[test]
    fn a_crate_that_does_not_exist_yet_is_a_note() {
        let mut house = Fixture::clean();
        house.append("xtask/operations.txt", "W01\twebsoftsolus\nW02\twebsoftsolus\n");
        assert_eq!(house.check(check), [""; 0]);
        assert_eq!(house.notes(check), ["websoftsolus does not exist yet; planned for it: W01 W02"]);
    }

    #[test]
    fn a_line_that_says_nothing_is_refused() {
        let mut house = Fixture::clean();
        house.append("xtask/operations.txt", "S03\nX01 nobody\n");
        let found = house.check(check);
        assert!(found[0].contains("operations.txt:4: plan: is not `id vendor`"), "{found:?}");
        assert!(found[1].contains("operations.txt:5: plan: no crate answers for `nobody`"), "{found:?}");
    }
}

//! What holds of any list and any licences. The seeds are fixed, so that a failure comes again.

use std::collections::HashSet;

use fastrand::Rng;
use license_hub::{License, Status, Vendor};

use super::support::{TODAY, license, other, rows, soon, whole};
use crate::drift::compare::compare;
use crate::drift::expected::{Expected, Row};
use crate::drift::finding::Kind;
use crate::drift::matching::{Match, Matching, is_home};

const ADDRESSES: [&str; 3] = ["192.0.2.1", "192.0.2.2", "2001:db8::1"];

fn any_license(rng: &mut Rng, id: usize) -> License {
    let address = ADDRESSES[rng.usize(..ADDRESSES.len())];
    let id = id.to_string();
    let mut license = match rng.u8(..5) {
        0 => license("ispl", &id, address),
        1 => license("ispl-2", &id, address),
        2 => other("noc", &id, address, Vendor::Softaculous, "Softaculous"),
        3 => other("wss", &id, address, Vendor::WebSoftSolus, "Plesk"),
        _ => other("wss", &id, address, Vendor::WebSoftSolus, "cPanel"),
    };
    license.status = match rng.u8(..6) {
        0 => Status::Ended,
        1 => Status::Suspended,
        _ => Status::Active,
    };
    if rng.u8(..5) == 0 {
        license.expires = Some("2026-02-01".parse().unwrap());
    }
    license.auto_renew = [None, Some(true), Some(false)][rng.usize(..3)];
    license
}

fn any_list(rng: &mut Rng) -> Expected {
    let mut lines = HashSet::new();
    for _ in 0..rng.usize(1..8) {
        let address = ADDRESSES[rng.usize(..ADDRESSES.len())];
        let product = ["softaculous", "plesk", "cpanel", "ispmanager", "ISPmanager 6 Lite"][rng.usize(..5)];
        lines.insert((address, product, ["", "ispl", "wss"][rng.usize(..3)]));
    }
    // An address has a product once.
    let mut seen = HashSet::new();
    let mut lines: Vec<_> = lines.into_iter().collect();
    lines.sort_unstable();
    lines.retain(|(address, product, _)| seen.insert((*address, *product)));
    let lines: Vec<String> =
        lines.iter().map(|(address, product, account)| format!("{address},{product},{account}")).collect();
    rows(&format!("ip,product,account\n{}", lines.join("\n")))
}

fn worlds() -> impl Iterator<Item = (Vec<License>, Expected)> {
    (0..2000).map(|seed| {
        let mut rng = Rng::with_seed(seed);
        let count = rng.usize(..10);
        ((0..count).map(|id| any_license(&mut rng, id)).collect(), any_list(&mut rng))
    })
}

#[test]
fn every_licence_and_every_line_is_accounted_for_once() {
    for (licenses, list) in worlds() {
        let whole = whole(&licenses);
        let report = compare(&whole, &list.rows, soon());
        let matching = Matching::new(&licenses, &list.rows, TODAY.parse().unwrap());
        let kinds = |kinds: &[Kind]| report.findings.iter().filter(|one| kinds.contains(&one.kind)).count();
        let unexpected = kinds(&[Kind::Orphan, Kind::Doubled, Kind::Competing]);
        let expected = (0..licenses.len()).filter(|at| matching.is_expected(*at)).count();
        assert_eq!(expected + unexpected + report.over, licenses.len(), "{list:?}\n{licenses:?}");
        let missing = matching.of_rows.iter().filter(|found| **found == Match::Missing).count();
        assert_eq!(kinds(&[Kind::Missing]), missing);
        let taken: Vec<usize> = matching.of_rows.iter().filter_map(at).collect();
        assert_eq!(
            taken.iter().collect::<HashSet<_>>().len(),
            taken.len(),
            "no licence stands for two lines"
        );
    }
}

#[test]
fn nothing_is_missing_that_stands_at_its_address_and_is_not_meant_by_another_line() {
    for (licenses, list) in worlds() {
        let matching = Matching::new(&licenses, &list.rows, TODAY.parse().unwrap());
        for (row, found) in list.rows.iter().zip(&matching.of_rows) {
            for (at, license) in licenses.iter().enumerate() {
                let could = fits(row, license) && matching.is_alive(at) && !matching.is_expected(at);
                assert!(*found != Match::Missing || !could, "{row:?}\n{license:?}");
            }
        }
    }
}

#[test]
fn what_a_line_means_is_at_its_address_and_of_its_product() {
    let mut met = [0; 3];
    for (licenses, list) in worlds() {
        let matching = Matching::new(&licenses, &list.rows, TODAY.parse().unwrap());
        for (row, found) in list.rows.iter().zip(&matching.of_rows) {
            match *found {
                Match::Is(at) => {
                    met[0] += 1;
                    assert!(fits(row, &licenses[at]));
                }
                Match::Instead(at) => {
                    met[1] += 1;
                    assert!(is_at(row, &licenses[at]) && !fits(row, &licenses[at]));
                    assert!(is_home(row, &licenses[at]) && matching.is_alive(at));
                }
                Match::Missing => met[2] += 1,
            }
        }
    }
    assert!(met.iter().all(|count| *count > 100), "{met:?}");
}

fn at(found: &Match) -> Option<usize> {
    match *found {
        Match::Is(at) | Match::Instead(at) => Some(at),
        Match::Missing => None,
    }
}

fn is_at(row: &Row, license: &License) -> bool {
    license.addresses.contains(&row.ip.unwrap())
}

fn fits(row: &Row, license: &License) -> bool {
    is_at(row, license) && row.product.fit(license).is_some()
}

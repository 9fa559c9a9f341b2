//! Lists that come in pages: whole, or an error.

use std::collections::HashMap;

use billmgr_client::{ErrorKind, ItemType, License, ListLicenses, Outcome};

use crate::support::{Reply, Vendor, failed, fixture};

/// A row for each number.
fn rows(numbers: std::ops::Range<u64>) -> String {
    let row = |number| format!("<elem><id>{number}</id><status>2</status></elem>");
    numbers.map(row).collect::<Vec<_>>().concat()
}

/// How a vendor pages.
#[derive(Clone, Copy)]
struct Paging {
    licenses: u64,
    /// The most it gives at a time.
    cap: u64,
    counts: bool,
    /// What it gives behind the last page.
    behind: Behind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Nothing,
    LastPage,
    Everything,
}

fn vendor(paging: Paging) -> Vendor {
    Vendor::answering(move |seen| {
        let number = |name: &str| seen.get(name).unwrap().parse::<u64>().unwrap();
        let size = number("p_cnt").min(paging.cap);
        let last = paging.licenses.div_ceil(size).max(1);
        let page = match paging.behind {
            Behind::Nothing => number("p_num"),
            Behind::LastPage => number("p_num").min(last),
            Behind::Everything => 1,
        };
        let size = if paging.behind == Behind::Everything { paging.licenses.max(1) } else { size };
        let from = ((page - 1) * size).min(paging.licenses);
        let to = (page * size).min(paging.licenses);
        let counts = if paging.counts {
            format!("<p_num>{page}</p_num><p_cnt>{size}</p_cnt><p_elems>{}</p_elems>", paging.licenses)
        } else {
            String::new()
        };
        Reply::ok(format!("<doc func=\"soft\">{counts}{}</doc>", rows(from + 1..to + 1)))
    })
}

fn all(vendor: &Vendor, length: u64) -> Vec<License> {
    vendor.client().all_licenses(&ListLicenses::new(ItemType::Ispsystem).length(length)).unwrap()
}

#[test]
fn every_licence_comes_once_however_the_vendor_pages() {
    for licenses in [0, 1, 9, 10, 11, 25, 30] {
        for cap in [7, 10, 1000] {
            for counts in [true, false] {
                for behind in [Behind::Nothing, Behind::LastPage] {
                    // Just one full page, again and again, could be any number of licences.
                    if licenses == 10 && cap >= 10 && !counts && behind == Behind::LastPage {
                        continue;
                    }
                    let vendor = vendor(Paging { licenses, cap, counts, behind });
                    let ids: Vec<u64> =
                        all(&vendor, 10).iter().filter_map(|it| it.service.id().number()).collect();
                    assert_eq!(ids, (1..=licenses).collect::<Vec<_>>(), "{licenses} by {cap}");
                    let requests = vendor.take().len() as u64;
                    let pages = licenses.div_ceil(cap.min(10)).max(1);
                    let most = if counts { pages } else { pages + 1 };
                    assert!(requests <= most, "{requests} requests for {pages} pages");
                }
            }
        }
    }
}

#[test]
fn a_vendor_that_gives_everything_whatever_the_page_is_asked_once_more_at_most() {
    for counts in [true, false] {
        let paging = Paging { licenses: 25, cap: 1000, counts, behind: Behind::Everything };
        let vendor = vendor(paging);
        assert_eq!(all(&vendor, 1000).len(), 25);
        assert_eq!(vendor.take().len(), if counts { 1 } else { 2 });
    }
}

#[test]
fn pages_that_do_not_go_on_are_an_error() {
    let list = ListLicenses::new(ItemType::Ispsystem).length(3);
    for (pages, says) in [
        // A full page again and again.
        (vec![format!("<doc>{}</doc>", rows(1..4))], "a full page came twice"),
        // Fewer than the vendor counts.
        (
            vec![
                format!("<doc><p_elems>9</p_elems>{}</doc>", rows(1..4)),
                "<doc func=\"soft\"><p_num>2</p_num></doc>".into(),
                format!("<doc><p_elems>9</p_elems>{}</doc>", rows(1..4)),
            ],
            "the vendor counts more licences",
        ),
        // Some again, some new: the list changed meanwhile, or is not paged by number.
        (vec![format!("<doc>{}</doc>", rows(1..4)), format!("<doc>{}</doc>", rows(3..6))], "came twice"),
        (vec![format!("<doc>{}{}</doc>", rows(1..3), rows(1..2))], "came twice"),
    ] {
        let bodies: Vec<&str> = pages.iter().map(String::as_str).collect();
        let vendor = Vendor::in_turn(&bodies);
        let result = vendor.client().all_licenses(&list);
        let error = failed(result);
        assert!(error.to_string().contains(says), "{error} is not {says}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

#[test]
fn a_page_that_fails_fails_the_list() {
    let first = format!("<doc><p_elems>9</p_elems>{}</doc>", rows(1..4));
    let vendor = Vendor::in_turn(&[&first, "<html/>"]);
    let error = failed(vendor.client().all_licenses(&ListLicenses::new(ItemType::Ispsystem).length(3)));
    assert!(matches!(error.kind(), ErrorKind::Decode { .. }));
}

#[test]
fn an_inventory_keeps_what_failed_beside_the_others() {
    let vendor = Vendor::answering(|seen| {
        let listed: HashMap<&str, &str> =
            [("soft", fixture!("list.xml")), ("softexternal", fixture!("list_third_party.xml"))].into();
        Reply::ok(*listed.get(seen.function()).unwrap_or(&fixture!("error_access.xml")))
    });
    let inventory = vendor.client().inventory(&ItemType::KNOWN);
    assert_eq!(inventory.licenses.len(), 3);
    let failed: Vec<&ItemType> = inventory.failed.iter().map(|(item_type, _)| item_type).collect();
    assert_eq!(failed, [&ItemType::Plesk, &ItemType::Module, &ItemType::Platform]);
    assert!(inventory.failed.iter().all(|(_, error)| error.outcome() == Outcome::Refused));
}

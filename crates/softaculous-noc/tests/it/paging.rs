//! Every page of a list: to the end, or an error; never short in silence.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Map, Value, json};
use softaculous_noc::{Error, ErrorKind, License, ListLicenses, Outcome, Product};

use crate::support::{Reply, Seen, Vendor};

/// One page of the licences numbered from 1 to `total`, of at most `cap`, with the total or the page's own count.
fn page(seen: &Seen, total: usize, cap: usize, count_all: bool) -> Value {
    let number = |name: &str| seen.get(name).map_or(0, |value| value.parse::<usize>().unwrap());
    let (start, length) = (number("start"), number("len").min(cap));
    let rows: Map<String, Value> = (start + 1..=total.min(start + length))
        .map(|lid| (lid.to_string(), json!({"lid": lid.to_string(), "license": format!("key-{lid}")})))
        .collect();
    let count = if count_all { total } else { rows.len() };
    // PHP writes an empty map as a list.
    let rows = if rows.is_empty() { json!([]) } else { rows.into() };
    json!({"licenses": rows, "num_active": count, "num_results": count, "error": null})
}

fn paged(total: usize, cap: usize, count_all: bool) -> Vendor {
    Vendor::answering(move |seen| Reply::ok(page(seen, total, cap, count_all).to_string()))
}

fn windows(vendor: &Vendor) -> Vec<(String, String)> {
    let field = |seen: &Seen, name: &str| seen.get(name).unwrap_or("-").to_owned();
    vendor.take().iter().map(|seen| (field(seen, "start"), field(seen, "len"))).collect()
}

fn ids(licenses: &[License]) -> Vec<u64> {
    let mut ids: Vec<u64> = licenses.iter().map(|license| license.id.get().unwrap().get()).collect();
    ids.sort_unstable();
    ids
}

fn decode_error(result: Result<Vec<License>, Error>) -> String {
    let error = result.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(!error.may_have_happened(), "it was only read");
    error.to_string()
}

#[test]
fn all_pages_are_read_to_the_empty_one() {
    for count_all in [true, false] {
        for (total, cap, length, calls) in [
            (0, 100, 10, 1),
            (1, 100, 10, 2),
            (9, 100, 10, 2),
            (10, 100, 10, 2),
            (11, 100, 10, 3),
            (30, 100, 10, 4),
            // The vendor gives less at a time than it is asked for.
            (25, 4, 10, 8),
            (8, 4, 10, 3),
            (3, 1, 1000, 4),
        ] {
            let vendor = paged(total, cap, count_all);
            let all = vendor.client().all_licenses(&ListLicenses::new().length(length)).unwrap();
            assert_eq!(ids(&all), (1..=total as u64).collect::<Vec<_>>());
            assert_eq!(vendor.take().len(), calls, "{total} by {cap}");
        }
    }
}

#[test]
fn start_and_length_are_those_that_were_given() {
    let vendor = paged(12, 5, true);
    let client = vendor.client();
    let all = client.all_licenses(&ListLicenses::new().start(3).length(4)).unwrap();
    assert_eq!(ids(&all), (4..=12).collect::<Vec<_>>());
    let pair = |start: &str, length: &str| (start.to_owned(), length.to_owned());
    assert_eq!(windows(&vendor), [pair("3", "4"), pair("7", "4"), pair("11", "4"), pair("12", "4")]);
    client.all_licenses(&ListLicenses::new()).unwrap();
    let asked = windows(&vendor);
    assert_eq!((&asked[0], asked.last().unwrap()), (&pair("0", "1000"), &pair("12", "1000")));
    assert_eq!(client.all_licenses(&ListLicenses::new().start(50)).unwrap(), [], "beyond the end");
    vendor.take();

    // One page is one page, and asks for nothing that was not said.
    assert_eq!(client.licenses(&ListLicenses::new().length(2).start(10)).unwrap().licenses.len(), 2);
    assert_eq!(windows(&vendor), [pair("10", "2")]);
    let _ = client.licenses(&ListLicenses::new());
    assert_eq!(windows(&vendor), [pair("-", "-")]);
}

#[test]
fn filters_and_product_go_with_every_page() {
    let vendor = paged(3, 2, true);
    let list = ListLicenses::new().product(Product::SitePad).owner_email("a@b");
    vendor.client().all_licenses(&list).unwrap();
    for seen in vendor.take() {
        assert_eq!((seen.function(), seen.get("email")), ("sitemush", Some("a@b")));
    }
}

#[test]
fn a_page_that_comes_again_is_an_error() {
    let vendor = Vendor::answering(|seen| {
        let mut seen = seen.clone();
        seen.fields.retain(|(name, _)| name != "start");
        Reply::ok(page(&seen, 20, 10, true).to_string())
    });
    let text = decode_error(vendor.client().all_licenses(&ListLicenses::new().length(10)));
    assert!(text.contains("the pages do not go on"), "{text}");
    assert_eq!(vendor.take().len(), 2);
}

/// Requests come in order and one at a time, though answers are read meanwhile.
#[test]
fn a_long_list_is_read_in_order() {
    let running = AtomicUsize::new(0);
    let vendor = Vendor::answering(move |seen| {
        assert_eq!(running.fetch_add(1, Ordering::SeqCst), 0, "one at a time");
        std::thread::yield_now();
        running.fetch_sub(1, Ordering::SeqCst);
        Reply::ok(page(seen, 995, 10, true).to_string())
    });
    let all = vendor.client().all_licenses(&ListLicenses::new().length(10)).unwrap();
    let listed: Vec<u64> = all.iter().map(|license| license.id.get().unwrap().get()).collect();
    assert_eq!(listed.len(), 995);
    assert!(listed.chunks(10).is_sorted_by_key(|page| page.iter().min()), "page after page");
    let starts: Vec<String> = windows(&vendor).into_iter().map(|(start, _)| start).collect();
    let expected = (0..100).map(|page| 10 * page).chain([995]);
    assert_eq!(starts, expected.map(|start: usize| start.to_string()).collect::<Vec<_>>());
}

/// The page after a short one begins where that ends, whatever was asked for ahead.
#[test]
fn a_short_page_in_between_is_no_gap() {
    for short in 1..6 {
        let vendor = Vendor::answering(move |seen| {
            let cap = if seen.get("start") == Some(&(10 * short).to_string()) { 3 } else { 10 };
            Reply::ok(page(seen, 63, cap, true).to_string())
        });
        let all = vendor.client().all_licenses(&ListLicenses::new().length(10)).unwrap();
        assert_eq!(ids(&all), (1..=63).collect::<Vec<_>>(), "{short}");
    }
}

#[test]
fn what_never_ends_is_not_asked_for_long() {
    let vendor = Vendor::answering(|seen| {
        let mut seen = seen.clone();
        seen.fields.retain(|(name, _)| name != "start");
        let mut page = page(&seen, 20, 10, true);
        page["num_results"] = json!(u64::MAX);
        Reply::ok(page.to_string())
    });
    let text = decode_error(vendor.client().all_licenses(&ListLicenses::new().length(10)));
    assert!(text.contains("the pages do not go on"), "{text}");
    assert!(vendor.take().len() <= 3, "one more was under way");
}

#[test]
fn a_page_that_fails_among_others_ends_it_with_its_error() {
    let vendor = Vendor::answering(|seen| match seen.get("start") {
        Some("30") => Reply::ok(r#"{"error":["No"]}"#),
        _ => Reply::ok(page(seen, 1000, 10, true).to_string()),
    });
    let error = vendor.client().all_licenses(&ListLicenses::new().length(10)).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
    assert!(vendor.take().len() <= 5, "one more was under way");
}

#[test]
fn a_page_that_overlaps_is_an_error() {
    let count = AtomicUsize::new(0);
    let vendor = Vendor::answering(move |_| {
        let first = count.fetch_add(1, Ordering::SeqCst) * 2 + 1;
        let rows = json!([{"lid": first}, {"lid": first + 1}, {"lid": first + 2}]);
        Reply::ok(json!({"licenses": rows, "num_results": 3}).to_string())
    });
    decode_error(vendor.client().all_licenses(&ListLicenses::new()));
    assert_eq!(vendor.take().len(), 2);
}

#[test]
fn fewer_than_the_vendor_counts_is_an_error() {
    for (total, counted) in [(0, 1), (5, 6), (10, 1000)] {
        let vendor = Vendor::answering(move |seen| {
            let mut page = page(seen, total, 10, true);
            page["num_results"] = json!(counted.to_string());
            Reply::ok(page.to_string())
        });
        let text = decode_error(vendor.client().all_licenses(&ListLicenses::new()));
        assert!(text.contains("counts more licences than it listed"), "{text}");
    }
}

#[test]
fn a_licence_that_is_listed_once_for_each_address_is_no_repetition() {
    let vendor = Vendor::answering(|seen| {
        let rows = json!([
            {"lid": "1", "license": "key-1", "ipid": "7", "ip": "192.0.2.1", "primary": "1"},
            {"lid": "1", "license": "key-1", "ipid": "8", "ip": "192.0.2.2", "primary": "0"},
        ]);
        let rows = if seen.get("start") == Some("0") { rows } else { json!([]) };
        Reply::ok(json!({"licenses": rows, "num_results": 2}).to_string())
    });
    assert_eq!(vendor.client().all_licenses(&ListLicenses::new()).unwrap().len(), 2);
}

#[test]
fn a_page_that_cannot_be_read_ends_it_with_an_error() {
    for bad in ["", "<html>", "{}", "[]", r#"{"licenses":{"7":{"x":1}},"num_results":"1"}"#] {
        let vendor = Vendor::answering(move |seen| match seen.get("start") {
            Some("0") => Reply::ok(page(seen, 20, 10, true).to_string()),
            _ if bad.starts_with("{\"l") => Reply::ok(bad.replace("\"7\"", "\"none\"")),
            _ => Reply::ok(bad),
        });
        decode_error(vendor.client().all_licenses(&ListLicenses::new().length(10)));
    }
    let vendor = Vendor::answering(|seen| match seen.get("start") {
        Some("0") => Reply::ok(page(seen, 20, 10, true).to_string()),
        _ => Reply::ok(r#"{"error":["No"]}"#),
    });
    let error = vendor.client().all_licenses(&ListLicenses::new().length(10)).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
}

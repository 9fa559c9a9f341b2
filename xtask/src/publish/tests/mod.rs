//! Real `cargo publish` against a registry on this machine.

mod house;
mod registry;

use self::house::House;
use self::registry::Registry;

fn tagged(names: &[&str], commit: &str) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), commit.to_owned())).collect()
}

#[track_caller]
fn refused(done: Result<(), String>, says: &str) {
    let why = done.unwrap_err();
    assert!(why.contains(says), "wanted {says:?}: {why}");
}

#[test]
fn a_dry_run_checks_everything_and_sends_nothing() {
    let registry = Registry::start();
    let house = House::new(&registry);
    house.publish(false).unwrap();
    assert_eq!(house.checked.get(), 1);
    assert_eq!(registry.up(), [""; 0]);
    assert_eq!(house.tags(), []);
}

#[test]
fn after_a_failure_half_way_the_next_run_does_the_rest_and_tags_once() {
    let registry = Registry::start();
    let house = House::new(&registry);
    registry.fail_once("noc");
    let first = house.head();
    refused(house.publish(true), "only the rest is sent");
    assert_eq!(registry.up(), ["wire 0.1.0"]);
    assert_eq!(house.tags(), []);

    // What went wrong is mended in a crate that is not up yet; the one that is up stays as it is.
    house.write("crates/noc/src/lib.rs", "pub fn a() {}\npub fn b() {}\n");
    let second = house.commit();
    house.publish(true).unwrap();
    assert_eq!(registry.up(), ["wire 0.1.0", "noc 0.1.0", "hub 0.1.0"]);
    let mut tags = tagged(&["hub-v0.1.0", "noc-v0.1.0"], &second);
    tags.extend(tagged(&["wire-v0.1.0"], &first));
    assert_eq!(house.tags(), tags);

    house.publish(true).unwrap();
    assert_eq!(registry.up().len(), 3);
    assert_eq!(house.tags(), tags);
    assert_eq!(house.checked.get(), 2, "a run with nothing to send needs no checks");
}

#[test]
fn a_crate_that_went_up_though_the_answer_was_a_failure_is_not_sent_again() {
    let registry = Registry::start();
    let house = House::new(&registry);
    registry.fail_once_after_taking("wire");
    refused(house.publish(true), "only the rest is sent");
    house.publish(true).unwrap();
    assert_eq!(registry.up(), ["wire 0.1.0", "noc 0.1.0", "hub 0.1.0"]);
    assert_eq!(house.tags(), tagged(&["hub-v0.1.0", "noc-v0.1.0", "wire-v0.1.0"], &house.head()));
}

#[test]
fn nothing_is_sent_unless_everything_is_committed_and_the_checks_pass() {
    let registry = Registry::start();
    let house = House::new(&registry);
    refused(house.publish_if(true, &Err("a test failed".to_owned())), "a test failed");
    house.write("crates/wire/src/more.rs", "");
    refused(house.publish(true), "?? crates/wire/src/more.rs");
    assert_eq!(registry.up(), [""; 0]);
    assert_eq!(house.tags(), []);
}

#[test]
fn a_version_without_a_day_and_a_crate_without_an_address_wait_for_the_release() {
    let registry = Registry::start();
    let house = House::new(&registry);
    house.edit("crates/noc/CHANGELOG.md", "(2026-03-31)", "(unreleased)");
    house.edit("crates/hub/Cargo.toml", "repository.workspace = true\n", "");
    house.commit();
    house.publish(false).unwrap();
    let refusal = house.publish(true).unwrap_err();
    assert!(refusal.contains("crates/noc/CHANGELOG.md: `## 0.1.0 (unreleased)` has no date"), "{refusal}");
    assert!(refusal.contains("crates/hub/Cargo.toml: `repository` is not set"), "{refusal}");
    assert_eq!(refusal.lines().count(), 3, "{refusal}");
    assert_eq!(house.checked.get(), 1, "what cannot be published is not checked for long");

    house.edit("crates/noc/CHANGELOG.md", "## 0.1.0 (unreleased)\n\nThe first.", "Nothing.");
    house.commit();
    refused(house.publish(false), "crates/noc/CHANGELOG.md: has no section on 0.1.0");
    assert_eq!(registry.up(), [""; 0]);
}

#[test]
fn what_changed_since_it_went_up_needs_a_higher_version() {
    let registry = Registry::start();
    let house = House::new(&registry);
    house.publish(true).unwrap();

    // In the crate's own files, and in what it takes from the workspace.
    house.edit("crates/noc/README.md", "A text.", "Another text.");
    house.edit("Cargo.toml", "https://example.com/house", "https://example.com/home");
    house.commit();
    let refusal = house.publish(false).unwrap_err();
    for name in ["hub", "noc", "wire"] {
        assert!(refusal.contains(&format!("{name}: 0.1.0 is up, and")), "{refusal}");
    }
    house.edit("Cargo.toml", "https://example.com/home", "https://example.com/house");
    house.edit("Cargo.toml", "crates/noc\", version = \"0.1.0\"", "crates/noc\", version = \"0.0.9\"");
    house.raise("noc", "0.0.9", "2026-04-30");
    house.commit();
    refused(house.publish(false), "noc: the registry has a newer version than 0.0.9");
}

#[test]
fn only_what_was_raised_goes_up() {
    let registry = Registry::start();
    let house = House::new(&registry);
    house.publish(true).unwrap();
    let first = house.head();
    house.write("crates/wire/src/lib.rs", "pub fn a() {}\npub fn b() {}\n");
    house.write("docs/api/wire.txt", "pub fn a()\npub fn b()\n");
    house.raise("wire", "0.1.1", "2026-04-30");
    let second = house.commit();
    house.publish(true).unwrap();
    assert_eq!(registry.up()[3..], ["wire 0.1.1"]);
    let mut tags = tagged(&["hub-v0.1.0", "noc-v0.1.0", "wire-v0.1.0"], &first);
    tags.extend(tagged(&["wire-v0.1.1"], &second));
    assert_eq!(house.tags(), tags);
}

#[test]
fn a_version_that_takes_something_away_does_not_look_compatible() {
    let registry = Registry::start();
    let house = House::new(&registry);
    house.publish(true).unwrap();
    house.write("docs/api/hub.txt", "pub fn b()\n");
    house.raise("hub", "0.1.1", "2026-04-30");
    house.commit();
    refused(
        house.publish(false),
        "hub: 1 lines of its public API are gone or changed since 0.1.0 (`pub fn a()`)",
    );
    house.edit("crates/hub/Cargo.toml", "0.1.1", "0.2.0");
    house.edit("crates/hub/CHANGELOG.md", "0.1.1", "0.2.0");
    house.place.cargo(&["update", "--workspace", "--quiet"]).unwrap();
    house.commit();
    house.publish(false).unwrap();
}

#[test]
fn a_tag_that_says_otherwise_stops_it() {
    let registry = Registry::start();
    let house = House::new(&registry);
    house.place.git(&["tag", "noc-v0.1.0"]).unwrap();
    refused(house.publish(true), "the tag noc-v0.1.0 stands on");
    assert_eq!(registry.up(), [""; 0]);
    house.place.git(&["tag", "--delete", "noc-v0.1.0"]).unwrap();
    house.publish(true).unwrap();
    house.write("README.md", "A text.\n");
    house.commit();
    house.place.git(&["tag", "--force", "noc-v0.1.0"]).unwrap();
    refused(house.publish(true), "the tag noc-v0.1.0 stands on");
}

#[test]
fn a_registry_that_does_not_answer_is_not_taken_for_an_empty_one() {
    let registry = Registry::start();
    let house = House::new(&registry);
    let newest = || house.in_shop(|shop| crate::publish::registry::newest(shop, "hub", "*"));
    assert!(newest().unwrap().is_none());
    registry.break_down();
    let why = newest().unwrap_err();
    assert!(why.contains("the registry did not say what it has of `hub`"), "{why}");
    house.publish(false).unwrap_err();
    assert_eq!(house.checked.get(), 0);
}

#[test]
fn what_does_not_belong_into_a_package_stops_it() {
    let registry = Registry::start();
    let house = House::new(&registry);
    house.write("crates/wire/account.env", "A=1\n");
    house.commit();
    refused(house.publish(false), "the package of wire: `account.env` does not belong there");
}

//! What the libraries show of others, by what `docs/api` says they offer: nothing of what may be replaced, and nothing
//! that its users could not name without taking a further crate.

use std::collections::BTreeSet;

use super::{House, Report, VENDOR_CRATES};
use crate::workspace::Package;

/// Shown by no library: each can be replaced without anybody noticing.
const HIDDEN: &[&str] =
    &["ureq", "ureq_proto", "rustls", "roxmltree", "rusqlite", "http", "hyper", "serde_path_to_error"];
/// Named by whoever knows Rust: no crate re-exports them.
const COMMON: &[&str] = &["core", "alloc", "std", "serde", "serde_core", "serde_json"];
/// Floor 1 is used through the crates above it, which show what its users need.
const GROUND: &str = "license-wire";
/// Shows the vendor crates as its modules, so that what they show is shown by it too.
const FACADE: &str = "license-hub";

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    let libraries: Vec<&Package> = house.published().filter(|package| package.library.is_some()).collect();
    for package in &libraries {
        let file = package.api_text();
        let Some(text) = house.read(&file) else {
            report.violation(&file, 1, "is not there; `cargo xtask api --bless` writes it");
            continue;
        };
        let mut nameable = re_exports(&text);
        let mut owners = vec![package.name.replace('-', "_")];
        if package.name == FACADE {
            for vendor in VENDOR_CRATES.iter().filter_map(|name| house.workspace.package(name)) {
                nameable.extend(re_exports(&house.read(&vendor.api_text()).unwrap_or_default()));
                owners.push(vendor.name.replace('-', "_"));
            }
        }
        for (line, text) in (1..).zip(text.lines()) {
            for path in paths(text) {
                let (crate_name, name) = (path.split("::").next().unwrap_or(path), last(path));
                if HIDDEN.contains(&crate_name) {
                    let what = format!("`{path}` is shown, which users of this crate must not depend on");
                    report.violation(&file, line, what);
                } else if package.name != GROUND
                    // An implementation needs no name.
                    && !text.starts_with("impl")
                    && !COMMON.contains(&crate_name)
                    && !owners.iter().any(|owner| owner == crate_name)
                    // Re-exported under another name it still ends so: `Error as HubError`.
                    && !nameable.iter().any(|known| known.ends_with(name))
                {
                    let what = format!("`{path}` cannot be named by users of this crate alone; re-export it");
                    report.violation(&file, line, what);
                }
            }
        }
    }
    let known: BTreeSet<String> = libraries.iter().map(|package| package.api_text()).collect();
    for file in house.files.iter().filter(|file| file.starts_with("docs/api/") && !known.contains(*file)) {
        report.violation(file, 1, "belongs to no published library; remove it");
    }
}

/// The last parts of what is under `pub use`.
fn re_exports(text: &str) -> BTreeSet<String> {
    text.lines().filter_map(|line| line.strip_prefix("pub use ")).map(|path| last(path).to_owned()).collect()
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Paths that begin with a crate, such as `jiff::civil::date::Date`.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | ':');
    line.split(move |letter| !is_part(letter))
        .map(|word| word.trim_matches(':'))
        .filter(|word| word.contains("::") && word.starts_with(|letter: char| letter.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const API: &str = "docs/api/softaculous-noc.txt";

    #[test]
    fn libraries_that_show_their_own_types_pass() {
        let mut house = Fixture::clean();
        house.append(API, "pub use softaculous_noc::Error\npub fn softaculous_noc::a() -> core::result::Result<serde_json::value::Value, license_wire::error::Error>\nimpl license_wire::Row for softaculous_noc::A\n");
        house.append("docs/api/license-wire.txt", "pub fn license_wire::a() -> jiff::civil::date::Date\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn what_may_be_replaced_is_not_shown() {
        for path in ["ureq::Agent", "rustls::Error", "roxmltree::Document"] {
            let mut house = Fixture::clean();
            house.append("docs/api/license-wire.txt", &format!("pub fn license_wire::a(&{path})\n"));
            house.expect(check, &format!("docs/api/license-wire.txt:2: exports: `{path}` is shown"));
        }
    }

    #[test]
    fn what_users_need_can_be_named() {
        let mut house = Fixture::clean();
        house.append(API, "pub fn softaculous_noc::a() -> license_wire::error::Error\n");
        house.expect(check, "softaculous-noc.txt:2: exports: `license_wire::error::Error` cannot be named");
    }

    #[test]
    fn the_facade_shows_what_its_vendors_show() {
        let mut house = Fixture::clean();
        house.member("license-hub", "softaculous-noc.workspace = true\n");
        let offers = "pub fn license_hub::a(softaculous_noc::buy::Buy) -> license_wire::error::Error\n";
        house.append("docs/api/license-hub.txt", offers);
        house.expect(check, "license-hub.txt:2: exports: `license_wire::error::Error` cannot be named");
        house.append(API, "pub use softaculous_noc::Error\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn each_library_has_a_text_and_each_text_a_library() {
        let mut house = Fixture::clean();
        house.remove(API);
        house.expect(check, &format!("{API}:1: exports: is not there"));
        let mut house = Fixture::clean();
        house.write("docs/api/gone.txt", "pub mod gone\n");
        house.expect(check, "docs/api/gone.txt:1: exports: belongs to no published library");
    }
}

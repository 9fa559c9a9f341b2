//! On which terms the dependencies come, and from where: what `deny.toml` allows. `cargo deny` reads the same file and
//! adds what only it knows, the advisories; this needs nothing but cargo.

use std::collections::BTreeSet;

use spdx::expression::Expression;
use spdx::{LicenseReq, ParseMode};
use toml::{Table, Value};

use super::{House, Report, line_where};
use crate::command::Place;

const FILE: &str = "deny.toml";
const LOCK: &str = "Cargo.lock";

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    let rules: Table = house.read(FILE).and_then(|text| text.parse().ok()).unwrap_or_default();
    let allowed = list(&rules, "licenses", "allow");
    if allowed.is_empty() {
        return report.violation(FILE, 1, "allows no licence under `[licenses] allow`, or is not there");
    }
    let lock = house.read(LOCK).unwrap_or_default();
    let line = |name: &str| line_where(&lock, |line| line == format!("name = {name:?}"));
    match dependencies(house, !lock.is_empty()) {
        Err(why) => report.violation("Cargo.toml", 1, why),
        Ok(crates) => {
            let denied = list(&rules, "bans", "deny");
            for (name, license) in crates {
                if denied.contains(&name) {
                    report.violation(LOCK, line(&name), format!("`{name}` is banned in {FILE}"));
                }
                if !is_allowed(&license, &allowed) {
                    let what = format!("`{name}` is under {license:?}, which {FILE} does not allow");
                    report.violation(LOCK, line(&name), what);
                }
            }
        }
    }
    for (line, source) in strange_sources(&lock, &list(&rules, "sources", "allow-registry")) {
        report.violation(LOCK, line, format!("{source} is not a source that {FILE} allows"));
    }
}

/// The words in a list; of a table in it, its `crate`.
fn list(rules: &Table, section: &str, key: &str) -> Vec<String> {
    let values = rules.get(section).and_then(|section| section.get(key)).and_then(Value::as_array);
    let word = |value: &Value| value.as_str().or_else(|| value.get("crate")?.as_str()).map(str::to_owned);
    values.into_iter().flatten().filter_map(word).collect()
}

/// Name and licence of everything that is built for any platform, with all features, for tests too.
fn dependencies(house: &House<'_>, is_locked: bool) -> Result<BTreeSet<(String, String)>, String> {
    let mut arguments = vec!["tree", "--quiet", "--workspace", "--all-features", "--target=all"];
    arguments.extend(["--edges=normal,build,dev", "--prefix=none", "--no-dedupe", "--format={p}|{l}"]);
    // Looking changes nothing, not even a stale lock file.
    if is_locked {
        arguments.push("--locked");
    }
    let tree = Place::new(&house.workspace.root).cargo(&arguments)?;
    let read = |line: &str| {
        let (package, license) = line.split_once('|')?;
        Some((package.split_whitespace().next()?.to_owned(), license.trim().to_owned()))
    };
    Ok(tree.lines().filter_map(read).collect())
}

/// Whether the terms can be met with these licences alone; never where they cannot be read.
fn is_allowed(license: &str, allowed: &[String]) -> bool {
    let is_met = |wanted: &LicenseReq| allowed.iter().any(|known| *known == wanted.to_string());
    Expression::parse_mode(license, ParseMode::LAX).is_ok_and(|expression| expression.evaluate(is_met))
}

fn strange_sources(lock: &str, allowed: &[String]) -> Vec<(usize, String)> {
    let is_strange = |(line, text): (usize, &str)| {
        let source = text.strip_prefix("source = ")?.trim_matches('"');
        let is_known =
            source.strip_prefix("registry+").is_some_and(|known| allowed.iter().any(|one| one == known));
        (!is_known).then(|| (line, source.to_owned()))
    };
    (1..).zip(lock.lines()).filter_map(is_strange).collect()
}

#[cfg(test)]
mod tests {
    use super::{check, is_allowed, strange_sources};
    use crate::tidy::fixture::Fixture;

    const OUTSIDE: &str = "fuzz/outside/ureq/Cargo.toml";

    #[test]
    fn a_clean_workspace_passes() {
        assert_eq!(Fixture::clean().check(check), [""; 0]);
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        for license in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "Whatever", ""] {
            let mut house = Fixture::clean();
            house.edit(OUTSIDE, "license = \"MIT\"", &format!("license = {license:?}"));
            house.expect(check, &format!("Cargo.lock:1: terms: `ureq` is under {license:?}"));
        }
    }

    #[test]
    fn a_banned_crate_is_found_wherever_it_comes_from() {
        let mut house = Fixture::clean();
        house.outside("openssl", "");
        house.append(OUTSIDE, "\n[dependencies]\nopenssl = { path = \"../openssl\" }\n");
        house.expect(check, "`openssl` is banned in deny.toml");
    }

    #[test]
    fn without_rules_nothing_passes() {
        let mut house = Fixture::clean();
        house.remove("deny.toml");
        house.expect(check, "deny.toml:1: terms: allows no licence");
    }

    #[test]
    fn terms_are_met_by_one_choice_or_by_all_parts() {
        let allowed = ["MIT".to_owned(), "Apache-2.0".to_owned(), "Unicode-3.0".to_owned()];
        for license in [
            "MIT",
            "MIT OR GPL-2.0-only",
            "MIT/Zlib",
            "(MIT OR Zlib) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
        ] {
            assert!(is_allowed(license, &allowed), "{license}");
        }
        for license in ["Zlib", "MIT AND Zlib", "Apache-2.0 WITH LLVM-exception", "MIT OR", ""] {
            assert!(!is_allowed(license, &allowed), "{license}");
        }
    }

    #[test]
    fn a_source_that_is_not_known_is_found() {
        let lock = "[[package]]\nname = \"a\"\nsource = \"registry+https://example.com/index\"\n\n[[package]]\nname = \"b\"\nsource = \"git+https://example.com/b\"\n";
        let found = strange_sources(lock, &["https://example.com/index".to_owned()]);
        assert_eq!(found, [(7, "git+https://example.com/b".to_owned())]);
    }
}

//! Features add: what is there without one stays as it is with it. Each is told of on its crate's front page, and
//! docs.rs shows all.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::{House, Report};

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for package in house.published() {
        let features: Vec<&String> = package.features.keys().filter(|name| *name != "default").collect();
        let readme = package.file("README.md");
        let text = house.read(&readme).unwrap_or_default();
        for feature in features.iter().filter(|feature| !text.contains(&format!("`{feature}`"))) {
            report.violation(&readme, 1, format!("does not say what the feature `{feature}` adds"));
        }
        let manifest = house.read(&package.manifest()).unwrap_or_default();
        let manifest: Table = manifest.parse().unwrap_or_default();
        let shown = ["package", "metadata", "docs", "rs", "all-features"]
            .iter()
            .try_fold(&Value::Table(manifest), |value, key| value.get(key))
            .and_then(Value::as_bool);
        if !features.is_empty() && shown != Some(true) {
            let what = "docs.rs shows the default features alone; add `[package.metadata.docs.rs] all-features = true`";
            report.violation(&package.manifest(), 1, what);
        }
        for source in house.sources_of(package) {
            let takes_away = |at: &usize| {
                let absent = asked_to_be_absent(source.tokens[*at..].iter().map(|token| token.text.as_str()));
                // A crate without any of its features has nothing that one of them could take away.
                !absent.is_empty() && features.iter().any(|feature| !absent.contains(&format!("{feature:?}")))
            };
            let conditions = source.find(&["cfg", "("]).chain(source.find(&["cfg", "!", "("]));
            let lines: BTreeSet<usize> =
                conditions.filter(takes_away).map(|at| source.tokens[at].line).collect();
            for line in lines {
                let what = "code that is there only without a feature: a feature would take it away; features only add";
                report.violation(&source.path, line, what);
            }
        }
    }
}

/// The features, in quotes, that stand within a `not(...)` in the brackets that come next.
fn asked_to_be_absent<'a>(tokens: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut absent = BTreeSet::new();
    let (mut depth, mut denied, mut before) = (0, None, ["", ""]);
    for token in tokens {
        match token {
            "(" => {
                depth += 1;
                if before[1] == "not" {
                    denied = denied.or(Some(depth));
                }
            }
            ")" => {
                if denied == Some(depth) {
                    denied = None;
                }
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            name if denied.is_some() && before == ["feature", "="] => drop(absent.insert(name.to_owned())),
            _ => {}
        }
        before = [before[1], token];
    }
    absent
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const MANIFEST: &str = "crates/softaculous-noc/Cargo.toml";

    fn with_a_feature() -> Fixture {
        let mut house = Fixture::clean();
        house.append(
            MANIFEST,
            "\n[features]\nextra = []\nother = []\n\n[package.metadata.docs.rs]\nall-features = true\n",
        );
        house.append("crates/softaculous-noc/README.md", "`extra` adds more, `other` too.\n");
        house
    }

    #[test]
    fn a_feature_that_adds_and_is_told_of_passes() {
        let mut house = with_a_feature();
        house.write(
            "crates/softaculous-noc/src/more.rs",
            "#![cfg_attr(not(feature = \"extra\"), allow(dead_code))]\n#[cfg(feature = \"extra\")]\nfn a() {}\n#[cfg(all(not(test), feature = \"extra\"))]\nfn b() {}\n#[cfg(not(any(feature = \"extra\", feature = \"other\")))]\nfn c() {}\n",
        );
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn a_feature_that_takes_away_is_found() {
        for code in [
            "#[cfg(not(feature = \"extra\"))]\nfn a() {}\n",
            "#[cfg(all(unix, not(any(test, feature = \"extra\"))))]\nfn a() {}\n",
            "fn a() -> bool { cfg!(not(feature = \"extra\")) }\n",
        ] {
            let mut house = with_a_feature();
            house.write("crates/softaculous-noc/src/more.rs", code);
            house.expect(check, "crates/softaculous-noc/src/more.rs:1: features: code that is there only");
        }
    }

    #[test]
    fn a_feature_that_nobody_hears_of_is_found() {
        let mut house = with_a_feature();
        house.edit("crates/softaculous-noc/README.md", "`extra`", "It");
        house.expect(check, "README.md:1: features: does not say what the feature `extra` adds");
        let mut house = with_a_feature();
        house.edit(MANIFEST, "all-features = true", "all-features = false");
        house.expect(check, &format!("{MANIFEST}:1: features: docs.rs shows"));
    }
}

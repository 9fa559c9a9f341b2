//! What a project gets that needs one vendor: that vendor, whether it takes the vendor's crate or the facade with one feature.

use std::collections::BTreeSet;

use super::tree::crates;
use super::{House, Report, VENDOR_CRATES};
use crate::workspace::Package;

const FACADE: &str = "license-hub";

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for package in &house.workspace.packages {
        if VENDOR_CRATES.contains(&package.name.as_str()) {
            alone(house, package, report);
        } else if package.name == FACADE {
            features(house, package, report);
        }
    }
}

/// A vendor's crate brings neither the facade nor another vendor.
fn alone(house: &House<'_>, package: &Package, report: &mut Report) {
    let mut others = BTreeSet::from([FACADE]);
    others.extend(VENDOR_CRATES.iter().filter(|name| **name != package.name));
    expect_none(house, package, &["--all-features"], &others, "", report);
}

/// A feature of the facade brings the vendor crates that it names, and without one there is none.
fn features(house: &House<'_>, package: &Package, report: &mut Report) {
    let all: BTreeSet<&str> = VENDOR_CRATES.iter().copied().collect();
    expect_none(house, package, &["--no-default-features"], &all, " without features", report);
    for (feature, turns_on) in package.features.iter().filter(|(name, _)| *name != "default") {
        let named: BTreeSet<&str> = turns_on.iter().filter_map(|on| on.strip_prefix("dep:")).collect();
        let others = all.difference(&named).copied().collect();
        let options = ["--no-default-features", "--features", feature];
        expect_none(house, package, &options, &others, &format!(" with the feature `{feature}`"), report);
    }
}

fn expect_none(
    house: &House<'_>,
    package: &Package,
    options: &[&str],
    unwanted: &BTreeSet<&str>,
    when: &str,
    report: &mut Report,
) {
    let manifest = package.manifest();
    let tree = match crates(house.workspace, &package.name, options) {
        Ok(tree) => tree,
        Err(why) => return report.violation(&manifest, 1, why),
    };
    let names = tree.iter().filter_map(|krate| krate.split_whitespace().next());
    for name in names.filter(|name| unwanted.contains(name)) {
        let what = format!(
            "`{}`{when} brings `{name}`: `cargo tree -p {} -e normal {} -i {name}` says through what; make that optional",
            package.name,
            package.name,
            options.join(" ")
        );
        report.violation(&manifest, 1, what);
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const FACADE: &str = "crates/license-hub/Cargo.toml";

    /// A facade over two vendors, one feature for each.
    fn facade() -> Fixture {
        let mut house = Fixture::clean();
        house.member("websoftsolus", "license-wire.workspace = true\n");
        house.member(
            "license-hub",
            "license-wire.workspace = true\n\
             softaculous-noc = { workspace = true, optional = true }\n\
             websoftsolus = { path = \"../websoftsolus\", optional = true }\n\n\
             [features]\ndefault = [\"softaculous\", \"websoftsolus\"]\nsoftaculous = [\"dep:softaculous-noc\"]\n\
             websoftsolus = [\"dep:websoftsolus\"]\n",
        );
        house
    }

    #[test]
    fn a_facade_with_a_feature_for_each_vendor_passes() {
        assert_eq!(facade().check(check), [""; 0]);
    }

    #[test]
    fn a_vendor_that_is_not_optional_is_found_with_each_feature() {
        let mut house = facade();
        house.edit(
            FACADE,
            "softaculous-noc = { workspace = true, optional = true }",
            "softaculous-noc.workspace = true",
        );
        house.edit(FACADE, "softaculous = [\"dep:softaculous-noc\"]", "softaculous = []");
        let found = house.check(check);
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(
            found[0].contains("apart: `license-hub` with the feature `softaculous` brings `softaculous-noc`")
        );
        assert!(found[1].contains("with the feature `websoftsolus` brings `softaculous-noc`"));
        assert!(found[2].contains("without features brings `softaculous-noc`"));
    }

    #[test]
    fn a_feature_that_brings_another_vendor_is_found() {
        let mut house = facade();
        house.edit(
            FACADE,
            "softaculous = [\"dep:softaculous-noc\"]",
            "softaculous = [\"dep:softaculous-noc\", \"websoftsolus\"]",
        );
        house.expect(check, "`license-hub` with the feature `softaculous` brings `websoftsolus`");
    }

    #[test]
    fn a_vendors_crate_that_brings_another_is_found() {
        let mut house = facade();
        house.append("crates/websoftsolus/Cargo.toml", "softaculous-noc.workspace = true\n");
        let found = house.check(check);
        assert!(
            found.iter().any(|line| line.starts_with(
                "crates/websoftsolus/Cargo.toml:1: apart: `websoftsolus` brings `softaculous-noc`"
            )),
            "{found:#?}"
        );
    }
}

//! Which crate may depend on which.

use super::{House, Report, line_of_dependency};
use crate::workspace::Package;

/// A crate uses what stands on a lower floor, never beside or above.
const FLOORS: &[(&str, u8)] = &[
    ("license-wire", 1),
    ("softaculous-noc", 2),
    ("websoftsolus", 2),
    ("billmgr-client", 2),
    ("license-hub", 3),
    ("license-journal", 4),
    ("license-hub-cli", 5),
];

/// Stands apart: it depends on no crate of ours, and nothing that talks to a vendor depends on it.
const SANDBOX: &str = "license-sandbox";
const MAY_USE_SANDBOX: &[&str] = &["license-hub-cli", TESTS];
const TESTS: &str = "license-hub-tests";
/// Not part of the product: they may use any crate, and no crate may use them.
const TOOLS: &[&str] = &[TESTS, "license-hub-bench", "license-hub-fuzz-cases", "xtask"];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for package in &house.workspace.packages {
        let manifest = package.manifest();
        let text = house.read(&manifest).unwrap_or_default();
        let name = package.name.as_str();
        if floor(name).is_none() && name != SANDBOX && !TOOLS.contains(&name) {
            report.violation(
                &manifest,
                1,
                format!(
                    "`{name}` has no floor; give it one in xtask/src/tidy/floors.rs and docs/architecture.md"
                ),
            );
        }
        for dependency in &package.dependencies {
            if house.workspace.package(&dependency.name).is_none() {
                continue;
            }
            if let Some(why) = refusal(package, &dependency.name) {
                let line = line_of_dependency(&text, &dependency.name);
                report.violation(&manifest, line, format!("{} dependency: {why}", dependency.kind));
            }
        }
    }
}

fn refusal(package: &Package, dependency: &str) -> Option<String> {
    let name = package.name.as_str();
    if TOOLS.contains(&dependency) {
        return Some(format!(
            "`{name}` depends on `{dependency}`, which is for this workspace alone; remove it"
        ));
    }
    if name == SANDBOX {
        return Some(format!(
            "`{SANDBOX}` stands apart and depends on no crate of ours; remove `{dependency}`"
        ));
    }
    if dependency == SANDBOX {
        let allowed = MAY_USE_SANDBOX.contains(&name);
        return (!allowed).then(|| {
            format!(
                "`{name}` may not depend on `{SANDBOX}`, not in its tests either; such tests live in `tests/`"
            )
        });
    }
    match (floor(name), floor(dependency)) {
        (Some(own), Some(below)) if below >= own => Some(format!(
            "`{name}` (floor {own}) depends on `{dependency}` (floor {below}); a crate uses only lower floors"
        )),
        _ => None,
    }
}

fn floor(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(crate_name, _)| *crate_name == name).map(|(_, floor)| *floor)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    #[test]
    fn a_clean_workspace_passes() {
        let mut house = Fixture::clean();
        house.member("license-hub", "license-wire.workspace = true\nsoftaculous-noc.workspace = true\n");
        house.member("license-hub-cli", "license-hub.workspace = true\nlicense-sandbox.workspace = true\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn a_vendor_crate_does_not_know_another() {
        let mut house = Fixture::clean();
        house.member("websoftsolus", "softaculous-noc.workspace = true\n");
        house.expect(check, "crates/websoftsolus/Cargo.toml:16: floors: normal dependency: `websoftsolus` (floor 2) depends on `softaculous-noc` (floor 2)");
    }

    #[test]
    fn a_lower_floor_does_not_use_a_higher_one_in_its_tests() {
        let mut house = Fixture::clean();
        house.append(
            "crates/license-wire/Cargo.toml",
            "\n[dev-dependencies]\nsoftaculous-noc.workspace = true\n",
        );
        house
            .expect(check, "dev dependency: `license-wire` (floor 1) depends on `softaculous-noc` (floor 2)");
    }

    #[test]
    fn no_api_crate_uses_the_sandbox() {
        let mut house = Fixture::clean();
        house.append(
            "crates/softaculous-noc/Cargo.toml",
            "\n[dev-dependencies]\nlicense-sandbox.workspace = true\n",
        );
        house.expect(check, "`softaculous-noc` may not depend on `license-sandbox`");
    }

    #[test]
    fn the_sandbox_stands_apart() {
        let mut house = Fixture::clean();
        house.append("crates/license-sandbox/Cargo.toml", "license-wire.workspace = true\n");
        house.expect(check, "`license-sandbox` stands apart");
    }

    #[test]
    fn a_new_crate_needs_a_floor() {
        let mut house = Fixture::clean();
        house.member("license-extra", "");
        house.expect(check, "crates/license-extra/Cargo.toml:1: floors: `license-extra` has no floor");
    }
}

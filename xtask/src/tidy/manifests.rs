//! What each manifest holds: what crates.io shows, and dependencies that the whole workspace shares.

use toml::{Table, Value};

use super::{House, Report, line_of_dependency};
use crate::workspace::Package;

/// As `cargo metadata` names them.
const FIELDS: &[&str] = &["description", "keywords", "categories", "readme", "license", "rust_version"];
const FILES: &[&str] = &["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];
const LICENSES: &[&str] = &["LICENSE-MIT", "LICENSE-APACHE"];
const KINDS: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    documentation_apart(house, report);
    for file in LICENSES.iter().filter(|file| !house.has(file)) {
        report.violation(file, 1, "is not there; the manifests say that the code is under this licence");
    }
    for package in &house.workspace.packages {
        let text = house.read(&package.manifest()).unwrap_or_default();
        // Cargo has read it already.
        let manifest: Table = text.parse().unwrap_or_default();
        if package.published {
            published(house, package, report);
        }
        shared_dependencies(house, package, &text, &manifest, report);
    }
}

/// `cargo doc` lets one of two targets of the same name overwrite the other's pages, and only warns.
fn documentation_apart(house: &House<'_>, report: &mut Report) {
    let packages = &house.workspace.packages;
    for (at, package) in packages.iter().enumerate() {
        for other in &packages[..at] {
            for name in package.documented.intersection(&other.documented) {
                // The library keeps its pages; a command needs none.
                let loser = if package.library.is_none() { package } else { other };
                let what = format!(
                    "`{}` and `{}` both document a target as `{name}`; set `doc = false` for the command, under [[bin]]",
                    other.name, package.name
                );
                report.violation(&loser.manifest(), 1, what);
            }
        }
    }
}

fn published(house: &House<'_>, package: &Package, report: &mut Report) {
    for field in FIELDS.iter().filter(|field| !package.declares(field)) {
        let what = format!("a published crate declares `{}`", field.replace('_', "-"));
        report.violation(&package.manifest(), 1, what);
    }
    for file in FILES.iter().filter(|file| !house.has(&package.file(file))) {
        let what = if LICENSES.contains(file) {
            "is not there; copy it from the top level, so that the published package holds it"
        } else {
            "is not there; a published crate has one"
        };
        report.violation(&package.file(file), 1, what);
    }
    for file in LICENSES {
        if let (Some(copy), Some(original)) = (house.read(&package.file(file)), house.read(file))
            && copy != original
        {
            report.violation(&package.file(file), 1, "is not the licence at the top level; copy it again");
        }
    }
}

/// One version of a crate for all, in one place.
fn shared_dependencies(
    house: &House<'_>,
    package: &Package,
    text: &str,
    manifest: &Table,
    report: &mut Report,
) {
    let platforms = manifest.get("target").and_then(Value::as_table);
    let tables = platforms.into_iter().flat_map(Table::values).filter_map(Value::as_table).chain([manifest]);
    for dependencies in tables.flat_map(|table| KINDS.iter().filter_map(|kind| table.get(*kind)?.as_table()))
    {
        for (name, wanted) in dependencies {
            let shared = wanted.get("workspace") == Some(&Value::Boolean(true));
            let ours = wanted.get("path").is_some() && house.workspace.package(name).is_some();
            if !shared && !ours {
                let what = format!(
                    "`{name}` does not come from [workspace.dependencies]; add it there and write `{name}.workspace = true`"
                );
                report.violation(&package.manifest(), line_of_dependency(text, name), what);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const MANIFEST: &str = "crates/softaculous-noc/Cargo.toml";

    #[test]
    fn complete_manifests_pass() {
        let mut house = Fixture::clean();
        house.append(MANIFEST, "\n[dev-dependencies]\nlicense-sandbox = { path = \"../license-sandbox\" }\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn each_field_of_a_published_crate_is_needed() {
        for field in ["description", "keywords", "categories", "license", "rust-version"] {
            let mut house = Fixture::clean();
            house.edit(MANIFEST, &format!("\n{field}"), "\n#");
            house.expect(check, &format!("{MANIFEST}:1: manifests: a published crate declares `{field}`"));
        }
        let mut house = Fixture::clean();
        house.edit(MANIFEST, "readme = \"README.md\"", "readme = false");
        house.expect(check, "a published crate declares `readme`");
    }

    #[test]
    fn each_file_of_a_published_crate_is_needed() {
        for file in super::FILES {
            let mut house = Fixture::clean();
            house.remove(&format!("crates/softaculous-noc/{file}"));
            house.expect(check, &format!("crates/softaculous-noc/{file}:1: manifests: is not there"));
        }
    }

    #[test]
    fn what_is_not_published_needs_none_of_it() {
        let mut house = Fixture::clean();
        house.remove("crates/softaculous-noc/CHANGELOG.md");
        house.edit(MANIFEST, "keywords = [\"license\"]", "publish = false");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn the_licences_lie_at_the_top() {
        let mut house = Fixture::clean();
        house.remove("LICENSE-APACHE");
        house.expect(check, "LICENSE-APACHE:1: manifests: is not there");
    }

    #[test]
    fn every_copy_of_a_licence_is_one() {
        let mut house = Fixture::clean();
        house.write("crates/softaculous-noc/LICENSE-MIT", "Another text.\n");
        house.expect(
            check,
            "crates/softaculous-noc/LICENSE-MIT:1: manifests: is not the licence at the top level",
        );
    }

    #[test]
    fn the_command_does_not_overwrite_the_documentation_of_a_library() {
        let mut house = Fixture::clean();
        house.member("license-hub", "");
        house.member("license-hub-cli", "");
        house.remove("crates/license-hub-cli/src/lib.rs");
        house.write("crates/license-hub-cli/src/main.rs", "fn main() {}\n");
        let binary = "\n[[bin]]\nname = \"license-hub\"\npath = \"src/main.rs\"\n";
        house.append("crates/license-hub-cli/Cargo.toml", binary);
        house.expect(check, "crates/license-hub-cli/Cargo.toml:1: manifests: `license-hub` and `license-hub-cli` both document");
        house.append("crates/license-hub-cli/Cargo.toml", "doc = false\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn a_version_of_ones_own_is_refused() {
        for (text, line) in [
            ("\n[dev-dependencies]\nserde = \"1\"\n", 19),
            ("\n[build-dependencies.serde]\nversion = \"1\"\n", 18),
            ("\n[target.'cfg(unix)'.dependencies]\nserde = { version = \"1\" }\n", 19),
        ] {
            let mut house = Fixture::clean();
            house.append(MANIFEST, text);
            house.expect(check, &format!("{MANIFEST}:{line}: manifests: `serde` does not come from"));
        }
    }
}

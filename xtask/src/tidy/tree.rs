//! How much a vendor crate brings with it: a person who needs one vendor takes no more than this.

use std::collections::BTreeSet;

use super::{House, Report, VENDOR_CRATES};
use crate::workspace::{Workspace, cargo};

/// The crate itself, and all it needs to run.
const AT_MOST: usize = 48;
/// These clients are blocking; a runtime in the tree would be one that does nothing.
const RUNTIMES: &[&str] = &["tokio", "async-std", "smol", "hyper", "reqwest", "futures-executor"];
/// One platform, so that the number is the same on every machine.
const TARGET: &str = "x86_64-unknown-linux-gnu";

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for package in
        house.workspace.packages.iter().filter(|package| VENDOR_CRATES.contains(&package.name.as_str()))
    {
        let manifest = package.manifest();
        match crates(house.workspace, &package.name, &[]) {
            Err(why) => report.violation(&manifest, 1, why),
            Ok(crates) => {
                report.note(format!(
                    "{} depends on {} crates, itself included (at most {AT_MOST})",
                    package.name,
                    crates.len()
                ));
                if crates.len() > AT_MOST {
                    report.violation(
                        &manifest,
                        1,
                        format!(
                            "the tree has {} crates, at most {AT_MOST}: see `cargo tree -p {} -e normal`, and drop a dependency or a feature",
                            crates.len(),
                            package.name
                        ),
                    );
                }
            }
        }
        for runtime in crates(house.workspace, &package.name, &["--all-features"]).unwrap_or_default() {
            let name = runtime.split_whitespace().next().unwrap_or_default();
            if RUNTIMES.contains(&name) {
                report.violation(
                    &manifest,
                    1,
                    format!("`{name}` is in the tree: these clients are blocking; `cargo tree -p {} -i {name}` says where it comes from", package.name),
                );
            }
        }
    }
}

/// Name and version of each crate in the tree, as `cargo tree -e normal` counts them with these options.
pub(crate) fn crates(
    workspace: &Workspace,
    package: &str,
    options: &[&str],
) -> Result<BTreeSet<String>, String> {
    let mut command = cargo();
    command.args([
        "tree", "--quiet", "-e", "normal", "--prefix", "none", "--format", "{p}", "--target", TARGET, "-p",
        package,
    ]);
    // Looking changes nothing, not even a stale lock file.
    if workspace.root.join("Cargo.lock").exists() {
        command.arg("--locked");
    }
    let output = command
        .args(options)
        .current_dir(&workspace.root)
        .output()
        .map_err(|error| format!("cargo tree cannot be started: {error}"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("cargo tree failed: {}", words.lines().next().unwrap_or_default()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let name_and_version = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(name_and_version).collect())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    #[test]
    fn a_small_tree_passes_and_is_counted() {
        let house = Fixture::clean();
        assert_eq!(house.check(check), [""; 0]);
        // Itself, license-wire and the fixture's ureq.
        assert!(
            house
                .notes(check)
                .contains(&"softaculous-noc depends on 3 crates, itself included (at most 48)".to_owned())
        );
    }

    #[test]
    fn an_async_runtime_is_found_behind_another_crate_and_behind_a_feature() {
        let mut house = Fixture::clean();
        house.outside("tokio", "");
        house.append("fuzz/outside/ureq/Cargo.toml", "\n[features]\nasync = [\"dep:tokio\"]\n\n[dependencies]\ntokio = { path = \"../tokio\", optional = true }\n");
        house.append("crates/softaculous-noc/Cargo.toml", "\n[features]\nasync = [\"ureq/async\"]\n");
        house.edit(
            "crates/softaculous-noc/Cargo.toml",
            "[dependencies]\n",
            "[dependencies]\nureq.workspace = true\n",
        );
        house.expect(check, "`tokio` is in the tree");
    }

    #[test]
    fn a_tree_that_grew_too_large_is_refused() {
        let mut house = Fixture::clean();
        for number in 0..46 {
            let name = format!("small{number}");
            house.outside(&name, "");
            house.append(
                "fuzz/outside/ureq/Cargo.toml",
                &format!("\n[dependencies.{name}]\npath = \"../{name}\"\n"),
            );
        }
        house.expect(check, "crates/softaculous-noc/Cargo.toml:1: tree: the tree has 49 crates, at most 48");
    }

    #[test]
    fn dependencies_of_the_tests_do_not_count() {
        let mut house = Fixture::clean();
        house.outside("tokio", "");
        house.append(
            "crates/softaculous-noc/Cargo.toml",
            "\n[dev-dependencies]\ntokio = { path = \"../../fuzz/outside/tokio\" }\n",
        );
        assert_eq!(house.check(check), [""; 0]);
    }
}

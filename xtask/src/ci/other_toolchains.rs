//! Steps that need another toolchain than the one at work. Where it cannot be had they are skipped, and say so.

use std::path::Path;
use std::process::Command;

use super::{Failure, Outcome};
use crate::command::Place;
use crate::workspace::{Package, Workspace, cargo};

const NIGHTLY: &str = "nightly";
/// How long each case is fuzzed, in seconds. Longer runs are for when something was changed.
const SECONDS: u32 = 5;
/// The longest input that is made up, in bytes.
const LONGEST_INPUT: u32 = 1 << 16;

/// Checks the published crates that name the oldest Rust of all, each alone and with all features.
pub(super) fn msrv(workspace: &Workspace) -> Result<Outcome, Failure> {
    let Some((version, packages)) = oldest(&workspace.packages) else {
        return Ok(Outcome::Skipped("no published crate names a version of Rust".to_owned()));
    };
    let toolchain = toolchain(version);
    if !has_toolchain(&toolchain) {
        println!("$ rustup toolchain install {toolchain} --profile minimal");
        let install = ["toolchain", "install", &toolchain, "--profile", "minimal"];
        // What rustup says of a failure is on the screen.
        let _ = Command::new("rustup").args(install).status();
        if !has_toolchain(&toolchain) {
            return Ok(Outcome::Skipped(format!("Rust {toolchain} is not installed and cannot be had")));
        }
    }
    let place = Place::new(&workspace.root);
    for package in packages {
        place.show_rustup(&[
            "run",
            &toolchain,
            "cargo",
            "check",
            "--locked",
            "--all-features",
            "-p",
            &package.name,
        ])?;
    }
    Ok(Outcome::Done)
}

/// Runs each fuzz target for some seconds. What it makes up stays below `target`; what it finds is kept in
/// `fuzz/artifacts`.
pub(super) fn fuzz(workspace: &Workspace) -> Result<Outcome, Failure> {
    let skipped = |why: &str| Ok(Outcome::Skipped(why.to_owned()));
    if !has_toolchain(NIGHTLY) {
        return skipped("there is no nightly toolchain (`rustup toolchain install nightly`)");
    }
    if !succeeds(Command::new("c++").arg("--version")) {
        return skipped("there is no C++ compiler, which libFuzzer is built with");
    }
    if !has_cargo_fuzz() {
        println!("$ cargo install --locked cargo-fuzz");
        let _ = cargo().args(["install", "--locked", "cargo-fuzz"]).status();
        if !has_cargo_fuzz() {
            return skipped(
                "cargo-fuzz is not installed and cannot be had (`cargo install --locked cargo-fuzz`)",
            );
        }
    }
    let place = Place::new(&workspace.root);
    if place.show(&["fetch", "--manifest-path", "fuzz/Cargo.toml"]).is_err() {
        return skipped("what libFuzzer is driven with cannot be fetched");
    }
    let build = ["--sanitizer", "none", "--codegen-units", "16"];
    place.show_rustup(&[&["run", NIGHTLY, "cargo", "fuzz", "build"][..], &build].concat())?;
    for target in targets(&workspace.root) {
        let made_up = workspace.target.join("fuzz").join(&target);
        let corpus = workspace.root.join("fuzz/corpus").join(&target);
        let failed = |error: std::io::Error| Failure {
            command: format!("mkdir -p {}", made_up.display()),
            why: error.to_string(),
        };
        std::fs::create_dir_all(&made_up).map_err(failed)?;
        let (made_up, corpus) = (made_up.to_string_lossy(), corpus.to_string_lossy());
        let time = format!("-max_total_time={SECONDS}");
        let length = format!("-max_len={LONGEST_INPUT}");
        let run = ["run", NIGHTLY, "cargo", "fuzz", "run"];
        // The cases hold each input to its bounds by themselves; this ends what never comes back.
        let fuzzer = [&*target, &*made_up, &*corpus, "--", &time, &length, "-timeout=20", "-verbosity=0"];
        place.show_rustup(&[&run[..], &build, &fuzzer].concat())?;
    }
    Ok(Outcome::Done)
}

/// The oldest Rust that a published crate names, and the crates that do.
fn oldest(packages: &[Package]) -> Option<(&str, Vec<&Package>)> {
    let published = || packages.iter().filter(|package| package.published);
    let version = published().filter_map(Package::rust_version).min_by_key(|version| parts(version))?;
    Some((version, published().filter(|package| package.rust_version() == Some(version)).collect()))
}

/// A version as numbers, so that 1.100 is newer than 1.85.
fn parts(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// The name of a toolchain has three numbers.
fn toolchain(version: &str) -> String {
    if parts(version).len() < 3 { format!("{version}.0") } else { version.to_owned() }
}

/// The names of the fuzz targets.
fn targets(root: &Path) -> Vec<String> {
    let files = std::fs::read_dir(root.join("fuzz/fuzz_targets")).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.path().file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    names
}

fn has_toolchain(name: &str) -> bool {
    succeeds(Command::new("rustup").args(["run", name, "cargo", "--version"]))
}

fn has_cargo_fuzz() -> bool {
    succeeds(cargo().args(["fuzz", "--version"]))
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    fn package(name: &str, rust: &str, published: bool) -> Package {
        let publish = if published { json!(null) } else { json!([]) };
        let fields = json!({ "name": name, "rust_version": rust, "publish": publish });
        Package::read(Path::new("/w"), &fields)
    }

    #[test]
    fn the_crates_that_name_the_oldest_rust_are_checked_with_it() {
        let packages = [
            package("newer", "1.100", true),
            package("one", "1.85", true),
            package("ours", "1.80", false),
            package("two", "1.85", true),
        ];
        let (version, found) = oldest(&packages).unwrap();
        let names: Vec<_> = found.iter().map(|package| package.name.as_str()).collect();
        assert_eq!((toolchain(version).as_str(), names), ("1.85.0", vec!["one", "two"]));
        assert!(oldest(&[]).is_none());
        assert_eq!(toolchain("1.85.1"), "1.85.1");
    }

    #[test]
    fn every_fuzz_target_is_run() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let targets = targets(&root);
        assert!(targets.len() >= 13 && targets.contains(&"billmgr_replies".to_owned()), "{targets:?}");
        assert!(targets.iter().all(|target| root.join("fuzz/corpus").join(target).is_dir()));
    }
}

//! `cargo xtask ci`: the steps, in an order that fails fast. What only checks code comes first and shares its
//! artifacts; the tests, which need a full build, come last.

mod other_toolchains;

use std::process::Command;
use std::time::{Duration, Instant};

use clap::Args;

use crate::command::{Failure, Place};
use crate::workspace::{Package, Workspace, cargo};
use crate::{prove, tidy};

/// What to run of it.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run only this step; may be given several times.
    #[arg(long, value_name = "STEP", value_parser = step_names())]
    only: Vec<String>,
    /// List the steps and run none.
    #[arg(long)]
    list: bool,
}

struct Step {
    name: &'static str,
    says: &'static str,
    run: fn(&Workspace) -> Result<Outcome, Failure>,
}

#[derive(Debug)]
enum Outcome {
    Done,
    /// Not run, and why.
    Skipped(String),
}

const STEPS: &[Step] = &[
    Step { name: "fmt", says: "the code is formatted", run: fmt },
    Step { name: "tidy", says: "the rules of the house hold", run: tidy },
    Step { name: "clippy", says: "no lint fires", run: clippy },
    Step {
        name: "features",
        says: "published crates build without warnings in every set of features",
        run: features,
    },
    Step {
        name: "msrv",
        says: "the library crates build with the oldest Rust they name (needs that toolchain)",
        run: other_toolchains::msrv,
    },
    Step { name: "doc", says: "the documentation builds without warnings", run: doc },
    Step { name: "api", says: "the libraries offer what docs/api says", run: api },
    Step { name: "deny", says: "no advisory stands against a dependency (needs cargo-deny)", run: deny },
    Step { name: "test", says: "all tests pass, those in the documentation too", run: test },
    Step {
        name: "fuzz",
        says: "no decoder or parser fails in a short run of libFuzzer (needs nightly Rust and cargo-fuzz)",
        run: other_toolchains::fuzz,
    },
    Step { name: "prove", says: "100,000 random operations end as the ledger has them", run: prove },
];

/// Up to this many features every set of them is tried; beyond, each alone, none, and all.
const POWERSET_UP_TO: usize = 5;

/// Runs all steps.
pub(crate) fn run_all(workspace: &Workspace) -> Result<(), String> {
    run(workspace, &Options { only: Vec::new(), list: false })
}

/// Runs the steps that `options` asks for.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), String> {
    if options.list {
        for step in STEPS {
            println!("{:10}{}", step.name, step.says);
        }
        return Ok(());
    }
    let wanted = |step: &&Step| options.only.is_empty() || options.only.iter().any(|name| name == step.name);
    let steps: Vec<&Step> = STEPS.iter().filter(wanted).collect();
    let start = Instant::now();
    let mut summary = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        println!("\n== {}/{} {}: {}", index + 1, steps.len(), step.name, step.says);
        let step_start = Instant::now();
        let outcome =
            (step.run)(workspace).map_err(|failure| failed(step, &failure, step_start.elapsed()))?;
        let took = seconds(step_start.elapsed());
        let line = match outcome {
            Outcome::Done => format!("{:10}ok, {took}", step.name),
            Outcome::Skipped(why) => format!("{:10}SKIPPED: {why}", step.name),
        };
        println!("== {line}");
        summary.push(line);
    }
    let all = if steps.len() == STEPS.len() { "all steps passed" } else { "the steps asked for passed" };
    println!("\nci: {all} in {}", seconds(start.elapsed()));
    for line in summary {
        println!("  {line}");
    }
    Ok(())
}

fn failed(step: &Step, failure: &Failure, took: Duration) -> String {
    format!(
        "\nci: step `{name}` FAILED after {took}: {why}\n  command: {command}\n  this step alone: cargo xtask ci --only {name}",
        name = step.name,
        took = seconds(took),
        why = failure.why,
        command = failure.command,
    )
}

fn fmt(workspace: &Workspace) -> Result<Outcome, Failure> {
    component(workspace, "fmt", "rustfmt")?;
    call(workspace, &["fmt", "--all", "--check"], &[])
}

fn tidy(workspace: &Workspace) -> Result<Outcome, Failure> {
    let failed = |why| Failure { command: "cargo xtask tidy".to_owned(), why };
    tidy::run(workspace).map(|()| Outcome::Done).map_err(failed)
}

/// All packages in one build, which takes half the time. It gives every crate the features that its neighbours ask for, and so
/// hides one that forgot its own: `features` finds that.
fn clippy(workspace: &Workspace) -> Result<Outcome, Failure> {
    component(workspace, "clippy", "clippy")?;
    call(workspace, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"], &[])
}

/// Each published package alone, in every set of its features. Clippy and not `cargo check`, because only it can turn the warnings of our crates alone into errors.
fn features(workspace: &Workspace) -> Result<Outcome, Failure> {
    component(workspace, "clippy", "clippy")?;
    let mut ran = false;
    for package in workspace.packages.iter().filter(|package| package.published) {
        for set in feature_sets(package) {
            let features = format!("--features={}", set.join(","));
            let mut arguments = vec!["clippy", "-p", &package.name, "--locked", "--no-default-features"];
            if !set.is_empty() {
                arguments.push(&features);
            }
            arguments.extend(["--", "-D", "warnings"]);
            call(workspace, &arguments, &[])?;
            ran = true;
        }
    }
    Ok(if ran { Outcome::Done } else { Outcome::Skipped("no published crate has features".to_owned()) })
}

fn doc(workspace: &Workspace) -> Result<Outcome, Failure> {
    call(workspace, &["doc", "--workspace", "--no-deps", "--locked"], &[("RUSTDOCFLAGS", "-D warnings")])
}

fn api(workspace: &Workspace) -> Result<Outcome, Failure> {
    let failed = |why| Failure { command: "cargo xtask api".to_owned(), why };
    Ok(match crate::api::compare(workspace, false).map_err(failed)? {
        crate::api::Done::Agrees => Outcome::Done,
        crate::api::Done::Skipped(why) => Outcome::Skipped(why),
    })
}

fn deny(workspace: &Workspace) -> Result<Outcome, Failure> {
    let version = cargo().args(["deny", "--version"]).current_dir(&workspace.root).output();
    if !version.is_ok_and(|output| output.status.success()) {
        let why = "advisories were not looked up: cargo-deny is not installed (`cargo install --locked cargo-deny`); licences, bans and sources are checked by `tidy`";
        return Ok(Outcome::Skipped(why.to_owned()));
    }
    call(workspace, &["deny", "--locked", "check", "bans", "licenses", "sources"], &[])?;
    if call(workspace, &["deny", "fetch", "db"], &[]).is_err() {
        let why = "advisories were not looked up: their database cannot be fetched; licences, bans and sources hold";
        return Ok(Outcome::Skipped(why.to_owned()));
    }
    call(workspace, &["deny", "--locked", "check", "advisories"], &[])
}

fn test(workspace: &Workspace) -> Result<Outcome, Failure> {
    call(workspace, &["test", "--workspace", "--locked"], &[])
}

fn prove(workspace: &Workspace) -> Result<Outcome, Failure> {
    let failed = |why| Failure { command: "cargo xtask prove".to_owned(), why };
    prove::run(workspace, &prove::Options::default()).map(|()| Outcome::Done).map_err(failed)
}

/// Makes sure that a part of the toolchain is there, and fetches it through rustup where it is not.
fn component(workspace: &Workspace, subcommand: &str, component: &str) -> Result<(), Failure> {
    let works = || {
        let output = cargo().args([subcommand, "--version"]).current_dir(&workspace.root).output();
        output.is_ok_and(|output| output.status.success())
    };
    if works() {
        return Ok(());
    }
    println!("$ rustup component add {component}");
    // What rustup itself says when it fails is on the screen already; when there is no rustup, the failure below says it.
    let _ =
        Command::new("rustup").args(["component", "add", component]).current_dir(&workspace.root).status();
    if works() {
        return Ok(());
    }
    Err(Failure {
        command: format!("cargo {subcommand} --version"),
        why: format!("this toolchain has no {component}; install it with `rustup component add {component}`"),
    })
}

/// Runs cargo with its output on the screen.
fn call(workspace: &Workspace, arguments: &[&str], environment: &[(&str, &str)]) -> Result<Outcome, Failure> {
    let place = Place::new(&workspace.root);
    let place = environment.iter().fold(place, |place, (name, value)| place.with(name, value));
    place.show(arguments).map(|()| Outcome::Done)
}

fn feature_sets(package: &Package) -> Vec<Vec<&str>> {
    let features: Vec<&str> =
        package.features.keys().map(String::as_str).filter(|name| *name != "default").collect();
    if features.is_empty() {
        return Vec::new();
    }
    if features.len() <= POWERSET_UP_TO {
        let chosen = |set: usize| (0..features.len()).filter(move |bit| set & (1 << bit) != 0);
        return (0..1 << features.len()).map(|set| chosen(set).map(|bit| features[bit]).collect()).collect();
    }
    let mut sets = vec![Vec::new()];
    sets.extend(features.iter().map(|name| vec![*name]));
    sets.push(features);
    sets
}

fn step_names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Package;

    fn with_features(names: &[&str]) -> Package {
        let features: serde_json::Map<String, serde_json::Value> =
            names.iter().map(|name| ((*name).to_owned(), serde_json::json!([]))).collect();
        Package::read(std::path::Path::new("/w"), &serde_json::json!({ "name": "a", "features": features }))
    }

    #[test]
    fn few_features_are_tried_in_every_set() {
        let package = with_features(&["a", "b", "default"]);
        let expected: Vec<Vec<&str>> = vec![vec![], vec!["a"], vec!["b"], vec!["a", "b"]];
        assert_eq!(feature_sets(&package), expected);
    }

    #[test]
    fn many_features_are_tried_alone_none_and_all() {
        let package = with_features(&["a", "b", "c", "d", "e", "f"]);
        let sets = feature_sets(&package);
        assert_eq!(sets.len(), 1 + 6 + 1);
        assert!(sets.contains(&Vec::new()) && sets.contains(&vec!["d"]));
        assert_eq!(sets.last().map(Vec::len), Some(6));
    }

    #[test]
    fn a_crate_without_features_needs_no_extra_build() {
        assert!(feature_sets(&with_features(&[])).is_empty());
        assert!(feature_sets(&with_features(&["default"])).is_empty());
    }

    #[test]
    fn a_failure_names_the_step_and_the_command() {
        let failure = Failure { command: "cargo fmt --all --check".into(), why: "exit status: 1".into() };
        let text = failed(&STEPS[0], &failure, Duration::from_millis(1500));
        assert!(text.contains("step `fmt` FAILED after 1.5 s: exit status: 1"), "{text}");
        assert!(text.contains("command: cargo fmt --all --check"), "{text}");
        assert!(text.contains("cargo xtask ci --only fmt"), "{text}");
    }
}

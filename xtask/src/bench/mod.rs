//! `cargo xtask bench`: how far the clients are from what the network and the bare libraries allow, as ratios measured
//! side by side in one run. `docs/benchmarks.md` says what each line means.

mod packages;
mod report;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use clap::Args;

use self::report::Row;
use crate::workspace::{Workspace, cargo};

/// The program that measures everything but P12.
const PACKAGE: &str = "license-hub-bench";
/// How it is built: as a program that takes one of the libraries is, when it asks for nothing else.
const PROFILE: &str = "library";
/// The command as it is given to others, without what only shows it off. P11 starts it and P12 weighs it.
const COMMAND: &[&str] = &["--release", "-p", "license-hub-cli", "--no-default-features"];
/// The lines that need the command.
const NEED_COMMAND: &[&str] = &["P11", "P12"];

/// What to measure, and where the result goes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Measure only this line, such as `P2` or `samples`; may be given several times.
    #[arg(long, value_name = "LINE")]
    only: Vec<String>,
    /// Write the result here as JSON.
    ///
    /// Default: `bench.json` in the target folder.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Put the table into `docs/benchmarks.md` as the last run.
    #[arg(long)]
    docs: bool,
}

impl Options {
    fn wants(&self, line: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == line)
    }
}

/// Measures, and prints one table. A bar that is missed is told and is no failure: a benchmark never decides a test.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), String> {
    let mut rows = Vec::new();
    let needs_command = NEED_COMMAND.iter().any(|line| options.wants(line));
    let command = if needs_command { Some(built(workspace, COMMAND)?) } else { None };
    // Without a line of its own it would measure all.
    if options.only.is_empty() || options.only.iter().any(|line| line != "P12") {
        let program = built(workspace, &["--profile", PROFILE, "-p", PACKAGE])?.with_file_name(PACKAGE);
        rows.extend(measured(&program, command.as_deref(), options)?);
    }
    if let Some(command) = command.filter(|_| options.wants("P12")) {
        rows.extend(packages::measure(workspace, &command)?);
    }
    if rows.is_empty() {
        return Err("there is no such line; `docs/benchmarks.md` names them".to_owned());
    }
    println!("{}", report::table(&rows));
    let json = options.json.clone().unwrap_or_else(|| workspace.target.join("bench.json"));
    std::fs::write(&json, report::json(&rows)).map_err(|error| format!("{}: {error}", json.display()))?;
    if options.docs {
        report::into_docs(&workspace.root, &rows)?;
    }
    Ok(())
}

/// Builds, and says where the last of the programs is.
fn built(workspace: &Workspace, arguments: &[&str]) -> Result<PathBuf, String> {
    let output = cargo()
        .args(["build", "--locked", "--message-format=json-render-diagnostics"])
        .args(arguments)
        .current_dir(&workspace.root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo build could not be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo build ended with {}", output.status));
    }
    let told = String::from_utf8_lossy(&output.stdout);
    let mut programs = told.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    programs.next_back().ok_or_else(|| "cargo build made no program".to_owned())
}

/// What the program that measures has found.
fn measured(program: &Path, command: Option<&Path>, options: &Options) -> Result<Vec<Row>, String> {
    let output = std::process::Command::new(program)
        .args(options.only.iter().filter(|line| *line != "P12"))
        .envs(command.map(|command| ("LICENSE_HUB_COMMAND", command)))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!("the measuring ended with {}", output.status));
    }
    String::from_utf8_lossy(&output.stdout).lines().map(Row::read).collect()
}

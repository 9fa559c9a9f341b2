//! `cargo xtask bench`: how far the clients are from what the network and the bare libraries allow, as ratios measured
//! side by side in one run. `docs/benchmarks.md` says what each line means.

mod packages;
mod report;

use std::path::PathBuf;
use std::process::Stdio;

use clap::Args;

use self::report::Row;
use crate::workspace::{Workspace, cargo};

/// The program that measures everything but P12.
const PACKAGE: &str = "license-hub-bench";
/// The command, which P11 starts and P12 weighs.
const COMMAND: &str = "license-hub-cli";
const COMMAND_FILE: &str = "license-hub";
/// The lines that need the command.
const NEED_COMMAND: &[&str] = &["P11"];

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
    let needs_command = NEED_COMMAND.iter().any(|line| options.wants(line));
    // In one go, so that what both need is built once.
    let packages: &[&str] = if needs_command { &["-p", PACKAGE, "-p", COMMAND] } else { &["-p", PACKAGE] };
    let release = built(workspace, packages)?;
    let command = release.join(COMMAND_FILE);
    let mut rows = measured(&release.join(PACKAGE), &command, options)?;
    if options.wants("P12") {
        rows.extend(packages::measure(workspace)?);
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

/// Builds for release, and says where the programs are.
pub(crate) fn built(workspace: &Workspace, arguments: &[&str]) -> Result<PathBuf, String> {
    let output = cargo()
        .args(["build", "--release", "--locked", "--message-format=json-render-diagnostics"])
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
    let program = programs.next_back().ok_or("cargo build made no program")?;
    program.parent().map(PathBuf::from).ok_or_else(|| "a program in no folder".to_owned())
}

/// What the program that measures has found.
fn measured(
    program: &std::path::Path,
    command: &std::path::Path,
    options: &Options,
) -> Result<Vec<Row>, String> {
    // Without a line of its own it would measure all.
    if options.only.iter().any(|line| line == "P12") && options.only.len() == 1 {
        return Ok(Vec::new());
    }
    let output = std::process::Command::new(program)
        .args(options.only.iter().filter(|line| *line != "P12"))
        .env("LICENSE_HUB_COMMAND", command)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!("the measuring ended with {}", output.status));
    }
    String::from_utf8_lossy(&output.stdout).lines().map(Row::read).collect()
}

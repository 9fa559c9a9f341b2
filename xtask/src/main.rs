//! Checks of this workspace: `cargo xtask ci` runs what has to hold before anything lands, `cargo xtask tidy` the
//! rules of the house alone.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for the terminal: printing is its work"
)]

mod api;
mod bench;
mod changelog;
mod ci;
mod command;
mod packages;
mod prove;
mod publish;
mod tidy;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Checks of the license-hub workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything that has to hold before a change lands. Stops at the first step that fails.
    Ci(ci::Options),
    /// The proof by ledger: random operations and faults, and what the clients say against what was charged.
    Prove(prove::Options),
    /// The rules of the house alone. Reports everything that breaks one.
    Tidy {
        /// List the rules and check none.
        #[arg(long)]
        list: bool,
    },
    /// What the libraries offer, against what `docs/api` says of them.
    Api {
        /// Write it down anew.
        #[arg(long)]
        bless: bool,
    },
    /// What is packed for the registry: each package holds what belongs into it, and passes its tests by itself.
    PackageCheck,
    /// Publishes what is not up yet, and tags it. A dry run unless told to execute.
    Publish(publish::Options),
    /// How far the clients are from what the network and the bare libraries allow.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = load().and_then(|workspace| match arguments.command {
        Command::Ci(options) => ci::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::Prove(options) => prove::run(&workspace, &options),
        Command::Tidy { list: true } => {
            tidy::list();
            Ok(())
        }
        Command::Tidy { list: false } => tidy::run(&workspace),
        Command::Api { bless } => api::run(&workspace, bless),
        Command::PackageCheck => packages::check(&workspace),
        Command::Publish(options) => publish::run(&workspace, &options),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the workspace this program was built from, wherever in it the command was typed.
fn load() -> Result<Workspace, String> {
    let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
        Some(xtask) => PathBuf::from(xtask),
        None => std::env::current_dir().map_err(|error| format!("the current folder: {error}"))?,
    };
    Workspace::load(&start)
}

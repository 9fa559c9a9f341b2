//! The command `license-hub`: buys and looks after control-panel licences, safely with money.

mod account;
mod app;
mod apply;
mod cli;
mod commands;
mod config;
mod confirm;
mod csv_file;
#[cfg(feature = "demo")]
mod demo;
mod drift;
mod exit;
mod inventory;
mod journal;
mod license;
mod log;
mod outcome;
mod output;
mod parallel;
mod plan;
mod private;
mod several;
mod spend;
mod stop;
mod vendors;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}

//! The command `license-hub`: buys and looks after control-panel licences, safely with money.

mod app;
mod cli;
mod commands;
mod config;
mod confirm;
#[cfg(feature = "demo")]
mod demo;
#[cfg(test)]
mod drift;
mod exit;
mod log;
mod output;
mod parallel;
mod spend;
mod state;
mod stop;
mod vendors;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}

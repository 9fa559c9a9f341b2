//! `completions`: what a shell needs to complete the command line.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::app::App;
use crate::cli::Cli;
use crate::exit::Failure;

const AFTER: &str = "\
Example:
  license-hub completions bash > ~/.local/share/bash-completion/completions/license-hub";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "license-hub", &mut script);
    app.out.data(&String::from_utf8_lossy(&script))
}

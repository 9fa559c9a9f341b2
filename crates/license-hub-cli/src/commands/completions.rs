//! `completions`: what a shell needs to complete the command line.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::app::App;
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

/// Writes what completes this command line.
pub(crate) fn run(app: &App, arguments: &Arguments, mut command: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "license-hub", &mut script);
    app.out.data(&String::from_utf8_lossy(&script))
}

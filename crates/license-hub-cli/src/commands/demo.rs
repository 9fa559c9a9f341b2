//! `demo`: a provider's day against fake vendors on this machine.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use license_sandbox::{Options, Sandbox, StartDate};

use crate::app::App;
use crate::demo::{self, softaculous};
use crate::exit::Failure;
use crate::private;
use crate::stop;

const AFTER: &str = "\
Examples:
  license-hub demo
  license-hub demo --keep
  license-hub demo --keep --config-out ./demo.toml

It talks HTTP to this machine only, and nothing in it is real. Exit code 0 only if everything went as it should.
Without --keep nothing is written to the disk.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// Leaves the fake vendors running until Ctrl-C, and writes a configuration for them
    #[arg(long)]
    keep: bool,
    /// Where that configuration goes; without it, into a new temporary folder
    #[arg(long, value_name = "FILE", requires = "keep")]
    config_out: Option<PathBuf>,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    // Whoever goes on typing commands works with the date of the machine.
    let date = if arguments.keep { StartDate::System } else { StartDate::DEFAULT };
    let sandbox = Sandbox::start(Options::default().date(date)).map_err(|error| {
        Failure::not_sent(format!("the fake vendors cannot be started on this machine: {error}"))
    })?;
    demo::day(app, &sandbox)?;
    if arguments.keep { keep(app, &sandbox, arguments.config_out.as_deref()) } else { Ok(()) }
}

fn keep(app: &App, sandbox: &Sandbox, given: Option<&Path>) -> Result<(), Failure> {
    let cannot = |path: &Path, error: std::io::Error| {
        Failure::usage(format!(
            "{} cannot be written: {error}; name another with --config-out",
            path.display()
        ))
    };
    // Removed again in the end, with what lies in it.
    let folder = match given {
        Some(_) => None,
        None => Some(
            tempfile::Builder::new()
                .prefix("license-hub-demo-")
                .tempdir()
                .map_err(|error| cannot(&std::env::temp_dir(), error))?,
        ),
    };
    let path = match (given, &folder) {
        (Some(path), _) => path.to_owned(),
        (None, Some(folder)) => folder.path().join("config.toml"),
        (None, None) => return Err(Failure::usage("name a file with --config-out")),
    };
    let text = format!(
        "# For the fake vendors of `license-hub demo --keep`. Nothing in it is secret.\n\n{}",
        demo::config(sandbox)
    );
    let written = private::create(&path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| cannot(&path, error))?;
    app.out.text(&format!(
        "\nThe fake vendors stay until Ctrl-C. In another terminal:\n\n    \
         export LICENSE_HUB_CONFIG={path}\n    \
         license-hub list --details\n    \
         license-hub renew {account} 203.0.113.13 --term 1M --dry-run\n    \
         license-hub order ispmanager demo-isp --tariff lite --ip 203.0.113.190 --name web-190 --period 1 \
         --auto-renew off --wait 1s\n\n\
         What was charged: http://{address}/_sandbox/ledger",
        path = path.display(),
        account = softaculous::ACCOUNT,
        address = sandbox.address(),
    ))?;
    stop::wait();
    Ok(())
}

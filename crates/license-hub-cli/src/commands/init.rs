//! `init`: writes a configuration to begin with.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::app::App;
use crate::config::TEMPLATE;
use crate::exit::Failure;
use crate::private;

const AFTER: &str = "\
Examples:
  license-hub init
  license-hub init ./license-hub.toml

A file that is there is never overwritten.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// Where to; without it, where the configuration is looked for
    path: Option<PathBuf>,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let path = match &arguments.path {
        Some(path) => path.clone(),
        None => app.config_path()?,
    };
    let cannot = |error: std::io::Error| {
        Failure::usage(match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                format!("{} is there already and was left as it is; name another path", path.display())
            }
            _ => format!("{} cannot be written: {error}; name another path", path.display()),
        })
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(cannot)?;
    }
    let mut file = private::create(&path).map_err(cannot)?;
    file.write_all(TEMPLATE.as_bytes()).and_then(|()| file.sync_all()).map_err(cannot)?;
    app.out.note(&format!(
        "Wrote {}. Uncomment an account in it, then run `license-hub accounts check`.",
        path.display()
    ));
    Ok(())
}

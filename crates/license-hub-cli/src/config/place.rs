//! Where the configuration and the state lie, on each system.

use std::env::var_os;
use std::path::PathBuf;

use crate::exit::Failure;

/// The configuration: the given one, else `$LICENSE_HUB_CONFIG`, else the user's own.
pub(crate) fn config_path(given: Option<PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(path) = given.or_else(|| filled("LICENSE_HUB_CONFIG")) {
        return Ok(path);
    }
    let folder = folders().config.ok_or_else(|| {
        Failure::usage("no home folder is set to find the configuration in; name it with --config")
    })?;
    Ok(folder.join("license-hub").join("config.toml"))
}

/// Where the journal lies: the given folder, else `$LICENSE_HUB_STATE`, else the user's own.
pub(crate) fn state_dir(given: Option<PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(path) = given.or_else(|| filled("LICENSE_HUB_STATE")) {
        return Ok(path);
    }
    let folder = folders().state.ok_or_else(|| {
        Failure::usage("no home folder is set to keep what was sent in; name a folder with --state-dir")
    })?;
    Ok(folder.join("license-hub"))
}

struct Folders {
    config: Option<PathBuf>,
    state: Option<PathBuf>,
}

fn folders() -> Folders {
    let home = || filled(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    if cfg!(windows) {
        Folders { config: filled("APPDATA"), state: filled("LOCALAPPDATA") }
    } else if cfg!(target_os = "macos") {
        let support = home().map(|home| home.join("Library").join("Application Support"));
        Folders { config: support.clone(), state: support }
    } else {
        Folders {
            config: xdg("XDG_CONFIG_HOME").or_else(|| Some(home()?.join(".config"))),
            state: xdg("XDG_STATE_HOME").or_else(|| Some(home()?.join(".local").join("state"))),
        }
    }
}

fn filled(name: &str) -> Option<PathBuf> {
    var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// A relative path there is to be ignored, says the specification.
fn xdg(name: &str) -> Option<PathBuf> {
    filled(name).filter(|path| path.is_absolute())
}

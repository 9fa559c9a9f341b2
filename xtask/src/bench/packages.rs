//! P12: what it costs to take a vendor crate into one's tree, and how large the command is.

use std::path::Path;

use super::report::Row;
use crate::tidy::{VENDOR_CRATES, crates};
use crate::workspace::{Workspace, cargo};

/// A vendor crate brings no more crates than this, itself included.
const CRATES: u32 = 48;
/// The vendor crate that is built: the one that needs most.
const BUILT: &str = "billmgr-client";
/// What anybody needs who writes such a client by hand, with texts for dates and money. The features are those that the
/// workspace asks for.
const GIVEN: &[&str] = &["ureq", "serde", "serde_json", "serde_urlencoded", "roxmltree", "thiserror"];
const MOST_MEGABYTES: f64 = 6.0;

pub(super) fn measure(workspace: &Workspace, command: &Path) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for name in VENDOR_CRATES {
        let count = crates(workspace, name, &[])?.len();
        let counts = (f64::from(u32::try_from(count).unwrap_or(u32::MAX)), f64::from(CRATES));
        rows.push(Row::at_most(
            "P12",
            format!("crates in the tree of {name}"),
            "",
            counts,
            "as many as allowed",
            1.0,
        ));
    }
    rows.push(build(workspace)?);
    rows.push(size(command)?);
    Ok(rows)
}

/// Both built from nothing. Processor time, which other programs on the machine disturb less.
fn build(workspace: &Workspace) -> Result<Row, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let bare = folder.path().join("bare");
    write_bare(workspace, &bare)?;
    let limit = seconds_to_build(&bare, &folder.path().join("limit"), &["--release"])?;
    // Both as cargo builds for release when it is told nothing else.
    let arguments = ["--profile", super::PROFILE, "-p", BUILT];
    let ours = seconds_to_build(&workspace.root, &folder.path().join("ours"), &arguments)?;
    let what = format!("a clean release build of {BUILT}");
    Ok(Row::at_most("P12", what, "CPU s", (ours, limit), "of the bare libraries a client is made with", 1.2))
}

/// A package that needs the given libraries and does nothing.
fn write_bare(workspace: &Workspace, folder: &Path) -> Result<(), String> {
    let read = |file: &str| {
        std::fs::read_to_string(workspace.root.join(file)).map_err(|error| format!("{file}: {error}"))
    };
    let manifest: toml::Table =
        read("Cargo.toml")?.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    let shared = &manifest["workspace"]["dependencies"];
    let mut given = toml::Table::new();
    for name in GIVEN {
        let wanted = shared.get(name).ok_or_else(|| format!("Cargo.toml has no `{name}`"))?;
        given.insert((*name).to_owned(), wanted.clone());
    }
    let package = toml::toml! {
        name = "bare"
        version = "0.0.0"
        edition = "2024"
    };
    let mut bare = toml::Table::new();
    bare.insert("package".to_owned(), package.into());
    // A workspace of its own, wherever it lies.
    bare.insert("workspace".to_owned(), toml::Table::new().into());
    bare.insert("dependencies".to_owned(), given.into());
    let write = || {
        std::fs::create_dir_all(folder.join("src"))?;
        std::fs::write(folder.join("src/lib.rs"), "")?;
        std::fs::write(folder.join("Cargo.toml"), bare.to_string())?;
        // The same versions as ours.
        std::fs::copy(workspace.root.join("Cargo.lock"), folder.join("Cargo.lock"))
    };
    write().map(|_| ()).map_err(|error| format!("{}: {error}", folder.display()))
}

fn seconds_to_build(folder: &Path, target: &Path, arguments: &[&str]) -> Result<f64, String> {
    let before = children_seconds()?;
    let status = cargo()
        .args(["build", "--quiet", "--target-dir"])
        .arg(target)
        .args(arguments)
        .current_dir(folder)
        .env_remove("CARGO_TARGET_DIR")
        .status()
        .map_err(|error| format!("cargo build could not be started: {error}"))?;
    if !status.success() {
        return Err(format!("cargo build in {} ended with {status}", folder.display()));
    }
    Ok(children_seconds()? - before)
}

/// The processor time of all programs that this one has started and that have ended.
fn children_seconds() -> Result<f64, String> {
    let stat =
        std::fs::read_to_string("/proc/self/stat").map_err(|error| format!("/proc/self/stat: {error}"))?;
    // Behind the name, which may hold blanks: the state is the first, both times are the 14th and 15th.
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    let fields: Vec<f64> =
        behind.split_whitespace().skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    match fields[..] {
        // A hundred ticks a second on every Linux.
        [user, system] => Ok((user + system) / 100.0),
        _ => Err("/proc/self/stat is of no form that is known".to_owned()),
    }
}

/// The command as it is given to others, without the sandbox.
fn size(command: &Path) -> Result<Row, String> {
    let bytes = std::fs::metadata(command).map_err(|error| format!("{}: {error}", command.display()))?.len();
    let megabytes = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6;
    let sizes = (megabytes, MOST_MEGABYTES);
    Ok(Row::at_most(
        "P12",
        "the command, stripped, without the sandbox",
        "MB",
        sizes,
        "as much as allowed",
        1.0,
    ))
}

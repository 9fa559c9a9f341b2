//! The packages as they would be uploaded: made, looked into, and built and tested away from the workspace.

mod contents;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use tar::Archive;

use crate::command::Place;
use crate::workspace::{Package, Workspace};

pub(crate) use self::contents::belongs;

/// As the manifest of the workspace sets it; with another profile a package by itself would have all its dependencies
/// built a second time.
pub(crate) const PROFILE: &str = "profile.dev.debug=\"line-tables-only\"";

/// A package's archive and what is in it, by its path in the package.
pub(crate) struct Packed<'a> {
    pub(crate) package: &'a Package,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    archive: PathBuf,
}

/// `cargo xtask package-check`: each package holds what belongs into it, and passes its tests by itself.
pub(crate) fn check(workspace: &Workspace) -> Result<(), String> {
    check_at(workspace, &Place::new(&workspace.root))
}

fn check_at(workspace: &Workspace, place: &Place) -> Result<(), String> {
    let packed = pack(workspace, place, Tree::AnyState, None)?;
    contents(&packed)?;
    test_apart(workspace, place, &packed)?;
    println!("package-check: {} packages hold what belongs into them and pass their tests", packed.len());
    Ok(())
}

/// Whether what is packed has to be committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tree {
    Clean,
    AnyState,
}

/// Packs every published crate and reads the archives. Nothing is built.
pub(crate) fn pack<'a>(
    workspace: &'a Workspace,
    place: &Place,
    tree: Tree,
    registry: Option<&str>,
) -> Result<Vec<Packed<'a>>, String> {
    let mut arguments = ["package", "--no-verify", "--locked", "--quiet"].map(str::to_owned).to_vec();
    if tree == Tree::AnyState {
        arguments.push("--allow-dirty".to_owned());
    }
    arguments.extend(registry.map(|name| format!("--registry={name}")));
    let published: Vec<&Package> = workspace.packages.iter().filter(|package| package.published).collect();
    for package in &published {
        arguments.extend(["-p".to_owned(), package.name.clone()]);
    }
    place.show(&arguments)?;
    published.into_iter().map(|package| Packed::read(workspace, package)).collect()
}

/// Fails with every file that does not belong into a package, and every one that is missing.
pub(crate) fn contents(packed: &[Packed<'_>]) -> Result<(), String> {
    let faults: Vec<String> = packed
        .iter()
        .flat_map(|packed| {
            let faults = contents::faults(packed.files.keys().map(String::as_str));
            faults.into_iter().map(|fault| format!("the package of {}: {fault}", packed.package.name))
        })
        .collect();
    for packed in packed {
        let size: usize = packed.files.values().map(Vec::len).sum();
        println!(
            "{} {}: {} files, {} KiB",
            packed.package.name,
            packed.package.version,
            packed.files.len(),
            size / 1024
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Unpacks all packages into a folder outside of the workspace and tests each there, on its own.
fn test_apart(workspace: &Workspace, place: &Place, packed: &[Packed<'_>]) -> Result<(), String> {
    let apart = tempfile::tempdir().map_err(|error| format!("cannot make a temporary folder: {error}"))?;
    for packed in packed {
        packed.unpack(apart.path())?;
    }
    // The dependencies that were built for the workspace are used again.
    let target = format!("--target-dir={}", workspace.target.display());
    for packed in packed {
        let mut arguments = vec!["test".to_owned(), "--quiet".to_owned(), target.clone()];
        arguments.extend(config(PROFILE));
        for sister in workspace.sisters(packed.package) {
            let folder =
                toml::Value::from(apart.path().join(sister.archived()).to_string_lossy().into_owned());
            arguments.extend(config(&format!("patch.crates-io.{}.path={folder}", sister.name)));
        }
        println!("\n== {} {}", packed.package.name, packed.package.version);
        place.at(&apart.path().join(packed.package.archived())).show(&arguments)?;
    }
    Ok(())
}

fn config(setting: &str) -> [String; 2] {
    ["--config".to_owned(), setting.to_owned()]
}

impl<'a> Packed<'a> {
    fn read(workspace: &Workspace, package: &'a Package) -> Result<Self, String> {
        let name = package.archived();
        let archive = workspace.target.join("package").join(format!("{name}.crate"));
        let mut files = BTreeMap::new();
        let failed = |error: std::io::Error| format!("{}: {error}", archive.display());
        for entry in open(&archive).map_err(failed)?.entries().map_err(failed)? {
            let mut entry = entry.map_err(failed)?;
            let path = entry.path().map_err(failed)?.to_string_lossy().into_owned();
            let path = path.strip_prefix(&format!("{name}/")).unwrap_or(&path).to_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(failed)?;
            files.insert(path, bytes);
        }
        Ok(Self { package, files, archive })
    }

    fn unpack(&self, into: &Path) -> Result<(), String> {
        let unpacked = open(&self.archive).and_then(|mut archive| archive.unpack(into));
        unpacked.map_err(|error| format!("{}: {error}", self.archive.display()))
    }
}

fn open(archive: &Path) -> std::io::Result<Archive<GzDecoder<File>>> {
    Ok(Archive::new(GzDecoder::new(File::open(archive)?)))
}

#[cfg(test)]
mod tests;

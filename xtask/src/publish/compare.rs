//! Whether a package that was made now is the one that is up.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::packages::Packed;
use crate::workspace::relative;

/// Says which commit a package was made from.
const MADE_FROM: &str = ".cargo_vcs_info.json";
/// Differ though nothing was changed: the commit, the versions of the day, comments in the manifest, a mark of cargo's.
const NOT_COMPARED: &[&str] = &[MADE_FROM, "Cargo.lock", "Cargo.toml.orig", ".cargo-ok"];

/// The files that differ between what was packed and what was published.
pub(super) fn differences(packed: &Packed<'_>, published: &Path) -> Result<Vec<String>, String> {
    let mut theirs = BTreeMap::new();
    collect(published, published, &mut theirs)
        .map_err(|error| format!("publish: {}: {error}", published.display()))?;
    let names: BTreeSet<&String> = packed.files.keys().chain(theirs.keys()).collect();
    let differs = |name: &&String| {
        !NOT_COMPARED.contains(&name.as_str()) && packed.files.get(*name) != theirs.get(*name)
    };
    Ok(names.into_iter().filter(differs).cloned().collect())
}

/// The commit that a published package says it was made from.
pub(super) fn made_from(published: &Path) -> Option<String> {
    let text = fs::read_to_string(published.join(MADE_FROM)).ok()?;
    let info: Value = serde_json::from_str(&text).ok()?;
    info["git"]["sha1"].as_str().map(str::to_owned)
}

fn collect(root: &Path, dir: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            files.insert(relative(root, &path), fs::read(&path)?);
        }
    }
    Ok(())
}

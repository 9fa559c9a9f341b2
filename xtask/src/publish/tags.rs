//! What git knows: whether the tree is clean, and which commit a published version was made from.

use crate::command::Place;
use crate::workspace::Package;

/// Fails and names what is not committed.
pub(super) fn clean(place: &Place) -> Result<(), String> {
    let changed = place.git(&["status", "--porcelain"])?;
    if changed.is_empty() {
        return Ok(());
    }
    Err(format!("publish: what is published has to be committed; this is not:\n{}", changed.trim_end()))
}

/// The commit that is checked out.
pub(super) fn head(place: &Place) -> Result<String, String> {
    Ok(place.git(&["rev-parse", "HEAD"])?.trim().to_owned())
}

/// The tag of a package's version, as in `license-wire-v0.1.0`.
pub(super) fn name(package: &str, version: &str) -> String {
    format!("{package}-v{version}")
}

/// The commit a tag stands on, if it exists.
pub(super) fn commit(place: &Place, tag: &str) -> Option<String> {
    let commit = format!("refs/tags/{tag}^{{commit}}");
    place.git(&["rev-parse", "--verify", "--quiet", &commit]).ok().map(|commit| commit.trim().to_owned())
}

/// Tags the commit that a package's version was made from; gives the tag if it is new.
pub(super) fn make(place: &Place, package: &Package, made_from: &str) -> Result<Option<String>, String> {
    let tag = name(&package.name, &package.version);
    match commit(place, &tag) {
        Some(commit) if commit == made_from => Ok(None),
        Some(commit) => Err(format!(
            "publish: the tag {tag} stands on {commit}, but what is up was made from {made_from}"
        )),
        None => {
            let message = format!("{} {}", package.name, package.version);
            place.git(&["tag", "--annotate", "--message", &message, &tag, made_from])?;
            Ok(Some(tag))
        }
    }
}

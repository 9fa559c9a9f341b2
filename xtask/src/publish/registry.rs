//! What the registry has of us. Cargo is asked, because it alone knows the registries, mirrors, proxies and tokens of
//! this machine: a package that depends on the crate is resolved, and the crate downloaded.

use std::fs;
use std::path::PathBuf;

use semver::Version;
use serde_json::Value;

use super::Shop;

/// A version that is up.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) version: Version,
    /// Where cargo unpacked it.
    pub(super) folder: PathBuf,
}

/// The newest version of this crate that meets a requirement, if any does.
///
/// Versions that were yanked are not seen. Cargo refuses to publish one of them again.
pub(super) fn newest(shop: &Shop<'_>, name: &str, requirement: &str) -> Result<Option<Published>, String> {
    let folder = shop.workspace.target.join("publish/asks");
    let failed = |error: std::io::Error| format!("publish: {}: {error}", folder.display());
    fs::create_dir_all(folder.join("src")).map_err(failed)?;
    fs::write(folder.join("src/lib.rs"), "").map_err(failed)?;
    let registry = shop.registry.as_deref().map(|name| format!(", registry = {name:?}")).unwrap_or_default();
    // Resolver 2 does not prefer what fits an old compiler.
    let manifest = format!(
        "[package]\nname = \"asks\"\nversion = \"0.0.0\"\nedition = \"2021\"\npublish = false\n\n[workspace]\nresolver = \"2\"\n\n[dependencies]\n{name} = {{ version = {requirement:?}{registry} }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
    // With our lock file the dependencies are those that are here already.
    fs::copy(shop.workspace.root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
    match shop.place.at(&folder).cargo(&["metadata", "--format-version=1", "--quiet"]) {
        Ok(metadata) => read(&metadata, name).map(Some),
        Err(failure) if is_absent(&failure.why) => Ok(None),
        Err(failure) => Err(format!(
            "publish: the registry did not say what it has of `{name}`\n{}",
            String::from(failure)
        )),
    }
}

/// Cargo's words for a crate, and for a version, that the registry has not.
fn is_absent(why: &str) -> bool {
    why.contains("no matching package named")
        || why.contains("failed to select a version for the requirement")
}

fn read(metadata: &str, name: &str) -> Result<Published, String> {
    let strange = || format!("publish: cargo metadata did not say where it put `{name}`");
    let metadata: Value = serde_json::from_str(metadata).map_err(|_| strange())?;
    let packages = metadata["packages"].as_array().ok_or_else(strange)?;
    let package = packages.iter().find(|package| package["name"] == name).ok_or_else(strange)?;
    let manifest = PathBuf::from(package["manifest_path"].as_str().ok_or_else(strange)?);
    let version = package["version"].as_str().and_then(|version| version.parse().ok()).ok_or_else(strange)?;
    Ok(Published { version, folder: manifest.parent().ok_or_else(strange)?.to_owned() })
}

//! What cargo says about the workspace: its members, and what each of their manifests declares.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The workspace and its members, in the order of their names.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) packages: Vec<Package>,
}

/// One member.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Whether `cargo publish` would take it.
    pub(crate) published: bool,
    pub(crate) features: BTreeMap<String, Vec<String>>,
}

impl Workspace {
    /// Asks cargo for the workspace that holds `start`. Nothing is resolved or downloaded.
    pub(crate) fn load(start: &Path) -> Result<Self, String> {
        let output = cargo()
            .args(["metadata", "--format-version", "1", "--no-deps"])
            .current_dir(start)
            .output()
            .map_err(|error| format!("cannot run cargo metadata: {error}"))?;
        if !output.status.success() {
            return Err(format!("cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr)));
        }
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("cannot read what cargo metadata says: {error}"))?;
        let root = PathBuf::from(text(&metadata["workspace_root"]));
        let mut packages: Vec<Package> =
            list(&metadata["packages"]).iter().map(|package| Package::read(&root, package)).collect();
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { root, packages })
    }
}

impl Package {
    pub(crate) fn read(_root: &Path, fields: &Value) -> Self {
        Self {
            name: text(&fields["name"]).to_owned(),
            published: fields["publish"].as_array().is_none_or(|registries| !registries.is_empty()),
            features: fields["features"].as_object().map(read_features).unwrap_or_default(),
        }
    }
}

/// The cargo that runs us, so that every step uses one toolchain.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn read_features(features: &serde_json::Map<String, Value>) -> BTreeMap<String, Vec<String>> {
    let enabled = |value: &Value| list(value).iter().map(|name| text(name).to_owned()).collect();
    features.iter().map(|(name, value)| (name.clone(), enabled(value))).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

//! What cargo says about the workspace: its members, and what each of their manifests declares.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::command::Place;

/// The workspace and its members, in the order of their names.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
}

/// One member.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The folder, from the root, with `/` between its parts.
    pub(crate) dir: String,
    /// Whether `cargo publish` would take it.
    pub(crate) published: bool,
    /// The library's root file, from the workspace root.
    pub(crate) library: Option<String>,
    /// What the documentation of its library and its binaries is filed under.
    pub(crate) documented: BTreeSet<String>,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    fields: Value,
}

/// A line of a manifest that asks for another crate.
#[derive(Debug)]
pub(crate) struct Dependency {
    /// The crate's own name, also where the manifest renames it.
    pub(crate) name: String,
    /// `normal`, `dev` or `build`.
    pub(crate) kind: String,
}

impl Workspace {
    /// Asks cargo for the workspace that holds `start`. Nothing is resolved or downloaded.
    pub(crate) fn load(start: &Path) -> Result<Self, String> {
        Self::load_from(&Place::new(start))
    }

    /// The same, in another environment.
    pub(crate) fn load_from(place: &Place) -> Result<Self, String> {
        let metadata = place.cargo(&["metadata", "--format-version=1", "--no-deps"])?;
        let metadata: Value = serde_json::from_str(&metadata)
            .map_err(|error| format!("cannot read what cargo metadata says: {error}"))?;
        let root = PathBuf::from(text(&metadata["workspace_root"]));
        let mut packages: Vec<Package> =
            list(&metadata["packages"]).iter().map(|package| Package::read(&root, package)).collect();
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { target: PathBuf::from(text(&metadata["target_directory"])), root, packages })
    }

    /// The other members that this one needs, for its tests too, and those that they need.
    pub(crate) fn sisters(&self, package: &Package) -> Vec<&Package> {
        let mut found: Vec<&Package> = Vec::new();
        let mut next = vec![package];
        while let Some(package) = next.pop() {
            let members = package.dependencies.iter().filter_map(|dependency| self.package(&dependency.name));
            for member in members {
                if !found.iter().any(|known| known.name == member.name) {
                    found.push(member);
                    next.push(member);
                }
            }
        }
        found
    }

    /// The member of this name.
    pub(crate) fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }

    /// The member whose folder holds this file.
    pub(crate) fn package_of(&self, file: &str) -> Option<&Package> {
        // One member may lie in the folder of another.
        self.packages
            .iter()
            .filter(|package| {
                file.strip_prefix(package.dir.as_str()).is_some_and(|rest| rest.starts_with('/'))
            })
            .max_by_key(|package| package.dir.len())
    }
}

impl Package {
    pub(crate) fn read(root: &Path, fields: &Value) -> Self {
        let manifest = PathBuf::from(text(&fields["manifest_path"]));
        let targets = list(&fields["targets"]);
        let library = targets.iter().find(|target| {
            list(&target["kind"]).iter().any(|kind| matches!(text(kind), "lib" | "rlib" | "proc-macro"))
        });
        Self {
            name: text(&fields["name"]).to_owned(),
            version: text(&fields["version"]).to_owned(),
            dir: manifest.parent().map(|dir| relative(root, dir)).unwrap_or_default(),
            published: fields["publish"].as_array().is_none_or(|registries| !registries.is_empty()),
            library: library.map(|target| relative(root, Path::new(text(&target["src_path"])))),
            documented: targets.iter().filter(|target| is_documented(target)).map(doc_name).collect(),
            dependencies: list(&fields["dependencies"]).iter().map(Dependency::read).collect(),
            features: fields["features"].as_object().map(read_features).unwrap_or_default(),
            fields: fields.clone(),
        }
    }

    /// The manifest, from the workspace root.
    pub(crate) fn manifest(&self) -> String {
        self.file("Cargo.toml")
    }

    /// From the workspace root.
    pub(crate) fn changelog(&self) -> String {
        self.file("CHANGELOG.md")
    }

    /// The oldest Rust that it says it builds with.
    pub(crate) fn rust_version(&self) -> Option<&str> {
        self.fields["rust_version"].as_str()
    }

    /// A file of this member, from the workspace root.
    pub(crate) fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.dir)
    }

    /// The name of its archive and of the folder in it.
    pub(crate) fn archived(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// The text that its public API is written down in, from the workspace root.
    pub(crate) fn api_text(&self) -> String {
        format!("docs/api/{}.txt", self.name)
    }

    /// Whether the manifest fills this field, itself or from the workspace.
    pub(crate) fn declares(&self, field: &str) -> bool {
        match &self.fields[field] {
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(values) => !values.is_empty(),
            _ => false,
        }
    }
}

impl Dependency {
    fn read(fields: &Value) -> Self {
        Self {
            name: text(&fields["name"]).to_owned(),
            kind: fields["kind"].as_str().unwrap_or("normal").to_owned(),
        }
    }
}

/// The cargo that runs us, so that every step uses one toolchain.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A path from the root, written with `/` on every system.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn is_documented(target: &Value) -> bool {
    target["doc"].as_bool().unwrap_or_default()
}

fn doc_name(target: &Value) -> String {
    text(&target["name"]).replace('-', "_")
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

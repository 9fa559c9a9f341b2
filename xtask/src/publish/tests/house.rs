//! A small workspace laid out like this one, in git, with a cargo home and a target folder of its own.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;

use super::registry::Registry;
use crate::command::Place;
use crate::publish::Shop;
use crate::workspace::Workspace;

pub(super) struct House {
    dir: tempfile::TempDir,
    pub(super) place: Place,
    /// How often the checks were run.
    pub(super) checked: Cell<usize>,
}

const ROOT: &str = r#"[workspace]
resolver = "3"
members = ["crates/*", "tests"]

[workspace.package]
edition = "2024"
license = "MIT"
repository = "https://example.com/house"

[workspace.dependencies]
wire = { path = "crates/wire", version = "0.1.0", registry = "local" }
noc = { path = "crates/noc", version = "0.1.0", registry = "local" }
"#;

impl House {
    /// Three crates at 0.1.0, dated and committed, and tests that are not published. By name they stand in the
    /// reverse of the order in which they need one another.
    pub(super) fn new(registry: &Registry) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let place = Place::new(&dir.path().join("house"))
            .silent()
            .with("CARGO_HOME", &path("home"))
            .with("CARGO_TARGET_DIR", &path("target"))
            .with("CARGO_REGISTRIES_LOCAL_INDEX", &format!("sparse+{}/index/", registry.server.url()))
            .with("CARGO_REGISTRIES_LOCAL_TOKEN", "made-up")
            .with("CARGO_NET_RETRY", "0")
            .with("GIT_CONFIG_GLOBAL", &path("gitconfig"));
        let house = Self { dir, place, checked: Cell::new(0) };
        house.write("../gitconfig", "[user]\nname = Test\nemail = test@example.com\n");
        house.write("Cargo.toml", ROOT);
        house.member("wire", "");
        house.member("noc", "wire.workspace = true\n");
        house.member(
            "hub",
            "noc.workspace = true\n\n[dev-dependencies]\nhouse-tests = { path = \"../../tests\" }\n",
        );
        house.write(
            "tests/Cargo.toml",
            "[package]\nname = \"house-tests\"\nversion = \"0.0.0\"\npublish = false\nedition = \"2024\"\n",
        );
        house.write("tests/src/lib.rs", "");
        house.place.git(&["init", "--quiet"]).unwrap();
        house.place.cargo(&["generate-lockfile", "--quiet"]).unwrap();
        house.commit();
        house
    }

    fn member(&self, name: &str, dependencies: &str) {
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.1.0\"\ndescription = \"A crate.\"\nedition.workspace = true\nlicense.workspace = true\nrepository.workspace = true\n\n[dependencies]\n{dependencies}"
        );
        self.write(&format!("crates/{name}/Cargo.toml"), &manifest);
        self.write(&format!("crates/{name}/src/lib.rs"), "pub fn a() {}\n");
        self.write(
            &format!("crates/{name}/CHANGELOG.md"),
            "# Changelog\n\n## 0.1.0 (2026-03-31)\n\nThe first.\n",
        );
        self.write(&format!("docs/api/{name}.txt"), "pub fn a()\n");
        for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            self.write(&format!("crates/{name}/{file}"), "A text.\n");
        }
    }

    /// Publishes, or only tries to, with checks that pass.
    pub(super) fn publish(&self, execute: bool) -> Result<(), String> {
        self.publish_if(execute, &Ok(()))
    }

    pub(super) fn publish_if(&self, execute: bool, checks: &Result<(), String>) -> Result<(), String> {
        self.in_shop(|shop| {
            shop.publish(execute, &|_| {
                self.checked.set(self.checked.get() + 1);
                checks.clone()
            })
        })
    }

    pub(super) fn in_shop<T>(&self, act: impl FnOnce(&Shop<'_>) -> T) -> T {
        let workspace = Workspace::load_from(&self.place).unwrap();
        let registry = Some("local".to_owned());
        act(&Shop { workspace: &workspace, place: self.place.clone(), registry })
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces what must be there.
    pub(super) fn edit(&self, file: &str, from: &str, to: &str) {
        let before = fs::read_to_string(self.path().join(file)).unwrap();
        assert!(before.contains(from), "{file} has no {from:?}");
        self.write(file, &before.replacen(from, to, 1));
    }

    /// Raises a crate's version, with a section of the changelog for it.
    pub(super) fn raise(&self, name: &str, to: &str, day: &str) {
        self.edit(&format!("crates/{name}/Cargo.toml"), "version = \"0.1.0\"", &format!("version = {to:?}"));
        let section = format!("## {to} ({day})\n\nMore.\n\n## 0.1.0");
        self.edit(&format!("crates/{name}/CHANGELOG.md"), "## 0.1.0", &section);
        self.place.cargo(&["update", "--workspace", "--quiet"]).unwrap();
    }

    /// Commits everything and gives the commit.
    pub(super) fn commit(&self) -> String {
        self.place.git(&["add", "--all"]).unwrap();
        self.place.git(&["commit", "--quiet", "--message", "house: a commit"]).unwrap();
        self.head()
    }

    pub(super) fn head(&self) -> String {
        self.place.git(&["rev-parse", "HEAD"]).unwrap().trim().to_owned()
    }

    /// Each tag and the commit it stands on.
    pub(super) fn tags(&self) -> Vec<(String, String)> {
        let tags = self.place.git(&["tag", "--list", "--format=%(refname:short) %(*objectname)"]).unwrap();
        tags.lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect()
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("house")
    }
}

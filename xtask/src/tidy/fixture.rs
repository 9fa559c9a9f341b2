//! A small workspace in a temporary folder that keeps all rules, for a test to break one.

use std::path::Path;

use super::{House, Report};
use crate::workspace::Workspace;

pub(super) struct Fixture {
    dir: tempfile::TempDir,
}

const ROOT: &str = r#"[workspace]
resolver = "3"
members = ["crates/*", "tests"]
exclude = ["fuzz/outside"]

[workspace.package]
version = "0.1.0"
edition = "2024"
rust-version = "1.85"
license = "MIT OR Apache-2.0"

[workspace.dependencies]
license-wire = { path = "crates/license-wire", version = "0.1.0" }
softaculous-noc = { path = "crates/softaculous-noc", version = "0.1.0" }
license-sandbox = { path = "crates/license-sandbox", version = "0.1.0" }
license-hub = { path = "crates/license-hub", version = "0.1.0" }
ureq = { path = "fuzz/outside/ureq" }

[workspace.lints.rust]
unsafe_code = "forbid"
missing_docs = "warn"

[workspace.lints.clippy]
pedantic = "warn"
unwrap_used = "warn"
expect_used = "warn"
panic = "warn"
print_stdout = "warn"
print_stderr = "warn"
"#;

const DENY: &str = r#"[licenses]
allow = ["MIT", "Apache-2.0"]

[bans]
deny = [{ crate = "openssl" }]

[sources]
allow-registry = ["https://github.com/rust-lang/crates.io-index"]
"#;

const PUBLISHED: &str = r#"description = "A crate."
keywords = ["license"]
categories = ["api-bindings"]
readme = "README.md"
documentation = "https://docs.rs/a"
rust-version.workspace = true
license.workspace = true
"#;

const LICENSE: &str = "Do as you like.\n";

const HTTP: &str = "//! Sends.

use ureq::Agent;

pub struct Http {
    agent: Agent,
}

impl Http {
    pub fn new() -> Self {
        Self { agent: ureq::agent() }
    }

    pub(crate) fn agent(&self) -> &ureq::Agent {
        &self.agent
    }
}
";

const CLIENT: &str = r#"#![doc = include_str!("../README.md")]

/// The client.
pub struct Client {
    wire: license_wire::http::Http,
}

impl Client {
    /// A client.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { wire: license_wire::http::Http::new() })
    }

    /// Buys a licence. **Spends money**.
    ///
    /// Wire: `ca=softaculous_buy`.
    /// Source: the vendor's page (documented).
    ///
    /// # Errors
    /// When it cannot.
    /// # Examples
    /// ```no_run
    /// ```
    pub fn buy(&self) -> Result<u8, Error> {
        todo_in_a_fixture()
    }

    /// Lists licences.
    ///
    /// Wire: `ca=softaculous`.
    /// Source: the vendor's page (documented).
    ///
    /// # Errors
    /// When it cannot.
    /// # Examples
    /// ```no_run
    /// ```
    pub fn licenses(&self) -> Result<u8, Error> {
        todo_in_a_fixture()
    }
}
"#;

const API: &str = "# What the API offers

| id | operation | method | wire | effect | source | how sure |
| --- | --- | --- | --- | --- | --- | --- |
| S01 | buy a licence | `Client::buy` | `ca=softaculous_buy` | spend | the vendor's page | documented |
| S02 | list licences | `Client::licenses` | `ca=softaculous` | read | the vendor's page | captured |
";

impl Fixture {
    /// A workspace of three crates and the tests, which keeps all rules.
    pub(super) fn clean() -> Self {
        let mut new = Self { dir: tempfile::tempdir().unwrap() };
        new.write("Cargo.toml", ROOT);
        new.write("LICENSE-MIT", LICENSE);
        new.write("LICENSE-APACHE", LICENSE);
        new.write("deny.toml", DENY);
        new.write("xtask/operations.txt", "# The plan.\nS01 softaculous\nS02 softaculous\n");
        new.outside("ureq", "pub struct Agent;\npub fn agent() -> Agent { Agent }\n");
        new.member("license-wire", "ureq.workspace = true\n");
        new.write(
            "crates/license-wire/src/lib.rs",
            "#![doc = include_str!(\"../README.md\")]\npub mod http;\n",
        );
        new.write("crates/license-wire/src/http.rs", HTTP);
        new.member("softaculous-noc", "license-wire.workspace = true\n");
        new.write("crates/softaculous-noc/src/lib.rs", CLIENT);
        new.write("crates/softaculous-noc/API.md", API);
        new.member("license-sandbox", "");
        new.write(
            "tests/Cargo.toml",
            "[package]\nname = \"license-hub-tests\"\nversion = \"0.0.0\"\npublish = false\nedition.workspace = true\nlicense.workspace = true\n\n[lints]\nworkspace = true\n",
        );
        new.write("tests/src/lib.rs", "//! Tests.\n");
        new
    }

    /// Adds a published crate with these dependencies, from line 16 of its manifest on.
    pub(super) fn member(&mut self, name: &str, dependencies: &str) {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion.workspace = true\nedition.workspace = true\n\n[lints]\nworkspace = true\n[dependencies]\n{dependencies}"
        );
        let manifest = manifest.replacen(
            "edition.workspace = true\n",
            &format!("edition.workspace = true\n{PUBLISHED}"),
            1,
        );
        self.write(&format!("crates/{name}/Cargo.toml"), &manifest);
        for (file, text) in [
            ("README.md", "# A crate\n"),
            ("CHANGELOG.md", "# Changelog\n\n## 0.1.0 (unreleased)\n\nThe first.\n"),
            ("LICENSE-MIT", LICENSE),
            ("LICENSE-APACHE", LICENSE),
        ] {
            self.write(&format!("crates/{name}/{file}"), text);
        }
        self.write(&format!("docs/api/{name}.txt"), &format!("pub mod {}\n", name.replace('-', "_")));
        self.write(&format!("crates/{name}/src/lib.rs"), "#![doc = include_str!(\"../README.md\")]\n");
    }

    /// Adds a crate of somebody else's, which no rule looks at.
    pub(super) fn outside(&mut self, name: &str, code: &str) {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\nlicense = \"MIT\"\n"
        );
        self.write(&format!("fuzz/outside/{name}/Cargo.toml"), &manifest);
        self.write(&format!("fuzz/outside/{name}/src/lib.rs"), code);
    }

    pub(super) fn write(&mut self, file: &str, text: &str) {
        let path = self.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn append(&mut self, file: &str, text: &str) {
        let before = std::fs::read_to_string(self.path().join(file)).unwrap();
        self.write(file, &(before + text));
    }

    /// Replaces what must be there.
    pub(super) fn edit(&mut self, file: &str, from: &str, to: &str) {
        let before = std::fs::read_to_string(self.path().join(file)).unwrap();
        assert!(before.contains(from), "{file} has no {from:?}");
        self.write(file, &before.replacen(from, to, 1));
    }

    pub(super) fn remove(&mut self, file: &str) {
        std::fs::remove_file(self.path().join(file)).unwrap();
    }

    pub(super) fn git_init(&self) {
        let done =
            std::process::Command::new("git").args(["init", "--quiet"]).current_dir(self.path()).status();
        assert!(done.unwrap().success());
    }

    /// The violations that one rule finds, as they are printed.
    pub(super) fn check(&self, rule: fn(&House<'_>, &mut Report)) -> Vec<String> {
        self.report(rule).violations.iter().map(ToString::to_string).collect()
    }

    pub(super) fn notes(&self, rule: fn(&House<'_>, &mut Report)) -> Vec<String> {
        self.report(rule).notes
    }

    pub(super) fn warnings(&self, rule: fn(&House<'_>, &mut Report)) -> Vec<String> {
        self.report(rule).warnings.iter().map(ToString::to_string).collect()
    }

    /// Asserts that the rule finds exactly one violation, and that it says this.
    pub(super) fn expect(&self, rule: fn(&House<'_>, &mut Report), says: &str) {
        let found = self.check(rule);
        assert!(found.len() == 1 && found[0].contains(says), "wanted {says:?}, found {found:#?}");
    }

    fn report(&self, rule: fn(&House<'_>, &mut Report)) -> Report {
        let workspace = self.workspace();
        let house = House::load(&workspace).unwrap();
        let name = super::RULES
            .iter()
            .find(|known| std::ptr::fn_addr_eq(known.check, rule))
            .map_or("", |known| known.name);
        let mut report = Report { rule: name, ..Report::default() };
        rule(&house, &mut report);
        report.violations.sort();
        report
    }

    pub(super) fn workspace(&self) -> Workspace {
        Workspace::load(self.path()).unwrap()
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }
}

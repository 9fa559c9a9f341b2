//! Packages of a small workspace. Nothing of them needs a registry.

use std::fs;
use std::path::PathBuf;

use super::check_at;
use crate::command::Place;
use crate::workspace::Workspace;

struct House {
    dir: tempfile::TempDir,
    place: Place,
}

impl House {
    /// Two crates of which one needs the other.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let place = Place::new(&dir.path().join("house"))
            .silent()
            .with("CARGO_HOME", &path("home"))
            .with("CARGO_TARGET_DIR", &path("target"))
            .with("CARGO_NET_OFFLINE", "true");
        let house = Self { dir, place };
        house.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
        house.write("docs/table.txt", "1\n");
        house.member("wire", "");
        house.member("noc", "wire = { path = \"../wire\", version = \"0.1.0\" }\n");
        house.write(
            "crates/noc/src/lib.rs",
            "pub use wire::a;\n\n#[test]\nfn it_works() {\n    assert_eq!(a(), 1);\n}\n",
        );
        house.place.cargo(&["generate-lockfile", "--quiet"]).unwrap();
        house
    }

    fn member(&self, name: &str, dependencies: &str) {
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\ndescription = \"A crate.\"\nlicense = \"MIT\"\n\n[dependencies]\n{dependencies}"
        );
        self.write(&format!("crates/{name}/Cargo.toml"), &manifest);
        self.write(&format!("crates/{name}/src/lib.rs"), "pub fn a() -> u8 {\n    1\n}\n");
        for file in ["CHANGELOG.md", "README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            self.write(&format!("crates/{name}/{file}"), "A text.\n");
        }
    }

    fn write(&self, file: &str, text: &str) {
        let path: PathBuf = self.dir.path().join("house").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn check(&self) -> Result<(), String> {
        check_at(&Workspace::load_from(&self.place).unwrap(), &self.place)
    }
}

#[test]
fn packages_that_need_nothing_else_pass() {
    House::new().check().unwrap();
}

#[test]
fn a_package_that_needs_a_file_of_the_workspace_fails() {
    let house = House::new();
    house.write(
        "crates/wire/src/lib.rs",
        "pub fn a() -> u8 {\n    include_str!(\"../../../docs/table.txt\").len() as u8\n}\n",
    );
    let why = house.check().unwrap_err();
    assert!(why.contains("cargo test") && why.contains("ended with"), "{why}");
}

#[test]
fn a_package_whose_test_fails_fails() {
    let house = House::new();
    house.write(
        "crates/noc/tests/it.rs",
        "#[test]\nfn a() {\n    assert!(std::path::Path::new(\"../../docs\").exists());\n}\n",
    );
    assert!(house.check().unwrap_err().contains("cargo test"));
}

#[test]
fn a_package_with_more_in_it_than_belongs_there_fails() {
    let house = House::new();
    house.write("crates/noc/account.env", "A=1\n");
    assert!(house.check().unwrap_err().contains("the package of noc: `account.env` does not belong there"));
}

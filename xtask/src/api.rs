//! `cargo xtask api`: what each published library offers, written down in `docs/api`, so that a change to it is seen as
//! a change to a file.
//!
//! rustdoc says what a crate offers, as JSON, which it calls unstable: each release may write another format. Where the
//! toolchain writes one that cannot be read here nothing is compared, and that is said.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use public_api::Builder;
use serde_json::Value;

use crate::command::Place;
use crate::workspace::{Package, Workspace};

/// The format of rustdoc's JSON that the `public-api` crate in our lock file reads.
const FORMAT: u64 = 57;

/// How a comparison ended that found no difference.
pub(crate) enum Done {
    Agrees,
    /// Nothing was compared, and why.
    Skipped(String),
}

/// `cargo xtask api`: compares, or writes the texts anew.
pub(crate) fn run(workspace: &Workspace, bless: bool) -> Result<(), String> {
    match compare(workspace, bless)? {
        Done::Agrees if bless => println!("api: docs/api is up to date"),
        Done::Agrees => println!("api: the libraries offer what docs/api says"),
        Done::Skipped(why) => return Err(format!("api: nothing was compared: {why}")),
    }
    Ok(())
}

/// Compares every library with its text; with `bless` the text is written instead.
pub(crate) fn compare(workspace: &Workspace, bless: bool) -> Result<Done, String> {
    let place = Place::new(&workspace.root).with("RUSTC_BOOTSTRAP", "1");
    let mut faults = Vec::new();
    let libraries =
        workspace.packages.iter().filter(|package| package.published && package.library.is_some());
    for package in libraries {
        let json = document(workspace, &place, package)?;
        let text = fs::read_to_string(&json).map_err(|error| format!("{}: {error}", json.display()))?;
        if let Err(why) = readable(&text) {
            return Ok(Done::Skipped(why));
        }
        let now = offers(json)?;
        let file = package.api_text();
        let path = workspace.root.join(&file);
        if bless {
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            folder.and_then(|()| fs::write(&path, now)).map_err(|error| format!("{file}: {error}"))?;
        } else {
            let then = fs::read_to_string(&path).unwrap_or_default();
            faults.extend(differences(&file, &then, &now));
        }
    }
    if faults.is_empty() {
        return Ok(Done::Agrees);
    }
    faults.push("api: if this is meant, `cargo xtask api --bless` writes it down; a line that is gone needs a version that says so (docs/releasing.md)".to_owned());
    Err(faults.join("\n"))
}

/// Has rustdoc write its JSON, and says where.
///
/// In a folder of its own, because the variable that lets a stable rustdoc write it makes some build scripts run anew.
fn document(workspace: &Workspace, place: &Place, package: &Package) -> Result<PathBuf, String> {
    let target = workspace.target.join("api");
    let to = format!("--target-dir={}", target.display());
    let mut arguments =
        vec!["rustdoc", "--quiet", "--locked", "--lib", "--all-features", &to, "-p", &package.name];
    arguments.extend(["--", "-Zunstable-options", "--output-format=json", "--cap-lints=allow"]);
    place.show(&arguments)?;
    Ok(target.join("doc").join(format!("{}.json", package.name.replace('-', "_"))))
}

fn readable(json: &str) -> Result<(), String> {
    let document: Value = serde_json::from_str(json).map_err(|error| format!("rustdoc's JSON: {error}"))?;
    match document["format_version"].as_u64() {
        Some(FORMAT) => Ok(()),
        other => Err(format!(
            "this toolchain's rustdoc writes format {} of its JSON, and only {FORMAT} is read; use another toolchain, or another version of `public-api`",
            other.map_or_else(|| "?".to_owned(), |format| format.to_string())
        )),
    }
}

/// One line for each item, without what the compiler adds to every type, and without the functions of a trait's
/// implementation, which the trait gives away.
fn offers(json: PathBuf) -> Result<String, String> {
    let api = Builder::from_rustdoc_json(json).omit_blanket_impls(true).omit_auto_trait_impls(true).build();
    let api = api.map_err(|error| format!("api: {error}"))?;
    let mut traits = BTreeSet::new();
    let mut lines = String::new();
    for item in api.items() {
        let line = item.to_string();
        let is_of_trait = item.parent_id().is_some_and(|parent| traits.contains(&parent));
        if line.starts_with("impl") && line.contains(" for ") {
            traits.insert(item.id());
        }
        if !(is_of_trait && line.contains("fn ")) {
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    Ok(lines)
}

fn differences(file: &str, then: &str, now: &str) -> Vec<String> {
    let old: BTreeSet<&str> = then.lines().collect();
    let new: BTreeSet<&str> = now.lines().collect();
    let gone = old.difference(&new).map(|line| format!("{file}: - {line}"));
    gone.chain(new.difference(&old).map(|line| format!("{file}: + {line}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Done, FORMAT, compare, differences, readable};
    use crate::workspace::Workspace;

    #[test]
    fn what_is_gone_and_what_is_new_is_named() {
        assert_eq!(differences("a.txt", "x\ny\n", "y\nx\n"), [""; 0]);
        assert_eq!(differences("a.txt", "x\ny\n", "y\nz\n"), ["a.txt: - x", "a.txt: + z"]);
    }

    #[test]
    fn another_format_is_not_taken_for_an_api() {
        assert!(readable(&format!("{{\"format_version\":{FORMAT}}}")).is_ok());
        for json in ["{\"format_version\":1}", "{}", "x"] {
            assert!(readable(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_library_is_compared_with_what_was_written_down() {
        let dir = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"a\"]\n");
        write("Cargo.lock", "version = 4\n\n[[package]]\nname = \"a-wire\"\nversion = \"0.1.0\"\n");
        write("a/Cargo.toml", "[package]\nname = \"a-wire\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        write(
            "a/src/lib.rs",
            "#[derive(Clone)]\npub struct Key(u8);\nimpl Key { pub fn show(&self) -> u8 { self.0 } }\n",
        );
        let workspace = Workspace::load(dir.path()).unwrap();
        if let Done::Skipped(why) = compare(&workspace, true).unwrap() {
            assert!(why.contains("rustdoc writes format"), "{why}");
            return;
        }
        let text = std::fs::read_to_string(dir.path().join("docs/api/a-wire.txt")).unwrap();
        assert_eq!(
            text,
            "pub mod a_wire\npub struct a_wire::Key(_)\nimpl a_wire::Key\npub fn a_wire::Key::show(&self) -> u8\nimpl core::clone::Clone for a_wire::Key\n"
        );
        assert!(matches!(compare(&workspace, false), Ok(Done::Agrees)));
        write(
            "a/src/lib.rs",
            "pub struct Key(u8);\nimpl Key { pub fn show(&self) -> u16 { self.0.into() } }\n",
        );
        let why = compare(&workspace, false).err().unwrap();
        assert!(why.contains("- pub fn a_wire::Key::show(&self) -> u8\n"), "{why}");
        assert!(why.contains("+ pub fn a_wire::Key::show(&self) -> u16\n"), "{why}");
        assert!(why.contains("- impl core::clone::Clone for a_wire::Key\n"), "{why}");
    }
}

//! The files and commands that the pages name are there.

use crate::{pages, prose, root};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The folders at the top: a name that begins with one is counted from there.
const TOP: [&str; 6] = ["crates/", "tests/", "xtask/", "docs/", "fuzz/", ".ci/"];

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn is_path(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
}

/// Capitals stand for whatever the reader puts there.
fn has_placeholder(name: &str) -> bool {
    name.split('/').any(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase()))
}

/// The pages about the whole workspace. A crate's own pages count from the crate.
fn pages_of_the_workspace() -> Vec<(PathBuf, String)> {
    let top = [root(), root().join("docs")];
    let pages = pages().into_iter().filter(|page| top.contains(&page.parent().unwrap().to_owned()));
    pages.map(|page| (page.clone(), fs::read_to_string(page).unwrap())).collect()
}

#[test]
fn every_path_that_a_page_names_is_there() {
    let (mut missing, mut seen) = (Vec::new(), 0);
    for (page, text) in pages_of_the_workspace() {
        let text = prose(&text);
        for name in quoted(&text).filter(|name| is_path(name) && !has_placeholder(name)) {
            // `tests/it` and the like are each crate's own.
            let own = name.starts_with("tests/it") || name.starts_with("tests/fixtures");
            if !own && TOP.iter().any(|top| name.starts_with(top)) {
                seen += 1;
                if !root().join(name).exists() {
                    missing.push(format!("{}: `{name}`", page.display()));
                }
            }
        }
    }
    assert!(seen > 50, "only {seen} paths");
    assert!(missing.is_empty(), "these are not there: {missing:#?}");
}

/// The sections with a table of one crate's files, and where these lie.
const TABLES: [(&str, &str); 4] = [
    ("## license-wire", "crates/license-wire/src"),
    ("## The facade", "crates/license-hub/src"),
    ("## The journal", "crates/license-journal/src"),
    ("## The command", "crates/license-hub-cli/src"),
];

#[test]
fn every_file_of_a_crates_table_is_there() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    for (heading, folder) in TABLES {
        let section = page.lines().skip_while(|line| *line != heading).skip(1);
        let section = section.take_while(|line| !line.starts_with("## "));
        let cells = section.filter_map(|line| line.strip_prefix('|')?.split('|').next());
        let files: Vec<&str> = cells.flat_map(quoted).collect();
        assert!(files.len() > 5, "{heading}: {files:?}");
        for file in files {
            assert!(root().join(folder).join(file).exists(), "{heading}: {folder} has no {file}");
        }
    }
}

/// A table whose columns are crates: each cell names files of its crate.
#[test]
fn the_layout_of_the_vendor_crates_is_as_it_is_told() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let row = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let mut lines = page.lines().skip_while(|line| !line.starts_with("| what | softaculous-noc |"));
    let crates: Vec<String> = row(lines.next().unwrap());
    let mut told = BTreeSet::new();
    for line in lines.skip(1).take_while(|line| line.starts_with('|')) {
        let cells: Vec<String> = row(line);
        for (name, cell) in crates.iter().zip(&cells).skip(1) {
            for file in quoted(cell) {
                assert!(root().join("crates").join(name).join(file).exists(), "{name} has no {file}");
                told.insert(format!("{name}/{file}"));
            }
        }
    }
    for name in &crates[1..] {
        for entry in fs::read_dir(root().join("crates").join(name).join("src")).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let is_folder = !file.contains('.');
            let is_left_out = LEFT_OUT.contains(&format!("{name}/{file}").as_str());
            let is_told = told.contains(&format!("{name}/src/{file}"));
            assert!(is_folder || is_left_out || is_told, "{name}/src/{file} is not told of");
        }
    }
}

/// What the table leaves out: what explains itself where it is used.
const LEFT_OUT: [&str; 7] = [
    "softaculous-noc/fuzzing.rs",
    "websoftsolus/fuzzing.rs",
    "billmgr-client/fuzzing.rs",
    "websoftsolus/reader_tests.rs",
    "websoftsolus/secrets.rs",
    "billmgr-client/applied.rs",
    "billmgr-client/call.rs",
];

/// Cargo puts the examples of all crates into one folder.
#[test]
fn every_example_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let Ok(examples) = fs::read_dir(entry.unwrap().path().join("examples")) else { continue };
        for example in examples {
            let file = example.unwrap().file_name();
            assert!(names.insert(file.clone()), "two crates have an example {}", file.display());
        }
    }
    assert!(names.len() > 8, "{names:?}");
}

#[test]
fn every_command_of_the_workspace_that_a_page_names_is_there() {
    let main = fs::read_to_string(root().join("xtask/src/main.rs")).unwrap();
    let commands = main.split("enum Command {\n").nth(1).unwrap().split("\n}").next().unwrap();
    let known: Vec<String> = commands
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| kebab(line.split(|c: char| !c.is_alphanumeric()).next().unwrap()))
        .collect();
    let mut seen = 0;
    for (page, text) in pages_of_the_workspace() {
        for behind in text.split("cargo xtask ").skip(1) {
            let word: String = behind.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            assert!(known.contains(&word), "{}: there is no `cargo xtask {word}`", page.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} commands");
}

/// `PackageCheck` as it is typed: `package-check`.
fn kebab(name: &str) -> String {
    let mut typed = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !typed.is_empty() {
            typed.push('-');
        }
        typed.push(c.to_ascii_lowercase());
    }
    typed
}

//! The first page: what it tells a newcomer to type. Rust in it is compiled by the library's documentation tests.

use crate::root;
use std::fs;

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The lines of its fenced code without a language or in `text`.
fn commands() -> Vec<String> {
    let readme = readme();
    let mut fences = readme.split("```");
    fences.next();
    let code = fences.step_by(2).filter_map(|fence| fence.strip_prefix("text\n"));
    code.flat_map(str::lines).map(|line| line.trim_start_matches("$ ").to_owned()).collect()
}

#[test]
fn its_two_commands_are_the_demo_and_the_tests() {
    let commands = commands();
    for command in ["cargo run --bin license-hub -- demo", "cargo test --workspace"] {
        assert!(commands.iter().any(|line| line == command), "`{command}` is not among {commands:?}");
    }
}

/// `cargo run --bin` finds it without a package being named.
#[test]
fn the_command_that_it_runs_is_a_binary_of_the_workspace() {
    let manifest = fs::read_to_string(root().join("crates/license-hub-cli/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"license-hub\""), "{manifest}");
}

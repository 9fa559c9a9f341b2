//! Files: how long they are, where they lie, and what they must not name.

use super::{House, Report};

const TOO_LONG: usize = 500;
const LONG: usize = 400;

/// What `docs/architecture.md` lists.
const TOP_LEVEL: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "docs",
    "fuzz",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "tests",
    "xtask",
];

/// Folders of one person's machine; put together here, so that this file does not name them.
const HOMES: &[&str] = &[concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
const OUTSIDE: &str = concat!("../sha", "red");

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for source in &house.sources {
        if source.lines > TOO_LONG {
            let what = format!("{} lines, at most {TOO_LONG}; split it", source.lines);
            report.violation(&source.path, TOO_LONG + 1, what);
        } else if source.lines > LONG {
            report.warning(
                &source.path,
                LONG + 1,
                format!("{} lines; a file of over {LONG} is often two", source.lines),
            );
        }
    }
    for file in &house.files {
        let top = file.split('/').next().unwrap_or(file);
        if !TOP_LEVEL.contains(&top) {
            let what = format!(
                "`{top}` is not among what the top level holds; move it, or list it in docs/architecture.md and xtask/src/tidy/files.rs"
            );
            report.violation(file, 1, what);
        }
        if file != ".gitignore" {
            machine_paths(house, file, report);
        }
    }
}

fn machine_paths(house: &House<'_>, file: &str, report: &mut Report) {
    for (line, text) in (1..).zip(house.read(file).unwrap_or_default().lines()) {
        if let Some(found) = machine_path(text) {
            let what = format!("names {found:?}, which only one machine has; use a path inside the project");
            report.violation(file, line, what);
        }
    }
}

/// The start of a path that is not the same for everybody.
fn machine_path(line: &str) -> Option<&'static str> {
    let home = HOMES.iter().copied().find(|home| {
        line.match_indices(home).any(|(at, _)| {
            // Not part of an address or of a longer path, and followed by a name.
            let before = line[..at].chars().next_back();
            let after = line[at + home.len()..].chars().next();
            !before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-'))
                && after.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '.')
        })
    });
    let outside = line.match_indices(OUTSIDE).any(|(at, _)| !line[..at].ends_with('.'));
    home.or(outside.then_some(OUTSIDE))
}

#[cfg(test)]
mod tests {
    use super::{HOMES, OUTSIDE, check, machine_path};
    use crate::tidy::fixture::Fixture;

    fn lines(count: usize) -> String {
        "// A line.\n".repeat(count)
    }

    #[test]
    fn a_clean_workspace_passes() {
        let house = Fixture::clean();
        assert_eq!(house.check(check), [""; 0]);
        assert_eq!(house.warnings(check), [""; 0]);
    }

    #[test]
    fn a_file_that_is_too_long_is_refused_and_a_long_one_named() {
        let mut house = Fixture::clean();
        house.write("tests/src/long.rs", &lines(500));
        assert_eq!(house.check(check), [""; 0]);
        assert!(house.warnings(check)[0].contains("tests/src/long.rs:401: files: 500 lines"));
        house.write("tests/src/long.rs", &lines(501));
        house.expect(check, "tests/src/long.rs:501: files: 501 lines, at most 500");
    }

    #[test]
    fn the_top_level_holds_what_is_listed() {
        let mut house = Fixture::clean();
        house.write("notes.txt", "a\n");
        house.expect(check, "notes.txt:1: files: `notes.txt` is not among what the top level holds");
    }

    #[test]
    fn a_path_of_one_machine_is_found_in_every_kind_of_file() {
        for start in HOMES {
            let mut house = Fixture::clean();
            house.write("docs/a.md", &format!("Text.\nSee `{start}someone/file`.\n"));
            house.expect(check, "docs/a.md:2: files: names");
        }
        let mut house = Fixture::clean();
        house.write(".ci/run", &format!("{OUTSIDE}/tools/audit\n"));
        house.expect(check, ".ci/run:1: files: names");
        house.write(".ci/run", &format!("cp ../{OUTSIDE}/tools/audit .\n"));
        house.expect(check, ".ci/run:1: files: names");
        house.remove(".ci/run");
        house.write(".gitignore", &format!("{OUTSIDE}/\n"));
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn what_only_looks_like_one_is_left_alone() {
        let [root, home, _] = HOMES else { panic!() };
        assert_eq!(machine_path(&format!("https://example.com{home}page")), None);
        assert_eq!(machine_path(&format!("{root}<name>")), None);
        assert_eq!(machine_path(&format!("/srv/x{home}page")), None);
        assert_eq!(machine_path("~/.config"), None);
    }
}

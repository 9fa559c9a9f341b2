//! What a package may hold. Whatever else lies in a crate's folder goes to everybody who uses the crate.

/// Files by name.
const FILES: &[&str] = &[
    // Made by cargo.
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "API.md",
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
];
/// Folders, and the kinds of files in them.
const FOLDERS: &[(&str, &[&str])] = &[
    ("src/", &["rs"]),
    ("examples/", &["rs"]),
    // Chapters of the documentation.
    ("guide/", &["md", "rs"]),
    // With their fixtures: whoever takes a package can test it.
    ("tests/", &["rs", "json", "xml", "txt", "html", "php", "py", "md", "csv", "snap"]),
];
/// In every package.
const NEEDED: &[&str] = &["CHANGELOG.md", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// What is wrong with these files of a package.
pub(super) fn faults<'a>(files: impl Iterator<Item = &'a str>) -> Vec<String> {
    let files: Vec<&str> = files.collect();
    let strange = files.iter().filter(|file| !belongs(file)).map(|file| {
        format!("`{file}` does not belong there; leave it out with `exclude` in the manifest, or allow it in xtask/src/packages/contents.rs")
    });
    let missing =
        NEEDED.iter().filter(|name| !files.contains(name)).map(|name| format!("`{name}` is missing"));
    strange.chain(missing).collect()
}

/// Whether a file, by its path in the crate's folder, may be in its package.
pub(crate) fn belongs(file: &str) -> bool {
    let kind = file.rsplit_once('.').map_or("", |(_, kind)| kind);
    FILES.contains(&file)
        || FOLDERS.iter().any(|(folder, kinds)| file.starts_with(folder) && kinds.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::{NEEDED, faults};

    #[test]
    fn what_belongs_there_passes() {
        let more = ["src/lib.rs", "src/a/b.rs", "tests/it/main.rs", "tests/fixtures/a.json", "API.md"];
        assert_eq!(faults(NEEDED.iter().copied().chain(more)), [""; 0]);
    }

    #[test]
    fn each_needed_file_is_missed() {
        for left_out in NEEDED {
            let found = faults(NEEDED.iter().copied().filter(|name| name != left_out));
            assert_eq!(found, [format!("`{left_out}` is missing")]);
        }
    }

    #[test]
    fn what_lies_about_is_found() {
        for file in [".env", "notes.txt", "src/secret.toml", "tests/account.env", "target/debug/x.rs", "src"]
        {
            let found = faults(NEEDED.iter().copied().chain([file]));
            assert!(
                found.len() == 1 && found[0].starts_with(&format!("`{file}` does not belong")),
                "{found:?}"
            );
        }
    }
}

//! What the rules look at: the members, the files that are committed, and the Rust among them as it was read.

use std::path::Path;
use std::process::Command;

use super::source::Source;
use crate::workspace::{Package, Workspace, relative};

/// What the rules look at.
pub(crate) struct House<'a> {
    pub(crate) workspace: &'a Workspace,
    /// Every file that is committed or could be, from the root.
    pub(crate) files: Vec<String>,
    pub(crate) sources: Vec<Source>,
    /// Rust files that cannot be read: where, on which line, and why.
    pub(crate) unreadable: Vec<(String, usize, String)>,
}

impl<'a> House<'a> {
    /// Lists the files and reads the Rust among them.
    pub(crate) fn load(workspace: &'a Workspace) -> Result<Self, String> {
        let files = committed(&workspace.root)?;
        let mut house = Self { workspace, files, sources: Vec::new(), unreadable: Vec::new() };
        for file in house.files.iter().filter(|file| is_rust(file)) {
            match Source::parse(file, &house.read(file).unwrap_or_default()) {
                Ok(source) => house.sources.push(source),
                Err((line, why)) => house.unreadable.push((file.clone(), line, why)),
            }
        }
        house.mark_test_modules();
        Ok(house)
    }

    /// A file's text, where it can be read.
    pub(crate) fn read(&self, file: &str) -> Option<String> {
        std::fs::read_to_string(self.workspace.root.join(file)).ok()
    }

    pub(crate) fn has(&self, file: &str) -> bool {
        self.workspace.root.join(file).exists()
    }

    /// The members that are published.
    pub(crate) fn published(&self) -> impl Iterator<Item = &Package> {
        self.workspace.packages.iter().filter(|package| package.published)
    }

    /// The Rust files under a member's `src`.
    pub(crate) fn sources_of<'b>(&'b self, package: &Package) -> impl Iterator<Item = &'b Source> {
        let src = package.file("src/");
        self.sources.iter().filter(move |source| source.path.starts_with(&src))
    }

    /// A module declared as `#[cfg(test)] mod name;` makes a test of the file that holds it, and of those below.
    fn mark_test_modules(&mut self) {
        let mut stems = Vec::new();
        for source in &self.sources {
            let (dir, name) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
            let dir = match name {
                "lib.rs" | "main.rs" | "mod.rs" => dir.to_owned(),
                _ => source.path.trim_end_matches(".rs").to_owned(),
            };
            stems.extend(source.test_modules.iter().map(|module| format!("{dir}/{module}")));
        }
        for source in &mut self.sources {
            let below = |stem: &String| {
                source
                    .path
                    .strip_prefix(stem.as_str())
                    .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            };
            if stems.iter().any(below) {
                source.mark_all_as_test();
            }
        }
    }
}

fn is_rust(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "rs")
}

/// What git tracks or would track; all files outside of `target` where there is no git, as in an unpacked archive.
fn committed(root: &Path) -> Result<Vec<String>, String> {
    let list = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output();
    let mut files = match list {
        Ok(output) if output.status.success() && root.join(".git").exists() => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            text.split('\0').filter(|file| !file.is_empty()).map(str::to_owned).collect()
        }
        _ => {
            let mut files = Vec::new();
            walk(root, root, &mut files).map_err(|error| format!("cannot list the files: {error}"))?;
            files
        }
    };
    files.retain(|file| root.join(file).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

fn walk(root: &Path, dir: &Path, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with(".git") {
                walk(root, &path, files)?;
            }
        } else {
            files.push(relative(root, &path));
        }
    }
    Ok(())
}

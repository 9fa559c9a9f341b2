//! README files: the versions they show are those of the crates, and a library's README is its front page.

use syn::{Expr, Meta};

use super::{House, Report};

/// Compiled as documentation, so that the code in it is tested.
const FRONT_PAGE: &str = "../README.md";

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for file in house.files.iter().filter(|file| file.rsplit('/').next() == Some("README.md")) {
        let text = house.read(file).unwrap_or_default();
        for (line, text) in (1..).zip(text.lines()) {
            for package in &house.workspace.packages {
                if let Some(shown) = shown_version(text, &package.name)
                    && !is_current(shown, &package.version)
                {
                    let what = format!(
                        "shows version {shown} of `{}`, which is at {}",
                        package.name, package.version
                    );
                    report.violation(file, line, what);
                }
            }
        }
    }
    for package in house.published() {
        let library = house.sources.iter().find(|source| Some(&source.path) == package.library.as_ref());
        if library.is_some_and(|source| !begins_with_readme(&source.syntax)) {
            let path = package.library.as_deref().unwrap_or_default();
            let what =
                format!("its documentation does not begin with `#![doc = include_str!({FRONT_PAGE:?})]`");
            report.violation(path, 1, what);
        }
    }
}

/// The version in `name = "1.2"`, `name = { version = "1.2" }` or `name@1.2`.
fn shown_version<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '/');
    for (at, _) in line.match_indices(name) {
        let rest = &line[at + name.len()..];
        if line[..at].ends_with(is_part) {
            continue;
        }
        if let Some(version) = rest.strip_prefix('@') {
            return version.split(|letter: char| !letter.is_alphanumeric() && letter != '.').next();
        }
        let Some(value) = rest.trim_start_matches('"').trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        let value = match value.strip_prefix('{') {
            Some(table) => table.split_once("version")?.1.trim_start().strip_prefix('=')?.trim_start(),
            None => value,
        };
        return value.strip_prefix('"')?.split('"').next();
    }
    None
}

/// Whether a requirement such as `0.1` means this version and not an older one.
fn is_current(requirement: &str, version: &str) -> bool {
    let requirement = requirement.trim_start_matches(['^', '=', '~', ' ']).trim_end_matches('.');
    let version = version.split(['-', '+']).next().unwrap_or(version);
    requirement == version || version.starts_with(&format!("{requirement}."))
}

fn begins_with_readme(file: &syn::File) -> bool {
    let first = file.attrs.iter().find(|attribute| attribute.path().is_ident("doc"));
    let Some(Meta::NameValue(meta)) = first.map(|attribute| &attribute.meta) else { return false };
    let Expr::Macro(expression) = &meta.value else { return false };
    let path = expression.mac.parse_body::<syn::LitStr>();
    expression.mac.path.is_ident("include_str") && path.is_ok_and(|path| path.value() == FRONT_PAGE)
}

#[cfg(test)]
mod tests {
    use super::{check, is_current, shown_version};
    use crate::tidy::fixture::Fixture;

    #[test]
    fn current_versions_pass() {
        let mut house = Fixture::clean();
        house.write(
            "README.md",
            "```toml\nlicense-wire = \"0.1\"\nlicense-hub-cli = \"7\"\nsoftaculous-noc = { version = \"0.1.0\", features = [] }\n```\ncargo add license-wire@0.1\n",
        );
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn an_old_version_is_found_in_every_form() {
        for text in [
            "license-wire = \"0.2\"",
            "license-wire = { default-features = false, version = \"0.2\" }",
            "`cargo add license-wire@0.2`",
        ] {
            let mut house = Fixture::clean();
            house.append("crates/softaculous-noc/README.md", &format!("{text}\n"));
            house.expect(check, "crates/softaculous-noc/README.md:2: readme: shows version 0.2 of `license-wire`, which is at 0.1.0");
        }
    }

    #[test]
    fn a_name_inside_another_is_not_taken_for_it() {
        assert_eq!(shown_version("license-hub-cli = \"7\"", "license-hub"), None);
        assert_eq!(shown_version("my-license-hub = \"7\"", "license-hub"), None);
        assert_eq!(shown_version("license-hub = { path = \"x\" }", "license-hub"), None);
    }

    #[test]
    fn a_requirement_is_current_when_it_begins_the_version() {
        assert!(is_current("0.1", "0.1.0") && is_current("^1", "1.4.2") && is_current("0.1.0", "0.1.0"));
        assert!(!is_current("0.1.1", "0.1.0") && !is_current("1", "10.0.0"));
    }

    #[test]
    fn the_readme_of_a_library_is_its_front_page() {
        for text in [
            "//! A crate.\n",
            "//! First.\n#![doc = include_str!(\"../README.md\")]\n",
            "#![doc = include_str!(\"../API.md\")]\n",
        ] {
            let mut house = Fixture::clean();
            house.write("crates/license-sandbox/src/lib.rs", text);
            house.expect(
                check,
                "crates/license-sandbox/src/lib.rs:1: readme: its documentation does not begin with",
            );
        }
    }
}

//! What a registry takes, and what it shows: so that publishing does not fail on the day of the release.

use toml::{Table, Value};

use super::{House, Report, line_of_dependency, line_where};
use crate::changelog::Section;
use crate::workspace::Package;

/// crates.io refuses more, and longer ones.
const KEYWORDS: usize = 5;
const KEYWORD: usize = 20;
const CATEGORIES: usize = 5;

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    requirements(house, report);
    for package in house.published() {
        words(house, package, report);
        let file = package.changelog();
        // Where there is none the rule on manifests says so.
        let changelog = house.read(&file);
        let section = changelog.map(|changelog| Section::of(&changelog, &package.version));
        if let Some(fault) = section.and_then(|section| section.fault(&package.version)) {
            report.violation(&file, 1, fault);
        }
        if package.library.is_some() && !package.declares("documentation") {
            let what = format!(
                "a published library says where it is documented: `documentation = \"https://docs.rs/{}\"`",
                package.name
            );
            report.violation(&package.manifest(), 1, what);
        }
    }
}

fn words(house: &House<'_>, package: &Package, report: &mut Report) {
    let text = house.read(&package.manifest()).unwrap_or_default();
    let manifest: Table = text.parse().unwrap_or_default();
    let list = |field: &str| {
        let values = manifest.get("package").and_then(|package| package.get(field)).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut faults = Vec::new();
    let (keywords, categories) = (list("keywords"), list("categories"));
    if keywords.len() > KEYWORDS {
        faults.push(("keywords", format!("{} keywords; a registry takes {KEYWORDS}", keywords.len())));
    }
    if categories.len() > CATEGORIES {
        faults
            .push(("categories", format!("{} categories; a registry takes {CATEGORIES}", categories.len())));
    }
    let is_word = |word: &str| {
        word.len() <= KEYWORD
            && word.starts_with(|letter: char| letter.is_ascii_alphanumeric())
            && word.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '+'))
    };
    for word in keywords.iter().filter(|word| !is_word(word)) {
        faults.push(("keywords", format!("a registry does not take the keyword {word:?}")));
    }
    for (field, what) in faults {
        report.violation(&package.manifest(), line_where(&text, |line| line.starts_with(field)), what);
    }
}

/// What a crate of ours asks of another is the version that it is built with here.
fn requirements(house: &House<'_>, report: &mut Report) {
    let text = house.read("Cargo.toml").unwrap_or_default();
    let manifest: Table = text.parse().unwrap_or_default();
    let shared = manifest
        .get("workspace")
        .and_then(|workspace| workspace.get("dependencies"))
        .and_then(Value::as_table);
    for (name, wanted) in shared.into_iter().flatten() {
        let Some(package) = house.published().find(|package| package.name == *name) else { continue };
        let version = wanted.get("version").and_then(Value::as_str);
        if version != Some(&package.version) {
            let what = format!(
                "asks for {} of `{name}`, which is at {}; a published crate would be built with what it was not tested with",
                version.unwrap_or("no version"),
                package.version
            );
            report.violation("Cargo.toml", line_of_dependency(&text, name), what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const MANIFEST: &str = "crates/softaculous-noc/Cargo.toml";

    #[test]
    fn a_clean_workspace_passes() {
        assert_eq!(Fixture::clean().check(check), [""; 0]);
    }

    #[test]
    fn what_a_registry_refuses_is_found() {
        for (field, value, says) in [
            ("keywords", "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]", "6 keywords; a registry takes 5"),
            ("keywords", "[\"two words\"]", "does not take the keyword \"two words\""),
            ("keywords", "[\"abcdefghijklmnopqrstu\"]", "does not take the keyword"),
            ("categories", "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]", "6 categories; a registry takes 5"),
        ] {
            let mut house = Fixture::clean();
            let line = format!("{field} = {value}\n#");
            house.edit(MANIFEST, &format!("{field} = "), &line);
            house.expect(check, says);
        }
    }

    #[test]
    fn each_version_has_its_section_in_the_changelog() {
        let mut house = Fixture::clean();
        house.write(
            "crates/softaculous-noc/CHANGELOG.md",
            "# Changelog\n\n## 0.0.9 (2026-03-31)\n\nA word.\n",
        );
        house.expect(check, "crates/softaculous-noc/CHANGELOG.md:1: registry: has no section on 0.1.0");
    }

    #[test]
    fn a_library_says_where_it_is_documented() {
        let mut house = Fixture::clean();
        house.edit(MANIFEST, "documentation = ", "homepage = ");
        house.expect(
            check,
            &format!("{MANIFEST}:1: registry: a published library says where it is documented"),
        );
    }

    #[test]
    fn crates_of_ours_ask_for_one_another_as_they_are() {
        for (from, to) in [
            ("noc\", version = \"0.1.0\"", "noc\", version = \"0.1\""),
            ("noc\", version = \"0.1.0\"", "noc\""),
        ] {
            let mut house = Fixture::clean();
            house.edit("Cargo.toml", from, to);
            house.expect(check, "Cargo.toml:14: registry: asks for");
        }
    }
}

//! What lies in a published crate: what its package may hold, and tests as one binary, which links once, with the origin
//! of each fixture beside it.

use super::{House, Report};
use crate::packages;

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for package in house.published() {
        let folder = package.file("");
        let strange =
            |file: &&String| file.strip_prefix(&folder).is_some_and(|rest| !packages::belongs(rest));
        for file in house.files.iter().filter(strange) {
            let what = "would be in the package, where it does not belong; move it, or allow it in xtask/src/packages/contents.rs";
            report.violation(file, 1, what);
        }
        let tests = package.file("tests/");
        let fixtures = format!("{tests}fixtures/");
        let sources = format!("{fixtures}SOURCES.md");
        let told = house.read(&sources).unwrap_or_default();
        let below = |file: &&String| file.starts_with(&tests);
        for file in house.files.iter().filter(below) {
            let rest = &file[tests.len()..];
            let is_binary =
                !rest.contains('/') || (rest.ends_with("/main.rs") && rest.matches('/').count() == 1);
            if is_binary && rest != "it/main.rs" {
                let what = "a second binary of tests; make it a module of tests/it/main.rs";
                report.violation(file, 1, what);
            }
            if let Some(name) = file.strip_prefix(&fixtures)
                && *file != sources
                && !told.contains(name)
            {
                let what = format!("{sources} does not say where `{name}` comes from");
                report.violation(file, 1, what);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    #[test]
    fn one_binary_and_fixtures_with_a_source_pass() {
        let mut house = Fixture::clean();
        house.write("crates/softaculous-noc/tests/it/main.rs", "mod more;\n");
        house.write("crates/softaculous-noc/tests/it/more/main.rs", "");
        house.write("crates/softaculous-noc/tests/fixtures/a.json", "{}\n");
        house.write("crates/softaculous-noc/tests/fixtures/SOURCES.md", "| `a.json` | inferred |\n");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn what_does_not_belong_into_a_package_is_found() {
        for file in ["account.env", "src/notes.txt"] {
            let mut house = Fixture::clean();
            house.write(&format!("crates/softaculous-noc/{file}"), "A=1\n");
            house.expect(check, &format!("crates/softaculous-noc/{file}:1: layout: would be in the package"));
        }
    }

    #[test]
    fn a_second_binary_is_found() {
        for file in ["tests/more.rs", "tests/more/main.rs"] {
            let mut house = Fixture::clean();
            house.write(&format!("crates/softaculous-noc/{file}"), "");
            house.expect(check, &format!("crates/softaculous-noc/{file}:1: layout: a second binary"));
        }
    }

    #[test]
    fn a_fixture_from_nowhere_is_found() {
        let mut house = Fixture::clean();
        house.write("crates/softaculous-noc/tests/fixtures/a.json", "{}\n");
        house.expect(
            check,
            "fixtures/a.json:1: layout: crates/softaculous-noc/tests/fixtures/SOURCES.md does not say",
        );
    }
}

//! The lints of the workspace: they are on, every member takes them, and no library switches one off that matters.

use toml::{Table, Value};

use super::{House, Report, line_where};

/// What has to be on for everybody: the group, the lint, and the levels that do.
const NEEDED: &[(&str, &str, &[&str])] = &[
    ("rust", "unsafe_code", &["forbid"]),
    ("rust", "missing_docs", ON),
    ("clippy", "pedantic", ON),
    ("clippy", "unwrap_used", ON),
    ("clippy", "expect_used", ON),
    ("clippy", "panic", ON),
    ("clippy", "print_stdout", ON),
    ("clippy", "print_stderr", ON),
];
/// `cargo xtask ci` makes errors of warnings.
const ON: &[&str] = &["warn", "deny", "forbid"];
/// What a library allows itself in no place.
const NOT_ALLOWED: &[&str] =
    &["missing_docs", "pedantic", "unwrap_used", "expect_used", "panic", "print_stdout", "print_stderr"];
/// Not libraries: they talk to a person.
const COMMANDS: &[&str] = &["license-hub-cli", "license-sandbox"];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    let text = house.read("Cargo.toml").unwrap_or_default();
    let manifest: Table = text.parse().unwrap_or_default();
    for (group, lint, levels) in NEEDED {
        let level = ["workspace", "lints", group, lint]
            .iter()
            .try_fold(&Value::Table(manifest.clone()), |value, key| value.get(key))
            .map(|lint| lint.get("level").unwrap_or(lint).clone());
        if !level.as_ref().and_then(Value::as_str).is_some_and(|level| levels.contains(&level)) {
            let line = line_where(&text, |line| line.starts_with(lint));
            let what = format!("the workspace does not set `{lint}`; write `{lint} = {:?}`", levels[0]);
            report.violation("Cargo.toml", line, what);
        }
    }
    for package in &house.workspace.packages {
        let manifest = house.read(&package.manifest()).unwrap_or_default();
        let manifest: Table = manifest.parse().unwrap_or_default();
        if manifest.get("lints").and_then(|lints| lints.get("workspace")) != Some(&Value::Boolean(true)) {
            report.violation(
                &package.manifest(),
                1,
                "does not take the lints of the workspace; add `[lints] workspace = true`",
            );
        }
    }
    for package in house.published().filter(|package| !COMMANDS.contains(&package.name.as_str())) {
        for source in house.sources_of(package) {
            for at in source.find(&["allow", "("]).chain(source.find(&["expect", "("])) {
                let is_attribute = at >= 2 && matches!(source.tokens[at - 1].text.as_str(), "[" | ",");
                let end = source.tokens[at..].iter().position(|token| token.text == ")").unwrap_or_default();
                let lints = source.tokens[at..at + end]
                    .iter()
                    .filter(|token| NOT_ALLOWED.contains(&token.text.as_str()));
                for lint in lints.filter(|lint| is_attribute && !source.is_test(lint.line)) {
                    let what = format!("a library does not switch `{}` off", lint.text);
                    report.violation(&source.path, lint.line, what);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NEEDED, NOT_ALLOWED, check};
    use crate::tidy::fixture::Fixture;

    const LIB: &str = "crates/license-wire/src/code.rs";

    #[test]
    fn every_needed_lint_is_missed() {
        for (_, lint, levels) in NEEDED {
            let mut house = Fixture::clean();
            house.edit("Cargo.toml", &format!("\n{lint} ="), "\nunused =");
            house.expect(check, &format!("Cargo.toml:1: lints: the workspace does not set `{lint}`"));
            let mut house = Fixture::clean();
            house.edit(
                "Cargo.toml",
                &format!("\n{lint} = {:?}", levels[0]),
                &format!("\n{lint} = \"allow\""),
            );
            house.expect(check, &format!("lints: the workspace does not set `{lint}`"));
        }
    }

    #[test]
    fn unsafe_code_is_forbidden_and_not_merely_denied() {
        let mut house = Fixture::clean();
        house.edit("Cargo.toml", "\"forbid\"", "\"deny\"");
        house.expect(check, "Cargo.toml:20: lints: the workspace does not set `unsafe_code`");
        house.edit("Cargo.toml", "\"deny\"", "{ level = \"forbid\", priority = 1 }");
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn every_member_takes_the_lints() {
        let mut house = Fixture::clean();
        house.edit("tests/Cargo.toml", "[lints]\nworkspace = true\n", "");
        house.expect(check, "tests/Cargo.toml:1: lints: does not take the lints");
    }

    #[test]
    fn a_library_does_not_switch_them_off() {
        for lint in NOT_ALLOWED {
            for attribute in
                [format!("#[allow(clippy::{lint}, reason = \"a\")]"), format!("#[expect(dead_code, {lint})]")]
            {
                let mut house = Fixture::clean();
                house.write(LIB, &format!("{attribute}\nfn a() {{}}\n"));
                house.expect(check, &format!("{LIB}:1: lints: a library does not switch `{lint}` off"));
            }
        }
    }

    #[test]
    fn tests_commands_and_other_lints_are_left_alone() {
        let mut house = Fixture::clean();
        let code = "#[allow(clippy::unwrap_used)]\nfn a() {}\n";
        house.write(LIB, &format!("#[allow(dead_code)]\nfn a() {{ panic(allow(panic)) }}\n#[cfg(test)]\nmod tests {{\n{code}}}\n"));
        house.write("crates/license-sandbox/src/main.rs", &format!("{code}fn main() {{}}\n"));
        house.write("crates/license-wire/tests/it/main.rs", code);
        assert_eq!(house.check(check), [""; 0]);
    }
}

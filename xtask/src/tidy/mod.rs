//! `cargo xtask tidy`: the rules of the house as code. Each rule looks at everything and reports all it finds.

mod apart;
mod code;
mod docs;
mod exports;
mod features;
mod files;
#[cfg(test)]
mod fixture;
mod floors;
mod house;
mod layout;
mod ledger;
mod lints;
mod manifests;
mod plan;
mod readme;
mod registry;
mod source;
mod surface;
mod terms;
mod tls;
mod transport;
mod tree;

use std::fmt;

use self::house::House;
pub(crate) use self::tree::crates;
use crate::workspace::Workspace;

/// The crates that each speak to vendors of one API.
pub(crate) const VENDOR_CRATES: &[&str] = &["softaculous-noc", "websoftsolus", "billmgr-client"];

/// One rule of the house.
struct Rule {
    name: &'static str,
    says: &'static str,
    check: fn(&House<'_>, &mut Report),
}

const RULES: &[Rule] = &[
    Rule { name: "floors", says: "a crate depends only on crates of lower floors", check: floors::check },
    Rule {
        name: "tree",
        says: "a vendor crate's dependency tree is small and has no async runtime",
        check: tree::check,
    },
    Rule { name: "apart", says: "who takes one vendor takes no other", check: apart::check },
    Rule {
        name: "transport",
        says: "ureq is named in one file, and in no public signature",
        check: transport::check,
    },
    Rule {
        name: "exports",
        says: "libraries show nothing of what may be replaced, and nothing that users cannot name",
        check: exports::check,
    },
    Rule { name: "tls", says: "certificates are always checked", check: tls::check },
    Rule {
        name: "docs",
        says: "an operation's documentation says what it costs, sends and returns",
        check: docs::check,
    },
    Rule { name: "ledger", says: "API.md and the operations of the code agree", check: ledger::check },
    Rule {
        name: "plan",
        says: "every operation of the plan stands in its crate's API.md",
        check: plan::check,
    },
    Rule { name: "manifests", says: "manifests are complete and share versions", check: manifests::check },
    Rule {
        name: "registry",
        says: "what is published is what a registry takes, with a section in the changelog",
        check: registry::check,
    },
    Rule {
        name: "features",
        says: "a feature only adds, is told of, and is shown on docs.rs",
        check: features::check,
    },
    Rule {
        name: "terms",
        says: "dependencies come on the terms and from the places that deny.toml allows",
        check: terms::check,
    },
    Rule {
        name: "lints",
        says: "unsafe code is forbidden, the lints are on, and no library switches them off",
        check: lints::check,
    },
    Rule {
        name: "readme",
        says: "README files show current versions and are compiled",
        check: readme::check,
    },
    Rule {
        name: "code",
        says: "nothing unfinished; libraries do not panic or print; tests check",
        check: code::check,
    },
    Rule {
        name: "layout",
        says: "a crate holds what its package may; its tests are one binary, its fixtures have a source",
        check: layout::check,
    },
    Rule {
        name: "files",
        says: "files are short, at their place, and hold no path of one machine",
        check: files::check,
    },
];

/// What the rules found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    rule: &'static str,
    violations: Vec<Violation>,
    warnings: Vec<Violation>,
    notes: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    file: String,
    line: usize,
    rule: &'static str,
    what: String,
}

/// Checks all rules and prints what they found.
pub(crate) fn run(workspace: &Workspace) -> Result<(), String> {
    let mut report = check(workspace)?;
    for note in &report.notes {
        println!("note: {note}");
    }
    report.warnings.sort();
    for warning in &report.warnings {
        println!("warning: {warning}");
    }
    report.violations.sort();
    for violation in &report.violations {
        println!("{violation}");
    }
    match report.violations.len() {
        0 => {
            println!("tidy: {} rules hold", RULES.len());
            Ok(())
        }
        count => Err(format!("tidy: {count} violations of the rules of the house (see CONTRIBUTING.md)")),
    }
}

/// Prints the rules.
pub(crate) fn list() {
    for rule in RULES {
        println!("{:10}{}", rule.name, rule.says);
    }
}

fn check(workspace: &Workspace) -> Result<Report, String> {
    let house = House::load(workspace)?;
    let mut report = Report { rule: "code", ..Report::default() };
    for (file, line, why) in &house.unreadable {
        report.violation(file, *line, format!("is not Rust: {why}"));
    }
    for rule in RULES {
        report.rule = rule.name;
        (rule.check)(&house, &mut report);
    }
    Ok(report)
}

impl Report {
    /// A violation of the rule that is being checked: what is wrong, and what to do.
    pub(crate) fn violation(&mut self, file: &str, line: usize, what: impl Into<String>) {
        self.violations.push(self.finding(file, line, what.into()));
    }

    /// Something to look at that does not fail the check.
    pub(crate) fn warning(&mut self, file: &str, line: usize, what: impl Into<String>) {
        self.warnings.push(self.finding(file, line, what.into()));
    }

    pub(crate) fn note(&mut self, what: impl Into<String>) {
        self.notes.push(what.into());
    }

    fn finding(&self, file: &str, line: usize, what: String) -> Violation {
        Violation { file: file.to_owned(), line: line.max(1), rule: self.rule, what }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.rule, self.what)
    }
}

/// The line, from 1, of the first line for which `is_it` holds; 1 when there is none.
fn line_where(text: &str, is_it: impl Fn(&str) -> bool) -> usize {
    text.lines().position(is_it).map_or(1, |at| at + 1)
}

/// The line of a manifest that asks for this crate.
fn line_of_dependency(manifest: &str, name: &str) -> usize {
    line_where(manifest, |line| {
        let rest = line.trim_start().trim_start_matches('"').strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with(['.', ' ', '=', '"']))
            || line.trim_end().ends_with(&format!("dependencies.{name}]"))
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use super::fixture::Fixture;

    fn violations(house: &Fixture) -> Vec<String> {
        let report = check(&house.workspace()).unwrap();
        report.violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_rule_stands_on_the_page_of_the_rules() {
        let page = include_str!("../../../docs/rules.md");
        for rule in super::RULES {
            assert!(
                page.contains(&format!("tidy `{}`", rule.name)),
                "docs/rules.md does not name `{}`",
                rule.name
            );
        }
    }

    #[test]
    fn a_workspace_that_keeps_all_rules_has_no_violations() {
        assert_eq!(violations(&Fixture::clean()), [""; 0]);
    }

    #[test]
    fn violations_of_several_rules_are_found_at_once() {
        let mut house = Fixture::clean();
        house.write("notes.txt", "a\n");
        house.remove("crates/license-wire/CHANGELOG.md");
        house.write("tests/src/lib.rs", "//! Tests.\nfn a() {\n    todo!()\n}\n");
        let found = violations(&house);
        let starts = [
            "crates/license-wire/CHANGELOG.md:1: manifests: ",
            "tests/src/lib.rs:3: code: ",
            "notes.txt:1: files: ",
        ];
        assert!(found.iter().zip(starts).all(|(line, start)| line.starts_with(start)), "{found:#?}");
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_file_that_is_not_rust_is_named() {
        let mut house = Fixture::clean();
        house.write("tests/src/broken.rs", "fn a() {}\nfn {}\n");
        let found = violations(&house);
        assert!(
            found.len() == 1 && found[0].starts_with("tests/src/broken.rs:2: code: is not Rust: "),
            "{found:?}"
        );
    }

    #[test]
    fn what_git_ignores_is_not_looked_at() {
        let mut house = Fixture::clean();
        house.write("notes.txt", "a\n");
        house.write(".gitignore", "/notes.txt\n");
        assert_eq!(violations(&house).len(), 1);
        house.git_init();
        assert_eq!(violations(&house), [""; 0]);
    }
}

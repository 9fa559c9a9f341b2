//! Words that do not belong in code: unfinished work, libraries that panic or print, tests that check nothing.

use syn::visit::Visit;

use super::source::Source;
use super::surface::documentation;
use super::{House, Report};

const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];
const PANICS: &[&str] = &["panic", "unreachable"];
const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln"];
const UNWRAPS: &[&str] = &["unwrap", "expect", "unwrap_err", "expect_err"];
/// Not libraries: they talk to a person, and may give up.
const NOT_LIBRARIES: &[&str] = &["license-hub-cli", "license-sandbox"];
/// Files of the tests that may wait on the clock, and why.
const MAY_SLEEP: &[(&str, &str)] =
    &[("tests/bench/src/server.rs", "a server of the benchmarks is as far away as they say")];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for source in &house.sources {
        unfinished(source, report);
        idle_tests(source, report);
        let package = house.workspace.package_of(&source.path);
        let is_library = source.path.starts_with("crates/")
            && package.is_some_and(|package| {
                source.path.starts_with(&package.file("src/"))
                    && !NOT_LIBRARIES.contains(&package.name.as_str())
            });
        if is_library {
            library(source, report);
        }
        let folder = source.path.split('/').collect::<Vec<_>>();
        if matches!(folder[..], ["tests", ..] | ["crates", _, "tests", ..]) {
            sleeps(source, report);
        }
    }
    for file in house.files.iter().filter(|file| file.rsplit('/').next() == Some("README.md")) {
        let text = house.read(file).unwrap_or_default();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| is_ignored_example(text)) {
            report.violation(
                file,
                line,
                format!("`{}`: an example that is not tried out; use `no_run` or `text`", text.trim()),
            );
        }
    }
}

fn unfinished(source: &Source, report: &mut Report) {
    for (at, name) in macros(source, UNFINISHED) {
        report.violation(
            &source.path,
            source.tokens[at].line,
            format!("`{name}!` is unfinished work; finish it"),
        );
    }
}

fn library(source: &Source, report: &mut Report) {
    let is_code = |at: &usize| !source.is_test(source.tokens[*at].line);
    for (at, name) in macros(source, PANICS).filter(|(at, _)| is_code(at)) {
        let what = format!("`{name}!` in a library; return an error");
        report.violation(&source.path, source.tokens[at].line, what);
    }
    for (at, name) in macros(source, PRINTS).filter(|(at, _)| is_code(at)) {
        let what = format!("`{name}!` in a library; return it or log it");
        report.violation(&source.path, source.tokens[at].line, what);
    }
    for name in UNWRAPS {
        let called = source.find(&[".", name, "("]).collect::<Vec<_>>();
        let passed = source.find(&[":", ":", name]).collect::<Vec<_>>();
        for at in called.into_iter().chain(passed).filter(is_code) {
            let what =
                format!("`{name}` in a library; return an error, or give a method of our own another name");
            report.violation(&source.path, source.tokens[at].line, what);
        }
    }
}

/// Where these macros are called.
fn macros<'a>(source: &'a Source, names: &'a [&'a str]) -> impl Iterator<Item = (usize, &'a str)> {
    names.iter().flat_map(move |name| {
        let calls = source.tokens.windows(3).enumerate().filter(move |(_, tokens)| {
            tokens[0].text == *name
                && tokens[1].text == "!"
                && matches!(tokens[2].text.as_str(), "(" | "[" | "{")
        });
        calls.map(move |(at, _)| (at, *name))
    })
}

fn idle_tests(source: &Source, report: &mut Report) {
    for at in source.find(&["#", "[", "ignore"]) {
        report.violation(
            &source.path,
            source.tokens[at].line,
            "a test that is not run; make it run or remove it",
        );
    }
    let constant = |text: &str| {
        text == "true" || text.starts_with(|letter: char| letter.is_ascii_digit() || letter == '"')
    };
    for tokens in source.tokens.windows(7) {
        let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        let checks_nothing = match texts[..] {
            ["assert" | "debug_assert", "!", "(", "true", ")" | ",", ..] => true,
            ["assert_eq", "!", "(", left, ",", right, ")" | ","] => left == right && constant(left),
            _ => false,
        };
        if checks_nothing {
            report.violation(&source.path, tokens[0].line, "an assertion that cannot fail; check something");
        }
    }
    let mut examples = Examples { source, report };
    examples.visit_file(&source.syntax);
}

/// Finds tests with an empty body, and examples that are not tried out.
struct Examples<'a> {
    source: &'a Source,
    report: &'a mut Report,
}

impl Visit<'_> for Examples<'_> {
    fn visit_item_fn(&mut self, item: &syn::ItemFn) {
        let is_test = |attribute: &syn::Attribute| {
            attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
        };
        if item.block.stmts.is_empty() && item.attrs.iter().any(is_test) {
            let line = item.sig.ident.span().start().line;
            self.report.violation(
                &self.source.path,
                line,
                format!("the test `{}` is empty; check something", item.sig.ident),
            );
        }
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_attribute(&mut self, attribute: &syn::Attribute) {
        for line in
            documentation(std::slice::from_ref(attribute)).iter().filter(|line| is_ignored_example(line))
        {
            let at = attribute.pound_token.span.start().line;
            self.report.violation(
                &self.source.path,
                at,
                format!("`{line}`: an example that is not tried out; use `no_run` or `text`"),
            );
        }
    }
}

fn is_ignored_example(line: &str) -> bool {
    let fence = line.trim_start().strip_prefix("```");
    fence.is_some_and(|words| words.split([',', ' ']).any(|word| word == "ignore"))
}

fn sleeps(source: &Source, report: &mut Report) {
    if MAY_SLEEP.iter().any(|(file, _)| *file == source.path) {
        return;
    }
    for at in source.find(&["sleep"]) {
        let before = at.checked_sub(1).map_or("", |before| source.tokens[before].text.as_str());
        let after = source.tokens.get(at + 1).map_or("", |after| after.text.as_str());
        if before == ":" || (after == "(" && !matches!(before, "." | "fn")) {
            let what = "a test that waits on the clock; wait for what has to happen, or let the clock be set";
            report.violation(&source.path, source.tokens[at].line, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    const LIB: &str = "crates/license-wire/src/code.rs";

    #[track_caller]
    fn finds(file: &str, code: &str, says: &str) {
        let mut house = Fixture::clean();
        house.write(file, code);
        house.expect(check, &format!("{file}:2: code: {says}"));
    }

    #[track_caller]
    fn passes(file: &str, code: &str) {
        let mut house = Fixture::clean();
        house.write(file, code);
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn a_clean_workspace_passes() {
        assert_eq!(Fixture::clean().check(check), [""; 0]);
    }

    #[test]
    fn unfinished_work_is_found_everywhere() {
        for name in super::UNFINISHED {
            let code = format!("fn a() {{\n{name}!();\n}}\n");
            finds("crates/license-sandbox/src/code.rs", &code, &format!("`{name}!` is unfinished work"));
            finds("tests/src/code.rs", &code, &format!("`{name}!` is unfinished work"));
        }
    }

    #[test]
    fn a_library_does_not_panic_or_print() {
        for (code, says) in [
            ("x.unwrap();", "`unwrap` in a library"),
            ("x.expect(\"there\");", "`expect` in a library"),
            ("x.map(Result::unwrap);", "`unwrap` in a library"),
            ("format!(\"{}\", x.unwrap());", "`unwrap` in a library"),
            ("panic!(\"no\");", "`panic!` in a library"),
            ("unreachable!();", "`unreachable!` in a library"),
            ("println!(\"hello\");", "`println!` in a library"),
        ] {
            finds(LIB, &format!("fn a() {{\n{code}\n}}\n"), says);
        }
    }

    #[test]
    fn commands_tests_and_documentation_may() {
        let code = "fn a() { println!(\"{}\", x.unwrap()); panic!(); }\n";
        passes("crates/license-sandbox/src/code.rs", code);
        passes("crates/license-wire/tests/it/code.rs", code);
        passes("crates/license-wire/examples/code.rs", code);
        passes(LIB, &format!("#[cfg(test)]\nmod tests {{ {code} }}\n"));
        passes(
            LIB,
            "/// ```\n/// x.unwrap(); panic!();\n/// ```\nfn a() { x.unwrap_or(1); a != panic; \"panic!()\"; }\n",
        );
    }

    #[test]
    fn a_module_of_tests_in_a_file_of_its_own_may() {
        let mut house = Fixture::clean();
        house.write(LIB, "#[cfg(test)]\nmod tests;\n");
        house.write("crates/license-wire/src/code/tests.rs", "fn a() { x.unwrap(); }\n");
        assert_eq!(house.check(check), [""; 0]);
        house.write(LIB, "mod tests;\n");
        house.expect(check, "crates/license-wire/src/code/tests.rs:1: code: `unwrap` in a library");
    }

    #[test]
    fn tests_that_check_nothing_are_found() {
        let file = "crates/license-wire/tests/it/code.rs";
        // Written with a gap, so that a plain search of these sources does not stop here.
        finds(file, "#[test]\n# [ignore]\nfn a() { b(); }\n", "a test that is not run");
        finds(file, "#[test]\n# [ignore = \"slow\"]\nfn a() { b(); }\n", "a test that is not run");
        finds(file, "#[test] fn a() {\nassert! (true);\n}\n", "an assertion that cannot fail");
        finds(file, "#[test] fn a() {\nassert! (true, \"yes\");\n}\n", "an assertion that cannot fail");
        finds(file, "#[test] fn a() {\nassert_eq! (1, 1);\n}\n", "an assertion that cannot fail");
        finds(file, "#[test]\nfn a() {}\n", "the test `a` is empty");
        passes(file, "fn empty() {}\n#[test]\nfn a() { assert_eq!(b(), b()); assert!(is_true(1)); }\n");
    }

    #[test]
    fn examples_that_are_not_tried_out_are_found() {
        finds(LIB, "/// Text.\n/// ```ignore\n/// a\n/// ```\nfn a() {}\n", "````ignore`");
        passes(LIB, "/// ```no_run\n/// a\n/// ```\nfn a() {}\n");
        let mut house = Fixture::clean();
        house.append("crates/license-wire/README.md", "```rust,ignore\n```\n");
        house.expect(
            check,
            "crates/license-wire/README.md:2: code: ````rust,ignore`: an example that is not tried out",
        );
    }

    #[test]
    fn tests_do_not_wait_on_the_clock() {
        let says = "a test that waits on the clock";
        finds("tests/tests/code.rs", "fn a() {\nstd::thread::sleep(b);\n}\n", says);
        finds("crates/license-wire/tests/it/code.rs", "fn a() {\nsleep(b);\n}\n", says);
        passes("tests/tests/code.rs", "fn sleep() { clock.sleep(1); }\n");
        passes("crates/license-sandbox/src/code.rs", "fn a() { std::thread::sleep(b); }\n");
    }
}

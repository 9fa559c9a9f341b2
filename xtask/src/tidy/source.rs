//! One Rust file of the workspace, as tokens with their lines and as a syntax tree.
//!
//! Rules that look for a word of code search the tokens: comments are not among them, documentation and text are
//! literals, and what a macro holds is found like everything else.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file and what was read from it.
pub(crate) struct Source {
    /// From the workspace root, with `/` between its parts.
    pub(crate) path: String,
    pub(crate) lines: usize,
    pub(crate) syntax: syn::File,
    pub(crate) tokens: Vec<Token>,
    tests: Vec<RangeInclusive<usize>>,
    /// Modules that this file declares with `#[cfg(test)] mod name;`.
    pub(crate) test_modules: Vec<String>,
}

/// A word, a sign, a literal or a bracket.
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Source {
    /// Reads a file, or says on which line it cannot be read.
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, (usize, String)> {
        let stream: TokenStream = text
            .parse()
            .map_err(|error: proc_macro2::LexError| (error.span().start().line, error.to_string()))?;
        let syntax =
            syn::parse2(stream.clone()).map_err(|error| (error.span().start().line, error.to_string()))?;
        let lines = text.lines().count();
        let mut source = Self {
            path: path.to_owned(),
            lines,
            syntax,
            tokens: Vec::new(),
            tests: Vec::new(),
            test_modules: Vec::new(),
        };
        source.flatten(stream.clone());
        source.find_tests(stream);
        Ok(source)
    }

    /// Whether this line is compiled for tests alone.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&line))
    }

    pub(crate) fn mark_all_as_test(&mut self) {
        self.tests.push(0..=usize::MAX);
    }

    /// The places where these tokens follow one another.
    pub(crate) fn find<'a>(&'a self, pattern: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
        (0..self.tokens.len()).filter(move |&at| self.has(at, pattern))
    }

    fn has(&self, at: usize, pattern: &[&str]) -> bool {
        let found = self.tokens.get(at..at + pattern.len());
        found.is_some_and(|tokens| tokens.iter().zip(pattern).all(|(token, wanted)| token.text == *wanted))
    }

    fn flatten(&mut self, stream: TokenStream) {
        for tree in stream {
            if let TokenTree::Group(group) = tree {
                let (open, close) = brackets(group.delimiter());
                self.push(open, group.span_open());
                self.flatten(group.stream());
                self.push(close, group.span_close());
            } else {
                self.push(&tree.to_string(), tree.span());
            }
        }
    }

    fn push(&mut self, text: &str, span: proc_macro2::Span) {
        if !text.is_empty() {
            self.tokens.push(Token { text: text.to_owned(), line: span.start().line });
        }
    }

    /// Finds what stands under `#[cfg(test)]` and `#[test]`.
    fn find_tests(&mut self, stream: TokenStream) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            if is_sign(&trees[at], '#') {
                let inner = trees.get(at + 1).is_some_and(|tree| is_sign(tree, '!'));
                let is_test = trees.get(at + 1 + usize::from(inner)).is_some_and(is_test_attribute);
                if is_test && inner {
                    self.mark_all_as_test();
                } else if is_test {
                    let end = end_of_item(&trees, at + 2);
                    let last = trees[end].span().end().line;
                    self.tests.push(trees[at].span().start().line..=last);
                    self.test_modules.extend(declared_module(&trees[at + 2..=end]));
                    at = end;
                }
            } else if let TokenTree::Group(group) = &trees[at] {
                self.find_tests(group.stream());
            }
            at += 1;
        }
    }
}

/// What an item begins with. A field, a variant or a match arm begins with none of these and ends at a comma; an item
/// may hold commas between angle brackets.
const ITEMS: &[&str] = &[
    "pub",
    "fn",
    "mod",
    "use",
    "struct",
    "enum",
    "impl",
    "const",
    "static",
    "type",
    "trait",
    "unsafe",
    "async",
    "extern",
    "macro_rules",
];

/// The index of the last token of what begins at `at`, further attributes included.
fn end_of_item(trees: &[TokenTree], mut at: usize) -> usize {
    while trees.get(at).is_some_and(|tree| is_sign(tree, '#')) {
        at += 2;
    }
    let is_item = trees.get(at).is_some_and(|tree| ITEMS.contains(&tree.to_string().as_str()));
    while at < trees.len() {
        let ends = match &trees[at] {
            TokenTree::Group(group) => is_item && group.delimiter() == Delimiter::Brace,
            tree => is_sign(tree, ';') || (!is_item && is_sign(tree, ',')),
        };
        if ends {
            return at;
        }
        at += 1;
    }
    trees.len() - 1
}

fn declared_module(item: &[TokenTree]) -> Option<String> {
    let name = item.iter().position(|tree| tree.to_string() == "mod").and_then(|at| item.get(at + 1))?;
    is_sign(item.last()?, ';').then(|| name.to_string())
}

/// `[test]`, `[cfg(test)]`, `[cfg(all(test, ...))]`.
fn is_test_attribute(tree: &TokenTree) -> bool {
    let TokenTree::Group(group) = tree else { return false };
    let words: String = group.stream().to_string().split_whitespace().collect();
    let all = words.strip_prefix("cfg(all(").and_then(|rest| rest.strip_suffix("))"));
    matches!(words.as_str(), "test" | "cfg(test)")
        || all.is_some_and(|rest| rest.split(',').any(|part| part == "test"))
}

fn is_sign(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
//! Says unwrap().
/// Says `x.unwrap()`.
fn code() { let text = "x.unwrap()"; /* x.unwrap() */ format!("{}", text.unwrap()); }

#[cfg(test)]
#[allow(unused)]
mod tests {
    #[test]
    fn a_test<A, B>() -> [u8; 2] { x.unwrap() }
}

#[cfg(test)]
mod more;

struct S {
    #[cfg(test)]
    only: u8,
    always: u8,
}

#[cfg(not(test))]
fn not_a_test() { x.unwrap() }
"#;

    #[test]
    fn words_are_found_in_code_and_macros_but_not_in_documentation_and_text() {
        let source = Source::parse("a.rs", TEXT).unwrap();
        let lines: Vec<usize> =
            source.find(&[".", "unwrap", "(", ")"]).map(|at| source.tokens[at].line).collect();
        assert_eq!(lines, [4, 10, 23]);
    }

    #[test]
    fn what_is_compiled_for_tests_alone_is_known() {
        let source = Source::parse("a.rs", TEXT).unwrap();
        let tests: Vec<usize> = (1..=source.lines).filter(|line| source.is_test(*line)).collect();
        assert_eq!(tests, [6, 7, 8, 9, 10, 11, 13, 14, 17, 18]);
        assert_eq!(source.test_modules, ["more"]);
    }

    #[test]
    fn a_file_can_be_a_test_as_a_whole() {
        let source = Source::parse("a.rs", "#![cfg(test)]\nfn code() {}\n").unwrap();
        assert!(source.is_test(2));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let error = Source::parse("a.rs", "fn a() {}\nfn {}\n").err().unwrap();
        assert_eq!(error.0, 2);
    }
}

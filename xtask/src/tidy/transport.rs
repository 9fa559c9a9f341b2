//! Where the HTTP library is named: in one place, so that it can be replaced without anybody noticing.

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::{ImplItem, Item, TraitItem, UseTree, Visibility};

use super::source::Source;
use super::{House, Report, line_of_dependency};

const OWNER: &str = "license-wire";
const FILE: &str = "crates/license-wire/src/http.rs";
const FOLDER: &str = "crates/license-wire/src/http/";
/// The package that measures the clients against the library alone.
const MEASURED: &str = "license-hub-bench";
/// The crate as manifests name it, and as code does.
const CRATES: &[&str] = &["ureq", "ureq-proto"];
const PATHS: &[&str] = &["ureq", "ureq_proto"];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    let others = |name: &str| !matches!(name, OWNER | MEASURED);
    for package in house.workspace.packages.iter().filter(|package| others(&package.name)) {
        let text = house.read(&package.manifest()).unwrap_or_default();
        for dependency in package.dependencies.iter().filter(|used| CRATES.contains(&used.name.as_str())) {
            report.violation(
                &package.manifest(),
                line_of_dependency(&text, &dependency.name),
                format!("only `{OWNER}` depends on `{}`; use what `{OWNER}` offers", dependency.name),
            );
        }
    }
    for source in &house.sources {
        if source.path == FILE || source.path.starts_with(FOLDER) {
            signatures(source, report);
        } else if house.workspace.package_of(&source.path).is_none_or(|package| package.name != MEASURED) {
            elsewhere(source, report);
        }
    }
}

fn elsewhere(source: &Source, report: &mut Report) {
    let lines: BTreeSet<usize> = source
        .tokens
        .iter()
        .filter(|token| PATHS.contains(&token.text.as_str()))
        .map(|token| token.line)
        .collect();
    for line in lines {
        report.violation(&source.path, line, format!("code names `ureq` outside of {FILE}; move it there"));
    }
}

fn signatures(source: &Source, report: &mut Report) {
    let mut names: BTreeSet<String> = PATHS.iter().map(|path| (*path).to_owned()).collect();
    imported(&source.syntax.items, &mut names);
    let mut search = Search { source, names, report, public: BTreeSet::new(), local: BTreeSet::new() };
    search.types(&source.syntax.items);
    search.items(&source.syntax.items);
}

/// Adds what `use ureq::...` and `type ... = ureq::...` bring in.
fn imported(items: &[Item], names: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Use(item) => {
                if let UseTree::Path(path) = &item.tree
                    && PATHS.contains(&path.ident.to_string().as_str())
                {
                    leaves(&path.tree, names);
                }
                if let UseTree::Rename(rename) = &item.tree
                    && PATHS.contains(&rename.ident.to_string().as_str())
                {
                    names.insert(rename.rename.to_string());
                }
            }
            Item::Type(item) if mentions(names, |found| found.visit_type(&item.ty)) => {
                names.insert(item.ident.to_string());
            }
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    imported(items, names);
                }
            }
            _ => {}
        }
    }
}

fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Glob(_) => {}
    }
}

/// Looks for these names in what others can see.
struct Search<'a> {
    source: &'a Source,
    names: BTreeSet<String>,
    report: &'a mut Report,
    /// Types declared here, and those of them that are `pub`.
    local: BTreeSet<String>,
    public: BTreeSet<String>,
}

impl Search<'_> {
    fn types(&mut self, items: &[Item]) {
        for item in items {
            let (ident, vis) = match item {
                Item::Struct(item) => (&item.ident, &item.vis),
                Item::Enum(item) => (&item.ident, &item.vis),
                Item::Mod(module) => {
                    self.types(module.content.as_ref().map_or(&[], |(_, items)| items));
                    continue;
                }
                _ => continue,
            };
            self.local.insert(ident.to_string());
            if is_public(vis) {
                self.public.insert(ident.to_string());
            }
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Fn(item) if is_public(&item.vis) => {
                    self.look(&item.sig.ident, |found| found.visit_signature(&item.sig));
                }
                Item::Struct(item) if is_public(&item.vis) => {
                    self.look(&item.ident, |found| {
                        found.visit_generics(&item.generics);
                        let public = item.fields.iter().filter(|field| is_public(&field.vis));
                        public.for_each(|field| found.visit_type(&field.ty));
                    });
                }
                Item::Enum(item) if is_public(&item.vis) => {
                    self.look(&item.ident, |found| found.visit_item_enum(item));
                }
                Item::Type(syn::ItemType { vis, ident, ty, .. })
                | Item::Const(syn::ItemConst { vis, ident, ty, .. })
                | Item::Static(syn::ItemStatic { vis, ident, ty, .. })
                    if is_public(vis) =>
                {
                    self.look(ident, |found| found.visit_type(ty));
                }
                Item::Use(item) if is_public(&item.vis) => {
                    let shows = mentions(&self.names, |found| found.visit_use_tree(&item.tree));
                    self.leak_if(shows, item.use_token.span.start().line, "a `pub use`");
                }
                Item::Trait(item) if is_public(&item.vis) => {
                    self.look(&item.ident, |found| {
                        for item in &item.items {
                            if let TraitItem::Fn(item) = item {
                                found.visit_signature(&item.sig);
                            }
                        }
                    });
                }
                Item::Impl(item) => self.implementation(item),
                Item::Mod(module) => self.items(module.content.as_ref().map_or(&[], |(_, items)| items)),
                _ => {}
            }
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        if let Some((interface, _)) = &item.trait_ {
            // `impl From<ureq::Error> for Error` lets the type out, unless nobody can see the type it is for.
            let mut owner = Mentions::default();
            owner.visit_type(&item.self_ty);
            let hidden =
                owner.names.iter().any(|name| self.local.contains(name) && !self.public.contains(name));
            let shows = !hidden && mentions(&self.names, |found| found.visit_path(interface));
            self.leak_if(shows, item.impl_token.span.start().line, "a trait of a public type");
            return;
        }
        for item in &item.items {
            match item {
                ImplItem::Fn(item) if is_public(&item.vis) => {
                    self.look(&item.sig.ident, |found| found.visit_signature(&item.sig));
                }
                ImplItem::Const(item) if is_public(&item.vis) => {
                    self.look(&item.ident, |found| found.visit_type(&item.ty));
                }
                _ => {}
            }
        }
    }

    fn look(&mut self, ident: &syn::Ident, visit: impl FnOnce(&mut Mentions)) {
        let shows = mentions(&self.names, visit);
        self.leak_if(shows, ident.span().start().line, &format!("`{ident}`, which is `pub`,"));
    }

    fn leak_if(&mut self, shows: bool, line: usize, what: &str) {
        if shows && !self.source.is_test(line) {
            let what = format!("{what} shows a type of ureq; make it `pub(crate)` or use a type of our own");
            self.report.violation(&self.source.path, line, what);
        }
    }
}

/// The words that a piece of code is made of.
#[derive(Default)]
struct Mentions {
    names: BTreeSet<String>,
}

impl Visit<'_> for Mentions {
    fn visit_ident(&mut self, ident: &syn::Ident) {
        self.names.insert(ident.to_string());
    }
}

fn mentions(names: &BTreeSet<String>, visit: impl FnOnce(&mut Mentions)) -> bool {
    let mut found = Mentions::default();
    visit(&mut found);
    !found.names.is_disjoint(names)
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::Fixture;

    #[test]
    fn one_file_may_name_it_and_documentation_may() {
        let mut house = Fixture::clean();
        house.write(
            "crates/license-wire/src/error.rs",
            "//! Says ureq.\n/// Not `ureq::Error`.\npub struct Error;\n",
        );
        house.write(
            "crates/license-wire/src/http/agent.rs",
            "pub(crate) fn a() -> ureq::Agent { ureq::agent() }\n",
        );
        assert_eq!(house.check(check), [""; 0]);
    }

    #[test]
    fn other_files_may_not() {
        let mut house = Fixture::clean();
        house.write("crates/license-wire/src/error.rs", "\nuse ureq::Error;\n");
        house.expect(check, "crates/license-wire/src/error.rs:2: transport: code names `ureq` outside");
    }

    #[test]
    fn other_manifests_may_not() {
        let mut house = Fixture::clean();
        house.append("tests/Cargo.toml", "\n[dev-dependencies]\nureq.workspace = true\n");
        house.expect(check, "tests/Cargo.toml:12: transport: only `license-wire` depends on `ureq`");
    }

    #[test]
    fn the_benchmarks_may_and_what_lies_around_them_may_not() {
        let mut house = Fixture::clean();
        house.member("license-hub-bench", "ureq.workspace = true\n");
        house.write("crates/license-hub-bench/src/bare.rs", "use ureq::Agent;\n");
        assert_eq!(house.check(check), [""; 0]);
        house.write("crates/license-sandbox/src/bare.rs", "use ureq::Agent;\n");
        house.expect(check, "crates/license-sandbox/src/bare.rs:1: transport: code names `ureq` outside");
    }

    #[test]
    fn its_types_are_in_no_public_signature() {
        for (code, line) in [
            ("pub fn agent() -> Agent {}", 2),
            ("pub struct Open { pub agent: ureq::Agent }", 2),
            ("pub enum Either { Agent(Agent) }", 2),
            ("pub type Alias = ureq::Agent;", 2),
            ("pub trait Send { fn agent(&self) -> &Agent; }", 2),
            ("pub use ureq::Body;", 2),
            ("impl Http {\n    pub fn inner(&self) -> &Agent {}\n}", 3),
            ("pub struct Error;\nimpl From<ureq::Error> for Error {}", 3),
            ("type Hidden = ureq::Agent;\npub fn agent() -> Hidden {}", 3),
        ] {
            let mut house = Fixture::clean();
            house.edit("crates/license-wire/src/http.rs", "use ureq::Agent;\n", &format!("{code}\n"));
            house.edit("crates/license-wire/src/http.rs", "//! Sends.\n", "use ureq::Agent;");
            house.expect(check, &format!("crates/license-wire/src/http.rs:{line}: transport: "));
        }
    }

    #[test]
    fn what_nobody_sees_may_show_them() {
        let mut house = Fixture::clean();
        house.append(
            "crates/license-wire/src/http.rs",
            "struct Cause;\nimpl From<ureq::Error> for Cause {}\npub(crate) fn agent() -> Agent {}\nfn own(_: ureq::Body) {}\n",
        );
        assert_eq!(house.check(check), [""; 0]);
    }
}

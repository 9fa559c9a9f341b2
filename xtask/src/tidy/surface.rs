//! What a crate offers, read from its sources: names that a ledger may refer to, and the operations of its clients.

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::{
    Attribute, Expr, Fields, ImplItem, Item, Lit, Meta, Receiver, ReceiverKind, ReturnType, TraitItem,
    UseTree, Visibility,
};

use super::House;
use super::source::Source;
use crate::workspace::Package;

/// These make a client and send nothing.
const CONSTRUCTORS: &[&str] = &["build", "builder", "live", "sandbox", "test", "new"];

#[derive(Default)]
pub(super) struct Surface {
    methods: Vec<Method>,
    /// `Type`, `Type::method`, `Type::Variant`, `function`, `module::function`.
    names: BTreeSet<String>,
    /// Public types that are a client, or hold one, as `struct Plesk<'a> { client: &'a Client }` does.
    clients: BTreeSet<String>,
}

/// A `pub fn` of a type's own `impl`.
pub(super) struct Method {
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) doc: Vec<String>,
    fallible: bool,
    by_reference: bool,
}

impl Surface {
    pub(super) fn of(house: &House<'_>, package: &Package) -> Self {
        let mut surface = Self::default();
        for source in house.sources_of(package) {
            let parts: Vec<&str> = source.path.trim_end_matches(".rs").rsplit('/').collect();
            let module = if parts[0] == "mod" { parts[1] } else { parts[0] };
            surface.items(source, module, &source.syntax.items);
        }
        surface
    }

    /// Whether `Type::method` or the like is there; of a longer path only the last two names are looked at.
    pub(super) fn offers(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.rsplitn(3, "::").take(2).collect();
        match parts[..] {
            [name, owner] => self.names.contains(&format!("{owner}::{name}")),
            _ => self.names.contains(path),
        }
    }

    /// The methods that perform an operation: every fallible method of a client, and every other one that borrows
    /// its object and says in its documentation what it sends.
    pub(super) fn operations(&self) -> impl Iterator<Item = &Method> {
        self.methods.iter().filter(|method| {
            let of_client =
                self.clients.contains(&method.owner) && !CONSTRUCTORS.contains(&method.name.as_str());
            method.fallible && (of_client || (method.by_reference && method.says("Wire:")))
        })
    }

    fn items(&mut self, source: &Source, module: &str, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => {
                    let name = item.ident.to_string();
                    if is_client(&name) || holds_client(&item.fields) {
                        self.clients.insert(name.clone());
                    }
                    self.name(module, &name);
                }
                Item::Enum(item) if is_public(&item.vis) => {
                    let name = item.ident.to_string();
                    self.names
                        .extend(item.variants.iter().map(|variant| format!("{name}::{}", variant.ident)));
                    self.name(module, &name);
                }
                Item::Trait(item) if is_public(&item.vis) => {
                    let name = item.ident.to_string();
                    for item in &item.items {
                        if let TraitItem::Fn(item) = item {
                            self.names.insert(format!("{name}::{}", item.sig.ident));
                        }
                    }
                    self.name(module, &name);
                }
                Item::Fn(item) if is_public(&item.vis) => self.name(module, &item.sig.ident.to_string()),
                Item::Type(item) if is_public(&item.vis) => self.name(module, &item.ident.to_string()),
                Item::Const(item) if is_public(&item.vis) => self.name(module, &item.ident.to_string()),
                Item::Use(item) if is_public(&item.vis) => self.exported(&item.tree),
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    self.items(source, &name, item.content.as_ref().map_or(&[], |(_, items)| items));
                    self.name(module, &name);
                }
                Item::Impl(item) => self.implementation(source, item),
                _ => {}
            }
        }
    }

    fn implementation(&mut self, source: &Source, item: &syn::ItemImpl) {
        let Some(owner) = type_name(&item.self_ty) else { return };
        let of_trait = item.trait_.is_some();
        for item in &item.items {
            match item {
                ImplItem::Const(item) if of_trait || is_public(&item.vis) => {
                    self.names.insert(format!("{owner}::{}", item.ident));
                }
                ImplItem::Fn(item) if of_trait || is_public(&item.vis) => {
                    let name = item.sig.ident.to_string();
                    let line = item.sig.ident.span().start().line;
                    if source.is_test(line) {
                        continue;
                    }
                    self.names.insert(format!("{owner}::{name}"));
                    if !of_trait {
                        self.methods.push(Method {
                            owner: owner.clone(),
                            name,
                            file: source.path.clone(),
                            line,
                            doc: documentation(&item.attrs),
                            fallible: is_fallible(&item.sig.output),
                            by_reference: item.sig.receiver().is_some_and(is_reference),
                        });
                    }
                }
                _ => {}
            }
        }
    }

    fn exported(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.exported(&path.tree),
            UseTree::Name(name) => drop(self.names.insert(name.ident.to_string())),
            UseTree::Rename(rename) => drop(self.names.insert(rename.rename.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.exported(tree)),
            UseTree::Glob(_) => {}
        }
    }

    fn name(&mut self, module: &str, name: &str) {
        self.names.insert(name.to_owned());
        self.names.insert(format!("{module}::{name}"));
    }
}

impl Method {
    /// The method as a ledger names it.
    pub(super) fn path(&self) -> String {
        format!("{}::{}", self.owner, self.name)
    }

    /// Whether a line of the documentation begins with this, or a sentence within a line. A heading has its own line.
    pub(super) fn says(&self, start: &str) -> bool {
        self.doc.iter().any(|line| {
            line.match_indices(start)
                .any(|(at, _)| at == 0 || (!start.starts_with('#') && line[..at].ends_with(". ")))
        })
    }

    /// What the documentation says after this, up to the end of the paragraph.
    pub(super) fn paragraph_after(&self, start: &str) -> String {
        let lines = self.doc.iter().skip_while(|line| !line.contains(start));
        let paragraph: Vec<&str> =
            lines.map(String::as_str).take_while(|line| !line.trim().is_empty()).collect();
        let paragraph = paragraph.join(" ");
        paragraph.split_once(start).map(|(_, after)| after.to_owned()).unwrap_or_default()
    }

    /// Whether the documentation holds this, also across a line's end.
    pub(super) fn mentions(&self, words: &str) -> bool {
        self.doc.join(" ").contains(words)
    }
}

/// The lines of the documentation, without the space they begin with.
pub(super) fn documentation(attributes: &[Attribute]) -> Vec<String> {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        if let Meta::NameValue(meta) = &attribute.meta
            && let Expr::Lit(literal) = &meta.value
            && let Lit::Str(text) = &literal.lit
        {
            lines.extend(text.value().split('\n').map(|line| line.trim().to_owned()));
        }
    }
    lines
}

fn is_client(name: &str) -> bool {
    name.ends_with("Client")
}

fn holds_client(fields: &Fields) -> bool {
    let mut found = Word { is_it: is_client, found: false };
    fields.iter().for_each(|field| found.visit_type(&field.ty));
    found.found
}

fn is_fallible(output: &ReturnType) -> bool {
    let mut found = Word { is_it: |word| word == "Result", found: false };
    found.visit_return_type(output);
    found.found
}

/// Looks for a word in a piece of code.
struct Word {
    is_it: fn(&str) -> bool,
    found: bool,
}

impl Visit<'_> for Word {
    fn visit_ident(&mut self, ident: &syn::Ident) {
        self.found |= (self.is_it)(&ident.to_string());
    }
}

fn is_reference(this: &Receiver) -> bool {
    matches!(this.kind, ReceiverKind::Reference(..))
}

fn type_name(kind: &syn::Type) -> Option<String> {
    match kind {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        syn::Type::Reference(reference) => type_name(&reference.elem),
        _ => None,
    }
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

//! XML documents, held flat.
//!
//! A document is scanned before it is parsed ([`crate::scan`]), because the parser's time and memory are not bounded by
//! the length of what it is given.

mod build;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use license_wire::Fault;
use serde_json::{Map, Value};

use build::{by_rows, is_large_table, short, whole, without_rows};

use crate::scan::{ROW, scan};

/// A stretch of the document's text, or of [`Tree::written`] when its start has the highest bit.
#[derive(Clone, Copy, Default)]
struct Span {
    start: u32,
    len: u32,
}

/// Marks a stretch of text that does not stand in the document as it is: it held entities, or came in pieces.
const WRITTEN: u32 = 1 << 31;

/// What an element is called that repeats the root's kind inside of it.
const INNER: &str = "doc";

/// An element. Those that follow up to `end` are inside of it.
#[derive(Clone)]
struct Node {
    name: Span,
    text: Span,
    first_attribute: u32,
    attributes: u32,
    end: u32,
}

#[derive(Clone)]
struct Attribute {
    name: Span,
    value: Span,
}

/// A whole document: elements in their order, texts as stretches of the document.
#[derive(Clone)]
pub(crate) struct Tree<'t> {
    source: Cow<'t, str>,
    written: String,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// Behind this one there are only rows, directly in the root.
    rows: Option<usize>,
    /// The first `doc` directly in the root, which is asked for again and again.
    inner: Option<usize>,
}

impl<'t> Tree<'t> {
    /// Scans and parses a document.
    pub(crate) fn parse(document: &'t [u8]) -> Result<Self, Fault> {
        if let Some(tree) = short(document) {
            return Ok(tree);
        }
        let scanned = scan(document).map_err(|reason| Fault::decode("", reason))?;
        if is_large_table(&scanned) {
            if let Ok(tree) = by_rows(&scanned) {
                return Ok(tree);
            }
        }
        whole(&scanned).map_err(|reason| Fault::decode("", reason))
    }

    /// Scans and parses a document, and gives each row of its table away as soon as it is parsed. The document that is
    /// left has no rows then, if it is large.
    pub(crate) fn parse_rows<T>(
        document: &'t [u8],
        read: impl Fn(Element<'_>) -> T,
    ) -> Result<(Self, Vec<T>), Fault> {
        if let Some(tree) = short(document) {
            let rows = crate::reply::rows(tree.root()).map(read).collect();
            return Ok((tree, rows));
        }
        let scanned = scan(document).map_err(|reason| Fault::decode("", reason))?;
        if is_large_table(&scanned) {
            if let Ok((tree, mut rows)) = without_rows(&scanned, &read) {
                rows.extend(crate::reply::rows(tree.root()).map(read));
                return Ok((tree, rows));
            }
        }
        let tree = whole(&scanned).map_err(|reason| Fault::decode("", reason))?;
        let rows = crate::reply::rows(tree.root()).map(read).collect();
        Ok((tree, rows))
    }

    /// The same with its own copy of the text.
    pub(crate) fn into_owned(self) -> Tree<'static> {
        Tree {
            source: Cow::Owned(self.source.into_owned()),
            written: self.written,
            nodes: self.nodes,
            attributes: self.attributes,
            rows: self.rows,
            inner: self.inner,
        }
    }

    /// The document as it came.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn root(&self) -> Element<'_> {
        Element { tree: self, index: 0 }
    }

    fn str(&self, span: Span) -> &str {
        let (text, start) = if span.start & WRITTEN == 0 {
            (&*self.source, span.start)
        } else {
            (self.written.as_str(), span.start & !WRITTEN)
        };
        let start = start as usize;
        text.get(start..start + span.len as usize).unwrap_or_default()
    }
}

/// One element of a document.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    tree: &'a Tree<'a>,
    index: usize,
}

impl<'a> Element<'a> {
    /// The name, without a namespace prefix. It may hold dots, as `item.id` does.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.tree.str(self.node().name)
    }

    /// The text that stands directly in it, its pieces joined; empty where there is none.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.tree.str(self.node().text)
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// All attributes, names and values.
    pub fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let node = self.node();
        let (tree, first) = (self.tree, node.first_attribute as usize);
        let attributes = tree.attributes.get(first..first + node.attributes as usize).unwrap_or_default();
        attributes.iter().map(move |attribute| (tree.str(attribute.name), tree.str(attribute.value)))
    }

    /// The elements directly in it.
    #[must_use]
    pub fn children(self) -> Children<'a> {
        Children { tree: self.tree, next: self.index + 1, end: self.node().end as usize }
    }

    /// The first element of this name directly in it.
    #[must_use]
    pub fn child(self, name: &str) -> Option<Element<'a>> {
        self.named(name).next()
    }

    /// The first `doc` directly in it.
    pub(crate) fn inner(self) -> Option<Element<'a>> {
        if self.index == 0 {
            return self.tree.inner.map(|index| Element { tree: self.tree, index });
        }
        self.child(INNER)
    }

    /// The elements of this name directly in it.
    pub(crate) fn named(self, name: &str) -> impl Iterator<Item = Element<'a>> {
        let mut children = self.children();
        // Nothing else has to be looked for among a hundred thousand rows.
        if let Some(rows) = self.tree.rows.filter(|_| self.index == 0 && name != ROW) {
            children.end = rows;
        }
        children.filter(move |child| child.is_named(name))
    }

    fn is_named(self, name: &str) -> bool {
        // Most names differ in length already.
        let span = self.node().name;
        span.len as usize == name.len() && self.tree.str(span) == name
    }

    /// As JSON: a text where it is nothing more, else an object with attributes as `$name`, text as `$`, and elements
    /// by name, as a list where a name comes more than once.
    #[must_use]
    pub fn to_json(self) -> Value {
        let mut members = Map::new();
        for (name, value) in self.attributes() {
            members.insert(format!("${name}"), value.into());
        }
        for child in self.children() {
            let value = child.to_json();
            match members.get_mut(child.name()) {
                None => drop(members.insert(child.name().to_owned(), value)),
                Some(Value::Array(list)) => list.push(value),
                Some(first) => {
                    let first = first.take();
                    members.insert(child.name().to_owned(), Value::Array(vec![first, value]));
                }
            }
        }
        if members.is_empty() {
            return self.text().into();
        }
        if !self.text().is_empty() {
            members.insert("$".into(), self.text().into());
        }
        Value::Object(members)
    }

    fn node(self) -> &'a Node {
        // The index comes from the tree itself and is never beyond it.
        &self.tree.nodes[self.index]
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({})", self.name())
    }
}

/// The elements directly in another.
#[derive(Clone)]
pub struct Children<'a> {
    tree: &'a Tree<'a>,
    next: usize,
    end: usize,
}

impl fmt::Debug for Children<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        if self.next >= self.end {
            return None;
        }
        let child = Element { tree: self.tree, index: self.next };
        self.next = child.node().end as usize;
        Some(child)
    }
}

//! XML documents, held flat. The one file that knows the XML library.
//!
//! A document is scanned before it is parsed ([`crate::scan`]), because the parser's time and memory are not bounded by
//! the length of what it is given.

use std::borrow::Cow;
use std::fmt;

use license_wire::Fault;
use roxmltree::{NodeType, StringStorage};
use serde_json::{Map, Value};

use crate::scan::{Scanned, is_affordable, scan};

/// A stretch of the document's text, or of [`Tree::written`] when its start has the highest bit.
#[derive(Clone, Copy, Default)]
struct Span {
    start: u32,
    len: u32,
}

/// From this length on a table is parsed row by row.
const LARGE: usize = 256 << 10;

/// Marks a stretch of text that does not stand in the document as it is: it held entities, or came in pieces.
const WRITTEN: u32 = 1 << 31;

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
}

impl<'t> Tree<'t> {
    /// Scans and parses a document.
    pub(crate) fn parse(document: &'t [u8]) -> Result<Self, Fault> {
        let scanned = scan(document).map_err(|reason| Fault::decode("", reason))?;
        if scanned.text.len() >= LARGE && !scanned.rows.is_empty() {
            if let Ok(tree) = by_rows(&scanned) {
                return Ok(tree);
            }
            // A row that is nothing by itself may be something within the document, and what is wrong with the
            // document is known only of the whole.
        }
        let parsed = parse(scanned.text).map_err(|reason| Fault::decode("", reason))?;
        let mut builder = Builder::new(scanned.text, scanned.elements);
        builder.add(&parsed);
        Ok(builder.tree)
    }

    /// The same with its own copy of the text.
    pub(crate) fn into_owned(self) -> Tree<'static> {
        Tree {
            source: Cow::Owned(self.source.into_owned()),
            written: self.written,
            nodes: self.nodes,
            attributes: self.attributes,
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
        self.children().find(|child| child.name() == name)
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

/// Lets the parser at a text.
fn parse(text: &str) -> Result<roxmltree::Document<'_>, String> {
    if !is_affordable(text) {
        return Err("the document would take too much memory".into());
    }
    roxmltree::Document::parse(text).map_err(|error| format!("this is not XML: {}", plain(&error)))
}

/// Parses the rows of a table one by one, and then the document without them, which comes to the same.
///
/// The parser's own form of a document takes many times its length; so it never holds more than a row. The rows stand
/// behind everything else then.
fn by_rows<'t>(scanned: &Scanned<'t>) -> Result<Tree<'t>, String> {
    let mut head = String::new();
    let mut at = 0;
    for row in &scanned.rows {
        head.push_str(&scanned.text[at..row.start]);
        at = row.end;
    }
    head.push_str(&scanned.text[at..]);
    let mut builder = Builder::new(scanned.text, scanned.elements);
    builder.add(&parse(&head)?);
    for row in &scanned.rows {
        builder.add(&parse(&scanned.text[row.clone()])?);
    }
    let end = narrow(builder.tree.nodes.len());
    if let Some(root) = builder.tree.nodes.first_mut() {
        root.end = end;
    }
    Ok(builder.tree)
}

/// Makes the flat document of the parser's.
struct Builder<'t> {
    tree: Tree<'t>,
    source: &'t str,
    /// The elements that are open: the parser's node and ours.
    open: Vec<(roxmltree::NodeId, usize)>,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str, elements: usize) -> Self {
        let tree = Tree {
            source: Cow::Borrowed(source),
            written: String::new(),
            nodes: Vec::with_capacity(elements),
            attributes: Vec::new(),
        };
        Self { tree, source, open: Vec::new() }
    }

    fn add(&mut self, parsed: &roxmltree::Document<'_>) {
        for node in parsed.root_element().descendants() {
            let parent = node.parent().map(|parent| parent.id());
            while self.open.last().is_some_and(|(id, _)| Some(*id) != parent) {
                self.close();
            }
            match node.node_type() {
                NodeType::Element => self.element(node),
                NodeType::Text => {
                    if let (Some(text), Some((_, open))) = (node.text_storage(), self.open.last()) {
                        self.text(*open, text);
                    }
                }
                _ => {}
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
    }

    fn element(&mut self, node: roxmltree::Node<'_, '_>) {
        let first_attribute = self.tree.attributes.len();
        for attribute in node.attributes() {
            let value = self.span(attribute.value_storage());
            let name = self.place(attribute.name());
            self.tree.attributes.push(Attribute { name, value });
        }
        self.open.push((node.id(), self.tree.nodes.len()));
        let name = self.place(node.tag_name().name());
        self.tree.nodes.push(Node {
            name,
            text: Span::default(),
            first_attribute: narrow(first_attribute),
            attributes: narrow(self.tree.attributes.len() - first_attribute),
            end: 0,
        });
    }

    fn close(&mut self) {
        if let Some((_, index)) = self.open.pop() {
            let end = self.tree.nodes.len();
            self.tree.nodes[index].end = narrow(end);
            // Blanks between the elements in it are not its text.
            if end > index + 1 && self.tree.str(self.tree.nodes[index].text).trim().is_empty() {
                self.tree.nodes[index].text = Span::default();
            }
        }
    }

    /// Adds a piece of text to an open element. A comment or a CDATA section may have cut it into pieces.
    fn text(&mut self, index: usize, piece: &StringStorage<'_>) {
        let before = self.tree.nodes[index].text;
        if before.len == 0 {
            self.tree.nodes[index].text = self.span(piece);
            return;
        }
        // Blanks between elements are many and mean nothing.
        if self.tree.nodes.len() > index + 1 && piece.trim().is_empty() {
            return;
        }
        let end = self.tree.written.len();
        let last =
            before.start & WRITTEN != 0 && (before.start & !WRITTEN) as usize + before.len as usize == end;
        let start = if last { (before.start & !WRITTEN) as usize } else { end };
        if !last {
            let first = self.tree.str(before).to_owned();
            self.tree.written.push_str(&first);
        }
        self.tree.written.push_str(piece);
        self.tree.nodes[index].text = self.written_since(start);
    }

    fn span(&mut self, text: &StringStorage<'_>) -> Span {
        match text {
            StringStorage::Borrowed(text) => self.place(text),
            StringStorage::Owned(text) => self.write(text),
        }
    }

    /// Where a part of the document stands in it. What does not stand there is written down.
    fn place(&mut self, part: &str) -> Span {
        if part.is_empty() {
            return Span::default();
        }
        let start = (part.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
        if start.checked_add(part.len()).is_some_and(|end| end <= self.source.len()) {
            return Span { start: narrow(start), len: narrow(part.len()) };
        }
        self.write(part)
    }

    fn write(&mut self, part: &str) -> Span {
        let start = self.tree.written.len();
        self.tree.written.push_str(part);
        self.written_since(start)
    }

    fn written_since(&self, start: usize) -> Span {
        Span { start: WRITTEN | narrow(start), len: narrow(self.tree.written.len() - start) }
    }
}

/// The scan refuses documents whose lengths would not fit.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// What is wrong, without what stands there, which is the vendor's.
fn plain(error: &roxmltree::Error) -> &'static str {
    use roxmltree::Error as E;
    match error {
        E::NoRootNode => "there is no element in it",
        E::UnexpectedEndOfStream | E::UnclosedRootNode => "it ends early",
        E::UnexpectedCloseTag(..) | E::UnexpectedEntityCloseTag(_) => "a tag is closed that is not open",
        E::DuplicatedAttribute(..) => "an attribute stands twice on one tag",
        E::UnknownEntityReference(..) | E::MalformedEntityReference(_) | E::EntityReferenceLoop(_) => {
            "it holds an entity that is not XML's own"
        }
        E::UnknownNamespace(..) | E::DuplicatedNamespace(..) => "a namespace is not declared, or twice",
        E::DtdDetected => "it has a document type",
        E::UnknownToken(_) => "there is something that is not an element, or something behind the last one",
        E::NonXmlChar(..) => "it holds a character that XML does not allow",
        _ => "its syntax is wrong",
    }
}

#[cfg(test)]
mod tests;

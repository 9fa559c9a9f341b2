//! From the XML library's form of a document to ours. The one file that knows the library.

use std::borrow::Cow;

use roxmltree::{NodeType, StringStorage};

use super::{Attribute, Element, INNER, Node, Span, Tree, WRITTEN};
use crate::scan::{self, DEEPEST, Scanned, is_affordable};

/// From this length on a table is parsed row by row.
const LARGE: usize = 256 << 10;

/// A guess at how many bytes of a short document go to an element.
const PER_ELEMENT: usize = 32;

/// Lets the parser at a text.
fn parse(text: &str) -> Result<roxmltree::Document<'_>, String> {
    if !is_affordable(text) {
        return Err("the document would take too much memory".into());
    }
    roxmltree::Document::parse(text).map_err(|error| format!("this is not XML: {}", plain(&error)))
}

/// Parses a short document without a scan. `None` where a scan might say something else about it.
pub(super) fn short(document: &[u8]) -> Option<Tree<'_>> {
    let text = scan::short(document)?;
    let parsed = parse(text).ok()?;
    let mut builder = Builder::new(text, text.len() / PER_ELEMENT);
    builder.add(&parsed);
    (!builder.too_deep).then_some(builder.tree)
}

/// Parses a document as a whole. What is wrong with it is known only so.
pub(super) fn whole<'t>(scanned: &Scanned<'t>) -> Result<Tree<'t>, String> {
    let mut builder = Builder::new(scanned.text, scanned.elements);
    builder.add(&parse(scanned.text)?);
    Ok(builder.tree)
}

/// Whether to parse row by row. The parser's own form of a document takes many times its length; so it never holds more
/// than a row. A row that is nothing by itself may still be something within the document.
pub(super) fn is_large_table(scanned: &Scanned<'_>) -> bool {
    scanned.text.len() >= LARGE && !scanned.rows.is_empty()
}

/// Parses a document without its rows, and then the rows one by one, which comes to the same. The rows stand behind
/// everything else then.
pub(super) fn by_rows<'t>(scanned: &Scanned<'t>) -> Result<Tree<'t>, String> {
    let mut builder = Builder::new(scanned.text, scanned.elements);
    builder.add(&parse(&head_of(scanned))?);
    builder.tree.rows = Some(builder.tree.nodes.len());
    for row in &scanned.rows {
        builder.add(&parse(&scanned.text[row.clone()])?);
    }
    let end = narrow(builder.tree.nodes.len());
    if let Some(root) = builder.tree.nodes.first_mut() {
        root.end = end;
    }
    Ok(builder.tree)
}

/// The same, but each row is read and let go.
pub(super) fn without_rows<'t, T>(
    scanned: &Scanned<'t>,
    read: &impl Fn(Element<'_>) -> T,
) -> Result<(Tree<'t>, Vec<T>), String> {
    let mut head = Builder::new(scanned.text, 0);
    head.add(&parse(&head_of(scanned))?);
    let mut rows = Vec::with_capacity(scanned.rows.len());
    let mut row = Builder::new(scanned.text, 0);
    for range in &scanned.rows {
        row.clear();
        row.add(&parse(&scanned.text[range.clone()])?);
        rows.push(read(row.tree.root()));
    }
    Ok((head.tree, rows))
}

/// What is left of a document without its rows.
fn head_of(scanned: &Scanned<'_>) -> String {
    let mut head = String::new();
    let mut at = 0;
    for row in &scanned.rows {
        head.push_str(&scanned.text[at..row.start]);
        at = row.end;
    }
    head.push_str(&scanned.text[at..]);
    head
}

/// Makes the flat document of the parser's.
struct Builder<'t> {
    tree: Tree<'t>,
    source: &'t str,
    /// The elements that are open.
    open: Vec<Open>,
    /// Whether it is deeper than a scan may let through.
    too_deep: bool,
}

struct Open {
    /// The first of the parser's nodes that is not in it.
    until: usize,
    /// Our node.
    index: usize,
    /// Whether it has said anything but blanks.
    said: bool,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str, elements: usize) -> Self {
        let tree = Tree {
            source: Cow::Borrowed(source),
            written: String::new(),
            nodes: Vec::with_capacity(elements),
            attributes: Vec::new(),
            rows: None,
            inner: None,
        };
        Self { tree, source, open: Vec::new(), too_deep: false }
    }

    fn clear(&mut self) {
        self.tree.nodes.clear();
        self.tree.attributes.clear();
        self.tree.written.clear();
        self.tree.inner = None;
    }

    fn add(&mut self, parsed: &roxmltree::Document<'_>) {
        for (at, node) in parsed.root_element().descendants().enumerate() {
            while self.open.last().is_some_and(|open| open.until <= at) {
                self.close();
            }
            match node.node_type() {
                NodeType::Element => self.element(node, at),
                NodeType::Text => {
                    if let Some(text) = node.text_storage() {
                        self.text(text);
                    }
                }
                _ => {}
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
    }

    /// Opens an element. `at` is its place among the parser's nodes.
    fn element(&mut self, node: roxmltree::Node<'_, '_>, at: usize) {
        let first_attribute = self.tree.attributes.len();
        for attribute in node.attributes() {
            let value = self.span(attribute.value_storage());
            let name = self.place(attribute.name());
            self.tree.attributes.push(Attribute { name, value });
        }
        let attributes = self.tree.attributes.len() - first_attribute;
        let (index, name) = (self.tree.nodes.len(), node.tag_name().name());
        if let ([root], None) = (self.open.as_slice(), self.tree.inner) {
            if root.index == 0 && name == INNER {
                self.tree.inner = Some(index);
            }
        }
        let until = at + node.descendants().len();
        self.open.push(Open { until, index, said: false });
        self.too_deep |= self.open.len() > DEEPEST;
        let name = self.place(name);
        self.tree.nodes.push(Node {
            name,
            text: Span::default(),
            first_attribute: narrow(first_attribute),
            attributes: narrow(attributes),
            end: 0,
        });
    }

    /// Ends the element that was opened last.
    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = self.tree.nodes.len();
        let node = &mut self.tree.nodes[open.index];
        node.end = narrow(end);
        // Blanks between the elements in it are not its text.
        if !open.said && end > open.index + 1 {
            node.text = Span::default();
        }
    }

    /// Adds a piece of text to the element that was opened last. A comment or a CDATA section may have cut it into pieces.
    fn text(&mut self, piece: &StringStorage<'_>) {
        let blank = is_blank(piece);
        let Some(open) = self.open.last_mut() else { return };
        let (index, said) = (open.index, open.said);
        open.said |= !blank;
        let before = self.tree.nodes[index].text;
        if before.len == 0 {
            self.tree.nodes[index].text = self.span(piece);
            return;
        }
        // Blanks between elements are many and mean nothing, unless they part two texts.
        if blank && !said && self.tree.nodes.len() > index + 1 {
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

/// Looks no further than the first character that is none, which trimming would.
fn is_blank(text: &str) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    match text.bytes().position(|byte| !blank(&byte)) {
        None => true,
        // Blanks beyond ASCII are rare.
        Some(at) => !text.as_bytes()[at].is_ascii() && text.chars().all(char::is_whitespace),
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

//! What is answered, before it is written in one of the formats.

use std::borrow::Cow;

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) name: Cow<'static, str>,
    pub(super) attributes: Vec<(&'static str, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Node>,
}

impl Node {
    pub(super) fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), attributes: Vec::new(), text: String::new(), children: Vec::new() }
    }

    /// An element with nothing but a text.
    pub(super) fn leaf(name: impl Into<Cow<'static, str>>, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::new(name) }
    }

    pub(super) fn attribute(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    pub(super) fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// A select of a form: what can be chosen, by key.
    pub(super) fn select(name: &'static str, values: impl IntoIterator<Item = (String, String)>) -> Self {
        let values = values.into_iter().map(|(key, text)| Self::leaf("val", text).attribute("key", key));
        Self::new("slist").attribute("name", name).children(values)
    }

    pub(super) fn ok() -> Self {
        Self::new("ok")
    }
}

/// What kind of page an answer is. Only the flat JSON tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The fields of one object.
    Form,
    /// Rows.
    List,
    /// What an order answers: its values are objects of their own.
    Order,
    /// Anything else.
    Plain,
}

/// A whole answer, without the root element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) kind: Kind,
    pub(super) nodes: Vec<Node>,
    /// Whether the nodes are one level deeper, in a `doc` of their own with an `ok` beside it.
    pub(super) nested: bool,
}

impl Document {
    pub(super) fn new(kind: Kind, nodes: Vec<Node>) -> Self {
        Self { kind, nodes, nested: false }
    }

    /// Inferred: all that is known of many functions is that success has no error in it.
    pub(super) fn done() -> Self {
        Self::new(Kind::Plain, vec![Node::ok()])
    }
}

//! A reader of what comes, by paths such as `/doc/doc/newexpiredate`.

use std::fmt;

use roxmltree::{Document, Node};

/// An XML document that was read whole.
#[derive(Debug)]
pub(crate) struct Xml(String);

impl fmt::Display for Xml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Xml {
    pub(crate) fn read(text: &str) -> Self {
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{text}");
        let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(document.root_element().tag_name().name(), "doc");
        Self(text.to_owned())
    }

    /// The texts of all elements at a path.
    pub(crate) fn texts(&self, path: &str) -> Vec<String> {
        self.each(path, |node| node.text().unwrap_or_default().to_owned())
    }

    /// The text of the one element at a path.
    pub(crate) fn text(&self, path: &str) -> String {
        let texts = self.texts(path);
        assert_eq!(texts.len(), 1, "{path} in {self}");
        texts.into_iter().next().unwrap()
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        !self.texts(path).is_empty()
    }

    pub(crate) fn attributes(&self, path: &str, name: &str) -> Vec<String> {
        self.each(path, |node| node.attribute(name).unwrap_or_default().to_owned())
    }

    pub(crate) fn attribute(&self, path: &str, name: &str) -> String {
        self.attributes(path, name).into_iter().next().unwrap_or_else(|| panic!("{path} in {self}"))
    }

    /// The names of the children of the first element at a path.
    pub(crate) fn names(&self, path: &str) -> Vec<String> {
        let names = self.each(path, |node| {
            node.children().filter(Node::is_element).map(|child| child.tag_name().name().to_owned()).collect()
        });
        names.into_iter().next().unwrap_or_default()
    }

    fn each<T>(&self, path: &str, read: impl Fn(Node<'_, '_>) -> T) -> Vec<T> {
        let document = Document::parse(&self.0).unwrap();
        let mut nodes = vec![document.root()];
        for step in path.split('/').skip(1) {
            nodes = nodes
                .into_iter()
                .flat_map(|node| node.children().filter(|child| child.has_tag_name(step)).collect::<Vec<_>>())
                .collect();
        }
        nodes.into_iter().map(read).collect()
    }
}

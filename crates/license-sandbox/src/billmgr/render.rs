//! The formats of an answer: `out=xml`, the two families of JSON, and the page of the web interface.

use serde_json::{Map, Value};

use crate::http::Answer;

use super::document::{Document, Kind, Node};
use super::fields::Fields;
use super::habits::{Answers, Habits};

/// Who asks in which words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lang {
    En,
    Ru,
}

impl Lang {
    /// English unless Russian is asked for: the language of the account is taken to be English.
    pub(super) fn of(fields: &Fields) -> Self {
        if fields.is("lang", "ru") { Self::Ru } else { Self::En }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    pub(super) fn pick<T>(self, english: T, russian: T) -> T {
        match self {
            Self::En => english,
            Self::Ru => russian,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Out {
    Xml,
    /// XML with what the web interface needs besides.
    Devel,
    /// The XML, element by element (`json`, `xjson`, `sjson`).
    Json,
    /// Flat.
    Bjson,
    Html,
}

impl Out {
    /// What is not known, and nothing at all, is a page.
    fn of(fields: &Fields) -> Self {
        match fields.text("out") {
            Some("xml") => Self::Xml,
            Some("devel") => Self::Devel,
            Some("json" | "xjson" | "sjson") => Self::Json,
            Some("bjson") => Self::Bjson,
            _ => Self::Html,
        }
    }
}

/// What an answer says of the request it is for.
pub(super) struct Page<'a> {
    pub(super) fields: &'a Fields,
    pub(super) lang: Lang,
    pub(super) host: &'a str,
    pub(super) habits: &'a Habits,
}

impl Page<'_> {
    /// An answer that is no error, with the echo of the parameters.
    pub(super) fn document(&self, document: Document) -> Answer {
        self.write(document, true)
    }

    /// Seen: an error stands alone in its document, with status 200.
    pub(super) fn error(&self, error: Node) -> Answer {
        self.write(Document::new(Kind::Plain, vec![error]), false)
    }

    fn write(&self, document: Document, echo: bool) -> Answer {
        let out = if self.habits.answers == Answers::Html { Out::Html } else { Out::of(self.fields) };
        match out {
            Out::Xml => xml(&self.root(document, echo, false)),
            Out::Devel => xml(&self.root(document, echo, true)),
            Out::Json => {
                let doc = self.faithful(&self.root(document, echo, true));
                json(&Value::Object(Map::from_iter([("doc".to_owned(), doc)])))
            }
            Out::Bjson => json(&self.beautified(document)),
            Out::Html => html(&document),
        }
    }

    /// Seen: a root `doc` whose set of attributes varies, `tparams` and `saved_filters`. That `devel` and JSON have
    /// `metadata` and `messages` is seen too; what is in them is not imitated.
    fn root(&self, document: Document, echo: bool, devel: bool) -> Node {
        let func = self.fields.text("func").unwrap_or_default();
        let mut root = Node::new("doc")
            .attribute("lang", self.lang.code())
            .attribute("func", func)
            .attribute("binary", "/billmgr")
            .attribute("host", format!("http://{}", self.host))
            .attribute("theme", "orion")
            .attribute("features", "0c1d")
            .attribute("notify", "");
        let nodes = document.nodes;
        root = if document.nested {
            root.child(Node::new("doc").children(nodes)).child(Node::ok())
        } else {
            root.children(nodes)
        };
        if devel && document.kind != Kind::Plain {
            let kind = if document.kind == Kind::List { "list" } else { "form" };
            root = root
                .child(Node::new("metadata").attribute("name", func).attribute("type", kind))
                .child(Node::new("messages").attribute("name", func).attribute("checked", func));
        }
        if echo {
            root = root.child(tparams(self.fields)).child(Node::new("saved_filters"));
        }
        root
    }

    /// Seen: an attribute is `$name`, a text `$`, and what comes more than once an array.
    fn faithful(&self, node: &Node) -> Value {
        let mut map = Map::new();
        for (name, value) in &node.attributes {
            map.insert(format!("${name}"), Value::from(value.as_str()));
        }
        if !node.text.is_empty() {
            map.insert("$".to_owned(), Value::from(node.text.as_str()));
        }
        self.gather(&mut map, &node.children, Self::faithful);
        Value::Object(map)
    }

    /// Seen in part: a form under `model`, its values as strings; `ok` as `true`; the id of an order as `id.v`. That nothing
    /// is nested here, and what becomes of selects and attributes, are guesses.
    fn beautified(&self, document: Document) -> Value {
        let mut doc = Map::new();
        let mut model = Map::new();
        let (ok, nodes): (Vec<_>, Vec<_>) = document.nodes.into_iter().partition(|node| node.name == "ok");
        if document.nested || !ok.is_empty() {
            doc.insert("ok".to_owned(), Value::Bool(true));
        }
        match document.kind {
            Kind::Form => {
                let (fields, rest): (Vec<_>, Vec<_>) =
                    nodes.into_iter().partition(|node| node.children.is_empty());
                self.gather(&mut model, &fields, Self::flat);
                self.gather(&mut doc, &rest, Self::flat);
                doc.insert("model".to_owned(), Value::Object(model));
            }
            Kind::Order => self.gather(&mut doc, &nodes, |_, node| {
                Value::Object(Map::from_iter([("v".to_owned(), Value::from(node.text.as_str()))]))
            }),
            Kind::List | Kind::Plain => self.gather(&mut doc, &nodes, Self::flat),
        }
        Value::Object(Map::from_iter([("doc".to_owned(), Value::Object(doc))]))
    }

    fn flat(&self, node: &Node) -> Value {
        if node.children.is_empty() && (!node.text.is_empty() || node.attributes.is_empty()) {
            return Value::from(node.text.as_str());
        }
        let mut map = Map::new();
        for (name, value) in &node.attributes {
            map.insert((*name).to_owned(), Value::from(value.as_str()));
        }
        self.gather(&mut map, &node.children, Self::flat);
        Value::Object(map)
    }

    /// Puts elements into a map by their names. Seen: rows are an array even when there is one; other elements are an array
    /// when there are several. Clients report the opposite of rows too.
    fn gather(&self, map: &mut Map<String, Value>, nodes: &[Node], write: impl Fn(&Self, &Node) -> Value) {
        for node in nodes {
            let value = write(self, node);
            let always = node.name == "elem" && !self.habits.lone_elem_is_object;
            match map.get_mut(node.name.as_ref()) {
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None if always => {
                    map.insert(node.name.clone().into_owned(), Value::Array(vec![value]));
                }
                None => {
                    map.insert(node.name.clone().into_owned(), value);
                }
            }
        }
    }
}

/// Seen: the parameters come back, the login among them, the password not. That `authinfo` comes back as its login alone
/// is inferred.
fn tparams(fields: &Fields) -> Node {
    let echoed = fields.iter().filter(|(name, _)| is_name(name)).filter_map(|(name, value)| {
        let hidden = ["password", "auth", "key", "qrcode", "billmgrses5", "passwd", "confirm"];
        if name.eq_ignore_ascii_case("authinfo") {
            return Some(Node::leaf("username", value.split_once(':').map_or("", |(login, _)| login)));
        }
        let hidden = hidden.iter().any(|hidden| name.eq_ignore_ascii_case(hidden));
        (!hidden).then(|| Node::leaf(name.to_owned(), value))
    });
    Node::new("tparams").children(echoed)
}

/// Whether a parameter can be an element.
fn is_name(name: &str) -> bool {
    name.bytes().enumerate().all(|(at, byte)| {
        byte.is_ascii_alphabetic()
            || byte == b'_'
            || at > 0 && (byte.is_ascii_digit() || b".-".contains(&byte))
    }) && !name.is_empty()
}

fn xml(root: &Node) -> Answer {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    write_xml(root, &mut text);
    text.push('\n');
    Answer::new(200, "text/xml; charset=UTF-8", text)
}

fn write_xml(node: &Node, out: &mut String) {
    out.push('<');
    out.push_str(&node.name);
    for (name, value) in &node.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    if node.text.is_empty() && node.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    escape(&node.text, out);
    for child in &node.children {
        write_xml(child, out);
    }
    out.push_str("</");
    out.push_str(&node.name);
    out.push('>');
}

/// What XML cannot hold at all becomes the replacement character.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}

fn json(value: &Value) -> Answer {
    Answer::new(200, "application/json; charset=UTF-8", value.to_string())
}

/// The page of the web interface. Nothing of it is imitated but that it is one, and that it says what is wrong.
fn html(document: &Document) -> Answer {
    let said = document
        .nodes
        .iter()
        .find(|node| node.name == "error")
        .and_then(|error| error.children.iter().find(|child| child.name == "msg"))
        .map_or("BILLmanager", |message| message.text.as_str());
    let mut text = String::new();
    escape(said, &mut text);
    Answer::html(200, &text)
}

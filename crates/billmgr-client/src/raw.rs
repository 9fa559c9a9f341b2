//! What this crate does not model: any function by name, any document as it came.

use std::fmt;

use license_wire::{Answer, Effect, Error, ErrorKind, Fault, Form, Outcome, Scrubber, input};
use serde::{Deserialize, Serialize, Serializer};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{levels, open, rows, value};
use crate::scan::ROW;
use crate::xml::{Element, Tree};
use crate::{Client, Vendor};

/// Fields that are the client's own.
const RESERVED: [&str; 7] = ["out", "lang", "func", "authinfo", "auth", "username", "password"];
/// The longest value of a field, in characters.
const LONGEST_VALUE: usize = 100_000;

/// What this crate does not model.
impl Client {
    /// Calls any function of the vendor's by name. What it does, and so whether it may be tried again, is the caller's
    /// word.
    ///
    /// Wire: `func=<function>` and the given fields. Source: none; success is a document without an error, as the
    /// vendor's guide to the API has it (documented).
    ///
    /// # Errors
    /// As every operation of the stated effect.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{Effect, RawCall};
    /// let payments = isp.call(&RawCall::new("payment", Effect::Read).field("filter", "on").field("status", "1"))?;
    /// for row in payments.rows() {
    ///     println!("{:?}", row.child("number").map(|number| number.text()));
    /// }
    /// # Ok(()) }
    /// ```
    pub fn call(&self, call: &RawCall) -> Result<Document, Error> {
        self.send(call)
    }
}

/// A call of any function of the vendor's, by name. The caller says what it does.
///
/// A form is read without `sok`; with `sok=ok` it is carried out, and then it changes or spends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct RawCall {
    function: String,
    effect: Effect,
    fields: Vec<(String, String)>,
}

impl RawCall {
    /// A call of the function `func=<function>`. When in doubt whether it costs money, say [`Effect::Spend`].
    pub fn new(function: impl Into<String>, effect: Effect) -> Self {
        Self { function: function.into(), effect, fields: Vec::new() }
    }

    /// Adds a field. Credentials, `out` and `lang` are the client's and are refused here.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// The function's name.
    #[must_use]
    pub fn function(&self) -> &str {
        &self.function
    }

    /// What it does, in the caller's word.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }
}

impl Wire for RawCall {
    type Output = Document;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "call")
    }

    fn effect(&self) -> Effect {
        self.effect
    }

    fn function(&self, _: Vendor) -> String {
        self.function.clone()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        if self.function.is_empty() || self.function.len() > 100 || !self.function.chars().all(plain) {
            return Err(Error::invalid("function", "must be a name in letters, digits, `_` and `.`"));
        }
        with_more(Form::new(), &self.fields)
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        Ok(Document::of(open(answer)?))
    }
}

/// Adds fields that a caller names. Those of the client and those that are there already are refused.
pub(crate) fn with_more(form: Form, fields: &[(String, String)]) -> Result<Form, Error> {
    let mut form = form;
    for (name, value) in fields {
        input::token("field", name, 100)?;
        if RESERVED.contains(&name.as_str()) || form.shown().any(|(known, _)| known == name) {
            return Err(Error::invalid("field", format!("`{name}` is set already")));
        }
        form = form.field(name.clone(), input::optional_text("field", value, LONGEST_VALUE)?);
    }
    Ok(form)
}

/// A document as it came. `Debug` shows the names of its elements only; as JSON it is written with attributes as `$name`.
pub struct Document(Tree<'static>);

impl Document {
    pub(crate) fn of(tree: Tree<'_>) -> Self {
        Self(tree.into_owned())
    }

    /// Reads a document from elsewhere. Local: sends nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when it is not a document of BILLmanager, [`ErrorKind::Refused`] or [`ErrorKind::Auth`] when
    /// it holds an error.
    pub fn parse(document: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let answer = Answer::new(200, document);
        match open(&answer) {
            Ok(tree) => Ok(Self::of(tree)),
            Err(fault) => Err(local(fault, &answer)),
        }
    }

    /// The text of the first element of this name that has one: in the root, or in a `doc` inside of it. The name may
    /// hold dots, as `item.id` does.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        value(self.0.root(), name)
    }

    /// The value of an attribute of the root.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.0.root().attribute(name)
    }

    /// The rows of a table: the elements `elem`.
    pub fn rows(&self) -> impl Iterator<Item = Element<'_>> {
        rows(self.0.root())
    }

    /// The rows of the table with this name, which stand in `<list name="…">`.
    pub fn list<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Element<'a>> {
        named(self.0.root(), "list", name).flat_map(|list| list.named(ROW))
    }

    /// What can be chosen for a field of a form: keys and texts of `<slist name="…">`. A text without a key is its own.
    pub fn choices<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        named(self.0.root(), "slist", name)
            .flat_map(Element::children)
            .filter(|child| matches!(child.name(), "val" | "msg"))
            .map(|choice| (choice.attribute("key").unwrap_or(choice.text()), choice.text()))
    }

    /// The root, to look at whatever else is in it.
    #[must_use]
    pub fn root(&self) -> Element<'_> {
        self.0.root()
    }

    /// The document as it came. It is the vendor's and may hold anything; do not log it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.source()
    }
}

/// The elements of this kind and name, at either level.
fn named<'a>(root: Element<'a>, kind: &'a str, name: &'a str) -> impl Iterator<Item = Element<'a>> {
    levels(root)
        .flat_map(move |level| level.named(kind))
        .filter(move |child| child.attribute("name") == Some(name))
}

/// What is wrong with a document that came from elsewhere.
fn local(fault: Fault, answer: &Answer) -> Error {
    let kind = match fault {
        Fault::Auth(message) => ErrorKind::Auth { message },
        Fault::Refused(refusal) => ErrorKind::Refused(refusal),
        Fault::Decode { path, reason } => {
            let excerpt = Scrubber::default().excerpt(answer.document());
            return Error::new(ErrorKind::Decode { path, reason, excerpt }, Outcome::Unknown);
        }
    };
    Error::new(kind, Outcome::Refused)
}

impl Clone for Document {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Document {}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.root().to_json().serialize(serializer)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Document")?;
        f.debug_list().entries(self.0.root().children().map(Element::name)).finish()
    }
}

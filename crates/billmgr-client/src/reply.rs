//! The envelope of this API: a document `doc`, in which an `error` says no.

use license_wire::{Answer, Error, ErrorKind, Fault, Refusal};

use crate::ServiceId;
use crate::scan::ROW;
use crate::xml::{Element, Tree};

/// What an answer says that asks for the code of a second factor.
const SECOND_FACTOR: &str =
    "a second factor is asked for (totp.confirm): this account cannot be used by password alone";
/// What an answer is that only says where the answer will be.
const LONG: &str = "the vendor is still working on it (a long operation)";

/// Whether an answer only said that the vendor is still working on the call, so that its outcome is yet to come.
///
/// BILLmanager does so for operations that take long, with a page that leads to the answer. It was not reported for
/// functions of licences.
#[must_use]
pub fn is_long_operation(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Decode { reason, .. } if reason == LONG)
}

/// Whether the vendor refused a call because what it is about is not there, such as a licence with an unknown id. A
/// function that is not there is something else.
#[must_use]
pub fn is_missing(error: &Error) -> bool {
    let ErrorKind::Refused(refusal) = error.kind() else { return false };
    // 3 is the same in the older generation's numbers.
    matches!(refusal.code.as_deref(), Some("missed" | "3")) && refusal.field.as_deref() != Some("func")
}

/// Whether the vendor refused a call because the function is not there for this account, as opposed to what it was asked
/// about.
#[must_use]
pub fn is_closed(error: &Error) -> bool {
    let ErrorKind::Refused(refusal) = error.kind() else { return false };
    match refusal.code.as_deref() {
        Some("access") => true,
        Some("missed") => refusal.field.as_deref() == Some("func"),
        _ => false,
    }
}

/// Whether the vendor refused a call because there is no such licence, and no other is meant.
pub(crate) fn is_gone(error: &Error, id: &ServiceId) -> bool {
    let ErrorKind::Refused(refusal) = error.kind() else { return false };
    let named = refusal.details.iter().find(|(name, _)| name == "value");
    is_missing(error) && named.is_none_or(|(_, value)| value == id.as_str())
}

/// Whether these are the words for an account with a second factor.
pub(crate) fn asks_for_second_factor(message: &str) -> bool {
    message == SECOND_FACTOR
}

/// Reads an answer's document, and makes sure that it is one and no refusal.
pub(crate) fn open(answer: &Answer) -> Result<Tree<'_>, Fault> {
    let document = answer.document();
    let tree = Tree::parse(document).map_err(|fault| explain(document, fault))?;
    judge(&tree, document)?;
    Ok(tree)
}

/// The same for a table, whose rows are given away one by one: see [`Tree::parse_rows`].
pub(crate) fn open_rows<T>(
    answer: &Answer,
    read: impl Fn(Element<'_>) -> T,
) -> Result<(Tree<'_>, Vec<T>), Fault> {
    let document = answer.document();
    let (tree, rows) = Tree::parse_rows(document, read).map_err(|fault| explain(document, fault))?;
    judge(&tree, document)?;
    Ok((tree, rows))
}

fn judge(tree: &Tree<'_>, document: &[u8]) -> Result<(), Fault> {
    if tree.root().name() != "doc" {
        return Err(explain(document, Fault::decode("", "this is not a document of BILLmanager")));
    }
    if let Some(fault) = fault(tree.root()) {
        return Err(fault);
    }
    if tree.root().attribute("func") == Some("logon") {
        return Err(Fault::Auth("the vendor answers with its login form".into()));
    }
    for ok in levels(tree.root()).filter_map(|level| level.child("ok")) {
        if ok.text().contains("totp.confirm") {
            return Err(Fault::Auth(SECOND_FACTOR.into()));
        }
        if leads_to_long_operation(ok.text().as_bytes()) {
            return Err(Fault::decode("", LONG));
        }
    }
    Ok(())
}

/// The vendor's words in an answer with an error status.
pub(crate) fn refusal(answer: &Answer) -> Option<Fault> {
    let tree = Tree::parse(answer.document()).ok()?;
    let root = tree.root();
    let fault = (root.name() == "doc").then(|| fault(root)).flatten()?;
    Some(match fault {
        Fault::Refused(refusal) if answer.status() == 401 => Fault::Auth(refusal.message),
        fault => fault,
    })
}

/// Both levels at which the vendor puts values: in the root, and in a `doc` inside of it.
pub(crate) fn levels(root: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    std::iter::once(root).chain(root.inner())
}

/// The text of the first element of this name that has one, at either level.
pub(crate) fn value<'a>(root: Element<'a>, name: &str) -> Option<&'a str> {
    let found = levels(root).flat_map(|level| level.named(name));
    found.map(Element::text).find(|text| !text.is_empty())
}

/// The rows of a table: `elem`, at either level.
pub(crate) fn rows(root: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    levels(root).flat_map(|level| level.named(ROW))
}

/// The refusal in a document, if there is one.
fn fault(root: Element<'_>) -> Option<Fault> {
    let error = levels(root).find_map(|level| level.child("error"))?;
    let text = |name: &str| error.child(name).map(Element::text).filter(|text| !text.trim().is_empty());
    let kind = error.attribute("type").filter(|kind| !kind.is_empty());
    let object = error.attribute("object").or_else(|| error.attribute("obj")).filter(|it| !it.is_empty());
    let legacy = error.attribute("code").filter(|code| !code.is_empty());
    let own = Some(error.text()).filter(|text| !text.trim().is_empty());
    let message =
        text("msg").or_else(|| text("detail")).or(own).or(object).or(kind).unwrap_or("no reason was given");
    // Whether it was refused or is being done is just what this text leaves open.
    if message.to_ascii_lowercase().contains("request in process") {
        return Some(Fault::decode("", LONG));
    }
    if kind == Some("auth") {
        let about = object.map_or_else(String::new, |object| format!(" ({object})"));
        return Some(Fault::Auth(format!("{}{about}", message.trim())));
    }
    let mut refusal = Refusal::new(message.trim());
    refusal.code = kind.or(legacy).map(str::to_owned);
    refusal.field = object.map(str::to_owned);
    if let Some(detail) = text("detail").filter(|detail| detail.trim() != refusal.message) {
        refusal = refusal.detail("detail", detail.trim());
    }
    for param in error.children().filter(|child| child.name() == "param") {
        let name = param.attribute("name").unwrap_or("param");
        let known = name == "object" && Some(param.text()) == object;
        if !known && !param.text().is_empty() {
            refusal = refusal.detail(name, param.text());
        }
        if let Some(template) = param.attribute("msg").filter(|template| !template.is_empty()) {
            refusal = refusal.detail(format!("{name} msg"), template);
        }
    }
    if let Some(code) = legacy.filter(|_| kind.is_some()) {
        refusal = refusal.detail("code", code);
    }
    Some(Fault::Refused(refusal))
}

/// Says what a document that is not the vendor's looks like instead.
fn explain(document: &[u8], fault: Fault) -> Fault {
    if leads_to_long_operation(document) {
        return Fault::decode("", LONG);
    }
    let begins =
        |word: &str| document.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()));
    if begins("<!doctype html") || begins("<html") {
        return Fault::decode("", "this is a web page, not XML");
    }
    match document.first() {
        Some(b'{' | b'[') => Fault::decode("", "this is JSON, not XML"),
        // Markup, and what is no text at all, was judged already.
        Some(b'<' | 0x80..) | None => fault,
        Some(_) => Fault::decode("", "this is not XML"),
    }
}

/// Whether there is an address of the form `long…billmgr` in it.
fn leads_to_long_operation(document: &[u8]) -> bool {
    // Such a page is short; a document of megabytes that cannot be read is something else.
    let document = &document[..document.len().min(64 << 10)];
    memchr::memmem::find_iter(document, b"long").any(|at| {
        let rest = &document[at..document.len().min(at + 500)];
        let address = rest.split(|byte| byte.is_ascii_whitespace() || b"\"'<>()".contains(byte)).next();
        address.is_some_and(|address| memchr::memmem::find(address, b"billmgr").is_some())
    })
}

/// The id of what was ordered: `id`, `item.id`, or both, at either level. Two that disagree name nothing.
pub(crate) fn new_id<'a>(root: Element<'a>) -> Result<Option<ServiceId>, Fault> {
    let mut found: Option<&str> = None;
    let both = |level: Element<'a>| level.named("id").chain(level.named("item.id"));
    for element in levels(root).flat_map(both).filter(|element| !element.text().is_empty()) {
        match found {
            Some(known) if known != element.text() => {
                return Err(Fault::decode(element.name(), "the answer names two different ids"));
            }
            _ => found = Some(element.text()),
        }
    }
    let parse = |id: &str| ServiceId::new(id).map_err(|_| Fault::decode("id", "this is not an id"));
    found.map(parse).transpose()
}

/// The function that a document says it answers.
pub(crate) fn answered(root: Element<'_>) -> Option<&str> {
    let asked = levels(root).find_map(|level| level.child("tparams")?.child("func")).map(Element::text);
    root.attribute("func").or(asked).filter(|name| !name.is_empty())
}

/// Makes sure that a document says anything: values, or at least that it answers one of these functions. One without an
/// error is what success looks like, but not one that says nothing at all, or that answers a call nobody made.
pub(crate) fn says_something(root: Element<'_>, functions: &[&str]) -> Result<(), Fault> {
    let mut said = levels(root).flat_map(Element::children);
    let values = said.any(|child| !matches!(child.name(), "doc" | "tparams" | "saved_filters"));
    if values || answered(root).is_some_and(|name| functions.contains(&name)) {
        return Ok(());
    }
    Err(Fault::decode("", "the answer says nothing"))
}

/// Makes sure that a form is that of the licence that was asked for, where it says whose it is.
pub(crate) fn is_about(root: Element<'_>, id: &ServiceId) -> Result<(), Fault> {
    match value(root, "elid") {
        Some(other) if other != id.as_str() => {
            Err(Fault::decode("elid", "this is not the licence that was asked for"))
        }
        _ => Ok(()),
    }
}

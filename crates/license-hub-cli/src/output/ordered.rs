//! JSON, indented as serde_json indents it, in which each object has its members in the order of their names, as a
//! [`serde_json::Map`] has them. It is written straight from what is serialised, without a copy of that.

mod serializer;

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use serde::ser::Error as _;
use serde_json::{Error, Result};

/// What has been written, and where the members of the objects are that are still open.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    depth: usize,
    members: Vec<Member>,
    /// Whether anything was escaped, which may be a name.
    escaped: bool,
    /// The order of the last object that had to be sorted: the next one in a list mostly has the same members.
    order: Vec<usize>,
    /// What is moved, on its way to its place.
    moved: String,
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
struct Member {
    /// Where the comma before it stands.
    start: usize,
    /// Where its name stands, quotes aside.
    name: (usize, usize),
}

impl Writer {
    /// Begins anew, so deep in something else.
    pub(super) fn begin(&mut self, depth: usize) {
        self.text.clear();
        self.members.clear();
        self.escaped = false;
        self.depth = depth;
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn push(&mut self, sign: char) {
        self.text.push(sign);
    }

    /// Begins a line.
    pub(super) fn line(&mut self) {
        self.text.push('\n');
        self.indent();
    }

    fn indent(&mut self) {
        const BLANKS: &str = "                                ";
        match BLANKS.get(..2 * self.depth) {
            Some(blanks) => self.text.push_str(blanks),
            None => self.text.extend(std::iter::repeat_n("  ", self.depth)),
        }
    }

    /// Begins an object, and says which is its first member.
    pub(super) fn begin_object(&mut self) -> usize {
        self.depth += 1;
        self.members.len()
    }

    /// Begins a member of this name. Its value follows.
    pub(super) fn name(&mut self, name: &str) -> Result<()> {
        self.member(|writer| writer.string(name))
    }

    fn string(&mut self, text: &str) -> Result<()> {
        if is_plain(text) {
            self.text.reserve(text.len() + 2);
            self.text.push('"');
            self.text.push_str(text);
            self.text.push('"');
        } else {
            self.escaped = true;
            self.text.push_str(&serde_json::to_string(text)?);
        }
        Ok(())
    }

    fn display(&mut self, value: &(impl Display + ?Sized)) -> Result<()> {
        let start = self.text.len();
        self.text.push('"');
        write!(self.text, "{value}").map_err(Error::custom)?;
        if is_plain(&self.text[start + 1..]) {
            self.text.push('"');
            return Ok(());
        }
        self.text.truncate(start);
        self.string(&value.to_string())
    }

    /// Begins a member: everything but its value. The brace before the first one is a comma until the object ends.
    fn member(&mut self, name: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let start = self.text.len();
        self.text.push_str(",\n");
        self.indent();
        let at = self.text.len() + 1;
        name(self)?;
        let name = (at, self.text.len() - 1);
        self.members.push(Member { start, name });
        self.text.push_str(": ");
        Ok(())
    }

    /// Ends an object whose members are those from this one on.
    pub(super) fn end_object(&mut self, first: usize) {
        self.depth -= 1;
        match self.members.get(first).map(|member| member.start) {
            None => self.text.push_str("{}"),
            Some(start) => {
                self.sort(first, start);
                self.text.replace_range(start..=start, "{");
                self.line();
                self.text.push('}');
                self.members.truncate(first);
            }
        }
    }

    /// Puts the members from this one on, which begin here, into order. Of two of the same name the later one holds.
    fn sort(&mut self, first: usize, start: usize) {
        let Self { text, members, escaped, order, moved, .. } = self;
        let members = &members[first..];
        let name = |member: &Member| member.name.0..member.name.1;
        let compare = |one: &Member, other: &Member| match escaped {
            false => text.as_bytes()[name(one)].cmp(&text.as_bytes()[name(other)]),
            true => unescaped(&text[name(one)]).cmp(&unescaped(&text[name(other)])),
        };
        if members.windows(2).all(|pair| compare(&pair[0], &pair[1]).is_lt()) {
            return;
        }
        let ascends = |pair: &[usize]| compare(&members[pair[0]], &members[pair[1]]).is_lt();
        if order.len() != members.len() || !order.windows(2).all(ascends) {
            *order = (0..members.len()).collect();
            order.sort_by(|one, other| compare(&members[*one], &members[*other]));
            order.dedup_by(|later, kept| {
                let same = compare(&members[*later], &members[*kept]).is_eq();
                if same {
                    *kept = *later;
                }
                same
            });
        }
        moved.clear();
        for at in order.iter() {
            let end = members.get(at + 1).map_or(text.len(), |next| next.start);
            moved.push_str(&text[members[*at].start..end]);
        }
        text.truncate(start);
        text.push_str(moved);
        if order.len() != members.len() {
            // It fits no other object.
            order.clear();
        }
    }
}

/// Whether a text stands in JSON as it is.
fn is_plain(text: &str) -> bool {
    // Without a way out of the loop several bytes are looked at in one step.
    let escaped = |byte: u8| u8::from(byte < b' ') | u8::from(byte == b'"') | u8::from(byte == b'\\');
    text.bytes().fold(0, |found, byte| found | escaped(byte)) == 0
}

/// A name without its escapes.
fn unescaped(name: &str) -> Cow<'_, str> {
    if !name.contains('\\') {
        return name.into();
    }
    // It was written as a text, so it can be read as one.
    serde_json::from_str::<String>(&format!("\"{name}\"")).map_or(name.into(), Cow::Owned)
}

#[cfg(test)]
mod tests;

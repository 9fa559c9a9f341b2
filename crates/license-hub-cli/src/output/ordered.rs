//! JSON, indented as serde_json indents it, in which each object has its members in the order of their names, as a
//! [`serde_json::Map`] has them. It is written straight from what is serialised, without a copy of that.

mod layout;

use std::borrow::Cow;
use std::cell::RefCell;

use serde::Serialize;
use serde_json::{Result, Serializer};

use layout::{Layout, Out};

/// What has been written, and where the members of the objects are that are still open.
#[derive(Debug, Default)]
pub(crate) struct Writer(RefCell<Pieces>);

/// The text that grows, and what is known of its end.
#[derive(Debug, Default)]
struct Pieces {
    text: Vec<u8>,
    depth: usize,
    /// Whether the list that is open has an item.
    has_item: bool,
    /// The members of all objects that are open.
    members: Vec<Member>,
    /// Of each object that is open, the first of its members.
    objects: Vec<usize>,
    /// Whether anything was escaped, which may be a name.
    escaped: bool,
    /// The order of the last object that had to be sorted: the next one in a list mostly has the same members.
    order: Vec<usize>,
    /// What is moved, on its way to its place.
    moved: Vec<u8>,
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
        let pieces = self.0.get_mut();
        pieces.text.clear();
        pieces.members.clear();
        pieces.objects.clear();
        pieces.escaped = false;
        pieces.depth = depth;
    }

    pub(super) fn text(&mut self) -> &str {
        // What serde_json writes is UTF-8.
        std::str::from_utf8(&self.0.get_mut().text).unwrap_or_default()
    }

    pub(super) fn push(&mut self, sign: u8) {
        self.0.get_mut().text.push(sign);
    }

    /// Begins a line.
    pub(super) fn line(&mut self) {
        self.0.get_mut().line();
    }

    /// Writes an object with these members.
    pub(super) fn object(&mut self, members: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.0.get_mut().begin_object();
        members(self)?;
        self.0.get_mut().end_object();
        Ok(())
    }

    /// Begins a member of this name. Its value follows.
    pub(super) fn name(&mut self, name: &str) -> Result<()> {
        self.0.get_mut().begin_name();
        self.write(name)?;
        self.0.get_mut().end_name();
        self.0.get_mut().text.extend(b": ");
        Ok(())
    }

    /// Writes anything. It has no JSON form where this fails.
    pub(super) fn write(&mut self, value: &(impl Serialize + ?Sized)) -> Result<()> {
        value.serialize(&mut Serializer::with_formatter(Out(&self.0), Layout(&self.0)))
    }
}

impl Pieces {
    fn line(&mut self) {
        const BLANKS: &[u8] = b"                                ";
        self.text.push(b'\n');
        match BLANKS.get(..2 * self.depth) {
            Some(blanks) => self.text.extend(blanks),
            None => self.text.resize(self.text.len() + 2 * self.depth, b' '),
        }
    }

    fn begin_object(&mut self) {
        self.depth += 1;
        self.objects.push(self.members.len());
    }

    /// Begins a member. The brace before the first one is a comma until the object ends.
    fn begin_name(&mut self) {
        let start = self.text.len();
        self.text.push(b',');
        self.line();
        let name = self.text.len() + 1;
        self.members.push(Member { start, name: (name, name) });
    }

    fn end_name(&mut self) {
        let end = self.text.len() - 1;
        if let Some(member) = self.members.last_mut() {
            member.name.1 = end;
        }
    }

    fn end_object(&mut self) {
        let first = self.objects.pop().unwrap_or_default();
        self.depth -= 1;
        match self.members.get(first).map(|member| member.start) {
            None => self.text.extend(b"{}"),
            Some(start) => {
                self.sort(first, start);
                self.text[start] = b'{';
                self.line();
                self.text.push(b'}');
                self.members.truncate(first);
            }
        }
    }

    /// Puts the members from this one on, which begin here, into order. Of two of the same name the later one holds.
    fn sort(&mut self, first: usize, start: usize) {
        let Self { text, members, escaped, order, moved, .. } = self;
        let members = &members[first..];
        let name = |member: &Member| &text[member.name.0..member.name.1];
        let compare = |one: &Member, other: &Member| match escaped {
            false => name(one).cmp(name(other)),
            true => unescaped(name(one)).cmp(&unescaped(name(other))),
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
            moved.extend(&text[members[*at].start..end]);
        }
        text.truncate(start);
        text.extend(&*moved);
        if order.len() != members.len() {
            // It fits no other object.
            order.clear();
        }
    }
}

/// A name without its escapes.
fn unescaped(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'\\') {
        return name.into();
    }
    // It was written as a text, so it can be read as one.
    let quoted = [b"\"", name, b"\""].concat();
    serde_json::from_slice::<String>(&quoted).map_or(name.into(), |text| text.into_bytes().into())
}

#[cfg(test)]
mod tests;

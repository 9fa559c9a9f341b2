//! Listing licences.

use std::fmt;
use std::marker::PhantomData;

use license_wire::{Answer, Effect, Error, ErrorKind, Fault, Outcome, Request, Scrubber};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::key_number::looks_like_key;
use crate::keys::key_number;
use crate::operation::sealed::Wire;
use crate::operation::{at_family, names};
use crate::shapes::{Entries, entries};
use crate::{Client, Document, Family, KeyNumber, reply};

/// The largest number that an index of a list can be taken for, where the values are bare numbers as well.
const LARGEST_INDEX: u64 = 99_999;

/// Listing licences.
impl Client {
    /// Lists the key numbers of a family's licences.
    ///
    /// Wire: `GET license/{family}`. Source: <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (the call
    /// documented; the answer documented for Plesk as a decoded list, inferred for the others).
    ///
    /// # Errors
    /// `Refused` when the vendor says no. An answer in an unknown form is an error of [`KeyList::key_numbers`], never an
    /// empty list.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{ListKeys, Plesk};
    /// for key in client.keys(&ListKeys::of(Plesk))?.key_numbers()? {
    ///     println!("{key}");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn keys<F: Family>(&self, list: &ListKeys<F>) -> Result<KeyList<F>, Error> {
        self.send(list)
    }
}

/// The key numbers of all licences of a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
#[must_use]
pub struct ListKeys<F: Family> {
    family: F,
}

impl<F: Family> ListKeys<F> {
    /// All licences of this family.
    pub fn of(family: F) -> Self {
        Self { family }
    }
}

/// The key numbers of a family, as they came. `Debug` shows no values.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent, bound = "")]
pub struct KeyList<F: Family> {
    document: Document,
    #[serde(skip)]
    family: PhantomData<F>,
}

impl<F: Family> KeyList<F> {
    /// The key numbers, in the vendor's order; those of a map in the order of its keys. Local: sends nothing.
    ///
    /// An empty list means that the vendor said so. It may list them as texts or numbers, as objects with their number, as
    /// a map from numbers, or as the map that PHP makes of a list with gaps.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when the answer has another form, or an entry is no key number, or the vendor counts more than
    /// it lists. The error holds the answer, as this value does.
    pub fn key_numbers(&self) -> Result<Vec<KeyNumber<F>>, Error> {
        read_keys(&self.document)
            .map_err(|misread| not_understood(names!(F, "keys"), &self.document, misread))
    }

    /// The answer as it came.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }
}

impl<F: Family> fmt::Debug for KeyList<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyList").field(&self.document).finish()
    }
}

/// The place and the reason of what was not understood.
pub(crate) type Misread = (String, String);

/// A view of an answer to a read that was not understood.
pub(crate) fn not_understood(operation: &str, document: &Document, (path, reason): Misread) -> Error {
    // A place may be named by a member of the vendor's.
    let path = Scrubber::default().message(&path);
    let kind = ErrorKind::Decode { path, reason, excerpt: String::new() };
    Error::new(kind, Outcome::Unknown)
        .of_call(operation, Effect::Read, 1)
        .with_answer(document.answer().clone())
}

fn read_keys<F: Family>(document: &Document) -> Result<Vec<KeyNumber<F>>, Misread> {
    let value = match document.value() {
        Some(value) => value,
        None if document.is_empty() => return Ok(Vec::new()),
        None => return Err((String::new(), "this is not JSON".into())),
    };
    if value.is_string() && looks_like_key(value) {
        return Ok(KeyNumber::from_value(value).into_iter().collect());
    }
    match entries(value).map_err(|reason| (String::new(), reason))? {
        Entries::List(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| key_of(item).ok_or_else(|| no_key(&format!("[{index}]"))))
            .collect(),
        Entries::Numbered(items) => {
            let small = items.iter().all(|(index, _)| *index <= LARGEST_INDEX);
            let is_key = |item: &Value| if small { looks_like_key(item) } else { has_prefix(item) };
            if items.iter().all(|(_, item)| is_key(item)) {
                return items
                    .iter()
                    .map(|(index, item)| key_of(item).ok_or_else(|| no_key(&index.to_string())))
                    .collect();
            }
            // Numbers that lead to titles and the like may be identifiers or may be an order: nobody can say.
            items.iter().map(|(index, item)| keyed(&index.to_string(), item)).collect()
        }
        // What has a prefix and digits is a key, whatever it leads to.
        Entries::Named(members) if members.keys().all(|key| has_prefix(&Value::from(key.as_str()))) => {
            members.keys().map(|key| KeyNumber::new(key).map_err(|_| no_key(key))).collect()
        }
        Entries::Named(members) => members.iter().map(|(key, item)| keyed(key, item)).collect(),
    }
}

/// A list's entry: a number, or an object with one.
fn key_of<F: Family>(item: &Value) -> Option<KeyNumber<F>> {
    match item {
        Value::Object(members) => key_number(members),
        item => KeyNumber::from_value(item),
    }
}

/// A map's entry: an object with a number, or under its number.
fn keyed<F: Family>(key: &str, item: &Value) -> Result<KeyNumber<F>, Misread> {
    let Value::Object(members) = item else {
        return Err((key.to_owned(), "expected an object, because this is a map".into()));
    };
    // A map's key that has no form of a number may as well be the name of something else, or an index.
    let from_key =
        || Some(Value::from(key)).filter(looks_like_key).and_then(|key| KeyNumber::from_value(&key));
    key_number(members).or_else(from_key).ok_or_else(|| no_key(key))
}

/// Whether it has the form of a key that is more than a number.
fn has_prefix(item: &Value) -> bool {
    item.as_str().is_some_and(|text| text.contains('.')) && looks_like_key(item)
}

fn no_key(path: &str) -> Misread {
    (path.to_owned(), "expected a key number".into())
}

impl<F: Family> Wire for ListKeys<F> {
    type Output = KeyList<F>;

    fn name(&self) -> &'static str {
        names!(F, "keys")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn request(&self) -> Result<Request, Error> {
        Ok(at_family::<F>(Request::get(self.name(), self.effect())))
    }

    fn decode(&self, answer: &Answer) -> Result<KeyList<F>, Fault> {
        Ok(KeyList { document: reply::read(answer)?, family: PhantomData })
    }
}

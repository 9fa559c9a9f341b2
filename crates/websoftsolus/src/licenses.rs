//! Listing licences.

use std::fmt;
use std::marker::PhantomData;

use license_wire::{Answer, Effect, Error, ErrorKind, Fault, Outcome, Request, Scrubber};
use serde::{Deserialize, Serialize};

use crate::keys::listed;
use crate::operation::sealed::Wire;
use crate::operation::{at_family, names};
use crate::shapes::Misread;
use crate::{Client, Document, Family, KeyNumber, reply};

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
        let numbers = listed(&self.document)
            .map_err(|misread| not_understood(names!(F, "keys"), &self.document, misread))?;
        Ok(numbers.into_iter().map(KeyNumber::of).collect())
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

/// A view of an answer to a read that was not understood.
pub(crate) fn not_understood(operation: &str, document: &Document, (path, reason): Misread) -> Error {
    // A place may be named by a member of the vendor's.
    let path = Scrubber::default().message(&path);
    let kind = ErrorKind::Decode { path, reason, excerpt: String::new() };
    Error::new(kind, Outcome::Unknown)
        .of_call(operation, Effect::Read, 1)
        .with_answer(document.answer().clone())
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

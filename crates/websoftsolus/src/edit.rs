//! Changing title and comment.

use std::fmt;
use std::marker::PhantomData;

use license_wire::{Answer, Effect, Error, Fault, Form, Request, input};
use serde::{Deserialize, Serialize};

use crate::operation::sealed::Wire;
use crate::operation::{at_family, names};
use crate::{Client, Document, Family, KeyNumber, reply};

/// The longest title, in characters. The vendor's own bound is not known; ours is there against slips.
const LONGEST_TITLE: usize = 255;
/// The longest comment, in characters.
const LONGEST_COMMENT: usize = 1000;

/// Editing.
impl Client {
    /// Sets title and comment of a licence, always both. **Changes** what the licence is called, nothing else.
    ///
    /// Wire: `PUT license/{family}/{keyNumber}`, `title`, `comment`. Source:
    /// <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (the call documented, the answer inferred: any success
    /// status without a recognised error means that it was done).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, is a web page, cannot be read, contradicts itself, or names
    /// another licence; setting the same again does no harm. `Refused` when the vendor said no, `NotSent` when a field is not valid or no connection was made.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{Edit, PleskKey};
    /// client.edit(&Edit::new(PleskKey::new("PLSK.02980001")?, "web1", "rack 7"))?;
    /// # Ok(()) }
    /// ```
    pub fn edit<F: Family>(&self, edit: &Edit<F>) -> Result<Edited<F>, Error> {
        self.send(edit)
    }
}

/// Sets title and comment of a licence. The vendor takes both or nothing, so what is not to change has to be repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
#[must_use]
pub struct Edit<F: Family> {
    family: F,
    key: KeyNumber<F>,
    title: String,
    comment: String,
}

impl<F: Family> Edit<F> {
    /// Of the licence with this number. The comment may be empty; whatever it was before is gone then.
    pub fn new(key: KeyNumber<F>, title: impl Into<String>, comment: impl Into<String>) -> Self {
        Self { family: F::default(), key, title: title.into(), comment: comment.into() }
    }

    /// The licence's number.
    #[must_use]
    pub fn key(&self) -> &KeyNumber<F> {
        &self.key
    }

    /// The new title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The new comment.
    #[must_use]
    pub fn comment(&self) -> &str {
        &self.comment
    }
}

/// Title and comment were set.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent, bound = "")]
pub struct Edited<F: Family> {
    document: Document,
    #[serde(skip)]
    family: PhantomData<F>,
}

impl<F: Family> Edited<F> {
    /// Whether the answer itself says that the texts were set: in so many words, or by the licence's number. Where it does not, its
    /// status alone says so, and a look with [`Client::check`] is worth its while.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        reply::says_done_to(&self.document)
    }

    /// The answer as it came.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }
}

impl<F: Family> fmt::Debug for Edited<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Edited").field(&self.document).finish()
    }
}

/// A title, checked. The page lets only the comment be empty.
pub(crate) fn checked_title(title: &str) -> Result<&str, Error> {
    input::text("title", title, LONGEST_TITLE)
}

pub(crate) fn checked_comment(comment: &str) -> Result<&str, Error> {
    input::optional_text("comment", comment, LONGEST_COMMENT)
}

impl<F: Family> Wire for Edit<F> {
    type Output = Edited<F>;

    fn name(&self) -> &'static str {
        names!(F, "edit")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn request(&self) -> Result<Request, Error> {
        let form = Form::new()
            .field("title", checked_title(&self.title)?)
            .field("comment", checked_comment(&self.comment)?);
        at_family::<F>(Request::put(self.name(), self.effect(), form))
            .path_value("key number", self.key.as_str())
    }

    fn decode(&self, answer: &Answer) -> Result<Edited<F>, Fault> {
        Ok(Edited { document: reply::read_done_to(answer, &self.key)?, family: PhantomData })
    }
}

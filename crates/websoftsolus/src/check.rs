//! Finding out what became of a call whose outcome is unknown. Reads only.

mod changes;
mod endings;
mod orders;

use license_wire::{Checked, Error};
use serde::{Deserialize, Serialize};

use crate::{Client, Family, KeyNumber, ListKeys};

/// Finding out.
impl Client {
    /// Looks at what there is before an operation, so that [`Client::check`] can tell afterwards what is new. Composed of
    /// [`Client::keys`] and [`Client::properties`].
    ///
    /// Wire: `GET license/{family}`, before a termination also `GET license/{family}/{keyNumber}`. Source: as those.
    ///
    /// # Errors
    /// As every read. Nothing was spent: do not go on without it.
    ///
    /// # Examples
    /// See [`Client::order_plesk12`].
    pub fn look_before<O: Checkable>(&self, operation: &O) -> Result<Before<O::Family>, Error> {
        operation.look_before(self)
    }

    /// Finds out whether an operation happened whose outcome was unknown. Only reads, and never does it again. Composed
    /// of [`Client::keys`] and [`Client::properties`].
    ///
    /// An order is found by keys that were not there before, and by the title and comment of these, where their
    /// properties show them: so put a reference of your own into the title or the comment. A termination is found by the
    /// key being gone or its status having ended, an edit by the texts.
    ///
    /// "Not seen" means: not until now. The vendor may still be working on it, so look at least twice, some time apart.
    ///
    /// Wire: `GET license/{family}`, `GET license/{family}/{keyNumber}`. Source: as those.
    ///
    /// # Errors
    /// As every read: then nothing was found out.
    ///
    /// # Examples
    /// See [`Client::order_plesk12`].
    pub fn check<O: Checkable>(
        &self,
        operation: &O,
        before: &Before<O::Family>,
    ) -> Result<Checked<Evidence<O::Family>>, Error> {
        operation.check(self, before)
    }
}

/// What there was before an operation. It can be stored with the intent to do it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Before<F: Family> {
    /// The keys that the family had.
    pub keys: Vec<KeyNumber<F>>,
    /// The vendor's word for how the licence stood that was to be ended, where it was to be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl<F: Family> Before<F> {
    fn has(&self, key: &KeyNumber<F>) -> bool {
        self.keys.iter().any(|known| known.is_same_license(key))
    }
}

/// What shows that an operation happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
#[non_exhaustive]
pub struct Evidence<F: Family> {
    /// The licences: the new ones of an order, or the one that was ended or edited.
    pub keys: Vec<KeyNumber<F>>,
    /// Whether title and comment are those that were sent. If not, they are not to be seen, and another order of the
    /// same time may be behind it.
    pub is_named: bool,
    /// What was seen, in words.
    pub seen: String,
}

/// An operation that [`Client::check`] can find again: orders, terminations and edits.
pub trait Checkable: crate::Operation + sealed::Look {}

impl<T: crate::Operation + sealed::Look> Checkable for T {}

mod sealed {
    use super::{Before, Checked, Client, Error, Evidence, Family};

    /// How an operation is looked for.
    pub trait Look {
        /// The family it is for.
        type Family: Family;

        /// What there is before it.
        fn look_before(&self, client: &Client) -> Result<Before<Self::Family>, Error>;

        /// Whether it happened since.
        fn check(
            &self,
            client: &Client,
            before: &Before<Self::Family>,
        ) -> Result<Checked<Evidence<Self::Family>>, Error>;
    }
}
use sealed::Look;

/// Why an empty list tells nothing: an answer that was emptied on its way looks the same.
const ALL_GONE: &str = "no key is listed any more, and there were others before";

/// The keys of a family as they are now.
fn keys_now<F: Family>(client: &Client) -> Result<Vec<KeyNumber<F>>, Error> {
    client.keys(&ListKeys::<F>::default())?.key_numbers()
}

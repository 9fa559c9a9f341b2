//! Ending a licence.

use std::fmt;
use std::marker::PhantomData;

use license_wire::{Answer, Effect, Error, Fault, Request};
use serde::{Deserialize, Serialize};

use crate::operation::sealed::Wire;
use crate::operation::{at_family, names};
use crate::{Client, Document, Family, KeyNumber, reply};

/// Terminating.
impl Client {
    /// Terminates a licence. **Ends a paid licence**; take it as immediate, without refund and not to be undone, since none
    /// of that is documented.
    ///
    /// Wire: `DELETE license/{family}/{keyNumber}`. Source:
    /// <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (the call documented, the answer inferred: any success
    /// status without a recognised error means that it was done).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, is a web page, cannot be read, contradicts itself, or names
    /// another licence: it may have ended. Find out with [`Client::check`]; it is never sent again by itself. `Refused` when the vendor said no, `NotSent` when no
    /// connection was made.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{PleskKey, Terminate};
    /// let terminate = Terminate::new(PleskKey::new("PLSK.02980001")?);
    /// let before = client.look_before(&terminate)?;
    /// match client.terminate(&terminate) {
    ///     Ok(_) => println!("ended"),
    ///     Err(error) if error.may_have_happened() => println!("{:?}", client.check(&terminate, &before)?),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn terminate<F: Family>(&self, terminate: &Terminate<F>) -> Result<Terminated<F>, Error> {
        self.send(terminate)
    }
}

/// Ends a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
#[must_use]
pub struct Terminate<F: Family> {
    family: F,
    key: KeyNumber<F>,
}

impl<F: Family> Terminate<F> {
    /// The licence with this number.
    pub fn new(key: KeyNumber<F>) -> Self {
        Self { family: F::default(), key }
    }

    /// The licence's number.
    #[must_use]
    pub fn key(&self) -> &KeyNumber<F> {
        &self.key
    }
}

/// A licence was ended.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent, bound = "")]
pub struct Terminated<F: Family> {
    document: Document,
    #[serde(skip)]
    family: PhantomData<F>,
}

impl<F: Family> Terminated<F> {
    /// Whether the answer itself says that the licence was ended: in so many words, or by the licence's number. Where it does not, its
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

impl<F: Family> fmt::Debug for Terminated<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Terminated").field(&self.document).finish()
    }
}

impl<F: Family> Wire for Terminate<F> {
    type Output = Terminated<F>;

    fn name(&self) -> &'static str {
        names!(F, "terminate")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn request(&self) -> Result<Request, Error> {
        at_family::<F>(Request::delete(self.name(), self.effect()))
            .path_value("key number", self.key.as_str())
    }

    fn decode(&self, answer: &Answer) -> Result<Terminated<F>, Fault> {
        Ok(Terminated { document: reply::read_done_to(answer, &self.key)?, family: PhantomData })
    }
}

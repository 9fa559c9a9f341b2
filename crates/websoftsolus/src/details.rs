//! The properties of all licences of a family, read side by side.

use std::sync::{Mutex, PoisonError};

use license_wire::{Error, StopSignal, side_by_side};
use serde::{Deserialize, Serialize};

use crate::{Client, Family, GetProperties, KeyNumber, ListKeys, Properties};

/// How many are read side by side, unless told otherwise.
const SIDE_BY_SIDE: usize = 16;
/// The most that are read side by side.
const MOST_SIDE_BY_SIDE: usize = 64;

/// Reading everything.
impl Client {
    /// Lists the keys of a family and reads the properties of each, many side by side. Composed of [`Client::keys`] and
    /// [`Client::properties`].
    ///
    /// The results are in the order of the list. What could not be read of one licence stands in its place and does not
    /// disturb the others.
    ///
    /// Wire: `GET license/{family}`, then `GET license/{family}/{keyNumber}` for each. Source: as those.
    ///
    /// # Errors
    /// As [`Client::keys`] and [`crate::KeyList::key_numbers`]: without the list there is nothing to read.
    /// [`license_wire::ErrorKind::Invalid`] for `side by side` when it is 0 or more than 64.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{GetDetails, Plesk};
    /// for detail in client.details(&GetDetails::of(Plesk))?.iter() {
    ///     match detail.properties() {
    ///         Some(properties) => println!("{}: {:?}", detail.key, properties.title()),
    ///         None => println!("{}: {:?}", detail.key, detail.error()),
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn details<F: Family>(&self, get: &GetDetails<F>) -> Result<Details<F>, Error> {
        self.details_watched(get, &StopSignal::default(), |_| {})
    }

    /// As [`Client::details`], with a signal that ends it early, and a function that is told how far it has come.
    /// Composed of [`Client::keys`] and [`Client::properties`].
    ///
    /// After the signal no further licence is asked for; what is being read is read to its end. The function is called once
    /// after the list and once after each licence, by one thread at a time.
    ///
    /// Wire: as [`Client::details`]. Source: as there.
    ///
    /// # Errors
    /// As [`Client::details`].
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{GetDetails, Plesk, StopSignal};
    /// let stop = StopSignal::default(); // a clone of it goes to whoever may want to stop this
    /// let details = client.details_watched(&GetDetails::of(Plesk), &stop, |so_far| {
    ///     println!("{} of {}, {} failed", so_far.done, so_far.total, so_far.failed);
    /// })?;
    /// println!("complete: {}", details.is_complete());
    /// # Ok(()) }
    /// ```
    pub fn details_watched<F: Family>(
        &self,
        get: &GetDetails<F>,
        stop: &StopSignal,
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<Details<F>, Error> {
        if !(1..=MOST_SIDE_BY_SIDE).contains(&get.side_by_side) {
            return Err(Error::invalid("side by side", format!("must be from 1 to {MOST_SIDE_BY_SIDE}")));
        }
        let keys = self.keys(&ListKeys::of(get.family))?.key_numbers()?;
        let so_far = Progress { done: 0, failed: 0, total: keys.len() };
        progress(so_far);
        let told = Mutex::new((so_far, progress));
        let looks = side_by_side(
            &keys,
            get.side_by_side,
            stop,
            |key| match self.properties(&GetProperties::new(key.clone())) {
                Ok(properties) => Look::Read(properties),
                Err(error) => Look::Failed(error),
            },
            |_, look| {
                let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                let (so_far, progress) = &mut *told;
                so_far.done += 1;
                so_far.failed += usize::from(matches!(look, Look::Failed(_)));
                progress(*so_far);
            },
        );
        let looks = looks.into_iter().map(|look| look.unwrap_or(Look::NotAsked));
        Ok(Details(keys.into_iter().zip(looks).map(|(key, look)| Detail { key, look }).collect()))
    }
}

/// The properties of all licences of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
#[must_use]
pub struct GetDetails<F: Family> {
    family: F,
    #[serde(default = "usual_number")]
    side_by_side: usize,
}

fn usual_number() -> usize {
    SIDE_BY_SIDE
}

impl<F: Family> GetDetails<F> {
    /// The properties of all licences of this family.
    pub fn of(family: F) -> Self {
        Self { family, side_by_side: SIDE_BY_SIDE }
    }

    /// Reads this many at a time, from 1 to 64.
    ///
    /// Default: 16.
    pub fn side_by_side(mut self, count: usize) -> Self {
        self.side_by_side = count;
        self
    }
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many licences were asked for and answered, or failed.
    pub done: usize,
    /// How many of these failed.
    pub failed: usize,
    /// How many licences there are.
    pub total: usize,
}

/// All licences of a family, in the order of the list.
#[derive(Clone, Debug)]
pub struct Details<F: Family>(Vec<Detail<F>>);

/// One licence of a family.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Detail<F: Family> {
    /// The licence's number.
    pub key: KeyNumber<F>,
    /// What became of reading its properties.
    pub look: Look<F>,
}

/// What became of reading the properties of one licence.
#[derive(Clone, Debug)]
pub enum Look<F: Family> {
    /// The properties were read.
    Read(Properties<F>),
    /// They could not be read.
    Failed(Error),
    /// It was stopped before they were asked for.
    NotAsked,
}

impl<F: Family> Details<F> {
    /// The licences.
    pub fn iter(&self) -> std::slice::Iter<'_, Detail<F>> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the vendor lists none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the properties of every one were read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.0.iter().all(|detail| matches!(detail.look, Look::Read(_)))
    }
}

impl<F: Family> IntoIterator for Details<F> {
    type Item = Detail<F>;
    type IntoIter = std::vec::IntoIter<Detail<F>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, F: Family> IntoIterator for &'a Details<F> {
    type Item = &'a Detail<F>;
    type IntoIter = std::slice::Iter<'a, Detail<F>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<F: Family> Detail<F> {
    /// The properties, where they were read.
    #[must_use]
    pub fn properties(&self) -> Option<&Properties<F>> {
        match &self.look {
            Look::Read(properties) => Some(properties),
            Look::Failed(_) | Look::NotAsked => None,
        }
    }

    /// Why they could not be read.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        match &self.look {
            Look::Failed(error) => Some(error),
            Look::Read(_) | Look::NotAsked => None,
        }
    }
}

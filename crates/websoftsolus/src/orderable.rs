//! What can be ordered.

use std::fmt;
use std::marker::PhantomData;

use license_wire::{Answer, Effect, Error, Fault, Request};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::licenses::not_understood;
use crate::operation::sealed::Wire;
use crate::operation::{at_family, names};
use crate::shapes::{Entries, Misread, entries, find, text};
use crate::{Client, Document, Family, reply};

/// Listing what can be ordered.
impl Client {
    /// Lists the versions of a family that can be ordered. Their names are what orders ask for as the product.
    ///
    /// Wire: `GET license/{family}/order`. Source: <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (the
    /// call documented, the answer inferred).
    ///
    /// # Errors
    /// `Refused` when the vendor says no. An answer in an unknown form is an error of [`OrderableVersions::versions`], never
    /// an empty list.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{Cpanel, ListOrderable};
    /// for version in client.orderable(&ListOrderable::of(Cpanel))?.versions()? {
    ///     println!("{}", version.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn orderable<F: Family>(&self, list: &ListOrderable<F>) -> Result<OrderableVersions<F>, Error> {
        self.send(list)
    }
}

/// The versions of a family that can be ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
#[must_use]
pub struct ListOrderable<F: Family> {
    family: F,
}

impl<F: Family> ListOrderable<F> {
    /// What can be ordered of this family.
    pub fn of(family: F) -> Self {
        Self { family }
    }
}

/// What can be ordered, as it came. `Debug` shows no values.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent, bound = "")]
pub struct OrderableVersions<F: Family> {
    document: Document,
    #[serde(skip)]
    family: PhantomData<F>,
}

/// One version that can be ordered.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OrderableVersion {
    /// Its name, to be passed to an order byte for byte.
    pub name: String,
    /// What else the vendor says about it: a title, or an object with prices and options. Null where it says nothing.
    pub details: Value,
}

impl fmt::Debug for OrderableVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderableVersion").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<F: Family> OrderableVersions<F> {
    /// The versions, in the vendor's order; those of a map in the order of their names. Local: sends nothing.
    ///
    /// The vendor may list them as texts, as objects with `product`, `name`, `id`, `code` or `version`, or as a map from
    /// names.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Decode`] when the answer has another form. The error holds the answer, as this value does.
    pub fn versions(&self) -> Result<Vec<OrderableVersion>, Error> {
        read_versions(&self.document)
            .map_err(|misread| not_understood(names!(F, "orderable"), &self.document, misread))
    }

    /// The answer as it came.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }
}

impl<F: Family> fmt::Debug for OrderableVersions<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OrderableVersions").field(&self.document).finish()
    }
}

fn read_versions(document: &Document) -> Result<Vec<OrderableVersion>, Misread> {
    let value = match document.value() {
        Some(value) => value,
        None if document.is_empty() => return Ok(Vec::new()),
        None => return Err((String::new(), "this is not JSON".into())),
    };
    match entries(value).map_err(|reason| (String::new(), reason))? {
        Entries::List(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| one(item).ok_or_else(|| no_name(&format!("[{index}]"))))
            .collect(),
        // Behind a number only an object can be told from a title.
        Entries::Numbered(items) => items
            .iter()
            .map(|(index, item)| {
                if !item.is_object() {
                    return Err(no_name(&index.to_string()));
                }
                Ok(one(item).unwrap_or_else(|| OrderableVersion {
                    name: index.to_string(),
                    details: (*item).clone(),
                }))
            })
            .collect(),
        Entries::Named(members) => Ok(members
            .iter()
            .map(|(name, details)| OrderableVersion { name: name.clone(), details: details.clone() })
            .collect()),
    }
}

fn one(item: &Value) -> Option<OrderableVersion> {
    let (name, details) = match item {
        Value::Object(members) => {
            let name =
                find(members, &["product", "name", "id", "code", "version"]).and_then(|(_, name)| text(name));
            (name?, item.clone())
        }
        item => (text(item)?, Value::Null),
    };
    Some(OrderableVersion { name, details })
}

fn no_name(path: &str) -> Misread {
    (path.to_owned(), "expected the name of a version".into())
}

impl<F: Family> Wire for ListOrderable<F> {
    type Output = OrderableVersions<F>;

    fn name(&self) -> &'static str {
        names!(F, "orderable")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn request(&self) -> Result<Request, Error> {
        Ok(at_family::<F>(Request::get(self.name(), self.effect())).path("order"))
    }

    fn decode(&self, answer: &Answer) -> Result<OrderableVersions<F>, Fault> {
        Ok(OrderableVersions { document: reply::read(answer)?, family: PhantomData })
    }
}

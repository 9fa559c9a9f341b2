//! The properties of one licence.

use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;

use license_wire::lenient::Lenient;
use license_wire::{Answer, Effect, Error, Fault, Request, Secret, input};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::keys::{key_number, key_of};
use crate::operation::sealed::Wire;
use crate::operation::{at_family, names};
use crate::property::Property;
use crate::shapes::{find, find_any, object, text};
use crate::{Client, Document, Family, KeyNumber, Stamp, reply};

/// Reading properties.
impl Client {
    /// Reads the properties of a licence.
    ///
    /// Wire: `GET license/{family}/{keyNumber}`. Source:
    /// <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (the call documented; nobody has published the names
    /// of the properties, so they are looked for under several).
    ///
    /// # Errors
    /// `Refused` when the vendor says no, such as for a licence that is not there. An answer that is no object is an error.
    /// A property that cannot be read is none: its accessor gives `None`, and [`Properties::get`] the raw value.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{GetProperties, PleskKey, Property};
    /// let properties = client.properties(&GetProperties::new(PleskKey::new("PLSK.02980001")?))?;
    /// println!("{:?}, read from {:?}", properties.title(), properties.name_of(Property::Title));
    /// # Ok(()) }
    /// ```
    pub fn properties<F: Family>(&self, get: &GetProperties<F>) -> Result<Properties<F>, Error> {
        self.send(get)
    }
}

/// The properties of one licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
#[must_use]
pub struct GetProperties<F: Family> {
    family: F,
    key: KeyNumber<F>,
}

impl<F: Family> GetProperties<F> {
    /// Of the licence with this number.
    pub fn new(key: KeyNumber<F>) -> Self {
        Self { family: F::default(), key }
    }

    /// The licence's number.
    #[must_use]
    pub fn key(&self) -> &KeyNumber<F> {
        &self.key
    }
}

/// What the vendor says about a licence.
///
/// No name in it is documented, so each property is looked for under several names, whatever their capitals, `_` and
/// `-`; [`Properties::name_of`] says which one was there. What is missing, null, empty, or in no form that is understood
/// is `None`; the raw value is reached by its name. It is written out as it came. `Debug` shows names only.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent, bound = "")]
pub struct Properties<F: Family> {
    document: Document,
    #[serde(skip)]
    family: PhantomData<F>,
}

impl<F: Family> Properties<F> {
    /// The licence's number.
    #[must_use]
    pub fn key_number(&self) -> Option<KeyNumber<F>> {
        self.all().and_then(key_number).map(KeyNumber::of)
    }

    /// The licence's title.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        self.text(Property::Title)
    }

    /// The comment. An empty one is `Some("")`; `None` means that there is none to be seen.
    #[must_use]
    pub fn comment(&self) -> Option<String> {
        let empty = || find_any(self.all()?, Property::Comment.names()).filter(|(_, value)| **value == "");
        self.text(Property::Comment).or_else(|| empty().map(|_| String::new()))
    }

    /// The product; several of them with commas between.
    #[must_use]
    pub fn product(&self) -> Option<String> {
        match self.found(Property::Product)?.1 {
            Value::Array(items) => Some(items.iter().map(text).collect::<Option<Vec<_>>>()?.join(", ")),
            value => text(value),
        }
    }

    /// How the licence stands.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        let (name, value) = self.found(Property::Status)?;
        if name.eq_ignore_ascii_case("terminated") {
            let ended = read::<bool>(value)?;
            return Some(if ended { Status::Ended } else { Status::Active });
        }
        match value {
            Value::Bool(active) => Some(if *active { Status::Active } else { Status::Ended }),
            value => Some(Status::from_word(&text(value)?)),
        }
    }

    /// When the licence runs out, or is renewed.
    #[must_use]
    pub fn expires(&self) -> Option<Stamp> {
        Stamp::read(&self.text(Property::Expires)?)
    }

    /// When it was ordered.
    #[must_use]
    pub fn created(&self) -> Option<Stamp> {
        Stamp::read(&self.text(Property::Created)?)
    }

    /// How often it is renewed, in months.
    #[must_use]
    pub fn period_in_months(&self) -> Option<u32> {
        read::<u64>(self.found(Property::Period)?.1).and_then(|months| u32::try_from(months).ok())
    }

    /// The addresses of its server. `None` also when one of several cannot be read.
    #[must_use]
    pub fn addresses(&self) -> Option<Vec<IpAddr>> {
        let parse = |text: &str| input::parse_address("address", text.trim()).ok();
        match self.found(Property::Addresses)?.1 {
            Value::Array(items) => items.iter().map(|item| parse(item.as_str()?)).collect(),
            value => value.as_str()?.split(',').map(parse).collect(),
        }
    }

    /// The activation code. Whoever has it can install the key.
    #[must_use]
    pub fn activation_code(&self) -> Option<Secret> {
        self.text(Property::ActivationCode).map(Secret::new)
    }

    /// The keys that belong to this one, such as those of add-ons.
    #[must_use]
    pub fn additional_keys(&self) -> Option<Vec<KeyNumber<F>>> {
        let one = |value: &Value| key_of(value).map(KeyNumber::of);
        match self.found(Property::AdditionalKeys)?.1 {
            Value::Array(items) => items.iter().map(one).collect(),
            value => one(value).map(|key| vec![key]),
        }
    }

    /// The key that this one belongs to.
    #[must_use]
    pub fn parent_key(&self) -> Option<KeyNumber<F>> {
        key_of(self.found(Property::ParentKey)?.1).map(KeyNumber::of)
    }

    /// Features, options and add-ons, by name.
    #[must_use]
    pub fn features(&self) -> Option<Vec<String>> {
        let one = |value: &Value| match value {
            Value::Object(members) => find(members, &["apiName", "name"]).and_then(|(_, name)| text(name)),
            value => text(value),
        };
        match self.found(Property::Features)?.1 {
            Value::Array(items) => items.iter().map(one).collect(),
            value => one(value).map(|feature| vec![feature]),
        }
    }

    /// The operating system.
    #[must_use]
    pub fn os(&self) -> Option<String> {
        self.text(Property::Os)
    }

    /// Under which name a property was found, as the vendor spells it.
    #[must_use]
    pub fn name_of(&self, property: Property) -> Option<&str> {
        self.found(property).map(|(name, _)| name)
    }

    /// The raw value of a member, by the vendor's own name for it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.all()?.get(name)
    }

    /// All members, without what they may be wrapped in.
    #[must_use]
    pub fn all(&self) -> Option<&Map<String, Value>> {
        object(self.document.value()?)
    }

    /// The answer as it came.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    fn found(&self, property: Property) -> Option<(&str, &Value)> {
        find(self.all()?, property.names())
    }

    fn text(&self, property: Property) -> Option<String> {
        text(self.found(property)?.1)
    }
}

impl<F: Family> fmt::Debug for Properties<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Properties").field(&self.document).finish()
    }
}

/// How a licence stands, in the words that similar systems use.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Status {
    /// It is in use.
    Active,
    /// It is ordered and not delivered yet.
    Pending,
    /// The licence has ended.
    Ended,
    /// The vendor's word for something else.
    Unknown(String),
}

impl Status {
    fn from_word(word: &str) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "1" | "ok" | "act" | "active" | "true" => Self::Active,
            "todeliver" | "pending" => Self::Pending,
            "0" | "del" | "deleted" | "terminated" | "released" | "cancelled" | "canceled" | "expired"
            | "false" => Self::Ended,
            _ => Self::Unknown(word.to_owned()),
        }
    }
}

fn read<T: license_wire::lenient::FromScalar>(value: &Value) -> Option<T> {
    match Lenient::<T>::deserialize(value).ok()? {
        Lenient::Value(value) => Some(value),
        _ => None,
    }
}

impl<F: Family> Wire for GetProperties<F> {
    type Output = Properties<F>;

    fn name(&self) -> &'static str {
        names!(F, "properties")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn request(&self) -> Result<Request, Error> {
        at_family::<F>(Request::get(self.name(), self.effect())).path_value("key number", self.key.as_str())
    }

    fn decode(&self, answer: &Answer) -> Result<Properties<F>, Fault> {
        let document = Document::read(answer)?;
        // A licence may have a member named `status` or `error`, and a refusal names no licence.
        let named = |value: &Value| object(value).is_some_and(|members| key_number(members).is_some());
        let document = match document.value() {
            Some(value) if named(value) => document,
            _ => reply::read(answer)?,
        };
        if document.value().and_then(object).is_none_or(Map::is_empty) {
            return Err(Fault::decode("", "expected the properties of a licence"));
        }
        Ok(Properties { document, family: PhantomData })
    }
}

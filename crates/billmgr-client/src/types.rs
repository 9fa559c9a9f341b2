//! The words of this API: ids, keys, item types, services.

use std::fmt;
use std::str::FromStr;

use license_wire::lenient::{FromScalar, Scalar};
use license_wire::{Error, input};
use serde::{Deserialize, Serialize};

/// The longest identifier or key that is taken, in characters.
const LONGEST: usize = 100;

/// Whether there is nothing to look for in a text. A list has a hundred thousand of them.
fn is_plain(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $field:literal, $reason:literal, |$c:ident| $bad:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes it as the vendor gave it.
            ///
            /// # Errors
            /// [`license_wire::ErrorKind::Invalid`] when it is empty, longer than 100 characters, or holds white space or
            /// another character that cannot be part of it.
            pub fn new(text: impl Into<String>) -> Result<Self, Error> {
                let text = text.into();
                if is_plain(&text) {
                    return Ok(Self(text));
                }
                input::token($field, &text, LONGEST)?;
                if text.chars().any(|$c| $bad) {
                    return Err(Error::invalid($field, $reason));
                }
                Ok(Self(text))
            }

            /// The value as it goes over the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.0
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl FromScalar for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                Self::new(String::from_scalar(scalar)?).ok()
            }
        }
    };
}

word!(
    /// The id of a bought licence, `elid` on the wire: a number in all documents, but taken as text.
    ServiceId,
    "service id",
    "must not hold white space or commas",
    |c| c.is_whitespace() || c == ','
);
word!(
    /// The key that the software is activated with, `lickey` on the wire.
    LicenseKey,
    "license key",
    "must not hold white space",
    |c| c.is_whitespace()
);
word!(
    /// The number of an order that waits in the cart to be paid, `billorder` on the wire.
    CartOrderId,
    "cart order id",
    "must not hold white space or commas",
    |c| c.is_whitespace() || c == ','
);
word!(
    /// What the names of the functions for one kind of service begin with, such as `soft`.
    Prefix,
    "item type",
    "must be a name in small letters, digits, `_` and `.`",
    |c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'))
);

impl ServiceId {
    /// The id as a number, where it is one.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        if self.0.bytes().all(|b| b.is_ascii_digit()) { self.0.parse().ok() } else { None }
    }
}

impl LicenseKey {
    /// The licence that the key is of: at ispmanager a key begins with the licence's id and a hyphen (seen in a client,
    /// not documented).
    #[must_use]
    pub fn service_id(&self) -> Option<ServiceId> {
        let (id, _) = self.0.split_once('-')?;
        if id.bytes().all(|b| b.is_ascii_digit()) { ServiceId::new(id).ok() } else { None }
    }
}

/// The kind of a service. It decides which functions of the vendor are called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ItemType {
    /// Licences of ispmanager and of ISPsystem's older products at ispmanager; `soft` on the wire.
    Ispsystem,
    /// Third-party software; at ISPlicense everything but Plesk and modules. `softexternal` on the wire.
    ThirdParty,
    /// Plesk at ISPlicense; `parallelslic` on the wire.
    Plesk,
    /// Modules of ispmanager; `addition` on the wire.
    Module,
    /// VMmanager 6 and DCImanager 6; `platform` on the wire.
    Platform,
    /// Any other item type, by its prefix.
    Other(Prefix),
}

impl ItemType {
    /// Those that the vendors' documents name.
    pub const KNOWN: [Self; 5] =
        [Self::Ispsystem, Self::ThirdParty, Self::Plesk, Self::Module, Self::Platform];

    /// What the names of its functions begin with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        match self {
            Self::Ispsystem => "soft",
            Self::ThirdParty => "softexternal",
            Self::Plesk => "parallelslic",
            Self::Module => "addition",
            Self::Platform => "platform",
            Self::Other(prefix) => prefix.as_str(),
        }
    }
}

/// The prefix, as on the wire.
impl fmt::Display for ItemType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.prefix())
    }
}

impl FromStr for ItemType {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match Self::KNOWN.into_iter().find(|known| known.prefix() == text) {
            Some(known) => Ok(known),
            None => Ok(Self::Other(Prefix::new(text)?)),
        }
    }
}

impl TryFrom<String> for ItemType {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<ItemType> for String {
    fn from(item_type: ItemType) -> Self {
        item_type.prefix().to_owned()
    }
}

impl FromScalar for ItemType {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        String::from_scalar(scalar)?.parse().ok()
    }
}

/// A bought licence: its id, and its item type, which decides the functions that are called for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Service {
    item_type: ItemType,
    id: ServiceId,
}

impl Service {
    /// The service of this id. The item type is that of its order, or of the list it was found in.
    #[must_use]
    pub fn new(item_type: ItemType, id: ServiceId) -> Self {
        Self { item_type, id }
    }

    /// Its item type.
    #[must_use]
    pub fn item_type(&self) -> &ItemType {
        &self.item_type
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &ServiceId {
        &self.id
    }

    /// The same service, called by the functions of another item type.
    #[must_use]
    pub fn with_item_type(mut self, item_type: ItemType) -> Self {
        self.item_type = item_type;
        self
    }
}

/// `soft 1204417`.
impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.item_type, self.id)
    }
}

/// One or more services of one item type, for what the vendor does to several at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Services {
    pub(crate) item_type: ItemType,
    pub(crate) ids: Vec<ServiceId>,
}

impl Services {
    /// And this one of the same item type.
    pub fn and(mut self, id: ServiceId) -> Self {
        self.ids.push(id);
        self
    }

    /// Their item type.
    #[must_use]
    pub fn item_type(&self) -> &ItemType {
        &self.item_type
    }

    /// Their ids.
    #[must_use]
    pub fn ids(&self) -> &[ServiceId] {
        &self.ids
    }

    /// As on the wire: a comma and a space between the ids.
    pub(crate) fn wire(&self) -> Result<String, Error> {
        if self.ids.is_empty() {
            return Err(Error::invalid("services", "at least one is needed"));
        }
        for (index, id) in self.ids.iter().enumerate() {
            if self.ids[..index].contains(id) {
                return Err(Error::invalid("services", format!("{id} is named twice")));
            }
        }
        Ok(self.ids.iter().map(ServiceId::as_str).collect::<Vec<_>>().join(", "))
    }
}

impl From<Service> for Services {
    fn from(service: Service) -> Self {
        Self { item_type: service.item_type, ids: vec![service.id] }
    }
}

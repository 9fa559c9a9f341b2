//! The three families of licences, as types, so that what is meant for one cannot be sent to another.

use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

use license_wire::Error;
use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A family of licences: [`Plesk`], [`Cpanel`] or [`Virtuozzo`], and no other type.
pub trait Family:
    sealed::Sealed
    + Copy
    + fmt::Debug
    + Default
    + Ord
    + Hash
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
{
    /// Its name.
    const NAME: FamilyName;
}

mod sealed {
    pub trait Sealed {}
}

/// The name of a family, where one has to be chosen while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FamilyName {
    /// The family of [`Plesk`].
    Plesk,
    /// The family of [`Cpanel`].
    Cpanel,
    /// The family of [`Virtuozzo`].
    Virtuozzo,
}

impl FamilyName {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::Plesk, Self::Cpanel, Self::Virtuozzo];

    /// As in addresses: `plesk`, `cpanel` or `virtuozzo`.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            Self::Plesk => "plesk",
            Self::Cpanel => "cpanel",
            Self::Virtuozzo => "virtuozzo",
        }
    }
}

/// As the products are called: `Plesk`, `cPanel & WHM`, `Virtuozzo`.
impl fmt::Display for FamilyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plesk => "Plesk",
            Self::Cpanel => "cPanel & WHM",
            Self::Virtuozzo => "Virtuozzo",
        })
    }
}

/// Reads `plesk`, `cpanel` or `virtuozzo`, in capitals or not.
impl FromStr for FamilyName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|family| family.wire().eq_ignore_ascii_case(text));
        known.ok_or_else(|| Error::invalid("family", "must be `plesk`, `cpanel` or `virtuozzo`"))
    }
}

/// A type with one value, which is stored as one text and read back from nothing else.
macro_rules! constant {
    ($(#[$doc:meta])* $vis:vis $name:ident, $text:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name;

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::family::write_constant($text, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::family::read_constant($text, deserializer).map(|()| Self)
            }
        }
    };
}
pub(crate) use constant;

pub(crate) fn write_constant<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

pub(crate) fn read_constant<'de, D: Deserializer<'de>>(text: &str, deserializer: D) -> Result<(), D::Error> {
    if String::deserialize(deserializer)? == text {
        return Ok(());
    }
    Err(de::Error::custom(format_args!("expected `{text}`")))
}

macro_rules! family {
    ($(#[$doc:meta])* $name:ident) => {
        constant!($(#[$doc])* pub $name, FamilyName::$name.wire());

        impl sealed::Sealed for $name {}

        impl Family for $name {
            const NAME: FamilyName = FamilyName::$name;
        }
    };
}

family!(
    /// Plesk.
    Plesk
);
family!(
    /// cPanel & WHM.
    Cpanel
);
family!(
    /// Virtuozzo.
    Virtuozzo
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_stored_as_its_name_and_read_back_from_no_other() {
        assert_eq!(serde_json::to_string(&Cpanel).unwrap(), "\"cpanel\"");
        assert!(serde_json::from_str::<Cpanel>("\"cpanel\"").is_ok());
        assert!(serde_json::from_str::<Cpanel>("\"plesk\"").is_err());
        for family in FamilyName::ALL {
            assert_eq!(family.wire().to_uppercase().parse::<FamilyName>().unwrap(), family);
        }
        assert_eq!("directadmin".parse::<FamilyName>().unwrap_err().field(), Some("family"));
    }
}

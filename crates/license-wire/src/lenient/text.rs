//! Texts that are mostly short.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FromScalar, Scalar};

/// How many bytes stand in the value itself. With the length and the kind it is as large as a `String`.
const SHORT: usize = 22;

/// A text of a record that comes in long lists. Up to 22 bytes stand in the value itself, so that a hundred thousand
/// licences don't take a piece of memory for each "1" in them. Read it as a `&str`.
#[derive(Clone)]
pub struct Text(Held);

#[derive(Clone)]
enum Held {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Short { length, bytes } => bytes
                .get(..usize::from(*length))
                .and_then(|bytes| std::str::from_utf8(bytes).ok())
                .unwrap_or_default(),
            Held::Long(text) => text,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self(Held::Short { length, bytes })
            }
            _ => Self(Held::Long(text.into())),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.len() > SHORT { Self(Held::Long(text.into())) } else { text.as_str().into() }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text.0 {
            Held::Long(text) => text.into(),
            Held::Short { .. } => text.as_str().to_owned(),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        "".into()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other)
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer).map(|text| (*text).into())
    }
}

impl FromScalar for Text {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Some(text.into()),
            scalar => String::from_scalar(scalar).map(Self::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::lenient::Lenient;

    #[test]
    fn a_record_of_texts_is_no_larger_than_one_of_strings() {
        assert_eq!(size_of::<Text>(), size_of::<String>());
        assert_eq!(size_of::<Lenient<Text>>(), size_of::<Lenient<String>>());
    }

    #[test]
    fn only_a_short_text_stands_in_the_value() {
        let is_short = |text: &str| matches!(Text::from(text).0, Held::Short { .. });
        assert!(is_short("") && is_short(&"k".repeat(22)) && is_short(&"ж".repeat(11)));
        assert!(!is_short(&"k".repeat(23)) && !is_short(&"ж".repeat(12)));
        assert!(matches!(Text::from("k".repeat(23)).0, Held::Long(_)));
        assert!(matches!(Text::from("k".repeat(22)).0, Held::Short { .. }));
    }

    #[test]
    fn a_number_is_a_text_and_a_truth_value_is_none() {
        let read = |json: &str| serde_json::from_str::<Lenient<Text>>(json).unwrap();
        assert_eq!(read("731").as_str(), Some("731"));
        assert_eq!(read("\"731\"").as_str(), Some("731"));
        assert!(read("true").unread().is_some() && read("\"\"").is_missing());
    }

    proptest! {
        #[test]
        fn a_text_is_the_text_it_was_made_of(one in "\\PC{0,30}", other in "\\PC{0,30}") {
            let (a, b) = (Text::from(one.as_str()), Text::from(other.clone()));
            prop_assert_eq!((a.as_str(), &*b), (one.as_str(), other.as_str()));
            prop_assert_eq!((a == b, a.cmp(&b)), (one == other, one.cmp(&other)));
            prop_assert_eq!(HashSet::from([a.clone(), b.clone()]).len(), HashSet::from([&one, &other]).len());
            prop_assert!(a == *one && b == other.as_str());
            prop_assert_eq!((format!("{a} {a:?}"), String::from(b)), (format!("{one} {one:?}"), other));
            let json = serde_json::to_string(&a).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&one).unwrap());
            prop_assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), a);
        }
    }
}

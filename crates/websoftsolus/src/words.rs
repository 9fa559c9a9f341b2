//! Words of the vendor's in orders: the documented ones as variants, and any other.

use license_wire::{Error, input};

/// The longest word that is sent.
const LONGEST: usize = 255;

/// A set of words: an enum of the documented ones and `Other`.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $name:ident, $field:literal, {
            $($(#[$variant_doc:meta])* $variant:ident => $wire:literal,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word that the vendor's page does not name. It is sent as it is.
            Other(String),
        }

        impl $name {
            /// The documented words.
            pub const DOCUMENTED: &'static [&'static str] = &[$($wire),+];

            /// The word on the wire.
            #[must_use]
            pub fn wire(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Other(word) => word,
                }
            }

            /// The word on the wire, checked.
            pub(crate) fn checked(&self) -> Result<&str, license_wire::Error> {
                crate::words::checked($field, self.wire())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.wire())
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($wire => Self::$variant,)+
                    _ => Self::Other(word),
                }
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.wire().to_owned()
            }
        }

        /// Reads a documented word, in capitals or not. Any other is refused, because it may be a slip.
        impl std::str::FromStr for $name {
            type Err = license_wire::Error;

            fn from_str(word: &str) -> Result<Self, license_wire::Error> {
                let known = Self::DOCUMENTED.iter().find(|known| known.eq_ignore_ascii_case(word));
                known.map(|known| Self::from((*known).to_owned())).ok_or_else(|| crate::words::unknown($field, Self::DOCUMENTED))
            }
        }
    };
}
pub(crate) use words;

pub(crate) fn checked<'a>(field: &str, word: &'a str) -> Result<&'a str, Error> {
    input::text(field, word, LONGEST)
}

pub(crate) fn unknown(field: &str, documented: &[&str]) -> Error {
    Error::invalid(field, format!("must be one of {}", documented.join(", ")))
}

words! {
    /// How often a licence is renewed and paid for.
    Period, "period", {
        /// Every month.
        Months1 => "1",
        /// Every 3 months.
        Months3 => "3",
        /// Every 6 months.
        Months6 => "6",
        /// Every year.
        Months12 => "12",
        /// Every 2 years.
        Months24 => "24",
        /// Every 3 years.
        Months36 => "36",
    }
}

impl Period {
    /// Every so many months: 1, 3, 6, 12, 24 or 36.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `period` when the vendor's page does not sell it.
    pub fn months(count: u32) -> Result<Self, Error> {
        count.to_string().parse()
    }

    /// The length in months, where it is a number.
    #[must_use]
    pub fn in_months(&self) -> Option<u32> {
        self.wire().parse().ok()
    }
}

words! {
    /// The operating system of the server.
    Os, "os", {
        /// Linux.
        Linux => "LINUX",
        /// Windows.
        Windows => "WINDOWS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_words_are_read_and_others_only_when_meant() {
        assert_eq!("linux".parse::<Os>().unwrap(), Os::Linux);
        assert_eq!("LINUXX".parse::<Os>().unwrap_err().field(), Some("os"));
        assert_eq!(Os::Other("BSD".into()).checked().unwrap(), "BSD");
        for bad in ["", " ", "a\nb", "a\0"] {
            assert_eq!(Os::Other(bad.into()).checked().unwrap_err().field(), Some("os"), "{bad:?}");
        }
        for word in [Os::Windows, Os::Other("BSD".into())] {
            let stored = serde_json::to_string(&word).unwrap();
            assert_eq!(serde_json::from_str::<Os>(&stored).unwrap(), word);
        }
    }

    #[test]
    fn only_periods_that_are_sold_are_taken() {
        for months in [1, 3, 6, 12, 24, 36] {
            assert_eq!(Period::months(months).unwrap().in_months(), Some(months));
        }
        for bad in [0, 2, 5, 13, 99, u32::MAX] {
            assert_eq!(Period::months(bad).unwrap_err().field(), Some("period"));
        }
        for bad in ["0M", "-1M", "99Y", "", "1M", " 1", "01"] {
            assert_eq!(bad.parse::<Period>().unwrap_err().field(), Some("period"), "{bad}");
        }
        assert_eq!(Period::Other("18".into()).in_months(), Some(18));
    }
}

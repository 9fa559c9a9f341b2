//! The short name of an entry.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// What every reference begins with.
const PREFIX: &str = "lh-";
/// Digits and lower-case letters without those that are mistaken for others: `i`, `l`, `o` and `u`.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 50 bits: among a million entries the next one is already there once in a thousand million times.
const LENGTH: usize = 10;

/// The short name of an entry, such as `lh-7c0jq4m2xv`: safe to type, to say and to put into a vendor's text field.
///
/// It is made by chance; the store refuses one that is there already.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

impl Reference {
    /// A reference that nobody has yet.
    #[must_use]
    pub fn random() -> Self {
        let letter = |_| char::from(LETTERS[fastrand::usize(..LETTERS.len())]);
        Self(PREFIX.chars().chain((0..LENGTH).map(letter)).collect())
    }

    /// The reference as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({})", self.0)
    }
}

/// Reads a reference as a person types it: in capitals or not, with `O` for `0` and `I` or `L` for `1`.
impl FromStr for Reference {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::invalid(
                "reference",
                format!("must be `{PREFIX}` and {LENGTH} letters and digits, such as `lh-7c0jq4m2xv`"),
            )
        };
        let lower = text.trim().to_ascii_lowercase();
        let rest = lower.strip_prefix(PREFIX).ok_or_else(wrong)?;
        let read = |letter: char| match letter {
            'o' => Some('0'),
            'i' | 'l' => Some('1'),
            letter => LETTERS.iter().any(|known| char::from(*known) == letter).then_some(letter),
        };
        let rest: String = rest.chars().map(read).collect::<Option<_>>().ok_or_else(wrong)?;
        if rest.len() != LENGTH {
            return Err(wrong());
        }
        Ok(Self(format!("{PREFIX}{rest}")))
    }
}

impl TryFrom<String> for Reference {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn references_are_short_plain_and_all_different() {
        let all: BTreeSet<Reference> = (0..20_000).map(|_| Reference::random()).collect();
        assert_eq!(all.len(), 20_000);
        for reference in &all {
            assert_eq!(reference.as_str().len(), 13);
            assert!(
                reference.as_str().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            );
            assert_eq!(reference.as_str().parse::<Reference>().unwrap(), *reference);
        }
    }

    #[test]
    fn whatever_is_read_as_a_reference_is_one() {
        const PIECES: [&str; 16] = [
            "lh-",
            "LH-",
            "l",
            "O",
            "i",
            "u",
            "0",
            "7c0jq4",
            "m2xvZ",
            " ",
            "-",
            "é",
            "\0",
            "Ⅼ",
            "ﬁ",
            "0123456789",
        ];
        let mut random = fastrand::Rng::with_seed(7);
        let mut read = 0;
        for _ in 0..200_000 {
            // Most that are typed begin as they should.
            let mut typed = if random.u8(..4) == 0 { String::new() } else { PREFIX.to_owned() };
            for _ in 0..random.usize(..6) {
                typed.push_str(PIECES[random.usize(..PIECES.len())]);
            }
            if let Ok(reference) = typed.parse::<Reference>() {
                read += 1;
                assert_eq!(reference.as_str().len(), PREFIX.len() + LENGTH, "{typed}");
                assert_eq!(reference.as_str().parse::<Reference>().unwrap(), reference, "{typed}");
                assert!(reference.as_str()[PREFIX.len()..].bytes().all(|b| LETTERS.contains(&b)), "{typed}");
            }
        }
        assert!(read > 1000, "{read}");
    }

    #[test]
    fn a_reference_is_read_as_people_type_it() {
        let plain: Reference = "lh-0123456789".parse().unwrap();
        for typed in [" LH-O123456789 ", "lh-oI23456789", "Lh-0l23456789"] {
            assert_eq!(typed.parse::<Reference>().unwrap(), plain, "{typed}");
        }
        for wrong in
            ["", "lh-", "0123456789", "lh-012345678", "lh-01234567890", "lh-012345678u", "lh-012345678é"]
        {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong}");
        }
    }
}

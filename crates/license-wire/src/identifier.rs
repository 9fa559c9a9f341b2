//! Identifiers: numbers that a vendor gives out, each kind a type of its own.

/// Makes a type for one kind of a vendor's numbers, from 1 up. The text names the field in errors.
///
/// The crate that uses it depends on `serde`.
///
/// ```
/// license_wire::identifier!(
///     /// The number of a licence.
///     LicenseId,
///     "license id"
/// );
/// assert_eq!("48213".parse::<LicenseId>()?.get(), 48213);
/// assert_eq!(LicenseId::new(0).unwrap_err().field(), Some("license id"));
/// # Ok::<(), license_wire::Error>(())
/// ```
#[macro_export]
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $field:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(try_from = "u64", into = "u64")]
        pub struct $name(u64);

        impl $name {
            /// Takes an identifier as the vendor gave it, from 1 up.
            ///
            /// # Errors
            /// `ErrorKind::Invalid` when it is 0.
            pub fn new(id: u64) -> Result<Self, $crate::Error> {
                $crate::input::id($field, id).map(Self)
            }

            /// The identifier as a number.
            #[must_use]
            pub fn get(self) -> u64 {
                self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl TryFrom<u64> for $name {
            type Error = $crate::Error;

            fn try_from(id: u64) -> Result<Self, $crate::Error> {
                Self::new(id)
            }
        }

        impl From<$name> for u64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                $crate::input::parse_id($field, text).map(Self)
            }
        }

        impl $crate::lenient::FromScalar for $name {
            fn from_scalar(scalar: $crate::lenient::Scalar<'_>) -> Option<Self> {
                Self::new(<u64 as $crate::lenient::FromScalar>::from_scalar(scalar)?).ok()
            }
        }
    };
}

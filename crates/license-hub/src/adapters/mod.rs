//! The vendors' crates, each spoken to in the common vocabulary.

#[cfg(any(feature = "ispmanager", feature = "isplicense"))]
pub(crate) mod billmgr;
mod name;
#[cfg(feature = "softaculous")]
pub(crate) mod softaculous;
#[cfg(feature = "websoftsolus")]
pub(crate) mod websoftsolus;

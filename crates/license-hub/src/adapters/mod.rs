//! The vendors' crates, each spoken to in the common vocabulary.

#[cfg(feature = "softaculous")]
pub(crate) mod softaculous;

//! What a comparison finds.

mod findings;
mod matched;
mod random;
pub(super) mod support;

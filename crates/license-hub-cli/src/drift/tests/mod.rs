mod findings;
mod matched;
pub(super) mod support;

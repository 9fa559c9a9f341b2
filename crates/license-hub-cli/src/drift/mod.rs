//! What is paid for, held against a plain list of what should exist.
//!
//! Nothing here goes to a vendor or writes anything: [`expected`] reads the list, [`compare`] does the comparison and
//! [`advice`] says what to do about what was found. Whoever compares has a [`license_hub::Whole`] inventory, which some
//! accounts' licences alone are not, so that nothing is called missing because its account did not answer.

pub(crate) mod advice;
pub(crate) mod compare;
pub(crate) mod expected;
pub(crate) mod finding;
mod matching;
mod product;
#[cfg(test)]
mod tests;

//! The crate against a vendor that answers as it is told.

mod support;

mod awkward;
mod bad_answers;
mod curl;
mod replies;
mod wire;

//! The crate against a vendor that answers as it is told.

mod support;

mod awkward;
mod bad_answers;
mod curl;
mod inputs;
mod lost;
mod paging;
mod replies;
mod statuses;
mod variations;
mod wire;
mod written;

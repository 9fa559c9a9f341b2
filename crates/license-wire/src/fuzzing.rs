//! What reads the words of others and is private, for the fuzzing of this workspace. It is no part of the API: it may
//! change at any time.

use std::time::Duration;

use jiff::Timestamp;

use crate::{Answer, Error, Form, Read, Transport, retry};

/// What an answer means, as if it had just come.
///
/// # Errors
/// As [`Transport::send`].
pub fn read<R: Read>(transport: &Transport, answer: Answer, reader: &R) -> Result<R::Output, Error> {
    transport.judge(answer, reader)
}

/// The body that is sent for a form.
#[must_use]
pub fn encode(form: &Form) -> String {
    form.encode().to_string()
}

/// How long a `Retry-After` asks to wait.
#[must_use]
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    retry::parse_retry_after(value, now)
}

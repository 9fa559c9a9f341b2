//! What reads the words of others and is private, for the fuzzing of this workspace. It is no part of the API: it may
//! change at any time.

use license_wire::{Answer, Error, Secret, fuzzing};

use crate::client::Reading;
use crate::token::GrantReader;
use crate::{Client, Operation};

/// What an answer to an operation means, as if it had just come.
///
/// # Errors
/// As [`Client::send`].
pub fn read<O: Operation>(client: &Client, operation: &O, answer: Answer) -> Result<O::Output, Error> {
    fuzzing::read(&client.transport, answer, &Reading(operation))
}

/// The token in an answer to a login.
///
/// # Errors
/// As [`Client::log_in`].
pub fn read_token(client: &Client, answer: Answer) -> Result<Secret, Error> {
    fuzzing::read(&client.transport, answer, &GrantReader).map(|grant| grant.token)
}

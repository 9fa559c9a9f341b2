//! What reads the words of others and is private, for the fuzzing of this workspace. It is no part of the API: it may
//! change at any time.

use license_wire::{Answer, Error, Secret, fuzzing};

use crate::client::Reading;
use crate::session::{KeepAlive, Login};
use crate::{Client, Operation};

/// What an answer to an operation means, as if it had just come, but for what the operation makes sure of by reads of
/// its own.
///
/// # Errors
/// As [`Client::send`].
pub fn read<O: Operation>(client: &Client, operation: &O, answer: Answer) -> Result<O::Output, Error> {
    fuzzing::read(&client.transport, answer, &Reading(operation))
}

/// The session in an answer to a login.
///
/// # Errors
/// As a login.
pub fn read_session(client: &Client, answer: Answer) -> Result<Secret, Error> {
    fuzzing::read(&client.transport, answer, &Login)
}

/// Whether an answer says that a session is known.
///
/// # Errors
/// As a read.
pub fn read_keep_alive(client: &Client, answer: Answer) -> Result<bool, Error> {
    fuzzing::read(&client.transport, answer, &KeepAlive)
        .map(|known| matches!(known, crate::session::Known::Yes))
}

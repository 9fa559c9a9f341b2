//! How the command ends: a code for scripts and a sentence for people.

mod journal;

use std::fmt;
use std::process::ExitCode;

use license_hub::ErrorKind as HubErrorKind;
use license_wire::{Effect, Error, ErrorKind, Outcome};

pub(crate) use journal::{refusal, same_before};

/// The exit codes. They are a promise: the front page lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The vendor refused.
    Refused = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Some accounts failed, the rest is shown.
    Partly = 3,
    /// Nothing was sent, or a read got no answer: nothing happened.
    NotSent = 4,
    /// It may have happened.
    Unknown = 5,
    /// A comparison was made and found something. Nothing failed.
    Found = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the command did not do what it was asked. The message is one sentence that says what to do next.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }

    /// Wrong usage or configuration.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Nothing was sent.
    pub(crate) fn not_sent(message: impl Into<String>) -> Self {
        Self::new(Exit::NotSent, message)
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// Says where it happened.
    pub(crate) fn at(self, place: impl fmt::Display) -> Self {
        Self { message: format!("{place}: {}", self.message), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Where it happened is said by whoever knows the account better than by its name.
impl From<license_hub::Error> for Failure {
    fn from(error: license_hub::Error) -> Self {
        match error.kind() {
            HubErrorKind::Vendor(error) => Self::from(error),
            HubErrorKind::Unsupported { capability } => {
                let vendor = error.vendor().map_or_else(|| "the vendor".to_owned(), |it| it.to_string());
                Self::usage(format!("{vendor} cannot {}; nothing was sent", capability.words()))
            }
            HubErrorKind::Invalid { field, reason } if field == "license" => Self::not_sent(format!(
                "the licence cannot be used so: {reason}; nothing was sent, so look at it with `license-hub show`"
            )),
            HubErrorKind::Invalid { field, reason } => {
                Self::usage(format!("{field} {reason}; nothing was sent; correct it and try again"))
            }
            _ => Self::usage(error.to_string()),
        }
    }
}

/// The exit code and the next step that follow from a call's end.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let reads = error.effect() == Some(Effect::Read);
        let (exit, next) = match (error.outcome(), error.kind()) {
            (_, ErrorKind::Invalid { .. }) => (Exit::Usage, "nothing was sent; correct it and try again"),
            (Outcome::NotSent, ErrorKind::Closed) => (Exit::NotSent, "nothing was sent"),
            (Outcome::NotSent, _) => (Exit::NotSent, "nothing was sent, so it can be tried again"),
            (Outcome::Refused, ErrorKind::Auth { .. }) => {
                (Exit::Refused, "nothing was done; correct the account's credentials in the configuration")
            }
            (Outcome::Refused, ErrorKind::Status { .. }) if error.retry_after().is_some() => {
                (Exit::Refused, "nothing was done; wait as long as the vendor says, then try again")
            }
            (Outcome::Refused, _) => (
                Exit::Refused,
                "nothing was done; the same request will be refused again, so change it first",
            ),
            (Outcome::Unknown, _) if reads => {
                (Exit::NotSent, "it was only a look, so nothing was changed; try again later")
            }
            (Outcome::Unknown, _) => (Exit::Unknown, "do not repeat it before that"),
        };
        Self::new(exit, format!("{error}; {next}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_has_its_code_and_its_next_step() {
        let lost = || Error::new(ErrorKind::Interrupted { reason: "closed".into() }, Outcome::Unknown);
        let of = |error: Error, effect| Failure::from(error.of_call("softaculous.x", effect, 1));
        assert_eq!(of(lost(), Effect::Read).exit(), Exit::NotSent);
        assert_eq!(of(lost(), Effect::Change).exit(), Exit::Unknown);
        assert_eq!(of(lost(), Effect::Spend).exit(), Exit::Unknown);
        let connect = Error::new(ErrorKind::Connect { reason: "refused".into() }, Outcome::NotSent);
        assert_eq!(of(connect, Effect::Spend).exit(), Exit::NotSent);
        assert_eq!(Failure::from(Error::invalid("term", "is odd")).exit(), Exit::Usage);
        let auth = Error::new(ErrorKind::Auth { message: "no".into() }, Outcome::Refused);
        assert!(of(auth, Effect::Read).to_string().contains("credentials in the configuration"));
    }
}

//! One error for all vendors, which first of all says what may have happened.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Answer, Effect};

/// What is known about a call that did not end well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Certain: the vendor did not get the request, so nothing happened. It can be tried again.
    NotSent,
    /// Certain: the vendor answered no, so nothing happened. The same request will be refused again.
    Refused,
    /// It may have happened. Check before doing it again. For a read nothing can have changed;
    /// there it only means that no readable answer was got.
    Unknown,
}

/// Why a call did not end well.
///
/// All texts in it are safe to show: without control characters, without the client's secrets, of bounded length.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request was not valid, and nothing was sent.
    Invalid {
        /// The argument at fault.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No connection could be made, so nothing was sent.
    Connect {
        /// What failed: name, connection, TLS, time.
        reason: String,
    },
    /// The client was shut down before the request was sent.
    Closed,
    /// The request was sent, wholly or in part, and no whole answer came back.
    Interrupted {
        /// How it ended: reset, closed, late, cut, too large.
        reason: String,
    },
    /// The vendor refused the credentials or the token.
    Auth {
        /// The vendor's words, or the status.
        message: String,
    },
    /// The vendor said no in its own words.
    Refused(Refusal),
    /// An HTTP status without the vendor's own words.
    Status {
        /// The HTTP status.
        status: u16,
        /// The beginning of the body.
        excerpt: String,
        /// How long the server asked to wait.
        retry_after: Option<Duration>,
    },
    /// An answer came that could not be understood.
    Decode {
        /// The place in the document, such as `licenses.48213.lid`; empty for the document as a whole.
        path: String,
        /// What was expected there.
        reason: String,
        /// The beginning of the body.
        excerpt: String,
    },
}

/// A refusal in the vendor's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refusal {
    /// The vendor's code or error key, where it gave one.
    pub code: Option<String>,
    /// The field the vendor complained of, where it named one.
    pub field: Option<String>,
    /// The vendor's text.
    pub message: String,
    /// What else the vendor said: names and texts.
    pub details: Vec<(String, String)>,
}

impl Refusal {
    /// A refusal with this text and nothing else.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Adds the vendor's code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Adds the field complained of.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds a further name and text.
    #[must_use]
    pub fn detail(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.details.push((name.into(), text.into()));
        self
    }
}

/// A call that did not end well.
///
/// Ask [`Error::outcome`] first: it says whether the call may have happened all the same.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    operation: String,
    effect: Option<Effect>,
    attempts: u32,
    answer: Option<Answer>,
}

impl Error {
    /// An argument that is not valid. Nothing was sent.
    #[must_use]
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid { field: field.into(), reason: reason.into() }, Outcome::NotSent)
    }

    /// An error of this kind and outcome, not yet tied to a call.
    #[must_use]
    pub fn new(kind: ErrorKind, outcome: Outcome) -> Self {
        Self(Arc::new(Inner {
            kind,
            outcome,
            operation: String::new(),
            effect: None,
            attempts: 0,
            answer: None,
        }))
    }

    /// Ties the error to the call it came from.
    #[must_use]
    pub fn of_call(self, operation: &str, effect: Effect, attempts: u32) -> Self {
        self.with(|inner| {
            operation.clone_into(&mut inner.operation);
            inner.effect = Some(effect);
            inner.attempts = attempts;
        })
    }

    /// Keeps the answer that was got, so that nothing of it is lost.
    #[must_use]
    pub fn with_answer(self, answer: Answer) -> Self {
        self.with(|inner| inner.answer = Some(answer))
    }

    fn with(self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        change(&mut inner);
        Self(Arc::new(inner))
    }

    /// What is known about the call: not sent, refused, or unknown.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Why the call did not end well.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The operation, such as `softaculous.buy`; empty when the error arose before there was one.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// What the operation does, where there was one.
    #[must_use]
    pub fn effect(&self) -> Option<Effect> {
        self.0.effect
    }

    /// How many requests were tried.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether something may have been changed or paid that nobody confirmed: check it before doing it again.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        self.0.outcome == Outcome::Unknown && self.0.effect.is_none_or(Effect::is_sent_once)
    }

    /// The answer that was got, where there was one: its status and its exact bytes.
    ///
    /// The bytes are the vendor's and may hold anything; do not log them.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        self.0.answer.as_ref()
    }

    /// The HTTP status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match &self.0.kind {
            ErrorKind::Status { status, .. } => Some(*status),
            _ => self.0.answer.as_ref().map(Answer::status),
        }
    }

    /// How long the server asked to wait before the next request.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0.kind {
            ErrorKind::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// The argument or the vendor's field at fault, where one is known.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match &self.0.kind {
            ErrorKind::Invalid { field, .. } => Some(field),
            ErrorKind::Refused(refusal) => refusal.field.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { field, reason } => write!(f, "{field}: {reason}"),
            Self::Connect { reason } => write!(f, "no connection: {reason}"),
            Self::Closed => f.write_str("the client was shut down"),
            Self::Interrupted { reason } => write!(f, "the answer was lost: {reason}"),
            Self::Auth { message } => write!(f, "the credentials were refused: {message}"),
            Self::Refused(refusal) => write!(f, "{refusal}"),
            Self::Status { status, excerpt, retry_after } => {
                write!(f, "unexpected HTTP status {status}")?;
                if let Some(wait) = retry_after {
                    write!(f, ", to be tried again in {} s", wait.as_secs())?;
                }
                if excerpt.is_empty() { Ok(()) } else { write!(f, ", body begins `{excerpt}`") }
            }
            Self::Decode { path, reason, excerpt } => {
                f.write_str("the answer could not be understood")?;
                if !path.is_empty() {
                    write!(f, " at `{path}`")?;
                }
                write!(f, ": {reason}")?;
                if excerpt.is_empty() { Ok(()) } else { write!(f, ", body begins `{excerpt}`") }
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the vendor refused")?;
        if let Some(code) = &self.code {
            write!(f, " ({code})")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(field) = &self.field {
            write!(f, " (field {field})")?;
        }
        for (name, text) in &self.details {
            write!(f, "; {name}: {text}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.operation.is_empty() {
            write!(f, "{}: ", self.0.operation)?;
        }
        write!(f, "{}", self.0.kind)?;
        if self.may_have_happened() {
            f.write_str("; it may have happened, so check before doing it again")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("outcome", &self.0.outcome)
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("effect", &self.0.effect)
            .field("attempts", &self.0.attempts)
            .field("answer", &self.0.answer)
            .finish()
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_one_lower_case_sentence_without_full_stop() {
        let error = Error::invalid("ips", "at least one address is needed");
        assert_eq!(error.to_string(), "ips: at least one address is needed");
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert_eq!(error.field(), Some("ips"));
    }

    #[test]
    fn an_unknown_spend_says_that_it_may_have_happened_and_an_unknown_read_does_not() {
        let lost =
            || Error::new(ErrorKind::Interrupted { reason: "connection reset".into() }, Outcome::Unknown);
        let spend = lost().of_call("softaculous.buy", Effect::Spend, 1);
        assert!(spend.may_have_happened());
        assert_eq!(
            spend.to_string(),
            "softaculous.buy: the answer was lost: connection reset; it may have happened, so check before doing it again"
        );
        let read = lost().of_call("softaculous.licenses", Effect::Read, 3);
        assert!(!read.may_have_happened());
        assert_eq!(read.to_string(), "softaculous.licenses: the answer was lost: connection reset");
        assert_eq!(read.attempts(), 3);
    }

    #[test]
    fn a_refusal_shows_everything_the_vendor_said() {
        let refusal = Refusal::new("no such licence").code("missed").field("elid").detail("value", "1");
        assert_eq!(
            refusal.to_string(),
            "the vendor refused (missed): no such licence (field elid); value: 1"
        );
    }
}

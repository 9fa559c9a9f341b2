//! What each end of a call means, by the table of the contract.

use super::{Fault, Inner, Reading};
use crate::http::Failure;
use crate::retry::parse_retry_after;
use crate::{Answer, Error, ErrorKind, Outcome, Refusal, Scrubber};

/// Whether a failed read is worth another try.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// The same would come back.
    Never,
    /// It may have been an accident; a second one is not.
    Once,
    /// As often as the settings allow.
    Yes,
}

impl Inner {
    /// What became of a request, and whether to send it again.
    pub(super) fn judge(
        &self,
        exchanged: Result<Answer, Failure>,
        reader: &mut dyn Reading,
    ) -> Result<(), (Error, Again)> {
        let interrupted = |reason: &str, again| {
            let reason = if self.stop.is_stopped() { "the client was shut down" } else { reason };
            let kind = ErrorKind::Interrupted { reason: self.scrubber.message(reason) };
            Err((Error::new(kind, Outcome::Unknown), again))
        };
        let answer = match exchanged {
            Ok(answer) => answer,
            Err(Failure::Invalid(field, reason)) => {
                return Err((Error::invalid(field, reason), Again::Never));
            }
            Err(Failure::NotSent(_)) if self.stop.is_stopped() => {
                return Err((Error::new(ErrorKind::Closed, Outcome::NotSent), Again::Never));
            }
            Err(Failure::NotSent(reason)) => {
                let kind = ErrorKind::Connect { reason: self.scrubber.message(&reason) };
                return Err((Error::new(kind, Outcome::NotSent), Again::Yes));
            }
            Err(Failure::Lost(reason)) => return interrupted(&reason, Again::Yes),
            Err(Failure::Cut(reason)) => {
                return interrupted(&format!("the answer ended early, {reason}"), Again::Once);
            }
            Err(Failure::TooLarge(limit)) => {
                return interrupted(&format!("the answer is larger than {limit} bytes"), Again::Once);
            }
        };
        // A body without a stated length ends where the connection does, so after a shutdown it may be half a body.
        if self.stop.is_stopped() {
            return interrupted("", Again::Never);
        }
        if !(200..300).contains(&answer.status) {
            let scrubber = self.scrubber.with(&reader.secrets(&answer));
            return Err(self.refused_by_status(answer, reader, &scrubber));
        }
        let read = if answer.is_encoded() {
            // A vendor whose answers may be anything would be taken to say yes.
            Err(Fault::decode("", "the answer is in an encoding that was not asked for"))
        } else {
            reader.read(&answer)
        };
        read.map_err(|fault| {
            let again = if matches!(fault, Fault::Decode { .. }) { Again::Once } else { Again::Never };
            let scrubber = self.scrubber.with(&reader.secrets(&answer));
            (Self::fault(fault, answer, &scrubber), again)
        })
    }

    /// An answer that is not a success: the vendor's own words where there are any, the status otherwise.
    fn refused_by_status(&self, answer: Answer, reader: &dyn Reading, scrubber: &Scrubber) -> (Error, Again) {
        let status = answer.status;
        let (outcome, again) = match status {
            408 | 500..=599 => (Outcome::Unknown, Again::Yes),
            429 => (Outcome::Refused, Again::Yes),
            400..=499 => (Outcome::Refused, Again::Never),
            // Redirects are not followed: nobody knows what the server did before it sent one.
            _ => (Outcome::Unknown, Again::Never),
        };
        let by_status = |answer: &Answer| {
            let now = self.settings.clock.timestamp();
            let retry_after = answer.retry_after.as_deref().and_then(|value| parse_retry_after(value, now));
            ErrorKind::Status { status, excerpt: scrubber.excerpt(answer.document()), retry_after }
        };
        let error = match (status, reader.refusal(&answer)) {
            // The wait is worth more than the words.
            (429, _) => Error::new(by_status(&answer), outcome),
            (400..=499, Some(fault @ (Fault::Auth(_) | Fault::Refused(_)))) if status != 408 => {
                return (Self::fault(fault, answer, scrubber), again);
            }
            (401, _) => Error::new(ErrorKind::Auth { message: "HTTP status 401".into() }, Outcome::Refused),
            _ => Error::new(by_status(&answer), outcome),
        };
        (error.with_answer(answer), again)
    }

    fn fault(fault: Fault, answer: Answer, scrubber: &Scrubber) -> Error {
        let clean = |text: &str| scrubber.message(text);
        let (kind, outcome) = match fault {
            Fault::Auth(message) => (ErrorKind::Auth { message: clean(&message) }, Outcome::Refused),
            Fault::Refused(refusal) => {
                let refusal = Refusal {
                    code: refusal.code.as_deref().map(clean),
                    field: refusal.field.as_deref().map(clean),
                    message: clean(&refusal.message),
                    details: refusal.details.iter().map(|(name, text)| (clean(name), clean(text))).collect(),
                };
                (ErrorKind::Refused(refusal), Outcome::Refused)
            }
            Fault::Decode { path, reason } => {
                let excerpt = scrubber.excerpt(answer.document());
                (ErrorKind::Decode { path: clean(&path), reason: clean(&reason), excerpt }, Outcome::Unknown)
            }
        };
        Error::new(kind, outcome).with_answer(answer)
    }
}

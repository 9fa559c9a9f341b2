//! Why the journal lets something not be sent, and what to do about it.

use license_hub::KnownLicense;
use license_journal::{Check, Entry, Error, ErrorKind, Finding, State};

use super::{Exit, Failure};

/// Why something must not be sent, and what to do about it.
pub(crate) fn refusal(finding: &Finding, licenses: &[KnownLicense]) -> Failure {
    let says = &finding.says;
    let words: Vec<String> = licenses.iter().map(KnownLicense::to_string).collect();
    let words = words.join("; ");
    match finding.check {
        Check::Blind => {
            // A refund is the one that can be helped.
            let next = if says.contains("name its licence") { " with --license" } else { "" };
            Failure::usage(format!("{says}{next}; nothing was sent"))
        }
        Check::Licensed => match licenses {
            [] if says.contains("any more") => Failure::usage(
                "the address has no licence any more, so this would buy a new one; nothing was sent, so use `license-hub order`",
            ),
            [] => Failure::usage(format!(
                "{says}; nothing was sent, so see `license-hub journal list`, or add --extend if one more is meant"
            )),
            [_, _, ..] if says.contains("several licences") => Failure::usage(format!(
                "the address has several licences ({words}), and the vendor would choose which one to extend; nothing \
                 was sent, so see to it in the vendor's panel"
            )),
            _ => Failure::usage(format!(
                "the address has a licence already ({words}), so this order would EXTEND it and charge for that; nothing \
                 was sent, so use `license-hub renew`, or add --extend if that is meant"
            )),
        },
        Check::Address => Failure::new(
            Exit::Refused,
            format!("{says}; nothing was sent, so choose another address, or add --despite address"),
        ),
        Check::Balance => Failure::new(
            Exit::NotSent,
            format!("{says}; nothing was sent, so see to the balance, or add --despite balance"),
        ),
        Check::Caps => Failure::usage(format!(
            "{says}; nothing was sent, so raise what the run may cost, or begin another with --run"
        )),
        _ => Failure::not_sent(says.clone()),
    }
}

/// The same was sent before.
pub(crate) fn same_before(entry: &Entry) -> Failure {
    let reference = &entry.intent.reference;
    let how = match entry.state {
        State::Happened => "its answer was lost, and it was found to have happened",
        State::Open => "it is on its way still, or its process was ended",
        _ => "its answer was lost",
    };
    Failure::not_sent(format!(
        "the very same was sent before as {reference}, and {how}, so nothing was sent; run `license-hub journal check \
         {reference}`, or add --again if it is to be done once more, after which nobody can tell the two apart"
    ))
}

/// What went wrong in the journal. Nothing was sent then.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Hub(error) => error.clone().into(),
            ErrorKind::Open { by } | ErrorKind::Repeated { by } => same_before(by),
            ErrorKind::Overtaken { .. } => Self::not_sent(error.to_string()),
            ErrorKind::Guard { findings } => match findings.first() {
                Some(finding) => refusal(finding, &[]),
                None => Self::not_sent(error.to_string()),
            },
            ErrorKind::Store { .. } => Self::not_sent(format!(
                "what is sent cannot be noted down, so nothing was sent: {error}; --state-dir names another folder"
            )),
            _ => Self::usage(error.to_string()),
        }
    }
}

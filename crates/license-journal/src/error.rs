//! One error, which says what to do next.

use std::fmt;

use crate::{Entry, Finding, Reference, State};

/// Why something was not done. Nothing was sent that changes or spends.
///
/// What went wrong after something was sent is in [`crate::End`], so that it cannot be mistaken for this.
#[derive(Clone, Debug)]
pub struct Error(Box<ErrorKind>);

/// What went wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The journal itself cannot be used.
    Store {
        /// What is wrong with it.
        problem: Problem,
        /// Where it is.
        place: String,
        /// What the system or the database says.
        detail: String,
    },
    /// The same was written down before, and nobody knows whether it happened.
    Open {
        /// The entry in the way.
        by: Entry,
    },
    /// The very same was sent before, its answer was lost, and it was found to have happened.
    Repeated {
        /// The entry in the way.
        by: Entry,
    },
    /// The same was done since the vendor's records were looked at.
    Overtaken {
        /// The entry that was quicker.
        by: Entry,
    },
    /// Something speaks against it.
    Guard {
        /// What.
        findings: Vec<Finding>,
    },
    /// There is no such entry.
    NoSuchEntry {
        /// Its name.
        reference: Reference,
    },
    /// An entry of this name is there already.
    Taken {
        /// Its name.
        reference: Reference,
    },
    /// The entry is of another account than the one given.
    OtherAccount {
        /// The entry.
        reference: Reference,
        /// What is another.
        what: String,
    },
    /// It is known how the entry ended.
    Settled {
        /// The entry.
        reference: Reference,
        /// How.
        state: State,
    },
    /// An argument that is not valid.
    Invalid {
        /// The argument.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What the facade or a vendor's crate says about something that only reads.
    Hub(license_hub::Error),
}

/// What is wrong with a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// Its folder cannot be made or written to.
    Folder,
    /// Others than its owner can read or write it.
    NotPrivate,
    /// It cannot be written.
    ReadOnly,
    /// It is something else than a journal.
    NotAJournal,
    /// A newer version of this crate wrote it.
    Newer,
    /// The file is damaged.
    Damaged,
    /// There is no room left.
    Full,
    /// Another process held it for too long.
    Busy,
    /// Something that has no name here.
    Other,
}

impl Problem {
    fn next(self) -> &'static str {
        match self {
            Self::Folder => "name a journal in a folder that can be written to",
            Self::NotPrivate => "make it private with `chmod 600`",
            Self::ReadOnly => "make it writable for its owner, or name another journal",
            Self::NotAJournal => "name another file",
            Self::Newer => "use the program that wrote it",
            Self::Damaged => {
                "put a copy of it in its place, or move it away and look into the vendor's panel for what was open"
            }
            Self::Full => "make room",
            Self::Busy => "try again",
            Self::Other => "see to it and try again",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "its folder cannot be used",
            Self::NotPrivate => "others can read or write it",
            Self::ReadOnly => "it cannot be written",
            Self::NotAJournal => "it is not a journal",
            Self::Newer => "a newer version wrote it",
            Self::Damaged => "it is damaged",
            Self::Full => "there is no room left",
            Self::Busy => "another process holds it",
            Self::Other => "it cannot be used",
        })
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }

    /// What a store says of itself.
    #[must_use]
    pub fn store(problem: Problem, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Store { problem, place: place.into(), detail: detail.into() })
    }

    /// There is no such entry.
    #[must_use]
    pub fn no_such_entry(reference: &Reference) -> Self {
        Self::new(ErrorKind::NoSuchEntry { reference: reference.clone() })
    }

    /// An entry of this name is there already.
    #[must_use]
    pub fn taken(reference: &Reference) -> Self {
        Self::new(ErrorKind::Taken { reference: reference.clone() })
    }

    pub(crate) fn invalid(field: &str, reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid { field: field.to_owned(), reason: reason.into() })
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// What is wrong with the journal itself, where it is that.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        match self.kind() {
            ErrorKind::Store { problem, .. } => Some(*problem),
            _ => None,
        }
    }

    /// The entry that stands in the way, where one does.
    #[must_use]
    pub fn by(&self) -> Option<&Entry> {
        match self.kind() {
            ErrorKind::Open { by } | ErrorKind::Repeated { by } | ErrorKind::Overtaken { by } => Some(by),
            _ => None,
        }
    }

    /// What to do next.
    #[must_use]
    pub fn next(&self) -> String {
        match self.kind() {
            ErrorKind::Store { problem, .. } => problem.next().to_owned(),
            ErrorKind::Open { by } => {
                let reference = &by.intent.reference;
                format!("check {reference}, or waive it if it is to stand in nobody's way")
            }
            ErrorKind::Repeated { by } => {
                format!("waive {} if it is to be done once more", by.intent.reference)
            }
            ErrorKind::Overtaken { .. } => "look again".to_owned(),
            ErrorKind::Guard { .. } => "see to it, or say that it is meant".to_owned(),
            ErrorKind::NoSuchEntry { .. } => "list the entries".to_owned(),
            ErrorKind::Taken { .. } => "begin again, with a new reference".to_owned(),
            ErrorKind::OtherAccount { .. } => "check it with the account that it was sent as".to_owned(),
            ErrorKind::Settled { .. } => "there is nothing to do".to_owned(),
            ErrorKind::Invalid { .. } => "correct it".to_owned(),
            ErrorKind::Hub(_) => "try again; nothing was spent".to_owned(),
        }
    }
}

impl From<license_hub::Error> for Error {
    fn from(error: license_hub::Error) -> Self {
        Self::new(ErrorKind::Hub(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            ErrorKind::Store { problem, place, detail } => {
                write!(f, "the journal {place} cannot be used: {problem}")?;
                if detail.is_empty() { Ok(()) } else { write!(f, " ({detail})") }
            }
            ErrorKind::Open { by } => {
                let (name, target) = (&by.intent.operation_name, &by.intent.target);
                write!(f, "{} did the same before ({name} of {target}), ", by.intent.reference)?;
                f.write_str(match by.state {
                    State::Open => "and it is on its way still or its process was ended, so nothing was sent",
                    _ => "and nobody knows whether it happened, so nothing was sent",
                })
            }
            ErrorKind::Repeated { by } => write!(
                f,
                "the very same was sent as {}, whose answer was lost and which was found to have happened, so nothing was sent",
                by.intent.reference
            ),
            ErrorKind::Overtaken { by } => write!(
                f,
                "{} did the same since the vendor's records were looked at, so nothing was sent",
                by.intent.reference
            ),
            ErrorKind::Guard { findings } => {
                let says: Vec<&str> = findings.iter().map(|finding| finding.says.as_str()).collect();
                write!(f, "{}; nothing was sent", says.join("; "))
            }
            ErrorKind::NoSuchEntry { reference } => write!(f, "there is no entry {reference}"),
            ErrorKind::Taken { reference } => write!(f, "there is an entry {reference} already"),
            ErrorKind::OtherAccount { reference, what } => write!(f, "{reference} is of another {what}"),
            ErrorKind::Settled { reference, state } => write!(f, "{reference} is settled: {state}"),
            ErrorKind::Invalid { field, reason } => write!(f, "{field}: {reason}"),
            ErrorKind::Hub(_) => f.write_str("the vendor's records cannot be read"),
        }?;
        write!(f, "; {}", self.next())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::Hub(error) => Some(error),
            _ => None,
        }
    }
}

/// An error with all that stands behind it, in one line.
pub(crate) fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        text = format!("{text}: {error}");
        behind = error.source();
    }
    text
}

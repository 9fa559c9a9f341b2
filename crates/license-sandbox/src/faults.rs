//! What can go wrong on purpose.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::vendor::Vendor;

/// What the next matching requests meet instead of their answer.
///
/// "Done" below means that the vendor carried the request out: the money is spent, and the ledger says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum FaultKind {
    /// Not done. The connection is closed without an answer.
    CloseBefore,
    /// Not done. The connection is reset.
    ResetBefore,
    /// **Done**, and then the connection is closed without one byte of answer.
    CommitThenDrop,
    /// **Done**, and then the connection is reset.
    CommitThenReset,
    /// **Done.** The head of the answer with its full length, half of the body, then the end.
    HalfAnswer,
    /// **Done.** The head without a length, half of the body, then the end: nothing in HTTP tells it from a whole one.
    HalfAnswerUnframed,
    /// **Done**, and then nothing, until the client leaves.
    Stall,
    /// Not done, and nothing comes, until the client leaves.
    StallBefore,
    /// A status of the server or of something in front of it.
    Status {
        /// From 200 to 999; another becomes 500.
        code: u16,
        /// The `Retry-After` header, as it is to be sent.
        #[serde(default, deserialize_with = "text_or_number", skip_serializing_if = "Option::is_none")]
        retry_after: Option<String>,
        /// The body, or a small HTML page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Body>,
        /// Whether it is done all the same.
        #[serde(default, alias = "committed")]
        commit: bool,
    },
    /// Not done. A redirect.
    Redirect {
        /// 301, 302, 303, 307 or 308; another of the range from 200 to 999 is sent as well.
        code: u16,
        /// The `Location` header; without one it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        location: Option<String>,
    },
    /// An HTML page with status 200.
    Html {
        /// Whether it is done all the same.
        #[serde(default, alias = "committed")]
        commit: bool,
    },
    /// Status 200 and an empty body.
    Empty {
        /// Whether it is done all the same.
        #[serde(default, alias = "committed")]
        commit: bool,
    },
    /// Status 200 and these bytes.
    Raw {
        /// The body.
        body: Body,
        /// Whether it is done all the same.
        #[serde(default, alias = "committed")]
        commit: bool,
    },
    /// These bytes and no others on the connection, the head of the answer included, then the end.
    Wire {
        /// What is sent in place of an HTTP answer.
        bytes: Body,
        /// Whether it is done all the same.
        #[serde(default, alias = "committed")]
        commit: bool,
    },
    /// Not done. The vendor refuses the credentials in its own words.
    BadCredentials,
    /// Not done. The vendor says that the token or session has ended; where it has none, as bad credentials.
    ExpiredToken,
    /// Not done. The vendor says in its own words that there is not enough money.
    NotEnoughMoney,
    /// **Done**, and answered as ever, only later.
    Latency {
        /// How much later, in milliseconds.
        ms: u64,
    },
}

impl FaultKind {
    /// [`FaultKind::Status`] with nothing but its code, and not done.
    #[must_use]
    pub fn status(code: u16) -> Self {
        Self::Status { code, retry_after: None, body: None, commit: false }
    }

    /// Whether the vendor carries the request out.
    #[must_use]
    pub fn commits(&self) -> bool {
        match self {
            Self::CommitThenDrop
            | Self::CommitThenReset
            | Self::HalfAnswer
            | Self::HalfAnswerUnframed
            | Self::Stall
            | Self::Latency { .. } => true,
            Self::Status { commit, .. }
            | Self::Html { commit }
            | Self::Empty { commit }
            | Self::Raw { commit, .. }
            | Self::Wire { commit, .. } => *commit,
            Self::CloseBefore
            | Self::ResetBefore
            | Self::StallBefore
            | Self::Redirect { .. }
            | Self::BadCredentials
            | Self::ExpiredToken
            | Self::NotEnoughMoney => false,
        }
    }
}

/// A [`FaultKind`] and the requests that meet it: unless it says otherwise, the very next one, at any vendor.
///
/// ```
/// use license_sandbox::{Fault, FaultKind, Vendor};
///
/// let lost_reply = Fault::new(FaultKind::CommitThenDrop).vendor(Vendor::Softaculous).operation("softaculous_buy");
/// assert_eq!(
///     serde_json::to_string(&lost_reply).unwrap(),
///     r#"{"fault":"commit_then_drop","vendor":"softaculous","operation":"softaculous_buy","times":1,"skip":0}"#
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    #[serde(rename = "fault")]
    pub(crate) kind: FaultKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) vendor: Option<Vendor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
    #[serde(default = "once")]
    pub(crate) times: u32,
    #[serde(default)]
    pub(crate) skip: u32,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// A fault for the next request to any vendor.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, vendor: None, operation: None, times: 1, skip: 0 }
    }

    /// Only for requests to this vendor.
    #[must_use]
    pub fn vendor(mut self, vendor: Vendor) -> Self {
        self.vendor = Some(vendor);
        self
    }

    /// Only for this operation: its name on the wire, such as `softaculous_buy`, or its id, such as `S01`.
    ///
    /// An operation that no vendor has is never met; [`Sandbox::pending_faults`](crate::Sandbox::pending_faults) shows
    /// what is left over.
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// How many requests meet it. Default: 1.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// How many matching requests are spared before. Default: 0.
    #[must_use]
    pub fn skip(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    /// What the requests meet.
    #[must_use]
    pub fn kind(&self) -> &FaultKind {
        &self.kind
    }
}

impl From<FaultKind> for Fault {
    fn from(kind: FaultKind) -> Self {
        Self::new(kind)
    }
}

/// Bytes of an answer. In JSON a string, or an array of numbers where they are not UTF-8.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(Arc<[u8]>);

impl Body {
    /// The bytes of the body.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(text.into_bytes().into())
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.collect_seq(self.as_bytes()),
        }
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Text(String),
            Bytes(Vec<u8>),
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Text(text) => text.into(),
            Form::Bytes(bytes) => bytes.into(),
        })
    }
}

/// `"retry_after": 5` is as good as `"5"`.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        Number(i64),
    }
    Ok(Option::<Form>::deserialize(deserializer)?.map(|form| match form {
        Form::Text(text) => text,
        Form::Number(number) => number.to_string(),
    }))
}

/// The faults that are still to come, oldest first.
#[derive(Debug, Default)]
pub(crate) struct FaultBook(Vec<Fault>);

impl FaultBook {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.0.push(fault);
        }
    }

    pub(crate) fn pending(&self) -> &[Fault] {
        &self.0
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What a request meets. The oldest fault that matches and has nothing left to skip wins; those before it have
    /// skipped one more, those after it have not seen the request.
    pub(crate) fn meet(&mut self, vendor: Vendor, names: &[&str]) -> Option<FaultKind> {
        let mut met = None;
        for (at, fault) in self.0.iter_mut().enumerate() {
            let matches = fault.vendor.is_none_or(|wanted| wanted == vendor)
                && fault.operation.as_deref().is_none_or(|wanted| names.contains(&wanted));
            if !matches {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            fault.times -= 1;
            met = Some((at, fault.kind.clone(), fault.times));
            break;
        }
        let (at, kind, left) = met?;
        if left == 0 {
            self.0.remove(at);
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(book: &mut FaultBook, operation: &str) -> Option<FaultKind> {
        book.meet(Vendor::Softaculous, &[operation])
    }

    #[test]
    fn a_fault_is_met_as_often_as_it_says_after_what_it_skips() {
        let mut book = FaultBook::default();
        book.add(Fault::new(FaultKind::CommitThenDrop).operation("buy").skip(1).times(2));
        assert_eq!(meet(&mut book, "list"), None);
        assert_eq!(meet(&mut book, "buy"), None);
        assert_eq!(meet(&mut book, "buy"), Some(FaultKind::CommitThenDrop));
        assert_eq!(meet(&mut book, "list"), None);
        assert_eq!(meet(&mut book, "buy"), Some(FaultKind::CommitThenDrop));
        assert_eq!(meet(&mut book, "buy"), None);
        assert!(book.pending().is_empty());
    }

    #[test]
    fn the_oldest_fault_wins() {
        let mut book = FaultBook::default();
        book.add(FaultKind::CloseBefore.into());
        book.add(FaultKind::Stall.into());
        book.add(Fault::new(FaultKind::Stall).times(0));
        assert_eq!(meet(&mut book, "a"), Some(FaultKind::CloseBefore));
        assert_eq!(meet(&mut book, "a"), Some(FaultKind::Stall));
        assert_eq!(meet(&mut book, "a"), None);
    }

    #[test]
    fn faults_are_read_from_json() {
        let read = |text: &str| serde_json::from_str::<Fault>(text);
        assert_eq!(read(r#"{"fault":"commit_then_drop"}"#).unwrap(), Fault::new(FaultKind::CommitThenDrop));
        assert_eq!(read(r#"{"fault":{"status":{"code":503}}}"#).unwrap(), Fault::new(FaultKind::status(503)));
        assert_eq!(
            read(r#"{"fault":{"status":{"code":429,"retry_after":5,"body":[255],"commit":true}},"times":3}"#)
                .unwrap(),
            Fault::new(FaultKind::Status {
                code: 429,
                retry_after: Some("5".into()),
                body: Some(vec![255].into()),
                commit: true
            })
            .times(3)
        );
        assert_eq!(
            read(r#"{"fault":{"html":{"committed":true}}}"#).unwrap(),
            FaultKind::Html { commit: true }.into()
        );
        for wrong in [
            r#"{"fault":"commit_and_drop"}"#,
            r#"{"fault":"stall","time":2}"#,
            r#"{"fault":{"html":{"comit":true}}}"#,
            r#"{"vendor":"softaculous"}"#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}

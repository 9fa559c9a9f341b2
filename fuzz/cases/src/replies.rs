//! What holds for every reply of every vendor.

use std::fmt::Debug;

use license_wire::{Answer, Error, Outcome, Retries, Settings, reply_to_json, reply_to_xml};
use serde::Serialize;

use crate::bounds::within;

/// The password of every client here. A corpus that echoes it shows whether an error would.
pub(crate) const PASSWORD: &str = "c4n4ry-p&ss%w/rd";
/// Nothing is sent there.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:9";

/// Two refusals, a plea to wait, a failure.
const OTHER_STATUSES: [u16; 4] = [401, 422, 429, 503];

pub(crate) fn settings() -> Settings {
    Settings::new().retries(Retries::none())
}

/// This body as a good answer.
pub(crate) fn good(body: &[u8]) -> Answer {
    Answer::new(200, body)
}

/// No answer with an error status is a good one, whatever it says.
pub(crate) fn refused<T>(body: &[u8], read: impl Fn(Answer) -> Result<T, Error>) {
    for status in OTHER_STATUSES {
        assert!(told(|| read(Answer::new(status, body))).is_none(), "status {status}");
    }
}

/// Whatever was read can be written out; whatever was not tells no secret, and was not "not sent".
pub(crate) fn read<T: Serialize + Debug>(read: impl Fn() -> Result<T, Error>) -> Option<T> {
    let reply = told(read)?;
    let _ = format!("{reply:?}");
    let json = within(|| reply_to_json(&reply)).expect("a reply has a JSON form");
    serde_json::from_str::<serde_json::Value>(&json).expect("a reply as JSON is JSON");
    let xml = within(|| reply_to_xml(&reply)).expect("a reply has an XML form");
    roxmltree::Document::parse(&xml).expect("a reply as XML is XML");
    Some(reply)
}

/// The same for what cannot be written out.
pub(crate) fn told<T>(read: impl Fn() -> Result<T, Error>) -> Option<T> {
    match within(read) {
        Ok(reply) => Some(reply),
        Err(error) => {
            let shown = format!("{error} {error:?} {:?}", error.kind());
            assert!(!shown.contains(PASSWORD), "{shown}");
            assert_ne!(error.outcome(), Outcome::NotSent, "{shown}");
            None
        }
    }
}

//! The envelope of this API: a JSON object whose `error` member says no.

use license_wire::{Answer, Fault, Refusal, from_json};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

/// The `error` member of a reply. Missing and everything that PHP calls empty mean success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct ErrorMember(Value);

/// A reply with an `error` member.
pub(crate) trait Reply: DeserializeOwned {
    /// Reads it from a document.
    fn read(document: &[u8]) -> Result<Self, Fault> {
        from_json(document)
    }

    /// Takes the member out, so that a reply that is handed on does not repeat it.
    fn take_error(&mut self) -> ErrorMember;
}

/// Implements [`Reply`] for types with a field `error`.
macro_rules! reply {
    ($($name:ty),+) => {
        $(impl crate::reply::Reply for $name {
            fn take_error(&mut self) -> crate::reply::ErrorMember {
                std::mem::take(&mut self.error)
            }
        })+
    };
}
pub(crate) use reply;

/// Only the `error` member of a reply whose other members may be anything.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    error: ErrorMember,
}

/// Reads a reply: its `error` first, then everything else.
pub(crate) fn decode<T: Reply>(answer: &Answer) -> Result<T, Fault> {
    let document = answer.document();
    // A list would be read by position, its first entry as the first member.
    if !document.starts_with(b"{") {
        return Err(explain(document));
    }
    match T::read(document) {
        Ok(mut reply) => match reply.take_error().refusal() {
            Some(refusal) => Err(Fault::Refused(refusal)),
            None => Ok(reply),
        },
        // A refusal need not have the members of a success.
        Err(fault) => Err(refused(document).map_or(fault, Fault::Refused)),
    }
}

/// The refusal in a document whose other members may be anything.
fn refused(document: &[u8]) -> Option<Refusal> {
    if !document.starts_with(b"{") {
        return None;
    }
    from_json::<Envelope>(document).ok()?.error.refusal()
}

/// The vendor's words in an answer with an error status.
pub(crate) fn refusal(answer: &Answer) -> Option<Fault> {
    let refusal = refused(answer.document())?;
    Some(if answer.status() == 401 { Fault::Auth(refusal.message) } else { Fault::Refused(refusal) })
}

/// Says what a document that is not an object is instead.
fn explain(document: &[u8]) -> Fault {
    match document {
        [b'<', ..] => Fault::decode("", "this is a web page, not JSON"),
        [b'a', b':', ..] => Fault::decode("", "this is PHP-serialized, not JSON"),
        _ => match from_json::<IgnoredAny>(document) {
            Ok(_) => Fault::decode("", "this is JSON, but not an object"),
            Err(fault) => fault,
        },
    }
}

impl ErrorMember {
    /// The refusal it stands for, if it stands for one.
    fn refusal(self) -> Option<Refusal> {
        if is_empty(&self.0) {
            return None;
        }
        Some(match self.0 {
            Value::Object(members) => {
                let mut texts = members.into_iter().map(|(code, text)| (code, words(text)));
                let (code, message) = texts.next()?;
                texts.fold(Refusal::new(message).code(code), |refusal, (code, text)| {
                    refusal.detail(code, text)
                })
            }
            Value::Array(items) => {
                let texts: Vec<String> = items.into_iter().map(words).collect();
                Refusal::new(texts.join("; "))
            }
            other => Refusal::new(words(other)),
        })
    }
}

/// What PHP's `empty` says.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() || text == "0",
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

fn words(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Reads an object, and makes nothing of what PHP writes for none: `null`, `[]`, `""`, `false`.
pub(crate) fn object_or_nothing<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: DeserializeOwned,
    D: serde::Deserializer<'de>,
{
    let value = Value::deserialize(deserializer)?;
    if is_empty(&value) && !value.is_object() {
        return Ok(None);
    }
    // As a text again, so that it is read by the same code as everywhere.
    from_json(value.to_string().as_bytes())
        .map(Some)
        .map_err(|_| serde::de::Error::custom("expected an object"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Simple {
        #[serde(rename = "lid")]
        _lid: u64,
        #[serde(default)]
        error: ErrorMember,
    }
    reply!(Simple);

    fn read(body: &str) -> Result<Simple, Fault> {
        decode(&Answer::new(200, body))
    }

    #[test]
    fn every_shape_of_error_is_a_refusal() {
        for (error, message, code) in [
            (json!({"some_key": "Message"}), "Message", Some("some_key")),
            (json!(["Message"]), "Message", None),
            (json!(["A", "B"]), "A; B", None),
            (json!("Message"), "Message", None),
            (json!({"a": ["x"]}), "[\"x\"]", Some("a")),
            (json!(true), "true", None),
            (json!(17), "17", None),
        ] {
            for body in [
                json!({"error": error}),
                json!({"error": error, "lid": 1}),
                json!({"error": error, "lid": []}),
            ] {
                let Err(Fault::Refused(refusal)) = read(&body.to_string()) else { panic!("{body}") };
                assert_eq!((refusal.message.as_str(), refusal.code.as_deref()), (message, code));
            }
        }
    }

    #[test]
    fn every_empty_error_is_none() {
        for error in ["null", "\"\"", "[]", "{}", "false", "0", "\"0\"", "0.0"] {
            assert!(read(&format!("{{\"lid\":1,\"error\":{error}}}")).is_ok(), "{error}");
        }
        assert!(read("\u{feff} {\"lid\":1}\n").is_ok(), "no error member, a byte order mark, blanks");
    }

    #[test]
    fn what_is_no_reply_is_a_fault_that_says_what_came() {
        for (body, reason) in [
            ("", "the body is empty"),
            (" \n", "the body is empty"),
            ("<html><body>Login</body></html>", "this is a web page, not JSON"),
            ("a:1:{s:3:\"lid\";i:1;}", "this is PHP-serialized, not JSON"),
            ("Notice: undefined index {\"lid\":1}", "this is not JSON"),
            ("{\"lid\":1}{\"lid\":2}", "there is something behind the JSON document"),
            ("{\"error\":null,\"error\":null,\"lid\":1}", "duplicate field `error`"),
        ] {
            let Err(Fault::Decode { reason: said, .. }) = read(body) else { panic!("{body}") };
            assert_eq!(said, reason, "{body}");
        }
        for body in ["null", "[]", "[1]", "[{\"lid\":1}]", "\"done\"", "1", "{\"error\":null}"] {
            assert!(matches!(read(body), Err(Fault::Decode { .. })), "{body}");
        }
    }
}

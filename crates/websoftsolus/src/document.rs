//! An answer as it came, for answers whose shape nobody has published.

use std::fmt;

use license_wire::{Answer, Fault};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// An answer as it came: its exact bytes, and its JSON value where it is JSON.
///
/// It is written out as the original value, unknown fields included. `Debug` shows the names of its members only: nobody
/// knows what is in them.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    answer: Answer,
    content: Content,
}

#[derive(Clone, PartialEq, Eq)]
enum Content {
    Empty,
    Json(Value),
    Text,
    Bytes,
}

impl Document {
    /// Keeps whatever came. Only a JSON document that stops before its end is a fault: then the answer was cut.
    pub(crate) fn read(answer: &Answer) -> Result<Self, Fault> {
        let document = answer.document();
        let content = if document.is_empty() {
            Content::Empty
        } else {
            match serde_json::from_slice(document) {
                Ok(value) => Content::Json(value),
                Err(error) if error.is_eof() => {
                    return Err(Fault::decode("", "the JSON document ends early"));
                }
                Err(_) if std::str::from_utf8(document).is_ok() => Content::Text,
                Err(_) => Content::Bytes,
            }
        };
        Ok(Self { answer: answer.clone(), content })
    }

    /// The HTTP status, the headers that matter, and the exact bytes.
    ///
    /// The bytes are the vendor's and may hold anything, an activation code too; do not log them.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// The JSON value, where the body is one JSON document.
    ///
    /// It is for looking into: of a doubled member it has the last, and a number has lost its zeros at the end. The bytes
    /// of [`Document::answer`] have everything.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match &self.content {
            Content::Json(value) => Some(value),
            _ => None,
        }
    }

    /// The body as text, where it is UTF-8: without a byte order mark and without blanks around it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.answer.document()).ok()
    }

    /// Whether the body is empty or blank.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.content == Content::Empty
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.content {
            Content::Empty => serializer.serialize_none(),
            Content::Json(value) => value.serialize(serializer),
            Content::Text | Content::Bytes => {
                serializer.serialize_str(&String::from_utf8_lossy(self.answer.body()))
            }
        }
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content: &dyn fmt::Debug = match &self.content {
            Content::Empty => &"empty",
            Content::Json(value) => &Names(value),
            Content::Text => &"text",
            Content::Bytes => &"bytes",
        };
        f.debug_struct("Document")
            .field("status", &self.answer.status())
            .field("bytes", &self.answer.body().len())
            .field("content", content)
            .finish()
    }
}

/// As much of a value as may be shown: its kind, and the names of its members.
struct Names<'a>(&'a Value);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("null"),
            Value::Bool(_) => f.write_str("a truth value"),
            Value::Number(_) => f.write_str("a number"),
            Value::String(_) => f.write_str("a text"),
            Value::Array(items) => write!(f, "a list of {}", items.len()),
            Value::Object(members) => f.debug_set().entries(members.keys()).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8]) -> Document {
        Document::read(&Answer::new(200, body)).unwrap()
    }

    #[test]
    fn everything_is_kept_as_it_came() {
        for body in [
            &b""[..],
            b" \n",
            b"\xef\xbb\xbf[]",
            b"{\"a\":4.50,\"a\":1}",
            b"<html>",
            b"Notice: x {}",
            b"\xff\xfe",
            b"{} {}",
        ] {
            assert_eq!(read(body).answer().body(), body);
        }
        assert!(read(b" \n").is_empty());
        assert_eq!(read(b"\xef\xbb\xbf[] ").value(), Some(&serde_json::json!([])));
        assert_eq!(read(b"Notice: x {}").value(), None);
        assert_eq!(read(b"Notice: x {}").text(), Some("Notice: x {}"));
        assert_eq!(read(b"\xff\xfe").text(), None);
        assert_eq!(
            read(
                "[".repeat(1000)
                    .as_bytes()
                    .iter()
                    .chain("]".repeat(1000).as_bytes())
                    .copied()
                    .collect::<Vec<_>>()
                    .as_slice()
            )
            .value(),
            None
        );
    }

    #[test]
    fn a_document_that_was_cut_is_a_fault_at_every_place() {
        let whole = r#"{"keyNumber":"PLSK.02980009","list":[1,true],"text":"\u0416"}"#;
        for end in 1..whole.len() {
            assert!(Document::read(&Answer::new(200, &whole[..end])).is_err(), "{}", &whole[..end]);
        }
        assert!(Document::read(&Answer::new(200, whole)).is_ok());
    }

    #[test]
    fn it_is_written_out_as_the_original_value_and_shown_without_values() {
        let document = read(br#"{"productKey":"A00-canary","new_field":[1]}"#);
        assert_eq!(
            serde_json::to_string(&document).unwrap(),
            r#"{"new_field":[1],"productKey":"A00-canary"}"#
        );
        let shown = format!("{document:?}");
        assert!(shown.contains("productKey") && !shown.contains("canary"), "{shown}");
        assert_eq!(serde_json::to_string(&read(b"")).unwrap(), "null");
        assert_eq!(serde_json::to_string(&read(b"OK")).unwrap(), "\"OK\"");
    }
}

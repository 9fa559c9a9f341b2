//! Reading the answer that brings a token. It is the one answer that is read strictly.

use std::time::Duration;

use license_wire::{Answer, Fault, Read, Secret};
use serde_json::Value;

use crate::reply::{refused, spoken, value_of};
use crate::{Document, secrets};

/// The life of a token whose answer does not say it.
const USUAL_LIFE: Duration = Duration::from_secs(3600);

/// A token, and for how long it may be kept.
pub(crate) struct Grant {
    pub(crate) token: Secret,
    /// `None` for a token that is to be used once and not kept.
    pub(crate) life: Option<Duration>,
}

pub(crate) struct GrantReader;

impl Read for GrantReader {
    type Output = Grant;

    fn read(&self, answer: &Answer) -> Result<Grant, Fault> {
        let document = Document::read(answer)?;
        let Some(value) = document.value() else {
            return Err(Fault::decode("", "expected a JSON object with a token"));
        };
        if let Some(refusal) = refused(value) {
            return Err(Fault::Auth(spoken(&refusal)));
        }
        let token = match value.get("access_token").and_then(Value::as_str) {
            Some(token) if !token.is_empty() => token,
            _ => return Err(Fault::decode("access_token", "expected a text")),
        };
        if !is_bearer(value.get("token_type")) {
            return Err(Fault::Auth("the token is not of the type Bearer".into()));
        }
        // RFC 6749 lets a token hold what can be printed. A space at an end would be lost in a header.
        if !token.bytes().all(|b| (b' '..=b'~').contains(&b)) || token.trim() != token {
            return Err(Fault::Auth("the token cannot be sent in a header".into()));
        }
        Ok(Grant { token: Secret::from(token), life: life(value.get("expires_in")) })
    }

    fn refusal(&self, answer: &Answer) -> Option<Fault> {
        let words = value_of(answer).as_ref().and_then(refused);
        let status = answer.status();
        match words {
            // Nothing but credentials was sent, so these refuse the credentials, whatever they say.
            Some(refusal) if matches!(status, 400 | 401 | 403 | 422) => Some(Fault::Auth(spoken(&refusal))),
            Some(refusal) => Some(Fault::Refused(refusal)),
            None if matches!(status, 400 | 401 | 403) => Some(Fault::Auth(format!("HTTP status {status}"))),
            None => None,
        }
    }

    fn secrets(&self, answer: &Answer) -> Vec<Secret> {
        secrets::in_answer(answer)
    }
}

/// Missing counts as Bearer. A client must not use a token of a type that it does not know.
fn is_bearer(kind: Option<&Value>) -> bool {
    match kind {
        None | Some(Value::Null) => true,
        Some(Value::String(kind)) => kind.eq_ignore_ascii_case("bearer"),
        Some(_) => false,
    }
}

/// The life of a token: seconds as a number or as text, an hour where nothing is said. What has ended already and what
/// cannot be read makes a token that is used once.
fn life(expires_in: Option<&Value>) -> Option<Duration> {
    let seconds = match expires_in {
        None | Some(Value::Null) => return Some(USUAL_LIFE),
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => plain_number(text.trim()),
        Some(_) => None,
    }?;
    if seconds.is_nan() || seconds < 1.0 {
        return None;
    }
    // A part of a second is left out; a life beyond what can be counted never ends.
    Some(Duration::try_from_secs_f64(seconds.floor()).unwrap_or(Duration::MAX))
}

/// Digits, perhaps with a sign and a point, and no exponent, infinity or the like.
fn plain_number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Result<Grant, Fault> {
        GrantReader.read(&Answer::new(200, value.to_string()))
    }

    fn life_of(expires_in: &Value) -> Option<Duration> {
        read(&json!({"access_token": "t", "expires_in": expires_in}))
            .unwrap_or_else(|fault| panic!("{fault:?}"))
            .life
    }

    #[test]
    fn the_documented_answer() {
        let grant =
            read(&json!({"access_token": "0123abcd", "expires_in": 3600, "token_type": "Bearer"})).unwrap();
        assert_eq!((grant.token.expose(), grant.life), ("0123abcd", Some(Duration::from_secs(3600))));
    }

    #[test]
    fn a_life_is_read_in_every_form() {
        let seconds = |count| Some(Duration::from_secs(count));
        for (value, life) in [
            (json!(3600), seconds(3600)),
            (json!(1), seconds(1)),
            (json!("120"), seconds(120)),
            (json!(" 120 "), seconds(120)),
            (json!(90.0), seconds(90)),
            (json!("90.0"), seconds(90)),
            (json!(90.9), seconds(90)),
            (json!(null), seconds(3600)),
            (json!(u64::MAX), Some(Duration::MAX)),
            (json!(1e300), Some(Duration::MAX)),
            (json!("99999999999999999999999999"), Some(Duration::MAX)),
        ] {
            assert_eq!(life_of(&value), life, "{value}");
        }
        assert_eq!(read(&json!({"access_token": "t"})).unwrap_or_else(|_| panic!()).life, seconds(3600));
    }

    #[test]
    fn a_token_without_a_readable_life_is_used_once() {
        for value in [
            json!(0),
            json!(-1),
            json!("0"),
            json!("-3600"),
            json!(0.5),
            json!(""),
            json!("soon"),
            json!("1e3"),
            json!("inf"),
            json!("NaN"),
            json!("1.2.3"),
            json!("0x10"),
            json!(true),
            json!([]),
            json!({}),
            json!(-1e300),
        ] {
            assert_eq!(life_of(&value), None, "{value}");
        }
    }

    #[test]
    fn only_a_bearer_token_that_fits_a_header_is_taken() {
        for kind in [json!("Bearer"), json!("bearer"), json!("BEARER"), json!(null)] {
            assert!(read(&json!({"access_token": "t", "token_type": kind})).is_ok());
        }
        for kind in [json!("MAC"), json!(""), json!("Bearer "), json!(1), json!(["Bearer"])] {
            assert!(
                matches!(read(&json!({"access_token": "t", "token_type": kind})), Err(Fault::Auth(_))),
                "{kind}"
            );
        }
        for token in ["a\r\nX: y", "a\0", "\u{7f}", "ключ", " t", "t ", " "] {
            assert!(matches!(read(&json!({"access_token": token})), Err(Fault::Auth(_))), "{token:?}");
        }
        for token in [json!(""), json!(null), json!(17), json!(["t"])] {
            assert!(matches!(read(&json!({"access_token": token})), Err(Fault::Decode { .. })), "{token}");
        }
    }
}

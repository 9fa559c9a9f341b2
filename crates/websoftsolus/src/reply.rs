//! The envelope of this API: which answers say that something was done, and which refuse it.

mod refused;

use license_wire::{Answer, Fault, Refusal};
use serde_json::Value;

use crate::key_number::Number;
use crate::keys::{key_number, keys};
use crate::shapes::{find, object};
use crate::{Document, Family, KeyNumber};

use refused::bare_message;
pub(crate) use refused::refused;

/// What a token that is not valid any more is called.
const TOKEN_CODES: &[&str] = &["expired_token", "invalid_token"];
/// Reads an answer to a read: everything but a recognised refusal is kept as it came.
pub(crate) fn read(answer: &Answer) -> Result<Document, Fault> {
    let document = Document::read(answer)?;
    match document.value().and_then(refused) {
        Some(refusal) => Err(fault(refusal)),
        None => Ok(document),
    }
}

/// Reads an answer to something that changes or spends. Whatever it says was done, but for this: a refusal is one. A
/// refusal that names a licence as well contradicts itself, a web page or a bare `false` says no such thing, and JSON that
/// cannot be read may be a refusal, so that nobody can say what was done.
pub(crate) fn read_done(answer: &Answer, names_license: impl Fn(&Value) -> bool) -> Result<Document, Fault> {
    let document = Document::read(answer)?;
    let Some(value) = document.value() else {
        return match answer.document().first() {
            Some(b'<') => Err(Fault::decode("", "this is a web page")),
            Some(b'{' | b'[') => Err(Fault::decode("", "this JSON document cannot be read")),
            _ => Ok(document),
        };
    };
    if *value == Value::Bool(false) {
        return Err(Fault::decode("", "this says no, and nothing else"));
    }
    match refused(value) {
        Some(_) if names_license(value) => Err(Fault::decode("", "this holds an error and a key number")),
        Some(refusal) => Err(fault(refusal)),
        None => Ok(document),
    }
}

/// Whether an answer names a licence by its number.
fn names_license(value: &Value) -> bool {
    object(value).is_some_and(|members| key_number(members).is_some())
}

/// Reads an answer to something that was asked of this licence. One that names another is no success.
pub(crate) fn read_done_to<F: Family>(answer: &Answer, asked: &KeyNumber<F>) -> Result<Document, Fault> {
    let document = read_done(answer, names_license)?;
    // Under the other names there may be a number of the vendor's own.
    let named = document.value().and_then(object).and_then(|members| find(members, &["keyNumber"]));
    match named.and_then(|(_, number)| Number::from_value(number).map(KeyNumber::of)) {
        Some(other) if asked.is_another(&other) => {
            Err(Fault::decode("keyNumber", "this is not the licence that was asked for"))
        }
        _ => Ok(document),
    }
}

/// Whether an answer to something that changes or spends says in so many words that it was done.
pub(crate) fn says_done(document: &Document) -> bool {
    let is_good = |word: &str| {
        matches!(
            word.trim().to_ascii_lowercase().as_str(),
            "ok" | "success" | "done" | "true" | "1" | "accepted"
        )
    };
    let Some(value) = document.value() else { return document.text().is_some_and(is_good) };
    match value {
        Value::Bool(done) => *done,
        Value::String(word) => is_good(word),
        Value::Object(members) => {
            ["success", "result", "status"].iter().any(|name| match find(members, &[name]) {
                Some((_, Value::String(word))) => is_good(word),
                Some((_, Value::Bool(done))) => *done,
                Some((_, Value::Number(number))) => number.as_u64() == Some(1),
                _ => false,
            })
        }
        _ => false,
    }
}

/// Whether an answer to something that was asked of a licence says itself that it was done: in so many words, or by the
/// licence's number.
pub(crate) fn says_done_to(document: &Document) -> bool {
    document.value().is_some_and(names_license) || says_done(document)
}

/// The vendor's words in an answer with an error status.
pub(crate) fn refusal(answer: &Answer) -> Option<Fault> {
    let words = value_of(answer).and_then(|value| refused(&value).or_else(|| bare_message(&value)));
    if answer.status() != 401 {
        return words.map(fault);
    }
    let challenge = answer.www_authenticate().map_or(String::new(), |challenge| format!(" ({challenge})"));
    Some(Fault::Auth(match words {
        Some(refusal) => spoken(&refusal),
        None => format!("HTTP status 401{challenge}"),
    }))
}

/// Whether an answer says that the token is not valid any more, by its status or by its words.
pub(crate) fn refuses_token(answer: &Answer) -> bool {
    answer.status() == 401
        || value_of(answer).as_ref().and_then(refused).is_some_and(|refusal| names_token(&refusal))
}

/// Whether a whole answer names no licence: then nothing in it says that anything was done.
pub(crate) fn says_nothing_was_done(answer: &Answer) -> bool {
    Document::read(answer).is_ok_and(|document| document.value().is_none_or(|value| keys(value).is_empty()))
}

/// A refusal in one line.
pub(crate) fn spoken(refusal: &Refusal) -> String {
    match &refusal.code {
        Some(code) if *code != refusal.message => format!("{code}: {}", refusal.message),
        _ => refusal.message.clone(),
    }
}

pub(crate) fn value_of(answer: &Answer) -> Option<Value> {
    serde_json::from_slice(answer.document()).ok()
}

fn fault(refusal: Refusal) -> Fault {
    if names_token(&refusal) { Fault::Auth(spoken(&refusal)) } else { Fault::Refused(refusal) }
}

fn names_token(refusal: &Refusal) -> bool {
    refusal
        .code
        .as_deref()
        .is_some_and(|code| TOKEN_CODES.iter().any(|known| known.eq_ignore_ascii_case(code)))
}

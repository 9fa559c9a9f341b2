//! The vendor's refusals. None is documented, so every shape that similar systems use is recognised.

use license_wire::{Answer, Fault, Refusal};
use serde_json::{Map, Value};

use crate::order::keys;
use crate::shapes::{find, is_blank, text, unwrapped};
use crate::{Document, Plesk};

/// What a token that is not valid any more is called.
const TOKEN_CODES: &[&str] = &["expired_token", "invalid_token"];
/// What the vendors upstream call success, in answers that are passed through.
const GOOD_RESULT_CODES: &[i64] = &[100, 101, 110];
/// From here up their codes are failures.
const FIRST_BAD_RESULT_CODE: i64 = 200;

const CODES: &[&str] = &["code", "errorCode", "error_code"];
const MESSAGES: &[&str] =
    &["error_description", "message", "errorMessage", "resultDesc", "reason", "detail", "description", "msg"];

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
    Document::read(answer)
        .is_ok_and(|document| document.value().is_none_or(|value| keys::<Plesk>(value).is_empty()))
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

/// The refusal that a document is, whatever its status: of the whole, or of what it wraps.
pub(crate) fn refused(value: &Value) -> Option<Refusal> {
    let inner = match value {
        Value::Array(items) => match items.as_slice() {
            [one] => one,
            _ => return None,
        },
        value => unwrapped(value),
    };
    [value, inner].into_iter().filter_map(Value::as_object).find_map(refused_by)
}

fn refused_by(members: &Map<String, Value>) -> Option<Refusal> {
    by_error(members)
        .or_else(|| by_errors(members))
        .or_else(|| by_success(members))
        .or_else(|| by_status_text(members))
        .or_else(|| by_result_code(members))
        .or_else(|| by_reason(members))
}

/// `{"error": "code", "error_description": "text"}`, `{"error": {"code": 401, "message": "text"}}`,
/// `{"error": "text"}`, `{"error": true, "message": "text"}`.
fn by_error(members: &Map<String, Value>) -> Option<Refusal> {
    let (_, error) = find(members, &["error"]).filter(|(_, error)| is_yes(error))?;
    if let Value::Object(inner) = error {
        return Some(worded(inner, "the vendor names no reason"));
    }
    if let Value::Array(_) = error {
        return Some(Refusal::new(flat(error)));
    }
    let said = text(error).filter(|said| !is_mere_yes(said));
    let (code, message) = (member(members, CODES), member(members, MESSAGES));
    let refusal = match (said, message) {
        // Beside a text of its own, the error is its code.
        (Some(said), Some(message)) => Refusal::new(message).code(said),
        (Some(said), None) if said.contains(char::is_whitespace) => Refusal::new(said),
        (Some(said), None) => Refusal::new(said.clone()).code(said),
        (None, Some(message)) => Refusal::new(message),
        (None, None) => Refusal::new("the vendor names no reason"),
    };
    Some(match (code, &refusal.code) {
        (Some(code), None) => refusal.code(code),
        (Some(code), Some(_)) => refusal.detail("code", code),
        (None, _) => refusal,
    })
}

/// `{"errors": […]}`, also a map from fields to texts, or one text.
fn by_errors(members: &Map<String, Value>) -> Option<Refusal> {
    let (_, errors) = find(members, &["errors"]).filter(|(_, errors)| is_yes(errors))?;
    let message = member(members, MESSAGES);
    Some(match errors {
        Value::Array(items) => match items.as_slice() {
            [Value::Object(one)] => worded(one, &flat(errors)),
            _ => Refusal::new(flat(errors)),
        },
        Value::Object(fields) => {
            let field = fields.keys().next().cloned().unwrap_or_default();
            let first = fields.values().next().map(flat).unwrap_or_default();
            let refusal = Refusal::new(message.unwrap_or_else(|| first.clone())).field(field);
            fields.iter().fold(refusal, |refusal, (name, text)| refusal.detail(name, flat(text)))
        }
        other => Refusal::new(flat(other)),
    })
}

/// `{"success": false, "message": "text"}`.
fn by_success(members: &Map<String, Value>) -> Option<Refusal> {
    let (_, success) = find(members, &["success"])?;
    is_no(success).then(|| worded(members, "the vendor says that it did not succeed"))
}

/// `{"status": "error", "message": "text"}`, and the same of `result`.
fn by_status_text(members: &Map<String, Value>) -> Option<Refusal> {
    let failed = ["status", "result"].iter().any(|name| {
        find(members, &[name]).and_then(|(_, status)| status.as_str()).is_some_and(|status| {
            let status = status.trim().to_ascii_lowercase();
            status == "error" || status.starts_with("fail")
        })
    });
    failed.then(|| worded(members, "the vendor says that it failed"))
}

/// `{"resultCode": 220, "resultDesc": "text"}`, as the Plesk Partner API says it.
fn by_result_code(members: &Map<String, Value>) -> Option<Refusal> {
    let (_, code) = find(members, &["resultCode"])?;
    let code = text(code)?;
    let number: i64 = code.trim().parse().ok()?;
    let failed = number >= FIRST_BAD_RESULT_CODE && !GOOD_RESULT_CODES.contains(&number);
    failed.then(|| worded(members, "the vendor names no reason").code(code))
}

/// `{"status": 0, "reason": "text"}`, as cPanel's store says it. The status alone may be a licence's.
fn by_reason(members: &Map<String, Value>) -> Option<Refusal> {
    let (_, status) = find(members, &["status"])?;
    let zero = matches!(text(status)?.as_str(), "0");
    let (_, reason) = find(members, &["reason"]).filter(|_| zero)?;
    Some(Refusal::new(flat(reason)))
}

/// A text without any sign of failure but the status that it came with.
fn bare_message(value: &Value) -> Option<Refusal> {
    let members = value.as_object()?;
    let message = member(members, MESSAGES)?;
    Some(coded(Refusal::new(message), members))
}

/// The words of an object: a message and a code, where they are there.
fn worded(members: &Map<String, Value>, otherwise: &str) -> Refusal {
    coded(Refusal::new(member(members, MESSAGES).unwrap_or_else(|| otherwise.to_owned())), members)
}

fn coded(refusal: Refusal, members: &Map<String, Value>) -> Refusal {
    let refusal = match member(members, CODES) {
        Some(code) => refusal.code(code),
        None => refusal,
    };
    match member(members, &["field"]) {
        Some(field) => refusal.field(field),
        None => refusal,
    }
}

fn member(members: &Map<String, Value>, names: &[&str]) -> Option<String> {
    find(members, names).and_then(|(_, value)| text(value)).filter(|text| !text.trim().is_empty())
}

/// A value as one line of words.
fn flat(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(flat).collect::<Vec<_>>().join("; "),
        Value::Object(members) => member(members, MESSAGES).unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    }
}

/// Whether `error` says that there is one.
fn is_yes(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(is_yes),
        Value::Object(members) => members.values().any(is_yes),
        Value::String(text) if is_mere_ok(text) => false,
        value => !is_blank(value) && !is_no(value),
    }
}

fn is_mere_ok(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "ok" | "success" | "no error" | "no errors")
}

fn is_mere_yes(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes")
}

/// What PHP and people write for no.
fn is_no(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => {
            matches!(text.trim().to_ascii_lowercase().as_str(), "0" | "false" | "no" | "none" | "null")
        }
        _ => false,
    }
}

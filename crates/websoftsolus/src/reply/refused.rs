//! The vendor's refusals. None is documented, so every shape that similar systems use is recognised.

use license_wire::Refusal;
use serde_json::{Map, Value};

use crate::shapes::{find, is_blank, text, unwrapped};

/// What the vendors upstream call success, in answers that are passed through.
const GOOD_RESULT_CODES: &[i64] = &[100, 101, 110];
/// From here up their codes are failures.
const FIRST_BAD_RESULT_CODE: i64 = 200;

const CODES: &[&str] = &["code", "errorCode", "error_code"];
const MESSAGES: &[&str] =
    &["error_description", "message", "errorMessage", "resultDesc", "reason", "detail", "description", "msg"];

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
pub(super) fn bare_message(value: &Value) -> Option<Refusal> {
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

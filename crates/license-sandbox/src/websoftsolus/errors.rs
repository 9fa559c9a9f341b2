//! A refusal in each of the shapes it may have.

use crate::http::Answer;
use crate::php::Value;

use super::bodies::json;
use super::replies::Replies;
use super::shapes::ErrorShape;
use super::state::No;

pub(super) fn refuse(no: &No, replies: &Replies) -> Answer {
    let status = replies.error_status.unwrap_or(no.status);
    let text = || Value::text(no.message.clone());
    let answer = |value: Value| json(status, Some(&value), replies);
    let answer = match replies.error {
        ErrorShape::Oauth => {
            answer(Value::map([("error", Value::text(no.code)), ("error_description", text())]))
        }
        ErrorShape::Object => answer(Value::map([(
            "error",
            Value::map([("code", Value::int(no.status)), ("message", text())]),
        )])),
        ErrorShape::Text => answer(Value::map([("error", text())])),
        ErrorShape::Flag => answer(Value::map([("error", Value::Bool(true)), ("message", text())])),
        ErrorShape::List => answer(Value::map([("errors", Value::List(vec![text()]))])),
        ErrorShape::ListOfObjects => {
            let one = Value::map([("code", Value::text(no.code)), ("message", text())]);
            answer(Value::map([("errors", Value::List(vec![one]))]))
        }
        ErrorShape::Status => answer(Value::map([("status", Value::text("error")), ("message", text())])),
        ErrorShape::Success => answer(Value::map([("success", Value::Bool(false)), ("message", text())])),
        ErrorShape::ResultCode => {
            answer(Value::map([("resultCode", Value::int(no.result)), ("resultDesc", text())]))
        }
        ErrorShape::Reason => answer(Value::map([("status", Value::Int(0)), ("reason", text())])),
        ErrorShape::Html => Answer::html(status, &no.message),
        ErrorShape::Plain => Answer::new(status, "text/plain; charset=UTF-8", format!("{}\n", no.message)),
        ErrorShape::Nothing => json(status, None, replies),
    };
    if status == 401 { answer.with_header("www-authenticate", challenge(no)) } else { answer }
}

/// RFC 6750, section 3: where no token was sent, the challenge has no error code. The realm is that of the OAuth library
/// that this vendor may use.
fn challenge(no: &No) -> String {
    if no.code == No::no_token().code {
        r#"Bearer realm="Service""#.to_owned()
    } else {
        format!(r#"Bearer realm="Service", error="{}", error_description="{}""#, no.code, no.message)
    }
}

//! The transport alone, with a simple envelope: every method, with a form and without.

use super::{Api, Call, Entry};
use crate::canary::Canary;
use license_wire::{
    Answer, BaseAddress, Effect, Fault, Form, Read, Refusal, Request, Scrubber, Secret, Settings, Transport,
    from_json,
};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) fn api() -> Api<Transport> {
    Api {
        name: "license-wire",
        canaries: vec![password(), token()],
        login: None,
        connect,
        shut_down: Transport::shut_down,
        entries: Arc::new([
            entry("read", read),
            entry("read by GET", read_by_get),
            entry("change", change),
            entry("change by PUT", change_by_put),
            entry("spend", spend),
            entry("spend by PUT", spend_by_put),
            entry("spend by DELETE", spend_by_delete),
        ]),
    }
}

fn password() -> Canary {
    Canary::awkward("wire-password")
}

fn token() -> Canary {
    Canary::around("wire-token", "+/=~ \"'<&%41;")
}

fn refusal() -> String {
    json!({"error": format!("{} is wrong, {} too", password().value(), token().value())}).to_string()
}

fn connect(url: &str, settings: Settings) -> Transport {
    let base = BaseAddress::parse("base_url", url).expect("an address");
    let secrets = [Secret::from(password().value()), Secret::from(token().value())];
    Transport::new(base, settings, Scrubber::new(&secrets)).expect("usable settings")
}

fn entry(name: &'static str, request: fn(u32) -> Request) -> Entry<Transport> {
    let call = Call {
        name,
        effect: request(0).effect(),
        has_form: !matches!(name, "read by GET" | "spend by DELETE"),
        done: |number| json!({"ok": told(number)}).to_string(),
        refusal,
        sent: |number| format!("/{}", told(number)),
        told,
        looked: None,
        takes_anything: false,
    };
    Entry::new(call, request, |wire, it| wire.send(it, &Envelope), |wire, it| Ok(wire.preview(it)))
}

fn told(number: u32) -> String {
    format!("licence-{number:04}")
}

fn read(number: u32) -> Request {
    of(Request::post("test.read", Effect::Read, form()), number)
}

fn read_by_get(number: u32) -> Request {
    with_token(of(Request::get("test.read", Effect::Read).query("page", "2"), number))
}

fn change(number: u32) -> Request {
    of(Request::post("test.change", Effect::Change, form()), number)
}

fn change_by_put(number: u32) -> Request {
    with_token(of(Request::put("test.change", Effect::Change, form()), number))
}

fn spend(number: u32) -> Request {
    of(Request::post("test.spend", Effect::Spend, form()), number)
}

fn spend_by_put(number: u32) -> Request {
    with_token(of(Request::put("test.spend", Effect::Spend, form()), number))
}

fn spend_by_delete(number: u32) -> Request {
    with_token(of(Request::delete("test.spend", Effect::Spend), number))
}

fn form() -> Form {
    Form::new().field("term", "1M").secret("password", &Secret::from(password().value()))
}

fn with_token(request: Request) -> Request {
    request.bearer(Secret::from(token().value()))
}

fn of(request: Request, number: u32) -> Request {
    request.path_value("licence", &told(number)).expect("a plain segment")
}

/// Reads `{"ok":…}` as success and `{"error":…}` as a refusal.
struct Envelope;

impl Read for Envelope {
    type Output = Value;

    fn read(&self, answer: &Answer) -> Result<Value, Fault> {
        let value: Value = from_json(answer.document())?;
        if let Some(error) = value.get("error").and_then(Value::as_str) {
            return Err(Fault::Refused(Refusal::new(error).code("no")));
        }
        value.get("ok").cloned().ok_or_else(|| Fault::decode("ok", "there is no such member"))
    }

    fn refusal(&self, answer: &Answer) -> Option<Fault> {
        let value: Value = from_json(answer.document()).ok()?;
        let text = value.get("error")?.as_str()?;
        Some(match answer.status() {
            401 => Fault::Auth(text.into()),
            _ => Fault::Refused(Refusal::new(text)),
        })
    }
}

//! What all vendors share: addresses, forms, waits, values written in more than one way.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use license_wire::lenient::{Extra, FromScalar, Lenient, Scalar};
use license_wire::{Answer, BaseAddress, Form, check_segment, from_json, fuzzing, input, to_xml};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::replies::NOWHERE;

/// A base address means the same when it is read again, and no segment gets out of its place.
pub(crate) fn addresses(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let _ = BaseAddress::shown(&text);
    if let Ok(base) = BaseAddress::parse("base_url", &text) {
        assert!(base.as_str().starts_with("https://") || base.is_loopback(), "{base}");
        let again = BaseAddress::parse("base_url", base.as_str()).expect("an address that was read is one");
        assert_eq!(again, base);
    }
    let base = BaseAddress::parse("base_url", NOWHERE).unwrap();
    let joined = base.join("segment", &text);
    assert_eq!(joined.is_ok(), check_segment("segment", &text).is_ok());
    if let Ok(joined) = joined {
        let behind = joined.as_str().strip_prefix(base.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let segment = behind.expect("a segment stands behind its base");
        assert!(!segment.is_empty() && segment != "." && segment != "..", "{segment}");
        assert!(!segment.contains(['/', '?', '#', '\\']) && segment.is_ascii(), "{segment}");
    }
    let _ = (input::text("field", &text, 255), input::token("field", &text, 255));
    if let Ok(email) = input::email("field", &text) {
        assert!(!email.contains(char::is_whitespace), "{email:?}");
    }
    if let Ok(id) = input::parse_id("field", &text) {
        assert!(id > 0 && text.trim_start_matches('0') == id.to_string());
    }
    if let Ok(address) = input::parse_address("field", &text) {
        assert_eq!(text.parse::<IpAddr>(), Ok(address));
    }
}

/// What is sent arrives: each line of the input is a field, its name before the first `=`.
pub(crate) fn forms(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let fields: Vec<(String, String)> = text
        .split('\n')
        .map(|line| line.split_once('=').unwrap_or((line, "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let form = fields.iter().fold(Form::new(), |form, (name, value)| form.field(name.clone(), value));
    let shown: Vec<_> = form.shown().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(shown, fields);
    let body = fuzzing::encode(&form);
    assert!(body.bytes().all(|byte| byte.is_ascii_graphic()), "{body}");
    let arrived: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    assert_eq!(arrived, fields);
}

/// A wait is never negative, and is what was asked for where that was a number.
pub(crate) fn retry_after(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let now = Timestamp::from_second(1_767_225_600).unwrap();
    for now in [now, Timestamp::MIN, Timestamp::MAX] {
        let wait = fuzzing::retry_after(&text, now);
        let seconds = text.parse::<u32>().ok().filter(|_| !text.starts_with('+'));
        if let Some(seconds) = seconds {
            assert_eq!(wait, Some(Duration::from_secs(seconds.into())));
        }
    }
}

#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
struct Everything {
    #[serde(default)]
    text: Lenient<String>,
    #[serde(default)]
    unsigned: Lenient<u64>,
    #[serde(default)]
    signed: Lenient<i64>,
    #[serde(default)]
    flag: Lenient<bool>,
    #[serde(default)]
    money: Lenient<Decimal>,
    #[serde(default)]
    date: Lenient<Date>,
    #[serde(default)]
    time: Lenient<Timestamp>,
    #[serde(default)]
    address: Lenient<IpAddr>,
    #[serde(flatten)]
    extra: Extra,
}

/// What is read from a text or a document is read the same after it was written out.
pub(crate) fn scalars(input: &[u8]) {
    let answer = Answer::new(200, input);
    if let Ok(value) = from_json::<Value>(answer.document()) {
        let everything = ["text", "unsigned", "signed", "flag", "money", "date", "time", "address", "other"];
        let each: serde_json::Map<_, _> =
            everything.iter().map(|name| ((*name).to_owned(), value.clone())).collect();
        written_again(&Value::Object(each));
        written_again(&value);
    }
    if let Ok(text) = std::str::from_utf8(input) {
        let text = text.trim();
        reads_back::<u64>(text);
        reads_back::<i64>(text);
        reads_back::<Decimal>(text);
        reads_back::<Date>(text);
        reads_back::<Timestamp>(text);
        reads_back::<IpAddr>(text);
        let _ = bool::from_scalar(Scalar::Text(text));
        if let Ok(number) = text.parse::<f64>() {
            let _ = (Decimal::from_scalar(Scalar::Float(number)), String::from_scalar(Scalar::Float(number)));
        }
    }
}

fn written_again(value: &Value) {
    if let Ok(read) = from_json::<Everything>(value.to_string().as_bytes()) {
        let written = serde_json::to_string(&read).expect("what was read can be written");
        let again = from_json::<Everything>(written.as_bytes()).expect("what was written can be read");
        assert_eq!(again, read, "{written}");
    }
}

/// A value that was read from a text is the same when its own text is read.
fn reads_back<T: FromScalar + PartialEq + std::fmt::Debug + std::fmt::Display>(text: &str) {
    if let Some(value) = T::from_scalar(Scalar::Text(text)) {
        assert_eq!(T::from_scalar(Scalar::Text(&value.to_string())), Some(value), "{text}");
    }
}

/// Whatever is JSON can be written as XML that can be read.
pub(crate) fn json_as_xml(input: &[u8]) {
    let Ok(value) = from_json::<Value>(input) else { return };
    let xml = to_xml("reply", &value);
    let document = roxmltree::Document::parse(&xml).expect("XML");
    assert_eq!(document.root_element().tag_name().name(), "reply");
}

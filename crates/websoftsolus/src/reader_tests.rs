//! Answers that may be anything: no bytes make a reader panic, and no list that was not understood looks empty.

use license_wire::{Answer, Effect, Read};
use proptest::prelude::*;
use serde_json::Value;

use crate::operation::sealed::Wire;
use crate::token::GrantReader;
use crate::{
    Cpanel, CpanelKey, Document, Edit, GetProperties, KeyNumber, ListKeys, ListOrderable, OrderCpanel,
    Period, Plesk, Property, RawCall, Terminate, reply, secrets,
};

/// Values such as a vendor may send: the names and texts that mean something here, in any arrangement.
fn values() -> impl Strategy<Value = Value> {
    let texts = prop::sample::select(vec![
        "",
        "0",
        "1",
        "true",
        "no",
        "ok",
        "error",
        "failed",
        "order",
        "..",
        "a/b",
        "PLSK.02980001",
        "PLSK.02980001.0002",
        "4921062",
        "web1",
        "0000-00-00",
        "2026-01-31",
        "20260230",
        "1767225600",
        "192.0.2.1",
        "192.0.2.1,x",
        "A00-1",
        "\u{feff}",
        "\u{1b}[31m",
        "expired_token",
        "Bearer",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0u64..2000).prop_map(Value::from),
        texts.prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    let mut names: Vec<&str> = Property::ALL.iter().flat_map(|property| property.names()).copied().collect();
    names.extend([
        "error",
        "errors",
        "success",
        "result",
        "resultCode",
        "reason",
        "message",
        "code",
        "data",
        "license",
        "total",
        "0",
        "1",
        "17",
        "4921062",
        "PLSK.02980001",
        "access_token",
        "expires_in",
        "token_type",
        "orderId",
        "keys",
    ]);
    let names = prop_oneof![prop::sample::select(names).prop_map(str::to_owned), "\\PC{0,5}"];
    leaf.prop_recursive(4, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Reads an answer in every way there is.
fn read(answer: &Answer) {
    let key = || CpanelKey::new("4921062").unwrap();
    let _ = ListKeys::of(Plesk).decode(answer).map(|list| list.key_numbers());
    let _ = ListOrderable::of(Plesk).decode(answer).map(|list| list.versions());
    if let Ok(found) = GetProperties::new(key()).decode(answer) {
        let _ = (found.key_number(), found.title(), found.comment(), found.product(), found.status());
        let _ = (found.expires(), found.created(), found.period_in_months(), found.addresses());
        let _ = (
            found.activation_code(),
            found.additional_keys(),
            found.parent_key(),
            found.features(),
            found.os(),
        );
        let _ = Property::ALL.map(|property| found.name_of(property).map(str::len));
    }
    let address = "192.0.2.1".parse().unwrap();
    if let Ok(ordered) = OrderCpanel::new("P", "t", Period::Months1, address).decode(answer) {
        let _ =
            (ordered.key_numbers(), ordered.order_id(), ordered.activation_code(), ordered.is_confirmed());
    }
    let _ = Terminate::new(key()).decode(answer).map(|ended| ended.is_confirmed());
    let _ = Edit::new(key(), "t", "").decode(answer);
    let _ = RawCall::get(Effect::Read).segment("x").decode(answer).map(|document| format!("{document:?}"));
    let _ = GrantReader.read(answer).is_ok();
    let _ = (GrantReader.refusal(answer), reply::refusal(answer), reply::refuses_token(answer));
    let _ = (reply::says_nothing_was_done(answer), secrets::in_answer(answer));
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), status in 200u16..600) {
        read(&Answer::new(status, bytes));
    }

    #[test]
    fn no_value_makes_a_reader_panic(value in values(), cut in any::<prop::sample::Index>()) {
        let text = value.to_string();
        read(&Answer::new(200, text.as_str()));
        let end = cut.index(text.len() + 1);
        read(&Answer::new(401, &text.as_bytes()[..end]));
    }

    #[test]
    fn a_list_is_empty_only_when_the_vendor_says_so_and_has_no_more_entries_than_that(value in values()) {
        let list = ListKeys::of(Cpanel).decode(&Answer::new(200, value.to_string()));
        let Ok(keys) = list.map(|list| list.key_numbers().unwrap_or_else(|_| vec![KeyNumber::new("unread").unwrap()])) else {
            return Ok(());
        };
        if keys.is_empty() {
            let empty = |value: &Value| crate::shapes::is_blank(value) && !value.is_string();
            let inner = crate::shapes::unwrapped(&value);
            let inner = match inner {
                Value::Array(items) if items.len() == 1 => &items[0],
                inner => inner,
            };
            prop_assert!(empty(&value) || empty(inner), "{value}");
        }
        for key in keys {
            prop_assert!(KeyNumber::<Cpanel>::new(key.as_str()).is_ok());
        }
    }

    #[test]
    fn whatever_is_kept_is_written_out_as_it_came(value in values()) {
        let text = value.to_string();
        if let Ok(document) = Document::read(&Answer::new(200, text.as_str())) {
            prop_assert_eq!(serde_json::to_value(&document).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
            prop_assert_eq!(document.answer().body(), text.as_bytes());
        }
    }
}

#[test]
fn what_is_large_or_deep_is_no_burden() {
    for body in [
        "[".repeat(1_000_000),
        "[".repeat(200) + &"]".repeat(200),
        "{\"data\":".repeat(100_000),
        format!("\"{}\"", "x".repeat(8 << 20)),
        format!("[{}]", vec!["\"PLSK.02980001\""; 100_000].join(",")),
        "{\"keyNumber\":1e999}".into(),
        "{\"keyNumber\":NaN}".into(),
        "{\"keyNumber\":\"\\ud800\"}".into(),
        "{\"keyNumber\":\"a\\u0000\"}".into(),
    ] {
        read(&Answer::new(200, body));
    }
}

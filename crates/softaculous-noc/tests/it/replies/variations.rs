//! The many ways in which PHP writes a value: what is read, what stays as it came.

use serde_json::{Value, json};
use softaculous_noc::{
    Buy, GetInvoice, GetLogs, LicenseKey, LicensePage, ListLicenses, Purchase, Refund, ServerType,
    SetAddresses, Term,
};

use crate::support::{decode_body, fixture, place};

/// A good reply with one member replaced.
fn with(body: &str, name: &str, value: &Value) -> String {
    let mut reply: Value = serde_json::from_str(body).unwrap();
    reply[name] = value.clone();
    reply.to_string()
}

fn purchase(name: &str, value: &Value) -> Purchase {
    let buy = Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    decode_body(&buy, &with(fixture!("buy_new.json"), name, value)).unwrap()
}

fn list(name: &str, value: &Value) -> LicensePage {
    let mut reply: Value = serde_json::from_str(fixture!("list.json")).unwrap();
    reply["licenses"]["48213"][name] = value.clone();
    decode_body(&ListLicenses::new(), &reply.to_string()).unwrap()
}

/// Checks what was read, shown as text, and that what was not read is written as it came.
#[track_caller]
fn check<T: serde::Serialize>(
    reply: &T,
    place: &str,
    value: &Value,
    read: impl Into<Option<String>>,
    expected: Option<&str>,
) {
    assert_eq!(read.into().as_deref(), expected, "{value}");
    let written = serde_json::to_value(reply).unwrap();
    let written = written.pointer(place).unwrap_or(&Value::Null);
    let nothing = value.is_null() || value == "";
    if nothing {
        assert_eq!(written, &Value::Null);
    } else if expected.is_none() {
        assert_eq!(written, value, "lost");
    } else {
        assert!(!written.is_null(), "{value}");
    }
}

#[test]
fn money() {
    for (value, expected) in [
        (json!("-48"), Some("-48")),
        (json!(-48), Some("-48")),
        (json!(-48.5), Some("-48.5")),
        (json!("-48.50"), Some("-48.50")),
        (json!(0), Some("0")),
        (json!("0.00"), Some("0.00")),
        (json!(0.1 + 0.2), Some("0.3")),
        (json!(100_000.0), Some("100000")),
        (json!("79228162514264337593543950335"), Some("79228162514264337593543950335")),
        (json!("12,50"), None),
        (json!("1 200.00"), None),
        (json!("1,200.00"), None),
        (json!("2.50 EUR"), None),
        (json!("$2.50"), None),
        (json!("+2.50"), None),
        (json!("1e3"), None),
        (json!(".5"), None),
        (json!("--1"), None),
        (json!(1e30), None),
        (json!("1000000000000000000000000000000"), None),
        (json!(true), None),
        (json!([]), None),
        (json!({"a": [null]}), None),
        (json!(null), None),
        (json!(""), None),
    ] {
        let reply = purchase("bal", &value);
        check(&reply, "/bal", &value, reply.balance.get().map(ToString::to_string), expected);
        let reply = purchase("amt", &value);
        check(&reply, "/amt", &value, reply.amount.get().map(ToString::to_string), expected);
        let body = with(fixture!("refund.json"), "rate", &value);
        let reply = decode_body(&Refund::new("1".parse().unwrap()), &body).unwrap();
        check(&reply, "/rate", &value, reply.rate.get().map(ToString::to_string), expected);
        let body = with(fixture!("invoice_unbilled.json"), "amt", &value);
        let reply = decode_body(&GetInvoice::unbilled(), &body).unwrap();
        check(&reply, "/amt", &value, reply.amount.get().map(ToString::to_string), expected);
    }
}

#[test]
fn a_number_beyond_64_bits_is_kept_as_near_as_json_has_it() {
    let body = fixture!("buy_new.json").replace("\"bal\":-48", &format!("\"bal\":1{}", "0".repeat(30)));
    let buy = Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    let purchase = decode_body(&buy, &body).unwrap();
    assert_eq!(purchase.balance.get(), None);
    assert_eq!(purchase.balance.unread(), Some(&json!(1e30)));
}

#[test]
fn identifiers() {
    for (value, expected) in [
        (json!("48213"), Some("48213")),
        (json!(48213), Some("48213")),
        (json!("00048213"), Some("48213")),
        (json!(u64::MAX), Some("18446744073709551615")),
        (json!("18446744073709551616"), None),
        (json!(0), None),
        (json!("0"), None),
        (json!(-1), None),
        (json!("-1"), None),
        (json!(1.5), None),
        (json!("1.0"), None),
        (json!(" 1"), None),
        (json!("one"), None),
        (json!(true), None),
        (json!([48213]), None),
        (json!(null), None),
        (json!(""), None),
    ] {
        let reply = purchase("lid", &value);
        check(&reply, "/lid", &value, reply.license_id.get().map(ToString::to_string), expected);
        let reply = purchase("actid", &value);
        check(&reply, "/actid", &value, reply.action_id.get().map(ToString::to_string), expected);
    }
}

#[test]
fn times_and_dates() {
    for (value, expected) in [
        (json!(1_767_225_600), Some("2026-01-01T00:00:00Z")),
        (json!("1767225600"), Some("2026-01-01T00:00:00Z")),
        (json!("-1"), Some("1969-12-31T23:59:59Z")),
        (json!("2026-01-01T00:00:00Z"), Some("2026-01-01T00:00:00Z")),
        (json!(0), None),
        (json!("0"), None),
        (json!(10u64.pow(18)), None),
        (json!(1_767_225_600.5), None),
        (json!("0000-00-00"), None),
        (json!("soon"), None),
        (json!(false), None),
        (json!(null), None),
        (json!(""), None),
    ] {
        let reply = purchase("time", &value);
        check(&reply, "/time", &value, reply.time.get().map(ToString::to_string), expected);
    }
    for (value, expected) in [
        (json!("20260201"), Some("2026-02-01")),
        (json!(20_260_201), Some("2026-02-01")),
        (json!("2026-02-01"), Some("2026-02-01")),
        (json!("0000-00-00"), None),
        (json!("00000000"), None),
        (json!("20260230"), None),
        (json!("20261301"), None),
        (json!(0), None),
        (json!("0"), None),
        (json!(10u64.pow(18)), None),
        (json!("01.02.2026"), None),
        (json!("2026-02-01 10:00:00"), None),
        (json!("never"), None),
        (json!(null), None),
        (json!(""), None),
    ] {
        let reply = list("expires", &value);
        let read = reply.licenses[0].expires.get().map(ToString::to_string);
        check(&reply, "/licenses/0/expires", &value, read, expected);
    }
}

#[test]
fn flags_and_words() {
    for (value, expected) in [
        (json!("1"), Some("true")),
        (json!(1), Some("true")),
        (json!(true), Some("true")),
        (json!("0"), Some("false")),
        (json!(0), Some("false")),
        (json!(false), Some("false")),
        (json!("2"), None),
        (json!(2), None),
        (json!("maybe"), None),
        (json!([]), None),
        (json!(null), None),
    ] {
        let reply = list("active", &value);
        let read = reply.licenses[0].active.get().map(ToString::to_string);
        check(&reply, "/licenses/0/active", &value, read, expected);
    }
    for (value, expected) in [
        (json!("1"), Some("Dedicated")),
        (json!(2), Some("Vps")),
        (json!("3"), None),
        (json!(0), None),
        (json!("VPS"), None),
        (json!(true), None),
    ] {
        let reply = list("servertype", &value);
        let read = reply.licenses[0].server_type.get().map(|kind| format!("{kind:?}"));
        check(&reply, "/licenses/0/servertype", &value, read, expected);
    }
    for (value, expected) in [
        (json!("YES"), Some("YES")),
        (json!(1), Some("1")),
        (json!(1.5), Some("1.5")),
        (json!(true), None),
        (json!(["YES"]), None),
    ] {
        let reply = purchase("autorenew", &value);
        check(&reply, "/autorenew", &value, reply.auto_renew.as_str().map(str::to_owned), expected);
    }
}

#[test]
fn addresses() {
    for (value, expected) in [
        (json!("203.0.113.10"), Some("203.0.113.10")),
        (json!("not known"), None),
        (json!("203.0.113.010"), None),
        (json!(3_405_803_786_u32), None),
        (json!(null), None),
        (json!(""), None),
    ] {
        let reply = purchase("ip", &value);
        check(&reply, "/ip", &value, reply.address.get().map(ToString::to_string), expected);
    }
    let reply = list("ip", &json!("2001:DB8:0::1"));
    assert_eq!(reply.licenses[0].address.get(), Some(&"2001:db8::1".parse().unwrap()));
}

#[test]
fn keys_are_texts_of_any_shape() {
    for key in ["webuzo-1111-2222-3333-4444", "SMUSH-1111-2222-3333-4444", "ж&<"] {
        assert_eq!(purchase("license", &json!(key)).license_key.as_str(), key);
    }
    let reply = list("license", &json!("two words"));
    assert_eq!(reply.licenses[0].key.unread(), Some(&json!("two words")));
}

#[test]
fn tables_come_as_maps_lists_or_nothing() {
    let read = |body: &str| {
        let page = decode_body(&ListLicenses::new(), body).unwrap();
        let ids = page.licenses.iter().map(|license| license.id.get().map_or(0, |id| id.get()));
        ids.collect::<Vec<_>>()
    };
    assert_eq!(read(r#"{"licenses":{"7":{"license":"a"},"5":{"lid":"6"}}}"#), [7, 6], "the key stands in");
    assert_eq!(read(r#"{"licenses":[{"lid":7},{"license":"a"}]}"#), [7, 0]);
    for none in [
        r#"{"licenses":{}}"#,
        r#"{"licenses":[]}"#,
        r#"{"licenses":null}"#,
        r#"{"num_results":0}"#,
        r#"{"num_results":"0","error":[]}"#,
    ] {
        assert_eq!(read(none), [0; 0], "{none}");
    }
    let key = LicenseKey::new("k").unwrap();
    let logs = |body: &str| decode_body(&GetLogs::by_key(key.clone()), body).unwrap();
    for body in [
        r#"{"actions":{}}"#,
        r#"{"actions":[],"license":[]}"#,
        r#"{"actions":null,"license":null}"#,
        r#"{"actions":[],"license":""}"#,
        r#"{"actions":[],"license":false}"#,
    ] {
        assert_eq!((logs(body).actions.len(), logs(body).license), (0, None), "{body}");
    }
    assert_eq!(logs(r#"{"actions":{"7":{}}}"#).actions[0].id.get().map(|id| id.get()), Some(7));
    assert!(logs(r#"{"actions":{"x":{}}}"#).actions[0].id.is_missing());

    let set = SetAddresses::new("1".parse().unwrap(), "192.0.2.1".parse().unwrap());
    for body in [
        r#"{"new_ips":["192.0.2.1"]}"#,
        r#"{"new_ips":{"3":"192.0.2.1"}}"#,
        r#"{"new_ips":"192.0.2.1","lid":"1"}"#,
    ] {
        assert_eq!(decode_body(&set, body).unwrap().addresses, set.addresses(), "{body}");
    }
    let other = set.product(softaculous_noc::Product::Webuzo);
    for body in [r#"{"error":null}"#, r#"{"new_ips":[]}"#, r#"{"new_ips":null}"#] {
        assert_eq!(decode_body(&other, body).unwrap().addresses.len(), 0, "{body}");
    }
    assert_eq!(place(decode_body(&other, r#"{"new_ips":["192.0.2.2"]}"#)).0, "new_ips");
}

#[test]
fn every_empty_error_is_none() {
    for error in ["null", "\"\"", "[]", "{}", "false", "0", "\"0\""] {
        let body = fixture!("buy_new.json").replace("\"error\":null", &format!("\"error\":{error}"));
        let buy = Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
        let reply = decode_body(&buy, &body).unwrap();
        assert!(reply.extra.is_empty(), "{error}");
    }
}

#[test]
fn a_field_that_comes_twice_is_not_understood_unless_nobody_knows_it() {
    let buy = Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    let twice = fixture!("buy_new.json").replacen('{', "{\"lid\":1,", 1);
    assert_eq!(place(decode_body(&buy, &twice)).1, "duplicate field `lid`");
    let twice = fixture!("buy_new.json").replacen('{', "{\"notes\":\"a\",\"notes\":\"b\",", 1);
    let reply = decode_body(&buy, &twice).unwrap();
    assert_eq!(reply.extra.get("notes"), Some(&json!("b")), "the last one counts, as in PHP");
}

#[test]
fn a_large_text_and_escaped_zero_bytes_are_no_fault() {
    let large = "x".repeat(8 << 20);
    let reply = purchase("notes", &json!(large));
    assert_eq!(reply.extra.get("notes").and_then(Value::as_str).map(str::len), Some(8 << 20));
    let reply = list("hostname", &json!("a\0b\u{1b}[31m"));
    assert_eq!(reply.licenses[0].hostname.as_str(), Some("a\0b\u{1b}[31m"));
}

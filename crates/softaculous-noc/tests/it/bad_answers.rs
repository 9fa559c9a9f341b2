//! Answers with status 200 that do not say that it was done: never "done", never "refused", never an empty list.

use softaculous_noc::{
    Answer, AutoRenew, Buy, Cancel, Effect, ErrorKind, GetInvoice, GetLogs, LicenseId, LicenseKey,
    ListLicenses, Outcome, Refund, ServerType, SetAddresses, SetAutoRenewal, Term,
};

use license_wire::Fault;

use crate::support::{Case, Vendor, cases, decode_body, fixture, one_of_each, place};

/// Puts a member before the others of a good answer.
fn with_member(good: &str, name: &str, value: &str) -> String {
    format!("{{\"{name}\":{value},{}", good.strip_prefix('{').unwrap())
}

/// Bodies that no operation understands, by name. Each is a good answer gone wrong, where it can be.
fn broken(good: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(good.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let with = |value: &str| with_member(good, "zz", value).into_bytes();
    let mut invalid = with("\"?\"");
    let at = invalid.iter().position(|&byte| byte == b'?').unwrap();
    invalid[at] = 0xff;
    vec![
        ("empty", Vec::new()),
        ("blanks", b" \r\n\t ".to_vec()),
        ("a byte order mark alone", b"\xef\xbb\xbf".to_vec()),
        ("null", b"null".to_vec()),
        ("true", b"true".to_vec()),
        ("a number", b"1".to_vec()),
        ("a text", b"\"ok\"".to_vec()),
        ("a list", format!("[{good}]").into_bytes()),
        ("a web page", b"<!DOCTYPE html><html><body>Login</body></html>".to_vec()),
        ("PHP-serialized", b"a:2:{s:3:\"lid\";i:48213;s:5:\"error\";N;}".to_vec()),
        (
            "a PHP warning before",
            format!("\nWarning: Division by zero in a.php on line 3\n{good}").into_bytes(),
        ),
        ("a PHP warning in HTML before", format!("<br />\n<b>Notice</b>: x<br />\n{good}").into_bytes()),
        ("two documents", format!("{good}\n{good}").into_bytes()),
        ("something behind", format!("{good}x").into_bytes()),
        ("a zero byte behind", format!("{good}\0").into_bytes()),
        ("a zero byte before", format!("\0{good}").into_bytes()),
        ("a zero byte within", with("\"a\0b\"")),
        ("a trailing comma", good.replacen('}', ",}", 1).into_bytes()),
        ("single quotes", good.replace('"', "'").into_bytes()),
        ("UTF-16", utf16),
        ("invalid UTF-8", invalid),
        ("a lone surrogate", with(r#""\ud800""#)),
        ("a lone low surrogate", with(r#""\udc00x""#)),
        ("NaN", with("NaN")),
        ("infinity", with("-Infinity")),
        ("a number beyond all", with("1e999")),
        ("200 levels", with(&format!("{}{}", "[".repeat(200), "]".repeat(200)))),
        ("200 levels of objects", with(&format!("{}1{}", "{\"a\":".repeat(200), "}".repeat(200)))),
        ("two errors", with_member(&with_member(good, "error", "null"), "error", "null").into_bytes()),
    ]
}

/// The same, too large to go over HTTP for each operation.
fn huge(good: &str) -> Vec<(&'static str, Vec<u8>)> {
    let deep = "[".repeat(1_000_000);
    vec![
        ("a million levels in a member", with_member(good, "zz", &deep).into_bytes()),
        ("a million levels of objects", "{\"a\":".repeat(1_000_000).into_bytes()),
        ("a million levels", deep.into_bytes()),
        ("a text of 8 MiB", format!("\"{}\"", "x".repeat(8 << 20)).into_bytes()),
    ]
}

/// Objects without an error that say nothing of what was asked.
const BESIDE_THE_POINT: &[&str] =
    &["{}", "[]", r#"{"error":null}"#, r#"{"success":true,"done":1}"#, r#"{"status":"ok","error":""}"#];

/// Whether any object without an error is this operation's success, because nobody knows its answer.
fn is_unmodelled(case: &Case) -> bool {
    case.good == fixture!("done.json")
        || case.good == fixture!("trial_guess.json")
        || case.good == fixture!("renewals_guess.json")
}

/// Whether any object of addresses or none is an answer to it.
fn may_be_silent(case: &Case) -> bool {
    case.good == fixture!("edit_one.json") && !case.label.starts_with("softaculous")
}

#[test]
fn no_operation_takes_a_broken_answer_for_done() {
    for case in cases() {
        for (name, body) in broken(case.good) {
            match (case.decode)(&Answer::new(200, body)) {
                Err(Fault::Decode { reason, .. }) => assert!(!reason.is_empty()),
                other => panic!("{}, {name}: {other:?}", case.label),
            }
        }
    }
}

#[test]
fn no_operation_takes_a_huge_answer_for_done_or_falls_over_it() {
    for (index, case) in one_of_each().into_iter().enumerate() {
        // Without optimisation each takes a tenth of a second, so only the first one gets all of them.
        let bodies = huge(case.good).into_iter().take(if index == 0 { usize::MAX } else { 1 });
        for (name, body) in bodies {
            let read = (case.decode)(&Answer::new(200, body));
            assert!(matches!(read, Err(Fault::Decode { .. })), "{}, {name}: {read:?}", case.label);
        }
    }
}

#[test]
fn no_operation_takes_what_is_beside_the_point_for_done() {
    for case in cases().into_iter().filter(|case| !is_unmodelled(case)) {
        for body in BESIDE_THE_POINT {
            if may_be_silent(&case) && body.starts_with('{') {
                continue;
            }
            let read = (case.decode)(&Answer::new(200, *body));
            assert!(matches!(read, Err(Fault::Decode { .. })), "{}, {body}: {read:?}", case.label);
        }
    }
}

#[test]
fn a_reply_without_any_member_is_no_success_of_what_changes_or_spends() {
    for case in cases().into_iter().filter(|case| case.is_sent_once() && !may_be_silent(case)) {
        for body in ["{}", "[]", " [] \n"] {
            let read = (case.decode)(&Answer::new(200, body));
            assert!(matches!(read, Err(Fault::Decode { .. })), "{}, {body}: {read:?}", case.label);
        }
    }
}

#[test]
fn the_answer_to_another_operation_is_no_success() {
    let purchase = Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    assert_eq!(place(decode_body(&purchase, fixture!("refund.json"))).0, "action");
    let refund = Refund::new("700123".parse().unwrap());
    assert_eq!(place(decode_body(&refund, fixture!("buy_new.json"))).0, "action");
    assert_eq!(place(decode_body(&refund, fixture!("buy_renew.json"))).0, "action");
    for case in cases().into_iter().filter(|case| case.effect == Effect::Spend && !is_unmodelled(case)) {
        for other in [fixture!("list.json"), fixture!("logs.json"), fixture!("edit_one.json")] {
            let read = (case.decode)(&Answer::new(200, other));
            assert!(matches!(read, Err(Fault::Decode { .. })), "{}: {read:?}", case.label);
        }
    }
}

#[test]
fn over_http_a_broken_answer_is_unknown_and_asked_for_once() {
    for case in one_of_each() {
        for (name, body) in broken(case.good) {
            let vendor = Vendor::always(body);
            let error = (case.send)(&vendor.client()).unwrap_err();
            let label = format!("{}, {name}: {error}", case.label);
            assert_eq!(error.outcome(), Outcome::Unknown, "{label}");
            assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{label}");
            assert_eq!(error.may_have_happened(), case.is_sent_once(), "{label}");
            assert_eq!(vendor.take().len(), 1, "{label}");
        }
    }
}

#[test]
fn success_and_error_together_are_refused() {
    for case in cases() {
        let good = case.good.replace(r#","error":null"#, "").replace(r#""error":null,"#, "");
        let good = good.replace(r#""error":null"#, r#""zz":1"#);
        let vendor = Vendor::always(with_member(&good, "error", r#"{"late":"Too late"}"#));
        let error = (case.send)(&vendor.client()).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Refused, "{}: {error}", case.label);
        let ErrorKind::Refused(refusal) = error.kind() else { panic!("{error:?}") };
        assert_eq!((refusal.code.as_deref(), refusal.message.as_str()), (Some("late"), "Too late"));
        assert_eq!(vendor.take().len(), 1);
    }
}

#[test]
fn every_recorded_refusal_is_refused() {
    let (map, list, text) =
        (fixture!("error_map.json"), fixture!("error_list.json"), fixture!("error_text.json"));
    for case in cases() {
        for (body, code) in [(map, Some("some_key")), (list, None), (text, None)] {
            let Err(Fault::Refused(refusal)) = (case.decode)(&Answer::new(200, body)) else {
                panic!("{}", case.label)
            };
            assert_eq!((refusal.code.as_deref(), refusal.message.as_str()), (code, "Message"));
        }
    }
}

#[test]
fn every_proper_prefix_of_a_success_is_not_done() {
    for case in cases() {
        for end in 0..case.good.len() {
            let read = (case.decode)(&Answer::new(200, &case.good.as_bytes()[..end]));
            assert!(matches!(read, Err(Fault::Decode { .. })), "{}, {end} bytes: {read:?}", case.label);
        }
    }
}

#[test]
fn the_error_names_the_place() {
    let buy = || Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps);
    let key = || LicenseKey::new("11111-22222-33333-44444-55555").unwrap();
    let of = |result: (String, String)| result.0;
    for (body, path) in [
        (r#"{"license":5}"#, "license"),
        (r#"{"license":null}"#, "license"),
        (r#"{"license":""}"#, "license"),
        (r#"{"license":"k","ip":"203.0.113.11"}"#, "ip"),
        (r#"{"license":"k","action":"refund"}"#, "action"),
    ] {
        assert_eq!(of(place(decode_body(&buy(), body))), path, "{body}");
    }
    let (path, reason) = place(decode_body(&buy(), r#"{"lid":1}"#));
    assert_eq!((path.as_str(), reason.as_str()), ("", "missing field `license`"));

    for (body, path) in [
        (r#"{"licenses":5}"#, "licenses"),
        (r#"{"licenses":"none","num_results":0}"#, "licenses"),
        (r#"{"licenses":false,"num_results":0}"#, "licenses"),
        (r#"{"licenses":{"48213":5}}"#, "licenses.48213"),
        (r#"{"licenses":[{"lid":1},[]]}"#, "licenses[1]"),
        (r#"{"licenses":{"x":{"ip":"192.0.2.1"}}}"#, "licenses[0]"),
        (r#"{"num_results":1}"#, "licenses"),
    ] {
        assert_eq!(of(place(decode_body(&ListLicenses::new(), body))), path, "{body}");
    }
    for (body, path) in [
        (r#"{"actions":false}"#, "actions"),
        (r#"{"actions":{"1":[]}}"#, "actions.1"),
        (r#"{"actions":[],"license":"k"}"#, "license"),
        (r#"{"actions":[],"license":[1]}"#, "license"),
        (r#"{"actions":[],"license":{"license":"another"}}"#, "license.license"),
    ] {
        assert_eq!(of(place(decode_body(&GetLogs::by_key(key()), body))), path, "{body}");
    }
    // A key in other letters is the same to many a database.
    let lower = || LicenseKey::new("ugen2-0biny").unwrap();
    let upper = r#"{"lid":"1","license":"UGEN2-0BINY"}"#;
    decode_body(&GetLogs::by_key(lower()), &format!(r#"{{"actions":[],"license":{upper}}}"#)).unwrap();
    decode_body(&Cancel::by_key(lower()), &format!(r#"{{"cancelled_license":{upper}}}"#)).unwrap();
    // By address there is nothing to compare.
    let by_address = GetLogs::by_address("203.0.113.10".parse().unwrap());
    decode_body(&by_address, r#"{"actions":[],"license":{"license":"another"}}"#).unwrap();
    let numbered = GetInvoice::of("7".parse().unwrap());
    for body in [r#"{"actions":[],"invoid":0}"#, r#"{"actions":[],"invoid":"8"}"#] {
        assert_eq!(of(place(decode_body(&numbered, body))), "invoid", "{body}");
    }
    decode_body(&numbered, r#"{"actions":[],"invoid":"7"}"#).unwrap();
    decode_body(&numbered, r#"{"actions":[]}"#).unwrap();
    let invoice = GetInvoice::unbilled();
    assert_eq!(of(place(decode_body(&invoice, r#"{"actions":3}"#))), "actions");
    let set = SetAddresses::new(LicenseId::new(1).unwrap(), "203.0.113.11".parse().unwrap());
    for body in [
        r#"{"new_ips":["x"]}"#,
        r#"{"new_ips":5}"#,
        r#"{"new_ips":["203.0.113.12"]}"#,
        r#"{"new_ips":["203.0.113.11","203.0.113.12"]}"#,
        r#"{"new_ips":[]}"#,
        r#"{"lid":1}"#,
    ] {
        assert_eq!(of(place(decode_body(&set, body))), "new_ips", "{body}");
    }
    assert_eq!(of(place(decode_body(&set, r#"{"new_ips":["203.0.113.11"],"lid":2}"#))), "lid");
    let refund = Refund::new("1".parse().unwrap());
    assert_eq!(of(place(decode_body(&refund, r#"{"license":{}}"#))), "license");
    decode_body(&refund, r#"{"license":"another"}"#).unwrap();
    let named = refund.clone().of_license(key());
    assert_eq!(of(place(decode_body(&named, r#"{"license":"another"}"#))), "license");
    decode_body(&refund.of_license(lower()), r#"{"license":"UGEN2-0BINY"}"#).unwrap();
    for (body, path) in [
        (r#"{"cancelled_license":[]}"#, "cancelled_license"),
        (r#"{"cancelled_license":null}"#, "cancelled_license"),
        (r#"{"cancelled_license":{}}"#, "cancelled_license"),
        (r#"{"cancelled_license":{"license":"other"}}"#, "cancelled_license.license"),
    ] {
        assert_eq!(of(place(decode_body(&Cancel::by_key(key()), body))), path, "{body}");
    }
    let renewal = SetAutoRenewal::new(key(), AutoRenew::Off);
    assert_eq!(place(decode_body(&renewal, "[]")).1, "the reply says nothing");
}

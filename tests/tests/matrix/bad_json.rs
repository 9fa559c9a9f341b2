//! Answers with status 200 that are not the vendor's success document, where that is JSON: never done, never refused unless
//! the vendor says so. What WebSoftSolus answers to a change or an order is not published, so there anything is a success that
//! can be read and does not say no.

use crate::row::{Expect, Row};
use crate::run;
use crate::status::{PAGE, closing};
use license_hub_tests::calls::Call;
use license_wire::Effect;
use serde_json::{Value, json};

/// What is made of a good answer.
type Make = fn(&str) -> Vec<u8>;

fn json(call: &Call) -> bool {
    !call.answers_in_xml()
}

fn row(name: &str, expect: &Expect, make: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Row {
    let name = format!("200 with JSON: {name}");
    Row::plain(name, expect, move |call| closing(200, "", make(&(call.done)(0)))).only(json)
}

fn with(good: &str, member: &str) -> Vec<u8> {
    format!("{{{member},{}", good.strip_prefix('{').unwrap()).into_bytes()
}

/// WebSoftSolus, whose refusals have to be recognised among answers of any kind.
fn is_open(call: &Call) -> bool {
    call.takes_anything || call.name == "properties"
}

#[test]
fn what_is_not_the_success_document_is_not_done() {
    let cut = Expect::cut();
    let nowhere: [(&str, Make); 16] = [
        ("a page", |_| PAGE.into()),
        ("a warning in HTML before it", |good| format!("<br />\n<b>Notice</b>: x<br />\n{good}").into()),
        ("false", |_| b"false".into()),
        ("two documents", |good| good.repeat(2).into()),
        ("something behind it", |good| format!("{good}x").into()),
        ("NUL behind it", |good| format!("{good}\0").into()),
        ("NUL inside", |good| with(good, "\"zz\":\"a\0b\"")),
        ("a comma too many", |good| good.replacen('}', ",}", 1).into()),
        ("single quotes", |good| good.replace('"', "'").into()),
        ("bytes that are not UTF-8", |good| {
            with(good, "\"zz\":\"?\"").iter().map(|byte| if *byte == b'?' { 0xff } else { *byte }).collect()
        }),
        ("a lone surrogate", |good| with(good, r#""zz":"\ud800""#)),
        ("NaN", |good| with(good, r#""zz":NaN"#)),
        ("1e999", |good| with(good, r#""zz":1e999"#)),
        ("200 levels", |good| with(good, &format!("\"zz\":{}{}", "[".repeat(200), "]".repeat(200)))),
        ("200 levels of objects", |good| {
            with(good, &format!("\"zz\":{}1{}", "{\"a\":".repeat(200), "}".repeat(200)))
        }),
        ("an object that is cut", |_| b"{\"\":\"\"".into()),
    ];
    let by_status: [(&str, Make); 9] = [
        ("nothing", |_| Vec::new()),
        ("blanks", |_| b" \r\n\t".into()),
        ("a byte order mark alone", |_| b"\xef\xbb\xbf".into()),
        ("null", |_| b"null".into()),
        ("true", |_| b"true".into()),
        ("a number", |_| b"1".into()),
        ("the word of success", |_| b"\"ok\"".into()),
        ("a warning before it", |good| format!("\nWarning: fopen() in x.php on line 7\n{good}").into()),
        ("PHP's own format", |_| b"a:2:{s:3:\"lid\";i:48213;s:5:\"error\";N;}".into()),
    ];
    let done = Expect::done_by_status();
    let by_status =
        by_status.into_iter().map(|(name, make)| row(name, &cut, make).if_anything_does(done.clone()));
    let bytes = row("bytes that are no text", &cut, |_| b"\xff\xfe{}\x00".into());
    let listed = row("a list of it", &cut, |good| format!("[{good}]").into());
    let empty = [("an empty object", "{}"), ("an empty list", "[]")].map(|(name, body)| {
        let row = row(name, &cut, |_| body.into()).if_anything_does(done.clone());
        // A list of auto-renewals may be empty in this way.
        row.only(|call| json(call) && call.is_sent_once())
    });
    run::all(
        nowhere
            .into_iter()
            .map(|(name, make)| row(name, &cut, make))
            .chain(by_status)
            .chain([
                bytes.if_anything_does(done.clone()),
                // Of one licence it may be a list of one.
                listed.only(|call| json(call) && call.name != "properties").if_anything_does(done.clone()),
                Row::plain("204", &cut, |_| closing(204, "", "")).only(json).if_anything_does(done.clone()),
            ])
            .chain(empty),
    );
}

#[test]
fn what_is_the_success_document_all_the_same_is_done() {
    let done = Expect::done();
    let makes: [(&str, Make); 7] = [
        ("a byte order mark before it", |good| format!("\u{feff}{good}").into()),
        ("blanks around it", |good| format!(" \r\n{good}\n\t").into()),
        ("a member more", |good| with(good, r#""zz":{"a":[1,null]}"#)),
        ("a large number in it", |good| with(good, r#""zz":1000000000000000000000000000000"#)),
        ("an escaped NUL in it", |good| with(good, r#""zz":"a\u0000b""#)),
        ("100 levels in it", |good| with(good, &format!("\"zz\":{}{}", "[".repeat(100), "]".repeat(100)))),
        ("numbers as texts, texts as numbers", |good| {
            changed(good, &|value| match value {
                Value::Number(number) => json!(number.to_string()),
                Value::String(text) if text.bytes().all(|b| b.is_ascii_digit()) => {
                    text.parse::<u64>().map_or_else(|_| value.clone(), Value::from)
                }
                _ => value.clone(),
            })
        }),
    ];
    run::all(makes.into_iter().map(|(name, make)| row(name, &done, make)));
}

/// Values that may be kept as they came, or not be understood, but that are no refusal and hurt nobody.
#[test]
fn odd_values_are_kept_or_not_understood_and_never_a_refusal() {
    const ODD: [&str; 15] = [
        r#""12,50""#,
        r#""1 200.00""#,
        "-3",
        r#""3 USD""#,
        "1000000000000000000000000000000",
        "1e300",
        "0.1",
        r#""0000-00-00""#,
        r#""20260230""#,
        "0",
        "1000000000000000000",
        r#""""#,
        "true",
        "[]",
        r#"{"a":1}"#,
    ];
    let odd = Expect::odd();
    let values = ODD.into_iter().map(|text| {
        let put: Value = serde_json::from_str(text).unwrap();
        row(&format!("{text} for each number and date"), &odd, move |good| {
            changed(good, &|value| if is_number_or_date(value) { put.clone() } else { value.clone() })
        })
    });
    let missing = (0..8).map(|at| {
        row(&format!("without member {at}"), &odd, move |good| {
            let mut members: Value = serde_json::from_str(good).unwrap();
            let members = members.as_object_mut().unwrap();
            let name = members.keys().nth(at % members.len()).unwrap().clone();
            members.remove(&name);
            serde_json::to_vec(members).unwrap()
        })
        // An answer to anything of WebSoftSolus needs no member, and one to a read needs one.
        .only(|call| json(call) && !is_open(call))
    });
    let doubled = (0..4).map(|at| {
        row(&format!("member {at} twice"), &odd, move |good| {
            let members: Value = serde_json::from_str(good).unwrap();
            let (name, value) = members.as_object().unwrap().iter().cycle().nth(at).unwrap();
            with(good, &format!("{}:{value}", json!(name)))
        })
    });
    run::all(values.chain(missing).chain(doubled));
}

fn is_number_or_date(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => text.parse::<f64>().is_ok(),
        _ => false,
    }
}

/// The document with each value in it, but those of lists and objects, put through this.
fn changed(good: &str, change: &dyn Fn(&Value) -> Value) -> Vec<u8> {
    fn each(value: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| each(item, change)).collect(),
            Value::Object(members) => Value::Object(
                members.iter().map(|(name, value)| (name.clone(), each(value, change))).collect(),
            ),
            other => change(other),
        }
    }
    serde_json::to_vec(&each(&serde_json::from_str(good).unwrap(), change)).unwrap()
}

#[test]
fn the_vendors_no_is_a_refusal_whatever_is_in_its_words() {
    let refused = Expect::refused(200);
    let said = |name: &str, text: String| {
        row(name, &refused, move |_| json!({"error": text}).to_string().into_bytes())
    };
    let echoed = Row::plain("200 with JSON: the caller's own password", &refused, |call| {
        closing(200, "", (call.refusal)())
    });
    // An error beside a licence is a licence's own member, or says nothing for certain.
    let both = |name: &str, expect: &Expect| {
        row(name, expect, |good| {
            with(
                &good.replace(r#""error":null,"#, "").replace(r#","error":null"#, ""),
                r#""error":"too late""#,
            )
        })
    };
    run::all([
        said("no", "not enough money".into()),
        said("no, with what steers a terminal", "\u{1b}[31mno\u{1b}]0;x\u{7}\u{9b}2J".into()),
        said("no, in lines", "no\r\nX: y\n\n\u{2028}no\u{85}".into()),
        said("no, with direction marks", "\u{202e}on\u{200f}".into()),
        echoed.only(json),
        both("success and error together", &refused).only(|call| json(call) && !is_open(call)),
        both("an error and a key", &Expect::cut()).only(|call| call.takes_anything),
    ]);
}

#[test]
fn what_is_huge_is_read_in_time_or_not_at_all() {
    let cut = Expect::cut();
    run::all(
        [
            row("a text of 8 MiB in it", &Expect::done(), |good| {
                with(good, &format!("\"zz\":\"{}\"", "x".repeat(8 << 20)))
            }),
            row("a text of 8 MiB", &cut, |_| format!("\"{}\"", "x".repeat(8 << 20)).into())
                .if_anything_does(Expect::done_by_status()),
            row("a million levels", &cut, |_| "[".repeat(1_000_000).into()),
            row("a million levels of objects", &cut, |_| "{\"a\":".repeat(1_000_000).into()),
            row("a million levels in a member", &cut, |good| {
                with(good, &format!("\"zz\":{}", "[".repeat(1_000_000)))
            }),
            row("no, in 1 MiB", &Expect::refused(200), |_| {
                json!({"error": "no ".repeat(350_000)}).to_string().into()
            }),
        ]
        .map(|row| row.only(|call| json(call) && call.effect == Effect::Spend).one_of_each().patient()),
    );
}

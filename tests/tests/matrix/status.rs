//! W8 to W10: whole answers whose status says no.

use crate::row::{Expect, Row};
use crate::run;
use license_hub_tests::answers::status;
use license_hub_tests::calls::Call;
use license_hub_tests::fault_server::{Steps, reply};
use std::time::Duration;

type Body = fn(&Call) -> Vec<u8>;

pub(crate) const PAGE: &str = "<!DOCTYPE html><html><body>Down for maintenance</body></html>";

/// What is asked for in `Retry-After`, and what is made of it at [`license_hub_tests::still::NOW`].
const WAITS: [(&str, Option<u64>); 9] = [
    ("", None),
    ("7", Some(7)),
    ("0", Some(0)),
    ("Sun, 01 Mar 2026 12:00:09 GMT", Some(9)),
    ("Sun, 01 Mar 2026 11:00:00 GMT", Some(0)),
    ("-5", None),
    ("soon", None),
    ("30", Some(30)),
    ("1000000000000", Some(1_000_000_000_000)),
];

#[test]
fn a_4xx_is_a_refusal_whatever_is_in_it() {
    let rows = [400, 401, 403, 404, 409, 422, 402, 405, 451, 499].into_iter().flat_map(|code| {
        let refused = Expect::refused(code);
        let row = |what: &str, expect: &Expect, body: Body| {
            Row::plain(format!("W8 {code} {what}"), expect, move |call| closing(code, "", body(call)))
        };
        [
            row("without a body", &refused, |_| Vec::new()),
            row("with the vendor's words", &refused, |call| (call.refusal)().into()),
            row("with a page", &refused, |_| PAGE.into()),
            row("with a good answer in it", &refused.clone().naming_a_licence(), |call| {
                (call.done)(0).into()
            }),
        ]
    });
    run::all(rows);
}

#[test]
fn a_408_or_5xx_is_unknown_and_a_read_waits_as_asked_up_to_thirty_seconds() {
    let rows = [408, 500, 502, 503, 504, 520].into_iter().flat_map(|code| {
        let waits = WAITS.into_iter().map(move |(asked, wait)| {
            let expect = waited(Expect::failed(code), wait);
            Row::plain(format!("W9 {code}, wait: {asked:?}"), &expect, move |_| closing(code, asked, PAGE))
        });
        let bodies: [(&str, Body); 3] = [
            ("without a body", |_| Vec::new()),
            ("with the vendor's words", |call| (call.refusal)().into()),
            ("with a good answer in it", |call| (call.done)(0).into()),
        ];
        let bodies = bodies.into_iter().map(move |(what, body)| {
            Row::plain(format!("W9 {code} {what}"), &Expect::failed(code), move |call| {
                closing(code, "", body(call))
            })
        });
        waits.chain(bodies)
    });
    run::all(rows);
}

#[test]
fn a_429_is_a_refusal_with_the_wait_in_it() {
    let rows = WAITS.into_iter().map(|(asked, wait)| {
        let expect = waited(Expect::too_many(), wait);
        Row::plain(format!("W10 429, wait: {asked:?}"), &expect, move |call| {
            closing(429, asked, (call.refusal)())
        })
    });
    run::all(rows);
}

/// One answer per connection, so that the tries of a read can be counted in connections.
pub(crate) fn closing(code: u16, retry_after: &str, body: impl AsRef<[u8]>) -> Steps {
    let mut headers = vec![("Connection", "close")];
    if !retry_after.is_empty() {
        headers.push(("Retry-After", retry_after));
    }
    reply(status(code, &headers, body))
}

/// A wait of more than 30 s is left to the caller.
fn waited(expect: Expect, seconds: Option<u64>) -> Expect {
    let expect = if seconds > Some(30) { expect.tries(1) } else { expect };
    expect.retry_after(seconds.map(Duration::from_secs))
}

//! W6 and W12: the head of an answer is whole, and its body is cut, late or too large.

use crate::row::{Expect, Row, SHORT, short_body};
use crate::run;
use license_hub_tests::answers::{
    announced, bad_chunk, body_of, chunked, chunked_without_end, endless_body, endless_chunks, gzip_bomb,
    half_by_length, half_chunked, ok, padded, unframed,
};
use license_hub_tests::calls::Call;
use license_hub_tests::fault_server::{Step, Steps, reply, reply_then};
use std::sync::LazyLock;
use std::time::Duration;

/// Packing it takes long.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| gzip_bomb(8));

/// More than any whole answer here, and less than one packet of TLS.
const CAP: usize = 10_000;

#[test]
fn a_body_that_is_cut_is_never_taken_for_the_whole() {
    let cut = Expect::cut();
    let half = |answer: fn(&str) -> Vec<u8>, last: Step| {
        move |call: &Call| reply_then(answer(&(call.done)(0)), last.clone())
    };
    let rows = [
        Row::both("W6 half by length, then FIN", &cut, half(|body| half_by_length(body), Step::Fin)),
        Row::both("W6 half by length, then RST", &cut, half(|body| half_by_length(body), Step::Rst)),
        with_limit(Row::both(
            "W6 half by length, then silence",
            &cut,
            half(|body| half_by_length(body), Step::Stall),
        )),
        Row::both("W6 a length and no body, then FIN", &cut, |call| {
            reply_then(announced((call.done)(0).len(), ""), Step::Fin)
        }),
        Row::both("W6 all but one byte, then FIN", &cut, |call| {
            reply_then(announced((call.done)(0).len() + 1, (call.done)(0)), Step::Fin)
        }),
        Row::both("W6 half in chunks, then FIN", &cut, half(|body| half_chunked(body), Step::Fin)),
        Row::both("W6 half in chunks, then RST", &cut, half(|body| half_chunked(body), Step::Rst)),
        with_limit(Row::both(
            "W6 half in chunks, then silence",
            &cut,
            half(|body| half_chunked(body), Step::Stall),
        )),
        Row::both("W6 chunks without the last one, then FIN", &cut, |call| {
            reply_then(chunked_without_end((call.done)(0), 7), Step::Fin)
        }),
        Row::both("W6 a chunk whose size is no number", &cut, half(|body| bad_chunk(body), Step::Fin)),
        Row::both("W6 half without a length, then FIN", &cut, half(half_unframed, Step::Fin)),
        Row::both("W6 half without a length, then RST", &cut, half(half_unframed, Step::Rst)),
        with_limit(Row::both(
            "W6 half without a length, then silence",
            &cut,
            half(half_unframed, Step::Stall),
        )),
        vec![Row::tls("W6 half without a length, then goodbye", &cut, |call| {
            vec![Step::ReadRequest, Step::Write(half_unframed(&(call.done)(0))), Step::CloseNotify, Step::Fin]
        })],
        with_limit(Row::both("W6 a body that drips", &cut, |call| drip(call, SHORT * 10))),
    ];
    run::all(rows.into_iter().flatten());
}

#[test]
fn a_whole_body_is_read_however_it_comes() {
    let done = Expect::done();
    let rows = [
        Row::both("W6 in chunks of 7", &done, |call| reply(chunked((call.done)(0), 7))),
        Row::both("W6 without a length", &done, |call| reply_then(unframed((call.done)(0)), Step::Fin)),
        vec![Row::tls("W6 without a length, with a goodbye", &done, |call| {
            vec![Step::ReadRequest, Step::Write(unframed((call.done)(0))), Step::CloseNotify, Step::Fin]
        })],
        Row::both("W6 a body that drips in time", &done, |call| drip(call, Duration::from_millis(1))),
    ];
    run::all(rows.into_iter().flatten());
}

#[test]
fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let cut = Expect::cut();
    let sized = |answer: fn(Vec<u8>) -> Vec<u8>, length: usize| {
        move |call: &Call| reply_then(answer(padded((call.done)(0), length)), Step::Fin)
    };
    let rows = [
        Row::both("W12 exactly the bound", &Expect::done(), sized(ok, CAP)),
        Row::both("W12 exactly the bound in chunks", &Expect::done(), sized(|body| chunked(body, 999), CAP)),
        Row::both("W12 exactly the bound without a length", &Expect::done(), sized(unframed, CAP)),
        Row::both("W12 one byte too many", &cut, sized(ok, CAP + 1)),
        Row::both("W12 one byte too many in chunks", &cut, sized(|body| chunked(body, 999), CAP + 1)),
        Row::both("W12 one byte too many without a length", &cut, sized(unframed, CAP + 1)),
        Row::both("W12 a length beyond all bounds", &cut, |_| {
            reply_then(announced(usize::MAX / 4, body_of(CAP + 1)), Step::Stall)
        }),
        Row::both("W12 a body without end", &cut, |_| endless_body()),
        Row::both("W12 chunks without end", &cut, |_| endless_chunks()),
        // 8 MiB in 8 KiB, which is in bounds as it comes.
        Row::both("W12 a small answer that unpacks to a large one", &cut, |_| {
            reply_then(BOMB.as_slice(), Step::Fin)
        }),
    ];
    run::all(rows.into_iter().flatten().map(|row| row.max_answer(CAP)));
}

fn with_limit(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().map(|row| row.timeouts(short_body)).collect()
}

fn half_unframed(body: &str) -> Vec<u8> {
    unframed(&body.as_bytes()[..body.len() / 2])
}

/// The head at once, and the body byte by byte.
fn drip(call: &Call, every: Duration) -> Steps {
    let whole = ok((call.done)(0));
    let (head, body) = whole.split_at(whole.len() - (call.done)(0).len());
    let body = Step::WriteSlowly { bytes: body.to_vec(), every, piece: 1 };
    vec![Step::ReadRequest, Step::Write(head.to_vec()), body, Step::Fin]
}

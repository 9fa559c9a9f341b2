//! W4 and W5: the request is read, and no head of an answer comes back, or one that is none.

use crate::row::{Expect, Row, short_answer};
use crate::run;
use license_hub_tests::answers::{
    endless_head, endless_header, half_head, half_status_line, many_headers, nul_in_header,
};
use license_hub_tests::fault_server::{Step, reply_then};

#[test]
fn a_request_without_an_answer_is_unknown() {
    let head_only = Expect::lost().requests(0, 1);
    let rows = [
        Row::both("W4 the head read, then FIN", &Expect::lost(), |_| vec![Step::ReadHead, Step::Fin]),
        Row::both("W4 the head read, then RST", &head_only, |_| vec![Step::ReadHead, Step::Rst]),
        with_limit(Row::both("W4 the head read, then silence", &Expect::lost(), |_| {
            vec![Step::ReadHead, Step::Stall]
        })),
        Row::both("W4 all read, then FIN", &Expect::lost(), |_| vec![Step::ReadRequest, Step::Fin]),
        Row::both("W4 all read, then closed", &Expect::lost(), |_| vec![Step::ReadRequest, Step::Close]),
        Row::both("W4 all read, then RST", &Expect::lost(), |_| vec![Step::ReadRequest, Step::Rst]),
        with_limit(Row::both("W4 all read, then silence", &Expect::lost(), |_| {
            vec![Step::ReadRequest, Step::Stall]
        })),
    ];
    run::all(rows.into_iter().flatten());
}

#[test]
fn a_head_that_is_none_is_unknown() {
    let lost = Expect::lost();
    let rows = [
        Row::both("W5 half a status line, then FIN", &lost, |_| reply_then(half_status_line(), Step::Fin)),
        Row::both("W5 half a status line, then RST", &lost, |_| reply_then(half_status_line(), Step::Rst)),
        with_limit(Row::both("W5 half a status line, then silence", &lost, |_| {
            reply_then(half_status_line(), Step::Stall)
        })),
        Row::both("W5 half a head, then FIN", &lost, |_| reply_then(half_head(), Step::Fin)),
        Row::both("W5 half a head, then RST", &lost, |_| reply_then(half_head(), Step::Rst)),
        with_limit(Row::both("W5 half a head, then silence", &lost, |_| {
            reply_then(half_head(), Step::Stall)
        })),
        Row::both("W5 headers without end", &lost, |_| endless_head()),
        Row::both("W5 a header without end", &lost, |_| endless_header()),
        Row::both("W5 200 headers", &lost, |call| reply_then(many_headers(200, (call.done)(0)), Step::Fin)),
        Row::both("W5 a NUL in a header", &lost, |call| reply_then(nul_in_header((call.done)(0)), Step::Fin)),
        Row::both("W5 no HTTP at all", &lost, |call| reply_then((call.done)(0), Step::Fin)),
    ];
    run::all(rows.into_iter().flatten());
}

fn with_limit(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().map(|row| row.timeouts(short_answer)).collect()
}

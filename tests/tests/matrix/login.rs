//! W19: the token of WebSoftSolus and the session of BILLmanager. A login that fails leaves the call unsent; one that was
//! refused afterwards is made once more, and so is the call, where the vendor's own no makes certain that nothing was done.

use crate::row::End;
use crate::run::said_by;
use license_hub_tests::answers::{half_by_length, half_head, ok, redirect, status, unframed};
use license_hub_tests::calls::{Call, Login, Vendor, vendors};
use license_hub_tests::canary::leaks;
use license_hub_tests::fault_server::{FaultServer, Request, Step, Steps, by_request};
use license_hub_tests::log_capture::{Capture, Threads};
use license_hub_tests::still::still;
use license_wire::{Effect, Settings};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a server plays for the n-th request of a kind; the first is 1.
type Plays = Arc<dyn Fn(&Call, usize, &Request) -> Steps + Send + Sync>;

/// What came of one call after the other on one client.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    ends: Vec<End>,
    /// Complete requests of the calls, of logins, and of looks whether a session is still open.
    requests: [usize; 3],
}

fn plays(steps: impl Fn(&Call, usize, &Request) -> Steps + Send + Sync + 'static) -> Plays {
    Arc::new(steps)
}

fn answer(answer: impl Into<Vec<u8>>) -> Steps {
    vec![Step::Write(answer.into()), Step::Fin]
}

fn closing(code: u16, body: impl AsRef<[u8]>) -> Steps {
    answer(status(code, &[("Connection", "close")], body))
}

fn lets_in() -> Plays {
    plays(|_, _, request| {
        closing(200, login_of(request).map_or_else(String::new, |login| (login.answer)(request)))
    })
}

fn login_of(request: &Request) -> Option<Login> {
    logins().into_iter().filter_map(|vendor| vendor.login()).find(|login| (login.is)(request))
}

fn done() -> Plays {
    plays(|call, _, _| closing(200, (call.done)(0)))
}

fn logins() -> Vec<Arc<dyn Vendor>> {
    vendors().into_iter().filter(|vendor| vendor.login().is_some()).collect()
}

fn asks_whether_open(request: &Request) -> bool {
    String::from_utf8_lossy(&request.body).contains("func=keepalive")
}

/// Makes a call so many times on one client, and searches all that is seen for the secrets.
fn play(vendor: &dyn Vendor, at: usize, calls: usize, [on_call, on_login, on_look]: [&Plays; 3]) -> Seen {
    let (call, login) = (vendor.calls()[at], vendor.login().unwrap());
    let counts: Arc<[AtomicUsize; 3]> = Arc::default();
    let (counted, plays) = (Arc::clone(&counts), [on_call, on_login, on_look].map(Arc::clone));
    let server = FaultServer::start([by_request(move |request| {
        if call.looks(request, 0) {
            return closing(200, (call.done)(0));
        }
        let kind = match ((login.is)(request), asks_whether_open(request)) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => 2,
        };
        let number = counted[kind].fetch_add(1, Ordering::SeqCst) + 1;
        plays[kind](&call, number, request)
    })]);
    let capture = Capture::start_as_told(Threads::This);
    let client = vendor.client(&server.url(), still(Settings::new().no_proxy()).0);
    let mut ends = Vec::new();
    let mut seen = String::new();
    for _ in 0..calls {
        match client.call(at, 0) {
            Ok(_) => ends.push(End::Done),
            Err(error) => {
                ends.push(End::of(error.outcome()));
                seen.push_str(&said_by(&error));
            }
        }
    }
    drop(server.finish());
    let leaks = leaks(format!("{seen}{}", capture.text()), vendor.canaries());
    assert!(leaks.is_empty(), "{} {}: {leaks:?}", vendor.name(), call.name);
    Seen { ends, requests: [0, 1, 2].map(|kind| counts[kind].load(Ordering::SeqCst)) }
}

/// Plays it with every call of every vendor that logs in and is picked, and compares with what `expect` says.
fn every(
    name: &str,
    pick: impl Fn(&Login) -> bool,
    calls: usize,
    plays: [&Plays; 3],
    expect: impl Fn(&Login, &Call) -> (Vec<End>, [usize; 3]),
) {
    for vendor in logins() {
        let login = vendor.login().unwrap();
        for (at, call) in vendor.calls().iter().enumerate().filter(|_| pick(&login)) {
            let (ends, requests) = expect(&login, call);
            let seen = play(&*vendor, at, calls, plays);
            assert_eq!(seen, Seen { ends, requests }, "W19 {name}: {} {}", vendor.name(), call.name);
        }
    }
}

fn is_token(login: &Login) -> bool {
    login.renews
}

fn is_session(login: &Login) -> bool {
    !login.renews
}

/// A lost or unreadable login is asked for again, and what could not log in was not sent. A session's read keeps the doubt.
#[test]
fn a_login_that_fails_leaves_the_call_unsent() {
    let lost: [(&str, usize, Steps); 9] = [
        ("lost, FIN", 3, vec![Step::Fin]),
        ("lost, RST", 3, vec![Step::Rst]),
        ("half a head", 3, answer(half_head())),
        ("down", 3, closing(503, "down")),
        ("half a body", 2, answer(half_by_length("{\"access_token\":\"abcdef\"}"))),
        ("half a body without a length", 2, answer(unframed("{\"access_token\":\"abc"))),
        ("a page", 2, closing(200, "<html>Down for maintenance</html>")),
        ("nothing", 2, closing(200, "")),
        ("a redirect", 1, answer(redirect(302, Some("https://elsewhere.example/")))),
    ];
    for (name, tries, steps) in lost {
        let fails = plays(move |_, _, _| steps.clone());
        every(
            name,
            |_| true,
            1,
            [&done(), &fails, &lets_in()],
            |login, call| {
                let doubt = is_session(login) && !call.is_sent_once();
                (vec![if doubt { End::Unknown } else { End::NotSent }], [0, tries, 0])
            },
        );
    }
}

#[test]
fn a_login_that_is_refused_refuses_the_call_and_is_not_asked_for_again() {
    for code in [400, 401, 403] {
        let refuses = plays(move |_, _, _| closing(code, "no"));
        every(
            &format!("{code} for the login"),
            |_| true,
            1,
            [&done(), &refuses, &lets_in()],
            |_, _| (vec![End::Refused], [0, 1, 0]),
        );
    }
    let words = plays(|_, _, request| {
        closing(
            200,
            if login_of(request).is_some_and(|login| login.renews) {
                r#"{"error":"invalid_client","error_description":"no such login"}"#
            } else {
                r#"<doc><error type="auth" object="badpassword"><msg>no</msg></error></doc>"#
            },
        )
    });
    every(
        "a refusal with status 200",
        |_| true,
        1,
        [&done(), &words, &lets_in()],
        |_, _| (vec![End::Refused], [0, 1, 0]),
    );
    let busy = plays(|_, _, _| closing(429, ""));
    every(
        "429 for the login",
        |_| true,
        1,
        [&done(), &busy, &lets_in()],
        |login, _| (vec![if is_token(login) { End::NotSent } else { End::Refused }], [0, 3, 0]),
    );
}

#[test]
fn a_token_is_kept_for_its_life_and_used_once_where_that_cannot_be_read() {
    let granting = |expires_in: &'static str| {
        plays(move |_, number, _| {
            closing(200, format!(r#"{{"access_token":"token-{number}","token_type":"Bearer"{expires_in}}}"#))
        })
    };
    for (expires_in, tokens) in [
        ("", 1),
        (r#","expires_in":null"#, 1),
        (r#","expires_in":3600"#, 1),
        (r#","expires_in":"3600""#, 1),
        (r#","expires_in":1000000000000000000000000000000"#, 1),
        (r#","expires_in":0"#, 3),
        (r#","expires_in":-1"#, 3),
        (r#","expires_in":"0""#, 3),
        (r#","expires_in":"soon""#, 3),
        (r#","expires_in":"""#, 3),
        (r#","expires_in":[]"#, 3),
    ] {
        every(expires_in, is_token, 3, [&done(), &granting(expires_in), &lets_in()], |_, _| {
            (vec![End::Done; 3], [3, tokens, 0])
        });
    }
}

#[test]
fn what_is_no_token_leaves_the_call_unsent() {
    for (body, end, tries) in [
        ("{}", End::NotSent, 2),
        ("[]", End::NotSent, 2),
        (r#"{"access_token":""}"#, End::NotSent, 2),
        (r#"{"access_token":17}"#, End::NotSent, 2),
        (r#"{"access_token":"t","expires_in":1e999}"#, End::NotSent, 2),
        (r#"{"access_token":"a b\r\nX: y"}"#, End::Refused, 1),
        (r#"{"access_token":"t","token_type":"MAC"}"#, End::Refused, 1),
    ] {
        let grants = plays(move |_, _, _| closing(200, body));
        every(body, is_token, 1, [&done(), &grants, &lets_in()], |_, _| (vec![end], [0, tries, 0]));
    }
}

#[test]
fn a_token_that_is_refused_once_is_renewed_and_the_call_made_once_more() {
    let once = plays(|call, number, _| match number {
        1 => closing(401, ""),
        _ => closing(200, (call.done)(0)),
    });
    every("401 once", is_token, 1, [&once, &lets_in(), &lets_in()], |_, _| (vec![End::Done], [2, 2, 0]));
    let for_ever = plays(|_, _, _| closing(401, r#"{"error":"invalid_token"}"#));
    every("401 for ever", is_token, 1, [&for_ever, &lets_in(), &lets_in()], |_, _| {
        (vec![End::Refused], [2, 2, 0])
    });
    let lost_then = plays(|_, number, _| if number == 1 { closing(401, "") } else { vec![Step::Rst] });
    every("401, then lost", is_token, 1, [&lost_then, &lets_in(), &lets_in()], |_, call| {
        let tries = if call.is_sent_once() { 1 } else { 3 };
        (vec![End::Unknown], [1 + tries, 2, 0])
    });
    let naming = plays(|call, _, _| closing(401, (call.done)(0)));
    every("401 that names a licence", is_token, 1, [&naming, &lets_in(), &lets_in()], |_, call| {
        let times = if call.effect == Effect::Spend { 1 } else { 2 };
        (vec![End::Refused], [times, times, 0])
    });
    // Words alone are enough for what does no harm when it is done twice.
    for code in [200, 400, 403] {
        let words =
            plays(move |_, _, _| closing(code, r#"{"error":"expired_token","error_description":"gone"}"#));
        every("a token refused in words", is_token, 1, [&words, &lets_in(), &lets_in()], |_, call| {
            let times = if call.effect == Effect::Spend { 1 } else { 2 };
            (vec![End::Refused], [times, times, 0])
        });
    }
    let down = plays(|_, number, request| match number {
        1 => closing(200, (login_of(request).unwrap().answer)(request)),
        _ => vec![Step::Rst],
    });
    // The first no was the vendor's own, and nothing was sent after it.
    every("401, then no token", is_token, 1, [&for_ever, &down, &lets_in()], |_, _| {
        (vec![End::NotSent], [1, 4, 0])
    });
}

const NO_RIGHT: &str =
    r#"<doc><error type="access" object=""><param name="value">soft.edit</param><msg>no</msg></error></doc>"#;
const NO_SESSION: &str = r#"<doc><error type="auth" object="expired"><msg>log in</msg></error></doc>"#;

#[test]
fn a_session_that_is_dead_is_opened_again_and_the_call_made_once_more() {
    for refusal in [NO_RIGHT, NO_SESSION] {
        let once = plays(move |call, number, _| match number {
            1 => closing(200, refusal),
            _ => closing(200, (call.done)(0)),
        });
        let for_ever = plays(move |_, _, _| closing(200, refusal));
        let lost_then =
            plays(move |_, number, _| if number == 1 { closing(200, refusal) } else { vec![Step::Rst] });
        let dead = plays(move |_, _, _| closing(200, NO_RIGHT));
        every("dead once", is_session, 1, [&once, &lets_in(), &dead], |_, _| (vec![End::Done], [2, 2, 1]));
        every("dead for ever", is_session, 1, [&for_ever, &lets_in(), &dead], |_, _| {
            (vec![End::Refused], [2, 2, 1])
        });
        every("dead, then lost", is_session, 1, [&lost_then, &lets_in(), &dead], |_, call| {
            let tries = if call.is_sent_once() { 1 } else { 3 };
            (vec![End::Unknown], [1 + tries, 2, 1])
        });
        every(
            "alive, so it is a missing right",
            is_session,
            1,
            [&for_ever, &lets_in(), &lets_in()],
            |_, _| (vec![End::Refused], [1, 1, 1]),
        );
        for (unclear, looks) in [(vec![Step::Rst], 3), (closing(503, ""), 3), (closing(200, "<html>"), 2)] {
            let nobody_knows = plays(move |_, _, _| unclear.clone());
            every("nobody can tell", is_session, 1, [&for_ever, &lets_in(), &nobody_knows], |_, _| {
                (vec![End::Refused], [1, 1, looks])
            });
        }
    }
}

#[test]
fn a_session_that_cannot_be_read_leaves_the_call_unsent() {
    for body in [
        "<doc/>",
        "<doc><auth/></doc>",
        "<doc><auth id=\"\"> </auth></doc>",
        "<doc><auth id=\"abcdef1\">abcdef2</auth></doc>",
        "<doc><auth id=\"two words\"/></doc>",
        "<doc><auth id=\"abcdef",
        "{\"doc\":{\"auth\":\"abcdef\"}}",
    ] {
        let opens = plays(move |_, _, _| closing(200, body));
        every(body, is_session, 1, [&done(), &opens, &lets_in()], |_, call| {
            (vec![if call.is_sent_once() { End::NotSent } else { End::Unknown }], [0, 2, 0])
        });
    }
    let second_factor = plays(|_, _, _| closing(200, "<doc><ok type=\"form\">func=totp.confirm</ok></doc>"));
    every("a second factor", is_session, 1, [&done(), &second_factor, &lets_in()], |_, _| {
        (vec![End::Refused], [0, 1, 0])
    });
}

#[test]
fn a_login_is_shared_by_all_calls_of_a_client() {
    every(
        "three calls",
        |_| true,
        3,
        [&done(), &lets_in(), &lets_in()],
        |_, _| (vec![End::Done; 3], [3, 1, 0]),
    );
    let first_lost =
        plays(|call, number, _| if number == 1 { vec![Step::Rst] } else { closing(200, (call.done)(0)) });
    every(
        "a lost answer keeps it",
        |_| true,
        2,
        [&first_lost, &lets_in(), &lets_in()],
        |_, call| {
            let (first, requests) = if call.is_sent_once() { (End::Unknown, 2) } else { (End::Done, 3) };
            (vec![first, End::Done], [requests, 1, 0])
        },
    );
    let page = plays(|_, _, _| answer(ok("<html>Log in</html>")));
    every(
        "a page instead of an answer keeps it",
        |_| true,
        1,
        [&page, &lets_in(), &lets_in()],
        |_, call| (vec![End::Unknown], [if call.is_sent_once() { 1 } else { 2 }, 1, 0]),
    );
}

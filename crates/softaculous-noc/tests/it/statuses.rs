//! HTTP statuses: what each means, and that only a read is asked again.

use std::sync::Arc;
use std::time::Duration;

use softaculous_noc::{Client, Environment, Error, ErrorKind, ListLicenses, Outcome, Settings};

use crate::support::{Case, Loaded, Reply, StillClock, Vendor, account, fixture, one_of_each};

const REDIRECTS: [u16; 4] = [301, 302, 307, 308];
const NOS: [u16; 6] = [400, 401, 403, 404, 409, 422];
const TROUBLES: [u16; 7] = [408, 500, 502, 503, 504, 520, 599];

/// A vendor that always answers so, and a client with the usual retries in a time that stands still.
fn vendor(reply: Reply) -> (Vendor, Client, Arc<StillClock>) {
    let vendor = Vendor::answering(move |_| reply.clone());
    let clock = Arc::new(StillClock::default());
    let settings = Settings::new().clock(clock.clone()).chance(Arc::new(Loaded(0.5)));
    let client = vendor.client_with(Environment::Live, account(), settings);
    (vendor, client, clock)
}

/// Sends an operation to a vendor that answers so; says what came of it and how often it was asked.
fn ask(case: &Case, reply: Reply) -> (Error, usize) {
    let (vendor, client, _) = vendor(reply);
    let error = (case.send)(&client).unwrap_err();
    let asked = vendor.take().len();
    assert_eq!(error.attempts() as usize, asked, "{error}");
    assert_eq!(error.may_have_happened(), case.is_sent_once() && error.outcome() == Outcome::Unknown);
    (error, asked)
}

/// Without a body, with a web page, with the vendor's refusal, and with what would be a success.
fn bodies(case: &Case) -> [&'static str; 4] {
    ["", "<html>No</html>", fixture!("error_map.json"), case.good]
}

#[test]
fn a_redirect_is_not_followed_and_what_became_of_the_call_is_unknown() {
    for case in one_of_each() {
        for status in REDIRECTS {
            for body in bodies(&case) {
                let (error, asked) = ask(&case, Reply::new(status, body));
                assert_eq!((error.outcome(), asked), (Outcome::Unknown, 1), "{} {status}", case.label);
                assert!(matches!(error.kind(), ErrorKind::Status { .. }), "{error}");
                assert_eq!(error.status(), Some(status));
            }
        }
    }
}

#[test]
fn a_status_that_says_no_is_refused_and_not_asked_again() {
    for case in one_of_each() {
        for status in NOS {
            for body in bodies(&case) {
                let (error, asked) = ask(&case, Reply::new(status, body));
                let label = format!("{} {status} {error}", case.label);
                assert_eq!((error.outcome(), asked), (Outcome::Refused, 1), "{label}");
                assert_eq!(error.status(), Some(status), "{label}");
                let own_words = body == fixture!("error_map.json");
                match error.kind() {
                    ErrorKind::Auth { message } if status == 401 => {
                        assert_eq!(message == "Message", own_words, "{label}");
                    }
                    ErrorKind::Refused(refusal) if own_words => {
                        assert_eq!(refusal.code.as_deref(), Some("some_key"));
                        assert_eq!(refusal.message, "Message");
                    }
                    ErrorKind::Status { .. } if !own_words && status != 401 => {}
                    other => panic!("{label}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn trouble_at_the_vendors_is_unknown_and_only_a_read_is_asked_again() {
    for case in one_of_each() {
        for status in TROUBLES {
            for body in bodies(&case) {
                let (error, asked) = ask(&case, Reply::new(status, body));
                let times = if case.is_sent_once() { 1 } else { 3 };
                assert_eq!((error.outcome(), asked), (Outcome::Unknown, times), "{} {status}", case.label);
                assert!(matches!(error.kind(), ErrorKind::Status { .. }), "{error}");
            }
        }
    }
}

#[test]
fn too_many_requests_is_refused_with_the_wait() {
    for case in one_of_each() {
        for body in bodies(&case) {
            let reply = Reply { retry_after: "7".into(), ..Reply::new(429, body) };
            let (error, asked) = ask(&case, reply);
            let times = if case.is_sent_once() { 1 } else { 3 };
            assert_eq!((error.outcome(), asked), (Outcome::Refused, times), "{}", case.label);
            assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        }
    }
}

#[test]
fn a_read_waits_as_long_as_the_vendor_asks_or_chance_says() {
    let seconds = Duration::from_secs;
    let jitter = [Duration::from_millis(100), Duration::from_millis(200)];
    for (retry_after, pauses, wait) in [
        ("", jitter.to_vec(), None),
        ("soon", jitter.to_vec(), None),
        ("-5", jitter.to_vec(), None),
        ("0", jitter.to_vec(), Some(seconds(0))),
        ("7", vec![seconds(7); 2], Some(seconds(7))),
        ("30", vec![seconds(30); 2], Some(seconds(30))),
        ("Sun, 01 Mar 2026 12:00:09 GMT", vec![seconds(9); 2], Some(seconds(9))),
        ("Sun, 01 Mar 2026 11:00:00 GMT", jitter.to_vec(), Some(seconds(0))),
        ("31", vec![], Some(seconds(31))),
        ("1000000000000", vec![], Some(seconds(1_000_000_000_000))),
    ] {
        for status in [429, 503] {
            let reply = Reply { retry_after: retry_after.into(), ..Reply::new(status, "") };
            let (vendor, client, clock) = vendor(reply);
            let error = client.licenses(&ListLicenses::new()).unwrap_err();
            assert_eq!(clock.take(), pauses, "{status} {retry_after}");
            assert_eq!(vendor.take().len(), pauses.len() + 1);
            assert_eq!(error.retry_after(), wait, "{status} {retry_after}");
        }
    }
}

#[test]
fn a_read_that_succeeds_at_last_is_no_error() {
    let clock = Arc::new(StillClock::default());
    let count = std::sync::atomic::AtomicUsize::new(0);
    let vendor = Vendor::answering(move |_| match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => Reply::new(503, "busy"),
        1 => Reply::ok("<html>"),
        _ => Reply::ok(fixture!("list.json")),
    });
    let settings = Settings::new().clock(clock.clone()).chance(Arc::new(Loaded(0.0)));
    let client = vendor.client_with(Environment::Live, account(), settings);
    // The web page is the second try: it is not asked a third time for a page it cannot read.
    let error = client.licenses(&ListLicenses::new()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{error}");
    assert_eq!(vendor.take().len(), 2);
    assert_eq!(client.licenses(&ListLicenses::new()).unwrap().licenses.len(), 1);
    assert_eq!(vendor.take().len(), 1);
}

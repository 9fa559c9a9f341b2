//! What each HTTP status means, and how many requests it takes.

use std::sync::Arc;
use std::time::Duration;

use billmgr_client::{Effect, ErrorKind, Outcome, Retries, Settings};

use crate::support::{Loaded, Reply, SetClock, Vendor, account, fixture, one_of_each};

fn settings() -> Settings {
    Settings::new().clock(SetClock::shared()).chance(Arc::new(Loaded(1.0)))
}

#[test]
fn each_status_means_what_the_contract_says() {
    let html = "<html><body>protection</body></html>";
    let no = fixture!("error_money.xml");
    // Status, body, outcome of what changes or spends, and how many requests a read makes of it.
    for (status, body, outcome, reads) in [
        (200, no, Outcome::Refused, 1),
        (200, html, Outcome::Unknown, 2),
        (200, "", Outcome::Unknown, 2),
        (200, "<doc/>", Outcome::Unknown, 2),
        (204, "", Outcome::Unknown, 2),
        (301, "", Outcome::Unknown, 1),
        (302, html, Outcome::Unknown, 1),
        (303, "", Outcome::Unknown, 1),
        (307, "", Outcome::Unknown, 1),
        (308, "", Outcome::Unknown, 1),
        (400, no, Outcome::Refused, 1),
        (401, html, Outcome::Refused, 1),
        (403, html, Outcome::Refused, 1),
        (404, html, Outcome::Refused, 1),
        (408, no, Outcome::Unknown, 3),
        (409, "", Outcome::Refused, 1),
        (422, no, Outcome::Refused, 1),
        (429, html, Outcome::Refused, 3),
        (460, html, Outcome::Refused, 1),
        (500, no, Outcome::Unknown, 3),
        (502, html, Outcome::Unknown, 3),
        (503, "", Outcome::Unknown, 3),
        (504, "", Outcome::Unknown, 3),
        (520, html, Outcome::Unknown, 3),
    ] {
        for case in one_of_each() {
            // Two answers without a word of the vendor's are an answer to a call of any function.
            let raw = case.label.contains("any.function");
            if raw && body == "<doc/>" {
                continue;
            }
            let vendor =
                Vendor::answering(move |_| Reply { retry_after: "3".into(), ..Reply::new(status, body) });
            let client = vendor.client_with(case.whose, account(), settings());
            let error = (case.send)(&client).unwrap_err();
            let label = format!("{} {status}: {error}", case.label);
            assert_eq!(error.outcome(), outcome, "{label}");
            let requests = if case.effect == Effect::Read { reads } else { 1 };
            assert_eq!(
                (vendor.take().len(), error.attempts()),
                (requests, u32::try_from(requests).unwrap()),
                "{label}"
            );
            assert_eq!(
                error.may_have_happened(),
                case.is_sent_once() && outcome == Outcome::Unknown,
                "{label}"
            );
            if status == 429 {
                assert_eq!(error.retry_after(), Some(Duration::from_secs(3)), "{label}");
            }
        }
    }
}

#[test]
fn a_status_that_refuses_tells_the_vendors_words() {
    for case in one_of_each() {
        let vendor = Vendor::answering(|_| Reply::new(400, fixture!("error_value.xml")));
        let error = (case.send)(&vendor.client_of(case.whose)).unwrap_err();
        assert_eq!((error.status(), error.field()), (Some(400), Some("ip")), "{}", case.label);
        let vendor = Vendor::answering(|_| Reply::new(401, fixture!("error_value.xml")));
        let error = (case.send)(&vendor.client_of(case.whose)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Auth { .. }), "{error}");
    }
}

#[test]
fn a_read_can_be_told_to_ask_once() {
    let vendor = Vendor::answering(|_| Reply::new(503, ""));
    let read = one_of_each().into_iter().find(|case| case.effect == Effect::Read).unwrap();
    let client = vendor.client_with(read.whose, account(), settings().retries(Retries::none()));
    assert!((read.send)(&client).is_err());
    assert_eq!(vendor.take().len(), 1);
}

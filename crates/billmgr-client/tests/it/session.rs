//! Sessions: opened when needed, shared, renewed, and never mistaken for a missing right.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use billmgr_client::{
    Client, Credentials, Effect, ErrorKind, GetBalances, Outcome, Period, RawCall, Renew, Retries, Settings,
    Suspend, Vendor as Whose,
};

use crate::support::{PASSWORD, Reply, SetClock, USER, Vendor, failed, fixture, service};

#[test]
fn a_programs_own_texts_can_be_masked_also_of_a_session_that_was_opened_later() {
    let sessions = Arc::<Sessions>::default();
    let vendor = vendor(&sessions);
    let client = vendor.client_with(
        Whose::Ispmanager,
        Credentials::session(USER, PASSWORD).unwrap(),
        Settings::new().retries(Retries::none()),
    );
    let scrubber = client.scrubber();
    let text = format!("{USER}:{PASSWORD} is session-1");
    assert_eq!(scrubber.clean(&text), "***:*** is session-1");
    client.balances(&GetBalances::new()).unwrap();
    assert_eq!(scrubber.clean(&text), "***:*** is ***");
}

/// A vendor that opens sessions and forgets them when it is told.
#[derive(Default)]
struct Sessions {
    opened: AtomicUsize,
    known: Mutex<HashSet<String>>,
}

impl Sessions {
    /// The vendor forgets every session.
    fn forget(&self) {
        self.known.lock().unwrap().clear();
    }

    fn open(&self) -> Reply {
        let id = format!("session-{}", self.opened.fetch_add(1, Ordering::SeqCst) + 1);
        self.known.lock().unwrap().insert(id.clone());
        Reply::ok(format!("<doc><auth id=\"{id}\" level=\"16\">{id}</auth></doc>"))
    }

    fn knows(&self, id: &str) -> bool {
        self.known.lock().unwrap().contains(id)
    }

    fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }
}

/// Answers every call of a known session by its function.
fn vendor(sessions: &Arc<Sessions>) -> Vendor {
    let sessions = Arc::clone(sessions);
    Vendor::answering(move |seen| {
        if seen.function() == "auth" {
            return sessions.open();
        }
        match seen.get("auth") {
            Some(id) if sessions.knows(id) => good(seen.function()),
            _ => Reply::ok(fixture!("error_access.xml")),
        }
    })
}

fn good(function: &str) -> Reply {
    Reply::ok(match function {
        "subaccount" => fixture!("balances.xml"),
        "service.prolong" => fixture!("renew.xml"),
        _ => fixture!("ok.xml"),
    })
}

fn client(vendor: &Vendor, clock: &Arc<SetClock>) -> Client {
    let credentials = Credentials::session(USER, PASSWORD).unwrap();
    let clock = Arc::clone(clock);
    vendor.client_with(Whose::Ispmanager, credentials, Settings::new().retries(Retries::none()).clock(clock))
}

fn renew() -> Renew {
    Renew::new(service(), Period::MONTH)
}

#[test]
fn a_session_is_opened_once_and_goes_with_every_call() {
    let sessions = Arc::default();
    let vendor = vendor(&sessions);
    let client = client(&vendor, &SetClock::shared());
    client.balances(&GetBalances::new()).unwrap();
    assert!(client.clone().renew(&renew()).unwrap().done().is_some());
    let seen = vendor.take();
    let fields: Vec<Vec<(&str, &str)>> = seen
        .iter()
        .map(|seen| seen.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect())
        .collect();
    assert_eq!(
        fields,
        [
            vec![
                ("out", "xml"),
                ("lang", "en"),
                ("func", "auth"),
                ("username", USER),
                ("password", PASSWORD)
            ],
            vec![("auth", "session-1"), ("out", "xml"), ("lang", "en"), ("func", "subaccount")],
            vec![
                ("auth", "session-1"),
                ("out", "xml"),
                ("lang", "en"),
                ("func", "service.prolong"),
                ("elid", "1204417"),
                ("period", "1"),
                ("sok", "ok"),
            ],
        ]
    );
    assert!(seen.iter().all(|seen| seen.target == "/manager/billmgr"), "nothing of it is in an address");
}

#[test]
fn the_session_stands_in_an_attribute_or_in_the_text() {
    for (body, id) in [
        (fixture!("session.xml"), "7f1c9e2ab05d"),
        (fixture!("session_old.xml"), "7f1c9e2ab05d"),
        ("<doc><auth level=\"16\"> 7f1c9e2ab05d\n</auth></doc>", "7f1c9e2ab05d"),
        ("<doc><doc><auth id=\"7f1c9e2ab05d\"/></doc></doc>", "7f1c9e2ab05d"),
    ] {
        let vendor = Vendor::in_turn(&[body, fixture!("balances.xml")]);
        client(&vendor, &SetClock::shared()).balances(&GetBalances::new()).unwrap();
        assert_eq!(vendor.take()[1].get("auth"), Some(id), "{body}");
    }
    for bad in [
        "<doc><auth id=\"canary-a\">canary-b</auth></doc>",
        "<doc><auth/></doc>",
        "<doc><auth id=\"canary a\"/></doc>",
        "<doc><ok/></doc>",
        "<doc/>",
    ] {
        let vendor = Vendor::always(bad);
        let error = failed(client(&vendor, &SetClock::shared()).renew(&renew()));
        assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{bad}: {error}");
        assert_eq!((error.outcome(), vendor.take_functions()), (Outcome::NotSent, vec!["auth".to_owned()]));
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
}

#[test]
fn an_expired_session_is_renewed_and_the_call_repeated_once_whatever_it_does() {
    for effect in [Effect::Read, Effect::Change, Effect::Spend] {
        let sessions = Arc::default();
        let vendor = vendor(&sessions);
        let client = client(&vendor, &SetClock::shared());
        let call = RawCall::new("any", effect);
        client.call(&call).unwrap();
        sessions.forget();
        vendor.take();
        client.call(&call).unwrap();
        assert_eq!(vendor.take_functions(), ["any", "keepalive", "auth", "any"], "{effect:?}");
        client.call(&call).unwrap();
        assert_eq!(vendor.take_functions(), ["any"], "{effect:?}");
    }
}

#[test]
fn a_missing_right_is_not_an_expired_session() {
    for effect in [Effect::Read, Effect::Change, Effect::Spend] {
        let vendor = Vendor::answering(|seen| match seen.function() {
            "auth" => Reply::ok(fixture!("session.xml")),
            "keepalive" => Reply::ok(fixture!("ok.xml")),
            _ => Reply::ok(fixture!("error_access.xml")),
        });
        let client = client(&vendor, &SetClock::shared());
        let error = failed(client.call(&RawCall::new("soft.suspend", effect)));
        assert_eq!(error.outcome(), Outcome::Refused);
        assert!(
            matches!(error.kind(), ErrorKind::Refused(refusal) if refusal.code.as_deref() == Some("access"))
        );
        assert_eq!(vendor.take_functions(), ["auth", "soft.suspend", "keepalive"], "{effect:?}");
    }
}

#[test]
fn where_nobody_can_tell_the_call_is_not_repeated() {
    for (status, body) in [(503, ""), (200, "<html/>"), (404, "")] {
        let vendor = Vendor::answering(move |seen| match seen.function() {
            "auth" => Reply::ok(fixture!("session.xml")),
            "keepalive" => Reply::new(status, body),
            _ => Reply::ok(fixture!("error_access.xml")),
        });
        let error = failed(client(&vendor, &SetClock::shared()).renew(&renew()));
        assert_eq!(error.outcome(), Outcome::Refused);
        assert_eq!(vendor.take_functions(), ["auth", "service.prolong", "keepalive"]);
    }
}

#[test]
fn a_session_that_never_works_ends_after_one_repetition() {
    let vendor = Vendor::answering(|seen| match seen.function() {
        "auth" => Reply::ok(fixture!("session.xml")),
        _ => Reply::ok(fixture!("error_access.xml")),
    });
    let error = failed(client(&vendor, &SetClock::shared()).renew(&renew()));
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(
        vendor.take_functions(),
        ["auth", "service.prolong", "keepalive", "auth", "service.prolong"],
        "both were refused, so nothing was done"
    );
}

#[test]
fn a_lost_answer_is_never_repeated() {
    let vendor = Vendor::answering(|seen| match seen.function() {
        "auth" => Reply::ok(fixture!("session.xml")),
        _ => Reply::new(502, ""),
    });
    let error = failed(client(&vendor, &SetClock::shared()).renew(&renew()));
    assert_eq!((error.outcome(), vendor.take_functions().len()), (Outcome::Unknown, 2));
}

#[test]
fn a_login_that_fails_leaves_a_purchase_unsent() {
    for (status, body, outcome) in [
        (200, fixture!("error_auth.xml"), Outcome::Refused),
        (503, "", Outcome::NotSent),
        (302, "", Outcome::NotSent),
        (200, "<html/>", Outcome::NotSent),
    ] {
        let vendor = Vendor::answering(move |_| Reply::new(status, body));
        let error = failed(client(&vendor, &SetClock::shared()).renew(&renew()));
        assert_eq!((error.outcome(), error.effect()), (outcome, Some(Effect::Spend)), "{error}");
        assert!(!error.may_have_happened());
        assert_eq!(
            (error.operation(), vendor.take_functions()),
            ("ispmanager.renew", vec!["auth".to_owned()])
        );
    }
}

#[test]
fn a_second_factor_is_told_and_not_tried_again() {
    let vendor = Vendor::answering(|seen| match seen.function() {
        "auth" => Reply::ok(fixture!("session.xml")),
        _ => Reply::ok(fixture!("second_factor.xml")),
    });
    let client = client(&vendor, &SetClock::shared());
    let error = failed(client.suspend(&Suspend::new(service())));
    assert!(
        matches!(error.kind(), ErrorKind::Auth { message } if message.contains("second factor")),
        "{error}"
    );
    assert_eq!(vendor.take_functions(), ["auth", "soft.suspend", "keepalive"]);
}

#[test]
fn a_session_is_renewed_before_its_time_for_what_spends() {
    let minutes = |count: u64| Duration::from_secs(count * 60);
    let sessions = Arc::default();
    let vendor = vendor(&sessions);
    let clock = SetClock::shared();
    let client = client(&vendor, &clock);
    assert!(client.renew(&renew()).unwrap().done().is_some());
    clock.pass(minutes(49));
    assert!(client.renew(&renew()).unwrap().done().is_some());
    assert_eq!(sessions.opened(), 1, "each call prolongs its life");
    clock.pass(minutes(50));
    client.balances(&GetBalances::new()).unwrap();
    assert_eq!(sessions.opened(), 1, "a read takes what is left");
    clock.pass(minutes(50));
    assert!(client.renew(&renew()).unwrap().done().is_some());
    assert_eq!(sessions.opened(), 2, "what spends does not");
    clock.pass(minutes(60));
    client.balances(&GetBalances::new()).unwrap();
    assert_eq!(sessions.opened(), 3, "after an hour nothing is left");
    let functions = vendor.take_functions();
    assert!(!functions.contains(&"keepalive".to_owned()), "{functions:?}");
}

#[test]
fn a_call_that_was_not_answered_does_not_prolong_a_session() {
    let sessions = Arc::new(Sessions::default());
    let broken = Arc::new(AtomicUsize::new(0));
    let (known, is_broken) = (Arc::clone(&sessions), Arc::clone(&broken));
    let vendor = Vendor::answering(move |seen| match seen.function() {
        "auth" => known.open(),
        _ if is_broken.load(Ordering::SeqCst) == 1 => Reply::ok(fixture!("error_access.xml")),
        function => good(function),
    });
    let clock = SetClock::shared();
    let client = client(&vendor, &clock);
    client.balances(&GetBalances::new()).unwrap();
    clock.pass(Duration::from_secs(40 * 60));
    broken.store(1, Ordering::SeqCst);
    assert!(client.balances(&GetBalances::new()).is_err());
    broken.store(0, Ordering::SeqCst);
    assert_eq!(sessions.opened(), 2, "it was taken for expired, and opened anew");
    client.balances(&GetBalances::new()).unwrap();
    assert_eq!(sessions.opened(), 2);
}

#[test]
fn thirty_two_threads_open_one_session() {
    let sessions = Arc::default();
    let vendor = vendor(&sessions);
    let client = client(&vendor, &SetClock::shared());
    let together = |count: usize| {
        let start = Barrier::new(count);
        std::thread::scope(|scope| {
            for thread in 0..count {
                let (client, start) = (client.clone(), &start);
                scope.spawn(move || {
                    start.wait();
                    if thread % 2 == 0 {
                        client.balances(&GetBalances::new()).unwrap();
                    } else {
                        assert!(client.renew(&renew()).unwrap().done().is_some());
                    }
                });
            }
        });
    };
    together(32);
    assert_eq!(sessions.opened(), 1);
    sessions.forget();
    together(32);
    assert_eq!(sessions.opened(), 2, "and one more when it has expired");
    let renewals = vendor.take_functions().iter().filter(|function| *function == "service.prolong").count();
    assert!((32..=48).contains(&renewals), "refused once at most, then done once: {renewals}");
}

#[test]
fn thirty_two_threads_share_a_refused_login() {
    let attempts = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&attempts);
    let all_here = Arc::new(Barrier::new(32));
    let vendor = Vendor::answering(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Reply::ok(fixture!("error_auth.xml"))
    });
    let client = client(&vendor, &SetClock::shared());
    std::thread::scope(|scope| {
        for _ in 0..32 {
            let (client, all_here) = (client.clone(), Arc::clone(&all_here));
            scope.spawn(move || {
                all_here.wait();
                let error = failed(client.balances(&GetBalances::new()));
                assert!(matches!(error.kind(), ErrorKind::Auth { .. }), "{error}");
            });
        }
    });
    // Threads that come when the first login has ended try their own; nobody hangs, and it is not 32.
    let attempts = attempts.load(Ordering::SeqCst);
    assert!((1..32).contains(&attempts), "{attempts}");
}

#[test]
fn each_session_is_a_secret_from_when_it_is_known() {
    let vendor = Vendor::answering(|seen| match seen.get("auth") {
        None => Reply::ok("<doc><auth id=\"canary-session\"/></doc>"),
        Some(id) => Reply::ok(format!(
            "<doc><error type=\"limit\" object=\"{id}\"><msg>no more for {id}</msg><param name=\"{id}\">{id}</param></error></doc>"
        )),
    });
    let client = client(&vendor, &SetClock::shared());
    let error = failed(client.renew(&renew()));
    assert!(!format!("{error} {error:?} {client:?}").contains("canary"), "{error}");
    assert!(error.to_string().contains("no more for ***"), "{error}");
    let preview = client.preview(&renew()).unwrap();
    assert_eq!(preview.fields[0], ("auth".to_owned(), "***".to_owned()));
}

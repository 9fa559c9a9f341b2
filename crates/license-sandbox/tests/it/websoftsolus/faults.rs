//! Faults: which requests meet them, what comes, and what is left in the ledger.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use license_sandbox::{Fault, FaultKind, Options, Sandbox, Vendor};
use serde_json::json;

use super::{Api, FAMILIES, LOGIN, PLESK_12, error, live, test};
use crate::client::{Reply, exchange, post, start};
use crate::dice::Dice;

/// Every operation: its name, its id, and a request for it.
fn operations() -> Vec<(String, String, &'static str, String, &'static str)> {
    let mut all =
        vec![("access/token".to_owned(), "W01".to_owned(), "POST", "access/token".to_owned(), LOGIN)];
    for (at, (family, key, order)) in FAMILIES.into_iter().enumerate() {
        let acts = [
            ("list", "GET", String::new(), ""),
            ("properties", "GET", format!("/{key}"), ""),
            ("edit", "PUT", format!("/{key}"), "title=t&comment="),
            ("terminate", "DELETE", format!("/{key}"), ""),
            ("orderable", "GET", "/order".to_owned(), ""),
            ("order", "POST", "/order".to_owned(), order),
        ];
        for (place, (act, method, path, form)) in acts.into_iter().enumerate() {
            let id = format!("W{:02}", 3 + at * 6 + place);
            all.push((format!("{family}.{act}"), id, method, format!("license/{family}{path}"), form));
        }
    }
    all
}

#[test]
fn an_operation_is_named_by_its_name_or_its_id() {
    let sandbox = start();
    let all = operations();
    assert_eq!((all.len(), all[18].1.as_str()), (19, "W20"));
    for (name, id, method, path, form) in &all {
        for fault in [name, id] {
            let api = live(&sandbox);
            let body = json!({"vendor": "websoftsolus", "operation": fault, "fault": "close_before"});
            assert_eq!(post(&sandbox, "/_sandbox/faults", &body.to_string()).status, 200, "{fault}");
            for (other, _, method, path, form) in all.iter().filter(|(other, ..)| other != name).step_by(5) {
                assert!(
                    !exchange(sandbox.address(), &api.bytes(method, path, form)).unwrap().is_empty(),
                    "{other}"
                );
            }
            assert!(
                exchange(sandbox.address(), &api.bytes(method, path, form)).unwrap().is_empty(),
                "{fault}"
            );
            let request = sandbox.requests().pop().unwrap();
            assert_eq!(request.operation.as_ref(), Some(name));
            assert_eq!(request.fault, Some(FaultKind::CloseBefore));
            sandbox.reset();
        }
    }
    for wrong in ["W21", "W00", "plesk", "plesk.buy", "license/plesk"] {
        let body = json!({"operation": wrong, "fault": "stall"}).to_string();
        assert_eq!(post(&sandbox, "/_sandbox/faults", &body).status, 400, "{wrong}");
    }
}

#[test]
fn the_test_environment_has_an_id_of_its_own() {
    let sandbox = start();
    let (live_api, test_api) = (live(&sandbox), test(&sandbox));
    sandbox.add_fault(Fault::new(FaultKind::status(503)).operation("W02"));
    assert_eq!(live_api.send("GET", "license/plesk", "").status, 200);
    assert_eq!(test_api.send("GET", "license/plesk", "").status, 503);
    assert_eq!(test_api.send("GET", "license/plesk", "").status, 200);
}

#[test]
fn a_fault_for_another_vendor_is_not_met() {
    let sandbox = start();
    let api = live(&sandbox);
    sandbox.add_fault(Fault::new(FaultKind::CloseBefore).vendor(Vendor::Softaculous));
    api.order("plesk", PLESK_12);
    assert_eq!(sandbox.pending_faults().len(), 1);
}

/// Sends what changes something while a fault waits for it: whether anything came, and whether it was done.
fn meet(api: &Api<'_>, fault: &FaultKind, method: &str, path: &str, form: &str) -> bool {
    api.sandbox.add_fault(Fault::new(fault.clone()).vendor(Vendor::WebSoftSolus));
    let came = exchange(api.sandbox.address(), &api.bytes(method, path, form));
    let request = api.sandbox.requests().pop().unwrap();
    assert_eq!(request.fault.as_ref(), Some(fault));
    assert_eq!(request.committed, fault.commits(), "{fault:?}");
    match fault {
        FaultKind::CloseBefore | FaultKind::CommitThenDrop => assert!(came.unwrap().is_empty()),
        FaultKind::ResetBefore | FaultKind::CommitThenReset => assert!(came.is_err()),
        FaultKind::Wire { bytes, .. } => assert_eq!(came.unwrap(), bytes.as_bytes()),
        _ => assert!(!came.unwrap().is_empty()),
    }
    request.committed
}

#[test]
fn every_fault_leaves_what_it_says_in_the_books() {
    let either = |commit| {
        vec![
            FaultKind::Status { code: 502, retry_after: Some("5".into()), body: None, commit },
            FaultKind::Html { commit },
            FaultKind::Empty { commit },
            FaultKind::Raw { body: "nonsense".into(), commit },
            FaultKind::Wire { bytes: "HTTP/1.1 200 OK\r\nContent-Le".into(), commit },
        ]
    };
    let mut faults = vec![
        FaultKind::CloseBefore,
        FaultKind::ResetBefore,
        FaultKind::CommitThenDrop,
        FaultKind::CommitThenReset,
        FaultKind::HalfAnswer,
        FaultKind::HalfAnswerUnframed,
        FaultKind::Redirect { code: 302, location: Some("http://127.0.0.1:1/".into()) },
        FaultKind::BadCredentials,
        FaultKind::ExpiredToken,
        FaultKind::NotEnoughMoney,
        FaultKind::Latency { ms: 1 },
    ];
    faults.extend(either(false));
    faults.extend(either(true));
    let sandbox = start();
    for fault in &faults {
        for (family, key, order) in FAMILIES {
            sandbox.reset();
            let api = live(&sandbox);
            let (list, path) = (api.keys(family), format!("license/{family}/{key}"));
            let before = api.get(&path);

            let done = meet(&api, fault, "POST", &format!("license/{family}/order"), order);
            assert_eq!(sandbox.ledger().len(), usize::from(done), "{fault:?}");
            let bought = sandbox.ledger().pop().and_then(|entry| entry.license_key);
            assert_eq!(api.keys(family), [list.clone(), bought.into_iter().collect()].concat());

            let done = meet(&api, fault, "PUT", &path, "title=changed&comment=");
            assert_eq!(api.get(&path)["title"] == "changed", done);
            assert_eq!(api.get(&path) == before, !done);

            let charges = sandbox.ledger().len();
            let done = meet(&api, fault, "DELETE", &path, "");
            assert_eq!(api.send("GET", &path, "").status, if done { 404 } else { 200 });
            assert_eq!(sandbox.ledger().len(), charges);
        }
    }
}

#[test]
fn an_expired_token_is_refused_as_the_vendor_would() {
    let sandbox = start();
    let api = live(&sandbox);
    for (_, _, method, path, form) in operations() {
        sandbox.add_fault(Fault::new(FaultKind::ExpiredToken).vendor(Vendor::WebSoftSolus));
        let reply = api.send(method, &path, form);
        let code = if path == "access/token" { "invalid_client" } else { "expired_token" };
        assert_eq!((reply.status, error(&reply).0.as_str()), (401, code), "{method} {path}");
        let challenge = &reply.headers["www-authenticate"];
        assert!(challenge.starts_with(&format!("Bearer realm=\"Service\", error=\"{code}\"")), "{challenge}");
    }
    assert!(sandbox.ledger().is_empty());
    assert!(sandbox.requests().iter().all(|request| !request.committed));
    assert_eq!(api.keys("plesk").len(), 6, "the token itself is as good as before");
}

#[test]
fn other_refusals_come_in_the_vendors_words() {
    let sandbox = start();
    let api = live(&sandbox);
    for (fault, status, code) in [
        (FaultKind::BadCredentials, 401, "invalid_token"),
        (FaultKind::NotEnoughMoney, 402, "insufficient_credit"),
    ] {
        sandbox.add_fault(Fault::new(fault).operation("plesk.order"));
        assert_eq!(api.refused("POST", "license/plesk/order", PLESK_12).0, status);
        let requests = sandbox.requests();
        assert!(requests.last().unwrap().fault.is_some());
        sandbox.add_fault(Fault::new(requests.last().unwrap().fault.clone().unwrap()));
        assert_eq!(api.refused("POST", "license/plesk/order", PLESK_12).1, code);
    }
    sandbox.add_fault(Fault::new(FaultKind::BadCredentials).operation("W01"));
    assert_eq!(error(&post(&sandbox, "/websoftsolus/access/token", LOGIN)).0, "invalid_client");
    assert_eq!(post(&sandbox, "/websoftsolus/access/token", LOGIN).status, 200);
}

#[test]
fn requests_do_not_wait_for_one_another() {
    let latency = Duration::from_millis(250);
    let sandbox = Sandbox::start(Options::default().latency(latency).licenses(16)).unwrap();
    let api = live(&sandbox);
    let keys = api.keys("plesk");
    let started = Instant::now();
    std::thread::scope(|scope| {
        for key in &keys {
            let api = &api;
            scope.spawn(move || {
                assert_eq!(api.get(&format!("license/plesk/{key}"))["keyNumber"], key.as_str());
            });
        }
    });
    assert!(started.elapsed() >= latency);
    assert!(started.elapsed() < latency * 12, "sixteen of them took {:?}", started.elapsed());

    // One that waits for ever holds up nobody.
    sandbox.add_fault(Fault::new(FaultKind::StallBefore).operation("plesk.order"));
    let mut stalled = std::net::TcpStream::connect(sandbox.address()).unwrap();
    std::io::Write::write_all(&mut stalled, &api.bytes("POST", "license/plesk/order", PLESK_12)).unwrap();
    assert_eq!(api.keys("plesk").len(), 16);
}

#[test]
fn after_any_sequence_of_calls_and_faults_the_keys_and_the_ledger_agree() {
    for seed in 0..6 {
        let sandbox = start();
        let mut dice = Dice(seed);
        let apis = [live(&sandbox), test(&sandbox)];
        let mut expected: BTreeMap<(usize, &str), Vec<String>> = BTreeMap::new();
        for (at, api) in apis.iter().enumerate() {
            for (family, ..) in FAMILIES {
                expected.insert((at, family), api.keys(family));
            }
        }
        for _ in 0..80 {
            let at = usize::try_from(dice.roll(2)).unwrap();
            let (family, _, order) = FAMILIES[usize::try_from(dice.roll(3)).unwrap()];
            let keys = expected.get_mut(&(at, family)).unwrap();
            let commit = dice.roll(2) == 0;
            let fault = match dice.roll(8) {
                0 => Some(FaultKind::CommitThenDrop),
                1 => Some(FaultKind::CloseBefore),
                2 => Some(FaultKind::HalfAnswer),
                3 => Some(FaultKind::Status { code: 500, retry_after: None, body: None, commit }),
                4 => Some(FaultKind::ExpiredToken),
                _ => None,
            };
            if let Some(fault) = fault {
                sandbox.add_fault(fault);
            }
            let before = sandbox.ledger().len();
            let pick = usize::try_from(dice.roll(20)).unwrap();
            let ended = keys.get(pick).cloned();
            let bytes = match &ended {
                Some(key) => apis[at].bytes("DELETE", &format!("license/{family}/{key}"), ""),
                None => apis[at].bytes("POST", &format!("license/{family}/order"), order),
            };
            let came = exchange(sandbox.address(), &bytes);
            let request = sandbox.requests().pop().unwrap();
            let new = &sandbox.ledger()[before..];
            match (&ended, request.committed) {
                (Some(_), true) => {
                    keys.remove(pick);
                }
                (None, true) => {
                    assert_eq!((new.len(), new[0].request), (1, request.number));
                    keys.push(new[0].license_key.clone().unwrap());
                }
                _ => {}
            }
            assert_eq!(new.len(), usize::from(ended.is_none() && request.committed));
            if request.fault.is_none() {
                assert_eq!(Reply::parse(&came.unwrap()).status < 300, request.committed);
            }
        }
        for ((at, family), keys) in expected {
            assert_eq!(apis[at].keys(family), keys);
        }
    }
}

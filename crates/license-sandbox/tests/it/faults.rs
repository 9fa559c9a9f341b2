//! What each fault puts on the wire, and what it leaves in the ledger.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use license_sandbox::{Body, Fault, FaultKind, Options, Sandbox, Vendor};

use crate::client::{Reply, ask, buy, done, exchange, exchange_half_closed, purchase, start, wire};

/// Sends one purchase that meets a fault, and says what came and how many charges there are now.
fn purchase_with(sandbox: &Sandbox, fault: FaultKind) -> (std::io::Result<Vec<u8>>, usize) {
    sandbox.add_fault(Fault::new(fault).vendor(Vendor::Softaculous).operation("softaculous_buy"));
    let came = exchange(sandbox.address(), &wire("softaculous_buy", &purchase("192.0.2.1")));
    let request = sandbox.requests().pop().unwrap();
    assert_eq!(request.committed, request.fault.unwrap().commits());
    (came, sandbox.ledger().len())
}

fn answer_with(sandbox: &Sandbox, fault: FaultKind) -> (Reply, usize) {
    let (came, charges) = purchase_with(sandbox, fault);
    (Reply::parse(&came.unwrap()), charges)
}

#[test]
fn a_connection_closed_before_or_after_gives_not_one_byte() {
    let sandbox = start();
    let (came, charges) = purchase_with(&sandbox, FaultKind::CloseBefore);
    assert_eq!((came.unwrap(), charges), (vec![], 0));
    let (came, charges) = purchase_with(&sandbox, FaultKind::CommitThenDrop);
    assert_eq!((came.unwrap(), charges), (vec![], 1));
    assert_eq!(ask(&sandbox, "softaculous", "ips=192.0.2.1")["num_results"], 1, "it was really bought");
}

#[test]
fn a_reset_is_a_reset() {
    let sandbox = start();
    let (came, charges) = purchase_with(&sandbox, FaultKind::ResetBefore);
    assert_eq!((came.unwrap_err().kind(), charges), (ErrorKind::ConnectionReset, 0));
    let (came, charges) = purchase_with(&sandbox, FaultKind::CommitThenReset);
    assert_eq!((came.unwrap_err().kind(), charges), (ErrorKind::ConnectionReset, 1));
}

#[test]
fn half_an_answer_promises_the_whole_length() {
    let sandbox = start();
    let (reply, charges) = answer_with(&sandbox, FaultKind::HalfAnswer);
    let promised: usize = reply.headers["content-length"].parse().unwrap();
    assert_eq!((reply.status, reply.body.len(), charges), (200, promised / 2, 1));
    assert!(reply.text().starts_with("{\"lid\":"));
}

#[test]
fn half_an_answer_without_a_length_promises_nothing() {
    let sandbox = start();
    let (reply, charges) = answer_with(&sandbox, FaultKind::HalfAnswerUnframed);
    assert_eq!((reply.headers.get("content-length"), reply.headers.get("transfer-encoding")), (None, None));
    assert_eq!((reply.headers["connection"].as_str(), charges), ("close", 1));
    assert!(reply.text().starts_with("{\"lid\":") && !reply.text().ends_with('}'));
}

#[test]
fn a_stall_sends_nothing_until_the_client_leaves() {
    let sandbox = start();
    for (fault, charges) in [(FaultKind::StallBefore, 0), (FaultKind::Stall, 1)] {
        sandbox.add_fault(fault);
        let mut stream = TcpStream::connect(sandbox.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        stream.write_all(&wire("softaculous_buy", &purchase("192.0.2.1"))).unwrap();
        let error = stream.read(&mut [0; 1]).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
        // The client leaves, and the sandbox closes its side.
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        stream.set_read_timeout(None).unwrap();
        assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0);
        assert_eq!(sandbox.ledger().len(), charges);
    }
}

#[test]
fn a_stall_ends_with_its_limit_or_the_sandbox() {
    let sandbox = Sandbox::start(Options::default().stall_limit(Duration::from_millis(10))).unwrap();
    let (came, charges) = purchase_with(&sandbox, FaultKind::Stall);
    assert_eq!((came.unwrap(), charges), (vec![], 1));

    let sandbox = start();
    sandbox.add_fault(FaultKind::Stall);
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream.write_all(&wire("softaculous", "")).unwrap();
    while sandbox.requests().is_empty() {
        std::thread::yield_now();
    }
    drop(sandbox);
    assert!(stream.read(&mut [0; 1]).is_ok_and(|count| count == 0));
}

#[test]
fn any_status_comes_with_its_wait_and_body() {
    let sandbox = start();
    for code in [408, 429, 500, 502, 503, 504, 520, 999, 204, 304] {
        let (reply, charges) = answer_with(&sandbox, FaultKind::status(code));
        assert_eq!((reply.status, charges), (code, 0));
        assert_eq!(reply.headers.get("retry-after"), None);
    }
    for code in [0, 42, 100, 101, 199, 1000] {
        assert_eq!(answer_with(&sandbox, FaultKind::status(code)).0.status, 500, "{code}");
    }
    let wait = |wait: &str| FaultKind::Status {
        code: 503,
        retry_after: Some(wait.into()),
        body: Some("busy".into()),
        commit: true,
    };
    let (reply, charges) = answer_with(&sandbox, wait("Fri, 31 Dec 1999 23:59:59 GMT"));
    assert_eq!(
        (reply.text(), reply.headers["retry-after"].as_str()),
        ("busy", "Fri, 31 Dec 1999 23:59:59 GMT")
    );
    assert_eq!(charges, 1);
    assert_eq!(answer_with(&sandbox, wait("-1")).0.headers["retry-after"], "-1");
    assert_eq!(answer_with(&sandbox, wait("a\r\nb: c")).0.headers.get("retry-after"), None);
}

#[test]
fn a_redirect_may_lead_anywhere_or_nowhere() {
    let sandbox = start();
    for code in [301, 302, 303, 307, 308] {
        let location = Some("http://127.0.0.1:1/elsewhere".to_owned());
        let (reply, charges) =
            answer_with(&sandbox, FaultKind::Redirect { code, location: location.clone() });
        assert_eq!((reply.status, reply.headers.get("location").cloned(), charges), (code, location, 0));
    }
    let (reply, _) = answer_with(&sandbox, FaultKind::Redirect { code: 302, location: None });
    assert_eq!(reply.headers.get("location"), None);
}

#[test]
fn pages_empty_answers_and_raw_bytes_come_done_or_not() {
    let sandbox = start();
    let (reply, charges) = answer_with(&sandbox, FaultKind::Html { commit: false });
    assert!(reply.status == 200 && reply.text().starts_with("<!DOCTYPE html>") && charges == 0);
    assert_eq!(answer_with(&sandbox, FaultKind::Html { commit: true }).1, 1);

    let (reply, charges) = answer_with(&sandbox, FaultKind::Empty { commit: false });
    assert_eq!(
        (reply.status, reply.body.len(), reply.headers["content-length"].as_str(), charges),
        (200, 0, "0", 1)
    );
    assert_eq!(answer_with(&sandbox, FaultKind::Empty { commit: true }).1, 2);

    let bytes = vec![0xEF, 0xBB, 0xBF, 0, 0xFF];
    let (reply, charges) =
        answer_with(&sandbox, FaultKind::Raw { body: bytes.clone().into(), commit: false });
    assert_eq!((reply.status, reply.body, charges), (200, bytes, 2));
    assert_eq!(answer_with(&sandbox, FaultKind::Raw { body: "null".into(), commit: true }).1, 3);
}

#[test]
fn bytes_on_the_wire_are_just_those() {
    let sandbox = start();
    for bytes in
        ["HTTP/1.", "HTTP/1.1 200 OK\r\nContent-Le", "SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\nX: \0\r\n\r\n"]
    {
        let (came, charges) = purchase_with(&sandbox, FaultKind::Wire { bytes: bytes.into(), commit: false });
        assert_eq!((came.unwrap(), charges), (bytes.as_bytes().to_vec(), 0));
    }
    assert_eq!(purchase_with(&sandbox, FaultKind::Wire { bytes: Body::from(vec![255]), commit: true }).1, 1);
}

#[test]
fn refusals_come_in_the_vendors_words() {
    let sandbox = start();
    for (fault, key) in [
        (FaultKind::BadCredentials, "login"),
        (FaultKind::ExpiredToken, "login"),
        (FaultKind::NotEnoughMoney, "balance"),
    ] {
        let (reply, charges) = answer_with(&sandbox, fault);
        assert!(reply.json()["error"][key].is_string());
        assert_eq!((reply.status, charges), (200, 0));
    }
}

#[test]
fn a_late_answer_is_a_whole_one() {
    let sandbox = start();
    let started = Instant::now();
    let (reply, charges) = answer_with(&sandbox, FaultKind::Latency { ms: 40 });
    assert!(started.elapsed() >= Duration::from_millis(40));
    assert_eq!((&reply.json()["action"], charges), (&"new".into(), 1));

    let slow = Sandbox::start(Options::default().latency(Duration::from_millis(40))).unwrap();
    let started = Instant::now();
    buy(&slow, "192.0.2.1");
    assert!(started.elapsed() >= Duration::from_millis(40));
}

#[test]
fn a_client_that_gives_up_on_a_late_answer_has_bought_all_the_same() {
    let sandbox = start();
    sandbox.add_fault(FaultKind::Latency { ms: 600_000 });
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream.write_all(&wire("softaculous_buy", &purchase("192.0.2.1"))).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert!(stream.read(&mut [0; 1]).is_err());
    drop(stream);
    while sandbox.requests().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(sandbox.ledger().len(), 1);
}

#[test]
fn only_the_requests_meant_meet_a_fault() {
    let sandbox = start();
    sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation("S01").skip(1).times(2));
    let buys: Vec<bool> = (0..5)
        .map(|_| {
            done(&sandbox, "softaculous", "");
            exchange(sandbox.address(), &wire("softaculous_buy", &purchase("192.0.2.1"))).unwrap().is_empty()
        })
        .collect();
    assert_eq!(buys, [false, true, true, false, false]);
    assert_eq!(sandbox.ledger().len(), 5);
    assert!(sandbox.pending_faults().is_empty());
}

#[test]
fn an_operation_is_named_by_its_wire_name_or_by_each_of_its_ids() {
    let sandbox = start();
    let key = "lickey=x";
    for (ca, form, names) in [
        ("softaculous", "", &["softaculous", "S02"][..]),
        ("licenses", "", &["softaculous", "S02"]),
        ("buy", "", &["softaculous_buy", "S01"]),
        ("softaculous_showlicense", "", &["S03"]),
        ("softaculous_licenselogs", "key=x", &["softaculous_licenselogs", "S04"]),
        ("softaculous_licenselogs", "licip=x", &["S05"]),
        ("softaculous_renewals", "", &["softaculous_renewals", "S06"]),
        ("softaculous_renewals", "addrenewal=1", &["S07"]),
        ("softaculous_renewals", "cancelrenewal=1", &["S08"]),
        ("softaculous_refund", "", &["S09"]),
        ("softaculous_cancel", key, &["softaculous_cancel", "S10"]),
        ("softaculous_cancel", "licip=x&force=1", &["S11", "S12"]),
        ("invoicedetails", "", &["invoicedetails", "S17"]),
        ("webuzo_buy", "", &["webuzo_buy", "S01", "S18"]),
        ("webuzotrial", "", &["webuzotrial", "S18"]),
    ] {
        for name in names {
            sandbox.reset();
            sandbox.add_fault(Fault::new(FaultKind::CloseBefore).operation(*name));
            assert!(
                exchange(sandbox.address(), &wire(ca, form)).unwrap().is_empty(),
                "{ca} {form} as {name}"
            );
        }
        sandbox.reset();
        sandbox.add_fault(Fault::new(FaultKind::CloseBefore).operation("virtualizor_buy"));
        assert!(!exchange(sandbox.address(), &wire(ca, form)).unwrap().is_empty(), "{ca}");
    }
}

#[test]
fn a_dropped_connection_ends_in_order_even_with_more_sent() {
    let sandbox = start();
    sandbox.add_fault(FaultKind::CommitThenDrop);
    let mut two = wire("softaculous_buy", &purchase("192.0.2.1"));
    two.extend_from_slice(&wire("softaculous_buy", &purchase("192.0.2.2")));
    let came = exchange_half_closed(sandbox.address(), &two);
    assert!(came.is_ok_and(|bytes| bytes.is_empty()));
    assert_eq!(sandbox.ledger().len(), 1, "what followed on the connection was never read");
}

#[test]
fn an_earlier_answer_on_the_connection_arrives_whole_before_a_fault() {
    let sandbox = start();
    sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation("softaculous_buy"));
    let keep =
        String::from_utf8(wire("softaculous", "expiry=1")).unwrap().replace("Connection: close\r\n", "");
    let mut bytes = keep.into_bytes();
    bytes.extend_from_slice(&wire("softaculous_buy", &purchase("192.0.2.1")));
    let came = exchange(sandbox.address(), &bytes).unwrap();
    assert_eq!(Reply::parse(&came).json()["num_results"], 1);
    assert_eq!(sandbox.ledger().len(), 1);
}

#[test]
fn many_clients_at_once_leave_a_ledger_without_gaps() {
    let sandbox = start();
    sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).times(10).skip(5));
    sandbox.add_fault(Fault::new(FaultKind::CloseBefore).times(10).skip(20));
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let sandbox = &sandbox;
            scope.spawn(move || {
                for number in 0..5 {
                    let form = purchase(&format!("192.0.2.{}", thread * 5 + number));
                    let _ = exchange(sandbox.address(), &wire("softaculous_buy", &form)).unwrap();
                }
            });
        }
    });
    let ledger = sandbox.ledger();
    assert_eq!(ledger.len(), 70);
    assert!(ledger.iter().enumerate().all(|(at, entry)| entry.sequence == at as u64 + 1));
    let times: Vec<_> = ledger.iter().map(|entry| entry.time).collect();
    assert!(times.is_sorted() && times.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(sandbox.requests().iter().filter(|request| request.committed).count(), 70);
    assert_eq!(sandbox.connections(), 80);
}

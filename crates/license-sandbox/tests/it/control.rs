//! The sandbox's own paths, its record, and the program.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use license_sandbox::{Fault, FaultKind, LedgerEntry, Options, RecordedRequest, Sandbox, StartDate};
use serde_json::{Value, json};

use crate::client::{LOGIN, Reply, buy, done, exchange, get, post, purchase, start, wire};

#[test]
fn the_ledger_and_the_requests_are_there_over_http() {
    let sandbox = start();
    buy(&sandbox, "192.0.2.1");
    let ledger: Vec<LedgerEntry> = serde_json::from_slice(&get(&sandbox, "/_sandbox/ledger").body).unwrap();
    assert_eq!(ledger, sandbox.ledger());
    let requests: Vec<RecordedRequest> =
        serde_json::from_slice(&get(&sandbox, "/_sandbox/requests").body).unwrap();
    assert_eq!(requests, sandbox.requests());
    assert_eq!(requests.len(), 1, "what goes to the sandbox itself is not recorded");
    let entry = get(&sandbox, "/_sandbox/ledger").json()[0].clone();
    assert_eq!((&entry["amount"], &entry["environment"]), (&"2.00".into(), &"live".into()));
    assert_eq!((&entry["date"], &entry["time"]), (&"2026-03-01".into(), &"2026-03-01T00:00:01Z".into()));
}

#[test]
fn faults_are_ordered_over_http() {
    let sandbox = start();
    let one = json!({"vendor": "softaculous", "operation": "softaculous_buy", "fault": "commit_then_drop"});
    assert_eq!(post(&sandbox, "/_sandbox/faults", &one.to_string()).status, 200);
    assert_eq!(
        sandbox.pending_faults(),
        [Fault::new(FaultKind::CommitThenDrop)
            .vendor(license_sandbox::Vendor::Softaculous)
            .operation("softaculous_buy")]
    );
    assert!(
        exchange(sandbox.address(), &wire("softaculous_buy", &purchase("192.0.2.1"))).unwrap().is_empty()
    );
    assert_eq!(sandbox.ledger().len(), 1);

    let many = json!([{"fault": {"status": {"code": 503, "retry_after": 7}}, "times": 2}, {"fault": {"latency": {"ms": 1}}}]);
    let pending = post(&sandbox, "/_sandbox/faults", &many.to_string()).json();
    assert_eq!(pending.as_array().unwrap().len(), 2);
    assert_eq!(get(&sandbox, "/_sandbox/faults").json(), pending);
    let reply = post(&sandbox, "/softaculous/clients", LOGIN);
    assert_eq!((reply.status, reply.headers["retry-after"].as_str()), (503, "7"));
}

#[test]
fn a_fault_that_cannot_be_met_is_refused_with_the_reason() {
    let sandbox = start();
    for (body, reason) in [
        ("", "EOF"),
        ("{", "EOF"),
        ("nonsense", "expected"),
        (r#"{"fault":"comit"}"#, "unknown variant"),
        (r#"{"fault":"stall","operation":"softaculous_bye"}"#, "softaculous_bye"),
        (r#"{"fault":"stall","vendor":"acme"}"#, "acme"),
        (r#"{"fault":"stall","count":1}"#, "count"),
        (r#"[{"fault":"stall"},{"fault":{"status":{}}}]"#, "code"),
        (r#"{"fault":"stall","times":-1}"#, "-1"),
    ] {
        let reply = post(&sandbox, "/_sandbox/faults", body);
        assert_eq!(reply.status, 400, "{body}");
        assert!(reply.json()["error"].as_str().unwrap().contains(reason), "{body}: {}", reply.text());
    }
    assert!(sandbox.pending_faults().is_empty());
}

#[test]
fn the_date_is_moved_over_http() {
    let sandbox = start();
    assert_eq!(get(&sandbox, "/_sandbox/clock").json()["date"], "2026-03-01");
    let moved = post(&sandbox, "/_sandbox/clock", r#"{"date":"2026-05-01"}"#).json();
    assert_eq!(moved, json!({"date": "2026-05-01", "time": "2026-05-01T00:00:00Z"}));
    assert_eq!(post(&sandbox, "/_sandbox/clock", r#"{"advance_days":3}"#).json()["date"], "2026-05-04");
    for wrong in [
        "",
        "{}",
        r#"{"date":"May"}"#,
        r#"{"date":"2026-05-01","advance_days":1}"#,
        r#"{"advance_days":-1}"#,
        r#"{"advance_days":4000000000}"#,
    ] {
        assert_eq!(post(&sandbox, "/_sandbox/clock", wrong).status, 400, "{wrong}");
    }
    assert_eq!(sandbox.date().to_string(), "2026-05-04");
    assert_eq!(done(&sandbox, "softaculous", "expiry=1")["num_results"], 5);
}

#[test]
fn a_reset_makes_everything_as_it_was() {
    let sandbox = start();
    let first = buy(&sandbox, "192.0.2.1");
    sandbox.add_fault(FaultKind::Stall);
    sandbox.advance(10).unwrap();
    assert_eq!(post(&sandbox, "/_sandbox/reset", "").status, 200);
    assert!(
        sandbox.ledger().is_empty() && sandbox.requests().is_empty() && sandbox.pending_faults().is_empty()
    );
    assert_eq!(sandbox.date().to_string(), "2026-03-01");
    assert_eq!(buy(&sandbox, "192.0.2.1"), first, "to the id, the key and the second");
}

#[test]
fn other_control_paths_and_methods_say_what_there_is() {
    let sandbox = start();
    assert_eq!(get(&sandbox, "/_sandbox/nonsense").status, 404);
    assert_eq!(get(&sandbox, "/_sandbox").status, 404);
    assert_eq!(get(&sandbox, "/_sandbox/reset").status, 405);
    assert_eq!(post(&sandbox, "/_sandbox/ledger", "").status, 405);
}

#[test]
fn a_request_is_recorded_whole_and_without_its_credentials() {
    let sandbox = start();
    sandbox.add_fault(FaultKind::Html { commit: false });
    let form = "nocname=sandbox-noc&nocpass=canary-1&apikey=canary-2&apipass=sandbox-noc-key-pass&sandbox=1\
                &email=a%2Bb%26c@example.com&lickey=%D0%9F&NocPass=canary-3&nocpass[]=canary-4";
    post(&sandbox, "/softaculous/noc?ca=licenses&nocpass=canary-5&x=1+2", form);
    let request = sandbox.requests().pop().unwrap();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!((request.number, request.connection, request.method.as_str()), (1, 1, "POST"));
    assert_eq!(
        (request.path.as_str(), request.operation.as_deref()),
        ("/softaculous/noc", Some("softaculous"))
    );
    assert_eq!(request.query, [pair("ca", "licenses"), pair("nocpass", "wrong"), pair("x", "1 2")]);
    assert_eq!(request.headers, ["connection", "content-length", "content-type", "host"]);
    assert_eq!(
        request.body,
        [
            pair("nocname", "right"),
            pair("nocpass", "wrong"),
            pair("apikey", "wrong"),
            pair("apipass", "right"),
            pair("sandbox", "1"),
            pair("email", "a+b&c@example.com"),
            pair("lickey", "П"),
            pair("NocPass", "wrong"),
            pair("nocpass[]", "wrong"),
        ]
    );
    assert_eq!(request.fault, Some(FaultKind::Html { commit: false }));
    assert!(!request.committed);
    let all = get(&sandbox, "/_sandbox/requests");
    assert!(!all.text().contains("canary") && !format!("{sandbox:?}{request:?}").contains("canary"));
}

#[test]
fn an_address_others_could_reach_is_refused() {
    for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0", "10.0.0.1:80"] {
        let error = Sandbox::start(Options::default().listen(address.parse().unwrap())).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("loopback"), "{error}");
    }
    let first = start();
    let taken = Sandbox::start(Options::default().listen(first.address())).unwrap_err();
    assert_eq!(taken.kind(), std::io::ErrorKind::AddrInUse);
}

#[test]
fn a_stopped_sandbox_lets_go_of_its_port() {
    let sandbox = start();
    let address = sandbox.address();
    drop(sandbox);
    let again = Sandbox::start(Options::default().listen(address)).unwrap();
    assert_eq!(again.address(), address);
    buy(&again, "192.0.2.1");
}

#[test]
fn the_date_at_the_start_can_be_chosen() {
    let sandbox = Sandbox::start(Options::default().date("2028-02-29".parse().unwrap())).unwrap();
    assert_eq!(sandbox.date().to_string(), "2028-02-29");
    assert_eq!(buy(&sandbox, "192.0.2.1")["time"], 1_835_395_201);
    assert_eq!(done(&sandbox, "softaculous", "expiry=1")["num_results"], 1);
    assert!(Sandbox::start(Options::default().date(StartDate::Fixed(license_sandbox::Date::MAX))).is_err());
    let real = Sandbox::start(Options::default().date(StartDate::System)).unwrap();
    assert_eq!(done(&real, "softaculous", "expiry=2")["num_results"], 1);
    real.set_date("2027-01-01".parse().unwrap()).unwrap();
    assert_eq!(real.date().to_string(), "2027-01-01");
}

/// A child that is ended with the test, however that goes.
struct Program(std::process::Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_program_says_where_it_is_and_serves() {
    let mut program = Program(
        Command::new(env!("CARGO_BIN_EXE_license-sandbox"))
            .args(["--listen", "127.0.0.1:0", "--latency", "1ms", "--licenses", "50", "--balance", "7.50"])
            .args(["--date", "2026-07-01"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(program.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let url = lines.find_map(|line| line.split("http://").nth(1).map(str::to_owned)).unwrap();
    let address = url.split('/').next().unwrap().parse().unwrap();
    assert!(lines.any(|line| line.contains("nocname sandbox-noc, nocpass sandbox-noc-pass")));
    let list = Reply::parse(&exchange(address, &wire("softaculous", "")).unwrap()).json();
    assert_eq!(list["num_results"], 50);
    let bought =
        Reply::parse(&exchange(address, &wire("softaculous_buy", &purchase("192.0.2.1"))).unwrap()).json();
    assert_eq!((&bought["bal"], &bought["error"]), (&(-5.5).into(), &Value::Null));
}

#[test]
fn the_program_refuses_what_it_cannot_do() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_license-sandbox")).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, error) = run(&["--listen", "0.0.0.0:0"]);
    assert_eq!(code, Some(1));
    assert!(error.contains("loopback"), "{error}");
    for wrong in [["--latency", "soon"], ["--date", "tomorrow"], ["--balance", "much"], ["--listen", "here"]]
    {
        assert_eq!(run(&wrong).0, Some(2), "{wrong:?}");
    }
}

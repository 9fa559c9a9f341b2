//! Each cURL line of the vendor's document, as it stands there, with the host and the credentials replaced.

use serde_json::Value;

use crate::client::{IP, KEY, LOGIN, Reply, post, start};

const LINES: &str = include_str!("../../fixtures/softaculous-curl.txt");

/// The `ca` and the form of a line. Everything between single quotes is an argument of `-d`.
fn read(line: &str) -> (String, String) {
    let ca = line.trim().rsplit_once("https://www.softaculous.com/clients?ca=").unwrap().1.to_owned();
    let fields: Vec<String> =
        line.split('\'').skip(1).step_by(2).map(|field| field.replace(' ', "%20")).collect();
    let form = fields.join("&").replace("nocname=NOC_USERNAME&nocpass=NOC_PASSWORD", LOGIN);
    assert!(form.contains(LOGIN), "{line}");
    (ca, form)
}

fn send(sandbox: &license_sandbox::Sandbox, line: &str) -> Reply {
    let (ca, form) = read(line);
    post(sandbox, &format!("/softaculous/clients?ca={ca}"), &form)
}

#[test]
fn every_line_of_the_document_works_by_itself() {
    let sandbox = start();
    for line in LINES.lines() {
        sandbox.reset();
        let reply = send(&sandbox, line);
        let json = reply.json();
        assert_eq!(reply.status, 200);
        assert_eq!(json.get("error"), Some(&Value::Null), "{line}\n{json}");
    }
    assert_eq!(LINES.lines().count(), 18);
}

#[test]
fn the_lines_do_what_the_document_says() {
    let sandbox = start();
    let lines: Vec<&str> = LINES.lines().collect();
    let answer = |number: usize| send(&sandbox, lines[number]).json();

    let test_licenses = answer(0);
    assert_eq!(test_licenses["licenses"], Value::Array(vec![]));
    let bought = answer(1);
    assert_eq!((&bought["ip"], &bought["added"]), (&"188.188.188.188".into(), &"1M".into()));
    assert_eq!((&bought["action"], &bought["autorenew"]), (&"new".into(), &"YES".into()));
    let listed = answer(2);
    let row = &listed["licenses"][bought["lid"].to_string()];
    assert_eq!((&row["notes"], &row["authemail"]), (&"Sample Note".into(), &"test@test.com".into()));
    assert_eq!(answer(3)["licenses"], Value::Array(vec![]));
    assert_eq!(answer(4)["new_ips"], Value::Array(vec![IP.into()]));
    assert_eq!(answer(5)["license"]["license"], KEY);
    assert_eq!(answer(6)["license"]["license"], KEY);
    assert_eq!(answer(7)["num_results"], 2);
    assert_eq!(answer(8)["num_results"], 0);
    assert_eq!(answer(9)["autorenew"], "YES");
    assert_eq!(answer(8)["num_results"], 1, "start=100 is past the end, but the count is of all");
    assert_eq!(answer(10)["autorenew"], "NO");
    assert_eq!(answer(11)["action"], "refund");
    assert_eq!(answer(12)["cancelled_license"]["license"], KEY);
    let amounts: Vec<String> = sandbox.ledger().iter().map(|entry| entry.amount.to_string()).collect();
    assert_eq!(amounts, ["3.00", "-3.00"]);
}

#[test]
fn refund_and_cancel_by_the_three_steps_of_the_document() {
    let sandbox = start();
    let steps: Vec<&str> = LINES.lines().skip(15).collect();
    let logs = send(&sandbox, steps[0]).json();
    assert_eq!(logs["actions"]["100"]["refunded"], "0");
    assert_eq!(send(&sandbox, steps[1]).json()["amt"], -3);
    assert_eq!(send(&sandbox, steps[2]).json()["cancelled_license"]["lid"], "1000");
    assert!(send(&sandbox, steps[2]).json()["error"].is_object());
}

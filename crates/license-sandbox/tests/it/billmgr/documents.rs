//! Each URL of the vendors' documents, as it stands there, with the host, the credentials and the placeholders replaced.

use license_sandbox::Sandbox;
use license_sandbox::billmgr::Site;

use super::xml::Xml;
use super::{CLUSTER, ISP, ISPL, LITE};
use crate::client::{get, start};

const ISPMANAGER_LINES: &str = include_str!("../../fixtures/billmgr-ispmanager.txt");
const ISPLICENSE_LINES: &str = include_str!("../../fixtures/billmgr-isplicense.txt");

/// The answer to a line. The first one has no `out`, so that it is asked for here, and not there.
fn send(sandbox: &Sandbox, site: &Site, line: &str) -> Xml {
    let (_, query) = line.split_once("/manager/billmgr?").unwrap();
    let mut query = query.to_owned();
    for (placeholder, value) in [
        ("user:passwd", "sandbox-isp:sandbox-isp-pass"),
        ("USER:PASSWD", "sandbox-ispl:sandbox-ispl-pass"),
        ("<license id>", LITE),
        ("<license code>", LITE),
        ("LICENSE_CODE", CLUSTER),
        ("<new license name>", "web-99"),
        ("NEW_NAME", "web-99"),
        ("<new IP-address>", "192.0.2.99"),
        ("NEW_IP", "192.0.2.99"),
        ("<tariff code>", "55228"),
    ] {
        query = query.replace(placeholder, value);
    }
    let reply = get(sandbox, &format!("{}?{query}", site.path));
    assert_eq!(reply.status, 200);
    if query.contains("out=xml") {
        Xml::read(reply.text())
    } else {
        assert!(reply.text().starts_with("<!DOCTYPE html>"), "the page of the web interface");
        Xml::read("<?xml version=\"1.0\" encoding=\"UTF-8\"?><doc/>")
    }
}

#[test]
fn every_line_of_ispmanager_works_by_itself() {
    let sandbox = start();
    for line in ISPMANAGER_LINES.lines() {
        sandbox.reset();
        let xml = send(&sandbox, ISP, line);
        assert!(!xml.has("/doc/error"), "{line}\n{xml}");
        let request = sandbox.requests().pop().unwrap();
        assert_eq!(request.committed, !line.contains("checkip") && !line.contains("project=1"), "{line}");
        let paid = ["order.param", "prolong", "changepricelist"].iter().any(|func| line.contains(func));
        assert_eq!(sandbox.ledger().len(), usize::from(paid), "{line}");
    }
    assert_eq!(ISPMANAGER_LINES.lines().count(), 15);
}

#[test]
fn every_line_of_isplicense_is_answered() {
    let sandbox = start();
    for (number, line) in ISPLICENSE_LINES.lines().enumerate() {
        sandbox.reset();
        let xml = send(&sandbox, ISPL, line);
        // The samples of Plesk and of a module have the tariff of the first sample in them.
        if [1, 2].contains(&number) {
            assert_eq!(xml.attribute("/doc/error", "object"), "pricelist", "{line}");
            let right = if number == 1 { "pricelist=264" } else { "pricelist=354" };
            let xml = send(&sandbox, ISPL, &line.replace("pricelist=229", right));
            assert!(xml.has("/doc/id"), "{line}\n{xml}");
        } else {
            assert!(!xml.has("/doc/error"), "{line}\n{xml}");
        }
        assert!(sandbox.requests().pop().unwrap().committed, "{line}");
    }
    assert_eq!(ISPLICENSE_LINES.lines().count(), 7);
}

#[test]
fn the_note_on_two_nodes_adds_one() {
    let sandbox = start();
    let line = ISPLICENSE_LINES.lines().nth(4).unwrap();
    send(&sandbox, ISPL, line);
    assert!(sandbox.ledger().is_empty(), "there is one node already");
    send(&sandbox, ISPL, &line.replace("addon_274=1", "addon_274=2"));
    let entry = sandbox.ledger().pop().unwrap();
    assert_eq!((entry.amount.to_string().as_str(), entry.operation_id.as_deref()), ("4.00", Some("L05")));
}

#[test]
fn the_semicolon_of_the_page_is_a_tariff_that_does_not_exist() {
    let sandbox = start();
    let line = ISPMANAGER_LINES.lines().nth(1).unwrap().replace("55230&", "55230;&");
    let xml = send(&sandbox, ISP, &line);
    assert_eq!(xml.attribute("/doc/error", "object"), "pricelist");
}

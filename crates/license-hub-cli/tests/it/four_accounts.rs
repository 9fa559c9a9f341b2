//! One account at each of the four vendors, looked at together.

use license_sandbox::billmgr::{ISPLICENSE, ISPMANAGER};
use license_sandbox::softaculous::{NOC_NAME, NOC_PASS};
use license_sandbox::websoftsolus::{LOGIN, SECRET};
use license_sandbox::{Fault, FaultKind, Options, Sandbox, Vendor};
use serde_json::Value;

use crate::gate::Gate;
use crate::kit::{Hub, end};

pub(crate) const ACCOUNTS: [(&str, &str); 4] =
    [("noc", "softaculous"), ("wss", "websoftsolus"), ("isp", "ispmanager"), ("ispl", "isplicense")];

/// The accounts `noc`, `wss`, `isp` and `ispl`, all live, with the right passwords.
pub(crate) fn hub() -> Hub {
    hub_of(Options::default())
}

pub(crate) fn hub_of(options: Options) -> Hub {
    let hub = Hub { sandbox: Sandbox::start(options).unwrap(), folder: tempfile::tempdir().unwrap() };
    hub.write("config.toml", &config(&hub));
    hub
}

/// The same behind a gate that is closed.
pub(crate) fn gated() -> (Hub, Gate) {
    let hub = hub();
    let gate = Gate::before(hub.sandbox.address());
    hub.write("config.toml", &gate.url(hub.sandbox.address(), &config(&hub)));
    (hub, gate)
}

/// A configuration of the four accounts.
pub(crate) fn config(hub: &Hub) -> String {
    let sandbox = &hub.sandbox;
    let account = |name: &str, vendor: &str, username: &str, password: &str, url: String| {
        format!(
            "[accounts.{name}]\nvendor = \"{vendor}\"\nenvironment = \"live\"\nusername = \"{username}\"\n\
             password = \"{password}\"\nbase_url = \"{url}\"\n"
        )
    };
    let [noc, wss, isp, ispl] = ACCOUNTS;
    [
        account(noc.0, noc.1, NOC_NAME, NOC_PASS, sandbox.softaculous_url()),
        account(wss.0, wss.1, LOGIN, SECRET, sandbox.websoftsolus_url()),
        account(isp.0, isp.1, ISPMANAGER.username, ISPMANAGER.password, sandbox.ispmanager_url()),
        "site = \"eu\"\n".into(),
        account(ispl.0, ispl.1, ISPLICENSE.username, ISPLICENSE.password, sandbox.isplicense_url()),
        "site = \"com\"\n".into(),
    ]
    .concat()
}

#[test]
fn all_four_vendors_are_asked_at_the_same_time() {
    let (hub, gate) = gated();
    let child = hub.start("list");
    let waiting = gate.wait_for(4);
    assert_eq!(
        waiting.into_iter().collect::<Vec<_>>(),
        ["isplicense", "ispmanager", "softaculous", "websoftsolus"]
    );
    gate.open();
    end(child).exits(0);
}

/// How many licences of each account are in a list.
fn counts(list: &Value) -> [usize; 4] {
    let of = |name| list.as_array().unwrap().iter().filter(|license| license["account"] == name).count();
    ACCOUNTS.map(|(name, _)| of(name))
}

#[test]
fn one_table_holds_all_licences_of_all_vendors() {
    let hub = hub();
    let ran = hub.run("list").exits(0).says("40 licences");
    // The heading, and a line for each.
    assert_eq!(ran.out.lines().count(), 1 + 40, "{}", ran.out);
    for words in [
        "203.0.113.12",
        "PLSK.02980001",
        "4921062",
        "VZ.03100002",
        "203.0.113.115",
        "BitNinja module",
        "VMmanager 6",
        "203.0.113.131",
        "Plesk Web Pro",
        "VirusDie Lite",
    ] {
        assert!(ran.out.contains(words), "`{words}` is not in\n{}", ran.out);
    }
    assert_eq!(counts(&hub.run("list --format json").exits(0).json()), [9, 11, 11, 9]);
}

#[test]
fn an_account_with_the_wrong_password_hides_no_other() {
    let passwords = [NOC_PASS, SECRET, ISPMANAGER.password, ISPLICENSE.password];
    for ((at, password), (name, _)) in passwords.into_iter().enumerate().zip(ACCOUNTS) {
        let hub = hub();
        let config = config(&hub).replace(&format!("password = \"{password}\""), "password = \"wrong-pass\"");
        hub.write("config.toml", &config);
        let ran = hub.run("list --format json").exits(3).says("1 of 4 accounts failed").says(name);
        let mut expected = [9, 11, 11, 9];
        expected[at] = 0;
        assert_eq!(counts(&ran.json()), expected, "{name}");
        assert!(!ran.err.contains("wrong-pass") && !ran.out.contains("wrong-pass"), "{name}");
    }
}

#[test]
fn an_account_that_does_not_answer_hides_no_other() {
    let vendors = [Vendor::Softaculous, Vendor::WebSoftSolus, Vendor::Ispmanager, Vendor::Isplicense];
    for ((at, vendor), (name, _)) in vendors.into_iter().enumerate().zip(ACCOUNTS) {
        let hub = hub();
        hub.sandbox.add_fault(Fault::new(FaultKind::Html { commit: false }).vendor(vendor).times(1000));
        let ran = hub.run("list --format csv").exits(3).says(name).says("the list is not complete");
        let lines = ran.out.lines().count();
        assert_eq!(lines, 1 + 40 - [9, 11, 11, 9][at], "{name}: {}", ran.out);
    }
}

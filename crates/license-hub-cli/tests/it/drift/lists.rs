//! The list: what is wrong with it is told at once, and before anything is sent.

use crate::four_accounts::{self, config};
use crate::kit::Hub;

#[test]
fn every_mistake_is_told_with_its_line_and_column_and_nothing_is_sent() {
    let hub = four_accounts::hub();
    let text = "# Ours\nip,product,account,vendor,name,auto_renew\n203.0.113.0/24,plesk,,,,\n\
                203.0.113.5,,nobody,,,maybe\n203.0.113.6,plesk,noc,isplicense,,\n203.0.113.7,plesk\n";
    hub.write("expected.csv", text);
    let ran = hub.run("drift expected.csv").exits(2);
    assert_eq!(ran.out, "");
    ran.says("error: expected.csv:3: column ip: `203.0.113.0/24` is no address")
        .says("error: expected.csv:4: column product: there is none")
        .says("error: expected.csv:4: column account: `nobody` is not configured; write one of isp, ispl, noc, wss")
        .says("error: expected.csv:4: column auto_renew: `maybe` is neither; write yes, no or nothing")
        .says("error: expected.csv:5: column account: `noc` is an account at Softaculous")
        .says("error: expected.csv:6: there are 2 cells and 6 columns")
        .says("6 mistakes in expected.csv; nothing was sent");
    assert_eq!(hub.sandbox.connections(), 0);
}

#[test]
fn a_list_that_is_not_there_not_one_or_about_others_is_refused_and_nothing_is_sent() {
    let hub = four_accounts::hub();
    hub.run("drift expected.csv").exits(2).says("expected.csv cannot be read");
    hub.write("expected.csv", "ip,product,key\n203.0.113.5,plesk,K\n");
    hub.run("drift expected.csv").exits(2).says("expected.csv:1: there is no column `key`");
    hub.write("expected.csv", "ip,product\n");
    hub.run("drift expected.csv").exits(2).says("no licence is expected at all");
    hub.write("expected.csv", "ip,product,account\n203.0.113.5,plesk,wss\n");
    hub.run("drift expected.csv --account noc").exits(2).says("no line of expected.csv is about an account");
    hub.run("drift").exits(2).says("EXPECTED.csv");
    hub.run("drift expected.csv --within soon").exits(2).says("15d");
    assert_eq!(hub.sandbox.connections(), 0);
}

#[test]
fn what_is_in_a_test_account_is_not_paid_for_unless_it_is_named() {
    let hub = Hub::bare();
    let live = hub.account("noc", "password = \"sandbox-noc-pass\"");
    let test = hub.account("try", "password = \"sandbox-noc-pass\"").replace("\"live\"", "\"test\"");
    hub.write("config.toml", &format!("{live}{test}"));
    hub.write("expected.csv", "ip,product,account\n203.0.113.12,softaculous,noc\n203.0.113.12,webuzo,try\n");
    hub.run("drift expected.csv").exits(6).says("are not compared: 3");
    assert!(
        hub.sandbox.requests().iter().all(|request| !request.body.iter().any(|(name, _)| name == "sandbox"))
    );
    let ran = hub.run("drift expected.csv --account try").exits(6).says("are not compared: 2");
    assert!(ran.out.contains("missing"), "{}", ran.out);
    hub.write("config.toml", &test);
    hub.write("expected.csv", "ip,product\n203.0.113.12,softaculous\n");
    hub.run("drift expected.csv").exits(2).says("test accounts only");
}

#[test]
fn only_a_vendors_accounts_are_asked_where_that_is_said() {
    let hub = four_accounts::hub();
    assert!(config(&hub).contains("[accounts.ispl]"));
    hub.write(
        "expected.csv",
        "ip,product,vendor\n203.0.113.12,softaculous,softaculous\n203.0.113.51,cpanel,websoftsolus\n",
    );
    hub.run("drift expected.csv --vendor softaculous").exits(6).says("are not compared: 3");
    let asked = hub.sandbox.requests();
    assert!(!asked.is_empty());
    assert!(asked.iter().all(|request| request.vendor == Some(license_sandbox::Vendor::Softaculous)));
}

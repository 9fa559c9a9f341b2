//! What is not as it should be, made so in the sandbox or in the list.

use super::{all, found, hub, write};
use crate::kit::Hub;

/// What is found when these lines of the list are other ones, or gone. The others are in the order of their keys.
fn changed(hub: &Hub, changes: &[(&str, Option<&str>)], more: &[&str]) -> Vec<String> {
    let mut list = all(hub);
    for (id, line) in changes {
        match line {
            Some(line) => assert!(list.insert((*id).into(), (*line).into()).is_some(), "{id} is not there"),
            None => assert!(list.remove(*id).is_some(), "{id} is not there"),
        }
    }
    let lines = list.into_values().chain(more.iter().map(|line| (*line).to_owned()));
    write(hub, lines);
    found(&hub.run("drift expected.csv --within 0d --format csv").exits(6))
}

/// The same without the lines of the list.
fn without_lines(found: Vec<String>) -> Vec<String> {
    found.into_iter().map(|line| line.rsplit_once(' ').unwrap().0.to_owned()).collect()
}

#[test]
fn what_is_paid_for_and_not_expected_is_an_orphan_at_each_vendor() {
    let hub = hub();
    let gone =
        [("1004", None), ("4921062", None), ("PLSK.02980001", None), ("1204426", None), ("88123", None)];
    assert_eq!(
        changed(&hub, &gone, &[]),
        [
            "orphan addition/1204426 -",
            "orphan softexternal/88123 -",
            "orphan softaculous/1004 -",
            "orphan cpanel/4921062 -",
            "orphan plesk/PLSK.02980001 -",
        ]
    );
}

#[test]
fn what_is_expected_and_not_there_is_missing() {
    let hub = hub();
    let more = ["203.0.113.200,softaculous,noc,,,", "2001:db8::5,plesk,,,,", ",plesk,wss,web99,,"];
    assert_eq!(changed(&hub, &[], &more), ["missing - 38", "missing - 39", "missing - 40"]);
}

#[test]
fn another_product_or_account_than_the_list_says_is_found() {
    let hub = hub();
    let changes = [
        ("1204417", Some("203.0.113.115,Ispmanager 6 pro,isp,web-15,,")),
        ("88130", Some("203.0.113.138,plesk,wss,,,")),
    ];
    let found = without_lines(changed(&hub, &changes, &[]));
    assert_eq!(found, ["wrong-product soft/1204417", "wrong-account parallelslic/88130"]);
}

#[test]
fn an_address_is_told_that_has_a_product_twice_or_two_panels() {
    let hub = hub();
    let list = all(&hub);
    // Softaculous from a second vendor, and a second panel.
    hub.run("order ispmanager-software isp --tariff 9204 --ip 203.0.113.12 --name twice --period 1 --auto-renew off --yes")
        .exits(0);
    hub.run("order isplicense ispl --tariff 546 --ip 203.0.113.51 --name rival --period 1 --yes").exits(0);
    write(&hub, list.into_values());
    let ran = hub.run("drift expected.csv --within 0d --format csv").exits(6);
    assert_eq!(found(&ran), ["doubled softexternal/1204428 -", "competing softexternal/88132 -"]);
    assert!(ran.out.contains("Softaculous at noc (softaculous/1002) is there already"), "{}", ran.out);
    assert!(ran.out.contains("at wss (cpanel/4921062) is there already"), "{}", ran.out);
}

#[test]
fn what_expires_soon_expired_or_does_not_work_is_found() {
    let hub = hub();
    let list = all(&hub);
    hub.run("suspend isp 1204419").exits(0);
    let expired = "203.0.113.11,softaculous,noc,,,".to_owned();
    write(&hub, list.into_values().chain([expired]));
    let ran = hub.run("drift expected.csv --format csv").exits(6);
    let found = found(&ran);
    let of = |kind: &str| -> Vec<&str> {
        let lines = found.iter().filter(|line| line.starts_with(&format!("{kind} ")));
        lines.map(|line| line.split(' ').nth(1).unwrap()).collect()
    };
    assert_eq!(of("expired"), ["softaculous/1001"]);
    assert_eq!(of("not-active"), ["soft/1204419"]);
    let soon = of("expiring");
    for id in ["softaculous/1002", "webuzo/1006", "plesk/PLSK.02980003", "soft/1204418", "softexternal/88124"]
    {
        assert!(soon.contains(&id), "{id} is not in {soon:?}");
    }
    let count = |days: &str| {
        let ran = hub.run(&format!("drift expected.csv --within {days} --format csv"));
        super::found(&ran).iter().filter(|line| line.starts_with("expiring")).count()
    };
    assert!(count("0d") == 0 && count("5d") > 0 && count("5d") < soon.len() && count("30") > soon.len());
    let ran = hub.run("drift expected.csv --ignore-renewing --format csv").exits(6);
    let renewing = soon.len() - super::found(&ran).iter().filter(|line| line.starts_with("expiring")).count();
    assert_eq!(renewing, 2, "one at Softaculous and one at ispmanager renew themselves");
}

#[test]
fn automatic_renewal_is_found_on_and_off_where_it_should_not_be() {
    let hub = hub();
    let changes = [
        ("1003", Some("203.0.113.13,softaculous,noc,,no,")),
        ("1004", Some("203.0.113.14,softaculous,noc,,yes,")),
        ("1204418", Some("203.0.113.116,ispmanager,isp,,no,")),
        ("88123", Some("203.0.113.131,software,ispl,,yes,")),
        ("4921062", Some("203.0.113.51,cpanel,wss,,yes,")),
    ];
    let mut found = without_lines(changed(&hub, &changes, &[]));
    found.sort();
    assert_eq!(
        found,
        [
            "auto-renew-off softaculous/1004",
            "auto-renew-off softexternal/88123",
            "auto-renew-on soft/1204418",
            "auto-renew-on softaculous/1003",
            "auto-renew-unknown cpanel/4921062",
        ]
    );
}

#[test]
fn findings_end_with_a_code_of_their_own_and_in_one_sentence() {
    let hub = hub();
    write(&hub, all(&hub).into_values().chain(["203.0.113.200,plesk,,,,".into()]));
    let ran = hub.run("drift expected.csv --within 0d").exits(6);
    ran.says("found: 1 finding in 40 licences and 37 lines of expected.csv");
    let ran = hub.run("drift expected.csv --within 0d --quiet").exits(6);
    assert!(ran.out.contains("order plesk for 203.0.113.200, or take line 38 out"), "{}", ran.out);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

//! The list: what is wrong with it is told at once, and before anything is sent.

use super::{APPLY, HEADER, all_vendors, charges, hub, ispmanager, plesk, softaculous, write};
use crate::four_accounts;

#[test]
fn every_mistake_is_told_with_its_line_and_column_and_nothing_is_sent() {
    let mut lines = all_vendors();
    lines.extend([
        softaculous("203.0.113.300"),
        softaculous("203.0.113.156").replace("noc,", "nobody,"),
        softaculous("203.0.113.157").replace("vps", "cloud").replace("1M", "soon"),
        softaculous("203.0.113.158").replace("noc,", "isp,"),
        ispmanager("203.0.113.159").replace("lite", "no-such-tariff"),
        plesk("web 2").replace("PLESK-12-WEB-PRO", ""),
        plesk("web 3").replace(",12,", ",,"),
        softaculous("203.0.113.150"),
        ispmanager("203.0.113.160").replace(",off,", ",,"),
        softaculous("0.0.0.0"),
    ]);
    let hub = hub(&lines);
    let ran = hub.run(APPLY).exits(2);
    assert_eq!(ran.out, "");
    for says in [
        "march.csv:9: column ip: `203.0.113.300` is not taken",
        "march.csv:10: column account: `nobody` is not configured; write one of isp, ispl, noc, wss",
        "march.csv:11: column term: `soon` is not taken",
        "march.csv:11: column server-type: `cloud` is not taken; write one of vps, dedicated",
        "march.csv:12: the account isp is at ispmanager, which does not sell this",
        "march.csv:13: ",
        "march.csv:14: column product: there is none, and plesk needs it",
        "march.csv:15: column generation: there is none, and plesk needs it",
        "march.csv:16: this is the order of line 2 again (softaculous.buy of 203.0.113.150 in the account noc)",
        "march.csv:17: say with --auto-renew whether it renews itself",
        "march.csv:18: ",
        "11 mistakes in march.csv; nothing was sent; correct the list and apply it again",
    ] {
        assert!(ran.err.contains(says), "`{says}` is not in {}", ran.err);
    }
    assert!(hub.ledger().is_empty() && hub.sandbox.connections() == 0 && !hub.journal().exists());
}

#[test]
fn what_is_no_list_is_refused() {
    let hub = four_accounts::hub();
    hub.run(APPLY).exits(2).says("march.csv cannot be read").says("name the list of orders");
    std::fs::write(hub.path("march.csv"), b"account,what\nnoc,\xff\n").unwrap();
    hub.run(APPLY).exits(2).says("march.csv:2: this is not UTF-8");
    hub.write("march.csv", "");
    hub.run(APPLY).exits(2).says("march.csv:1: the file is empty");
    hub.write("march.csv", "noc,sitepad,203.0.113.150,1Y\n");
    hub.run(APPLY).exits(2).says("march.csv:1: column account: there is no such column");
    hub.write("march.csv", &format!("{HEADER}\n"));
    hub.run(APPLY).exits(2).says("nothing is ordered");
    hub.run("apply").exits(2).says("ORDERS.csv");
    write(&hub, &all_vendors());
    hub.run(&format!("{APPLY} --run {}", "x".repeat(101))).exits(2).says("run: must be 1 to 100");
    assert_eq!(hub.sandbox.connections(), 0);
}

#[test]
fn an_account_that_cannot_be_used_stops_it_before_anything_is_sent() {
    let hub = hub(&all_vendors());
    let config = four_accounts::config(&hub);
    hub.write("config.toml", &config.replace("sandbox-isp-pass", "wrong"));
    hub.run(APPLY).exits(1).says("account isp").says("an account cannot be used, so nothing was sent");
    hub.write(
        "config.toml",
        &config.replace("password = \"sandbox-isp-pass\"", "password = { env = \"NOT_SET\" }"),
    );
    hub.run(APPLY).exits(2).says("NOT_SET");
    assert!(hub.ledger().is_empty());
}

#[test]
fn what_speaks_against_any_order_stops_it_before_anything_is_sent() {
    let mut lines = all_vendors();
    lines.push(softaculous("203.0.113.12"));
    lines.push(softaculous("203.0.113.13"));
    let hub = hub(&lines);
    let ran = hub.run(APPLY).exits(2);
    ran.says("march.csv:9: Softaculous, account noc")
        .says("march.csv:10: ")
        .says("would EXTEND it and charge")
        .says("2 orders cannot be sent, so nothing was sent");
    assert!(hub.ledger().is_empty() && hub.entries().is_empty());
}

#[test]
fn a_run_does_not_cost_more_than_it_may() {
    let lines = all_vendors();
    let hub = hub(&lines);
    hub.run(&format!("{APPLY} --max-orders 6")).exits(2).says("7 to send are more than --max-orders 6");
    hub.run(&format!("{APPLY} --max-amount 100EUR")).exits(2).says("what this costs is not known");
    assert!(hub.ledger().is_empty());
    write(&hub, &[ispmanager("203.0.113.151"), ispmanager("203.0.113.155")]);
    hub.run(&format!("{APPLY} --max-amount 7.99EUR")).exits(2).says("8.00 EUR, more than --max-amount");
    assert!(hub.ledger().is_empty());
    hub.run(&format!("{APPLY} --max-amount 8EUR --max-orders 2")).exits(0);
    // What was done before in the run counts, what is done already does not count twice.
    hub.run(&format!("{APPLY} --max-amount 8EUR --max-orders 2")).exits(0);
    write(&hub, &[ispmanager("203.0.113.151"), ispmanager("203.0.113.155"), ispmanager("203.0.113.156")]);
    hub.run(&format!("{APPLY} --max-amount 8EUR")).exits(2).says("are more than its cap of 8");
    hub.run(&format!("{APPLY} --max-orders 2")).exits(2).says("2 of at most 2 were done");
    assert_eq!(charges(&hub), [0, 0, 2, 0]);
    // A price that only the list knows counts like one that the vendor says.
    write(&hub, &[softaculous("203.0.113.157") + "2.00USD"]);
    hub.run(&format!("{APPLY} --run priced --max-amount 1USD")).exits(2).says("2.00 USD");
    hub.run(&format!("{APPLY} --run priced --max-amount 2USD")).exits(0).says(": 1, 2.00 USD");
    assert_eq!(charges(&hub), [1, 0, 2, 0]);
}

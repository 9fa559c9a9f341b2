//! `apply`, over four accounts.

mod formats;
mod lists;
mod resumed;
mod stopped;
#[cfg(unix)]
mod terminal;

use license_sandbox::Vendor;

use crate::four_accounts;
use crate::kit::{Hub, Ran};

const HEADER: &str = "account,what,ip,term,server-type,email,tariff,name,period,auto-renew,product,title,comment,addon,generation,price";

/// A line for a Softaculous licence, with what comes behind its columns.
fn softaculous(address: &str) -> String {
    format!("noc,softaculous,{address},1M,vps,ops@example.com,,,,,,,,,,")
}

/// A line for an ispmanager licence.
fn ispmanager(address: &str) -> String {
    format!("isp,ispmanager,{address},,,,lite,web,1,off,,,,,,")
}

/// A line for a Plesk licence at WebSoftSolus.
fn plesk(title: &str) -> String {
    format!("wss,plesk,,,,,,,1,,PLESK-12-WEB-PRO,{title},,,12,")
}

/// A line for each vendor, and a second one at three of them.
fn all_vendors() -> Vec<String> {
    vec![
        softaculous("203.0.113.150"),
        plesk("web 1"),
        ispmanager("203.0.113.151"),
        "ispl,isplicense-plesk,203.0.113.152,,,,264,,1,,,,,,,".into(),
        "noc,sitepad,203.0.113.153,1Y,,,,,,on,,,,,,".into(),
        "wss,cpanel,203.0.113.154,,,,,,1,,CPANEL-VPS,cp 1,order 7,CLOUDLINUX;KERNELCARE,,".into(),
        ispmanager("203.0.113.155"),
    ]
}

fn write(hub: &Hub, lines: &[String]) {
    let text: Vec<&str> = std::iter::once(HEADER).chain(lines.iter().map(String::as_str)).collect();
    hub.write("march.csv", &(text.join("\n") + "\n"));
}

fn hub(lines: &[String]) -> Hub {
    let hub = four_accounts::hub();
    write(&hub, lines);
    hub
}

/// What came of each line: `LINE OUTCOME`.
fn outcomes(ran: &Ran) -> Vec<String> {
    let rows = ran.json();
    let row = |row: &serde_json::Value| format!("{} {}", row["line"], row["outcome"].as_str().unwrap());
    rows.as_array().unwrap().iter().map(row).collect()
}

/// How many charges each vendor made.
fn charges(hub: &Hub) -> [usize; 4] {
    let ledger = hub.ledger();
    [Vendor::Softaculous, Vendor::WebSoftSolus, Vendor::Ispmanager, Vendor::Isplicense]
        .map(|vendor| ledger.iter().filter(|entry| entry.vendor == vendor).count())
}

const APPLY: &str = "apply march.csv --yes --format json";

#[test]
fn a_list_over_all_vendors_is_bought_line_by_line_and_only_once() {
    let hub = hub(&all_vendors());
    let ran = hub.run(APPLY).exits(0);
    assert_eq!(outcomes(&ran), ["2 done", "3 done", "4 done", "5 done", "6 done", "7 done", "8 done"]);
    assert_eq!(charges(&hub), [2, 2, 2, 1]);
    assert!(hub.open().is_empty());
    let entries = hub.entries();
    assert!(entries.iter().all(|entry| entry["run"] == "march"), "{entries:?}");
    let ran = ran
        .says("run `march`: 7 orders of march.csv")
        .says("Softaculous, account noc, LIVE")
        .says(": 2, 8.00 EUR\n")
        .says("in all: ")
        .says("whose price is not known")
        .says("run `march`: 7 of 7 orders are done");
    let sent = hub.sent("softaculous_buy").len();
    assert_eq!(sent, 1, "{}", ran.err);

    let again = hub.run(APPLY).exits(0);
    assert!(outcomes(&again).iter().all(|line| line.ends_with("done-before")), "{}", again.out);
    assert_eq!(again.json()[0]["license_key"], ran.json()[0]["license_key"]);
    again
        .says("7 of 7 orders were done in the run `march` since")
        .says("name another --run")
        .says("7 of 7 orders are done, 7 of them before");
    assert_eq!(charges(&hub), [2, 2, 2, 1], "nothing was sent again");
}

#[test]
fn a_dry_run_sends_nothing_and_says_what_was_done_before() {
    let hub = hub(&all_vendors()[..2]);
    let ran = hub.run("apply march.csv --dry-run --format json").exits(0);
    assert_eq!(outcomes(&ran), ["2 to-send", "3 to-send"]);
    let requests = &ran.json()[0]["record"];
    assert_eq!(requests[0]["operation"], "softaculous.buy");
    assert!(ran.out.contains("203.0.113.150") && !ran.out.contains("sandbox-noc-pass"), "{}", ran.out);
    ran.says("2 of 2 orders would be sent. Nothing was sent.");
    assert!(hub.sandbox.connections() == 0 && !hub.journal().exists());

    hub.run(APPLY).exits(0);
    write(&hub, &all_vendors()[..3]);
    let connections = hub.sandbox.connections();
    let ran = hub.run("apply march.csv --dry-run --format json").exits(0);
    assert_eq!(outcomes(&ran), ["2 done-before", "3 done-before", "4 to-send"]);
    assert!(ran.json()[0]["reference"].as_str().unwrap().starts_with("lh-"));
    ran.says("2 of 3 orders were done in the run `march`").says("1 of 3 orders would be sent");
    assert_eq!(hub.sandbox.connections(), connections);
    // In another run all of them are new.
    let ran = hub.run("apply march.csv --dry-run --run april --format json").exits(0);
    assert_eq!(outcomes(&ran), ["2 to-send", "3 to-send", "4 to-send"]);
}

#[test]
fn without_consent_nothing_is_sent() {
    let hub = hub(&all_vendors());
    hub.run("apply march.csv").exits(2).says("add --yes");
    assert!(hub.sandbox.connections() == 0 && !hub.journal().exists());
}

//! The demo, and the sandbox as a command.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::kit::{Hub, Ran, command};

#[test]
fn the_demo_does_its_day_without_any_configuration_and_writes_nothing_to_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = command(folder.path());
    demo.env_remove("LICENSE_HUB_TODAY").env_remove("HOME").env("TMPDIR", folder.path()).arg("demo");
    let output = demo.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{out}");
    for line in [
        "all accounts: list all licences of all products: 40 licences, 9 at Softaculous, 11 at WebSoftSolus, 11 at ispmanager, 9 at ISPlicense",
        "all accounts: see what expires within 15 days: 13 licences: ",
        "order a Softaculous licence for 203.0.113.50, a virtual server, 1 month: bought: key ",
        "renew the licence of 203.0.113.12, 1 month: extended: key ",
        "move the licence of 203.0.113.50 to 203.0.113.51: moved: now at 203.0.113.51, and nothing was charged",
        "switch automatic renewal off for 203.0.113.13: the vendor's list says off",
        "switch automatic renewal on for 203.0.113.13: the vendor's list says on",
        "refund and cancel the licence of 203.0.113.51: refunded: transaction ",
        "the vendor charges, and its reply is lost: UNKNOWN",
        "it HAPPENED: ",
        "read the vendor's own ledger for 203.0.113.60: ONE charge of 2.00, for one order that was sent once",
        "see which Plesk licences can be ordered: PLESK-10-30-DOMAINS, ",
        "order PLESK-12-WEB-PRO, titled web50, every month: ordered: key PLSK.02980007, charged 9.00",
        "give it the title web51 and a comment: edited: key PLSK.02980007, and nothing was charged",
        "titled web60; the vendor charges, and its reply is lost: UNKNOWN",
        "read the vendor's own ledger for PLSK.02980008: ONE charge of 9.00, for one order that was sent once",
        "terminate the licence PLSK.02980007: terminated: key PLSK.02980007, for good, and nothing was paid back",
        "order ispmanager 6 lite for 203.0.113.150, 1 month: ordered: licence 1204428; its key comes later; the balance went from 500.00 to 496.00",
        "wait for the key of 203.0.113.150: it is there at look 2: ",
        "suspend the licence of 203.0.113.151: the vendor calls it inactive now",
        "read the vendor's own ledger for 203.0.113.160: ONE charge of 4.00, for one order that was sent once",
        "give the licence of 203.0.113.170 3 nodes: set: ",
        "read the vendor's own ledger for 203.0.113.180: ONE charge of 3.80, for one order that was sent once",
        "All is well: 42 steps went as they should.",
    ] {
        assert!(out.contains(line), "`{line}` is not in {out}");
    }
    for (place, steps) in [
        ("all accounts: ", 2),
        ("account demo-noc: ", 11),
        ("account demo-wss: ", 8),
        ("account demo-isp: ", 12),
        ("account demo-ispl: ", 9),
    ] {
        assert_eq!(out.lines().filter(|line| line.contains(place)).count(), steps, "{place} {out}");
    }
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Reads lines until one has these words.
fn read_until(lines: &mut impl Iterator<Item = std::io::Result<String>>, words: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in lines {
        let line = line.unwrap();
        let found = line.contains(words);
        all.push(line);
        if found {
            return all;
        }
    }
    panic!("`{words}` never came: {all:#?}");
}

#[cfg(unix)]
#[test]
fn a_demo_that_is_kept_can_be_worked_with_until_it_is_interrupted() {
    let hub = Hub::bare();
    let mut kept = command(hub.folder.path());
    kept.env("TMPDIR", hub.folder.path()).args(["demo", "--keep"]).stdout(Stdio::piped());
    let mut child = kept.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = read_until(&mut lines, "export LICENSE_HUB_CONFIG=");
    let path = said.last().unwrap().split_once('=').unwrap().1.to_owned();
    read_until(&mut lines, "What was charged: ");

    let run = |line: &str| -> Ran {
        let mut with = hub.command(line.split_whitespace());
        // The date there is the machine's.
        let output = with.env("LICENSE_HUB_CONFIG", &path).env_remove("LICENSE_HUB_TODAY").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!String::from_utf8_lossy(&output.stderr).contains("warning"));
        Ran { code: 0, out: String::from_utf8(output.stdout).unwrap(), err: String::new() }
    };
    let soon = run("list --account demo-noc --expiring 15d --format json").json();
    assert_eq!(soon.as_array().unwrap().len(), 2, "the third was renewed in the demo");
    run("renew demo-noc 203.0.113.13 --term 1M --dry-run");
    assert_eq!(run("show demo-wss PLSK.02980008 --format json").json()["title"], "web60");

    crate::interrupts::interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(!std::path::Path::new(&path).exists(), "the temporary folder is gone");
}

#[cfg(unix)]
#[test]
fn a_kept_demo_writes_its_configuration_where_it_is_told() {
    let hub = Hub::bare();
    let mut child = hub.start("demo --keep --config-out own.toml");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    read_until(&mut lines, "What was charged: ");
    crate::interrupts::interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(std::fs::read_to_string(hub.path("own.toml")).unwrap().contains("[accounts.demo-noc]"));
    assert!(std::fs::read_to_string(hub.path("own.toml")).unwrap().contains("[accounts.demo-wss]"));
    // A file that is there is left as it is.
    hub.run("demo --keep --config-out own.toml").exits(2).says("cannot be written");
    hub.run("demo --config-out own.toml").exits(2);
}

#[test]
fn the_sandbox_runs_as_a_command() {
    let hub = Hub::bare();
    let mut child =
        hub.start("sandbox --listen 127.0.0.1:0 --licenses 20 --balance 7 --latency 1ms --date 2026-05-01");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = read_until(&mut lines, "/softaculous/clients");
    assert!(said.iter().any(|line| line.contains("2026-05-01")), "{said:?}");
    let url = said.last().unwrap().split_whitespace().last().unwrap();
    let text =
        hub.account("noc", "password = \"sandbox-noc-pass\"").replace(&hub.sandbox.softaculous_url(), url);
    hub.write("config.toml", &text);
    let list = hub.run("list --product softaculous --format json").exits(0).json();
    assert_eq!(list.as_array().unwrap().len(), 20);
    child.kill().unwrap();
    child.wait().unwrap();
    hub.run("sandbox --listen 192.0.2.1:4010").exits(2).says("cannot run at 192.0.2.1:4010");
    hub.run("sandbox --latency soon").exits(2).says("50ms or 2s");
}

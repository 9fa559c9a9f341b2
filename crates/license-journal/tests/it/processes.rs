//! Processes of their own, on one journal: this test program started again.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use license_hub::Checked;
use license_journal::{ErrorKind, Filter, Journal, Options, Seen, State};

use crate::support::{Desk, Played, buy, evidence};

const ROLE: &str = "JOURNAL_TEST_ROLE";
const JOURNAL: &str = "JOURNAL_TEST_FILE";
const LEDGER: &str = "JOURNAL_TEST_LEDGER";

fn start(role: &str, desk: &Desk) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "processes::a_process_buys_when_it_is_told_to",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .env(ROLE, role)
        .env(JOURNAL, desk.path())
        .env(LEDGER, ledger(desk))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn ledger(desk: &Desk) -> std::path::PathBuf {
    desk.folder.path().join("ledger")
}

/// A vendor that all processes share: each purchase is a line in a file.
fn charges(ledger: &Path) -> usize {
    std::fs::read_to_string(ledger).unwrap_or_default().lines().count()
}

fn account(ledger: File, and_dies: bool) -> Played {
    let mut account = Played::new();
    account.during = Some(Box::new(move || {
        (&ledger).write_all(b"192.0.2.10\n").unwrap();
        if and_dies {
            std::process::abort();
        }
    }));
    account
}

/// Says that it is ready, waits for a word, and buys. Started by itself it waits for nobody.
#[test]
fn a_process_buys_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let role = std::env::var(ROLE).ok();
    let told = || {
        if role.is_some() {
            std::io::stdin().read_line(&mut String::new()).unwrap();
        }
    };
    let place = |name: &str, file: &str| {
        std::env::var(name).map_or_else(|_| folder.path().join(file), std::path::PathBuf::from)
    };
    let ledger = place(LEDGER, "ledger");
    let file = OpenOptions::new().create(true).append(true).open(&ledger).unwrap();
    let account = account(file, role.as_deref() == Some("dies"));
    // All of them find the journal missing, make it and bring it up to date at once.
    println!("ready");
    told();
    let journal = Journal::open(place(JOURNAL, "journal")).unwrap();
    let prepared = journal.prepare(&account, &buy(10), &Options::new()).unwrap();
    println!("prepared");
    told();
    let result = journal.carry_out(&account, &prepared);
    let stopped = |kind: &ErrorKind| matches!(kind, ErrorKind::Open { .. } | ErrorKind::Overtaken { .. });
    match result {
        Ok(_) => assert_eq!(charges(&ledger), 1),
        Err(error) => assert!(role.is_some() && stopped(error.kind()), "{error}"),
    }
}

/// Waits until a process says this word.
fn wait_for(word: &str, output: &mut impl BufRead) {
    let mut line = String::new();
    while output.read_line(&mut line).unwrap() > 0 {
        if line.trim_end().ends_with(word) {
            return;
        }
        line.clear();
    }
    panic!("a process ended without saying `{word}`");
}

#[test]
fn of_eight_processes_at_the_same_moment_one_buys() {
    let desk = Desk::new();
    std::fs::remove_dir_all(desk.path().parent().unwrap()).unwrap();
    let mut children: Vec<Child> = (0..8).map(|_| start("buys", &desk)).collect();
    let mut outputs: Vec<_> =
        children.iter_mut().map(|child| BufReader::new(child.stdout.take().unwrap())).collect();
    for word in ["ready", "prepared"] {
        for output in &mut outputs {
            wait_for(word, output);
        }
        for child in &mut children {
            child.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
        }
    }
    for (child, output) in children.iter_mut().zip(&mut outputs) {
        for _ in output.lines() {}
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(charges(&ledger(&desk)), 1);
    let entries = desk.again().list(&Filter::all()).unwrap();
    assert_eq!(entries.iter().map(|entry| entry.state).collect::<Vec<_>>(), [State::Done]);
}

#[test]
fn what_a_killed_process_was_at_is_open_and_can_be_found_out() {
    let desk = Desk::new();
    let mut child = start("dies", &desk);
    child.stdin.as_mut().unwrap().write_all(b"go\ngo\n").unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    wait_for("prepared", &mut output);
    assert!(!child.wait().unwrap().success());
    assert_eq!(charges(&ledger(&desk)), 1);

    let journal = desk.again();
    let open = journal.open_intents().unwrap();
    assert_eq!(open.iter().map(|entry| entry.state).collect::<Vec<_>>(), [State::Open]);
    let reference = &open[0].intent.reference;
    let account = Played::new();
    let prepared = journal.prepare(&account, &buy(10), &Options::new()).unwrap();
    let error = journal.carry_out(&account, &prepared).unwrap_err();
    assert!(error.to_string().contains("its process was ended"), "{error}");
    // It may be on its way, so what is seen soon after it was written settles nothing.
    let looked = journal.check(reference, &account).unwrap();
    assert_eq!((looked.seen, looked.entry.state), (Seen::Nothing, State::Open));
    account.sees([Checked::Happened(evidence("T-9"))]);
    assert_eq!(journal.check(reference, &account).unwrap().entry.state, State::Happened);
    assert_eq!((account.performed(), charges(&ledger(&desk))), (0, 1));
}

//! Eight processes that place the same order on one journal: this test program started again.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use license_journal::{End, ErrorKind, Filter, Journal, Options, State};

use crate::orders::cases;
use crate::support::{addresses, hub_at, sandbox};

const JOURNAL: &str = "JOURNAL_TEST_FILE";
const ADDRESSES: &str = "JOURNAL_TEST_ADDRESSES";

/// At each vendor: prepares the order, waits until all have, and sends it. Started by itself it waits for nobody.
#[test]
fn a_process_places_an_order_at_each_vendor_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let told_where = (std::env::var(ADDRESSES), std::env::var(JOURNAL));
    let (alone, addresses, path) = if let (Ok(addresses), Ok(path)) = told_where {
        (None, addresses, PathBuf::from(path))
    } else {
        let sandbox = sandbox();
        let addresses = addresses(&sandbox).join(" ");
        (Some(sandbox), addresses, folder.path().join("journal"))
    };
    let told = || {
        if alone.is_none() {
            std::io::stdin().read_line(&mut String::new()).unwrap();
        }
    };
    let addresses: Vec<String> = addresses.split(' ').map(str::to_owned).collect();
    let hub = hub_at(&addresses.try_into().unwrap());
    let journal = Journal::open(path).unwrap();
    for case in cases() {
        let account = hub.account(case.account).unwrap();
        let prepared = journal.prepare(account, &case.order, &Options::new()).unwrap();
        prepared.is_fine().unwrap();
        println!("prepared");
        told();
        let stopped = |kind: &ErrorKind| matches!(kind, ErrorKind::Open { .. } | ErrorKind::Overtaken { .. });
        match journal.carry_out(account, &prepared) {
            Ok(end) => {
                assert!(matches!(end, End::Done { .. }), "{end:?}");
                println!("went ahead");
            }
            Err(error) => {
                assert!(alone.is_none() && stopped(error.kind()), "{error}");
                println!("was stopped");
            }
        }
        told();
    }
    assert!(alone.is_none_or(|sandbox| sandbox.ledger().len() == 4));
}

struct Process {
    child: Child,
    words: ChildStdin,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Process {
    /// Waits until it says one of these.
    fn says(&mut self, words: &[&'static str]) -> &'static str {
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            if let Some(word) = words.iter().find(|word| line.ends_with(**word)) {
                return word;
            }
        }
        panic!("a process ended without saying one of {words:?}: {:?}", self.child.wait())
    }

    fn go(&mut self) {
        self.words.write_all(b"go\n").unwrap();
    }
}

#[test]
fn of_eight_processes_that_place_the_same_order_one_goes_ahead_at_each_vendor() {
    let sandbox = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let start = |_| {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "race::a_process_places_an_order_at_each_vendor_when_it_is_told_to",
                "--nocapture",
                "--test-threads",
                "1",
            ])
            .env(JOURNAL, &path)
            .env(ADDRESSES, addresses(&sandbox).join(" "))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (words, lines) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Process { child, words, lines: BufReader::new(lines).lines() }
    };
    let mut processes: Vec<Process> = (0..8).map(start).collect();
    for (number, case) in cases().iter().enumerate() {
        for process in &mut processes {
            process.says(&["prepared"]);
        }
        processes.iter_mut().for_each(Process::go);
        let ends: Vec<&str> =
            processes.iter_mut().map(|process| process.says(&["went ahead", "was stopped"])).collect();
        let ahead = ends.iter().filter(|end| **end == "went ahead").count();
        assert_eq!((ahead, sandbox.ledger().len()), (1, number + 1), "{}: {ends:?}", case.account);
        processes.iter_mut().for_each(Process::go);
    }
    for mut process in processes {
        assert!(process.child.wait().unwrap().success());
    }
    let entries = Journal::open(&path).unwrap().list(&Filter::all()).unwrap();
    assert_eq!(entries.iter().map(|entry| entry.state).collect::<Vec<_>>(), [State::Done; 4]);
}

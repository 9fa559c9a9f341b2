//! The cases with their corpus and with what can be made of it, on any toolchain. libFuzzer goes further; this is what
//! holds in every run of the tests.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use license_hub_fuzz_cases::{CASES, Case};
use mutate::Mutator;

/// How many inputs are made of each corpus.
const MUTATIONS: usize = 400;
/// How many of them are as long as an input may be.
const LONG: usize = 4;

/// One case at a time, because memory is counted for the whole process.
static TURN: Mutex<()> = Mutex::new(());

/// The inputs of a case that are kept, with their names.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(name);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Runs a case, and says with which input it failed.
fn check(case: Case, input: &[u8], what: &str) {
    if catch_unwind(AssertUnwindSafe(|| case.check(input))).is_err() {
        let shown = String::from_utf8_lossy(&input[..input.len().min(2000)]);
        panic!("{} fails with {what}, {} bytes: {shown:?}", case.name, input.len());
    }
}

fn hold(name: &str) {
    let case = Case::named(name);
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let corpus = corpus(name);
    for (file, input) in &corpus {
        check(case, input, file);
    }
    let inputs: Vec<Vec<u8>> = corpus.into_iter().map(|(_, input)| input).collect();
    let mut mutator = Mutator::new(name, &inputs);
    for number in 0..MUTATIONS {
        check(case, &mutator.next(), &format!("mutation {number}"));
    }
    for number in 0..LONG {
        check(case, &mutator.next_long(), &format!("long mutation {number}"));
    }
}

macro_rules! cases {
    ($($name:ident),+) => {
        $(#[test]
        fn $name() {
            hold(stringify!($name));
        })+

        #[test]
        fn every_case_is_tested_here() {
            assert_eq!(CASES.iter().map(|case| case.name).collect::<Vec<_>>(), [$(stringify!($name)),+]);
        }
    };
}
cases!(
    addresses,
    billmgr_replies,
    billmgr_values,
    forms,
    json_as_xml,
    retry_after,
    scalars,
    scrubber,
    softaculous_replies,
    softaculous_values,
    stored,
    websoftsolus_replies,
    websoftsolus_values
);

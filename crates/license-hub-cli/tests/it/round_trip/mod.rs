//! What is written can be read by others, with nothing lost.

mod awkward;
mod many;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::kit::Hub;

const FORMS: [&str; 3] = ["csv", "json", "xml"];

/// A row as a reader sees it: what there is none of is empty.
type Row = BTreeMap<String, String>;

/// Whether Python is there. It says so where it is not.
#[allow(clippy::print_stderr, reason = "a test that checks nothing has to say so")]
fn python_is_there() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("SKIPPED: python3 is not there, so nothing was read back");
    }
    found
}

/// Runs a line and gives what Python reads of its output.
fn read_back(hub: &Hub, line: &str, form: &str) -> Vec<Row> {
    let ran = hub.run(&format!("{line} --format {form}")).exits(0);
    let mut python = Command::new("python3")
        .args(["-c", include_str!("read_back.py"), form])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = python.stdin.take().unwrap();
    // Python reads all before it writes anything.
    input.write_all(ran.out.as_bytes()).unwrap();
    drop(input);
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{form}: Python could not read it");
    let rows: Vec<BTreeMap<String, Value>> = serde_json::from_slice(&output.stdout).unwrap();
    rows.into_iter().map(|row| row.into_iter().map(|(name, value)| (name, text(value))).collect()).collect()
}

fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A text as it stands in this form: CSV keeps spreadsheets from running it, XML has no control characters.
fn as_written(form: &str, text: &str) -> String {
    match form {
        "csv" if defused(text) => format!("'{text}"),
        "xml" => text
            .chars()
            .map(|c| if c < ' ' && !['\t', '\n', '\r'].contains(&c) { '\u{fffd}' } else { c })
            .collect(),
        _ => text.to_owned(),
    }
}

fn defused(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

//! Measures the clients against what the network and the bare libraries allow. `cargo xtask bench` builds and runs it;
//! `docs/benchmarks.md` says what each line means.
//!
//! It prints one JSON object for each measurement.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for the terminal: printing is its work"
)]

mod bare;
mod bodies;
mod child;
mod clients;
mod lines;
mod measure;
mod row;
mod server;
mod strict;
mod tls;

use std::process::ExitCode;

/// A measurement that could not be made ends the program with its reason.
type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("bench: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Fallible<()> {
    if let [child, name, rest @ ..] = arguments
        && child == child::CHILD
    {
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        return lines::child(name, &rest);
    }
    for line in lines::LINES
        .iter()
        .filter(|line| arguments.is_empty() || arguments.iter().any(|name| name == line.name))
    {
        eprintln!("{}: {}", line.name, line.says);
        for row in (line.measure)()? {
            println!("{}", serde_json::to_string(&row)?);
        }
    }
    Ok(())
}

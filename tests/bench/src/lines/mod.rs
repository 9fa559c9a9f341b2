//! What is measured, a file for each kind.

mod command;
mod decode;
mod journal;
mod latency;
mod memory;
mod read;
mod samples;
mod threads;
mod tls;

use crate::Fallible;
use crate::row::Row;

/// One line of the table.
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
    pub(crate) measure: fn() -> Fallible<Vec<Row>>,
}

pub(crate) const LINES: &[Line] = &[
    Line { name: "P1", says: "one read at each vendor, under valgrind", measure: read::measure },
    Line { name: "P2", says: "a long list of Softaculous, decoded", measure: decode::softaculous },
    Line { name: "P3", says: "a long list of BILLmanager, decoded", measure: decode::billmgr },
    Line { name: "P4", says: "the properties of 2,000 keys, far away", measure: latency::properties },
    Line { name: "P5", says: "the inventory of four accounts, far away", measure: latency::inventory },
    Line { name: "P6", says: "reads over TLS", measure: tls::reads },
    Line { name: "P7", says: "spends over TLS", measure: tls::spend },
    Line { name: "P8", says: "32 threads on one client", measure: threads::measure },
    Line { name: "P10", says: "orders written down in the journal", measure: journal::measure },
    Line { name: "P11", says: "the command from start to end", measure: command::measure },
    Line { name: "samples", says: "the same as the vendors' samples do it", measure: samples::measure },
    Line { name: "P9", says: "memory after 100,000 calls", measure: memory::measure },
];

/// Does a child's part.
pub(crate) fn child(name: &str, arguments: &[&str]) -> Fallible<()> {
    match name {
        "decode" => decode::child(arguments),
        "read" => read::child(arguments),
        "list" => command::child(arguments),
        "calls" => memory::child(arguments),
        _ => Err(format!("there is no child `{name}`").into()),
    }
}

//! P2 and P3: long lists, from the bytes of an answer to typed values.

use std::io::Write as _;

use billmgr_client::ItemType;
use license_wire::Answer;

use crate::measure::{best_in_turn, millis, seen};
use crate::row::{Bar, Row};
use crate::{Fallible, bodies, child, strict};

const LICENSES: usize = 100_000;
const ROUNDS: usize = 7;

pub(crate) fn softaculous() -> Fallible<Vec<Row>> {
    let answer = Answer::new(200, bodies::softaculous_list(LICENSES));
    let times = best_in_turn(
        ROUNDS,
        || typed_softaculous(&answer),
        || {
            let page: strict::Page = serde_json::from_slice(answer.body())?;
            expect(page.licenses.len())?;
            seen(page)
        },
    )?;
    let time = Row::new(
        "P2",
        "100,000 Softaculous licences, unknown fields kept",
        "ms",
        millis(times),
        "serde_json into plain strict structs",
        Bar::AtMost(1.4),
    );
    let memory = peak("softaculous", &answer)?;
    Ok(vec![time, Row::new("P2", "their peak memory", "MB", memory, "the body alone", Bar::AtMost(2.5))])
}

pub(crate) fn billmgr() -> Fallible<Vec<Row>> {
    let answer = Answer::new(200, bodies::billmgr_list(LICENSES));
    let text = std::str::from_utf8(answer.body())?;
    let times = best_in_turn(ROUNDS, || typed_billmgr(&answer), || seen(roxmltree::Document::parse(text)?))?;
    let time = Row::new(
        "P3",
        "100,000 BILLmanager rows, the safety scan included",
        "ms",
        millis(times),
        "the parse alone, by roxmltree",
        Bar::AtMost(1.4),
    );
    let memory = peak("billmgr", &answer)?;
    Ok(vec![time, Row::new("P3", "their peak memory", "MB", memory, "the body alone", Bar::Told)])
}

pub(super) fn typed_softaculous(answer: &Answer) -> Fallible<()> {
    let page = read_softaculous(&softaculous_noc::ListLicenses::new(), answer)?;
    expect(page.licenses.len())?;
    seen(page)
}

pub(super) fn typed_billmgr(answer: &Answer) -> Fallible<()> {
    let page = read_billmgr(&billmgr_client::ListLicenses::new(ItemType::Ispsystem), answer)?;
    expect(page.licenses.len())?;
    seen(page)
}

/// How the client reads an answer.
fn read_softaculous<O: softaculous_noc::Operation>(operation: &O, answer: &Answer) -> Fallible<O::Output> {
    operation.decode(answer).map_err(|fault| format!("{fault:?}").into())
}

/// How the client reads an answer.
fn read_billmgr<O: billmgr_client::Operation>(operation: &O, answer: &Answer) -> Fallible<O::Output> {
    operation.decode(answer).map_err(|fault| format!("{fault:?}").into())
}

fn expect(licenses: usize) -> Fallible<()> {
    if licenses == LICENSES { Ok(()) } else { Err(format!("{licenses} licences came").into()) }
}

/// The most memory of a process that only reads the body from a file and decodes it, beside the length of the body.
fn peak(vendor: &str, answer: &Answer) -> Fallible<(f64, f64)> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(answer.body())?;
    let path = file.path().to_str().ok_or("the name of a temporary file is no text")?;
    let bytes = child::number("decode", &[vendor, path])?;
    Ok((bytes / 1e6, f64::from(u32::try_from(answer.body().len())?) / 1e6))
}

/// Decodes the body in a file once, and says how much memory that took.
pub(crate) fn child(arguments: &[&str]) -> Fallible<()> {
    let [vendor, path] = arguments else { return Err("give a vendor and a file".into()) };
    let answer = Answer::new(200, std::fs::read(path)?);
    match *vendor {
        "softaculous" => typed_softaculous(&answer)?,
        _ => typed_billmgr(&answer)?,
    }
    println!("{}", child::memory("VmHWM")?);
    Ok(())
}

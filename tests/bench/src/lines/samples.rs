//! The same work done the way the vendors' own samples do it: a new connection for each call, and whatever the language
//! makes of JSON.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use license_wire::Answer;

use super::decode::{typed_billmgr, typed_softaculous};
use crate::measure::time;
use crate::row::{Bar, Row};
use crate::server::Server;
use crate::{Fallible, bodies, clients, tls};

const LINE: &str = "samples";
const READS: u32 = 100;
const LICENSES: usize = 100_000;
const READ_PY: &str = include_str!("../samples/read.py");
const DECODE_PY: &str = include_str!("../samples/decode.py");
const READ_PHP: &str = include_str!("../samples/read.php");
const DECODE_PHP: &str = include_str!("../samples/decode.php");

pub(crate) fn measure() -> Fallible<Vec<Row>> {
    let (authority, config) = tls::made()?;
    let server = Server::start_tls(clients::small_answers(), config)?;
    let file = written(authority.as_bytes())?;
    let client = clients::softaculous(&server.url(), Some(&authority))?;
    let list = clients::list_softaculous();
    client.licenses(&list)?;
    let start = Instant::now();
    for _ in 0..READS {
        client.licenses(&list)?;
    }
    let ours = start.elapsed().as_secs_f64() * 1e3 / f64::from(READS);
    let preview = client.preview(&list)?;
    let fields: Vec<String> =
        clients::fields(&preview).iter().map(|(name, value)| format!("{name}={value}")).collect();
    let (form, authority, times) = (fields.join("&"), name(file.path())?, READS.to_string());
    let arguments = [&preview.url, form.as_str(), authority, &times];
    let what = "one read over TLS";
    let told = |limit, limit_is| told(what, ours, limit, limit_is);
    let mut rows = vec![
        told(curl(&arguments), "curl, a process and a connection for each"),
        told(
            script("python3", &["-c", READ_PY, "urllib"], &arguments),
            "Python's urllib and json, a connection for each",
        ),
        told(
            script("python3", &["-c", READ_PY, "requests"], &arguments),
            "Python's requests, a connection for each",
        ),
        told(
            script("php", &["-r", READ_PHP, "--"], &arguments),
            "PHP's curl and json_decode, a connection for each",
        ),
    ];
    rows.extend(decoding(
        "100,000 Softaculous licences decoded, typed by us",
        &bodies::softaculous_list(LICENSES),
        typed_softaculous,
        ["Python's json, into dictionaries", "PHP's json_decode, into arrays"],
    )?);
    rows.extend(decoding(
        "100,000 BILLmanager rows decoded, typed by us",
        &bodies::billmgr_list(LICENSES),
        typed_billmgr,
        ["Python's ElementTree", "PHP's SimpleXML, two fields of each row read"],
    )?);
    Ok(rows)
}

/// A long list, decoded by us and by Python and PHP.
fn decoding(
    what: &str,
    body: &str,
    typed: fn(&Answer) -> Fallible<()>,
    [python, php]: [&str; 2],
) -> Fallible<Vec<Row>> {
    let answer = Answer::new(200, body);
    let file = written(answer.body())?;
    let ours = (0..3).map(|_| time(&mut || typed(&answer))).collect::<Fallible<Vec<_>>>()?;
    let ours = ours.iter().min().ok_or("nothing was measured")?.as_secs_f64() * 1e3;
    let path = [name(file.path())?];
    Ok(vec![
        told(what, ours, script("python3", &["-c", DECODE_PY], &path), python),
        told(what, ours, script("php", &["-r", DECODE_PHP, "--"], &path), php),
    ])
}

fn told(what: &str, ours: f64, limit: Fallible<f64>, limit_is: &str) -> Row {
    match limit {
        Ok(limit) => Row::new(LINE, what, "ms", (ours, limit), limit_is, Bar::Told),
        Err(why) => Row::skipped(LINE, format!("{what}: {limit_is}"), why.to_string()),
    }
}

/// The milliseconds that a script prints.
fn script(program: &str, script: &[&str], arguments: &[&str]) -> Fallible<f64> {
    let output = Command::new(program).args(script).args(arguments).stderr(Stdio::piped()).output();
    let output = output.map_err(|_| format!("{program} is not installed"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(told.trim().lines().last().unwrap_or("it failed without a word").to_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// The milliseconds for one read by a curl of its own.
fn curl(arguments: &[&str]) -> Fallible<f64> {
    let [url, form, authority, _] = arguments else { return Err("other arguments".into()) };
    let start = Instant::now();
    for _ in 0..READS {
        let output = Command::new("curl")
            .args(["--silent", "--fail", "--cacert", authority, "--data", form, url])
            .output();
        let output = output.map_err(|_| "curl is not installed")?;
        if !output.status.success() {
            return Err(format!("curl ended with {}", output.status).into());
        }
    }
    Ok(start.elapsed().as_secs_f64() * 1e3 / f64::from(READS))
}

fn written(bytes: &[u8]) -> Fallible<tempfile::NamedTempFile> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(bytes)?;
    Ok(file)
}

fn name(path: &Path) -> Fallible<&str> {
    Ok(path.to_str().ok_or("the name of a temporary file is no text")?)
}

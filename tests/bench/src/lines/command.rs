//! P11: the command, from its start to its end.

use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::bare::agent;
use crate::measure::{best_in_turn, millis};
use crate::row::{Bar, Row};
use crate::server::{Route, Server};
use crate::{Fallible, bodies, child, clients, strict};

/// Where the command is, as `cargo xtask bench` says it.
const COMMAND: &str = "LICENSE_HUB_COMMAND";
const STARTS: (usize, usize) = (20, 20);
const LISTS: usize = 15;
const LICENSES: usize = 10_000;
/// How many licences the client asks for at a time.
const PAGE: usize = 1_000;

pub(crate) fn measure() -> Fallible<Vec<Row>> {
    let Some(command) = std::env::var_os(COMMAND).map(PathBuf::from).filter(|path| path.exists()) else {
        return Ok(vec![Row::skipped("P11", "the command", format!("{COMMAND} does not say where it is"))]);
    };
    Ok(vec![start(&command)?, list(&command)?])
}

fn start(command: &Path) -> Fallible<Row> {
    let empty = std::env::current_exe()?.with_file_name("license-hub-bench-empty");
    let run = |program: &Path, argument: &str| -> Fallible<()> {
        (0..STARTS.1).try_for_each(|_| ended_well(Command::new(program).arg(argument)))
    };
    let times = best_in_turn(STARTS.0, || run(command, "--version"), || run(&empty, ""))?;
    let what = "20 times `license-hub --version`";
    Ok(Row::new("P11", what, "ms", millis(times), "an empty Rust program", Bar::AtMost(5.0)))
}

fn list(command: &Path) -> Fallible<Row> {
    let page = |start: usize, count: usize| {
        let body = bodies::softaculous_page(start, count, LICENSES);
        Route::json(format!("start={start}&len={PAGE}"), &body)
    };
    let mut routes: Vec<Route> = (0..LICENSES).step_by(PAGE).map(|start| page(start, PAGE)).collect();
    routes.push(page(LICENSES, 0));
    let server = Server::start(routes, Duration::ZERO)?;
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile()?;
    write!(
        file,
        "[accounts.noc]\nvendor = \"softaculous\"\nenvironment = \"live\"\nusername = \"bench\"\n\
         password = {{ env = \"BENCH_PASSWORD\" }}\nbase_url = \"{}\"\n",
        server.url()
    )?;
    let times = best_in_turn(
        LISTS,
        || {
            let mut list = Command::new(command);
            list.arg("--config").arg(file.path()).args(["list", "--format", "json"]);
            // The server has one list, and would give it for each product.
            list.args(["--product", "softaculous"]);
            ended_well(list.env("BENCH_PASSWORD", clients::PASSWORD))
        },
        || ended_well(&mut child::command("list", &[&server.url()])?),
    )?;
    let what = "`license-hub list --format json` of 10,000 licences";
    let limit_is = "transfer and decoding by bare ureq and serde_json";
    Ok(Row::new("P11", what, "ms", millis(times), limit_is, Bar::AtMost(1.3)))
}

fn ended_well(command: &mut Command) -> Fallible<()> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

/// Fetches the same pages and decodes them.
pub(crate) fn child(arguments: &[&str]) -> Fallible<()> {
    let [url] = arguments else { return Err("give an address".into()) };
    let agent = agent(true, None)?;
    let mut licenses = Vec::new();
    loop {
        let (start, length) = (licenses.len().to_string(), PAGE.to_string());
        let form = [
            ("json", "1"),
            ("nocname", "bench"),
            ("nocpass", clients::PASSWORD),
            ("start", &start),
            ("len", &length),
        ];
        let mut answer = agent.post(format!("{url}?ca=softaculous")).send_form(form)?;
        let page: strict::Page = serde_json::from_slice(&answer.body_mut().read_to_vec()?)?;
        if page.licenses.is_empty() {
            break;
        }
        licenses.extend(page.licenses);
    }
    if black_box(&licenses).len() == LICENSES { Ok(()) } else { Err("some licences did not come".into()) }
}

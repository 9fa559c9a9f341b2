//! A sandbox, a configuration for it, and the command run on both.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use license_sandbox::softaculous::{NOC_NAME, NOC_PASS};
use license_sandbox::{Fault, FaultKind, LedgerEntry, Options, RecordedRequest, Sandbox};
use serde_json::Value;
use tempfile::TempDir;

/// The day in the sandbox.
pub(crate) const TODAY: &str = "2026-03-01";

pub(crate) struct Hub {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: TempDir,
}

/// How the command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Wants this exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Wants these words on standard error.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "`{words}` is not in {}", self.err);
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// The command in a world of its own: no configuration, no home, nothing of the machine's.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_license-hub"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("LICENSE_HUB_TODAY", TODAY)
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

impl Hub {
    /// One account `noc`, live, with the right password.
    pub(crate) fn new() -> Self {
        let hub = Self::bare();
        hub.write("config.toml", &hub.account("noc", &format!("password = \"{NOC_PASS}\"")));
        hub
    }

    /// No configuration.
    pub(crate) fn bare() -> Self {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        Self { sandbox, folder: tempfile::tempdir().unwrap() }
    }

    /// An account in this sandbox, with these lines for its password.
    pub(crate) fn account(&self, name: &str, password: &str) -> String {
        format!(
            "[accounts.{name}]\nvendor = \"softaculous\"\nenvironment = \"live\"\nusername = \"{NOC_NAME}\"\n\
             base_url = \"{}\"\n{password}\n",
            self.sandbox.softaculous_url()
        )
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = command(self.folder.path());
        command.env("LICENSE_HUB_CONFIG", self.path("config.toml")).args(arguments);
        command
    }

    /// Runs a line such as `list --ip 203.0.113.12`.
    pub(crate) fn run(&self, line: &str) -> Ran {
        Ran::of(self.command(line.split_whitespace()).output().unwrap())
    }

    /// Runs these words, which may hold blanks.
    pub(crate) fn run_words<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Ran {
        Ran::of(self.command(words).output().unwrap())
    }

    /// The same with variables of the environment.
    pub(crate) fn run_with(&self, line: &str, variables: &[(&str, &str)]) -> Ran {
        let mut command = self.command(line.split_whitespace());
        command.envs(variables.iter().copied());
        Ran::of(command.output().unwrap())
    }

    pub(crate) fn start(&self, line: &str) -> Child {
        let mut command = self.command(line.split_whitespace());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// The next request for this operation meets this.
    pub(crate) fn fault(&self, operation: &str, kind: FaultKind) {
        self.sandbox.add_fault(Fault::new(kind).operation(operation));
    }

    pub(crate) fn ledger(&self) -> Vec<LedgerEntry> {
        self.sandbox.ledger()
    }

    /// The requests that changed something, or could have.
    pub(crate) fn sent(&self, operation: &str) -> Vec<RecordedRequest> {
        let all = self.sandbox.requests();
        all.into_iter().filter(|request| request.operation.as_deref() == Some(operation)).collect()
    }

    /// What the journal says of everything that was sent.
    pub(crate) fn entries(&self) -> Vec<Value> {
        let listed = self.run("journal list --quiet --format json").exits(0);
        listed.json().as_array().unwrap().clone()
    }

    /// The names of what is open in the journal.
    pub(crate) fn open(&self) -> Vec<String> {
        let listed = self.run("journal list --open --quiet --format json").exits(0).json();
        listed.as_array().unwrap().iter().map(|one| one["reference"].as_str().unwrap().to_owned()).collect()
    }

    /// Where the journal lies.
    pub(crate) fn journal(&self) -> PathBuf {
        self.path(".local/state/license-hub/journal.db")
    }
}

/// What a process that was started wrote and how it ended.
pub(crate) fn end(child: Child) -> Ran {
    Ran::of(child.wait_with_output().unwrap())
}

/// An order for a Softaculous licence.
pub(crate) fn order(address: &str, more: &str) -> String {
    format!("order softaculous noc --ip {address} --term 1M --server-type vps --email ops@example.com {more}")
}

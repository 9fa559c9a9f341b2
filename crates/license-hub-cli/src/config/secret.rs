//! Where a secret comes from: the environment, a file, a command, or, with a warning, the configuration itself.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use license_wire::Secret;

use super::Place;
use crate::exit::Failure;

/// Where a secret comes from, and where that is written.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) spot: Spot,
    pub(crate) place: Place,
}

/// Where a secret comes from.
#[derive(Clone)]
pub(crate) enum Spot {
    /// It stands in the configuration.
    Literal(Secret),
    /// An environment variable.
    Env(String),
    /// A file, which nobody else may read.
    File(PathBuf),
    /// What a command prints, without a shell.
    Command(Vec<String>),
}

impl fmt::Debug for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Literal(_) => "Literal(***)",
            Self::Env(_) => "Env",
            Self::File(_) => "File",
            Self::Command(_) => "Command",
        })
    }
}

impl Source {
    /// Reads it.
    pub(crate) fn read(&self) -> Result<Secret, Failure> {
        let secret = match &self.spot {
            Spot::Literal(secret) => secret.clone(),
            Spot::Env(name) => Secret::new(std::env::var(name).map_err(|error| {
                self.place.fail(match error {
                    std::env::VarError::NotPresent => {
                        format!("the environment variable {name} is not set; set it to the secret")
                    }
                    std::env::VarError::NotUnicode(_) => {
                        format!("the environment variable {name} is not UTF-8; set it to plain text")
                    }
                })
            })?),
            Spot::File(path) => self.of_file(path)?,
            Spot::Command(words) => self.of_command(words)?,
        };
        if secret.expose().trim().is_empty() {
            let what = match &self.spot {
                Spot::Literal(_) => "the secret".to_owned(),
                Spot::Env(name) => format!("the environment variable {name}"),
                Spot::File(path) => format!("the file {}", path.display()),
                Spot::Command(_) => "what the command printed".to_owned(),
            };
            return Err(self.place.fail(format!("{what} is empty; put the secret there")));
        }
        Ok(secret)
    }

    fn of_file(&self, path: &Path) -> Result<Secret, Failure> {
        let cannot = |error| self.place.fail(format!("the file {} cannot be read: {error}", path.display()));
        let mut file = std::fs::File::open(path).map_err(cannot)?;
        self.only_ours(path, &file.metadata().map_err(cannot)?)?;
        let mut bytes = Vec::new();
        // A secret is short; the bound is there against a slip.
        std::io::Read::read_to_end(&mut std::io::Read::take(&mut file, LONGEST + 1), &mut bytes)
            .map_err(cannot)?;
        self.text(bytes, &format!("the file {}", path.display()))
    }

    /// Refuses a file that others can read. The open file is looked at, not its name.
    #[cfg(unix)]
    fn only_ours(&self, path: &Path, metadata: &std::fs::Metadata) -> Result<(), Failure> {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode().trailing_zeros() >= 6 {
            return Ok(());
        }
        let path = path.display();
        Err(self.place.fail(format!("others can read or write {path}; run `chmod 600 {path}`")))
    }

    #[cfg(not(unix))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "there is something to check on Unix")]
    fn only_ours(&self, _: &Path, _: &std::fs::Metadata) -> Result<(), Failure> {
        Ok(())
    }

    fn of_command(&self, words: &[String]) -> Result<Secret, Failure> {
        let Some((program, arguments)) = words.split_first() else {
            return Err(self.place.fail("the command is empty; write the program and its arguments"));
        };
        let output =
            Command::new(program).args(arguments).stdin(Stdio::null()).output().map_err(|error| {
                self.place.fail(format!("the command `{program}` cannot be run: {error}"))
            })?;
        if !output.status.success() {
            let printed = String::from_utf8_lossy(&output.stdout);
            let complaint = String::from_utf8_lossy(&output.stderr);
            let complaint = complaint.trim();
            // What a command that failed half-way printed may be the secret.
            let leaks =
                printed.lines().map(str::trim).any(|line| !line.is_empty() && complaint.contains(line));
            let why = if complaint.is_empty() || leaks { String::new() } else { format!(": {complaint}") };
            return Err(self.place.fail(format!(
                "the command `{program}` failed ({}){why}; run it by hand to see why",
                output.status
            )));
        }
        self.text(output.stdout, &format!("what `{program}` printed"))
    }

    fn text(&self, bytes: Vec<u8>, what: &str) -> Result<Secret, Failure> {
        if bytes.len() as u64 > LONGEST {
            return Err(self
                .place
                .fail(format!("{what} is longer than {LONGEST} bytes, so it is no secret")));
        }
        let mut text = String::from_utf8(bytes)
            .map_err(|_| self.place.fail(format!("{what} is not UTF-8; write the secret as plain text")))?;
        let kept =
            text.strip_suffix('\n').map_or(text.len(), |rest| rest.strip_suffix('\r').unwrap_or(rest).len());
        text.truncate(kept);
        Ok(Secret::new(text))
    }
}

/// The longest secret, in bytes.
const LONGEST: u64 = 16 * 1024;

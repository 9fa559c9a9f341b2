//! Runs other programs, cargo above all, from the workspace's root or from where a caller says.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace::cargo;

/// A command that did not do what it was called for.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What to type to run it again.
    pub(crate) command: String,
    pub(crate) why: String,
}

/// Where commands run, and what is added to their environment.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    environment: Vec<(String, String)>,
    /// Whether output that is meant for the screen is kept from it.
    is_silent: bool,
}

impl Place {
    pub(crate) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), environment: Vec::new(), is_silent: false }
    }

    /// The same environment in another folder.
    pub(crate) fn at(&self, dir: &Path) -> Self {
        Self { dir: dir.to_owned(), ..self.clone() }
    }

    #[cfg(test)]
    pub(crate) fn silent(mut self) -> Self {
        self.is_silent = true;
        self
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs cargo with its output on the screen, after a line that can be copied to run it again.
    pub(crate) fn show<A: AsRef<str>>(&self, arguments: &[A]) -> Result<(), Failure> {
        self.show_of(cargo(), "cargo", arguments)
    }

    /// The same with rustup.
    pub(crate) fn show_rustup<A: AsRef<str>>(&self, arguments: &[A]) -> Result<(), Failure> {
        self.show_of(Command::new("rustup"), "rustup", arguments)
    }

    fn show_of<A: AsRef<str>>(&self, program: Command, name: &str, arguments: &[A]) -> Result<(), Failure> {
        let command = self.words(name, arguments);
        println!("$ {command}");
        if self.is_silent {
            return self.read(program, name, arguments).map(drop);
        }
        match self.prepare(program, arguments).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure { command, why: format!("the command ended with {status}") }),
            Err(error) => Err(not_started(command, &error)),
        }
    }

    /// Runs cargo and gives what it printed; what it said about a failure is in the error.
    pub(crate) fn cargo<A: AsRef<str>>(&self, arguments: &[A]) -> Result<String, Failure> {
        self.read(cargo(), "cargo", arguments)
    }

    /// The same with git.
    pub(crate) fn git<A: AsRef<str>>(&self, arguments: &[A]) -> Result<String, Failure> {
        self.read(Command::new("git"), "git", arguments)
    }

    fn read<A: AsRef<str>>(&self, program: Command, name: &str, arguments: &[A]) -> Result<String, Failure> {
        let command = self.words(name, arguments);
        match self.prepare(program, arguments).output() {
            Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr);
                Err(Failure { command, why: format!("the command ended with {}:\n{said}", output.status) })
            }
            Err(error) => Err(not_started(command, &error)),
        }
    }

    fn prepare<A: AsRef<str>>(&self, mut program: Command, arguments: &[A]) -> Command {
        program.args(arguments.iter().map(AsRef::as_ref)).current_dir(&self.dir);
        program.envs(self.environment.iter().map(|(name, value)| (name, value)));
        program
    }

    fn words<A: AsRef<str>>(&self, program: &str, arguments: &[A]) -> String {
        let mut words: Vec<String> =
            self.environment.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        words.push(program.to_owned());
        words.extend(arguments.iter().map(|argument| argument.as_ref().to_owned()));
        words.join(" ")
    }
}

impl From<Failure> for String {
    fn from(failure: Failure) -> Self {
        format!("{}\n  command: {}", failure.why.trim_end(), failure.command)
    }
}

fn not_started(command: String, error: &std::io::Error) -> Failure {
    Failure { command, why: format!("the command could not be started: {error}") }
}

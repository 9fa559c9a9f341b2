//! The command on a terminal, with a person at it.

mod colour;
mod confirmation;
mod progress;

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

use pty_process::Size;
use pty_process::blocking::{Pty, open};

use crate::gate::PATIENCE;
use crate::kit::Hub;

const ROWS: NonZeroU16 = NonZeroU16::new(60).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(240).unwrap();

/// A command that runs on a terminal of its own.
pub(crate) struct Terminal {
    child: Child,
    keyboard: Arc<Pty>,
    output: Receiver<Vec<u8>>,
    /// All that was written, escape codes and all.
    written: Vec<u8>,
    screen: vt100::Parser,
}

/// What was left on the screen when the command had ended.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) code: i32,
    /// As a person sees it.
    pub(crate) screen: String,
    /// All that was ever written.
    pub(crate) written: String,
}

/// A command for a terminal with colours.
pub(crate) fn command(hub: &Hub, line: &str) -> Command {
    let mut command = hub.command(line.split_whitespace());
    // A terminal is what it gets from its kit's closed input.
    command.env("TERM", "xterm-256color");
    command
}

impl Terminal {
    pub(crate) fn run(hub: &Hub, line: &str) -> Self {
        Self::start(command(hub, line))
    }

    /// Starts it with all three of its streams on the terminal.
    pub(crate) fn start(command: Command) -> Self {
        Self::start_with(command, |command| command)
    }

    /// Starts it with some of its streams elsewhere.
    pub(crate) fn start_with(
        command: Command,
        change: impl FnOnce(pty_process::blocking::Command) -> pty_process::blocking::Command,
    ) -> Self {
        let (pty, terminal) = open().unwrap();
        pty.resize(Size::new(ROWS.get(), COLUMNS.get())).unwrap();
        let child = change(command.into()).spawn(terminal).unwrap();
        let keyboard = Arc::new(pty);
        let reader = Arc::clone(&keyboard);
        let (send, output) = channel();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            // Reading fails when nobody has the terminal any more.
            while let Ok(count) = (&*reader).read(&mut chunk) {
                if count == 0 || send.send(chunk[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        Self { child, keyboard, output, written: Vec::new(), screen }
    }

    /// Waits until this stands on the screen.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(words) {
            let more = self.take(until);
            assert!(more, "`{words}` never came; the screen is:\n{}", self.screen.screen().contents());
        }
    }

    /// Types this, as it is.
    pub(crate) fn types(&self, keys: &str) {
        (&*self.keyboard).write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the end.
    #[track_caller]
    pub(crate) fn end(mut self) -> Left {
        let until = Instant::now() + PATIENCE;
        while self.take(until) {}
        assert!(
            Instant::now() < until,
            "it never ended; the screen is:\n{}",
            self.screen.screen().contents()
        );
        Left {
            code: self.child.wait().unwrap().code().expect("it was not killed"),
            screen: self.screen.screen().contents(),
            written: String::from_utf8(std::mem::take(&mut self.written)).unwrap(),
        }
    }

    /// Takes what was written next. Nothing comes any more when the command has ended, or when the time is up.
    fn take(&mut self, until: Instant) -> bool {
        match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(chunk) => {
                self.screen.process(&chunk);
                self.written.extend(chunk);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Left {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.screen);
        self
    }

    /// Whether a colour or another style was ever set.
    pub(crate) fn is_styled(&self) -> bool {
        // `ESC [ ... m` sets a style; what a progress bar needs, such as `ESC [ 2 K`, does not.
        self.written.split("\u{1b}[").skip(1).any(|rest| {
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).map(|at| &rest[at..=at]);
            end == Some("m")
        })
    }
}

/// What else a stream can be than the terminal.
fn nowhere() -> Stdio {
    Stdio::null()
}

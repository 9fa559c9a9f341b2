//! What happens when a person is asked. Everything else is tested through the command itself.

use std::io::{BufRead, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use license_hub::{Request, Term};
use license_journal::{Filter, Journal, State};
use license_sandbox::{Options, Sandbox, softaculous};
use license_wire::Scrubber;

use super::*;
use crate::config::Config;
use crate::confirm::Asker;
use crate::output::Output;
use crate::vendors;

struct Desk {
    sandbox: Arc<Sandbox>,
    account: Account,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let text = format!(
            "[accounts.noc]\nvendor = \"softaculous\"\nenvironment = \"live\"\nusername = \"{}\"\npassword = \"{}\"\nbase_url = \"{}\"\n",
            softaculous::NOC_NAME,
            softaculous::NOC_PASS,
            sandbox.softaculous_url()
        );
        let config = Config::parse(Path::new("test"), &text).unwrap();
        let account = vendors::open(config.account("noc").unwrap(), &Scrubber::default()).unwrap();
        Self { sandbox: Arc::new(sandbox), account, folder: tempfile::tempdir().unwrap() }
    }

    fn renewal(&self) -> Plan {
        let license = self.account.api.find("203.0.113.12", None).unwrap().remove(0);
        let renewal = Request::renew(Term::months(1).unwrap());
        Plan::about(&self.account, &license, &renewal).unwrap().expecting(Expects::OneLicense)
    }

    /// Answers a question so, and gives back how it ended.
    fn answer(&self, plan: &Plan, input: impl BufRead + Send + 'static) -> Result<(), Failure> {
        let state = Some(self.folder.path().join("state"));
        let app = App::new(Output::nowhere(), Asker::of(input), None, state, None);
        carry_out(&app, &self.account, plan, &Consent::default(), false)
    }

    fn noted(&self) -> Vec<State> {
        let journal = Journal::open(self.folder.path().join("state/journal.db")).unwrap();
        journal.list(&Filter::all()).unwrap().iter().map(|entry| entry.state).collect()
    }
}

#[test]
fn yes_sends_it_once_and_notes_it_down() {
    let desk = Desk::new();
    desk.answer(&desk.renewal(), Cursor::new("yes\n")).unwrap();
    assert_eq!(desk.sandbox.ledger().len(), 1);
    assert_eq!(desk.noted(), [State::Done]);
}

#[test]
fn anything_else_sends_nothing() {
    let desk = Desk::new();
    for no in ["no\n", "\n", ""] {
        let failure = desk.answer(&desk.renewal(), Cursor::new(no)).unwrap_err();
        assert_eq!(failure.exit(), Exit::NotSent);
    }
    assert!(desk.sandbox.ledger().is_empty());
    assert!(desk.noted().is_empty());
}

/// A person who says yes after somebody else has renewed the licence.
struct Slow {
    other: Box<dyn FnMut() + Send>,
    answer: Cursor<&'static str>,
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.answer.read(buffer)
    }
}

impl BufRead for Slow {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        (self.other)();
        self.answer.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.answer.consume(amount);
    }
}

#[test]
fn what_changed_while_a_person_thought_about_it_stops_it() {
    let desk = Desk::new();
    let meanwhile = desk.renewal();
    let mut pending = Some(meanwhile);
    let account = desk.account.clone();
    let other = Box::new(move || {
        if let Some(plan) = pending.take() {
            account.api.perform(&plan.steps[0].operation).unwrap();
        }
    });
    let failure = desk.answer(&desk.renewal(), Slow { other, answer: Cursor::new("yes\n") }).unwrap_err();
    assert_eq!(failure.exit(), Exit::NotSent);
    assert!(failure.to_string().contains("changed while you were asked"), "{failure}");
    assert_eq!(desk.sandbox.ledger().len(), 1, "only the other's");
}

//! Asking before money is spent.

use std::io::{self, BufRead, IsTerminal};

use crate::exit::Failure;
use crate::output::Output;
use crate::stop;

/// Who answers questions: a person on a terminal, or nobody.
pub(crate) struct Asker {
    input: Option<Box<dyn BufRead + Send>>,
}

impl Asker {
    /// The person at the terminal. Both ends have to be one: a question nobody sees is not asked.
    pub(crate) fn standard() -> Self {
        let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        Self { input: terminal.then(|| Box::new(io::BufReader::new(io::stdin())) as _) }
    }

    /// Whoever writes this, for tests.
    #[cfg(test)]
    pub(crate) fn of(input: impl BufRead + Send + 'static) -> Self {
        Self { input: Some(Box::new(input)) }
    }

    /// Whether there is somebody to ask.
    pub(crate) fn is_there(&self) -> bool {
        self.input.is_some()
    }

    /// Asks, and takes only `yes` for an answer.
    pub(crate) fn ask(&mut self, out: &Output, question: &str) -> Result<(), Failure> {
        let Some(input) = &mut self.input else {
            return Err(Failure::usage("nobody is there to be asked, and nothing was sent; add --yes"));
        };
        let _mark = stop::Mark::asking();
        out.ask(&format!("{question}Write yes to go on: "));
        let mut answer = String::new();
        input.read_line(&mut answer).map_err(|error| {
            Failure::not_sent(format!("the answer cannot be read, and nothing was sent: {error}"))
        })?;
        if answer.trim().eq_ignore_ascii_case("yes") {
            return Ok(());
        }
        Err(Failure::not_sent("you did not write yes, so nothing was sent"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    fn ask(text: Option<&'static str>) -> Result<(), Failure> {
        let mut asker = Asker { input: text.map(|text| Box::new(text.as_bytes()) as _) };
        asker.ask(&Output::nowhere(), "Spend?")
    }

    #[test]
    fn only_yes_is_yes() {
        assert!(ask(Some("yes\n")).is_ok());
        assert!(ask(Some(" YES \r\n")).is_ok());
        for no in ["", "\n", "y\n", "no\n", "yes please\n"] {
            assert_eq!(ask(Some(no)).unwrap_err().exit(), Exit::NotSent, "{no:?}");
        }
        assert_eq!(ask(None).unwrap_err().exit(), Exit::Usage);
    }
}

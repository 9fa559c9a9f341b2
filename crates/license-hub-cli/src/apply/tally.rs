//! How many orders of a list ended how, and the exit code that follows.

use license_journal::Reference;

use crate::exit::{Exit, Failure};

/// How many orders ended how.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Done now.
    pub(crate) done: usize,
    /// Done in this run before.
    pub(crate) before: usize,
    /// Why others were not done.
    pub(crate) failed: Vec<Exit>,
    /// Those whose answer was lost, by their names in the journal.
    pub(crate) unknown: Vec<String>,
    pub(crate) not_tried: usize,
}

impl Tally {
    pub(crate) fn fail(&mut self, exit: Exit, reference: Option<&str>) {
        match exit {
            Exit::Unknown => self.unknown.push(reference.unwrap_or("one without a name").to_owned()),
            exit => self.failed.push(exit),
        }
    }

    pub(crate) fn open(&mut self, reference: &Reference) {
        self.unknown.push(reference.to_string());
    }

    /// What the whole list ends with.
    pub(crate) fn exit(&self) -> Option<Exit> {
        if !self.unknown.is_empty() {
            return Some(Exit::Unknown);
        }
        let first = self.failed.first().copied().or((self.not_tried > 0).then_some(Exit::NotSent))?;
        if self.done + self.before > 0 {
            return Some(Exit::Partly);
        }
        // What has several reasons has one thing in common: nothing happened.
        let alike =
            self.failed.iter().all(|exit| *exit == first) && (self.not_tried == 0 || self.failed.is_empty());
        Some(if alike { first } else { Exit::NotSent })
    }

    /// What came of it, in one sentence.
    pub(crate) fn says(&self) -> String {
        let total = self.done + self.before + self.failed.len() + self.unknown.len() + self.not_tried;
        let mut says = format!("{} of {total} orders are done", self.done + self.before);
        if self.before > 0 {
            says = format!("{says}, {} of them before", self.before);
        }
        for (count, what) in [(self.failed.len(), "failed"), (self.not_tried, "not tried")] {
            if count > 0 {
                says = format!("{says}, {count} {what}");
            }
        }
        if !self.unknown.is_empty() {
            says = format!("{says}, and no answer came to {}", self.unknown.join(", "));
        }
        says
    }

    /// How it ends, and what to do next.
    pub(crate) fn end(&self, run: &str, stopped: bool) -> Result<(), Failure> {
        let Some(exit) = self.exit() else { return Ok(()) };
        let stopped = if stopped { "you stopped it: " } else { "" };
        let next = match self.unknown.as_slice() {
            [] => "see to what failed and run the same again: what is done is not ordered again".to_owned(),
            [one, ..] => format!(
                "do not order that again by hand; run `license-hub journal check {one}` or the same again, which looks first \
                 and orders nothing that is done or unknown"
            ),
        };
        Err(Failure::new(exit, format!("run `{run}`: {stopped}{}; {next}", self.says())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(before: usize, done: usize, failed: &[Exit], not_tried: usize) -> Option<Exit> {
        Tally { done, before, failed: failed.to_vec(), unknown: Vec::new(), not_tried }.exit()
    }

    #[test]
    fn the_code_says_whether_anything_happened_and_what_speaks_against_the_rest() {
        assert_eq!(exit(1, 2, &[], 0), None);
        assert_eq!(exit(0, 1, &[Exit::Refused], 0), Some(Exit::Partly));
        assert_eq!(exit(1, 0, &[Exit::NotSent], 0), Some(Exit::Partly));
        assert_eq!(exit(0, 0, &[Exit::Refused, Exit::Refused], 0), Some(Exit::Refused));
        assert_eq!(exit(0, 0, &[Exit::Refused], 2), Some(Exit::NotSent));
        assert_eq!(exit(0, 0, &[Exit::Refused, Exit::Usage], 0), Some(Exit::NotSent));
        assert_eq!(exit(0, 0, &[], 3), Some(Exit::NotSent));
        assert_eq!(exit(1, 0, &[], 3), Some(Exit::Partly));
    }

    #[test]
    fn what_nobody_knows_is_named_and_outweighs_the_rest() {
        let mut tally = Tally { done: 3, before: 1, ..Tally::default() };
        tally.fail(Exit::Refused, None);
        tally.fail(Exit::Unknown, Some("lh-7c0jq4m2xv"));
        let failure = tally.end("march", false).unwrap_err();
        assert_eq!(failure.exit(), Exit::Unknown);
        assert_eq!(
            failure.to_string(),
            "run `march`: 4 of 6 orders are done, 1 of them before, 1 failed, and no answer came to lh-7c0jq4m2xv; \
             do not order that again by hand; run `license-hub journal check lh-7c0jq4m2xv` or the same again, which looks \
             first and orders nothing that is done or unknown"
        );
    }
}

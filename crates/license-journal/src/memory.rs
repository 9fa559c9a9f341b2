//! A store that forgets, for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::{
    Admit, Decide, Entry, Error, Event, Filter, Intent, Position, Reference, Spent, State, Store,
    Surroundings, What,
};

/// A store in memory, for tests of what uses a journal. **It forgets everything**, so it guards nothing that is real.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    position: i64,
    entries: Vec<Entry>,
    events: BTreeMap<Reference, Vec<Event>>,
}

impl Kept {
    fn next(&mut self) -> Position {
        self.position += 1;
        Position(self.position)
    }

    fn add(&mut self, reference: &Reference, event: Event) {
        self.events.entry(reference.clone()).or_default().push(event);
    }
}

impl Kept {
    fn around(&self, intent: &Intent, since: Position) -> Surroundings {
        let key = intent.key();
        let all = self.entries.iter();
        let same = all.clone().filter(|entry| entry.intent.key() == key && entry.is_in_the_way(since));
        let run = all.filter(|entry| {
            let of_run = entry.intent.run.is_some() && entry.intent.run == intent.run;
            of_run && entry.intent.charges && Spent::counts(entry.state)
        });
        let spent = run.map(|entry| Spent::new(entry.intent.expected.clone(), entry.charged));
        Surroundings::new(same.cloned().collect(), spent.collect())
    }
}

impl MemoryStore {
    /// A store without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn position(&self) -> Result<Position, Error> {
        Ok(Position(self.kept().position))
    }

    fn around(&self, intent: &Intent, since: Position) -> Result<Surroundings, Error> {
        Ok(self.kept().around(intent, since))
    }

    fn begin(&self, intent: &Intent, since: Position, admit: &Admit<'_>) -> Result<Entry, Error> {
        let mut kept = self.kept();
        admit(&kept.around(intent, since))?;
        if kept.events.contains_key(&intent.reference) {
            return Err(Error::taken(&intent.reference));
        }
        let position = kept.next();
        let entry = Entry::new(intent.clone(), position);
        kept.entries.push(entry.clone());
        kept.add(&intent.reference, Event::new(position, intent.written, State::Open, What::Written));
        Ok(entry)
    }

    fn append(&self, reference: &Reference, at: Timestamp, decide: &Decide<'_>) -> Result<Entry, Error> {
        let mut kept = self.kept();
        let index = kept.entries.iter().position(|entry| entry.intent.reference == *reference);
        let index = index.ok_or_else(|| Error::no_such_entry(reference))?;
        let events = kept.events.get(reference).map(Vec::as_slice).unwrap_or_default();
        let change = decide(&kept.entries[index], events)?;
        let position = kept.next();
        kept.entries[index].apply(&change, at, position);
        let entry = kept.entries[index].clone();
        kept.add(reference, Event::new(position, at, change.state, change.what));
        Ok(entry)
    }

    fn entries(&self, filter: &Filter) -> Result<Vec<Entry>, Error> {
        let mut found: Vec<Entry> =
            self.kept().entries.iter().filter(|entry| filter.takes(entry)).cloned().collect();
        if let Some(limit) = filter.limit {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            found.drain(..found.len().saturating_sub(limit));
        }
        Ok(found)
    }

    fn entry(&self, reference: &Reference) -> Result<(Entry, Vec<Event>), Error> {
        let kept = self.kept();
        let entry = kept.entries.iter().find(|entry| entry.intent.reference == *reference);
        let entry = entry.ok_or_else(|| Error::no_such_entry(reference))?.clone();
        Ok((entry, kept.events.get(reference).cloned().unwrap_or_default()))
    }
}

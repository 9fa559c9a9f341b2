//! Long lists, page after page.

use std::cell::Cell;
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use license_wire::{Answer, Error, Fault, Read};

use crate::client::Reading;
use crate::licenses::stuck;
use crate::operation::Operation;
use crate::{Client, License, LicenseId, LicenseKey, LicensePage, ListLicenses};

/// What tells rows apart: one licence may be listed once for each of its addresses.
type Named = (Option<LicenseId>, Option<LicenseKey>, Option<u64>, Option<IpAddr>);

/// The pages that have come.
pub(crate) struct Pages<'a> {
    list: &'a ListLicenses,
    licenses: Vec<License>,
    seen: HashSet<Named>,
    counted: u64,
    ended: bool,
}

impl<'a> Pages<'a> {
    /// None yet.
    pub(crate) fn new(list: &'a ListLicenses) -> Self {
        Self { list, licenses: Vec::new(), seen: HashSet::new(), counted: 0, ended: false }
    }

    /// Where the next page begins.
    pub(crate) fn next(&self) -> u64 {
        self.list.first().saturating_add(self.licenses.len() as u64)
    }

    /// How many there are, as the vendor says.
    pub(crate) fn counted(&self) -> u64 {
        self.counted
    }

    /// Whether the last page has come: the empty one.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Takes the next page.
    pub(crate) fn add(&mut self, page: LicensePage) -> Result<(), Error> {
        self.counted = self.counted.max(page.results.get().copied().unwrap_or(0));
        for license in &page.licenses {
            let named = (
                license.id.get().copied(),
                license.key.get().cloned(),
                license.address_id.get().copied(),
                license.address.get().copied(),
            );
            if !self.seen.insert(named) {
                return Err(stuck(self.list, "a licence came twice, so the pages do not go on"));
            }
        }
        self.ended = page.licenses.is_empty();
        self.licenses.extend(page.licenses);
        Ok(())
    }

    pub(crate) fn into_licenses(self) -> Vec<License> {
        self.licenses
    }
}

/// Sends reads one after another, each as soon as the answer to the one before has come, which is read meanwhile. The
/// results are taken in order. After one that is taken with a no, none is taken, and no further read is sent.
pub(crate) fn ahead<O: Operation>(
    client: &Client,
    operations: impl Iterator<Item = O> + Send,
    take: impl FnMut(Result<O::Output, Error>) -> bool + Send,
) where
    O::Output: Send,
{
    let waiting = Mutex::new(operations.enumerate());
    let taken = InOrder { state: Mutex::new(State { next: 0, goes_on: true, take }), moved: Condvar::new() };
    let worker = || {
        let _guard = StopOnPanic(&taken);
        loop {
            // Held until the answer is there, so that the requests go out in order and one at a time.
            let mut turn = locked(&waiting);
            let Some((number, operation)) = turn.next() else { return };
            let reader = InTurn { reading: Reading(&operation), turn: Cell::new(Some(turn)) };
            let result = client.send_with(&operation, &reader);
            drop(reader);
            if !taken.add(number, result) {
                return;
            }
        }
    };
    thread::scope(|scope| {
        // Without another thread, this one does it all.
        let _ = thread::Builder::new().spawn_scoped(scope, worker);
        worker();
    });
}

/// Takes results in the order of their numbers.
struct InOrder<F> {
    state: Mutex<State<F>>,
    moved: Condvar,
}

struct State<F> {
    next: usize,
    goes_on: bool,
    take: F,
}

impl<F> InOrder<F> {
    /// Waits for its turn, so that nobody is further ahead than by one, and says whether it goes on.
    fn add<R>(&self, number: usize, result: R) -> bool
    where
        F: FnMut(R) -> bool,
    {
        let early = |state: &mut State<F>| state.goes_on && state.next != number;
        let mut state =
            self.moved.wait_while(locked(&self.state), early).unwrap_or_else(PoisonError::into_inner);
        state.goes_on = state.goes_on && (state.take)(result);
        state.next += 1;
        self.moved.notify_all();
        state.goes_on
    }
}

/// Nobody waits for one who will not come.
struct StopOnPanic<'a, F>(&'a InOrder<F>);

impl<F> Drop for StopOnPanic<'_, F> {
    fn drop(&mut self) {
        if thread::panicking() {
            locked(&self.0.state).goes_on = false;
            self.0.moved.notify_all();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads an answer after having let the next request go.
struct InTurn<'a, O, T> {
    reading: Reading<'a, O>,
    turn: Cell<Option<T>>,
}

impl<O: Operation, T> Read for InTurn<'_, O, T> {
    type Output = O::Output;

    fn read(&self, answer: &Answer) -> Result<O::Output, Fault> {
        drop(self.turn.take());
        self.reading.read(answer)
    }

    fn refusal(&self, answer: &Answer) -> Option<Fault> {
        self.reading.refusal(answer)
    }
}

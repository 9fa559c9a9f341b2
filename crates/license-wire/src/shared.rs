//! What one thread fetches and all threads use: a token, a session.

use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::Error;

/// A token or session that all threads of a client share.
///
/// When there is none that can be used, one thread fetches it while the others wait for what comes of it: its value, or
/// its failure. So a vendor that is down or refuses is asked once, however many threads wait.
pub struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    held: Option<Held<T>>,
    fetching: bool,
    round: u64,
    failed: Option<(u64, Error)>,
    #[cfg(test)]
    waiting: usize,
}

/// A value with the round in which it was fetched, so that whoever finds it worthless can say which one it was.
#[derive(Clone, Debug)]
pub struct Held<T> {
    /// What was fetched.
    pub value: T,
    /// The round, for [`Shared::forget`].
    pub round: u64,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        let state = State {
            held: None,
            fetching: false,
            round: 0,
            failed: None,
            #[cfg(test)]
            waiting: 0,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }
}

impl<T: Clone> Shared<T> {
    /// The value at hand if it can be used, else a fresh one: fetched here, or by the thread that is at it already.
    ///
    /// What was fetched is taken as it is, by the thread that fetched it and by those that waited, whatever `usable` says:
    /// a value that cannot be kept is used by them all and by nobody after.
    ///
    /// # Errors
    /// What `fetch` failed with, here or in the thread that was waited for.
    pub fn get_or_fetch(
        &self,
        usable: impl Fn(&T) -> bool,
        fetch: impl FnOnce() -> Result<T, Error>,
    ) -> Result<Held<T>, Error> {
        let mut state = self.lock();
        loop {
            if let Some(held) = state.held.as_ref().filter(|held| usable(&held.value)) {
                return Ok(held.clone());
            }
            if !state.fetching {
                break;
            }
            let round = state.round;
            #[cfg(test)]
            {
                state.waiting += 1;
            }
            state = self
                .changed
                .wait_while(state, |state| state.fetching && state.round == round)
                .unwrap_or_else(PoisonError::into_inner);
            // A later round may have ended, too, before this thread had its turn.
            if let Some(held) = state.held.as_ref().filter(|held| held.round >= round) {
                return Ok(held.clone());
            }
            if let Some((_, error)) = state.failed.as_ref().filter(|(failed, _)| *failed >= round) {
                return Err(error.clone());
            }
        }
        state.fetching = true;
        state.round += 1;
        let round = state.round;
        drop(state);
        let turn = Turn { shared: self };
        let fetched = fetch();
        let mut state = self.lock();
        let result = match fetched {
            Ok(value) => {
                let held = Held { value, round };
                state.held = Some(held.clone());
                Ok(held)
            }
            Err(error) => {
                state.failed = Some((round, error.clone()));
                Err(error)
            }
        };
        drop(state);
        drop(turn);
        result
    }

    /// The value at hand, whether it can be used or not.
    pub fn held(&self) -> Option<Held<T>> {
        self.lock().held.clone()
    }

    /// Lets go of the value of this round. One that was fetched since stays.
    pub fn forget(&self, round: u64) {
        let mut state = self.lock();
        if state.held.as_ref().is_some_and(|held| held.round == round) {
            state.held = None;
        }
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One thread's turn to fetch. It ends also when the fetching panics, so that nobody waits for ever.
struct Turn<'a, T> {
    shared: &'a Shared<T>,
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        self.shared.lock().fetching = false;
        self.shared.changed.notify_all();
    }
}

impl<T> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared(***)")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn thirty_two_threads_fetch_once() {
        let (shared, fetched) = (Shared::default(), AtomicUsize::new(0));
        let begun = Barrier::new(32);
        let ask = || {
            begun.wait();
            shared.get_or_fetch(|_| true, || Ok(fetched.fetch_add(1, Ordering::SeqCst))).unwrap().value
        };
        let values: Vec<usize> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..32).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!((values, fetched.load(Ordering::SeqCst)), (vec![0; 32], 1));
    }

    /// 32 threads, one of which fetches once all others wait.
    fn all_but_one_wait(
        end: &(impl Fn() -> Result<u8, Error> + Sync),
    ) -> (Shared<u8>, Vec<Result<u8, Error>>) {
        let (shared, fetched) = (Shared::default(), AtomicUsize::new(0));
        let fetch = || {
            while shared.lock().waiting < 31 {
                std::thread::yield_now();
            }
            fetched.fetch_add(1, Ordering::SeqCst);
            end()
        };
        // Nothing that is fetched here can be kept.
        let ask = || shared.get_or_fetch(|_| false, fetch).map(|held| held.value);
        let results = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..32).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(fetched.into_inner(), 1);
        (shared, results)
    }

    #[test]
    fn whoever_waited_shares_the_failure() {
        let (shared, results) = all_but_one_wait(&|| Err(Error::invalid("token", "refused")));
        for result in results {
            assert_eq!(result.unwrap_err().to_string(), "token: refused");
        }
        assert_eq!(shared.get_or_fetch(|_| true, || Ok(7)).unwrap().value, 7, "a failure is not kept");
    }

    #[test]
    fn whoever_waited_shares_a_value_that_cannot_be_kept() {
        let (shared, results) = all_but_one_wait(&|| Ok(1));
        assert!(results.into_iter().all(|result| result.unwrap() == 1));
        assert_eq!(
            shared.get_or_fetch(|_| false, || Ok(2)).unwrap().value,
            2,
            "who comes later fetches anew"
        );
    }

    #[test]
    fn a_forgotten_value_is_fetched_anew_and_a_newer_one_is_not_forgotten() {
        let shared = Shared::default();
        let first = shared.get_or_fetch(|_| true, || Ok("a")).unwrap();
        shared.forget(first.round);
        assert!(shared.held().is_none());
        let second = shared.get_or_fetch(|_| true, || Ok("b")).unwrap();
        shared.forget(first.round);
        assert_eq!(shared.held().map(|held| held.value), Some("b"));
        assert_ne!(first.round, second.round);
        let third = shared.get_or_fetch(|held| *held != "b", || Ok("c")).unwrap();
        assert_eq!(third.value, "c", "one that cannot be used is replaced");
    }

    #[test]
    fn a_panic_while_fetching_leaves_nobody_waiting() {
        let shared: Shared<u8> = Shared::default();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = shared.get_or_fetch(|_| true, || panic!("a bug"));
        }));
        assert!(panicked.is_err());
        assert_eq!(shared.get_or_fetch(|_| true, || Ok(1)).unwrap().value, 1);
    }
}

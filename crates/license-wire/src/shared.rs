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
        let state = State { held: None, fetching: false, round: 0, failed: None };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }
}

impl<T: Clone> Shared<T> {
    /// The value at hand if it can be used, else a fresh one: fetched here, or by the thread that is at it already.
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
            state = self
                .changed
                .wait_while(state, |state| state.fetching && state.round == round)
                .unwrap_or_else(PoisonError::into_inner);
            if let Some((_, error)) = state.failed.as_ref().filter(|(failed, _)| *failed == round) {
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

    #[test]
    fn whoever_waited_shares_the_failure() {
        let shared: Shared<u8> = Shared::default();
        let (started, release) = (Barrier::new(2), Barrier::new(2));
        let fetched = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                shared.get_or_fetch(
                    |_| true,
                    || {
                        started.wait();
                        release.wait();
                        fetched.fetch_add(1, Ordering::SeqCst);
                        Err(Error::invalid("token", "refused"))
                    },
                )
            });
            started.wait();
            let second = scope.spawn(|| {
                let fetch = || {
                    fetched.fetch_add(1, Ordering::SeqCst);
                    Err(Error::invalid("token", "refused again"))
                };
                shared.get_or_fetch(|_| true, fetch)
            });
            release.wait();
            assert_eq!(first.join().unwrap().unwrap_err().to_string(), "token: refused");
            // The second either waited for the first or came after it; it never hangs.
            assert!(second.join().unwrap().is_err());
        });
        assert!((1..=2).contains(&fetched.into_inner()));
        assert_eq!(shared.get_or_fetch(|_| true, || Ok(7)).unwrap().value, 7, "a failure is not kept");
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

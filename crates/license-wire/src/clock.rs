//! Time and chance, replaceable so that tests need neither.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Where time comes from.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Time since some fixed moment; it never goes back.
    fn elapsed(&self) -> Duration;

    /// The time of day, to understand a `Retry-After` that is a date.
    fn timestamp(&self) -> Timestamp;

    /// Lets this much time pass, or less when the signal is given meanwhile.
    fn pause(&self, time: Duration, signal: &StopSignal);
}

/// Where the jitter between tries comes from.
pub trait Chance: fmt::Debug + Send + Sync {
    /// A number from 0 up to, and without, 1.
    fn fraction(&self) -> f64;
}

/// The system's clocks.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn timestamp(&self) -> Timestamp {
        Timestamp::now()
    }

    fn pause(&self, time: Duration, signal: &StopSignal) {
        let _ = signal.wait(time);
    }
}

/// Chance from a small generator seeded by the system. It decides waiting times only.
#[derive(Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}

/// Tells every call of a client to end. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct StopSignal(Arc<Stop>);

#[derive(Debug, Default)]
struct Stop {
    /// Looked at in each call, by all threads at once, so without the lock.
    given: AtomicBool,
    /// Held while the signal is given, so that none that begins to wait misses it.
    waiting: Mutex<()>,
    changed: Condvar,
}

impl StopSignal {
    /// Gives the signal; it cannot be taken back.
    pub fn stop(&self) {
        let waiting = self.0.lock();
        self.0.given.store(true, Ordering::SeqCst);
        drop(waiting);
        self.0.changed.notify_all();
    }

    /// Whether the signal was given.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.given.load(Ordering::SeqCst)
    }

    /// Waits for the signal, at most this long, and says whether it was given.
    #[must_use]
    pub fn wait(&self, time: Duration) -> bool {
        let waiting = self.0.lock();
        let waited = self.0.changed.wait_timeout_while(waiting, time, |()| !self.is_stopped());
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        self.is_stopped()
    }
}

impl Stop {
    fn lock(&self) -> MutexGuard<'_, ()> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_ends_a_pause_at_once() {
        let signal = StopSignal::default();
        let other = signal.clone();
        let waiter = std::thread::spawn(move || other.wait(Duration::from_secs(3600)));
        signal.stop();
        assert!(waiter.join().unwrap());
        assert!(signal.is_stopped());
    }
}

//! Time that stands still and chance that does not vary, so that no test waits between tries.

use jiff::Timestamp;
use license_wire::{Chance, Clock, Settings, StopSignal};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The time of day, for ever: noon on Sunday, 1 March 2026.
pub const NOW: &str = "2026-03-01T12:00:00Z";

/// A clock that notes the pauses it is asked for, and takes none.
#[derive(Debug, Default)]
pub struct StillClock(Mutex<Vec<Duration>>);

impl StillClock {
    /// The pauses so far, in milliseconds.
    #[must_use]
    pub fn pauses(&self) -> Vec<u128> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().map(Duration::as_millis).collect()
    }
}

impl Clock for StillClock {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn timestamp(&self) -> Timestamp {
        NOW.parse().expect("a timestamp")
    }

    fn pause(&self, time: Duration, _: &StopSignal) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(time);
    }
}

/// Always the longest jitter.
#[derive(Debug)]
pub struct Longest;

impl Chance for Longest {
    fn fraction(&self) -> f64 {
        1.0
    }
}

/// These settings with a clock that stands still, and the clock.
pub fn still(settings: Settings) -> (Settings, Arc<StillClock>) {
    let clock = Arc::new(StillClock::default());
    (settings.clock(Arc::clone(&clock) as Arc<dyn Clock>).chance(Arc::new(Longest)), clock)
}

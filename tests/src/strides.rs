//! Time that goes on whenever somebody looks at it, so that what lasts a while ends without anybody waiting.

use jiff::Timestamp;
use license_wire::{Clock, Settings, StopSignal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::still::{Longest, NOW};

/// How far the time goes on at each look.
pub const STRIDE: Duration = Duration::from_secs(10);

/// A clock that is looked at in strides. The time of day stands still.
#[derive(Debug, Default)]
pub struct StridingClock(AtomicU64);

impl Clock for StridingClock {
    fn elapsed(&self) -> Duration {
        STRIDE * u32::try_from(self.0.fetch_add(1, Ordering::Relaxed)).unwrap_or(u32::MAX)
    }

    fn timestamp(&self) -> Timestamp {
        NOW.parse().expect("a timestamp")
    }

    /// No pause is taken.
    fn pause(&self, _: Duration, _: &StopSignal) {}
}

/// These settings with a clock of their own that goes on in strides.
pub fn striding(settings: Settings) -> Settings {
    settings.clock(Arc::new(StridingClock::default())).chance(Arc::new(Longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_look_is_a_stride_later() {
        let clock = StridingClock::default();
        assert_eq!(
            [clock.elapsed(), clock.elapsed(), clock.elapsed()],
            [0, 1, 2].map(|count| STRIDE * count)
        );
    }
}

//! When a read is tried again, and how long to wait before.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::settings::LONGEST;

/// How reads are tried again. What changes or spends never is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    tries: u32,
    base: Duration,
    cap: Duration,
    budget: u32,
}

/// The longest `Retry-After` that is waited for; a longer one is given back to the caller.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// What a retry takes out of the bucket, and what a call that succeeded puts back.
const RETRY_COST: u32 = 5;
const SUCCESS_GAIN: u32 = 1;

impl Default for Retries {
    /// Three tries, waiting a random time of at most 200 ms, then 400 ms and so on up to 5 s; at most 20 retries in a
    /// row over all calls of a client.
    fn default() -> Self {
        Self { tries: 3, base: Duration::from_millis(200), cap: Duration::from_secs(5), budget: 100 }
    }
}

impl Retries {
    /// One try only.
    #[must_use]
    pub fn none() -> Self {
        Self { tries: 1, ..Self::default() }
    }

    /// This many tries, the first included; 0 counts as 1.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// The longest first wait, doubled with each further try, and the longest wait of all.
    #[must_use]
    pub fn waits(mut self, base: Duration, cap: Duration) -> Self {
        (self.base, self.cap) = (base, cap.max(base));
        self
    }

    pub(crate) fn limit(&self) -> u32 {
        self.tries
    }

    /// The wait after the given failed try (1 for the first), with full jitter.
    pub(crate) fn wait(&self, failed_try: u32, fraction: f64) -> Duration {
        let doubled = self.base.saturating_mul(1 << failed_try.saturating_sub(1).min(20));
        doubled.min(self.cap).min(LONGEST).mul_f64(fraction.clamp(0.0, 1.0))
    }

    pub(crate) fn bucket(&self) -> Bucket {
        Bucket { tokens: AtomicU32::new(self.budget), capacity: self.budget }
    }
}

/// The retries a client has left, so that a vendor that is down is not asked three times by every call.
#[derive(Debug)]
pub(crate) struct Bucket {
    tokens: AtomicU32,
    capacity: u32,
}

impl Bucket {
    /// Takes out one retry, if there is one left.
    pub(crate) fn take(&self) -> bool {
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(RETRY_COST))
            .is_ok()
    }

    /// Puts a little back after a call that succeeded.
    pub(crate) fn refill(&self) {
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
            (tokens < self.capacity).then(|| (tokens + SUCCESS_GAIN).min(self.capacity))
        });
    }
}

/// What a `Retry-After` header asks for: seconds, or a date. A date that has passed asks for no wait; anything else that
/// cannot be read asks for nothing.
pub(crate) fn parse_retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = DateTimeParser::new().parse_timestamp(value).ok()?;
    let seconds = date.as_second().checked_sub(now.as_second())?;
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wait_is_too_long_to_be_counted() {
        let retries = Retries::default().waits(Duration::MAX, Duration::MAX);
        assert_eq!(retries.wait(u32::MAX, 1.0), LONGEST);
    }

    #[test]
    fn waits_double_up_to_the_cap_and_jitter_is_full() {
        let retries = Retries::default();
        let longest: Vec<u128> = (1..=8).map(|n| retries.wait(n, 1.0).as_millis()).collect();
        assert_eq!(longest, [200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
        assert_eq!(retries.wait(3, 0.0), Duration::ZERO);
        assert_eq!(retries.wait(u32::MAX, 0.5), Duration::from_millis(2500));
    }

    #[test]
    fn a_bucket_runs_dry_and_fills_with_success() {
        let bucket = Retries::default().bucket();
        assert_eq!((0..100).filter(|_| bucket.take()).count(), 20);
        for _ in 0..RETRY_COST {
            assert!(!bucket.take());
            bucket.refill();
        }
        assert!(bucket.take());
        assert!(!bucket.take());
    }

    #[test]
    fn retry_after_in_seconds_and_as_a_date() {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let parse = |text| parse_retry_after(text, now);
        assert_eq!(parse("7"), Some(Duration::from_secs(7)));
        assert_eq!(parse(" 0 "), Some(Duration::ZERO));
        assert_eq!(parse("Sun, 01 Mar 2026 12:00:09 GMT"), Some(Duration::from_secs(9)));
        assert_eq!(parse("Sun, 01 Mar 2026 11:00:00 GMT"), Some(Duration::ZERO), "a past date");
        assert_eq!(parse("1000000000000"), Some(Duration::from_secs(1_000_000_000_000)));
        assert_eq!(parse("99999999999999999999999"), Some(Duration::MAX));
        for garbage in ["", "-5", "soon", "1.5", "7 s", "\u{0}"] {
            assert_eq!(parse(garbage), None, "{garbage:?}");
        }
    }
}

//! Times of two ways to do the same, taken in turn, so that what disturbs one disturbs the other.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::Fallible;

/// Does both once unmeasured and then so many times in turn. The best time of each: whatever else the machine does only
/// ever adds.
pub(crate) fn best_in_turn(
    rounds: usize,
    mut ours: impl FnMut() -> Fallible<()>,
    mut limit: impl FnMut() -> Fallible<()>,
) -> Fallible<(Duration, Duration)> {
    ours()?;
    limit()?;
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        best.0 = best.0.min(time(&mut ours)?);
        best.1 = best.1.min(time(&mut limit)?);
    }
    Ok(best)
}

/// Takes a result for used, so that the compiler cannot leave out the work for it.
#[allow(clippy::unnecessary_wraps, reason = "it ends works that may fail")]
pub(crate) fn seen<T>(result: T) -> Fallible<()> {
    drop(black_box(result));
    Ok(())
}

/// How long it takes once.
pub(crate) fn time(work: &mut impl FnMut() -> Fallible<()>) -> Fallible<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

/// In milliseconds.
pub(crate) fn millis((ours, limit): (Duration, Duration)) -> (f64, f64) {
    (ours.as_secs_f64() * 1e3, limit.as_secs_f64() * 1e3)
}

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
    let (ours, limit) = in_turn(rounds, &mut ours, &mut limit)?;
    let best = |times: Vec<Duration>| times.into_iter().min().unwrap_or_default();
    Ok((best(ours), best(limit)))
}

/// The same, with the time in the middle of each: for what waits for a disk, whose best time is luck.
pub(crate) fn middle_in_turn(
    rounds: usize,
    mut ours: impl FnMut() -> Fallible<()>,
    mut limit: impl FnMut() -> Fallible<()>,
) -> Fallible<(Duration, Duration)> {
    let (ours, limit) = in_turn(rounds, &mut ours, &mut limit)?;
    let middle = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    Ok((middle(ours), middle(limit)))
}

fn in_turn(
    rounds: usize,
    ours: &mut impl FnMut() -> Fallible<()>,
    limit: &mut impl FnMut() -> Fallible<()>,
) -> Fallible<(Vec<Duration>, Vec<Duration>)> {
    ours()?;
    limit()?;
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        times.0.push(time(ours)?);
        times.1.push(time(limit)?);
    }
    Ok(times)
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

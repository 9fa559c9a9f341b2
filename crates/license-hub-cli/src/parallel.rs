//! Several things at a time.

use std::sync::atomic::{AtomicUsize, Ordering};

use license_wire::StopSignal;

/// How many are under way at the same time.
const AT_ONCE: usize = 8;

/// Does the same with each, several at a time, tells how many are done, and gives the results in order.
pub(crate) fn side_by_side<T: Sync, R: Send>(
    all: &[T],
    progress: impl Fn(usize) + Sync,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    progress(0);
    let done = AtomicUsize::new(0);
    let told = |_, _: &R| progress(done.fetch_add(1, Ordering::Relaxed) + 1);
    // Nobody gives the signal: a stop reaches the calls themselves.
    license_wire::side_by_side(all, AT_ONCE, &StopSignal::default(), work, told)
        .into_iter()
        .flatten()
        .collect()
}

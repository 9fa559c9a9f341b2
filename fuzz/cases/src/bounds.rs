//! How much time and memory an input takes.

use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

/// The longest input that is tried, in bytes.
pub const LONGEST: usize = 1 << 16;
/// The most time that an input may take.
pub const MOST_TIME: Duration = Duration::from_secs(1);
/// The most memory that an input may take beside itself, in bytes.
pub const MOST_MEMORY: usize = 64 << 20;
/// On a busy machine a run may have to wait for its turn, so it is slow only when it is so each time.
const TRIES: usize = 3;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a run took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spent {
    time: Duration,
    /// The most memory at one moment, in bytes.
    memory: usize,
}

impl Spent {
    fn is_within_bounds(self) -> bool {
        self.time <= MOST_TIME && self.memory <= MOST_MEMORY
    }
}

/// Runs this, again when it was slow, and panics when it took more than an input may. Nothing else may run meanwhile:
/// memory is counted over all threads.
pub(crate) fn within<T>(run: impl Fn() -> T) -> T {
    for _ in 1..TRIES {
        let (output, spent) = spent(&run);
        assert!(spent.memory <= MOST_MEMORY, "{spent:?}");
        if spent.is_within_bounds() {
            return output;
        }
    }
    let (output, spent) = spent(&run);
    assert!(spent.is_within_bounds(), "{spent:?}");
    output
}

fn spent<T>(run: impl Fn() -> T) -> (T, Spent) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let started = Instant::now();
    let output = run();
    let time = started.elapsed();
    (output, Spent { time, memory: MEMORY.peak_usage().saturating_sub(before) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_counted_at_its_highest_and_what_is_too_much_is_seen() {
        let ((), spent) = spent(|| drop(std::hint::black_box(vec![1u8; MOST_MEMORY + 1])));
        assert!(spent.memory > MOST_MEMORY, "{spent:?}");
        assert!(!spent.is_within_bounds());
        assert!(Spent { memory: MOST_MEMORY, time: MOST_TIME }.is_within_bounds());
        assert!(!Spent { memory: 0, time: MOST_TIME + Duration::from_nanos(1) }.is_within_bounds());
    }
}

//! How long a test waits for what must happen.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Far longer than anything on loopback takes, and short enough to end a test run that hangs.
pub const LIMIT: Duration = Duration::from_secs(20);

/// Runs this on a thread of its own and panics if it does not end in [`LIMIT`]. A panic of its own is passed on.
#[track_caller]
pub fn must_end<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    must_end_within(LIMIT, run)
}

/// As [`must_end`], with a limit of your own.
#[track_caller]
pub fn must_end_within<T: Send + 'static>(limit: Duration, run: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, waiting) = mpsc::channel();
    let thread = thread::spawn(move || {
        let result = run();
        // Nobody listens any more when the limit has passed.
        let _ = done.send(());
        result
    });
    match waiting.recv_timeout(limit) {
        Err(RecvTimeoutError::Timeout) => panic!("it did not end in {limit:?}"),
        // Disconnected means that it panicked, which joining shows.
        Ok(()) | Err(RecvTimeoutError::Disconnected) => {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_gives_its_result() {
        assert_eq!(must_end(|| 7), 7);
    }

    #[test]
    #[should_panic(expected = "its own words")]
    fn a_panic_is_passed_on() {
        must_end(|| panic!("its own words"));
    }

    #[test]
    #[should_panic(expected = "did not end")]
    fn what_does_not_end_is_given_up() {
        let (_open, never) = mpsc::channel::<()>();
        let _ = must_end_within(Duration::from_millis(20), move || never.recv());
    }
}

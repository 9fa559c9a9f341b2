//! Collects what is logged, from all targets, so that a test can search it.
//!
//! ```
//! use license_hub_tests::log_capture::{Capture, Threads};
//! use log::LevelFilter;
//!
//! let capture = Capture::start(LevelFilter::Trace, Threads::This);
//! log::debug!(target: "ureq", "a line");
//! assert_eq!(capture.text(), "DEBUG ureq: a line\n");
//! ```

use log::{LevelFilter, Log, Metadata};
use std::cell::RefCell;
use std::fmt::Write;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

/// Collects from its start until it is dropped, which happens on the same thread. Several can run at the same time.
#[derive(Debug)]
pub struct Capture(Arc<Collector>, PhantomData<*const ()>);

/// Whose records a [`Capture`] collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// Those of the thread that started the capture.
    This,
    /// Those of all threads of the process, other tests' among them.
    All,
}

/// One line of log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How important.
    pub level: log::Level,
    /// Which part of the program it is from.
    pub target: String,
    /// The formatted message.
    pub message: String,
}

impl Capture {
    /// Starts to collect records of this level and the more important ones. Whoever else installs a logger in this
    /// process makes this panic.
    #[must_use]
    pub fn start(level: LevelFilter, threads: Threads) -> Self {
        Self::start_with(level, level, threads)
    }

    /// Collects as users are told to: everything of the project's own crates, and of all others what is not more
    /// detailed than `debug`.
    #[must_use]
    pub fn start_as_told(threads: Threads) -> Self {
        Self::start_with(LevelFilter::Trace, LevelFilter::Debug, threads)
    }

    fn start_with(own: LevelFilter, others: LevelFilter, threads: Threads) -> Self {
        static INSTALL: Once = Once::new();
        INSTALL.call_once(|| log::set_logger(&Logger).expect("the only logger of the process"));
        let collector = Arc::new(Collector { own, others, threads, lines: Mutex::default() });
        change_running(|running| running.push(Arc::clone(&collector)));
        if threads == Threads::This {
            HERE.with_borrow_mut(|here| here.push(Arc::clone(&collector)));
        }
        Self(collector, PhantomData)
    }

    /// What was logged so far.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        lock(&self.0.lines).clone()
    }

    /// The same as text, one `LEVEL target: message` after the other.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for Line { level, target, message } in self.lines() {
            let _ = writeln!(text, "{level} {target}: {message}");
        }
        text
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        change_running(|running| running.retain(|other| !Arc::ptr_eq(other, &self.0)));
        HERE.with_borrow_mut(|here| here.retain(|other| !Arc::ptr_eq(other, &self.0)));
    }
}

#[derive(Debug)]
struct Collector {
    /// For the project's own crates.
    own: LevelFilter,
    others: LevelFilter,
    threads: Threads,
    lines: Mutex<Vec<Line>>,
}

/// What the targets of the project's own crates begin with.
const OWN: [&str; 4] = ["license_", "softaculous_noc", "websoftsolus", "billmgr_client"];

impl Collector {
    fn wants(&self, metadata: &Metadata<'_>) -> bool {
        let level = if is_own(metadata.target()) { self.own } else { self.others };
        metadata.level() <= level
    }
}

fn is_own(target: &str) -> bool {
    OWN.iter().any(|own| target.starts_with(own))
}

static RUNNING: Mutex<Vec<Arc<Collector>>> = Mutex::new(Vec::new());
/// How many of them collect from all threads.
static EVERYWHERE: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Those that collect from this thread only. Some libraries log each piece of a body, and many threads do so at once.
    static HERE: RefCell<Vec<Arc<Collector>>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the level of the whole process at what the running captures want.
fn change_running(change: impl FnOnce(&mut Vec<Arc<Collector>>)) {
    let mut running = lock(&RUNNING);
    change(&mut running);
    let everywhere = running.iter().filter(|collector| collector.threads == Threads::All).count();
    EVERYWHERE.store(everywhere, Ordering::SeqCst);
    log::set_max_level(running.iter().map(|collector| collector.own).max().unwrap_or(LevelFilter::Off));
}

struct Logger;

impl Logger {
    /// Not under the lock while a message is formatted: formatting may log as well.
    fn wanting(metadata: &Metadata<'_>) -> Vec<Arc<Collector>> {
        let wanting = |collectors: &[Arc<Collector>]| -> Vec<_> {
            collectors.iter().filter(|collector| collector.wants(metadata)).cloned().collect()
        };
        let mut all = HERE.with_borrow(|here| wanting(here));
        if EVERYWHERE.load(Ordering::SeqCst) > 0 {
            let running = lock(&RUNNING);
            let everywhere = running.iter().filter(|collector| collector.threads == Threads::All);
            all.extend(everywhere.filter(|collector| collector.wants(metadata)).cloned());
        }
        all
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        !Self::wanting(metadata).is_empty()
    }

    fn log(&self, record: &log::Record<'_>) {
        for collector in Self::wanting(record.metadata()) {
            let line = Line {
                level: record.level(),
                target: record.target().to_owned(),
                message: record.args().to_string(),
            };
            lock(&collector.lines).push(line);
        }
    }

    fn flush(&self) {}
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn each_capture_has_its_level_and_its_threads() {
        let everything = Capture::start(LevelFilter::Trace, Threads::All);
        let warnings = Capture::start(LevelFilter::Warn, Threads::This);
        log::trace!(target: "log_capture::a", "one {}", 1);
        log::warn!(target: "log_capture::b", "two");
        thread::spawn(|| log::error!(target: "log_capture::c", "three")).join().unwrap();
        assert_eq!(warnings.text(), "WARN log_capture::b: two\n");
        let all: Vec<_> =
            everything.lines().into_iter().filter(|line| line.target.starts_with("log_capture::")).collect();
        assert_eq!(
            all.iter().map(|line| line.message.as_str()).collect::<Vec<_>>(),
            ["one 1", "two", "three"]
        );

        drop(warnings);
        log::trace!(target: "log_capture::d", "four");
        assert!(everything.text().contains("four"));
    }

    /// So that a library that looks whether `trace` is on before it shows more finds it off.
    #[test]
    fn other_libraries_are_collected_from_debug_up_and_told_so() {
        let capture = Capture::start_as_told(Threads::This);
        log::trace!(target: "license_wire::transport", "own");
        log::trace!(target: "ureq::run", "not this");
        log::debug!(target: "ureq::run", "but this");
        assert_eq!(capture.text(), "TRACE license_wire::transport: own\nDEBUG ureq::run: but this\n");
        assert!(log::log_enabled!(target: "license_wire", log::Level::Trace));
        assert!(!log::log_enabled!(target: "ureq", log::Level::Trace));
    }

    #[test]
    fn a_message_that_logs_while_it_is_formatted_does_no_harm() {
        struct Chatty;
        impl std::fmt::Display for Chatty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                log::info!("inner");
                f.write_str("outer")
            }
        }
        let capture = Capture::start(LevelFilter::Info, Threads::This);
        log::info!("{Chatty}");
        assert_eq!(
            capture.lines().iter().map(|line| line.message.as_str()).collect::<Vec<_>>(),
            ["inner", "outer"]
        );
    }
}

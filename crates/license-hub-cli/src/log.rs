//! `-v`: the events of our own crates on standard error, scrubbed. The HTTP library's own log would show secrets, so it
//! is never written.

use std::io::Write;
use std::sync::OnceLock;

use license_wire::Scrubber;
use log::{LevelFilter, Log, Metadata, Record};

struct Stderr;

static SCRUBBER: OnceLock<Scrubber> = OnceLock::new();
/// The crates whose events hold no address, no field and no body.
const OURS: &[&str] = &["license_wire", "softaculous_noc", "websoftsolus", "billmgr_client", "license_hub"];

/// Writes events from now on.
pub(crate) fn install(scrubber: &Scrubber) {
    let _ = SCRUBBER.set(scrubber.clone());
    if log::set_logger(&Stderr).is_ok() {
        log::set_max_level(LevelFilter::Debug);
    }
}

impl Log for Stderr {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let root = metadata.target().split("::").next().unwrap_or_default();
        OURS.contains(&root)
    }

    fn log(&self, record: &Record<'_>) {
        let Some(scrubber) = SCRUBBER.get().filter(|_| self.enabled(record.metadata())) else { return };
        let text = scrubber.clean(&record.args().to_string());
        let line = format!("{} {}: {text}\n", record.level().as_str().to_lowercase(), record.target());
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    fn flush(&self) {}
}

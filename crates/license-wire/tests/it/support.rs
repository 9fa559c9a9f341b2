//! A vendor with a simple envelope, a clock that stands still, and chance that does not.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use license_wire::{
    Answer, BaseAddress, Chance, Clock, Fault, Read, Refusal, Scrubber, Secret, Settings, StopSignal,
    Transport, from_json,
};
use serde_json::Value;

/// The password that must never be shown.
pub(crate) const PASSWORD: &str = "c4n&ry=+ %/\"ж";

/// Reads `{"ok":…}` as success and `{"error":…}` as a refusal.
pub(crate) struct Envelope;

impl Read for Envelope {
    type Output = Value;

    fn read(&self, answer: &Answer) -> Result<Value, Fault> {
        let value: Value = from_json(answer.document())?;
        if let Some(error) = value.get("error").and_then(Value::as_str) {
            return Err(Fault::Refused(Refusal::new(error).code("vendor-code")));
        }
        value.get("ok").cloned().ok_or_else(|| Fault::decode("ok", "there is no such member"))
    }

    fn refusal(&self, answer: &Answer) -> Option<Fault> {
        let value: Value = from_json(answer.document()).ok()?;
        let text = value.get("error")?.as_str()?;
        Some(if answer.status() == 401 {
            Fault::Auth(text.into())
        } else {
            Fault::Refused(Refusal::new(text))
        })
    }
}

/// A clock whose pauses are noted and take no time.
#[derive(Debug, Default)]
pub(crate) struct StillClock {
    pub(crate) pauses: Mutex<Vec<Duration>>,
}

impl Clock for StillClock {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn timestamp(&self) -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn pause(&self, time: Duration, _: &StopSignal) {
        self.pauses.lock().unwrap().push(time);
    }
}

impl StillClock {
    pub(crate) fn pauses(&self) -> Vec<u128> {
        self.pauses.lock().unwrap().iter().map(Duration::as_millis).collect()
    }
}

/// Always the longest jitter.
#[derive(Debug)]
pub(crate) struct Longest;

impl Chance for Longest {
    fn fraction(&self) -> f64 {
        1.0
    }
}

/// A transport to this server, its clock standing still.
pub(crate) fn transport(url: &str, settings: Settings) -> (Transport, Arc<StillClock>) {
    let clock = Arc::new(StillClock::default());
    let base = BaseAddress::parse("base_url", url).unwrap();
    let settings = settings.clock(Arc::clone(&clock) as Arc<dyn Clock>).chance(Arc::new(Longest));
    (Transport::new(base, settings, Scrubber::new([&Secret::from(PASSWORD)])).unwrap(), clock)
}

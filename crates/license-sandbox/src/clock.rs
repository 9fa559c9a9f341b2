//! The date of the sandbox, which moves only when it is told to.

use std::error::Error;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::{Date, date};
use jiff::{Span, Timestamp, tz::TimeZone};

/// Where the sandbox takes its date from when it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartDate {
    /// This date. It stays until it is moved.
    Fixed(Date),
    /// The clock of the machine, in UTC.
    System,
}

impl StartDate {
    /// The date a sandbox has unless it is told another: 1 March 2026.
    pub const DEFAULT: Self = Self::Fixed(date(2026, 3, 1));
}

impl StartDate {
    pub(crate) fn check(self) -> Result<(), ClockError> {
        match self {
            Self::Fixed(date) if !in_range(date) => Err(ClockError(date.to_string())),
            _ => Ok(()),
        }
    }
}

impl Default for StartDate {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl std::str::FromStr for StartDate {
    type Err = ClockError;

    /// `system`, or a date such as `2026-03-01`.
    fn from_str(text: &str) -> Result<Self, ClockError> {
        if text == "system" {
            return Ok(Self::System);
        }
        parse_date(text).map(Self::Fixed)
    }
}

impl fmt::Display for StartDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(date) => date.fmt(f),
            Self::System => f.write_str("system"),
        }
    }
}

/// A date that cannot be read, or lies outside of what the sandbox can count with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockError(String);

impl fmt::Display for ClockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a date between 1970-01-01 and 9000-12-31, written like 2026-03-01", self.0)
    }
}

impl Error for ClockError {}

/// Reads a date, and refuses one that later sums could carry out of range.
pub(crate) fn parse_date(text: &str) -> Result<Date, ClockError> {
    text.parse::<Date>()
        .ok()
        .filter(|date| in_range(*date))
        .ok_or_else(|| ClockError(text.chars().take(40).collect()))
}

fn in_range(date: Date) -> bool {
    (1970..=9000).contains(&date.year())
}

#[derive(Clone, Debug)]
pub(crate) struct Clock {
    source: StartDate,
    /// How far a `System` clock was moved.
    moved_seconds: i64,
    /// Seconds since midnight: what was added, and one per action, so that no two actions have the same time.
    ticks: i64,
}

impl Clock {
    pub(crate) fn new(start: StartDate) -> Self {
        Self { source: start, moved_seconds: 0, ticks: 0 }
    }

    pub(crate) fn today(&self) -> Date {
        match self.source {
            StartDate::Fixed(date) => date,
            StartDate::System => TimeZone::UTC.to_datetime(timestamp(self.now())).date(),
        }
    }

    /// Unix seconds: midnight UTC of the date, plus one second for every action so far and those that were added.
    pub(crate) fn now(&self) -> i64 {
        match self.source {
            // The last second of the day is as far as the ticks go: an action never happens tomorrow.
            StartDate::Fixed(date) => seconds_at(date) + self.ticks.min(SECONDS_PER_DAY - 1),
            StartDate::System => {
                let real =
                    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
                i64::try_from(real).unwrap_or(0) + self.moved_seconds
            }
        }
    }

    /// The time of a new action.
    pub(crate) fn tick(&mut self) -> i64 {
        self.ticks += 1;
        self.now()
    }

    pub(crate) fn set(&mut self, date: Date) -> Result<(), ClockError> {
        if !in_range(date) {
            return Err(ClockError(date.to_string()));
        }
        self.source = StartDate::Fixed(date);
        Ok(())
    }

    pub(crate) fn advance(&mut self, days: u32) -> Result<(), ClockError> {
        let moved = add_days(self.today(), i64::from(days)).filter(|date| in_range(*date));
        let moved = moved.ok_or_else(|| ClockError(format!("{} and {days} days", self.today())))?;
        match self.source {
            StartDate::Fixed(_) => self.source = StartDate::Fixed(moved),
            StartDate::System => self.moved_seconds += i64::from(days) * SECONDS_PER_DAY,
        }
        Ok(())
    }

    pub(crate) fn advance_seconds(&mut self, seconds: u32) -> Result<(), ClockError> {
        let moved = self.now() + i64::from(seconds);
        let date = TimeZone::UTC.to_datetime(timestamp(moved)).date();
        if !in_range(date) {
            return Err(ClockError(format!("{} and {seconds} seconds", self.today())));
        }
        match self.source {
            StartDate::Fixed(_) => {
                self.source = StartDate::Fixed(date);
                self.ticks = moved - seconds_at(date);
            }
            StartDate::System => self.moved_seconds += i64::from(seconds),
        }
        Ok(())
    }
}

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

pub(crate) fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

pub(crate) fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// Unix seconds of midnight UTC.
pub(crate) fn seconds_at(date: Date) -> i64 {
    TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_or(0, Timestamp::as_second)
}

pub(crate) fn timestamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `20260301`, as Softaculous writes a date.
pub(crate) fn compact(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// The form of an HTTP `Date` header.
pub(crate) fn http_date(seconds: i64) -> String {
    timestamp(seconds).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_date_moves_only_when_told() {
        let mut clock = Clock::new(StartDate::DEFAULT);
        assert_eq!(clock.now(), 1_772_323_200);
        assert_eq!(clock.tick(), 1_772_323_201);
        assert_eq!(clock.tick(), 1_772_323_202);
        assert_eq!(clock.today(), date(2026, 3, 1));
        clock.advance(3).unwrap();
        assert_eq!(clock.today(), date(2026, 3, 4));
        assert_eq!(clock.tick(), 1_772_323_200 + 3 * SECONDS_PER_DAY + 3);
    }

    #[test]
    fn seconds_carry_it_into_the_next_day() {
        let mut clock = Clock::new(StartDate::DEFAULT);
        clock.tick();
        clock.advance_seconds(3600).unwrap();
        assert_eq!((clock.now(), clock.today()), (1_772_323_200 + 3601, date(2026, 3, 1)));
        clock.advance_seconds(86_400).unwrap();
        assert_eq!((clock.now(), clock.today()), (1_772_323_200 + 86_400 + 3601, date(2026, 3, 2)));
        assert_eq!(clock.tick(), 1_772_323_200 + 86_400 + 3602);
        clock.set(date(9000, 12, 31)).unwrap();
        assert!(clock.advance_seconds(86_400).is_err());
        assert_eq!(clock.today(), date(9000, 12, 31));

        let mut real = Clock::new(StartDate::System);
        let before = real.now();
        real.advance_seconds(500).unwrap();
        assert!(real.now() >= before + 500);
    }

    #[test]
    fn actions_never_carry_it_into_the_next_day() {
        let mut clock = Clock::new(StartDate::DEFAULT);
        for _ in 0..SECONDS_PER_DAY + 10 {
            clock.tick();
        }
        assert_eq!(clock.now(), 1_772_323_200 + SECONDS_PER_DAY - 1);
        assert_eq!(clock.today(), date(2026, 3, 1));
    }

    #[test]
    fn a_date_out_of_range_is_refused() {
        let mut clock = Clock::new(StartDate::DEFAULT);
        assert!(clock.advance(u32::MAX).is_err());
        assert!(clock.set(Date::MAX).is_err());
        assert_eq!(clock.today(), date(2026, 3, 1));
        for text in ["", "tomorrow", "2026-02-30", "9999-12-31", "1969-12-31", "20260301x"] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_system_clock_can_be_moved_as_well() {
        let mut clock = Clock::new(StartDate::System);
        let before = clock.today();
        clock.advance(400).unwrap();
        assert!(clock.today() >= add_days(before, 400).unwrap());
        clock.set(date(2026, 3, 1)).unwrap();
        assert_eq!(clock.today(), date(2026, 3, 1));
    }

    #[test]
    fn dates_print_as_the_wire_wants_them() {
        assert_eq!(compact(date(2026, 3, 1)), "20260301");
        assert_eq!(http_date(1_772_323_200), "Sun, 01 Mar 2026 00:00:00 GMT");
    }
}

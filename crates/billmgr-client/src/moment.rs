//! Dates as this API writes them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use license_wire::Error;
use license_wire::lenient::{FromScalar, Scalar};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, with a time of day where the vendor gave one. The vendors' dates have no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    date: Date,
    time: Option<Time>,
}

impl Moment {
    /// A day without a time of day.
    #[must_use]
    pub fn new(date: Date) -> Self {
        Self { date, time: None }
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }

    /// The time of day, where the vendor gave one.
    #[must_use]
    pub fn time(self) -> Option<Time> {
        self.time
    }

    /// Reads `2026-03-02` and `2026-03-02 10:00:00`. `0000-00-00` is no date.
    fn read(text: &str) -> Option<Self> {
        let (date, time) = match *text.as_bytes() {
            [ref date @ .., b' ' | b'T', h0, h1, b':', m0, m1, b':', s0, s1] => {
                let time = Time::new(two(h0, h1)?, two(m0, m1)?, two(s0, s1)?, 0).ok()?;
                (date, Some(time))
            }
            ref date => (date, None),
        };
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *date else { return None };
        let year = i16::from(two(y0, y1)?) * 100 + i16::from(two(y2, y3)?);
        if year == 0 {
            return None;
        }
        Some(Self { date: Date::new(year, two(m0, m1)?, two(d0, d1)?).ok()?, time })
    }
}

/// A number of two digits.
fn two(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| if byte.is_ascii_digit() { i8::try_from(byte - b'0').ok() } else { None };
    Some(digit(tens)? * 10 + digit(ones)?)
}

impl FromScalar for Moment {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Self::read(text),
            _ => None,
        }
    }
}

/// As the vendor writes it.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => write!(f, "{} {time}", self.date),
            None => self.date.fmt(f),
        }
    }
}

impl FromStr for Moment {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text).ok_or_else(|| Error::invalid("date", "must be a day such as 2026-03-02"))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("expected a day"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_have_a_time_or_none() {
        let read = |text: &str| Moment::read(text).map(|moment| moment.to_string());
        for good in ["2026-03-02", "2026-03-02 10:20:30", "9999-12-31"] {
            assert_eq!(read(good).as_deref(), Some(good));
        }
        for bad in [
            "0000-00-00",
            "",
            "2026-02-30",
            "2026-3-2",
            "20260302",
            "2026-03-02 1",
            "2026-03-02 25:00:00",
            "2026-03-02x10:00:00",
            "02.03.2026",
            "жжжжжж",
            "2026-03-0ж",
            "+026-03-02",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert!(Moment::read("2026-03-02") < Moment::read("2026-03-02 00:00:01"));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[-0-9 :TZж]{0,24}") {
            let _ = Moment::read(&text);
        }

        #[test]
        fn a_date_is_written_as_it_was_read(
            year in 1i16..9999, month in 1i8..=12, day in 1i8..=28, second in prop::option::of(0i8..60)
        ) {
            let time = second.map_or_else(String::new, |second| format!(" 23:59:{second:02}"));
            let text = format!("{year:04}-{month:02}-{day:02}{time}");
            prop_assert_eq!(Moment::read(&text).map(|moment| moment.to_string()), Some(text));
        }
    }
}

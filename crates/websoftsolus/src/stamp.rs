//! Dates and times as the vendor writes them. No zone is documented, so none is assumed.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Serialize, Serializer};

/// A date or a time: the vendor's own text, and what could be read from it.
///
/// A time without a zone stays without one. Zero dates, such as `0000-00-00 00:00:00` on a licence that has ended, are
/// not dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    text: String,
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// A date, or a time of day without a zone.
    Civil(DateTime),
    /// A moment: seconds since 1970, or a time with its offset and the date that is written there.
    Moment(Timestamp, Option<Date>),
    Unread,
}

impl Stamp {
    /// Reads a text; `None` when it says that there is no date.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let plain = text.trim();
        // A time of day behind a zero date does not make it one.
        if plain.starts_with("0000-00-00") || plain.bytes().all(|b| b == b'0') {
            return None;
        }
        Some(Self { text: text.to_owned(), reading: reading(plain) })
    }

    /// The vendor's own text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The date and time, where no zone was stated; midnight for a date alone.
    #[must_use]
    pub fn civil(&self) -> Option<DateTime> {
        match self.reading {
            Reading::Civil(civil) => Some(civil),
            _ => None,
        }
    }

    /// The moment, where the text says one: seconds since 1970, or a time with its offset.
    #[must_use]
    pub fn moment(&self) -> Option<Timestamp> {
        match self.reading {
            Reading::Moment(moment, _) => Some(moment),
            _ => None,
        }
    }

    /// The date as it is written, in whatever zone that may be. Seconds since 1970 have none.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self.reading {
            Reading::Civil(civil) => Some(civil.date()),
            Reading::Moment(_, date) => date,
            Reading::Unread => None,
        }
    }
}

fn reading(text: &str) -> Reading {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text);
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        let written = text.split(['T', 't', ' ']).next().and_then(|date| date.parse().ok());
        return Reading::Moment(moment, written);
    }
    if let Ok(civil) = text.parse::<DateTime>() {
        return Reading::Civil(civil);
    }
    match text.parse::<Date>() {
        Ok(date) => Reading::Civil(date.to_datetime(jiff::civil::Time::midnight())),
        Err(_) => Reading::Unread,
    }
}

/// `20260131`, or seconds since 1970 from September 2001 on.
fn digits(text: &str) -> Reading {
    match text.len() {
        8 => match text.parse::<Date>() {
            Ok(date) => Reading::Civil(date.to_datetime(jiff::civil::Time::midnight())),
            Err(_) => Reading::Unread,
        },
        10 => match text.parse().map(Timestamp::from_second) {
            Ok(Ok(moment)) => Reading::Moment(moment, None),
            _ => Reading::Unread,
        },
        _ => Reading::Unread,
    }
}

/// The vendor's own text.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Written out as the vendor's own text.
impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_a_zone_stays_without_one() {
        for (text, civil) in [
            ("2018-10-04 18:00:00", "2018-10-04T18:00:00"),
            ("20131202T00:00:00", "2013-12-02T00:00:00"),
            ("2026-01-31T10:20:30", "2026-01-31T10:20:30"),
            ("2026-01-31", "2026-01-31T00:00:00"),
            ("20260131", "2026-01-31T00:00:00"),
        ] {
            let stamp = Stamp::read(text).unwrap();
            assert_eq!(stamp.civil(), Some(civil.parse().unwrap()), "{text}");
            assert_eq!((stamp.moment(), stamp.text()), (None, text));
        }
    }

    #[test]
    fn a_moment_is_one_only_where_the_text_says_so() {
        for (text, moment, date) in [
            ("1538676000", "2018-10-04T18:00:00Z", None),
            ("2018-10-05T01:00:00+07:00", "2018-10-04T18:00:00Z", Some("2018-10-05")),
            ("2018-10-04T18:00:00Z", "2018-10-04T18:00:00Z", Some("2018-10-04")),
        ] {
            let stamp = Stamp::read(text).unwrap();
            assert_eq!(stamp.moment(), Some(moment.parse().unwrap()), "{text}");
            assert_eq!((stamp.civil(), stamp.date()), (None, date.map(|date| date.parse().unwrap())));
        }
    }

    #[test]
    fn zero_dates_are_none_and_unreadable_ones_keep_their_text() {
        for none in ["0000-00-00 00:00:00", "0000-00-00", "0", "00000000", "", " ", "0000-00-00T12:00:00Z"] {
            assert_eq!(Stamp::read(none), None, "{none:?}");
        }
        for odd in ["20260230", "next week", "31.01.2026", "1000000000000000000", "12", "never"] {
            let stamp = Stamp::read(odd).unwrap();
            assert_eq!((stamp.text(), stamp.civil(), stamp.moment()), (odd, None, None));
        }
    }
}

//! Scalars written in more than one way.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A JSON scalar on its way to becoming a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number from 0 up.
    Unsigned(u64),
    /// A whole number below 0.
    Signed(i64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A truth value.
    Bool(bool),
}

/// What can be read from a scalar written in more than one way.
pub trait FromScalar: Sized {
    /// The value, or `None` when the scalar is not one.
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self>;
}

impl FromScalar for String {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Text(text) => text.to_owned(),
            Scalar::Unsigned(number) => number.to_string(),
            Scalar::Signed(number) => number.to_string(),
            Scalar::Float(number) => number.to_string(),
            Scalar::Bool(_) => return None,
        })
    }
}

impl FromScalar for u64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
            Scalar::Unsigned(number) => Some(number),
            _ => None,
        }
    }
}

impl FromScalar for i64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) if !text.starts_with('+') => text.parse().ok(),
            Scalar::Unsigned(number) => Self::try_from(number).ok(),
            Scalar::Signed(number) => Some(number),
            _ => None,
        }
    }
}

/// `1`, `"1"`, `true`, `yes`, `on` and their opposites.
impl FromScalar for bool {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Bool(flag) => Some(flag),
            Scalar::Unsigned(0) => Some(false),
            Scalar::Unsigned(1) => Some(true),
            Scalar::Text(text) => match text.to_ascii_lowercase().as_str() {
                "1" | "true" | "yes" | "on" => Some(true),
                "0" | "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A plain decimal number: digits, at most one point, a sign. Binary noise behind the eighth decimal is rounded away.
impl FromScalar for Decimal {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let plain = digits.starts_with(|c: char| c.is_ascii_digit())
                    && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                if plain { Decimal::from_str_exact(text).ok() } else { None }
            }
            Scalar::Unsigned(number) => Some(number.into()),
            Scalar::Signed(number) => Some(number.into()),
            Scalar::Float(number) => {
                let exact = Decimal::from_str_exact(&format!("{number}")).ok().or_else(|| {
                    // More digits than a decimal holds: noise, or a number that is no amount of money.
                    (number.abs() < 1e15)
                        .then(|| Decimal::from_str_exact(&format!("{number:.8}")).ok())
                        .flatten()
                })?;
                Some(if exact.scale() > 8 { exact.round_dp(8).normalize() } else { exact })
            }
            Scalar::Bool(_) => None,
        }
    }
}

/// `20260131`, `"20260131"` or `2026-01-31`. A zero date is not a date.
impl FromScalar for Date {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let digits = match scalar {
            Scalar::Unsigned(number) => number.to_string(),
            Scalar::Text(text) => {
                let parts: Vec<&str> = text.split('-').collect();
                match parts.as_slice() {
                    [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
                        parts.concat()
                    }
                    [whole] => (*whole).to_owned(),
                    _ => return None,
                }
            }
            _ => return None,
        };
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (year, month, day) =
            (digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?);
        if year == 0 { None } else { Date::new(year, month, day).ok() }
    }
}

/// Seconds since 1970, as a number or as text, or a time as a reply is written out with. Zero is not a time.
impl FromScalar for Timestamp {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match (i64::from_scalar(scalar), scalar) {
            (Some(0), _) => None,
            (Some(seconds), _) => Timestamp::from_second(seconds).ok(),
            (None, Scalar::Text(text)) => text.parse().ok(),
            (None, _) => None,
        }
    }
}

impl FromScalar for IpAddr {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

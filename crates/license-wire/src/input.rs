//! Checks of what a caller gives, before anything is sent.

use std::net::IpAddr;

use crate::Error;

/// Checks a text that must say something: not blank, at most `max_chars` characters, no control characters.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field`.
pub fn text<'a>(field: &str, value: &'a str, max_chars: usize) -> Result<&'a str, Error> {
    if value.trim().is_empty() {
        return Err(Error::invalid(field, "must not be empty or blank"));
    }
    optional_text(field, value, max_chars)
}

/// Checks a text that may be empty: at most `max_chars` characters, no control characters.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field`.
pub fn optional_text<'a>(field: &str, value: &'a str, max_chars: usize) -> Result<&'a str, Error> {
    if value.len() > max_chars && value.chars().count() > max_chars {
        return Err(Error::invalid(field, format!("must not be longer than {max_chars} characters")));
    }
    if value.chars().any(char::is_control) {
        return Err(Error::invalid(field, "must not hold control characters or line breaks"));
    }
    Ok(value)
}

/// Checks a value that is compared by the vendor letter for letter: a [`text`] without white space around it.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field`.
pub fn token<'a>(field: &str, value: &'a str, max_chars: usize) -> Result<&'a str, Error> {
    if value != value.trim() {
        return Err(Error::invalid(field, "must not begin or end with white space"));
    }
    text(field, value, max_chars)
}

/// Checks an identifier: a number from 1 up, given as a number.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field` when it is 0.
pub fn id(field: &str, value: u64) -> Result<u64, Error> {
    if value == 0 {
        return Err(Error::invalid(field, "must be 1 or more"));
    }
    Ok(value)
}

/// Reads an identifier from text: digits only, from 1 to the largest 64-bit number.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field`.
pub fn parse_id(field: &str, value: &str) -> Result<u64, Error> {
    if value.is_empty() || !value.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Error::invalid(field, "must be a whole number from 1 up"));
    }
    match value.parse() {
        Ok(number) => id(field, number),
        Err(_) => Err(Error::invalid(field, "is larger than any identifier can be")),
    }
}

/// Checks the address of a server that a licence can be bought for.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field` when it is unspecified, multicast or the broadcast address.
pub fn server_address(field: &str, address: IpAddr) -> Result<IpAddr, Error> {
    let broadcast = matches!(address, IpAddr::V4(v4) if v4.is_broadcast());
    if address.is_unspecified() || address.is_multicast() || broadcast {
        return Err(Error::invalid(field, "must be the address of one server"));
    }
    Ok(address)
}

/// Reads an IP address: no port, no prefix length, no leading zeros, no zone.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field`.
pub fn parse_address(field: &str, value: &str) -> Result<IpAddr, Error> {
    let address = value.parse().map_err(|_| {
        Error::invalid(
            field,
            "must be one IPv4 or IPv6 address, without port, prefix length or leading zeros",
        )
    })?;
    server_address(field, address)
}

/// Checks an e-mail address as far as a slip can be seen: one `@` with something on each side, no blanks.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field`.
pub fn email<'a>(field: &str, value: &'a str) -> Result<&'a str, Error> {
    token(field, value, 254)?;
    let (user, host) = value.rsplit_once('@').unwrap_or(("", ""));
    if user.is_empty() || host.is_empty() || user.contains('@') || value.contains(char::is_whitespace) {
        return Err(Error::invalid(field, "must be one e-mail address, such as `ops@example.com`"));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;

    fn refused<T: std::fmt::Debug>(result: Result<T, Error>) {
        let error = result.unwrap_err();
        assert_eq!((error.field(), error.outcome()), (Some("field"), Outcome::NotSent));
    }

    #[test]
    fn texts() {
        let long = "x".repeat(1 << 20);
        for bad in ["", " \t", "a\0b", "a\r\nb", "a\u{7f}", long.as_str()] {
            refused(text("field", bad, 255));
        }
        assert_eq!(text("field", &"ж".repeat(255), 255).unwrap().chars().count(), 255);
        refused(text("field", &"ж".repeat(256), 255));
        assert_eq!(optional_text("field", "", 255).unwrap(), "");
        refused(token("field", " a", 255));
        refused(token("field", "a\u{a0}", 255));
    }

    #[test]
    fn ids() {
        for bad in ["", "0", "-1", "+1", "1.0", "1e3", " 1", "18446744073709551616", "0x10", "one"] {
            refused(parse_id("field", bad));
        }
        assert_eq!(parse_id("field", "18446744073709551615").unwrap(), u64::MAX);
        refused(id("field", 0));
    }

    #[test]
    fn addresses() {
        for bad in [
            "",
            "192.0.2.0/24",
            "192.0.2.1:80",
            "192.0.02.1",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "[2001:db8::1]",
            "fe80::1%eth0",
            "1.2.3",
            "host",
            " 192.0.2.1",
        ] {
            refused(parse_address("field", bad));
        }
        assert!(parse_address("field", "192.0.2.1").is_ok());
        assert!(parse_address("field", "2001:db8::1").is_ok());
    }

    #[test]
    fn emails() {
        for bad in ["", "ops", "@example.com", "ops@", "ops@example.com\nBcc: x", "a b@c", "a@b@c", " a@b"] {
            refused(email("field", bad));
        }
        assert!(email("field", "ops+noc&x@example.com").is_ok());
    }
}

//! Base addresses and what is appended to them, checked so that no path can come to mean another.

use std::fmt;
use std::net::IpAddr;

use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Error, Form};

/// What stays as it is in a path segment: the unreserved characters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address of a vendor's API: scheme, host, port and path, and nothing else.
///
/// It is `https`, or `http` to this machine only. Calls are made by appending path segments, never by resolving a
/// relative reference, so a base of `…/test` and one of `…/test/` mean the same.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseAddress {
    /// Scheme, host and port, then the path without a slash at its end.
    text: String,
    host: String,
    loopback: bool,
    tls: bool,
}

impl BaseAddress {
    /// Reads and checks an address such as `https://www.softaculous.com/clients`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `field` when it is not an absolute `https` address, or `http` to another machine, or has
    /// user info, a query, a fragment, an impossible port, or a path that could be read in two ways.
    pub fn parse(field: &str, text: &str) -> Result<Self, Error> {
        let bad = |reason: &str| Err(Error::invalid(field, reason));
        if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()) {
            return bad("must be an address in plain ASCII without spaces, such as `https://host/path`");
        }
        if text.contains('#') {
            return bad("must not have a fragment (`#`)");
        }
        if text.contains('?') {
            return bad("must not have a query (`?`)");
        }
        if text.contains(['\\', '%']) {
            return bad("must not hold `\\` or `%`");
        }
        let Ok(uri) = text.parse::<Uri>() else {
            return bad("is not an address such as `https://host/path`");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return bad("must begin with `https://` and a host");
        };
        if authority.as_str().contains('@') {
            return bad("must not hold a user name or password");
        }
        let host = authority.host();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if !valid_host(host, bare) {
            return bad("must have a host name or an IP address");
        }
        let port = &authority.as_str()[host.len()..];
        let port = match port.strip_prefix(':') {
            None if port.is_empty() => None,
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => match digits.parse::<u16>() {
                Ok(number) if number > 0 => Some(number),
                _ => return bad("must have a port from 1 to 65535"),
            },
            _ => return bad("must have a port from 1 to 65535"),
        };
        let loopback = bare.eq_ignore_ascii_case("localhost")
            || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let tls = match scheme {
            "https" => true,
            "http" if loopback => false,
            "http" => return bad("must be `https`; plain `http` is for this machine only"),
            _ => return bad("must be `https`"),
        };
        let path = uri.path().trim_end_matches('/');
        if uri.path().trim_end_matches('/').len() + 1 < uri.path().len() {
            return bad("must not have an empty part in its path");
        }
        if path.split('/').skip(1).any(|part| part.is_empty() || part == "." || part == "..") {
            return bad("must not have an empty, `.` or `..` part in its path");
        }
        let mut address = format!("{scheme}://{host}");
        if let Some(port) = port {
            address.push(':');
            address.push_str(&port.to_string());
        }
        address.push_str(path);
        Ok(Self { text: address, host: bare.to_owned(), loopback, tls })
    }

    /// An address that was given and not checked yet, as it may be shown. One that is not valid is not: it may hold a
    /// user name and a password.
    #[must_use]
    pub fn shown(text: &str) -> String {
        Self::parse("base_url", text).map_or_else(|_| "(not valid)".to_owned(), |base| base.text)
    }

    /// The same address with one more path segment behind it.
    ///
    /// # Errors
    /// As [`check_segment`], naming `field`.
    pub fn join(&self, field: &str, segment: &str) -> Result<Self, Error> {
        check_segment(field, segment)?;
        let mut joined = self.clone();
        joined.text.push('/');
        joined.text.extend(utf8_percent_encode(segment, SEGMENT));
        Ok(joined)
    }

    /// The address as text, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether it is reached over TLS.
    #[must_use]
    pub(crate) fn is_tls(&self) -> bool {
        self.tls
    }

    /// Whether the host is an IP address, so that no name has to be looked up.
    #[must_use]
    pub(crate) fn is_numeric(&self) -> bool {
        self.host.parse::<IpAddr>().is_ok()
    }

    /// The address with these segments and this query behind it, each encoded whole.
    pub(crate) fn with(&self, segments: &[String], query: &[(&'static str, String)]) -> String {
        let mut out = self.text.clone();
        for segment in segments {
            out.push('/');
            out.extend(utf8_percent_encode(segment, SEGMENT));
        }
        for (index, (name, value)) in query.iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            out.push_str(&Form::encode_value(name));
            out.push('=');
            out.push_str(&Form::encode_value(value));
        }
        out
    }
}

impl fmt::Debug for BaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseAddress({})", self.text)
    }
}

impl fmt::Display for BaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn valid_host(host: &str, bare: &str) -> bool {
    if host.starts_with('[') {
        return bare.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let name = !bare.is_empty()
        && bare.len() <= 253
        && bare.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        });
    // A name of digits and dots that is not an IPv4 address is read as one by some resolvers.
    let numeric = bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    name && (!numeric || bare.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Checks a value that becomes one path segment, so that it cannot change which resource is meant.
///
/// # Errors
/// [`crate::ErrorKind::Invalid`] for `field` when it is empty, `.` or `..`, longer than 255 bytes, or holds `/`, `\`, `?`, `#`, `%`,
/// white space or a control character.
pub fn check_segment(field: &str, segment: &str) -> Result<(), Error> {
    if segment.is_empty() {
        return Err(Error::invalid(field, "must not be empty"));
    }
    if segment.len() > 255 {
        return Err(Error::invalid(field, "must not be longer than 255 bytes"));
    }
    if segment == "." || segment == ".." {
        return Err(Error::invalid(field, "must not be `.` or `..`"));
    }
    if segment
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\' | '?' | '#' | '%'))
    {
        return Err(Error::invalid(
            field,
            "must not hold `/`, `\\`, `?`, `#`, `%`, white space or control characters",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;

    fn parse(text: &str) -> Result<BaseAddress, Error> {
        BaseAddress::parse("base_url", text)
    }

    #[test]
    fn good_addresses_are_normalised() {
        for (text, normal) in [
            ("https://www.softaculous.com/clients", "https://www.softaculous.com/clients"),
            ("https://api.websoftsolus.com/test/", "https://api.websoftsolus.com/test"),
            ("https://api.websoftsolus.com/test", "https://api.websoftsolus.com/test"),
            ("https://api.websoftsolus.com", "https://api.websoftsolus.com"),
            ("http://127.0.0.1:4010/softaculous/clients", "http://127.0.0.1:4010/softaculous/clients"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("http://localhost:1/", "http://localhost:1"),
            ("https://example.com:65535/", "https://example.com:65535"),
        ] {
            assert_eq!(parse(text).unwrap().as_str(), normal);
        }
    }

    #[test]
    fn bad_addresses_name_the_field_and_are_not_repeated() {
        for text in [
            "",
            " ",
            "clients",
            "/clients",
            "www.softaculous.com/clients",
            "ftp://example.com/",
            "http://example.com/",
            "http://10.0.0.1/",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
            "https://user:hunter2@example.com/",
            "https://user@example.com/",
            "https://example.com/?a=b",
            "https://example.com/#top",
            "https://example.com:0/",
            "https://example.com:99999/",
            "https://example.com:/",
            "https://example.com:80x/",
            "https://",
            "https:///path",
            "https://example..com/",
            "https://exa mple.com/",
            "https://example.com/a/../b",
            "https://example.com/./b",
            "https://example.com//b",
            "https://example.com/b//",
            "https://example.com/%2e%2e/",
            "https://example.com\\b",
            "https://exämple.com/",
            "https://[::1/",
            "https://[zz]/",
            "https://1.2.3/",
            "https://999.1.1.1/",
            "https://example.com/a\r\nHost: b",
        ] {
            let error = parse(text).expect_err(text);
            assert_eq!(error.field(), Some("base_url"), "{text}");
            assert_eq!(error.outcome(), Outcome::NotSent, "{text}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn an_address_that_is_not_valid_is_not_shown() {
        assert_eq!(BaseAddress::shown("https://user:hunter2@example.com/"), "(not valid)");
        assert_eq!(BaseAddress::shown("https://example.com/clients/"), "https://example.com/clients");
    }

    #[test]
    fn segments_cannot_change_the_path() {
        let base = parse("https://example.com/test/").unwrap();
        assert_eq!(
            base.with(&["license".into(), "PLSK.0298 ж".into()], &[("ca", "a&b".into())]),
            "https://example.com/test/license/PLSK.0298%20%D0%B6?ca=a%26b"
        );
        for bad in
            ["", ".", "..", "../order", "a/b", "a\\b", "K1?x", "K1#f", "K1/", "%2e%2e", "a b", "a\0", "a\n"]
        {
            assert_eq!(check_segment("key", bad).unwrap_err().field(), Some("key"), "{bad:?}");
        }
        assert!(check_segment("key", &"k".repeat(256)).is_err());
        assert!(check_segment("key", "PLSK.00005819.0000").is_ok());
    }
}

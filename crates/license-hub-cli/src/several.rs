//! What is one or several, as one text.

use std::net::IpAddr;

/// One key, or several with blanks between.
pub(crate) fn keys(key: Option<&String>, more: &[String]) -> Option<String> {
    let all: Vec<&str> = key.into_iter().chain(more).map(String::as_str).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Addresses with blanks between.
pub(crate) fn addresses(all: &[IpAddr]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.join(" ")
}

//! How a person names a licence.

use std::net::IpAddr;

/// What a text may be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name<'a> {
    /// The address of its server.
    Address(IpAddr),
    /// Its number, or a key of digits alone.
    Number(&'a str),
    /// Its key, or what it is called.
    Text(&'a str),
}

/// Reads a name. One such as `plesk/PLSK.0298` says the kind, too, which is given back beside it.
pub(crate) fn read<'a>(text: &'a str, kind: Option<&'a str>, kinds: &[&str]) -> (Name<'a>, Option<&'a str>) {
    let (text, kind) = match text.split_once('/') {
        Some((of, rest)) if kinds.contains(&of) && kind.is_none_or(|kind| kind == of) => (rest, Some(of)),
        _ => (text, kind),
    };
    if let Ok(address) = text.parse() {
        return (Name::Address(address), kind);
    }
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (if digits { Name::Number(text) } else { Name::Text(text) }, kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_an_address_a_number_or_a_text_and_may_say_the_kind() {
        let kinds = ["soft", "plesk"];
        let of = |text: &'static str, kind| read(text, kind, &kinds);
        assert_eq!(of("192.0.2.1", None), (Name::Address("192.0.2.1".parse().unwrap()), None));
        assert_eq!(of("soft/17", None), (Name::Number("17"), Some("soft")));
        assert_eq!(of("soft/17", Some("plesk")), (Name::Text("soft/17"), Some("plesk")));
        assert_eq!(of("other/17", None), (Name::Text("other/17"), None));
        assert_eq!(of("plesk/PLSK.1", Some("plesk")), (Name::Text("PLSK.1"), Some("plesk")));
        assert_eq!(of("", None), (Name::Text(""), None));
    }
}

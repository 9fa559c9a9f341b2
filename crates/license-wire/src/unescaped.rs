//! What is behind the escapes of JSON, and where. Every writer of JSON escapes other signs than the next.

use zeroize::Zeroizing;

/// A text without the escapes of JSON.
pub(crate) struct Unescaped {
    pub(crate) text: Zeroizing<String>,
    /// For each byte of it, and for its end, where it stands in the text that it was made from.
    pub(crate) places: Vec<usize>,
}

impl Unescaped {
    pub(crate) fn new(escaped: &str) -> Self {
        let mut plain =
            Self { text: Zeroizing::new(String::with_capacity(escaped.len())), places: Vec::new() };
        let mut at = 0;
        while let Some(first) = escaped[at..].chars().next() {
            let (c, used) = unescape(&escaped[at..]).unwrap_or((first, first.len_utf8()));
            plain.text.push(c);
            plain.places.resize(plain.text.len(), at);
            at += used;
        }
        plain.places.push(at);
        plain
    }
}

/// How many characters JSON needs for one, at most: a `\u` escape, or two of them.
pub(crate) fn width(c: char) -> usize {
    if c.is_ascii_alphanumeric() { 1 } else { 6 * c.len_utf16() }
}

/// The character that an escape stands for, and how long the escape is. Nothing where there is none.
fn unescape(text: &str) -> Option<(char, usize)> {
    let escape = text.strip_prefix('\\')?;
    let simple = |c| Some((c, 2));
    match escape.chars().next()? {
        c @ ('"' | '\\' | '/') => simple(c),
        'b' => simple('\u{8}'),
        'f' => simple('\u{c}'),
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        'u' => {
            let first = unit(text)?;
            let pair = text.get(6..).and_then(unit).map(|second| [first, second]);
            let pair =
                pair.and_then(|pair| char::decode_utf16(pair).next()?.ok().filter(|c| c.len_utf16() == 2));
            match pair {
                Some(c) => Some((c, 12)),
                None => Some((char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER), 6)),
            }
        }
        _ => None,
    }
}

/// The number in `\u0436`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_where_there_are_some() {
        for (escaped, plain) in [
            (r"a\ud83D\uDD11\n*b", "a\u{1f511}\n*b"),
            (r#"\"\\\/\b\f\r\t\u0436"#, "\"\\/\u{8}\u{c}\r\tж"),
            (r"\ud83d\n \uD83D\u0041", "\u{fffd}\n \u{fffd}A"),
            (r"\u+041 \u00 \x \", r"\u+041 \u00 \x \"),
            ("жж\u{1f511}", "жж\u{1f511}"),
        ] {
            assert_eq!(*Unescaped::new(escaped).text, plain);
        }
    }

    #[test]
    fn each_byte_knows_where_it_was() {
        let unescaped = Unescaped::new(r"a\u0436ж\n");
        assert_eq!(*unescaped.text, "aжж\n");
        assert_eq!(unescaped.places, [0, 1, 1, 7, 7, 9, 11]);
    }

    #[test]
    fn no_escape_is_wider_than_thought() {
        for (c, escaped) in [('a', "a"), ('"', "\\u0022"), ('ж', "\\u0436"), ('\u{1f511}', "\\ud83d\\udd11")]
        {
            assert_eq!(width(c), escaped.len());
        }
    }
}

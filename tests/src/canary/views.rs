//! One text, seen through the decoders that a reader of logs might use.

use crate::form::hex_pair;

/// A text as it is, or decoded; in lower case.
pub(super) struct View {
    /// The decoders, the last one used first.
    pub(super) how: String,
    pub(super) text: String,
}

type Decoder = fn(&[u8]) -> Vec<u8>;

const DECODERS: [(&str, Decoder); 6] = [
    ("percent-decoded", percent_decoded),
    ("form-decoded", form_decoded),
    ("unescaped", unescaped),
    ("without entities", without_entities),
    ("in one line", in_one_line),
    ("from a hex dump", from_hex_dump),
];

/// The text as it is and decoded up to twice; what a decoder leaves as it was is not repeated.
pub(super) fn of(text: &[u8]) -> Vec<View> {
    let mut decoded = vec![(String::new(), text.to_vec())];
    let mut from = 0;
    for _ in 0..2 {
        let to = decoded.len();
        for at in from..to {
            for (name, decode) in DECODERS {
                let (before, bytes) = &decoded[at];
                let bytes = decode(bytes);
                if decoded.iter().all(|(_, known)| *known != bytes) {
                    decoded.push((format!("{name} {before}").trim_end().to_owned(), bytes));
                }
            }
        }
        from = to;
    }
    let view =
        |(how, bytes): (_, Vec<u8>)| View { how, text: String::from_utf8_lossy(&bytes).to_ascii_lowercase() };
    decoded.into_iter().map(view).collect()
}

fn form_decoded(text: &[u8]) -> Vec<u8> {
    let with_spaces: Vec<_> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decoded(&with_spaces)
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    replaced(text, b'%', |after| {
        let digits = after.get(..2)?;
        Some((vec![hex_pair(digits)?], 2))
    })
}

/// The escapes of JSON, and those of Rust's `Debug`.
fn unescaped(text: &[u8]) -> Vec<u8> {
    replaced(text, b'\\', |after| {
        let (kind, after) = after.split_first()?;
        match kind {
            b'"' | b'\'' | b'\\' | b'/' => Some((vec![*kind], 1)),
            b'x' => Some((vec![hex_pair(after.get(..2)?)?], 3)),
            b'u' if after.first() == Some(&b'{') => {
                let end = after.iter().take(8).position(|byte| *byte == b'}')?;
                Some((utf8(&after[1..end], 16)?, end + 2))
            }
            b'u' => Some((utf8(after.get(..4)?, 16)?, 5)),
            _ => None,
        }
    })
}

fn without_entities(text: &[u8]) -> Vec<u8> {
    replaced(text, b'&', |after| {
        let end = after.iter().take(10).position(|byte| *byte == b';')?;
        let bytes = match &after[..end] {
            b"amp" => vec![b'&'],
            b"lt" => vec![b'<'],
            b"gt" => vec![b'>'],
            b"quot" => vec![b'"'],
            b"apos" => vec![b'\''],
            [b'#', b'x' | b'X', digits @ ..] => utf8(digits, 16)?,
            [b'#', digits @ ..] => utf8(digits, 10)?,
            _ => return None,
        };
        Some((bytes, end + 1))
    })
}

/// Base64 in mails and certificates is wrapped.
fn in_one_line(text: &[u8]) -> Vec<u8> {
    text.split(|byte| *byte == b'\n').flat_map(<[u8]>::trim_ascii).copied().collect()
}

/// HTTP libraries log in rows of 16 bytes; what is longer than a row is found only when the rows are put together.
fn from_hex_dump(text: &[u8]) -> Vec<u8> {
    text.split(|byte| *byte == b'\n').flat_map(hex_row).collect()
}

/// The bytes of the longest run of words of hex digits, all of one length (which leaves out an address before them); the
/// last may be shorter.
fn hex_row(line: &[u8]) -> Vec<u8> {
    let (mut longest, mut run, mut length) = (Vec::new(), Vec::new(), 0);
    // The empty word ends the last run.
    for word in line.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).chain([&b""[..]]) {
        let bytes = hex_word(word);
        if word.len() != length || bytes.is_none() {
            let mut ended = std::mem::take(&mut run);
            if word.len() < length {
                ended.extend(bytes.clone().unwrap_or_default());
            }
            if ended.len() > longest.len() {
                longest = ended;
            }
        }
        length = if bytes.is_some() { word.len() } else { 0 };
        run.extend(bytes.unwrap_or_default());
    }
    longest
}

/// Hyphens fill up the last row.
fn hex_word(word: &[u8]) -> Option<Vec<u8>> {
    let digits = &word[..word.iter().position(|byte| *byte == b'-').unwrap_or(word.len())];
    let bytes = || digits.chunks(2).map(|pair| (pair.len() == 2).then(|| hex_pair(pair))?).collect();
    matches!(word.len(), 2 | 4 | 8).then(bytes)?
}

/// Asks `decode` what stands for each `sign` with what is behind it, and how much of that it used up; `None` leaves the sign.
fn replaced(text: &[u8], sign: u8, decode: impl Fn(&[u8]) -> Option<(Vec<u8>, usize)>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        rest = after;
        match (*first == sign).then(|| decode(after)).flatten() {
            Some((bytes, used)) => {
                out.extend(bytes);
                rest = &after[used..];
            }
            None => out.push(*first),
        }
    }
    out
}

fn utf8(digits: &[u8], radix: u32) -> Option<Vec<u8>> {
    let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    char::from_u32(code).map(|char| char.to_string().into_bytes())
}

//! Secrets planted in texts.

use license_wire::{Form, Scrubber, Secret, fuzzing};

/// What secrets are made of here: letters, and every sign that some spelling writes in another way. No `*`, which is the
/// mask, and no blanks, which are shown as others.
const SIGNS: &[char] = &[
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
    'u',
    'n',
    'r',
    't',
    '0',
    '1',
    '2',
    '3',
    '4',
    '9',
    '&',
    '<',
    '>',
    '"',
    '\'',
    '%',
    '+',
    '/',
    '\\',
    '=',
    '~',
    '#',
    ';',
    '-',
    '_',
    'ж',
    'é',
    '\u{1f511}',
];
/// A shorter one could stand in the text around it by itself.
const SHORTEST: usize = 6;
const LONGEST: usize = 40;

/// A planted secret never survives, in whatever spelling, wherever it stands. The input is how long the secret is, how
/// it is written, its signs, and the text around it, cut where the secret stands by zero bytes.
pub(crate) fn scrubber(input: &[u8]) {
    let [length, spelling, rest @ ..] = input else { return };
    let length = SHORTEST + usize::from(*length) % (LONGEST - SHORTEST);
    let Some((signs, around)) = rest.split_at_checked(length) else { return };
    let secret: String = signs.iter().map(|sign| SIGNS[usize::from(*sign) % SIGNS.len()]).collect();
    let written = written(&secret, *spelling);
    let around = String::from_utf8_lossy(around);
    // What escapes the secret's first sign makes another text of it; so does half an escape before it.
    let pieces: Vec<&str> = around.split('\0').map(|piece| piece.trim_end_matches(is_of_an_escape)).collect();
    let planted = pieces.join(&written);
    // Else it is the piece beside the secret that spells it.
    if pieces.iter().any(|piece| piece.contains(&written) || piece.contains(&secret)) {
        return;
    }

    let scrubber = Scrubber::new([&Secret::from(secret.as_str())]);
    for shown in [scrubber.clean(&planted), scrubber.message(&planted), scrubber.excerpt(planted.as_bytes())]
    {
        assert!(!shown.contains(&secret), "{secret} as {written} in {planted:?} is shown: {shown:?}");
        assert!(!shown.contains(&written), "{secret} as {written} in {planted:?} is shown: {shown:?}");
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
    }
}

fn is_of_an_escape(c: char) -> bool {
    c.is_ascii_hexdigit() || matches!(c, '\\' | 'u' | '%' | '&' | '#' | ';')
}

/// A secret as some writer of answers writes it.
fn written(secret: &str, spelling: u8) -> String {
    let form = || fuzzing::encode(&Form::new().field("", secret))[1..].to_owned();
    match spelling % 8 {
        0 => secret.to_owned(),
        1 => form(),
        2 => form().replace('+', "%20"),
        3 => json(secret),
        4 => json(secret).replace('/', "\\/"),
        5 => units(secret, |unit| format!("\\u{unit:04x}")),
        6 => units(secret, |unit| format!("\\u{unit:04X}")),
        _ => secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\'', "&#039;"),
    }
}

/// Every sign escaped, as some writers of JSON do.
fn units(secret: &str, escape: fn(u16) -> String) -> String {
    secret.encode_utf16().map(escape).collect::<Vec<_>>().concat()
}

fn json(secret: &str) -> String {
    let quoted = serde_json::to_string(secret).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

//! A text as others write it: as it is, in addresses and forms, in JSON, in markup.

/// A text in somebody's spelling.
pub(crate) struct Spelling {
    /// Who writes so.
    pub(crate) writer: &'static str,
    pub(crate) text: String,
    /// The inside of a JSON text, which is not to be escaped again in a JSON document.
    pub(crate) is_json: bool,
}

/// Every spelling.
pub(crate) fn of(text: &str) -> Vec<Spelling> {
    let rawurlencode = percent(text, "-_.~");
    let urlencode = percent(text, "-_. ").replace(' ', "+");
    let plain = |writer, text| Spelling { writer, text, is_json: false };
    let json = |writer, json: Json| Spelling { writer, text: json.write(text), is_json: true };
    vec![
        plain("as it is", text.to_owned()),
        plain("rawurlencode", rawurlencode.clone()),
        plain("rawurlencode in small letters", small_hex(&rawurlencode)),
        plain("urlencode", urlencode.clone()),
        plain("urlencode in small letters", small_hex(&urlencode)),
        plain("htmlspecialchars", html(text, "&#039;")),
        plain("Django's escape", html(text, "&#x27;")),
        plain("HTML with double quotes only", html(text, "'")),
        plain("XML", html(text, "&apos;")),
        json("JSON", Json { slash: false, signs: ("", Digits::Small), letters: None }),
        json("json_encode", Json { slash: true, signs: ("", Digits::Small), letters: Some(Digits::Small) }),
        json(
            "Python's dumps",
            Json { slash: false, signs: ("", Digits::Small), letters: Some(Digits::Small) },
        ),
        json("Go's Marshal", Json { slash: false, signs: ("&<>", Digits::Small), letters: None }),
        json("Gson", Json { slash: false, signs: ("&<>'=", Digits::Small), letters: None }),
        json(
            "JSON_HEX_TAG and its kin",
            Json { slash: true, signs: ("&<>'\"", Digits::Capital), letters: Some(Digits::Small) },
        ),
        json(
            ".NET's Serialize",
            Json { slash: false, signs: ("&<>'\"+", Digits::Capital), letters: Some(Digits::Capital) },
        ),
    ]
}

fn percent(text: &str, kept: &str) -> String {
    let one = |byte: u8| match char::from(byte) {
        c if c.is_ascii_alphanumeric() || kept.contains(c) => c.to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

fn small_hex(text: &str) -> String {
    let mut pieces = text.split('%');
    let first = pieces.next().unwrap_or_default().to_owned();
    let rest = pieces.map(|piece| format!("%{}{}", piece[..2].to_ascii_lowercase(), &piece[2..]));
    std::iter::once(first).chain(rest).collect()
}

/// How the inside of a JSON text is written.
struct Json {
    /// Whether there is a backslash before it.
    slash: bool,
    /// These are written by number.
    signs: (&'static str, Digits),
    /// Whether other than ASCII is written by number.
    letters: Option<Digits>,
}

#[derive(Clone, Copy)]
enum Digits {
    Small,
    Capital,
}

impl Json {
    fn write(&self, text: &str) -> String {
        text.chars().map(|c| self.one(c)).collect()
    }

    fn one(&self, c: char) -> String {
        let digits =
            if c.is_ascii() { self.signs.0.contains(c).then_some(self.signs.1) } else { self.letters };
        let escape = |unit: u16| match digits {
            Some(Digits::Capital) => format!("\\u{unit:04X}"),
            _ => format!("\\u{unit:04x}"),
        };
        match c {
            _ if digits.is_some() => c.encode_utf16(&mut [0; 2]).iter().map(|unit| escape(*unit)).collect(),
            '"' | '\\' => format!("\\{c}"),
            '/' if self.slash => "\\/".to_owned(),
            _ => c.to_string(),
        }
    }
}

fn html(text: &str, apostrophe: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', apostrophe)
}

#[test]
fn texts_are_written_as_others_write_them() {
    let text = "a/b&c \"ж'<";
    let expected = [
        text,
        "a%2Fb%26c%20%22%D0%B6%27%3C",
        "a%2fb%26c%20%22%d0%b6%27%3c",
        "a%2Fb%26c+%22%D0%B6%27%3C",
        "a%2fb%26c+%22%d0%b6%27%3c",
        "a/b&amp;c &quot;ж&#039;&lt;",
        "a/b&amp;c &quot;ж&#x27;&lt;",
        "a/b&amp;c &quot;ж'&lt;",
        "a/b&amp;c &quot;ж&apos;&lt;",
        r#"a/b&c \"ж'<"#,
        r#"a\/b&c \"\u0436'<"#,
        r#"a/b&c \"\u0436'<"#,
        r#"a/b\u0026c \"ж'\u003c"#,
        r#"a/b\u0026c \"ж\u0027\u003c"#,
        r"a\/b\u0026c \u0022\u0436\u0027\u003C",
        r"a/b\u0026c \u0022\u0436\u0027\u003C",
    ];
    assert_eq!(of(text).iter().map(|spelling| spelling.text.as_str()).collect::<Vec<_>>(), expected);
}

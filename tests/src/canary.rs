//! Marked credentials, and the search for them in whatever a program lets out.
//!
//! ```
//! use license_hub_tests::canary::{Canary, assert_absent};
//!
//! let canaries = [Canary::plain("api-key"), Canary::awkward("password")];
//! // ... build a client with `canaries[1].value()`, run it into a fault, collect all it says ...
//! assert_absent("refused: wrong password", &canaries);
//! ```

mod views;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A credential with marks in it that occur nowhere else.
///
/// It begins and ends with letters, digits and hyphens that no encoding changes, so that a piece of it is found as well.
#[derive(Clone, PartialEq, Eq)]
pub struct Canary {
    name: String,
    value: String,
    marks: [String; 2],
}

/// A credential that was found where it must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The name of the canary.
    pub name: String,
    /// In which form it was there.
    pub form: String,
    /// What stands around it.
    pub around: String,
}

impl Canary {
    /// Of letters, digits and hyphens: for what is sent as it is, such as a token in a header.
    #[must_use]
    pub fn plain(name: &str) -> Self {
        Self::around(name, "-")
    }

    /// With characters that forms, URLs, JSON, XML and shells treat as their own, and with Cyrillic. No colon, which not
    /// every vendor takes in a user name, and no control characters.
    #[must_use]
    pub fn awkward(name: &str) -> Self {
        Self::around(name, r#"&=+%41 '"<>\/?#;@,$ жЙ"#)
    }

    /// With this between its two marks. The same name gives the same marks.
    #[must_use]
    pub fn around(name: &str, middle: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let marks = [format!("CANARY-{name}"), format!("{:016X}-YRANAC", hasher.finish())];
        Self { name: name.to_owned(), value: format!("{}{middle}{}", marks[0], marks[1]), marks }
    }

    /// What it was called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The credential itself.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// So that a canary inside a structure that a test prints is no leak by itself.
impl fmt::Debug for Canary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Canary").field(&self.name).finish()
    }
}

/// Panics if one of the canaries, or a marked piece of one, is in this text: as it is, in other letters' case, or
/// percent-encoded, escaped for JSON, Rust, HTML or XML, in base64 (also in the middle of something longer), in hex, in
/// the rows of a hex dump, or as a list of numbers.
#[track_caller]
pub fn assert_absent(haystack: impl AsRef<[u8]>, canaries: &[Canary]) {
    let leaks = leaks(haystack, canaries);
    assert!(leaks.is_empty(), "secrets got out: {leaks:#?}");
}

/// The leaks that [`assert_absent`] panics over, at most one for each canary and form.
pub fn leaks(haystack: impl AsRef<[u8]>, canaries: &[Canary]) -> Vec<Leak> {
    let views = views::of(haystack.as_ref());
    let mut leaks: Vec<Leak> = Vec::new();
    for canary in canaries {
        for (form, needle) in needles(canary) {
            let found = views.iter().find_map(|view| Some((view, view.text.find(&needle)?)));
            if let Some((view, at)) = found {
                let form = [view.how.as_str(), form].join(" ").trim_start().to_owned();
                let around = around(&view.text, at, needle.len());
                leaks.push(Leak { name: canary.name.clone(), form, around });
            }
        }
    }
    leaks
}

/// In lower case, as the views are. That makes the search for base64 a little less strict, but the digits are many.
///
/// The marks stand for the whole: whatever form the whole is in, they are in as well.
fn needles(canary: &Canary) -> Vec<(&'static str, String)> {
    let mut needles = vec![("as it is", canary.value.to_ascii_lowercase())];
    for mark in canary.marks.iter().map(String::as_bytes) {
        needles.push(("in part", String::from_utf8_lossy(mark).to_ascii_lowercase()));
        needles.push(("in hex", join(mark, "", |byte| format!("{byte:02x}"))));
        needles.push(("as a list of numbers", join(mark, ", ", u8::to_string)));
        needles.push(("as a list of numbers", join(mark, ",", u8::to_string)));
        for before in 0..3 {
            needles.push(("in base64", inside_base64(&STANDARD_NO_PAD, mark, before)));
            needles.push(("in base64", inside_base64(&URL_SAFE_NO_PAD, mark, before)));
        }
    }
    needles
}

fn join(bytes: &[u8], between: &str, show: impl Fn(&u8) -> String) -> String {
    bytes.iter().map(show).collect::<Vec<_>>().join(between)
}

/// Those base64 digits of `piece` that are the same whatever stands around it, when its place is `before` past a multiple of 3.
fn inside_base64(engine: &impl Engine, piece: &[u8], before: usize) -> String {
    let digits = engine.encode([&[0; 3][..before], piece].concat());
    let first = (before * 8).div_ceil(6);
    let end = (before + piece.len()) * 8 / 6;
    digits[first..end].to_ascii_lowercase()
}

fn around(text: &str, at: usize, length: usize) -> String {
    let (from, to) = (at.saturating_sub(40), (at + length + 40).min(text.len()));
    String::from_utf8_lossy(&text.as_bytes()[from..to]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    fn forms(haystack: impl AsRef<[u8]>, canary: &Canary) -> Vec<String> {
        leaks(haystack, std::slice::from_ref(canary)).into_iter().map(|leak| leak.form).collect()
    }

    #[track_caller]
    fn assert_found_whole(haystack: impl AsRef<[u8]>, how: &str) {
        let forms = forms(haystack.as_ref(), &Canary::awkward("password"));
        assert!(forms.iter().any(|form| form == how), "{how}: {forms:?}");
    }

    #[test]
    fn a_canary_has_awkward_characters_and_hides_in_debug() {
        let canary = Canary::awkward("password");
        for awkward in ['&', '=', '+', '%', ' ', '"', '\'', '<', '\\', 'ж'] {
            assert!(canary.value().contains(awkward));
        }
        assert!(!canary.value().contains(':'));
        assert_eq!(format!("{canary:?}"), r#"Canary("password")"#);
        assert_ne!(Canary::plain("a").value(), Canary::plain("b").value());
        assert_eq!(Canary::plain("a"), Canary::plain("a"));
        assert!(Canary::plain("a").value().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let canaries = [Canary::plain("api-key"), Canary::awkward("password")];
        assert_absent("", &canaries);
        assert_absent("the api-key and the password were refused: %zz &#x; \\u12 \\x", &canaries);
        assert_absent(b"\xff\xfe".repeat(1000), &canaries);
    }

    #[test]
    #[should_panic(expected = "secrets got out")]
    fn what_is_there_panics() {
        assert_absent(format!("key={}", Canary::plain("api-key").value()), &[Canary::plain("api-key")]);
    }

    #[test]
    fn a_canary_is_found_in_every_form() {
        let canary = Canary::awkward("password");
        let value = canary.value();
        assert_found_whole(value, "as it is");
        assert_found_whole(value.to_ascii_uppercase(), "as it is");

        let percent = value.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
        assert_found_whole(&percent, "percent-decoded as it is");
        assert_found_whole(percent.replace("%20", "+"), "form-decoded as it is");
        assert_found_whole(percent.replace('%', "%25"), "percent-decoded percent-decoded as it is");

        let json = value.replace('\\', r"\\").replace('"', "\\\"");
        assert_found_whole(json.replace('/', r"\/").replace('ж', r"\u0436"), "unescaped as it is");
        assert_found_whole(format!("{value:?}"), "unescaped as it is");
        assert_found_whole(format!("{:?}", format!("{value:?}")), "unescaped unescaped as it is");
        assert_found_whole(value.as_bytes().escape_ascii().to_string(), "unescaped as it is");

        let html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert_found_whole(html.replace('"', "&quot;"), "without entities as it is");
        assert_found_whole(html.replace('\'', "&#39;").replace('"', "&#x22;"), "without entities as it is");
        assert_found_whole(html.replace('ж', "&#1078;").replace('\'', "&apos;"), "without entities as it is");

        assert_found_whole(STANDARD.encode(value), "in base64");
        assert_found_whole(format!("{:x?}", value.as_bytes()).replace([',', ' '], ""), "in hex");
        assert_found_whole(format!("{:?}", value.as_bytes()), "as a list of numbers");
    }

    #[test]
    fn a_canary_is_found_inside_longer_base64() {
        let canary = Canary::plain("api-key");
        for user in ["", "a", "ab", "abc"] {
            for engine in [STANDARD, base64::engine::general_purpose::URL_SAFE] {
                let basic = engine.encode(format!("{user}:{}\u{fffd}", canary.value()));
                assert!(forms(&basic, &canary).contains(&"in base64".to_owned()), "{basic}");
                let line = format!("Authorization: Basic {}", basic.replace('=', "%3D"));
                assert!(!forms(line, &canary).is_empty());
            }
        }
    }

    #[test]
    fn a_canary_is_found_across_the_rows_of_a_dump() {
        let canary = Canary::awkward("password");
        for (group, first) in [(1, "00000010  "), (2, "TRACE ureq_proto::util: "), (4, "")] {
            let rows = canary.value().as_bytes().chunks(16).map(|row| {
                let words = row.chunks(group).map(|word| join(word, "", |byte| format!("{byte:02x}")));
                let shown: String = row
                    .iter()
                    .map(|byte| char::from(*byte))
                    .map(|c| if c.is_ascii_graphic() { c } else { '.' })
                    .collect();
                format!("{first}{} ---- |{shown}|\n", words.collect::<Vec<_>>().join(" "))
            });
            let forms = forms(rows.collect::<String>(), &canary);
            assert!(forms.iter().any(|form| form == "from a hex dump as it is"), "{group}: {forms:?}");
        }
        let wrapped: Vec<_> =
            STANDARD.encode(canary.value()).into_bytes().chunks(9).map(<[u8]>::to_vec).collect();
        assert!(forms(wrapped.join(&b"\r\n  "[..]), &canary).contains(&"in one line in base64".to_owned()));
    }

    #[test]
    fn half_a_canary_is_found_too() {
        let canary = Canary::awkward("password");
        let middle = canary.value().len() / 2;
        let (begin, end) = canary.value().as_bytes().split_at(middle);
        assert_eq!(forms(begin, &canary), ["in part"]);
        assert_eq!(forms(end, &canary), ["in part"]);
    }
}

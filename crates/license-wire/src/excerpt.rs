//! Texts that are safe to show: without secrets, without control characters, of bounded length.

use std::fmt;
use std::sync::{Arc, RwLock};

use zeroize::Zeroizing;

use crate::unescaped::{Unescaped, width};
use crate::{Form, Secret};

/// How much of a body an error shows, in characters.
const EXCERPT_CHARS: usize = 200;
/// How much of a vendor's message an error keeps, in characters.
const MESSAGE_CHARS: usize = 1000;
/// What stands where a secret was.
const MASK: &str = "***";
/// How many of the secrets that come and go are masked: the latest.
const PASSING: u64 = 64;

/// The secrets of one client, in every spelling in which a vendor could echo them.
///
/// Clones share the same set, so that a token learned later is masked everywhere.
#[derive(Clone, Default)]
pub struct Scrubber {
    known: Arc<RwLock<Known>>,
}

#[derive(Clone, Default)]
struct Known {
    /// The longest first.
    spellings: Vec<Spelling>,
    /// How many passing secrets there have been.
    passed: u64,
}

#[derive(Clone)]
struct Spelling {
    text: Zeroizing<String>,
    /// How many characters it can have where JSON escapes it.
    width: usize,
    /// For a passing secret, the how manyth it was.
    passing: Option<u64>,
}

impl Scrubber {
    /// A scrubber that knows these secrets.
    #[must_use]
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let scrubber = Self::default();
        for secret in secrets {
            scrubber.add(secret);
        }
        scrubber
    }

    /// Learns one more secret, for good.
    pub fn add(&self, secret: &Secret) {
        let Ok(mut known) = self.known.write() else { return };
        known.learn(secret, None);
    }

    /// Learns a secret that another will take the place of, such as an access token. Only the latest 64 of these are
    /// masked, so that a client that runs for months does not grow with each.
    pub fn add_passing(&self, secret: &Secret) {
        let Ok(mut known) = self.known.write() else { return };
        known.passed += 1;
        let latest = known.passed;
        known.learn(secret, Some(latest));
        known.spellings.retain(|spelling| spelling.passing.is_none_or(|number| number + PASSING > latest));
    }

    /// A scrubber of its own that knows these secrets as well, for the texts of one answer.
    #[must_use]
    pub fn with(&self, secrets: &[Secret]) -> Self {
        let mut known = self.known.read().map_or_else(|_| Known::default(), |known| known.clone());
        for secret in secrets {
            known.learn(secret, None);
        }
        Self { known: Arc::new(RwLock::new(known)) }
    }

    /// Whether a secret could stand in this text. What says no can be passed on as it is; what says yes wants a closer look,
    /// as by [`Scrubber::clean`]: so does every text with a backslash, behind which anything can be escaped.
    #[must_use]
    pub fn may_be_in(&self, text: &str) -> bool {
        self.known.read().map_or(true, |known| text.contains('\\') || known.is_in(text))
    }

    /// The text with every secret masked and every control character made visible or a space.
    #[must_use]
    pub fn clean(&self, text: &str) -> String {
        self.clean_to(text, usize::MAX)
    }

    /// A vendor's message, cleaned and cut to a length that fits an error.
    #[must_use]
    pub fn message(&self, text: &str) -> String {
        self.clean_to(text.trim(), MESSAGE_CHARS)
    }

    /// The beginning of a body, cleaned and cut to a line.
    #[must_use]
    pub fn excerpt(&self, body: &[u8]) -> String {
        // Only the part that can be seen is looked at: a body may be megabytes long. No character has more than four bytes.
        let window = &body[..body.len().min(4 * self.window(EXCERPT_CHARS) + 4)];
        self.clean_to(String::from_utf8_lossy(window).trim_start(), EXCERPT_CHARS)
    }

    /// The most characters that a secret can take up.
    fn widest(&self) -> usize {
        self.known
            .read()
            .map_or(0, |known| known.spellings.iter().map(|spelling| spelling.width).max().unwrap_or(0))
    }

    /// How many characters are looked at to show so many. A secret that is cut in two by the end of it would not be
    /// recognised, so it is wider than what is shown by more than the widest.
    fn window(&self, chars: usize) -> usize {
        chars.saturating_mul(4).saturating_add(self.widest().saturating_mul(2))
    }

    fn clean_to(&self, text: &str, chars: usize) -> String {
        let (text, cut) = match text.char_indices().nth(self.window(chars)) {
            Some((at, _)) => (&text[..at], true),
            None => (text.trim_end(), false),
        };
        let masked = self.known.read().map_or_else(|_| MASK.to_owned(), |known| known.mask(text));
        let mut shown: String = masked.chars().map(visible).collect();
        if cut {
            let keep = shown.chars().count().saturating_sub(self.widest());
            shown = shown.chars().take(keep).collect();
        }
        if let Some((at, _)) = shown.char_indices().nth(chars) {
            shown.truncate(at);
            shown.push('…');
        } else if cut {
            shown.push('…');
        }
        shown
    }
}

impl Known {
    fn learn(&mut self, secret: &Secret, passing: Option<u64>) {
        for text in spellings(secret.expose()) {
            match self.spellings.iter_mut().find(|old| *old.text == text) {
                // What is known for good stays so.
                Some(old) if old.passing.is_none() => {}
                Some(old) => old.passing = passing,
                None => {
                    let width = text.chars().map(width).sum();
                    self.spellings.push(Spelling { text: Zeroizing::new(text), width, passing });
                }
            }
        }
        // A longer spelling first, so that no part of it is left beside a masked shorter one.
        self.spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.text.len()));
    }

    /// Whether one of the spellings stands in the text, escapes aside.
    fn is_in(&self, text: &str) -> bool {
        self.spellings.iter().any(|spelling| text.contains(spelling.text.as_str()))
    }

    fn mask(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for spelling in &self.spellings {
            if masked.contains(spelling.text.as_str()) {
                masked = masked.replace(spelling.text.as_str(), MASK);
            }
        }
        if !masked.contains('\\') {
            return masked;
        }
        // Every writer of JSON escapes other signs, so the escapes are undone to find what is behind them.
        let mut plain = Unescaped::new(&masked);
        for spelling in &self.spellings {
            let found = plain.text.match_indices(spelling.text.as_str()).map(|(at, _)| at);
            let places: Vec<_> =
                found.map(|at| plain.places[at]..plain.places[at + spelling.text.len()]).collect();
            if !places.is_empty() {
                for place in places.into_iter().rev() {
                    masked.replace_range(place, MASK);
                }
                plain = Unescaped::new(&masked);
            }
        }
        masked
    }
}

impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scrubber(***)")
    }
}

/// A character as it may be printed: line breaks become spaces, other characters that steer a terminal or hide text
/// become the replacement character.
fn visible(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{a0}' => ' ',
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
            '\u{fffd}'
        }
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// A secret as it stands in plain text, in a form and in markup. Any of these may stand in JSON besides.
fn spellings(secret: &str) -> Vec<String> {
    if secret.is_empty() {
        return Vec::new();
    }
    let mut all = vec![secret.to_owned()];
    // Form encoders differ in these two characters: PHP alone has two ways.
    for (star, tilde) in [("*", "%7E"), ("*", "~"), ("%2A", "%7E"), ("%2A", "~")] {
        let form = Form::encode_value(secret).replace('*', star).replace("%7E", tilde);
        all.push(form.replace('+', "%20"));
        all.push(lower_escapes(&form));
        all.push(lower_escapes(&form).replace('+', "%20"));
        all.push(form);
    }
    for quote in ["\"", "&quot;"] {
        for apostrophe in ["'", "&#39;", "&#039;", "&#x27;", "&apos;"] {
            all.push(
                secret
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
                    .replace('"', quote)
                    .replace('\'', apostrophe),
            );
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// `%2F` as `%2f`, leaving the other letters alone.
fn lower_escapes(form: &str) -> String {
    let mut left = 0;
    form.chars()
        .map(|c| {
            if c == '%' {
                left = 2;
                return c;
            }
            if left > 0 {
                left -= 1;
                return c.to_ascii_lowercase();
            }
            c
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubber(secret: &str) -> Scrubber {
        Scrubber::new([&Secret::from(secret)])
    }

    #[test]
    fn a_secret_is_masked_in_every_spelling() {
        let secret = "p&s =%+/\"ж'<x*~";
        let scrubber = scrubber(secret);
        for echo in [
            secret.to_owned(),
            "p%26s+%3D%25%2B%2F%22%D0%B6%27%3Cx*%7E".to_owned(),
            "p%26s%20%3D%25%2B%2F%22%D0%B6%27%3Cx%2A~".to_owned(),
            "p%26s+%3d%25%2b%2f%22%d0%b6%27%3cx%2a%7e".to_owned(),
            "p&s =%+\\/\\\"\\u0436'<x*~".to_owned(),
            "p&s =%+/\\\"ж'<x*~".to_owned(),
            "p&amp;s =%+/&quot;ж&#039;&lt;x*~".to_owned(),
            "p&amp;s =%+\\/&quot;\\u0436&#039;&lt;x*~".to_owned(),
            // Go, Gson, PHP with JSON_HEX_TAG and its kin, .NET, and one that escapes all it can.
            "p\\u0026s =%+/\\\"ж'\\u003cx*~".to_owned(),
            "p\\u0026s \\u003d%+/\\\"ж\\u0027\\u003cx*~".to_owned(),
            "p\\u0026s =%+\\/\\u0022\\u0436\\u0027\\u003Cx*~".to_owned(),
            "p\\u0026s =%\\u002B/\\u0022\\u0436\\u0027\\u003Cx*~".to_owned(),
            secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect::<Vec<_>>().concat(),
        ] {
            let shown = scrubber.clean(&format!("login {echo} wrong"));
            assert_eq!(shown, "login *** wrong", "{echo}");
        }
    }

    #[test]
    fn what_could_hold_a_secret_is_told_from_what_does_not() {
        let secret = "p&s =%+/\"ж'<x*~";
        let scrubber = scrubber(secret);
        let escaped = secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect::<Vec<_>>().concat();
        for echo in
            [secret, "p%26s+%3D%25%2B%2F%22%D0%B6%27%3Cx*%7E", &escaped, "p&amp;s =%+/&quot;ж&#39;&lt;x*~"]
        {
            assert!(scrubber.may_be_in(&format!("login {echo} wrong")), "{echo}");
        }
        assert!(scrubber.may_be_in(r"a\b"), "whatever is behind it");
        assert!(!scrubber.may_be_in("login wrong") && !scrubber.may_be_in(""));
        assert!(!Scrubber::default().may_be_in(secret));
    }

    #[test]
    fn control_characters_cannot_reach_a_terminal_or_break_a_line() {
        let shown = Scrubber::default().clean("a\x1b[31mb\r\nc\u{202e}d\0e\u{9b}f");
        assert_eq!(shown, "a\u{fffd}[31mb  c\u{fffd}d\u{fffd}e\u{fffd}f");
    }

    #[test]
    fn an_excerpt_is_short_and_never_ends_inside_a_secret() {
        let scrubber = scrubber("0123456789abcdef");
        for offset in 0..2500 {
            let body = format!("{}0123456789abcdef and more", "x".repeat(offset));
            let shown = scrubber.excerpt(body.as_bytes());
            assert!(shown.chars().count() <= EXCERPT_CHARS + 1, "{offset}");
            assert!(!shown.contains("0123"), "{offset}: {shown}");
        }
        // So many secrets that masking shrinks the window below what is shown.
        let shown = scrubber.excerpt("0123456789abcdef".repeat(1000).as_bytes());
        assert!(!shown.contains("0123"), "{shown}");
    }

    #[test]
    fn no_part_of_a_secret_that_is_repeated_often_is_left_at_the_end() {
        for secret in ["жетон-42/".repeat(15), "0123456789".repeat(90), "\u{1f511}\"<".repeat(30)] {
            let scrubber = scrubber(&secret);
            for offset in (0..300).step_by(7) {
                let body = format!("{}{}", "x".repeat(offset), secret.repeat(20));
                let escaped = serde_json::to_string(&body).unwrap();
                for body in [body, escaped] {
                    let shown = scrubber.excerpt(body.as_bytes());
                    let rest = shown.replace(['x', '*', '"', '…'], "");
                    assert_eq!(rest, "", "{offset}");
                }
            }
        }
    }

    #[test]
    fn a_mask_is_not_masked_for_ever() {
        assert!(scrubber("*").clean(r"*\n").starts_with("***"));
    }

    #[test]
    fn a_message_of_a_megabyte_is_cut() {
        let shown = Scrubber::default().message(&"y".repeat(1 << 20));
        assert_eq!(shown.chars().count(), MESSAGE_CHARS + 1);
    }

    #[test]
    fn a_secret_learned_later_is_masked_by_every_clone() {
        let scrubber = Scrubber::default();
        let clone = scrubber.clone();
        scrubber.add(&Secret::from("token-1"));
        assert_eq!(clone.clean("Bearer token-1"), "Bearer ***");
    }

    #[test]
    fn of_secrets_that_come_and_go_the_latest_are_masked_and_the_others_forgotten() {
        let scrubber = scrubber("for-good");
        for number in 0..1000 {
            scrubber.add_passing(&Secret::from(format!("token-{number:04}")));
        }
        scrubber.add_passing(&Secret::from("for-good"));
        for number in 0..PASSING {
            scrubber.add_passing(&Secret::from(format!("later-{number:04}")));
        }
        assert_eq!(scrubber.clean("for-good later-0000 later-0063 token-0999"), "*** *** *** token-0999");
        assert!(scrubber.known.read().unwrap().spellings.len() <= 65, "it does not grow");
    }

    #[test]
    fn the_secrets_of_one_answer_are_masked_in_its_texts_only() {
        let scrubber = scrubber("for-good");
        let own = scrubber.with(&[Secret::from("code-1")]);
        assert_eq!(own.clean("for-good code-1"), "*** ***");
        assert_eq!(scrubber.clean("for-good code-1"), "*** code-1");
    }
}

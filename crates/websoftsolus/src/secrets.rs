//! What in an answer must not be shown: codes and tokens, found in answers that cannot be read, too.

use license_wire::{Answer, Secret};

use crate::property::Property;
use crate::shapes::plain;

/// How many are looked for. An error shows no more than the beginning of an answer.
const MOST: usize = 32;
/// What is shorter says nothing, and masking it would make a text unreadable.
const SHORTEST: usize = 4;

/// The values that stand under telling names, as they are written. The answer may be cut, or have something before its
/// beginning, so it is not read as a document: whatever looks like a member is one.
pub(crate) fn in_answer(answer: &Answer) -> Vec<Secret> {
    let text = String::from_utf8_lossy(answer.body());
    let mut found = Vec::new();
    let mut rest = &*text;
    while let Some((_, from_quote)) = rest.split_once('"') {
        let (name, behind) = literal(from_quote);
        rest = behind;
        let Some(value) = behind.trim_start().strip_prefix(':') else { continue };
        if !is_telling(name) {
            continue;
        }
        let (values, behind) = values(value.trim_start());
        rest = behind;
        found.extend(values.into_iter().filter(|value| value.len() >= SHORTEST).map(Secret::from));
        if found.len() >= MOST {
            break;
        }
    }
    found
}

fn is_telling(name: &str) -> bool {
    // A name is short; a text of a megabyte need not be looked at.
    let known = || Property::ActivationCode.names().iter().chain(&["access_token"]);
    name.len() <= 64 && known().any(|known| plain(known) == plain(name))
}

/// The inside of a text that begins here, up to its quote or the end, and what is behind it.
fn literal(text: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return (&text[..at], &text[at + 1..]),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    (text, "")
}

/// The texts of a value: one, those of a list, or a bare number.
fn values(text: &str) -> (Vec<&str>, &str) {
    if let Some(inside) = text.strip_prefix('"') {
        let (value, behind) = literal(inside);
        return (vec![value], behind);
    }
    let Some(mut rest) = text.strip_prefix(['[', '{']) else {
        let end = text.find([',', '}', ']']).unwrap_or(text.len());
        return (vec![text[..end].trim()], &text[end..]);
    };
    let mut all = Vec::new();
    while let Some(at) = rest.find(['"', ']', '}']).filter(|_| all.len() < MOST) {
        if !rest[at..].starts_with('"') {
            break;
        }
        let (value, behind) = literal(&rest[at + 1..]);
        all.push(value);
        rest = behind;
    }
    (all, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Vec<String> {
        in_answer(&Answer::new(200, body)).iter().map(|secret| secret.expose().to_owned()).collect()
    }

    #[test]
    fn codes_are_found_wherever_they_stand() {
        for body in [
            r#"{"productKey":"A00-1"}"#,
            r#"{"data":{"product_key" : "A00-1"},"x":1}"#,
            r#"{"Activation-Code":"A00-1","title":"x"}"#,
            r#"Notice: x "in" y.php {"activation_code":"A00-1"}"#,
            r#"{"activationCode":"A00-1"#,
            r#"{"activationCode":["A00-1"]}"#,
            r#"{"activationCode":{"code":"A00-1"}}"#,
            r#"{"title":"a \" quote","activationCode":"A00-1"}"#,
        ] {
            assert!(found(body).contains(&"A00-1".to_owned()), "{body}: {:?}", found(body));
        }
        assert_eq!(found(r#"{"productKey":12345,"x":1}"#), ["12345"]);
        assert_eq!(found(r#"{"productKey":"a\"b\\","x":1}"#), [r#"a\"b\\"#]);
        for body in [
            "",
            "\"",
            "\"productKey\"",
            "\"productKey\":",
            r#"{"title":"productKey"}"#,
            r#"{"productKey":"A"}"#,
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn a_large_answer_is_no_burden() {
        assert_eq!(found(&r#"{"productKey":"A00-1"}"#.repeat(100_000)).len(), MOST);
        assert!(found(&"[".repeat(1 << 20)).is_empty());
        assert!(found(&"\"\\".repeat(1 << 20)).is_empty());
        assert_eq!(found(&format!("\"productKey\":[{}", "\"\"".repeat(1 << 20))), [""; 0]);
    }
}

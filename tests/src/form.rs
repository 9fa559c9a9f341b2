//! Reads a form as it was sent, strictly: what a lenient server would let pass is an error here.

use std::fmt::Write;

/// The fields of a form body or a query in the order in which they were sent.
///
/// # Errors
/// A field without `=`, an empty field, a `%` without two hex digits behind it, a byte that should have been encoded, text
/// that is not UTF-8.
pub fn pairs(form: impl AsRef<[u8]>) -> Result<Vec<(String, String)>, String> {
    let form = form.as_ref();
    if form.is_empty() {
        return Ok(Vec::new());
    }
    form.split(|byte| *byte == b'&').map(pair).collect()
}

/// Panics unless the form has exactly these fields, in any order, each as often as it stands here.
#[track_caller]
pub fn assert_fields(form: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    if let Err(difference) = compare(form.as_ref(), expected, false) {
        panic!("{difference}");
    }
}

/// Panics unless the form has exactly these fields in this order.
#[track_caller]
pub fn assert_fields_in_order(form: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    if let Err(difference) = compare(form.as_ref(), expected, true) {
        panic!("{difference}");
    }
}

fn pair(field: &[u8]) -> Result<(String, String), String> {
    let shown = || String::from_utf8_lossy(field).into_owned();
    let equals = field.iter().position(|byte| *byte == b'=');
    let equals = equals.ok_or_else(|| format!("a field without `=`: {:?}", shown()))?;
    let text = |encoded| decode(encoded).map_err(|problem| format!("{problem} in the field {:?}", shown()));
    Ok((text(&field[..equals])?, text(&field[equals + 1..])?))
}

fn decode(encoded: &[u8]) -> Result<String, &'static str> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'+' => decoded.push(b' '),
            b'%' => {
                let (digits, after) = rest.split_at_checked(2).ok_or("a cut escape")?;
                decoded.push(hex_pair(digits).ok_or("an escape that is not hex")?);
                rest = after;
            }
            byte if byte.is_ascii_graphic() => decoded.push(*byte),
            _ => return Err("a byte that is not encoded"),
        }
    }
    String::from_utf8(decoded).map_err(|_| "text that is not UTF-8")
}

/// The byte that two hex digits stand for.
pub(crate) fn hex_pair(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(digits[at]).to_digit(16);
    u8::try_from(digit(0)? << 4 | digit(1)?).ok()
}

fn compare(form: &[u8], expected: &[(&str, &str)], in_order: bool) -> Result<(), String> {
    let sent = pairs(form)?;
    let mut unexpected: Vec<_> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let same_order = unexpected == expected;
    let mut missing = Vec::new();
    for field in expected {
        match unexpected.iter().position(|sent| sent == field) {
            Some(at) => drop(unexpected.remove(at)),
            None => missing.push(*field),
        }
    }
    let same_fields = missing.is_empty() && unexpected.is_empty();
    if same_fields && (same_order || !in_order) {
        return Ok(());
    }
    let mut difference = String::from("the form that was sent is another one");
    if same_fields {
        difference.push_str(": the order differs");
    }
    let lists = [("missing", &missing), ("unexpected", &unexpected)];
    for (what, (name, value)) in
        lists.iter().flat_map(|(what, list)| list.iter().map(move |pair| (what, pair)))
    {
        let _ = write!(difference, "\n  {what}: {name:?} = {value:?}");
    }
    let _ = write!(difference, "\n  sent, in this order: {sent:?}");
    Err(difference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_values_come_out_byte_for_byte() {
        let form = "a=%26%3D%2B%25+%22&%D0%BA%D0%BB=%d1%8e&empty=&a=2";
        assert_fields_in_order(form, &[("a", "&=+% \""), ("кл", "ю"), ("empty", ""), ("a", "2")]);
        assert_fields(form, &[("a", "2"), ("empty", ""), ("кл", "ю"), ("a", "&=+% \"")]);
        assert_fields("", &[]);
        assert_fields("=", &[("", "")]);
        assert_fields("a=b=c", &[("a", "b=c")]);
    }

    #[test]
    fn what_a_lenient_reader_lets_pass_is_an_error() {
        for form in ["a", "a=1&", "a=%", "a=%4", "a=%zz", "a=%+1", "a=ж", "a=b c", "a=%ff", "a=\n"] {
            assert!(pairs(form).is_err(), "{form:?} was read as {:?}", pairs(form));
        }
    }

    #[test]
    fn a_difference_is_told_field_by_field() {
        let told = compare(b"a=1&b=2&b=2", &[("a", "1"), ("b", "2"), ("c", "3")], false).unwrap_err();
        assert!(told.contains("missing: \"c\" = \"3\""), "{told}");
        assert!(told.contains("unexpected: \"b\" = \"2\""), "{told}");
        assert!(!told.contains("\"a\" = \"1\""), "{told}");
        let told = compare(b"b=2&a=1", &[("a", "1"), ("b", "2")], true).unwrap_err();
        assert!(told.contains("the order differs"), "{told}");
    }
}

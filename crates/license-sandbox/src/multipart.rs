//! The other form encoding. PHP's curl sends it whenever a program hands it an array, and PHP servers read it.

use crate::params::{MAX_PAIRS, Pairs};

/// The boundary a `Content-Type` of `multipart/form-data` names.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"'))
    });
    boundary.filter(|boundary| !boundary.is_empty())
}

/// The fields of a body, without files. What is not well formed is left out.
pub(crate) fn parse(body: &[u8], boundary: &str) -> Pairs {
    let delimiter = format!("--{boundary}");
    let mut parts = split(body, delimiter.as_bytes());
    // What stands before the first delimiter is for people.
    parts.next();
    parts.take_while(|part| !part.starts_with(b"--")).filter_map(field).take(MAX_PAIRS).collect()
}

fn field(part: &[u8]) -> Option<(String, String)> {
    let part = part.strip_prefix(b"\r\n").unwrap_or(part);
    let (head, value) = cut(part, b"\r\n\r\n")?;
    let value = value.strip_suffix(b"\r\n").unwrap_or(value);
    let head = String::from_utf8_lossy(head);
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let parameter = |wanted: &str| {
        disposition.split(';').find_map(|parameter| {
            let (name, value) = parameter.trim().split_once('=')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim_matches('"').to_owned())
        })
    };
    if parameter("filename").is_some() {
        return None;
    }
    let name = parameter("name").filter(|name| !name.is_empty())?;
    Some((name, String::from_utf8_lossy(value).into_owned()))
}

fn split<'a>(mut rest: &'a [u8], delimiter: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let (part, after) = cut(rest, delimiter).unwrap_or_else(|| {
            done = true;
            (rest, &[])
        });
        rest = after;
        Some(part)
    })
}

fn cut<'a>(bytes: &'a [u8], delimiter: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(delimiter.len()).position(|window| window == delimiter)?;
    Some((&bytes[..at], &bytes[at + delimiter.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] =
        b"preamble\r\n--x1\r\nContent-Disposition: form-data; name=\"nocname\"\r\n\r\na\r\nb\r\n\
        --x1\r\ncontent-disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nfile\r\n\
        --x1\r\nContent-Disposition: form-data; name=\"ips[]\"\r\n\r\n\r\n--x1--\r\n";

    #[test]
    fn fields_are_read_and_files_left_out() {
        let boundary = boundary("Multipart/form-data; charset=utf-8; boundary=\"x1\"").unwrap();
        let fields = parse(BODY, boundary);
        assert_eq!(fields, [("nocname".into(), "a\r\nb".into()), ("ips[]".into(), String::new())]);
    }

    #[test]
    fn another_type_has_no_boundary() {
        for kind in [
            "",
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "text/plain; boundary=x",
        ] {
            assert_eq!(boundary(kind), None, "{kind}");
        }
    }

    #[test]
    fn a_cut_body_does_no_harm() {
        for end in 0..BODY.len() {
            let _ = parse(&BODY[..end], "x1");
        }
        assert!(parse(b"--x\r\n\r\n\r\n--x\r\nContent-Disposition\r\n\r\n--x", "x").is_empty());
    }
}

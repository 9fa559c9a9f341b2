//! One look over a document before the parser gets it.
//!
//! The parser is quadratic in the attributes of a tag and in namespaces, sets aside memory for each `<` and `=`, and
//! takes any bytes for UTF-8. So what could cost it much is refused here, in one pass that keeps nothing.

use memchr::{memchr, memchr_iter, memmem};

/// How deep elements may stand in one another. The vendors' documents have 4 or 5 levels.
const DEEPEST: usize = 256;
/// How many attributes a tag may have.
const MOST_ATTRIBUTES: usize = 256;
/// How many namespaces a document may declare. The vendors' documents declare none.
const MOST_NAMESPACES: usize = 16;
/// How many pairs of attributes may stand on one tag, all tags together: so often does the parser compare names.
const MOST_COMPARISONS: usize = 64 << 20;
/// The parser's memory for each `<` and each `=`.
const PER_MARK: usize = 64;
/// What the parser may take beside 16 times the length of the document. A table with one digit in each field takes 13
/// times its length.
const SPARE_MEMORY: usize = 16 << 20;
/// Positions are kept in 31 bits.
const LONGEST: usize = (1 << 31) - 1;

/// Checks a document and gives it back as text.
pub(crate) fn scan(document: &[u8]) -> Result<&str, &'static str> {
    let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
    if document.is_empty() {
        return Err("the body is empty");
    }
    if document.len() > LONGEST {
        return Err("the document is too long");
    }
    if document.starts_with(b"\xfe\xff") || document.starts_with(b"\xff\xfe") {
        return Err("the document is UTF-16, not UTF-8");
    }
    let text = std::str::from_utf8(document).map_err(|_| "the document is not UTF-8")?;
    check_encoding(document)?;
    let mut scan = Scan { rest: document, ..Scan::default() };
    scan.run()?;
    // Marks in text and in comments count for the parser's memory too.
    let marks = memchr_iter(b'=', document).count().saturating_add(memchr_iter(b'<', document).count());
    if marks.saturating_mul(PER_MARK) > document.len().saturating_mul(16).saturating_add(SPARE_MEMORY) {
        return Err("the document would take too much memory");
    }
    Ok(text)
}

/// The parser ignores the encoding that is declared.
fn check_encoding(document: &[u8]) -> Result<(), &'static str> {
    if !document.starts_with(b"<?xml") {
        return Ok(());
    }
    let Some(end) = memmem::find(document, b"?>") else { return Err("the document ends early") };
    let declaration = &document[..end];
    let Some(at) = memmem::find(declaration, b"encoding") else { return Ok(()) };
    let value = declaration[at + b"encoding".len()..].trim_ascii_start();
    let value = value.strip_prefix(b"=").unwrap_or(value).trim_ascii_start();
    let Some((quote, value)) = value.split_first() else { return Err("the encoding is not stated") };
    let name = &value[..memchr(*quote, value).unwrap_or(value.len())];
    if name.eq_ignore_ascii_case(b"utf-8") || name.eq_ignore_ascii_case(b"utf8") {
        Ok(())
    } else {
        Err("the document is not in UTF-8")
    }
}

#[derive(Default)]
struct Scan<'a> {
    rest: &'a [u8],
    depth: usize,
    namespaces: usize,
    comparisons: usize,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), &'static str> {
        while let Some(at) = memchr(b'<', self.rest) {
            self.rest = &self.rest[at + 1..];
            match self.rest.first() {
                Some(b'/') => {
                    self.depth = self.depth.saturating_sub(1);
                    self.skip(b">")?;
                }
                Some(b'?') => self.skip(b"?>")?,
                Some(b'!') if self.rest.starts_with(b"!--") => {
                    // `<!-->` is no comment yet.
                    self.rest = &self.rest[3..];
                    self.skip(b"-->")?;
                }
                Some(b'!') if self.rest.starts_with(b"![CDATA[") => self.skip(b"]]>")?,
                Some(b'!') => return Err("the document has a document type or declares entities"),
                _ => self.tag()?,
            }
        }
        Ok(())
    }

    fn skip(&mut self, end: &[u8]) -> Result<(), &'static str> {
        let at = match end {
            [byte] => memchr(*byte, self.rest),
            end => memmem::find(self.rest, end),
        };
        self.rest = &self.rest[at.ok_or("the document ends early")? + end.len()..];
        Ok(())
    }

    /// A tag that opens: `>` and `/` inside of quotes do not end it.
    fn tag(&mut self) -> Result<(), &'static str> {
        let mut attributes = 0;
        loop {
            let at = self.rest.iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''));
            let at = at.ok_or("the document ends early")?;
            let (before, mark) = (&self.rest[..at], self.rest[at]);
            self.rest = &self.rest[at + 1..];
            if mark == b'>' {
                if before.last() != Some(&b'/') {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err("elements stand too deep in one another");
                    }
                }
                break;
            }
            attributes += 1;
            if attributes > MOST_ATTRIBUTES {
                return Err("a tag has too many attributes");
            }
            if memmem::find(before, b"xmlns").is_some() {
                self.namespaces += 1;
                if self.namespaces > MOST_NAMESPACES {
                    return Err("the document declares too many namespaces");
                }
            }
            self.skip(&[mark])?;
        }
        self.comparisons += attributes * attributes / 2;
        if self.comparisons > MOST_COMPARISONS {
            return Err("tags have too many attributes");
        }
        Ok(())
    }
}

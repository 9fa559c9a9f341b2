//! One look over a document before the parser gets it.
//!
//! The parser is quadratic in the attributes of a tag and in namespaces, sets aside memory for each `<` and `=`, and
//! takes any bytes for UTF-8. So what could cost it much is refused here, in one pass. The same pass finds the rows of a
//! table, so that they can be parsed one by one. What is short and plain needs no such look: it cannot cost much.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr_iter, memmem};

/// What the rows of a table are called.
pub(crate) const ROW: &str = "elem";
/// How deep elements may stand in one another. The vendors' documents have 4 or 5 levels.
pub(crate) const DEEPEST: usize = 256;
/// How many attributes a tag may have.
const MOST_ATTRIBUTES: usize = 256;
/// How many namespaces a document may declare. The vendors' documents declare none.
const MOST_NAMESPACES: usize = 16;
/// How many pairs of attributes may stand on one tag, all tags together: so often does the parser compare names.
const MOST_COMPARISONS: usize = 64 << 20;
/// Up to this length a document needs no scan.
pub(crate) const SHORT: usize = 16 << 10;
/// What every declaration of a namespace begins with.
static XMLNS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("xmlns"));
/// The declaration that the vendors write.
const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
/// The parser's memory for each `<` and each `=`.
const PER_MARK: usize = 64;
/// What the parser may take beside 8 times the length of what it is given. A list of licences takes 5 times its length.
const SPARE_MEMORY: usize = 16 << 20;
/// Positions are kept in 31 bits.
const LONGEST: usize = (1 << 31) - 1;

/// A document that can be parsed in bounded time and memory.
#[derive(Debug)]
pub(crate) struct Scanned<'t> {
    pub(crate) text: &'t str,
    /// Where the elements `elem` stand that are directly in the root.
    pub(crate) rows: Vec<Range<usize>>,
    /// How many tags open an element.
    pub(crate) elements: usize,
}

/// The text of a document, and where it goes on behind its declaration.
fn text_of(document: &[u8]) -> Result<(&str, usize), &'static str> {
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
    Ok((text, after_declaration(document)?))
}

/// Checks a document.
pub(crate) fn scan(document: &[u8]) -> Result<Scanned<'_>, &'static str> {
    let (text, at) = text_of(document)?;
    let mut scan = Scan::new(text.as_bytes(), at);
    scan.run()?;
    Ok(Scanned { text, rows: scan.rows, elements: scan.elements })
}

/// The text of a document that cannot cost the parser much: it is short, and has few attributes. Of what [`scan`]
/// refuses, the parser lets only through what is deeper than [`DEEPEST`], which can be seen in what it made.
pub(crate) fn short(document: &[u8]) -> Option<&str> {
    if document.len() > SHORT || memchr_iter(b'=', document).count() > MOST_ATTRIBUTES {
        return None;
    }
    let (text, _) = text_of(document).ok()?;
    // Nobody declares namespaces, so they need not be counted.
    XMLNS.find(text.as_bytes()).is_none().then_some(text)
}

/// Whether the parser's memory for this is in proportion. Marks in text and in comments count for it too.
pub(crate) fn is_affordable(text: &str) -> bool {
    // A short text is, if there were nothing else in it.
    if text.len().saturating_mul(PER_MARK) <= SPARE_MEMORY {
        return true;
    }
    let count = |mark| memchr_iter(mark, text.as_bytes()).count();
    let memory = count(b'<').saturating_add(count(b'=')).saturating_mul(PER_MARK);
    memory <= text.len().saturating_mul(8).saturating_add(SPARE_MEMORY)
}

/// Where the document goes on behind its declaration. The parser ignores the encoding that is declared there.
fn after_declaration(document: &[u8]) -> Result<usize, &'static str> {
    if document.starts_with(DECLARATION) {
        return Ok(DECLARATION.len());
    }
    if !document.starts_with(b"<?xml") {
        return Ok(0);
    }
    let Some(end) = place(document, b"?>") else { return Err("the document ends early") };
    let declaration = &document[..end];
    let behind = end + b"?>".len();
    let Some(at) = place(declaration, b"encoding") else { return Ok(behind) };
    let value = declaration[at + b"encoding".len()..].trim_ascii_start();
    let value = value.strip_prefix(b"=").unwrap_or(value).trim_ascii_start();
    let Some((quote, value)) = value.split_first() else { return Err("the encoding is not stated") };
    let name = &value[..memchr(*quote, value).unwrap_or(value.len())];
    if name.eq_ignore_ascii_case(b"utf-8") || name.eq_ignore_ascii_case(b"utf8") {
        Ok(behind)
    } else {
        Err("the document is not in UTF-8")
    }
}

/// Where a word stands that is to be expected near the beginning, or in a short text.
fn place(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|part| part == word)
}

struct Scan<'a> {
    document: &'a [u8],
    at: usize,
    depth: usize,
    elements: usize,
    namespaces: usize,
    comparisons: usize,
    rows: Vec<Range<usize>>,
    /// Where the row began that is being looked at.
    row: Option<usize>,
}

impl<'a> Scan<'a> {
    fn new(document: &'a [u8], at: usize) -> Self {
        let (rows, row) = (Vec::new(), None);
        Self { document, at, depth: 0, elements: 0, namespaces: 0, comparisons: 0, rows, row }
    }

    fn rest(&self) -> &'a [u8] {
        &self.document[self.at..]
    }

    fn run(&mut self) -> Result<(), &'static str> {
        // The texts between tags are short: to set up a faster search takes longer.
        while let Some(found) = self.rest().iter().position(|byte| *byte == b'<') {
            let start = self.at + found;
            self.at = start + 1;
            match self.rest().first() {
                Some(b'/') => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 1 {
                        self.skip(b">")?;
                        self.end_row();
                    }
                }
                Some(b'?') => self.skip(b"?>")?,
                Some(b'!') if self.rest().starts_with(b"!--") => {
                    // `<!-->` is no comment yet.
                    self.at += 3;
                    self.skip(b"-->")?;
                }
                Some(b'!') if self.rest().starts_with(b"![CDATA[") => self.skip(b"]]>")?,
                Some(b'!') => return Err("the document has a document type or declares entities"),
                _ => self.tag(start)?,
            }
        }
        Ok(())
    }

    fn skip(&mut self, end: &[u8]) -> Result<(), &'static str> {
        let found = match end {
            [byte] => memchr(*byte, self.rest()),
            end => memmem::find(self.rest(), end),
        };
        self.at += found.ok_or("the document ends early")? + end.len();
        Ok(())
    }

    /// A tag that opens: `>` and `/` inside of quotes do not end it.
    fn tag(&mut self, start: usize) -> Result<(), &'static str> {
        self.elements += 1;
        if self.depth == 1 && is_row(self.rest()) {
            self.row = Some(start);
        }
        let mut attributes = 0;
        loop {
            let rest = self.rest();
            // Letters are beyond all three.
            let ends = |byte: &u8| *byte <= b'>' && matches!(byte, b'>' | b'"' | b'\'');
            let found = rest.iter().position(ends);
            let found = found.ok_or("the document ends early")?;
            let (before, mark) = (&rest[..found], rest[found]);
            self.at += found + 1;
            if mark == b'>' {
                if before.last() != Some(&b'/') {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err("elements stand too deep in one another");
                    }
                } else if self.depth == 1 {
                    self.end_row();
                }
                break;
            }
            attributes += 1;
            if attributes > MOST_ATTRIBUTES {
                return Err("a tag has too many attributes");
            }
            if place(before, b"xmlns").is_some() {
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

    fn end_row(&mut self) {
        if let Some(start) = self.row.take() {
            self.rows.push(start..self.at);
        }
    }
}

/// Whether a tag is that of a row.
fn is_row(tag: &[u8]) -> bool {
    tag.strip_prefix(ROW.as_bytes())
        .and_then(|rest| rest.first())
        .is_some_and(|next| b"> /\t\r\n".contains(next))
}

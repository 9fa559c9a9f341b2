//! Whole and broken answers, as bytes to [`Step::Write`], and answers without end, as the steps of a connection.
//!
//! Combine the bytes with what follows them: `reply_then(half_by_length(body), Step::Rst)`.

use crate::fault_server::{Step, Steps};
use flate2::{Compress, Compression, Crc, FlushCompress};

/// 200 with this body, by length.
pub fn ok(body: impl AsRef<[u8]>) -> Vec<u8> {
    status(200, &[], body)
}

/// Any status, with these headers and this body, by length. A `Content-Length` among the headers replaces the true one.
pub fn status(code: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut head = head(code, headers);
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
        head = format!("{head}Content-Length: {}\r\n", body.len());
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// A redirect without a body; `None` leaves `Location` out.
#[must_use]
pub fn redirect(code: u16, location: Option<&str>) -> Vec<u8> {
    let headers: Vec<_> = location.map(|location| ("Location", location)).into_iter().collect();
    status(code, &headers, "")
}

/// 200 with this body in chunks of this many bytes.
pub fn chunked(body: impl AsRef<[u8]>, piece: usize) -> Vec<u8> {
    [chunked_without_end(body, piece).as_slice(), b"0\r\n\r\n"].concat()
}

/// As [`chunked`], but the last chunk, which says that all is there, is missing.
pub fn chunked_without_end(body: impl AsRef<[u8]>, piece: usize) -> Vec<u8> {
    let chunks = body.as_ref().chunks(piece.max(1)).flat_map(chunk);
    chunked_head().into_iter().chain(chunks).collect()
}

/// The first half in a whole chunk, then a chunk for the second half of which no data comes.
pub fn half_chunked(body: impl AsRef<[u8]>) -> Vec<u8> {
    let (first, second) = halves(body.as_ref());
    [chunked_head(), chunk(first), format!("{:x}\r\n", second.len().max(1)).into_bytes()].concat()
}

/// The first half in a whole chunk, then a chunk whose size is no number.
pub fn bad_chunk(body: impl AsRef<[u8]>) -> Vec<u8> {
    let (first, second) = halves(body.as_ref());
    [&chunked_head(), &chunk(first), b"zz\r\n" as &[u8], second, b"\r\n0\r\n\r\n"].concat()
}

/// The length of the whole, and the first half of the body.
pub fn half_by_length(body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    announced(body.len().max(1), halves(body).0)
}

/// This body under a length that need not be true.
pub fn announced(length: usize, body: impl AsRef<[u8]>) -> Vec<u8> {
    status(200, &[("Content-Length", &length.to_string())], body)
}

/// 200 with a body that ends with the connection. Give it half a document, and nothing in HTTP tells that it is cut.
pub fn unframed(body: impl AsRef<[u8]>) -> Vec<u8> {
    [head(200, &[("Connection", "close")]).as_bytes(), b"\r\n", body.as_ref()].concat()
}

/// Breaks off in the status.
#[must_use]
pub fn half_status_line() -> Vec<u8> {
    b"HTTP/1.1 20".to_vec()
}

/// Breaks off in a header.
#[must_use]
pub fn half_head() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\nContent-Type: applica".to_vec()
}

/// A whole answer with this many headers of no meaning.
pub fn many_headers(count: usize, body: impl AsRef<[u8]>) -> Vec<u8> {
    let names: Vec<_> = (0..count).map(|n| format!("X-Filler-{n}")).collect();
    let headers: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    status(200, &headers, body)
}

/// A whole answer with a NUL in the value of a header.
pub fn nul_in_header(body: impl AsRef<[u8]>) -> Vec<u8> {
    status(200, &[("X-Nul", "a\0b")], body)
}

/// A whole answer, and bytes behind it that belong to no answer. They can look like one.
pub fn leftover_bytes(body: impl AsRef<[u8]>, leftover: impl AsRef<[u8]>) -> Vec<u8> {
    [&ok(body), leftover.as_ref()].concat()
}

/// A whole answer in gzip, about a thousandth as long as the zeros that it unpacks to: this many MiB of them. The last one
/// of its connection.
#[must_use]
pub fn gzip_bomb(mebibytes: usize) -> Vec<u8> {
    status(200, &[("Content-Encoding", "gzip"), ("Connection", "close")], zeros_in_gzip(mebibytes))
}

/// This many bytes of text.
#[must_use]
pub fn body_of(length: usize) -> Vec<u8> {
    vec![b'x'; length]
}

/// The document with blanks behind it, this long altogether: still the same JSON or XML, and of a known size.
pub fn padded(document: impl AsRef<[u8]>, length: usize) -> Vec<u8> {
    let mut padded = document.as_ref().to_vec();
    assert!(padded.len() <= length, "the document alone has {} bytes", padded.len());
    padded.resize(length, b' ');
    padded
}

/// Reads a request, and answers it with headers without end.
#[must_use]
pub fn endless_head() -> Steps {
    endless(head(200, &[]), "X-Filler: x\r\n")
}

/// Reads a request, and answers it with one header whose value has no end.
#[must_use]
pub fn endless_header() -> Steps {
    endless(head(200, &[]) + "X-Filler: ", "x")
}

/// Reads a request, and answers it with a body without length and without end.
#[must_use]
pub fn endless_body() -> Steps {
    endless(head(200, &[("Connection", "close")]) + "\r\n", " ")
}

/// Reads a request, and answers it with chunks without end.
#[must_use]
pub fn endless_chunks() -> Steps {
    vec![Step::ReadRequest, Step::Write(chunked_head()), Step::WriteForever(chunk(&[b' '; 1024]))]
}

fn endless(begin: String, again: &str) -> Steps {
    vec![Step::ReadRequest, Step::Write(begin.into_bytes()), Step::WriteForever(again.into())]
}

/// Without the empty line at its end.
fn head(code: u16, headers: &[(&str, &str)]) -> String {
    let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    std::iter::once(format!("HTTP/1.1 {code} {}\r\n", reason(code))).chain(headers).collect()
}

fn chunked_head() -> Vec<u8> {
    (head(200, &[("Transfer-Encoding", "chunked")]) + "\r\n").into_bytes()
}

fn chunk(data: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", data.len()).as_bytes(), data, b"\r\n"].concat()
}

fn halves(body: &[u8]) -> (&[u8], &[u8]) {
    body.split_at(body.len() / 2)
}

fn reason(code: u16) -> &'static str {
    match code {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        408 => "Request Timeout",
        409 => "Conflict",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unnamed",
    }
}

/// One MiB is packed once; its packed form ends on a byte, so it can be repeated as it is, however many are wanted.
fn zeros_in_gzip(mebibytes: usize) -> Vec<u8> {
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    /// The empty last block of deflate.
    const LAST_BLOCK: [u8; 2] = [3, 0];

    let zeros = vec![0; 1 << 20];
    let mut packed = Vec::with_capacity(zeros.len() / 100);
    let mut deflate = Compress::new(Compression::best(), false);
    deflate.compress_vec(&zeros, &mut packed, FlushCompress::Full).expect("zeros can be packed");
    assert_eq!(deflate.total_in(), zeros.len() as u64, "all of it fits into what was reserved");

    let mut one = Crc::new();
    one.update(&zeros);
    let mut all = Crc::new();
    (0..mebibytes).for_each(|_| all.combine(&one));
    [
        &HEADER[..],
        &packed.repeat(mebibytes),
        &LAST_BLOCK,
        &all.sum().to_le_bytes(),
        &all.amount().to_le_bytes(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    #[test]
    fn a_gzip_bomb_is_small_and_unpacks_to_what_it_says() {
        let packed = zeros_in_gzip(3);
        assert!(packed.len() < 3 * 1100, "{} bytes", packed.len());
        let mut zeros = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut zeros).unwrap();
        assert_eq!(zeros.len(), 3 << 20);
        assert!(zeros.iter().all(|byte| *byte == 0));
        assert!(zeros_in_gzip(1024).len() < 1100 << 10);
    }

    #[test]
    fn answers_are_framed_as_they_say() {
        assert_eq!(ok("ab"), b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
        assert_eq!(
            redirect(302, Some("/x")),
            b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"
        );
        assert_eq!(redirect(301, None), b"HTTP/1.1 301 Moved Permanently\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(half_by_length("abcd"), b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        assert_eq!(unframed("ab"), b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nab");
        let chunked_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(chunked("abc", 2), format!("{chunked_head}2\r\nab\r\n1\r\nc\r\n0\r\n\r\n").as_bytes());
        assert_eq!(chunked_without_end("abc", 2), format!("{chunked_head}2\r\nab\r\n1\r\nc\r\n").as_bytes());
        assert_eq!(half_chunked("abcd"), format!("{chunked_head}2\r\nab\r\n2\r\n").as_bytes());
        assert_eq!(bad_chunk("abcd"), format!("{chunked_head}2\r\nab\r\nzz\r\ncd\r\n0\r\n\r\n").as_bytes());
        assert_eq!(leftover_bytes("a", "b"), b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab");
        assert_eq!(nul_in_header(""), b"HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\nContent-Length: 0\r\n\r\n");
        let many = many_headers(200, "");
        assert_eq!(
            many.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"X-Filler-")).count(),
            200
        );
        assert_eq!(padded("{}", 4), b"{}  ");
    }
}

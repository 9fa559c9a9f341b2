//! Takes the bytes of one connection apart into requests, without ever asking for a byte of the request after.

/// A request of which every byte arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The connection it came on; the first is 1.
    pub connection: usize,
    /// Its place among all complete requests of this server, in the order in which they became complete; the first is 1.
    pub number: usize,
    /// As sent, for example `POST`.
    pub method: String,
    /// As sent: path and query.
    pub target: String,
    /// Names and values in the order in which they were sent. Bytes that are not UTF-8 are replaced; `raw` has them.
    pub headers: Vec<(String, String)>,
    /// The body, without the framing of chunks.
    pub body: Vec<u8>,
    /// Every byte of it, as it was on the wire (inside TLS, if there was TLS).
    pub raw: Vec<u8>,
}

impl Request {
    /// The value of the first header of this name, in any case of letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name).next()
    }
}

/// What is known about one connection's incoming bytes.
#[derive(Clone, Debug)]
pub(super) struct Inbound {
    connection: usize,
    raw: Vec<u8>,
    stage: Stage,
    request: Option<Request>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Head,
    Length(usize),
    ChunkSize { line_start: usize },
    Chunk(usize),
    Trailers { line_start: usize },
    Garbage,
}

impl Inbound {
    pub(super) fn new(connection: usize) -> Self {
        Self { connection, raw: Vec::new(), stage: Stage::Head, request: None }
    }

    /// The bytes of the request that is not complete yet.
    pub(super) fn partial(&self) -> &[u8] {
        &self.raw
    }

    pub(super) fn head_is_complete(&self) -> bool {
        self.request.is_some()
    }

    /// How many bytes can be read without taking one that belongs to the next request. Never 0.
    pub(super) fn safe_to_read(&self) -> usize {
        match self.stage {
            Stage::Length(left) | Stage::Chunk(left) => left,
            Stage::Head | Stage::ChunkSize { .. } | Stage::Trailers { .. } | Stage::Garbage => 1,
        }
    }

    /// Takes bytes in, and hands out the requests that they complete. Their `number` is still 0.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) -> Vec<Request> {
        let mut complete = Vec::new();
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(self.safe_to_read().min(bytes.len()));
            bytes = later;
            self.raw.extend_from_slice(now);
            if self.advance(now) {
                complete.extend(self.finish_request());
            }
        }
        complete
    }

    /// Whether the request is complete with these bytes, which are already in `raw`.
    fn advance(&mut self, now: &[u8]) -> bool {
        match self.stage {
            Stage::Head if self.raw.ends_with(b"\r\n\r\n") => return self.read_head(),
            Stage::Length(left) => {
                self.stage = Stage::Length(left - now.len());
                self.body().extend_from_slice(now);
                return left == now.len();
            }
            Stage::ChunkSize { line_start } if now == b"\n" => {
                let size = chunk_size(&self.raw[line_start..]);
                self.stage = match size {
                    Some(0) => Stage::Trailers { line_start: self.raw.len() },
                    Some(size) => Stage::Chunk(size + 2),
                    None => Stage::Garbage,
                };
            }
            Stage::Chunk(left) => {
                // The last two are the line break behind the chunk.
                let data = now.len().min(left.saturating_sub(2));
                self.body().extend_from_slice(&now[..data]);
                self.stage = match left - now.len() {
                    0 => Stage::ChunkSize { line_start: self.raw.len() },
                    left => Stage::Chunk(left),
                };
            }
            Stage::Trailers { line_start } if now == b"\n" => {
                if self.raw[line_start..] == *b"\r\n" {
                    return true;
                }
                self.stage = Stage::Trailers { line_start: self.raw.len() };
            }
            Stage::Head | Stage::ChunkSize { .. } | Stage::Trailers { .. } | Stage::Garbage => {}
        }
        false
    }

    /// Reads the head in `raw`; true if nothing follows it.
    fn read_head(&mut self) -> bool {
        let Some((request, body)) = parse_head(self.connection, &self.raw) else {
            self.stage = Stage::Garbage;
            return false;
        };
        self.stage = match body {
            BodyFraming::Length(length) => Stage::Length(length),
            BodyFraming::Chunked => Stage::ChunkSize { line_start: self.raw.len() },
        };
        self.request = Some(request);
        self.stage == Stage::Length(0)
    }

    fn body(&mut self) -> &mut Vec<u8> {
        &mut self.request.as_mut().expect("a body follows a head").body
    }

    fn finish_request(&mut self) -> Option<Request> {
        self.stage = Stage::Head;
        let raw = std::mem::take(&mut self.raw);
        self.request.take().map(|request| Request { raw, ..request })
    }
}

enum BodyFraming {
    Length(usize),
    Chunked,
}

/// `None` for what is not the head of an HTTP/1 request, or does not say clearly where its body ends.
fn parse_head(connection: usize, raw: &[u8]) -> Option<(Request, BodyFraming)> {
    let text = String::from_utf8_lossy(raw);
    let mut lines = text.strip_suffix("\r\n\r\n")?.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target, version) = (first.next()?, first.next()?, first.next()?);
    if first.next().is_some() || !version.starts_with("HTTP/1.") || method.is_empty() {
        return None;
    }
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()));
    }
    let body = match header(&headers, "transfer-encoding").next() {
        Some(coding) if coding.eq_ignore_ascii_case("chunked") => BodyFraming::Chunked,
        Some(_) => return None,
        None => {
            let mut lengths = header(&headers, "content-length").map(|value| number(value, 10));
            let length = lengths.next().unwrap_or(Some(0))?;
            if lengths.any(|other| other != Some(length)) {
                return None;
            }
            BodyFraming::Length(length)
        }
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let empty = Vec::new();
    Some((Request { connection, number: 0, method, target, headers, body: empty.clone(), raw: empty }, body))
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    headers.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn chunk_size(line: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(line).ok()?.split([';', '\r']).next()?.trim();
    number(digits, 16).filter(|size| *size < usize::MAX / 2)
}

/// Digits only: `from_str_radix` alone would take a plus sign.
fn number(digits: &str, radix: u32) -> Option<usize> {
    if digits.starts_with('+') { None } else { usize::from_str_radix(digits, radix).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &[u8] = b"POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nx=1";
    const SECOND: &[u8] = b"GET /c HTTP/1.1\r\n\r\n";

    fn feed_in_pieces(bytes: &[u8], piece: usize) -> (Vec<Request>, Inbound) {
        let mut inbound = Inbound::new(1);
        let requests = bytes.chunks(piece).flat_map(|piece| inbound.feed(piece)).collect();
        (requests, inbound)
    }

    #[test]
    fn two_requests_in_one_stream_are_told_apart_however_they_are_cut() {
        let two = [FIRST, SECOND].concat();
        for piece in 1..=two.len() {
            let (requests, inbound) = feed_in_pieces(&two, piece);
            assert_eq!(requests.len(), 2, "in pieces of {piece}");
            assert_eq!((requests[0].method.as_str(), requests[0].target.as_str()), ("POST", "/a?b"));
            assert_eq!(requests[0].header("host"), Some("h"));
            assert_eq!(requests[0].body, b"x=1");
            assert_eq!((requests[1].method.as_str(), requests[1].body.len()), ("GET", 0));
            assert_eq!((&requests[0].raw[..], &requests[1].raw[..]), (FIRST, SECOND));
            assert_eq!(inbound.partial(), b"");
        }
    }

    #[test]
    fn every_proper_prefix_of_a_request_is_partial() {
        for end in 0..FIRST.len() {
            let (requests, inbound) = feed_in_pieces(&FIRST[..end], 7);
            assert!(requests.is_empty(), "complete after {end} bytes");
            assert_eq!(inbound.partial(), &FIRST[..end]);
        }
    }

    #[test]
    fn a_chunked_body_is_joined_and_ends_with_its_last_chunk() {
        let raw = b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nab\r\r\n2\r\ncd\r\n0\r\nT: v\r\n\r\n";
        for piece in 1..=raw.len() {
            let (requests, _) = feed_in_pieces(raw, piece);
            assert_eq!(requests.len(), 1, "in pieces of {piece}");
            assert_eq!(requests[0].body, b"ab\rcd");
        }
        assert!(feed_in_pieces(&raw[..raw.len() - 1], 5).0.is_empty());
    }

    #[test]
    fn what_is_not_clearly_framed_never_counts_as_complete() {
        for raw in [
            &b"\x16\x03\x01 hello\r\n\r\n"[..],
            b"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\na",
            b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n0\r\n\r\n",
            b"POST /a b HTTP/1.1\r\n\r\n",
        ] {
            let (requests, inbound) = feed_in_pieces(raw, 1);
            assert!(requests.is_empty(), "{}", String::from_utf8_lossy(raw));
            assert_eq!(inbound.partial(), raw);
        }
    }

    #[test]
    fn no_byte_of_the_next_request_is_asked_for() {
        let two = [FIRST, SECOND].concat();
        let (mut inbound, mut rest, mut complete) = (Inbound::new(1), two.as_slice(), 0);
        while complete == 0 {
            let (now, later) = rest.split_at(inbound.safe_to_read());
            complete += inbound.feed(now).len();
            rest = later;
        }
        assert_eq!(rest, SECOND);
    }
}

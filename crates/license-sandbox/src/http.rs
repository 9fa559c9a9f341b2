//! A request and an answer, without the wire.

use std::collections::BTreeMap;

use crate::multipart;
use crate::params::{self, Pairs};

/// A request that came in whole.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// Names in lower case. A vendor may need a value, the record keeps the names only.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The query, decoded.
    pub(crate) fn query_pairs(&self) -> Pairs {
        params::parse(self.query.as_bytes())
    }

    /// The form in the body, decoded. Whatever the content type says, anything but a multipart body is read as the plain
    /// encoding, because clients send that under other names or none. A JSON object is not a form.
    pub(crate) fn body_pairs(&self) -> Pairs {
        let content_type = self.headers.get("content-type").map(String::as_str).unwrap_or_default();
        match multipart::boundary(content_type) {
            Some(boundary) => multipart::parse(&self.body, boundary),
            None if self.body.trim_ascii_start().starts_with(b"{") => Pairs::new(),
            None => params::parse(&self.body),
        }
    }
}

/// What goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body: body.into() }
    }

    pub(crate) fn html(status: u16, text: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html>\n<html><head><title>{text}</title></head><body><h1>{text}</h1></body></html>\n"
        );
        Self::new(status, "text/html; charset=UTF-8", page)
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

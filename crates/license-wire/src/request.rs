//! One HTTP request as a value, and its answer.

use std::fmt;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::address::check_segment;
use crate::{BaseAddress, Effect, Error, Form, Secret};

/// The HTTP verb of a request. It says nothing about the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`, with a form
    Post,
    /// `PUT`, with a form
    Put,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The word on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One request, complete but for the base address.
#[derive(Clone, Debug)]
#[must_use]
pub struct Request {
    pub(crate) operation: &'static str,
    pub(crate) effect: Effect,
    pub(crate) method: Method,
    pub(crate) segments: Vec<String>,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) form: Option<Form>,
    pub(crate) bearer: Option<Secret>,
    pub(crate) accept: &'static str,
}

impl Request {
    fn new(operation: &'static str, effect: Effect, method: Method, form: Option<Form>) -> Self {
        Self {
            operation,
            effect,
            method,
            segments: Vec::new(),
            query: Vec::new(),
            form,
            bearer: None,
            accept: "*/*",
        }
    }

    /// A `GET` without a body.
    pub fn get(operation: &'static str, effect: Effect) -> Self {
        Self::new(operation, effect, Method::Get, None)
    }

    /// A `POST` of a form.
    pub fn post(operation: &'static str, effect: Effect, form: Form) -> Self {
        Self::new(operation, effect, Method::Post, Some(form))
    }

    /// A `PUT` of a form.
    pub fn put(operation: &'static str, effect: Effect, form: Form) -> Self {
        Self::new(operation, effect, Method::Put, Some(form))
    }

    /// A `DELETE` without a body. Whether it was sent can be said with less certainty than for a form, so more of its
    /// failures are unknown.
    pub fn delete(operation: &'static str, effect: Effect) -> Self {
        Self::new(operation, effect, Method::Delete, None)
    }

    /// Appends a path segment of the vendor's own, such as `license`.
    pub fn path(mut self, segment: &'static str) -> Self {
        self.segments.push(segment.to_owned());
        self
    }

    /// Appends a path segment that a caller gave.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `field` when it could change which resource is meant.
    pub fn path_value(mut self, field: &str, segment: &str) -> Result<Self, Error> {
        check_segment(field, segment)?;
        self.segments.push(segment.to_owned());
        Ok(self)
    }

    /// Adds a query parameter. Never a secret: addresses are logged everywhere.
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Sends a bearer token.
    pub fn bearer(mut self, token: Secret) -> Self {
        self.bearer = Some(token);
        self
    }

    /// What kind of answer is wanted, such as `application/json`.
    pub fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = media_type;
        self
    }

    /// The operation's name.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// What it does.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    pub(crate) fn url(&self, base: &BaseAddress) -> String {
        base.with(&self.segments, &self.query)
    }

    pub(crate) fn body(&self) -> Option<Zeroizing<String>> {
        self.form.as_ref().map(Form::encode)
    }

    /// What would be sent to `base`, with the secrets masked.
    #[must_use]
    pub fn preview(&self, base: &BaseAddress) -> Preview {
        let form = self.form.iter().flat_map(Form::shown);
        Preview {
            operation: self.operation,
            effect: self.effect,
            method: self.method,
            url: self.url(base),
            authorization: self.bearer.as_ref().map(|_| "Bearer ***"),
            fields: form.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        }
    }
}

/// A request as it may be shown: everything that would be sent, secrets masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Preview {
    /// The operation's name.
    pub operation: &'static str,
    /// What it does.
    pub effect: Effect,
    /// The HTTP verb.
    pub method: Method,
    /// The address. It never holds a secret.
    pub url: String,
    /// The authorization header, masked, where one is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization: Option<&'static str>,
    /// The form's fields in the order they are sent.
    pub fields: Vec<(String, String)>,
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.name(), self.url)?;
        if let Some(authorization) = self.authorization {
            write!(f, "\n  Authorization: {authorization}")?;
        }
        for (name, value) in &self.fields {
            write!(f, "\n  {name}={value}")?;
        }
        Ok(())
    }
}

/// A whole answer: status, the headers that matter, and the exact bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) www_authenticate: Option<String>,
    pub(crate) retry_after: Option<String>,
    /// In which encoding the body is, such as `gzip`. None is asked for.
    pub(crate) content_encoding: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// An answer put together by hand, for tests and for documents read from elsewhere.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            content_type: None,
            www_authenticate: None,
            retry_after: None,
            content_encoding: None,
            body: body.into(),
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the body is compressed, or encoded in another way, so that its bytes are not the document's.
    pub(crate) fn is_encoded(&self) -> bool {
        self.content_encoding.as_deref().is_some_and(|encoding| {
            !encoding.trim().is_empty() && !encoding.trim().eq_ignore_ascii_case("identity")
        })
    }

    /// The body, byte for byte.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body without a byte order mark and without blanks around it.
    #[must_use]
    pub fn document(&self) -> &[u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body).trim_ascii()
    }

    /// The body, taken out.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// The `Content-Type`, where there is one.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The `WWW-Authenticate`, where there is one.
    #[must_use]
    pub fn www_authenticate(&self) -> Option<&str> {
        self.www_authenticate.as_deref()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_shows_the_exact_request_and_no_secret() {
        let base = BaseAddress::parse("base_url", "https://example.com/clients").unwrap();
        let form = Form::new().field("ips", "192.0.2.1").secret("nocpass", &Secret::from("hunter2"));
        let request = Request::post("softaculous.buy", Effect::Spend, form)
            .query("ca", "softaculous_buy")
            .bearer(Secret::from("hunter3"));
        let preview = request.preview(&base);
        assert_eq!(
            preview.to_string(),
            "POST https://example.com/clients?ca=softaculous_buy\n  Authorization: Bearer ***\n  ips=192.0.2.1\n  nocpass=***"
        );
        assert!(!format!("{request:?} {preview:?}").contains("hunter"));
    }

    #[test]
    fn a_document_has_no_mark_and_no_blanks_around_it() {
        assert_eq!(Answer::new(200, "\u{feff} {} \n").document(), b"{}");
        assert_eq!(Answer::new(200, " \n").document(), b"");
    }
}

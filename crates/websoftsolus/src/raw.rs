//! What this crate does not model: any call by its path, any answer as it came.

use license_wire::{Answer, Effect, Error, Fault, Form, Method, Request, input};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::keys::keys;
use crate::operation::sealed::Wire;
use crate::{Client, Document, reply};

/// What this crate does not model.
impl Client {
    /// Makes any call below the base address. What it does, and so whether it may be tried again, is the caller's word.
    ///
    /// Wire: the given method, path and fields, with the token. Source: none; any success status without a recognised
    /// error is taken for success.
    ///
    /// # Errors
    /// As every operation of the stated effect.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{Effect, RawCall};
    /// let answer = client.call(&RawCall::get(Effect::Read).segment("license").segment("plesk"))?;
    /// println!("{:?}", answer.value());
    /// # Ok(()) }
    /// ```
    pub fn call(&self, call: &RawCall) -> Result<Document, Error> {
        self.send(call)
    }
}

/// Any call below the base address. The caller says what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct RawCall {
    method: RawMethod,
    effect: Effect,
    segments: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum RawMethod {
    Get,
    Post,
    Put,
    Delete,
}

impl RawCall {
    /// A `GET`. When in doubt whether it costs money, say [`Effect::Spend`].
    pub fn get(effect: Effect) -> Self {
        Self::new(RawMethod::Get, effect)
    }

    /// A `POST` of a form.
    pub fn post(effect: Effect) -> Self {
        Self::new(RawMethod::Post, effect)
    }

    /// A `PUT` of a form.
    pub fn put(effect: Effect) -> Self {
        Self::new(RawMethod::Put, effect)
    }

    /// A `DELETE`, which has no form.
    pub fn delete(effect: Effect) -> Self {
        Self::new(RawMethod::Delete, effect)
    }

    fn new(method: RawMethod, effect: Effect) -> Self {
        Self { method, effect, segments: Vec::new(), fields: Vec::new() }
    }

    /// Appends a part of the path, such as `license`. It is encoded whole and cannot hold a slash.
    pub fn segment(mut self, segment: impl Into<String>) -> Self {
        self.segments.push(segment.into());
        self
    }

    /// Adds a field to the form. Only a `POST` and a `PUT` have one.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        match self.method {
            RawMethod::Get => Method::Get,
            RawMethod::Post => Method::Post,
            RawMethod::Put => Method::Put,
            RawMethod::Delete => Method::Delete,
        }
    }

    /// The parts of the path.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// What it does, in the caller's word.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }
}

impl Wire for RawCall {
    type Output = Document;

    fn name(&self) -> &'static str {
        "websoftsolus.call"
    }

    fn effect(&self) -> Effect {
        self.effect
    }

    fn request(&self) -> Result<Request, Error> {
        let has_form = matches!(self.method, RawMethod::Post | RawMethod::Put);
        if !has_form && !self.fields.is_empty() {
            return Err(Error::invalid("field", "only a `POST` and a `PUT` have a form"));
        }
        if self.segments.is_empty() {
            return Err(Error::invalid("segment", "at least one part of a path is needed"));
        }
        let mut form = Form::new();
        for (name, value) in &self.fields {
            input::token("field", name, 100)?;
            form = form.field(name.clone(), input::optional_text("field", value, 100_000)?);
        }
        let request = match self.method {
            RawMethod::Get => Request::get(self.name(), self.effect),
            RawMethod::Post => Request::post(self.name(), self.effect, form),
            RawMethod::Put => Request::put(self.name(), self.effect, form),
            RawMethod::Delete => Request::delete(self.name(), self.effect),
        };
        let request = request.accept("application/json");
        self.segments.iter().try_fold(request, |request, segment| request.path_value("segment", segment))
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        if self.effect == Effect::Read {
            return reply::read(answer);
        }
        reply::read_done(answer, |value: &Value| !keys(value).is_empty())
    }
}

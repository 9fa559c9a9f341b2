//! What this crate does not model: any function by name, any reply as it came.

use std::fmt;

use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Client;
use crate::operation::sealed::Wire;
use crate::reply::{ErrorMember, decode, reply};

/// What this crate does not model.
impl Client {
    /// Calls any function of the vendor's by name. What it does, and so whether it may be tried again, is the caller's
    /// word.
    ///
    /// Wire: `ca=<function>` and the given fields. Source: none; success is a JSON object without an error, as the
    /// vendor's SDK has it.
    ///
    /// # Errors
    /// As every operation of the stated effect. A reply without any member is not understood, unless it was a read.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::{Effect, RawCall};
    /// let reply = noc.call(&RawCall::new("softaculous", Effect::Read).field("len", "1"))?;
    /// println!("{:?}", reply.get("num_results"));
    /// # Ok(()) }
    /// ```
    pub fn call(&self, call: &RawCall) -> Result<Document, Error> {
        self.send(call)
    }
}

/// A reply as it came, for replies whose shape is not known. `Debug` shows the names of its members only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Document(Value);

/// A reply of which only the `error` member is understood.
#[derive(Deserialize)]
struct Unmodelled {
    #[serde(default)]
    error: ErrorMember,
    #[serde(flatten)]
    members: serde_json::Map<String, Value>,
}
reply!(Unmodelled);

impl Document {
    /// Reads the reply to something that changes or spends. One without any member does not say that it was done; one
    /// with an empty `error` does.
    pub(crate) fn read_done(answer: &Answer) -> Result<Self, Fault> {
        if matches!(answer.document(), b"[]" | b"{}") {
            return Err(Fault::decode("", "the reply says nothing"));
        }
        Self::read(answer)
    }

    /// Reads any JSON object without an error, without its `error` member. PHP writes an empty one as `[]`.
    pub(crate) fn read(answer: &Answer) -> Result<Self, Fault> {
        if answer.document() == b"[]" {
            return Ok(Self(Value::Object(serde_json::Map::new())));
        }
        let reply: Unmodelled = decode(answer)?;
        Ok(Self(Value::Object(reply.members)))
    }

    /// The member of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The whole reply, without its `error` member.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_object().is_none_or(serde_json::Map::is_empty)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Document")?;
        f.debug_set().entries(self.0.as_object().into_iter().flatten().map(|(name, _)| name)).finish()
    }
}

/// A call of any function of the vendor's, by name. The caller says what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct RawCall {
    function: String,
    effect: Effect,
    fields: Vec<(String, String)>,
}

impl RawCall {
    /// A call of the function `ca=<function>`. When in doubt whether it costs money, say [`Effect::Spend`].
    pub fn new(function: impl Into<String>, effect: Effect) -> Self {
        Self { function: function.into(), effect, fields: Vec::new() }
    }

    /// Adds a field. Credentials, `json` and `sandbox` are the client's and are refused here.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// The function's name.
    #[must_use]
    pub fn function(&self) -> &str {
        &self.function
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
        "softaculous.call"
    }

    fn effect(&self) -> Effect {
        self.effect
    }

    fn function(&self) -> String {
        self.function.clone()
    }

    fn fields(&self) -> Result<Form, Error> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.function.is_empty() || self.function.len() > 100 || !self.function.chars().all(plain) {
            return Err(Error::invalid("function", "must be a name in small letters, digits and `_`"));
        }
        let mut form = Form::new();
        for (name, value) in &self.fields {
            input::token("field", name, 100)?;
            // PHP reads `json[]` and `json[x]` as `json`, and the last one counts.
            let base = name.split('[').next().unwrap_or_default();
            if ["json", "sandbox", "nocname", "nocpass", "apikey", "apipass", "ca"].contains(&base) {
                return Err(Error::invalid("field", format!("`{name}` is set by the client")));
            }
            form = form.field(name.clone(), input::optional_text("field", value, 100_000)?);
        }
        Ok(form)
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        if self.effect.is_sent_once() { Document::read_done(answer) } else { Document::read(answer) }
    }
}

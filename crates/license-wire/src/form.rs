//! Form bodies: fields in order, secrets marked, encoded whole.

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use crate::Secret;

/// How many fields most forms have at the most.
const USUAL_FIELDS: usize = 8;

/// The fields of an `application/x-www-form-urlencoded` body, in the order they are sent.
#[derive(Clone, Default)]
pub struct Form {
    fields: Vec<Field>,
}

#[derive(Clone)]
struct Field {
    name: Cow<'static, str>,
    value: Value,
}

#[derive(Clone)]
enum Value {
    Plain(String),
    Secret(Secret),
}

impl Value {
    /// What is sent.
    fn exposed(&self) -> &str {
        match self {
            Self::Plain(value) => value,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

impl Form {
    /// A form without fields.
    #[must_use]
    pub fn new() -> Self {
        Self { fields: Vec::with_capacity(USUAL_FIELDS) }
    }

    /// Adds a field.
    #[must_use]
    pub fn field(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.fields.push(Field { name: name.into(), value: Value::Plain(value.to_string()) });
        self
    }

    /// Adds a field when there is a value for it.
    #[must_use]
    pub fn optional(self, name: impl Into<Cow<'static, str>>, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// Adds a field whose value is never shown.
    #[must_use]
    pub fn secret(mut self, name: impl Into<Cow<'static, str>>, value: &Secret) -> Self {
        self.fields.push(Field { name: name.into(), value: Value::Secret(value.clone()) });
        self
    }

    /// Adds all fields of another form behind this one's.
    #[must_use]
    pub fn and(mut self, other: Form) -> Self {
        self.fields.extend(other.fields);
        self
    }

    /// Names and values as they may be shown: a secret's value is `***`.
    pub fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| {
            let value = match &field.value {
                Value::Plain(value) => value.as_str(),
                Value::Secret(_) => "***",
            };
            (field.name.as_ref(), value)
        })
    }

    /// The body as it is sent. It holds the secrets, so it is wiped when dropped.
    #[must_use]
    pub(crate) fn encode(&self) -> Zeroizing<String> {
        // Room for the longest encoding: a text that outgrows its place leaves a copy behind, which nobody wipes.
        let room =
            self.fields.iter().map(|field| 3 * (field.name.len() + field.value.exposed().len()) + 2).sum();
        let mut body = Zeroizing::new(String::with_capacity(room));
        for field in &self.fields {
            if !body.is_empty() {
                body.push('&');
            }
            body.extend(form_urlencoded::byte_serialize(field.name.as_bytes()));
            body.push('=');
            body.extend(form_urlencoded::byte_serialize(field.value.exposed().as_bytes()));
        }
        body
    }

    /// One name or value, percent-encoded as in a form: a space becomes `+`.
    pub(crate) fn encode_value(value: &str) -> String {
        form_urlencoded::byte_serialize(value.as_bytes()).collect()
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.shown()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_values_arrive_byte_for_byte() {
        let awkward = "a&b=c+d%20 e\"'ж\u{1f511}[]";
        let form = Form::new().field("ips[]", awkward).field("notes", "").optional("len", None::<u32>);
        let decoded: Vec<(String, String)> = serde_urlencoded::from_str(&form.encode()).unwrap();
        assert_eq!(decoded, [("ips[]".to_owned(), awkward.to_owned()), ("notes".to_owned(), String::new())]);
        assert!(form.encode().starts_with("ips%5B%5D=a%26b%3Dc%2Bd%2520+e"));
    }

    #[test]
    fn a_secret_is_sent_and_not_shown() {
        let form = Form::new().field("nocname", "mynoc").secret("nocpass", &Secret::from("s3cr&t"));
        assert_eq!(form.encode().as_str(), "nocname=mynoc&nocpass=s3cr%26t");
        assert_eq!(form.shown().collect::<Vec<_>>(), [("nocname", "mynoc"), ("nocpass", "***")]);
        assert!(!format!("{form:?}").contains("s3cr"));
    }
}

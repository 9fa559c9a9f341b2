//! The properties of a licence under each of the names they may have. All of it is inferred: the names come from similar
//! systems, which [`PropertyNames`] names.

use crate::clock::{seconds_at, timestamp};
use crate::php::Value;

use super::replies::Replies;
use super::route::Family;
use super::shapes::{DateForm, EmptyComment, PropertyNames, Wrapping};
use super::state::License;

/// Properties in their order.
#[derive(Default)]
struct Members(Vec<(String, Value)>);

impl Members {
    /// Adds one; a property without a value is left out.
    fn with(mut self, name: &str, value: impl Into<Option<Value>>) -> Self {
        self.0.extend(value.into().map(|value| (name.to_owned(), value)));
        self
    }
}

/// As the call for the properties answers.
pub(super) fn wrapped(license: &License, replies: &Replies) -> Value {
    let value = properties(license, replies);
    match replies.wrapping {
        Wrapping::Bare => value,
        Wrapping::Data => Value::map([("data", value)]),
        Wrapping::Result => Value::map([("result", value)]),
        Wrapping::License => Value::map([("license", value)]),
        Wrapping::Array => Value::List(vec![value]),
    }
}

pub(super) fn properties(license: &License, replies: &Replies) -> Value {
    let (mut key, rest) = members(license, replies);
    key.0.extend(rest.0);
    Value::Map(key.0)
}

/// For a map whose own keys are the key numbers.
pub(super) fn without_key(license: &License, replies: &Replies) -> Value {
    Value::Map(members(license, replies).1.0)
}

/// What names the licence, and everything else.
fn members(license: &License, replies: &Replies) -> (Members, Members) {
    let facts = Facts { license, replies };
    match replies.properties {
        PropertyNames::Plain => facts.plain(),
        PropertyNames::Openprovider => facts.openprovider(),
        PropertyNames::Ovh => facts.ovh(),
        PropertyNames::PartnerApi => facts.partner_api(),
        PropertyNames::Manage2 => facts.manage2(),
    }
}

struct Facts<'a> {
    license: &'a License,
    replies: &'a Replies,
}

fn text(text: impl Into<String>) -> Value {
    Value::text(text)
}

fn texts(items: impl Iterator<Item = String>) -> Value {
    Value::List(items.map(Value::text).collect())
}

impl Facts<'_> {
    fn plain(&self) -> (Members, Members) {
        let license = self.license;
        let family = license.key.family;
        let rest = Members::default()
            .with("title", text(&license.title))
            .with("comment", self.comment())
            .with("product", text(license.product.name))
            .with("status", text(self.status("active", "terminated")))
            .with("createDate", self.created(DateForm::DateTime))
            .with("expirationDate", self.expires(DateForm::DateTime))
            .with("period", Value::int(license.period))
            .with("os", license.os.map(text))
            .with("options", (family == Family::Plesk).then(|| self.options()))
            .with("serverIP", self.ip())
            .with("addons", (family == Family::Cpanel).then(|| self.addons()))
            .with("activationCode", self.activation_code());
        (Members::default().with("keyNumber", text(license.key.to_string())), rest)
    }

    fn openprovider(&self) -> (Members, Members) {
        let license = self.license;
        // A deleted licence was seen with zeros for a date.
        let ended = if license.terminated { DateForm::Zero } else { DateForm::DateTime };
        let options = license.options.iter().map(|(field, value)| format!("{field}-{value}"));
        let items = std::iter::once(license.product.name.to_owned())
            .chain(options)
            .chain(license.addons.iter().map(|addon| (*addon).to_owned()));
        let key = Members::default()
            .with("keyId", Value::int(license.order))
            .with("keyNumber", text(license.key.to_string()));
        let rest = Members::default()
            .with("title", text(&license.title))
            .with("comment", self.comment())
            .with("items", texts(items))
            .with("status", text(self.status("ACT", "DEL")))
            .with("orderDate", self.created(DateForm::DateTime))
            .with("expirationDate", self.expires(ended))
            .with("period", Value::int(license.period))
            .with("ip", self.ip())
            .with("os", license.os.map(text))
            .with("additionalKeys", Value::List(Vec::new()))
            .with("activationCode", self.activation_code());
        (key, rest)
    }

    fn ovh(&self) -> (Members, Members) {
        let license = self.license;
        let rest = Members::default()
            .with("domain", text(&license.title))
            .with("note", self.comment())
            .with("version", text(license.product.name))
            .with("status", text(self.status("ok", "terminated")))
            .with("creation", self.created(DateForm::Iso))
            .with("renewDate", self.expires(DateForm::Iso))
            .with("ip", self.ip())
            .with("os", license.os.map(|os| text(os.to_ascii_lowercase())))
            .with("options", self.options())
            .with("activation_code", self.activation_code());
        (Members::default().with("licenseId", text(license.key.to_string())), rest)
    }

    fn partner_api(&self) -> (Members, Members) {
        let license = self.license;
        let number = match license.key.family {
            // Upstream, a key has a revision of four digits.
            Family::Plesk => format!("{}.0000", license.key),
            Family::Cpanel | Family::Virtuozzo => license.key.to_string(),
        };
        let features = license.options.iter().map(|(_, value)| *value).chain(license.addons.iter().copied());
        let feature = |name: &str| {
            Value::map([("apiName", Value::text(name)), ("name", Value::text(name.replace('_', " ")))])
        };
        let rest = Members::default()
            .with("name", text(&license.title))
            .with("note", self.comment())
            .with("keyType", text(license.product.name))
            .with("terminated", Value::Bool(license.terminated))
            .with("problem", Value::Bool(false))
            .with("createDate", self.created(DateForm::Compact))
            .with("expirationDate", self.expires(DateForm::Compact))
            .with("boundIPAddress", self.ip())
            // More than one address stands in one text.
            .with("lastReportingIp", license.ip.map(|ip| text(format!("{ip}, 192.0.2.200"))))
            .with("os", license.os.map(text))
            .with("features", Value::List(features.map(feature).collect()))
            .with("additionalKeysNumbers", Value::List(Vec::new()))
            .with("productKey", self.activation_code());
        (Members::default().with("mainKeyNumber", text(number)), rest)
    }

    fn manage2(&self) -> (Members, Members) {
        let license = self.license;
        let rest = Members::default()
            .with("name", text(&license.title))
            .with("external_notes", self.comment())
            .with("package_name", text(license.product.name))
            .with("status", text(self.status("1", "0")))
            .with("adddate", self.created(DateForm::EpochText))
            .with("expiredon", self.expires(DateForm::EpochText))
            .with("period", text(license.period.to_string()))
            .with("ip", self.ip())
            .with("os", license.os.map(text))
            .with("addons", self.addons())
            .with("activation_code", self.activation_code());
        (Members::default().with("licenseid", text(license.key.to_string())), rest)
    }

    fn status<'t>(&self, active: &'t str, terminated: &'t str) -> &'t str {
        if self.license.terminated { terminated } else { active }
    }

    fn comment(&self) -> Option<Value> {
        if !self.license.comment.is_empty() {
            return Some(text(&self.license.comment));
        }
        match self.replies.empty_comment {
            EmptyComment::Text => Some(text("")),
            EmptyComment::Null => Some(Value::Null),
            EmptyComment::Missing => None,
            EmptyComment::Object => Some(Value::Object),
            EmptyComment::List => Some(Value::List(Vec::new())),
        }
    }

    fn created(&self, usual: DateForm) -> Value {
        self.date(self.license.created, usual)
    }

    fn expires(&self, usual: DateForm) -> Value {
        self.date(seconds_at(self.license.expires), usual)
    }

    /// No zone is documented; here it is UTC.
    fn date(&self, seconds: i64, usual: DateForm) -> Value {
        let form = match self.replies.dates {
            DateForm::Usual => usual,
            wanted => wanted,
        };
        let time = timestamp(seconds);
        match form {
            DateForm::Usual | DateForm::DateTime => text(time.strftime("%Y-%m-%d %H:%M:%S").to_string()),
            DateForm::Date => text(time.strftime("%Y-%m-%d").to_string()),
            DateForm::Compact => text(time.strftime("%Y%m%dT%H:%M:%S").to_string()),
            DateForm::EpochText => text(seconds.to_string()),
            DateForm::Iso => text(time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()),
            DateForm::Zero => text("0000-00-00 00:00:00"),
        }
    }

    fn ip(&self) -> Option<Value> {
        self.license.ip.map(|ip| text(ip.to_string()))
    }

    fn addons(&self) -> Value {
        texts(self.license.addons.iter().map(|addon| (*addon).to_owned()))
    }

    fn options(&self) -> Value {
        texts(self.license.options.iter().map(|(field, value)| format!("{field}:{value}")))
    }

    /// At the vendor this is a secret. Here it is easy to look for, where a test wants to know that it does not show.
    fn activation_code(&self) -> Value {
        text(format!("SANDBOX-CODE-{}", self.license.key))
    }
}

//! Answers to what was done, in each of the shapes they may have.

use crate::http::Answer;
use crate::php::{self, Value};

use super::catalog::{self, PLESK_FIELDS, Product};
use super::properties::{self, properties};
use super::replies::Replies;
use super::route::Family;
use super::shapes::{ContentType, DoneReply, EmptyList, ListShape, OrderReply, OrderableShape};
use super::state::{License, No};

/// What is answered, without headers.
#[derive(Debug)]
pub(super) struct Body {
    status: u16,
    value: Option<Value>,
}

impl Body {
    pub(super) fn of(value: Value) -> Self {
        Self { status: 200, value: Some(value) }
    }

    fn nothing(status: u16) -> Self {
        Self { status, value: None }
    }

    pub(super) fn answer(&self, replies: &Replies) -> Answer {
        json(self.status, self.value.as_ref(), replies)
    }
}

/// JSON as PHP writes it, or an empty body.
pub(super) fn json(status: u16, value: Option<&Value>, replies: &Replies) -> Answer {
    let body = value.map(php::to_json).unwrap_or_default();
    match replies.content_type {
        ContentType::Json => Answer::new(status, "application/json", body),
        ContentType::Html => Answer::new(status, "text/html; charset=UTF-8", body),
        ContentType::Missing => Answer { status, headers: Vec::new(), body },
    }
}

pub(super) fn list(licenses: &[&License], replies: &Replies) -> Result<Body, No> {
    if licenses.is_empty() {
        return empty_list(replies);
    }
    let strings = || licenses.iter().map(|license| key_text(license)).collect();
    Ok(Body::of(match replies.list {
        ListShape::Strings => Value::List(strings()),
        ListShape::Numbers => Value::List(licenses.iter().map(|license| key_number(license)).collect()),
        ListShape::Objects => {
            Value::List(licenses.iter().map(|license| properties(license, replies)).collect())
        }
        ListShape::MapByKey => map(licenses, |license| properties::without_key(license, replies)),
        ListShape::MapOfTitles => map(licenses, |license| Value::text(license.title.clone())),
        ListShape::ObjectWithGaps => {
            // The second of them was taken out; of one, the one before it.
            let index = |at: usize| if at == 0 && licenses.len() > 1 { 0 } else { at + 1 };
            let members = strings().into_iter().enumerate();
            Value::Map(members.map(|(at, key)| (index(at).to_string(), key)).collect())
        }
        ListShape::BareIfOne => match licenses {
            [license] => key_text(license),
            _ => Value::List(strings()),
        },
    }))
}

fn empty_list(replies: &Replies) -> Result<Body, No> {
    Ok(match replies.empty_list {
        EmptyList::List => Body::of(Value::List(Vec::new())),
        EmptyList::Object => Body::of(Value::Object),
        EmptyList::Null => Body::of(Value::Null),
        EmptyList::False => Body::of(Value::Bool(false)),
        EmptyList::Nothing => Body::nothing(200),
        EmptyList::NotFound => return Err(No::no_license()),
    })
}

fn map(licenses: &[&License], value: impl Fn(&License) -> Value) -> Value {
    Value::Map(licenses.iter().map(|license| (license.key.to_string(), value(license))).collect())
}

fn key_text(license: &License) -> Value {
    Value::text(license.key.to_string())
}

fn key_number(license: &License) -> Value {
    match license.key.family {
        Family::Cpanel => Value::int(license.key.number),
        Family::Plesk | Family::Virtuozzo => key_text(license),
    }
}

/// The answer to an edit or a termination.
pub(super) fn done(reply: DoneReply, license: &License, replies: &Replies) -> Body {
    match reply {
        DoneReply::Result => Body::of(Value::map([("result", Value::text("success"))])),
        DoneReply::Nothing => Body::nothing(200),
        DoneReply::NoContent => Body::nothing(204),
        DoneReply::True => Body::of(Value::Bool(true)),
        DoneReply::Ok => Body::of(Value::text("OK")),
        DoneReply::Properties => Body::of(properties::wrapped(license, replies)),
    }
}

pub(super) fn ordered(license: &License, replies: &Replies) -> Body {
    match replies.order {
        OrderReply::KeyNumber => Body::of(Value::map([("keyNumber", key_text(license))])),
        OrderReply::Bare => Body::of(key_text(license)),
        OrderReply::Number => Body::of(key_number(license)),
        OrderReply::Array => Body::of(Value::List(vec![key_text(license)])),
        OrderReply::OrderId => Body::of(Value::map([("orderId", Value::int(license.order))])),
        OrderReply::Properties => Body::of(properties::wrapped(license, replies)),
        OrderReply::Nothing => Body::nothing(200),
        OrderReply::NoContent => Body::nothing(204),
    }
}

pub(super) fn orderable(family: Family, replies: &Replies) -> Body {
    let products = catalog::of(family);
    Body::of(match replies.orderable {
        OrderableShape::Names => Value::List(products.map(|product| Value::text(product.name)).collect()),
        OrderableShape::Map => Value::Map(
            products.map(|product| (product.name.to_owned(), Value::text(product.title))).collect(),
        ),
        OrderableShape::Objects => Value::List(products.map(product_object).collect()),
        OrderableShape::Ovh => Value::List(products.map(ovh_object).collect()),
    })
}

fn texts(items: impl IntoIterator<Item = &'static str>) -> Value {
    Value::List(items.into_iter().map(Value::text).collect())
}

fn price(amount: rust_decimal::Decimal) -> Value {
    Value::text(amount.to_string())
}

fn product_object(product: &Product) -> Value {
    let options = match (product.family, product.generation) {
        (Family::Plesk, Some(generation)) => Value::Map(
            PLESK_FIELDS
                .iter()
                .filter(|field| !field.values(generation).is_empty())
                .map(|field| {
                    let prices = field
                        .values(generation)
                        .iter()
                        .map(|value| ((*value).to_owned(), price(catalog::option_price(field.name, value))));
                    (field.name.to_owned(), Value::Map(prices.collect()))
                })
                .collect(),
        ),
        (Family::Cpanel, _) => Value::map([(
            "addons",
            Value::Map(
                catalog::ADDONS.map(|(name, _)| (name.to_owned(), price(catalog::addon_price(name)))).into(),
            ),
        )]),
        _ => Value::map([("os", texts(catalog::SYSTEMS))]),
    };
    Value::map([
        ("product", Value::text(product.name)),
        ("title", Value::text(product.title)),
        ("price", price(product.monthly())),
        ("periods", texts(catalog::PERIODS)),
        ("options", options),
    ])
}

/// The names of OVH's schema. What does not fit into them is left out.
fn ovh_object(product: &Product) -> Value {
    let mut members = vec![("version".to_owned(), Value::text(product.name))];
    if let Some(generation) = product.generation {
        let values = |name: &str| {
            let field = PLESK_FIELDS.iter().find(|field| field.name == name);
            let values = field.map(|field| field.values(generation)).unwrap_or_default();
            texts(values.iter().copied().filter(|value| *value != "0"))
        };
        members.push(("canHavePowerPack".to_owned(), Value::Bool(true)));
        members.push(("compliantAntivirus".to_owned(), values("antivirus")));
        members.push(("compliantDomains".to_owned(), values("WPBSites")));
        members.push(("compliantLanguagePack".to_owned(), values("languagePack")));
    }
    Value::Map(members)
}

//! What all orders have in common: their fields, and what comes back.

mod cpanel;
mod plesk;
mod plesk_options;
mod virtuozzo;

use std::fmt;
use std::marker::PhantomData;

use license_wire::{Answer, Effect, Error, Fault, Form, Request, Secret, input};
use serde::{Deserialize, Serialize};

use crate::edit::{checked_comment, checked_title};
use crate::keys::keys;
use crate::operation::at_family;
use crate::property::Property;
use crate::shapes::{find, object, text};
use crate::{Document, Family, KeyNumber, Period, reply};

pub use cpanel::{Addon, OrderCpanel};
pub use plesk::{OrderPlesk10, OrderPlesk12};
pub use plesk_options::{
    Applications, BusinessManager, Plesk10Antivirus, Plesk10LanguagePacks, Plesk10Sites, Plesk12Antivirus,
    Plesk12LanguagePacks, Plesk12Sites, SiteOptions,
};
pub use virtuozzo::OrderVirtuozzo;

/// The longest product name, in characters.
const LONGEST_PRODUCT: usize = 255;
/// The longest value of a field that this crate does not know, in characters.
const LONGEST_EXTRA: usize = 1000;

/// What every order says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Common {
    pub(crate) product: String,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) comment: String,
    pub(crate) period: Period,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) extra_fields: Vec<(String, String)>,
}

impl Common {
    pub(crate) fn new(product: String, title: String, period: Period) -> Self {
        Self { product, title, comment: String::new(), period, extra_fields: Vec::new() }
    }

    /// The first fields, in the order of the vendor's page.
    pub(crate) fn form(&self) -> Result<Form, Error> {
        Ok(Form::new()
            .field("product", input::text("product", &self.product, LONGEST_PRODUCT)?)
            .field("title", checked_title(&self.title)?)
            .field("comment", checked_comment(&self.comment)?))
    }

    /// The whole request, with the fields that only the caller knows behind all others.
    pub(crate) fn request<F: Family>(&self, operation: &'static str, form: Form) -> Result<Request, Error> {
        let mut form = form;
        for (name, value) in &self.extra_fields {
            input::token("extra field", name, 100)?;
            // PHP reads `period[]` and `period[x]` as `period`, and the last one counts.
            let base = |name: &str| name.split('[').next().unwrap_or_default().to_ascii_lowercase();
            if form.shown().any(|(known, _)| base(known) == base(name)) {
                return Err(Error::invalid(
                    "extra field",
                    format!("`{name}` is a field of this order already"),
                ));
            }
            form = form.field(name.clone(), input::optional_text("extra field", value, LONGEST_EXTRA)?);
        }
        Ok(at_family::<F>(Request::post(operation, Effect::Spend, form)).path("order"))
    }
}

/// The setters and getters that every order has.
macro_rules! common {
    ($name:ident) => {
        impl $name {
            /// A comment; a good place for a reference to find the order again by.
            ///
            /// Default: empty, and sent as such.
            pub fn comment(mut self, comment: impl Into<String>) -> Self {
                self.common.comment = comment.into();
                self
            }

            /// Sends a field that this crate does not know, behind all others. It cannot replace one that it knows.
            pub fn extra_field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.common.extra_fields.push((name.into(), value.into()));
                self
            }

            /// The product's name.
            #[must_use]
            pub fn product(&self) -> &str {
                &self.common.product
            }

            /// The licence's title.
            #[must_use]
            pub fn title(&self) -> &str {
                &self.common.title
            }

            /// The comment that is sent.
            #[must_use]
            pub fn comment_text(&self) -> &str {
                &self.common.comment
            }

            /// How often the licence is renewed.
            #[must_use]
            pub fn period(&self) -> &crate::Period {
                &self.common.period
            }

            /// The fields that this crate does not know.
            #[must_use]
            pub fn extra_fields(&self) -> &[(String, String)] {
                &self.common.extra_fields
            }
        }
    };
}
pub(crate) use common;

/// An order was accepted.
///
/// What the vendor answers is not documented, so any success status without a recognised error means that it was
/// accepted. [`Ordered::key_numbers`] and its neighbours are what could be found in the answer; where there is nothing,
/// the key may come later, so list the keys.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent, bound = "")]
pub struct Ordered<F: Family> {
    document: Document,
    #[serde(skip)]
    family: PhantomData<F>,
}

impl<F: Family> Ordered<F> {
    pub(crate) fn read(answer: &Answer) -> Result<Self, Fault> {
        let document = reply::read_done(answer, |value| !keys(value).is_empty())?;
        Ok(Self { document, family: PhantomData })
    }

    /// The new keys that the answer names; several when add-ons have keys of their own. `None` where it names none.
    #[must_use]
    pub fn key_numbers(&self) -> Option<Vec<KeyNumber<F>>> {
        let keys = keys(self.document.value()?);
        if keys.is_empty() { None } else { Some(keys.into_iter().map(KeyNumber::of).collect()) }
    }

    /// Whether the answer itself says that the order was accepted: by a key, by an order's number, or in so many words.
    /// Where it does not, its status alone says so, and a look with [`crate::Client::check`] is worth its while.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.key_numbers().is_some() || self.order_id().is_some() || reply::says_done(&self.document)
    }

    /// The order's or the invoice's number, where the answer names one.
    #[must_use]
    pub fn order_id(&self) -> Option<String> {
        let names = ["orderId", "orderNumber", "order", "invoiceId", "invoice", "id"];
        text(find(object(self.document.value()?)?, &names)?.1)
    }

    /// The activation code, where the answer holds it. Whoever has it can install the key.
    #[must_use]
    pub fn activation_code(&self) -> Option<Secret> {
        let members = object(self.document.value()?)?;
        text(find(members, Property::ActivationCode.names())?.1).map(Secret::new)
    }

    /// The answer as it came.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }
}

impl<F: Family> fmt::Debug for Ordered<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ordered").field(&self.document).finish()
    }
}

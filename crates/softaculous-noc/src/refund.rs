//! Refunding a transaction.

use jiff::Timestamp;
use license_wire::lenient::{Extra, Lenient};
use license_wire::{Answer, Effect, Error, Fault, Form};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{ErrorMember, decode, reply};
use crate::{ActionId, Client, LicenseId, LicenseKey, Product};

/// Refunding.
impl Client {
    /// Refunds one transaction. **Gives money back** and shortens the licence's term; it cannot be undone.
    ///
    /// Only within 7 days of the purchase, says the vendor's SDK; "eligible", says its page.
    ///
    /// Wire: `ca=softaculous_refund`, `actid`. Source: <https://www.softaculous.com/docs/admin/noc-api> (documented; the
    /// reply's shape from replies captured in 2011).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, or tells of another licence than the one named with
    /// [`Refund::of_license`]: find out with [`Client::check`].
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::{ActionId, Refund};
    /// noc.refund(&Refund::new(ActionId::new(700123)?))?;
    /// # Ok(()) }
    /// ```
    pub fn refund(&self, refund: &Refund) -> Result<Refunded, Error> {
        self.send(refund)
    }
}

/// Gives one purchase or renewal back. The licence stays, its term gets shorter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Refund {
    #[serde(default)]
    pub(crate) product: Product,
    pub(crate) action: ActionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) license: Option<LicenseKey>,
}

impl Refund {
    /// Of the transaction with this number, found in the logs.
    pub fn new(action: ActionId) -> Self {
        Self { product: Product::default(), action, license: None }
    }

    /// The licence it belongs to. It is not sent; it tells [`Client::check`] whose logs to read, and a reply that names
    /// another licence is no success.
    pub fn of_license(mut self, key: LicenseKey) -> Self {
        self.license = Some(key);
        self
    }

    /// The licence is of this product.
    ///
    /// Default: Softaculous.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }

    /// The number of the transaction that is to be refunded.
    #[must_use]
    pub fn action(&self) -> ActionId {
        self.action
    }
}

/// What was refunded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refunded {
    /// The licence's key.
    #[serde(rename = "license")]
    pub license_key: LicenseKey,
    /// The licence's number.
    #[serde(rename = "lid", default)]
    pub license_id: Lenient<LicenseId>,
    /// The account's balance afterwards, in its currency. A credit is negative (inferred from captured replies).
    #[serde(rename = "bal", default)]
    pub balance: Lenient<Decimal>,
    /// When it was refunded (the vendor writes seconds since 1970).
    #[serde(default)]
    pub time: Lenient<Timestamp>,
    /// The price of the term, in the account's currency.
    #[serde(default)]
    pub rate: Lenient<Decimal>,
    /// What was given back, in the account's currency; negative.
    #[serde(rename = "amt", default)]
    pub amount: Lenient<Decimal>,
    /// The term taken away, such as `-1M`.
    #[serde(default)]
    pub added: Lenient<String>,
    /// What was done, in the vendor's word: `refund`.
    #[serde(default)]
    pub action: Lenient<String>,
    /// A transaction's number; whether the refunded one or the refund's own is not known.
    #[serde(rename = "actid", default)]
    pub action_id: Lenient<ActionId>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
    #[serde(default, skip_serializing)]
    error: ErrorMember,
}
reply!(Refunded);

impl Wire for Refund {
    type Output = Refunded;

    fn name(&self) -> &'static str {
        names!(self.product, "refund")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self) -> String {
        format!("{}_refund", self.product.prefix())
    }

    fn fields(&self) -> Result<Form, Error> {
        Ok(Form::new().field("actid", self.action))
    }

    fn decode(&self, answer: &Answer) -> Result<Refunded, Fault> {
        let refunded: Refunded = decode(answer)?;
        // What other words there are is not known, but these say the opposite.
        if matches!(refunded.action.as_str(), Some("new" | "renew")) {
            return Err(Fault::decode("action", "this is not a refund"));
        }
        if self.license.as_ref().is_some_and(|asked| !asked.may_be(&refunded.license_key)) {
            return Err(Fault::decode("license", "this is not the licence that was asked for"));
        }
        Ok(refunded)
    }
}

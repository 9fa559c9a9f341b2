//! The cart: what was ordered and is not paid for.

use license_wire::lenient::{Extra, Lenient};
use license_wire::{Answer, Effect, Error, Fault, Form};
use serde::{Deserialize, Serialize};

use crate::billing::unknown;
use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{answered, levels, open, rows, value};
use crate::scan::ROW;
use crate::suspend::accepted;
use crate::xml::Element;
use crate::{AutoRenew, CartOrderId, Client, Document, ItemType, Money, Period, ServiceId, Vendor};

/// The cart.
impl Client {
    /// Reads the cart.
    ///
    /// Wire: `func=basket`. Source: BILLmanager's reference (the function documented; its fields seen in a web client; at
    /// ISPlicense inferred).
    ///
    /// # Errors
    /// An answer that is not understood is an error, never an empty cart.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::GetCart;
    /// for item in isp.cart(&GetCart::new())?.items {
    ///     println!("{:?} {:?}", item.service_id.get(), item.cost.get());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn cart(&self, get: &GetCart) -> Result<Cart, Error> {
        self.send(get)
    }

    /// Removes one item from the cart. **Changes** what will be ordered; the item was not paid for.
    ///
    /// Wire: `func=basket`, `clicked_button=delete`, `id`, `sok`. Source: BILLmanager's reference (documented; its answer
    /// is not known).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost: read the cart.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::RemoveFromCart;
    /// isp.remove_from_cart(&RemoveFromCart::new("9911".parse()?))?;
    /// # Ok(()) }
    /// ```
    pub fn remove_from_cart(&self, remove: &RemoveFromCart) -> Result<Document, Error> {
        self.send(remove)
    }

    /// Empties the cart. **Changes** what will be ordered; nothing in it was paid for.
    ///
    /// Wire: `func=basket`, `clicked_button=clearbasket`, `id`, `sok`. Source: seen in a web client of the vendor's.
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost: read the cart.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ClearCart, GetCart};
    /// if let Some(order) = isp.cart(&GetCart::new())?.order.get() {
    ///     isp.clear_cart(&ClearCart::new(order.clone()))?;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn clear_cart(&self, clear: &ClearCart) -> Result<Document, Error> {
        self.send(clear)
    }
}

/// Reads the cart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct GetCart {}

impl GetCart {
    /// The cart of the account.
    pub fn new() -> Self {
        Self {}
    }
}

/// What waits to be paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cart {
    /// The order's number.
    #[serde(rename = "billorder")]
    pub order: Lenient<CartOrderId>,
    /// What all of it costs.
    #[serde(rename = "total_sum")]
    pub total: Lenient<Money>,
    /// The tax in it.
    pub tax: Lenient<Money>,
    /// What is in it.
    #[serde(rename = "itemlist")]
    pub items: Vec<CartItem>,
}

/// One item in the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CartItem {
    /// The item's number in the cart, for [`RemoveFromCart`].
    pub id: Lenient<ServiceId>,
    /// The licence that will be.
    #[serde(rename = "item.id")]
    pub service_id: Lenient<ServiceId>,
    /// Its item type.
    #[serde(rename = "item.type")]
    pub item_type: Lenient<ItemType>,
    /// For how long it was ordered.
    #[serde(rename = "item.period")]
    pub period: Lenient<Period>,
    /// Whether the vendor will renew it by itself.
    #[serde(rename = "item.autoprolong")]
    pub auto_renew: Lenient<AutoRenew>,
    /// What it costs for that period.
    pub cost: Lenient<Money>,
    /// What this version does not know.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl CartItem {
    fn read(row: Element<'_>) -> Self {
        let text = |name: &str| row.child(name).map(Element::text).unwrap_or_default();
        Self {
            id: Lenient::from_text(text("id")),
            service_id: Lenient::from_text(text("item.id")),
            item_type: Lenient::from_text(text("item.type")),
            period: Lenient::from_text(text("item.period")),
            auto_renew: Lenient::from_text(text("item.autoprolong")),
            cost: Lenient::from_text(text("cost")),
            extra: unknown(row, &["id", "item.id", "item.type", "item.period", "item.autoprolong", "cost"]),
        }
    }
}

impl Wire for GetCart {
    type Output = Cart;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "cart")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self, _: Vendor) -> String {
        "basket".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new())
    }

    fn decode(&self, answer: &Answer) -> Result<Cart, Fault> {
        let reply = open(answer)?;
        let root = reply.root();
        let text = |name: &str| value(root, name).unwrap_or_default();
        let listed = levels(root).flat_map(|level| level.named("list")).flat_map(|list| list.named(ROW));
        let items: Vec<CartItem> = listed.chain(rows(root)).map(CartItem::read).collect();
        let says_so = ["billorder", "total_sum"].iter().any(|name| value(root, name).is_some());
        if items.is_empty() && !says_so && answered(root) != Some("basket") {
            return Err(Fault::decode("", "this is not the cart"));
        }
        Ok(Cart {
            order: Lenient::from_text(text("billorder")),
            total: Lenient::from_text(text("total_sum")),
            tax: Lenient::from_text(text("tax")),
            items,
        })
    }
}

/// Removes one item from the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct RemoveFromCart {
    item: ServiceId,
}

impl RemoveFromCart {
    /// This one: [`CartItem::id`], not the licence's id.
    pub fn new(item: ServiceId) -> Self {
        Self { item }
    }

    /// The number of the item.
    #[must_use]
    pub fn item(&self) -> &ServiceId {
        &self.item
    }
}

impl Wire for RemoveFromCart {
    type Output = Document;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "remove_from_cart")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn function(&self, _: Vendor) -> String {
        "basket".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new().field("clicked_button", "delete").field("id", &self.item).field("sok", "ok"))
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        accepted(answer, "basket")
    }
}

/// Empties the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct ClearCart {
    order: CartOrderId,
}

impl ClearCart {
    /// The cart of this order: [`Cart::order`].
    pub fn new(order: CartOrderId) -> Self {
        Self { order }
    }

    /// The number of the cart's order.
    #[must_use]
    pub fn order(&self) -> &CartOrderId {
        &self.order
    }
}

impl Wire for ClearCart {
    type Output = Document;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "clear_cart")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn function(&self, _: Vendor) -> String {
        "basket".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new().field("clicked_button", "clearbasket").field("id", &self.order).field("sok", "ok"))
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        accepted(answer, "basket")
    }
}

//! Balances, the account itself, and price lists.

use std::fmt;

use license_wire::lenient::{Extra, Lenient};
use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{answered, levels, open, rows};
use crate::xml::Element;
use crate::{Client, Currency, ItemType, Money, Vendor};

/// Balances, the account itself, and price lists.
impl Client {
    /// Reads the balance at each provider of the installation.
    ///
    /// Wire: `func=subaccount`. Source: seen in two clients; at ISPlicense inferred.
    ///
    /// # Errors
    /// An answer that is not understood is an error, never an empty list.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::GetBalances;
    /// for balance in isp.balances(&GetBalances::new())? {
    ///     println!("{:?}: {:?}", balance.project.as_str(), balance.money());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn balances(&self, get: &GetBalances) -> Result<Vec<Balance>, Error> {
        self.send(get)
    }

    /// Reads who is logged in.
    ///
    /// Wire: `func=whoami`. Source: seen in two clients; at ISPlicense inferred.
    ///
    /// # Errors
    /// As every read.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::WhoAmI;
    /// println!("{:?}", isp.who_am_i(&WhoAmI::new())?.balance.get());
    /// # Ok(()) }
    /// ```
    pub fn who_am_i(&self, who: &WhoAmI) -> Result<User, Error> {
        self.send(who)
    }

    /// Reads the price list of an item type.
    ///
    /// Wire: `func=pricelist.export`, `itemtype`, `project`, `onlyavailable`. Source: the call seen in a web page of the
    /// vendor's; the answer's form documented for modules; at ISPlicense inferred.
    ///
    /// # Errors
    /// An answer that is not understood is an error, never an empty list.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{GetPriceList, ItemType};
    /// for tariff in isp.price_list(&GetPriceList::new(ItemType::Module))? {
    ///     println!("{:?} {:?}: {:?}", tariff.id.as_str(), tariff.name.as_str(), tariff.prices);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn price_list(&self, get: &GetPriceList) -> Result<Vec<PricedTariff>, Error> {
        self.send(get)
    }
}

/// Reads the balance at each provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct GetBalances {}

impl GetBalances {
    /// At all of them.
    pub fn new() -> Self {
        Self {}
    }
}

/// The balance at one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Balance {
    /// The account's number there.
    pub id: Lenient<String>,
    /// The provider's name.
    pub project: Lenient<String>,
    /// What there is; see [`Balance::money`].
    pub balance: Lenient<Money>,
    /// In which currency, where it stands apart.
    pub currency: Lenient<Currency>,
    /// What this version does not know.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Balance {
    /// What there is, with its currency from wherever the vendor put it.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let mut money = self.balance.get()?.clone();
        money.currency = money.currency.or(self.currency.get().copied());
        Some(money)
    }

    fn read(row: Element<'_>) -> Self {
        let text = |name: &str| row.child(name).map(Element::text).unwrap_or_default();
        // The code of the currency stands in one or the other.
        let iso = Lenient::from_text(text("currency_iso"));
        let currency = if iso.is_missing() { Lenient::from_text(text("currency")) } else { iso };
        Self {
            id: Lenient::from_text(text("id")),
            project: Lenient::from_text(text("project")),
            balance: Lenient::from_text(text("balance")),
            currency,
            extra: unknown(row, &["id", "project", "balance", "currency", "currency_iso"]),
        }
    }
}

/// The elements in a row that are not among these.
pub(crate) fn unknown(row: Element<'_>, known: &[&str]) -> Extra {
    let others = row.children().filter(|child| !known.contains(&child.name()));
    others.map(|child| (child.name().to_owned(), child.to_json())).collect()
}

/// Makes sure that a document without rows says that it is the empty list of this function.
pub(crate) fn or_empty<T>(found: Vec<T>, root: Element<'_>, function: &str) -> Result<Vec<T>, Fault> {
    if found.is_empty() && answered(root) != Some(function) {
        return Err(Fault::decode("", "this is not the list that was asked for"));
    }
    Ok(found)
}

impl Wire for GetBalances {
    type Output = Vec<Balance>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "balances")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self, _: Vendor) -> String {
        "subaccount".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new())
    }

    fn decode(&self, answer: &Answer) -> Result<Vec<Balance>, Fault> {
        let reply = open(answer)?;
        or_empty(rows(reply.root()).map(Balance::read).collect(), reply.root(), "subaccount")
    }
}

/// Reads who is logged in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct WhoAmI {}

impl WhoAmI {
    /// Whoever the client calls as.
    pub fn new() -> Self {
        Self {}
    }
}

/// Who is logged in. `Debug` shows the id and the balance only: the e-mail address is the user's name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The user's number.
    pub id: Lenient<String>,
    /// The e-mail address.
    pub email: Lenient<String>,
    /// The user's name.
    #[serde(rename = "realname")]
    pub name: Lenient<String>,
    /// The account's balance.
    pub balance: Lenient<Money>,
    /// What this version does not know.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("balance", &self.balance).finish_non_exhaustive()
    }
}

impl Wire for WhoAmI {
    type Output = User;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "who_am_i")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self, _: Vendor) -> String {
        "whoami".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new())
    }

    fn decode(&self, answer: &Answer) -> Result<User, Fault> {
        let reply = open(answer)?;
        let user = levels(reply.root()).find_map(|level| level.child("user"));
        let user = user.ok_or_else(|| Fault::decode("user", "there is no such element"))?;
        let text = |name: &str| user.attribute(name).unwrap_or_default();
        let others =
            user.attributes().filter(|(name, _)| !["id", "email", "realname", "balance"].contains(name));
        Ok(User {
            id: Lenient::from_text(text("id")),
            email: Lenient::from_text(text("email")),
            name: Lenient::from_text(text("realname")),
            balance: Lenient::from_text(text("balance")),
            extra: others.map(|(name, value)| (name.to_owned(), value.into())).collect(),
        })
    }
}

/// Reads the price list of an item type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct GetPriceList {
    item_type: ItemType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    with_unavailable: bool,
}

impl GetPriceList {
    /// Of this item type.
    pub fn new(item_type: ItemType) -> Self {
        Self { item_type, project: None, with_unavailable: false }
    }

    /// Of this provider within the installation.
    ///
    /// Default: 1.
    pub fn project(mut self, project: u64) -> Self {
        self.project = Some(project);
        self
    }

    /// Also tariffs that cannot be ordered.
    pub fn with_unavailable(mut self) -> Self {
        self.with_unavailable = true;
        self
    }

    /// The item type whose prices are asked for.
    #[must_use]
    pub fn item_type(&self) -> &ItemType {
        &self.item_type
    }
}

/// A tariff with its prices, as the vendor lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PricedTariff {
    /// The tariff's code.
    pub id: Lenient<String>,
    /// What it is called; for modules the internal name.
    pub name: Lenient<String>,
    /// What it costs, for each period that is sold.
    pub prices: Vec<Price>,
    /// What this version does not know.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// The price of a tariff for one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Price {
    /// What it costs, with the currency where the vendor writes it there.
    pub cost: Lenient<Money>,
    /// The currency, where it stands apart.
    pub currency: Lenient<Currency>,
    /// The unit of the period, such as `month`.
    #[serde(rename = "type")]
    pub unit: Lenient<String>,
    /// How many of that unit the period has.
    pub length: Lenient<u64>,
    /// The vendor's word for it.
    pub text: Lenient<String>,
}

impl PricedTariff {
    fn read(tariff: Element<'_>) -> Self {
        let text = |name: &str| tariff.child(name).map(Element::text).unwrap_or_default();
        let names = ["additionintname", "intname", "name"];
        let name = names.iter().map(|name| text(name)).find(|name| !name.is_empty()).unwrap_or_default();
        let mut prices = Vec::new();
        for price in tariff.named("price") {
            let currency = price.attribute("currency").unwrap_or_default();
            for period in price.named("period") {
                let text = |name: &str| period.attribute(name).unwrap_or_default();
                prices.push(Price {
                    cost: Lenient::from_text(text("cost")),
                    currency: Lenient::from_text(currency),
                    unit: Lenient::from_text(text("type")),
                    length: Lenient::from_text(text("length")),
                    text: Lenient::from_text(period.text()),
                });
            }
        }
        Self {
            id: Lenient::from_text(text("id")),
            name: Lenient::from_text(name),
            prices,
            extra: unknown(tariff, &["id", "price"]),
        }
    }
}

impl Wire for GetPriceList {
    type Output = Vec<PricedTariff>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "price_list")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self, _: Vendor) -> String {
        "pricelist.export".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new()
            .field("itemtype", self.item_type.prefix())
            .field("project", input::id("project", self.project.unwrap_or(1))?)
            .optional("onlyavailable", (!self.with_unavailable).then_some("yes")))
    }

    fn decode(&self, answer: &Answer) -> Result<Vec<PricedTariff>, Fault> {
        let reply = open(answer)?;
        let tariffs = levels(reply.root()).flat_map(|level| level.named("pricelist"));
        or_empty(tariffs.map(PricedTariff::read).collect(), reply.root(), "pricelist.export")
    }
}

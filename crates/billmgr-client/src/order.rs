//! Ordering licences.

use std::net::IpAddr;

use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{new_id, open};
use crate::{
    Addon, Applied, AutoRenew, Client, ItemType, Offer, Period, Prefix, ServiceId, Tariff, Vendor, Waiting,
};

/// The longest name that the vendor takes, in characters.
pub(crate) const LONGEST_NAME: usize = 255;
/// The longest text of another field that is sent, in characters.
pub(crate) const LONGEST_TEXT: usize = 1000;

/// Ordering.
impl Client {
    /// Orders a licence. **Spends money**, and again each time it is called.
    ///
    /// At once, unless the order says that it is to wait in the cart. The licence's key comes later: see
    /// [`Client::wait_for_key`].
    ///
    /// Wire: `func=soft.order.param` (`softexternal`, `parallelslic`, `addition`, `platform`), `clicked_button`, `item`,
    /// `ip` or `pa_ip`, `licname`, `period`, `pricelist`, `addon_X`, `autoprolong`, `sok`, `skipbasket`, `remoteip`,
    /// `remoteid`, `project`, `comment`. Source: both vendors' pages for resellers (documented; `remoteip`, `remoteid`
    /// and `project` seen; the answer's names seen, its arrangement inferred).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, not understood, or names no id: it may have been
    /// ordered. Find out with [`Client::check`] before trying again. `Refused` when the vendor said no, `NotSent` when a
    /// field is not valid or no connection was made.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use billmgr_client::{Applied, AutoRenew, Checked, Order, Period, ispmanager};
    /// let order = Order::license(&ispmanager::LITE, "192.0.2.15".parse()?, "web-15", Period::MONTH, AutoRenew::Off)
    ///     .remote_id("shop-4711");
    /// let before = isp.look_before(&order)?;
    /// match isp.order(&order) {
    ///     Ok(Applied::Done(ordered)) => println!("ordered: {}", ordered.service.id()),
    ///     Ok(Applied::Waiting(waiting)) => println!("not ordered, it waits in the cart: {waiting:?}"),
    ///     Err(error) if error.may_have_happened() => match isp.check(&order, &before)? {
    ///         Checked::Happened(evidence) => println!("ordered all the same: {evidence:?}"),
    ///         Checked::NotSeen => println!("nothing to be seen until now: look again later"),
    ///         Checked::CannotTell(why) => println!("ask the vendor: {why}"),
    ///     },
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn order(&self, order: &Order) -> Result<Applied<Ordered>, Error> {
        self.send(order)
    }
}

/// Orders a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Order {
    pub(crate) offer: Offer,
    pub(crate) period: Period,
    auto_renew: AutoRenew,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    for_license: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    addons: Vec<Addon>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    into_cart: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server_address: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) remote_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    function: Option<Prefix>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    any_period: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<(String, String)>,
}

impl Order {
    /// A licence of ispmanager or of third-party software for the server at `address`, to be known as `name`.
    pub fn license(
        offer: impl Into<Offer>,
        address: IpAddr,
        name: impl Into<String>,
        period: Period,
        auto_renew: AutoRenew,
    ) -> Self {
        Self {
            address: Some(address),
            name: Some(name.into()),
            ..Self::new(offer.into(), period, auto_renew)
        }
    }

    /// Plesk for the server at `address`, at ISPlicense. It takes no name.
    pub fn plesk(offer: impl Into<Offer>, address: IpAddr, period: Period, auto_renew: AutoRenew) -> Self {
        Self { address: Some(address), ..Self::new(offer.into(), period, auto_renew) }
    }

    /// A module. At ispmanager the licence it is for has to be named with [`Order::for_license`]; how ISPlicense finds it
    /// is not documented.
    pub fn module(offer: impl Into<Offer>, period: Period, auto_renew: AutoRenew) -> Self {
        Self::new(offer.into(), period, auto_renew)
    }

    /// VMmanager 6 or DCImanager 6. They take neither address nor name.
    pub fn platform(offer: impl Into<Offer>, period: Period, auto_renew: AutoRenew) -> Self {
        Self::new(offer.into(), period, auto_renew)
    }

    fn new(offer: Offer, period: Period, auto_renew: AutoRenew) -> Self {
        Self {
            offer,
            period,
            auto_renew,
            address: None,
            name: None,
            for_license: None,
            addons: Vec::new(),
            into_cart: false,
            server_address: None,
            remote_id: None,
            project: None,
            comment: None,
            function: None,
            any_period: false,
            fields: Vec::new(),
        }
    }

    /// The licence that a module is for.
    pub fn for_license(mut self, license: ServiceId) -> Self {
        self.for_license = Some(license);
        self
    }

    /// With so many nodes, or of another add-on. Cluster tariffs need at least one node.
    pub fn addon(mut self, addon: Addon) -> Self {
        self.addons.push(addon);
        self
    }

    /// Puts it into the cart instead of paying at once. Nothing is ordered until the cart is paid.
    pub fn into_cart(mut self) -> Self {
        self.into_cart = true;
        self
    }

    /// The server's own address, where it is not that of the licence.
    pub fn server_address(mut self, address: IpAddr) -> Self {
        self.server_address = Some(address);
        self
    }

    /// The caller's own id for it. The vendor keeps it, and [`Client::check`] finds the order by it.
    pub fn remote_id(mut self, id: impl Into<String>) -> Self {
        self.remote_id = Some(id.into());
        self
    }

    /// The provider within the installation. ispmanager's is 1.
    pub fn project(mut self, project: u64) -> Self {
        self.project = Some(project);
        self
    }

    /// A free text, for VMmanager 6 and DCImanager 6.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Calls this function instead of the item type's own, such as `v2.soft.order.param`.
    pub fn function(mut self, function: Prefix) -> Self {
        self.function = Some(function);
        self
    }

    /// Also for a period that this crate's tables do not have for the tariff.
    pub fn any_period(mut self) -> Self {
        self.any_period = true;
        self
    }

    /// Sends one field more. Fields that this order sends already, and the client's own, are refused.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// The item type and tariff that are ordered.
    #[must_use]
    pub fn offer(&self) -> &Offer {
        &self.offer
    }

    /// The address it is for, where it has one.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// For how long it is bought.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// Whether it is to wait in the cart.
    #[must_use]
    pub fn is_into_cart(&self) -> bool {
        self.into_cart
    }

    /// What the tables know about tariff, period and auto-renewal.
    fn check_tariff(&self, vendor: Vendor) -> Result<(), Error> {
        if vendor == Vendor::Ispmanager && self.auto_renew == AutoRenew::VendorsDefault {
            return Err(Error::invalid(
                "auto_renew",
                "must be chosen: the vendor's default may charge again",
            ));
        }
        if self.period == Period::TRIAL && matches!(self.auto_renew, AutoRenew::Every(_)) {
            return Err(Error::invalid("auto_renew", "a trial cannot be renewed"));
        }
        let known = Tariff::of_code(vendor, self.offer.tariff());
        let Some(tariff) = known.filter(|tariff| tariff.item_type == *self.offer.item_type()) else {
            return Ok(());
        };
        if !(self.any_period || tariff.periods.is_empty() || tariff.periods.contains(&self.period)) {
            let periods: Vec<String> = tariff.periods.iter().map(Period::to_string).collect();
            let reason = format!("{} is sold for the periods {}", tariff.name, periods.join(", "));
            return Err(Error::invalid("period", reason));
        }
        if tariff.renewal_as_ordered && !matches!(self.auto_renew, AutoRenew::Off) {
            let same = matches!(self.auto_renew, AutoRenew::Every(period) if period == self.period);
            if !same {
                let reason = format!("{} renews only by the period it was ordered for", tariff.name);
                return Err(Error::invalid("auto_renew", reason));
            }
        }
        Ok(())
    }

    /// The fields that say what it is for. Each item type has its own.
    fn subject(&self, vendor: Vendor) -> Result<Form, Error> {
        let address = self.address.map(|address| input::server_address("address", address)).transpose()?;
        let name = self.name.as_deref().map(|name| input::text("name", name, LONGEST_NAME)).transpose()?;
        let lacks =
            |field: &str| Err(Error::invalid(field, format!("is needed for {}", self.offer.item_type())));
        let takes_no =
            |field: &str| Err(Error::invalid(field, format!("{} takes none", self.offer.item_type())));
        match self.offer.item_type() {
            ItemType::Ispsystem | ItemType::ThirdParty | ItemType::Plesk if address.is_none() => {
                return lacks("address");
            }
            ItemType::Ispsystem | ItemType::ThirdParty if name.is_none() => return lacks("name"),
            ItemType::Plesk | ItemType::Module | ItemType::Platform if name.is_some() => {
                return takes_no("name");
            }
            ItemType::Module | ItemType::Platform if address.is_some() => return takes_no("address"),
            ItemType::Module if vendor == Vendor::Ispmanager && self.for_license.is_none() => {
                return lacks("for_license");
            }
            _ => {}
        }
        let address_field = if *self.offer.item_type() == ItemType::Plesk { "pa_ip" } else { "ip" };
        Ok(Form::new()
            .optional("item", self.for_license.as_ref())
            .optional(address_field, address)
            .optional("licname", name))
    }
}

/// What was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ordered {
    /// The new licence. It has no key yet, and may turn out to be unpaid: see [`Client::wait_for_key`].
    #[serde(flatten)]
    pub service: crate::Service,
}

impl Wire for Order {
    type Output = Applied<Ordered>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "order")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self, _: Vendor) -> String {
        match &self.function {
            Some(function) => function.to_string(),
            None => format!("{}.order.param", self.offer.item_type()),
        }
    }

    fn fields(&self, vendor: Vendor) -> Result<Form, Error> {
        self.check_tariff(vendor)?;
        // ispmanager's sample for modules is the one that presses no button.
        let pressed = !(vendor == Vendor::Ispmanager && *self.offer.item_type() == ItemType::Module);
        let mut form = Form::new()
            .optional("clicked_button", pressed.then_some("finish"))
            .and(self.subject(vendor)?)
            .field("period", self.period)
            .field("pricelist", self.offer.tariff());
        for (index, addon) in self.addons.iter().enumerate() {
            if self.addons[..index].iter().any(|other| other.code() == addon.code()) {
                return Err(Error::invalid("addon", format!("{} is named twice", addon.code())));
            }
            form = form.field(addon.field(), addon.count());
        }
        let server = self.server_address.map(|address| input::server_address("server_address", address));
        let remote_id = self.remote_id.as_deref().map(|id| input::token("remote_id", id, LONGEST_NAME));
        let comment = self.comment.as_deref().map(|text| input::optional_text("comment", text, LONGEST_TEXT));
        let form = form
            .optional("autoprolong", self.auto_renew.wire())
            .field("sok", "ok")
            .field("skipbasket", if self.into_cart { "off" } else { "on" })
            .optional("remoteip", server.transpose()?)
            .optional("remoteid", remote_id.transpose()?)
            .optional("project", self.project.map(|project| input::id("project", project)).transpose()?)
            .optional("comment", comment.transpose()?);
        crate::raw::with_more(form, &self.fields)
    }

    fn decode(&self, answer: &Answer) -> Result<Applied<Ordered>, Fault> {
        let reply = open(answer)?;
        let id = new_id(reply.root())?;
        let waiting = Waiting::read(reply.root())?;
        match (waiting.filter(|waiting| waiting.cart_order.is_some() || waiting.id.is_some()), id) {
            (Some(waiting), _) => Ok(Applied::Waiting(waiting)),
            (None, Some(id)) if self.into_cart => {
                Ok(Applied::Waiting(Waiting { id: Some(id), ..Waiting::default() }))
            }
            (None, Some(id)) => Ok(Applied::Done(Ordered {
                service: crate::Service::new(self.offer.item_type().clone(), id),
            })),
            (None, None) => Err(Fault::decode("id", "the answer names no new licence")),
        }
    }
}

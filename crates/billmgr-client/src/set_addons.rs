//! Nodes and other add-ons of a licence.

use std::net::IpAddr;

use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::order::LONGEST_NAME;
use crate::reply::{is_about, open, says_something};
use crate::{Addon, Applied, Client, GetLicense, ItemType, License, Service, Vendor, Waiting};

/// Nodes and other add-ons.
impl Client {
    /// Sets how many nodes, or how many of another add-on, a licence has. **Spends money** where it is more than before.
    ///
    /// The licence is read back, and only where it shows the number it is done. The vendor may put the change into the
    /// cart instead: then the answer is [`Applied::Waiting`], and nothing was done.
    ///
    /// Wire: `func=soft.edit` (at ISPlicense for all item types; else the item type's own), `elid`, `ip`, `licname`,
    /// `addon_X`, `sok`. Source: ISPlicense's page of API samples (documented; at ispmanager inferred; the answer is not
    /// known).
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `address` or `name` at ISPlicense, which wants them repeated.
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, or the licence read back shows another number: find
    /// out with [`Client::check`].
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use billmgr_client::{Addon, ItemType, Service, SetAddons, isplicense};
    /// let service = Service::new(ItemType::ThirdParty, "88123".parse()?);
    /// let nodes = isplicense::ISPMANAGER_6_BUSINESS.nodes().ok_or("no nodes")?;
    /// let set = SetAddons::new(service, Addon::new(nodes, 2)?).repeating("198.51.100.20".parse()?, "cust-7");
    /// let license = isp.set_addons(&set)?;
    /// # Ok(()) }
    /// ```
    pub fn set_addons(&self, set: &SetAddons) -> Result<Applied<License>, Error> {
        self.send(set)
    }
}

/// Sets how many nodes, or how many of another add-on, a licence has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct SetAddons {
    pub(crate) service: Service,
    pub(crate) addons: Vec<Addon>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    called_as: Option<ItemType>,
}

impl SetAddons {
    /// This licence is to have so many.
    pub fn new(service: Service, addon: Addon) -> Self {
        Self { service, addons: vec![addon], address: None, name: None, called_as: None }
    }

    /// And so many of another add-on.
    pub fn and(mut self, addon: Addon) -> Self {
        self.addons.push(addon);
        self
    }

    /// Repeats the address and the name that the licence has. ISPlicense wants that.
    pub fn repeating(mut self, address: IpAddr, name: impl Into<String>) -> Self {
        (self.address, self.name) = (Some(address), Some(name.into()));
        self
    }

    /// Calls the function of this item type.
    ///
    /// Default: that of the service; at ISPlicense [`ItemType::Ispsystem`], as in its sample.
    pub fn called_as(mut self, item_type: ItemType) -> Self {
        self.called_as = Some(item_type);
        self
    }

    /// The licence.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// What it is to have.
    #[must_use]
    pub fn addons(&self) -> &[Addon] {
        &self.addons
    }

    /// The licence, as it is called for this.
    pub(crate) fn called(&self, vendor: Vendor) -> Service {
        let item_type = match (&self.called_as, vendor) {
            (Some(item_type), _) => item_type.clone(),
            (None, Vendor::Isplicense) => ItemType::Ispsystem,
            (None, _) => self.service.item_type().clone(),
        };
        self.service.clone().with_item_type(item_type)
    }
}

impl Wire for SetAddons {
    type Output = Applied<License>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "set_addons")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self, vendor: Vendor) -> String {
        format!("{}.edit", self.called(vendor).item_type())
    }

    fn fields(&self, vendor: Vendor) -> Result<Form, Error> {
        if vendor == Vendor::Isplicense && (self.address.is_none() || self.name.is_none()) {
            let field = if self.address.is_none() { "address" } else { "name" };
            return Err(Error::invalid(field, "has to be repeated at ISPlicense"));
        }
        let address = self.address.map(|address| input::server_address("address", address)).transpose()?;
        let name = self.name.as_deref().map(|name| input::text("name", name, LONGEST_NAME)).transpose()?;
        let mut form =
            Form::new().field("elid", self.service.id()).optional("ip", address).optional("licname", name);
        for (index, addon) in self.addons.iter().enumerate() {
            if self.addons[..index].iter().any(|other| other.code() == addon.code()) {
                return Err(Error::invalid("addon", format!("{} is named twice", addon.code())));
            }
            form = form.field(addon.field(), addon.count());
        }
        if self.addons.is_empty() {
            return Err(Error::invalid("addon", "at least one is needed"));
        }
        Ok(form.field("sok", "ok"))
    }

    fn decode(&self, answer: &Answer) -> Result<Applied<License>, Fault> {
        let reply = open(answer)?;
        let root = reply.root();
        if let Some(waiting) = Waiting::read(root)? {
            return Ok(Applied::Waiting(waiting));
        }
        // Which of them was called depends on the vendor.
        let own = format!("{}.edit", self.called(Vendor::Other).item_type());
        let isplicense = format!("{}.edit", self.called(Vendor::Isplicense).item_type());
        says_something(root, &[&own, &isplicense])?;
        is_about(root, self.service.id())?;
        Ok(Applied::Done(License::from_form(self.service.clone(), root)))
    }

    fn confirm(&self, client: &Client, output: Applied<License>) -> Result<Applied<License>, Error> {
        if output.done().is_none() {
            return Ok(output);
        }
        // The answer may only repeat what was sent, so it proves nothing.
        let all_set = |license: &License| self.addons.iter().all(|addon| license.has(*addon));
        let license = client.read_back(self, &GetLicense::new(self.called(client.vendor())), all_set)?;
        match self.addons.iter().find(|addon| !license.has(**addon)) {
            None => Ok(Applied::Done(License { service: self.service.clone(), ..license })),
            Some(addon) => {
                let now =
                    license.addon(addon.code()).map_or_else(|| "no number".to_owned(), |now| now.to_string());
                let reason = format!("read back, the licence shows {now} for add-on {}", addon.code());
                Err(client.unconfirmed(self, &reason))
            }
        }
    }
}

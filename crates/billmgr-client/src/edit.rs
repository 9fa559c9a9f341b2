//! Changing what a licence is for.

use std::net::{IpAddr, Ipv4Addr};

use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::order::{LONGEST_NAME, LONGEST_TEXT};
use crate::reply::{is_about, open, says_something};
use crate::{Applied, AutoRenew, Client, License, Service, Vendor, Waiting};

/// The address of a licence that is kept for later.
const NONE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// Changing licences.
impl Client {
    /// Sets the address or the name of a licence. **Changes** which server it works on.
    ///
    /// The address can be changed about once a month. Give both address and name: the documented calls do, and what the
    /// vendor makes of a field that is missing is not documented.
    ///
    /// Wire: `func=soft.edit` (or the item type's own), `elid`, `licname`, `ip`, `remoteip`, `autoprolong`, `comment`,
    /// `sok`. Source: both vendors' pages for resellers (`licname` and `ip` documented, `comment` for
    /// VMmanager 6 and DCImanager 6; the others inferred from the form; the answer seen).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost or shows another address or name; setting the same
    /// again does no harm.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use billmgr_client::{Edit, ItemType, Service};
    /// let service = Service::new(ItemType::Ispsystem, "1204417".parse()?);
    /// let edited = isp.edit(&Edit::new(service).address("192.0.2.99".parse()?).name("web-99"))?;
    /// # Ok(()) }
    /// ```
    pub fn edit(&self, edit: &Edit) -> Result<Applied<License>, Error> {
        self.send(edit)
    }
}

/// Sets the address, the name or another field of a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Edit {
    service: Service,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    without_address: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server_address: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auto_renew: Option<AutoRenew>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

impl Edit {
    /// Changes nothing yet of this licence: the methods say what.
    pub fn new(service: Service) -> Self {
        Self {
            service,
            name: None,
            address: None,
            without_address: false,
            server_address: None,
            auto_renew: None,
            comment: None,
        }
    }

    /// Works on this address from now on.
    pub fn address(mut self, address: IpAddr) -> Self {
        (self.address, self.without_address) = (Some(address), false);
        self
    }

    /// Works on no address from now on (`0.0.0.0`), to be given to another server later. Partners do so instead of
    /// deleting, because what is paid for stays.
    pub fn without_address(mut self) -> Self {
        (self.address, self.without_address) = (None, true);
        self
    }

    /// Is known as this from now on; at most 255 characters.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The server's own address, where it is not that of the licence.
    pub fn server_address(mut self, address: IpAddr) -> Self {
        self.server_address = Some(address);
        self
    }

    /// Whether the vendor renews it by itself from now on. **Decides about money to come.**
    pub fn auto_renew(mut self, auto_renew: AutoRenew) -> Self {
        self.auto_renew = Some(auto_renew);
        self
    }

    /// A free text, for VMmanager 6 and DCImanager 6.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// The licence.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// The address that it is to work on, where that is to change. The unspecified one where it is to work on none.
    #[must_use]
    pub fn new_address(&self) -> Option<IpAddr> {
        if self.without_address { Some(NONE) } else { self.address }
    }

    /// The name that it is to have, where that is to change.
    #[must_use]
    pub fn new_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The server's own address, where that is to change.
    #[must_use]
    pub fn new_server_address(&self) -> Option<IpAddr> {
        self.server_address
    }

    /// Whether the vendor is to renew it by itself, where that is to change.
    #[must_use]
    pub fn new_auto_renew(&self) -> Option<AutoRenew> {
        self.auto_renew
    }

    /// The free text, where that is to change.
    #[must_use]
    pub fn new_comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }

    /// The address that is sent.
    fn wanted_address(&self) -> Result<Option<IpAddr>, Error> {
        match self.address {
            _ if self.without_address => Ok(Some(NONE)),
            Some(address) => input::server_address("address", address).map(Some),
            None => Ok(None),
        }
    }
}

impl Wire for Edit {
    type Output = Applied<License>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "edit")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn function(&self, _: Vendor) -> String {
        format!("{}.edit", self.service.item_type())
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        let name = self.name.as_deref().map(|name| input::text("name", name, LONGEST_NAME)).transpose()?;
        let server = self.server_address.map(|address| input::server_address("server_address", address));
        let comment = self.comment.as_deref().map(|text| input::optional_text("comment", text, LONGEST_TEXT));
        let auto_renew = match self.auto_renew {
            Some(AutoRenew::VendorsDefault) => {
                return Err(Error::invalid("auto_renew", "must be off or a period"));
            }
            chosen => chosen.and_then(AutoRenew::wire),
        };
        let changes = Form::new()
            .optional("licname", name)
            .optional("ip", self.wanted_address()?)
            .optional("remoteip", server.transpose()?)
            .optional("autoprolong", auto_renew)
            .optional("comment", comment.transpose()?);
        if changes.shown().next().is_none() {
            return Err(Error::invalid("edit", "changes nothing: set an address or a name"));
        }
        Ok(Form::new().field("elid", self.service.id()).and(changes).field("sok", "ok"))
    }

    fn decode(&self, answer: &Answer) -> Result<Applied<License>, Fault> {
        let reply = open(answer)?;
        let root = reply.root();
        if let Some(waiting) = Waiting::read(root)? {
            return Ok(Applied::Waiting(waiting));
        }
        says_something(root, &[&format!("{}.edit", self.service.item_type())])?;
        is_about(root, self.service.id())?;
        let license = License::from_form(self.service.clone(), root);
        let wanted = self.wanted_address().unwrap_or_default();
        if let (Some(wanted), Some(now)) = (wanted, license.address.get()) {
            if wanted != *now {
                return Err(Fault::decode("ip", "this is not the address that was asked for"));
            }
        }
        if let (Some(wanted), Some(now)) = (&self.name, license.name.get()) {
            // Blanks around a name may be cut off.
            if wanted.trim() != now.trim() {
                return Err(Fault::decode("licname", "this is not the name that was asked for"));
            }
        }
        Ok(Applied::Done(license))
    }
}

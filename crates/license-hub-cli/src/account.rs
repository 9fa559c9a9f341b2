//! A configured account, ready to be asked.

use std::fmt;
use std::sync::Arc;

use license_hub::{
    Account as Api, Capabilities, Capability, ClientRef, Vendor, billmgr, softaculous, websoftsolus,
};

use crate::config::{Environment, Site};
use crate::exit::Failure;
use crate::output::Cell;

/// A configured account, ready to be asked.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) vendor: Vendor,
    pub(crate) environment: Environment,
    /// Where it is called, when that is not the vendor's own address.
    pub(crate) base_url: Option<String>,
    /// Which of the vendor's installations, where it has several.
    pub(crate) site: Option<Site>,
    pub(crate) api: Arc<dyn Api>,
}

impl Account {
    /// Refuses what the vendor cannot do, before anything is sent.
    pub(crate) fn needs(&self, capability: Capability) -> Result<(), Failure> {
        if Capabilities::at(self.vendor).can(capability) { Ok(()) } else { Err(self.cannot(capability)) }
    }

    fn cannot(&self, capability: Capability) -> Failure {
        let words = capability.words();
        Failure::usage(format!("{} cannot {words}; nothing was sent", self.vendor)).at(self)
    }

    /// The vendor's own client, for what Softaculous alone can do.
    pub(crate) fn softaculous(&self, what_for: Capability) -> Result<&softaculous::Client, Failure> {
        match self.api.client() {
            Some(ClientRef::Softaculous(client)) => Ok(client),
            _ => Err(self.cannot(what_for)),
        }
    }

    /// The vendor's own client, for what WebSoftSolus alone can do.
    pub(crate) fn websoftsolus(&self, what_for: Capability) -> Result<&websoftsolus::Client, Failure> {
        match self.api.client() {
            Some(ClientRef::WebSoftSolus(client)) => Ok(client),
            _ => Err(self.cannot(what_for)),
        }
    }

    /// The vendor's own client, for what ispmanager and ISPlicense alone can do.
    pub(crate) fn billmgr(&self, what_for: Capability) -> Result<&billmgr::Client, Failure> {
        match self.api.client() {
            Some(ClientRef::Billmgr(client)) => Ok(client),
            _ => Err(self.cannot(what_for)),
        }
    }

    /// The cells that every list of one vendor's things begins with.
    pub(crate) fn cells(&self) -> Vec<Cell> {
        vec![self.vendor.name().into(), self.name.as_str().into(), self.environment.word().into()]
    }

    /// Refuses an order of another vendor's.
    pub(crate) fn sells(&self, there: bool) -> Result<(), Failure> {
        if there {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "the account {} is at {}, which does not sell this; nothing was sent",
            self.name, self.vendor
        )))
    }
}

/// Vendor, account and environment: what every line about money has to say.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, account {}, {}", self.vendor, self.name, self.environment)?;
        match &self.base_url {
            Some(url) => write!(f, " at {url}"),
            None => Ok(()),
        }
    }
}

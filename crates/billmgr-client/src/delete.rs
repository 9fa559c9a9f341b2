//! Deleting licences.

use license_wire::{Answer, Effect, Error, Fault, Form};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{is_gone, open, says_something};
use crate::{Client, GetLicense, License, Service, ServiceId, Services, Status, Vendor};

/// Deleting.
impl Client {
    /// Deletes one or more licences of one item type. **Ends a paid licence**; it cannot be undone, and nothing is given
    /// back.
    ///
    /// The answer says nothing of the licences, so each is read back. Partners avoid this: see
    /// [`crate::Edit::without_address`].
    ///
    /// Wire: `func=soft.delete` (or the item type's own), `elid`, at ISPlicense `sok`. Source: both vendors' pages for
    /// resellers (documented, with their answers inferred; several ids from BILLmanager's reference).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, or a licence is read back as not deleted: find out
    /// with [`Client::check`].
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{Delete, ItemType, Service};
    /// isp.delete(&Delete::new(Service::new(ItemType::ThirdParty, "88123".parse()?)))?;
    /// # Ok(()) }
    /// ```
    pub fn delete(&self, delete: &Delete) -> Result<Deleted, Error> {
        self.send(delete)
    }
}

/// Deletes licences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Delete {
    pub(crate) services: Services,
}

impl Delete {
    /// This one, or these of one item type.
    pub fn new(services: impl Into<Services>) -> Self {
        Self { services: services.into() }
    }

    /// The licences.
    pub fn services(&self) -> &Services {
        &self.services
    }
}

/// What was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Deleted {
    /// Each licence, and what it was read back as.
    pub licenses: Vec<(ServiceId, Deletion)>,
}

/// What a deleted licence is read back as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deletion {
    /// The vendor does not know it any more.
    Gone,
    /// It is marked as deleted.
    Marked,
    /// The vendor is at it (`5_close`).
    Closing,
}

impl Deletion {
    /// What a licence that is still known shows of its deletion, if anything.
    pub(crate) fn of(license: &License) -> Option<Self> {
        match license.status() {
            Some(Status::Deleted) => Some(Self::Marked),
            _ if license.status_detail() == Some("close") => Some(Self::Closing),
            _ => None,
        }
    }
}

impl Delete {
    /// The licences one by one.
    pub(crate) fn each(&self) -> impl Iterator<Item = Service> {
        self.services.ids().iter().map(|id| Service::new(self.services.item_type().clone(), id.clone()))
    }
}

impl Wire for Delete {
    type Output = Deleted;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "delete")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self, _: Vendor) -> String {
        format!("{}.delete", self.services.item_type())
    }

    fn fields(&self, vendor: Vendor) -> Result<Form, Error> {
        // As each vendor's page has it.
        let ok = (vendor == Vendor::Isplicense).then_some("ok");
        Ok(Form::new().field("elid", self.services.wire()?).optional("sok", ok))
    }

    fn decode(&self, answer: &Answer) -> Result<Deleted, Fault> {
        let reply = open(answer)?;
        says_something(reply.root(), &[&format!("{}.delete", self.services.item_type())])?;
        Ok(Deleted { licenses: Vec::new() })
    }

    fn confirm(&self, client: &Client, mut deleted: Deleted) -> Result<Deleted, Error> {
        for service in self.each() {
            let seen = match client.license(&GetLicense::new(service.clone())) {
                Ok(license) => {
                    Deletion::of(&license).ok_or_else(|| "it is read back as not deleted".to_owned())
                }
                Err(error) if is_gone(&error, service.id()) => Ok(Deletion::Gone),
                Err(error) => Err(format!("it could not be read back: {}", error.kind())),
            };
            let seen = seen.map_err(|reason| {
                client.unconfirmed(self, &format!("answered without an error for {service}, but {reason}"))
            })?;
            deleted.licenses.push((service.id().clone(), seen));
        }
        Ok(deleted)
    }
}

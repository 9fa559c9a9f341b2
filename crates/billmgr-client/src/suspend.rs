//! Suspending licences and activating them again.

use license_wire::{Answer, Effect, Error, Fault, Form};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{open, says_something};
use crate::{Client, Document, Services, Vendor};

/// Suspending and activating.
impl Client {
    /// Suspends one or more licences of one item type. **Changes** whether they work; what is paid for stays.
    ///
    /// Wire: `func=soft.suspend` (or the item type's own), `elid`. Source: ispmanager's page for resellers (documented,
    /// with its answer inferred; several ids from BILLmanager's reference; at ISPlicense inferred). Not every seller
    /// permits it. What the vendor does when it can suspend only some of several is not known.
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost; doing it again does no harm.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, Service, Suspend};
    /// isp.suspend(&Suspend::new(Service::new(ItemType::Ispsystem, "1204417".parse()?)))?;
    /// # Ok(()) }
    /// ```
    pub fn suspend(&self, suspend: &Suspend) -> Result<Document, Error> {
        self.send(suspend)
    }

    /// Activates one or more suspended licences of one item type again. **Changes** whether they work.
    ///
    /// Wire: `func=soft.resume` (or the item type's own), `elid`. Source: as [`Client::suspend`].
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost; doing it again does no harm.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, Resume, Service, Services};
    /// let both = Services::from(Service::new(ItemType::Ispsystem, "1204417".parse()?)).and("1204990".parse()?);
    /// isp.resume(&Resume::new(both))?;
    /// # Ok(()) }
    /// ```
    pub fn resume(&self, resume: &Resume) -> Result<Document, Error> {
        self.send(resume)
    }
}

/// Suspends licences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Suspend {
    services: Services,
}

impl Suspend {
    /// This one, or these of one item type.
    pub fn new(services: impl Into<Services>) -> Self {
        Self { services: services.into() }
    }

    /// The licences.
    pub fn services(&self) -> &Services {
        &self.services
    }
}

/// Activates suspended licences again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Resume {
    services: Services,
}

impl Resume {
    /// This one, or these of one item type.
    pub fn new(services: impl Into<Services>) -> Self {
        Self { services: services.into() }
    }

    /// The licences.
    pub fn services(&self) -> &Services {
        &self.services
    }
}

/// Reads an answer that only has to say that it was accepted.
pub(crate) fn accepted(answer: &Answer, function: &str) -> Result<Document, Fault> {
    let reply = open(answer)?;
    says_something(reply.root(), &[function])?;
    Ok(Document::of(reply))
}

impl Wire for Suspend {
    type Output = Document;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "suspend")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn function(&self, _: Vendor) -> String {
        format!("{}.suspend", self.services.item_type())
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new().field("elid", self.services.wire()?))
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        accepted(answer, &format!("{}.suspend", self.services.item_type()))
    }
}

impl Wire for Resume {
    type Output = Document;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "resume")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn function(&self, _: Vendor) -> String {
        format!("{}.resume", self.services.item_type())
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new().field("elid", self.services.wire()?))
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        accepted(answer, &format!("{}.resume", self.services.item_type()))
    }
}

//! A new key for a licence.

use license_wire::lenient::Lenient;
use license_wire::{Answer, Effect, Error, Fault, Form};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{is_about, open, says_something, value};
use crate::{Applied, Client, GetLicense, License, LicenseKey, Service, Vendor, Waiting};

/// New keys.
impl Client {
    /// Makes a new key for a licence. **Ends a paid licence** in so far as its old key ends: the server has to be given
    /// the new one. It can be done about once a month.
    ///
    /// Wire: `func=soft.edit` (or the item type's own), `elid`, `clicked_button=newkey`, `sok`. Source: ispmanager's page
    /// for resellers (documented; the answer seen; at ISPlicense inferred). An answer without a key, or with the old one,
    /// is made sure of by reading the licence back.
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, or neither it nor the licence read back shows another
    /// key: find out with [`Client::check`].
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{GetLicense, ItemType, NewKey, Service};
    /// let service = Service::new(ItemType::Ispsystem, "1204417".parse()?);
    /// let license = isp.license(&GetLicense::new(service.clone()))?;
    /// if let Some(old) = license.key.get() {
    ///     println!("{:?}", isp.new_key(&NewKey::new(service, old.clone()))?.done());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn new_key(&self, new_key: &NewKey) -> Result<Applied<KeyChanged>, Error> {
        self.send(new_key)
    }
}

/// Makes a new key for a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct NewKey {
    pub(crate) service: Service,
    pub(crate) old: LicenseKey,
}

impl NewKey {
    /// For this licence, whose key is `old` until now. Only with the old key can a new one be told from it.
    pub fn new(service: Service, old: LicenseKey) -> Self {
        Self { service, old }
    }

    /// The licence.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// The key that it has until now.
    #[must_use]
    pub fn old_key(&self) -> &LicenseKey {
        &self.old
    }
}

/// The key that a licence has now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeyChanged {
    /// The key that holds from now on.
    #[serde(rename = "lickey")]
    pub key: LicenseKey,
}

impl Wire for NewKey {
    type Output = Applied<KeyChanged>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "new_key")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self, _: Vendor) -> String {
        format!("{}.edit", self.service.item_type())
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new().field("elid", self.service.id()).field("clicked_button", "newkey").field("sok", "ok"))
    }

    fn decode(&self, answer: &Answer) -> Result<Applied<KeyChanged>, Fault> {
        let reply = open(answer)?;
        let root = reply.root();
        if let Some(waiting) = Waiting::read(root)? {
            return Ok(Applied::Waiting(waiting));
        }
        says_something(root, &[&format!("{}.edit", self.service.item_type())])?;
        is_about(root, self.service.id())?;
        match Lenient::<LicenseKey>::from_text(value(root, "lickey").unwrap_or_default()) {
            Lenient::Value(key) => Ok(Applied::Done(KeyChanged { key })),
            // The old one stands for no new one, and leads to reading back.
            Lenient::Missing => Ok(Applied::Done(KeyChanged { key: self.old.clone() })),
            Lenient::Unread(_) => Err(Fault::decode("lickey", "this is not a key")),
        }
    }

    fn confirm(&self, client: &Client, output: Applied<KeyChanged>) -> Result<Applied<KeyChanged>, Error> {
        if output.done().is_none_or(|changed| changed.key != self.old) {
            return Ok(output);
        }
        let is_new = |license: &License| license.key.get().is_some_and(|key| *key != self.old);
        let license = client.read_back(self, &GetLicense::new(self.service.clone()), is_new)?;
        match license.key.get() {
            Some(key) if *key != self.old => Ok(Applied::Done(KeyChanged { key: key.clone() })),
            _ => {
                Err(client.unconfirmed(self, "neither the answer nor the licence read back shows a new key"))
            }
        }
    }
}

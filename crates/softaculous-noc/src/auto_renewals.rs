//! Which licences the vendor renews by itself.

use std::net::IpAddr;

use license_wire::{Answer, Effect, Error, ErrorKind, Fault, Form, Outcome, Scrubber, from_json, lenient};
use serde::{Deserialize, Serialize};

use crate::licenses::checked_address;
use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::{AutoRenew, Client, Document, License, LicenseKey, Product};

/// Auto-renewal.
impl Client {
    /// Lists the licences that the vendor renews by itself.
    ///
    /// Wire: `ca=softaculous_renewals`, `lickey`, `ips`, `start`, `len`. Source:
    /// <https://www.softaculous.com/docs/admin/noc-api> (the call is documented; the reply is not known, so it is kept
    /// as it came with a view that may fail).
    ///
    /// # Errors
    /// As every read.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::ListAutoRenewals;
    /// let page = noc.auto_renewals(&ListAutoRenewals::new())?;
    /// let licenses = page.licenses()?;
    /// # Ok(()) }
    /// ```
    pub fn auto_renewals(&self, list: &ListAutoRenewals) -> Result<AutoRenewalPage, Error> {
        self.send(list)
    }

    /// Switches the auto-renewal of a licence on or off. **Changes** what the vendor will charge later.
    ///
    /// Wire: `ca=softaculous_renewals`, `lickey`, `addrenewal` or `cancelrenewal`. Source:
    /// <https://www.softaculous.com/docs/admin/noc-api> (the call is documented; the reply is not known, so any object
    /// without an error is taken for success, as the vendor's SDK does).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost; setting the same again does no harm.
    /// A reply without any member counts as not understood.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::{AutoRenew, LicenseKey, SetAutoRenewal};
    /// let key = LicenseKey::new("88888-88888-88888-88888-88888")?;
    /// noc.set_auto_renewal(&SetAutoRenewal::new(key, AutoRenew::Off))?;
    /// # Ok(()) }
    /// ```
    pub fn set_auto_renewal(&self, set: &SetAutoRenewal) -> Result<Document, Error> {
        self.send(set)
    }
}

/// Lists licences that the vendor renews by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
#[serde(default)]
pub struct ListAutoRenewals {
    product: Product,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<LicenseKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
}

impl ListAutoRenewals {
    /// All auto-renewals of an account; the methods narrow it down.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of this product.
    ///
    /// Default: Softaculous.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }

    /// Only the licence with this key.
    pub fn key(mut self, key: LicenseKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Only licences of the server with this address.
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Leaves out this many at the beginning.
    pub fn start(mut self, start: u64) -> Self {
        self.start = Some(start);
        self
    }

    /// Lists at most this many.
    pub fn length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }
}

/// One page of auto-renewals. Nobody has published the shape of this reply, so it is kept as it came, with a view that
/// may fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AutoRenewalPage {
    /// The reply as it came.
    pub document: Document,
}

impl AutoRenewalPage {
    /// The licences, if the reply has the shape of a list of licences, which is a guess.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when it has not; it is never taken for an empty list then.
    pub fn licenses(&self) -> Result<Vec<License>, Error> {
        #[derive(Deserialize)]
        struct Rows(#[serde(deserialize_with = "lenient::rows")] Vec<License>);
        let unread = |path: &str, reason: String| {
            let path = if path.is_empty() { "licenses".into() } else { format!("licenses.{path}") };
            Error::new(ErrorKind::Decode { path, reason, excerpt: String::new() }, Outcome::Unknown)
        };
        let rows = self.document.get("licenses");
        let rows = rows.ok_or_else(|| unread("", "there is no such member".into()))?;
        // As a text again, so that they are read as those of every list are.
        let Rows(licenses) = from_json(rows.to_string().as_bytes()).map_err(|fault| match fault {
            Fault::Decode { path, reason } => unread(&Scrubber::default().message(&path), reason),
            _ => unread("", "this is not a list of licences".into()),
        })?;
        if licenses.iter().all(License::is_named) {
            Ok(licenses)
        } else {
            Err(unread("", "a licence with neither id nor key".into()))
        }
    }
}

impl Wire for ListAutoRenewals {
    type Output = AutoRenewalPage;

    fn name(&self) -> &'static str {
        names!(self.product, "auto_renewals")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self) -> String {
        format!("{}_renewals", self.product.prefix())
    }

    fn fields(&self) -> Result<Form, Error> {
        if self.length == Some(0) {
            return Err(Error::invalid("length", "must be 1 or more"));
        }
        Ok(Form::new()
            .optional("lickey", self.key.as_ref())
            .optional("ips", checked_address(self.address)?)
            .optional("start", self.start)
            .optional("len", self.length))
    }

    fn decode(&self, answer: &Answer) -> Result<AutoRenewalPage, Fault> {
        Document::read(answer).map(|document| AutoRenewalPage { document })
    }
}

/// Switches the auto-renewal of one licence on or off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct SetAutoRenewal {
    #[serde(default)]
    product: Product,
    key: LicenseKey,
    auto_renew: AutoRenew,
}

impl SetAutoRenewal {
    /// For the licence with this key.
    pub fn new(key: LicenseKey, auto_renew: AutoRenew) -> Self {
        Self { product: Product::default(), key, auto_renew }
    }

    /// The licence is of this product.
    ///
    /// Default: Softaculous.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }

    /// The key of the licence.
    #[must_use]
    pub fn key(&self) -> &LicenseKey {
        &self.key
    }

    /// Whether it is to renew by itself from now on.
    #[must_use]
    pub fn auto_renew(&self) -> AutoRenew {
        self.auto_renew
    }

    pub(crate) fn of_product(&self) -> Product {
        self.product
    }
}

impl Wire for SetAutoRenewal {
    type Output = Document;

    fn name(&self) -> &'static str {
        names!(self.product, "set_auto_renewal")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn function(&self) -> String {
        format!("{}_renewals", self.product.prefix())
    }

    fn fields(&self) -> Result<Form, Error> {
        let what = match self.auto_renew {
            AutoRenew::On => "addrenewal",
            AutoRenew::Off => "cancelrenewal",
        };
        Ok(Form::new().field("lickey", &self.key).field(what, 1))
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        Document::read_done(answer)
    }
}

//! Ending a licence.

use std::net::IpAddr;

use license_wire::lenient::Extra;
use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{ErrorMember, decode, reply};
use crate::{Client, License, LicenseKey, LicenseSelector, Product};

/// Cancelling.
impl Client {
    /// Cancels a licence and its auto-renewal. **Ends a paid licence**; nothing is refunded, and it cannot be undone.
    ///
    /// Wire: `ca=softaculous_cancel`, `lickey` or `licip`, `cancel_license`, `force`. Source:
    /// <https://www.softaculous.com/docs/admin/noc-api> (documented; the reply's shape from replies captured in 2011).
    ///
    /// # Errors
    /// The vendor refuses a licence that is paid for more than a month ahead, unless forced. [`license_wire::Outcome::Unknown`] when
    /// the answer was lost: find out with [`Client::check`].
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::{Cancel, LicenseKey};
    /// noc.cancel(&Cancel::by_key(LicenseKey::new("88888-88888-88888-88888-88888")?))?;
    /// # Ok(()) }
    /// ```
    pub fn cancel(&self, cancel: &Cancel) -> Result<Cancelled, Error> {
        self.send(cancel)
    }
}

/// Ends a licence and its auto-renewal. Nothing is refunded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Cancel {
    #[serde(default)]
    pub(crate) product: Product,
    pub(crate) license: LicenseSelector,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    force: bool,
}

impl Cancel {
    /// The licence with this key.
    pub fn by_key(key: LicenseKey) -> Self {
        Self::of(LicenseSelector::Key(key))
    }

    /// The licence of the server with this address. Softaculous and Webuzo only.
    pub fn by_address(address: IpAddr) -> Self {
        Self::of(LicenseSelector::Address(address))
    }

    /// Ends this licence, by its key or its address.
    pub fn of(license: LicenseSelector) -> Self {
        Self { product: Product::default(), license, force: false }
    }

    /// Also when it is paid for more than a month ahead. Without this the vendor then refuses, so that a refund can be
    /// claimed first. **What is left of the term is lost.**
    pub fn force(mut self) -> Self {
        self.force = true;
        self
    }

    /// The licence is of this product.
    ///
    /// Default: Softaculous.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }

    /// Which licence is to be ended.
    #[must_use]
    pub fn license(&self) -> &LicenseSelector {
        &self.license
    }

    /// Whether it is cancelled by force.
    #[must_use]
    pub fn is_forced(&self) -> bool {
        self.force
    }
}

/// What the vendor says that it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cancelled {
    /// The licence as it was, without its addresses.
    #[serde(rename = "cancelled_license")]
    pub license: License,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
    #[serde(default, skip_serializing)]
    error: ErrorMember,
}
reply!(Cancelled);

impl Wire for Cancel {
    type Output = Cancelled;

    fn name(&self) -> &'static str {
        names!(self.product, "cancel")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self) -> String {
        format!("{}_cancel", self.product.prefix())
    }

    fn fields(&self) -> Result<Form, Error> {
        let form = match &self.license {
            LicenseSelector::Key(key) => Form::new().field("lickey", key),
            LicenseSelector::Address(address) => {
                if matches!(self.product, Product::Virtualizor | Product::SitePad) {
                    let reason = format!("{} licences are cancelled by key only", self.product);
                    return Err(Error::invalid("address", reason));
                }
                Form::new().field("licip", input::server_address("address", *address)?)
            }
        };
        Ok(form.field("cancel_license", 1).optional("force", self.force.then_some(1)))
    }

    fn decode(&self, answer: &Answer) -> Result<Cancelled, Fault> {
        let cancelled: Cancelled = decode(answer)?;
        match (&self.license, cancelled.license.key.get()) {
            (LicenseSelector::Key(asked), Some(ended)) if !asked.may_be(ended) => {
                Err(Fault::decode("cancelled_license.license", "this is not the licence that was asked for"))
            }
            _ if cancelled.license.is_named() => Ok(cancelled),
            _ => Err(Fault::decode("cancelled_license", "a licence with neither id nor key")),
        }
    }
}

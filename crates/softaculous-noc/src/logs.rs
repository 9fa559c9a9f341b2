//! What happened to a licence.

use std::net::IpAddr;

use license_wire::lenient::{Extra, rows};
use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{ErrorMember, decode, object_or_nothing, reply};
use crate::{Action, Client, License, LicenseKey, LicenseSelector, Product};

/// Reading logs.
impl Client {
    /// Lists the transactions of a licence, newest first.
    ///
    /// Wire: `ca=softaculous_licenselogs`, `key` or `licip`, `limit`. Source:
    /// <https://www.softaculous.com/docs/admin/noc-api> (documented; `limit` from the vendor's SDK; the reply's shape
    /// from replies captured in 2011).
    ///
    /// # Errors
    /// An answer that is not understood is an error, never an empty log.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::{GetLogs, LicenseKey};
    /// let logs = noc.logs(&GetLogs::by_key(LicenseKey::new("88888-88888-88888-88888-88888")?).limit(10))?;
    /// # Ok(()) }
    /// ```
    pub fn logs(&self, logs: &GetLogs) -> Result<LicenseLogs, Error> {
        self.send(logs)
    }
}

/// The transactions of one licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct GetLogs {
    #[serde(default)]
    product: Product,
    license: LicenseSelector,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

impl GetLogs {
    /// Of the licence with this key.
    pub fn by_key(key: LicenseKey) -> Self {
        Self::of(LicenseSelector::Key(key))
    }

    /// Of the licence of the server with this address.
    pub fn by_address(address: IpAddr) -> Self {
        Self::of(LicenseSelector::Address(address))
    }

    /// The log of this licence, by its key or its address.
    pub fn of(license: LicenseSelector) -> Self {
        Self { product: Product::default(), license, limit: None }
    }

    /// At most this many, the newest. The vendor's page does not name this parameter; its SDK has it.
    pub fn limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The licence is of this product.
    ///
    /// Default: Softaculous.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }
}

/// What happened to a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LicenseLogs {
    /// The transactions, newest first as the vendor sends them.
    #[serde(deserialize_with = "rows")]
    pub actions: Vec<Action>,
    /// The licence, without its addresses.
    #[serde(default, deserialize_with = "object_or_nothing")]
    pub license: Option<License>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
    #[serde(default, skip_serializing)]
    error: ErrorMember,
}
reply!(LicenseLogs);

impl Wire for GetLogs {
    type Output = LicenseLogs;

    fn name(&self) -> &'static str {
        names!(self.product, "logs")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self) -> String {
        format!("{}_licenselogs", self.product.prefix())
    }

    fn fields(&self) -> Result<Form, Error> {
        if self.limit == Some(0) {
            return Err(Error::invalid("limit", "must be 1 or more"));
        }
        let form = match &self.license {
            LicenseSelector::Key(key) => Form::new().field("key", key),
            LicenseSelector::Address(address) => {
                Form::new().field("licip", input::server_address("address", *address)?)
            }
        };
        Ok(form.optional("limit", self.limit))
    }

    fn decode(&self, answer: &Answer) -> Result<LicenseLogs, Fault> {
        let logs: LicenseLogs = decode(answer)?;
        // Refunds are chosen from here, so another licence's log must not pass for this one's.
        match (&self.license, logs.license.as_ref().and_then(|license| license.key.get())) {
            (LicenseSelector::Key(asked), Some(told)) if !asked.may_be(told) => {
                Err(Fault::decode("license.license", "this is not the licence that was asked for"))
            }
            _ => Ok(logs),
        }
    }
}

//! Asking whether a server can have a licence.

use std::net::IpAddr;

use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::suspend::accepted;
use crate::{Client, Document, Offer, Period, Vendor};

/// Checking addresses.
impl Client {
    /// Asks whether a licence can be ordered for an address. It can where this succeeds.
    ///
    /// Wire: `func=soft.checkip` (or the item type's own), `pricelist`, `period`, `ip`. Source: ispmanager's page for
    /// resellers names it (documented; its fields seen in two clients; the refusal's kind and all at ISPlicense inferred).
    ///
    /// # Errors
    /// `Refused` with the vendor's reason where it cannot, such as that there is a licence for the address already.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use billmgr_client::{CheckAddress, Outcome, Period, ispmanager};
    /// match isp.check_address(&CheckAddress::new(&ispmanager::LITE, Period::MONTH, "192.0.2.15".parse()?)) {
    ///     Ok(_) => println!("free"),
    ///     Err(error) if error.outcome() == Outcome::Refused => println!("no: {error}"),
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn check_address(&self, check: &CheckAddress) -> Result<Document, Error> {
        self.send(check)
    }
}

/// Asks whether a licence can be ordered for an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct CheckAddress {
    offer: Offer,
    period: Period,
    address: IpAddr,
}

impl CheckAddress {
    /// A licence of this kind, for so long, for the server at `address`.
    pub fn new(offer: impl Into<Offer>, period: Period, address: IpAddr) -> Self {
        Self { offer: offer.into(), period, address }
    }

    /// The kind of licence.
    #[must_use]
    pub fn offer(&self) -> &Offer {
        &self.offer
    }

    /// For how long the licence would be bought.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The server's address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }
}

impl Wire for CheckAddress {
    type Output = Document;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "check_address")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self, _: Vendor) -> String {
        format!("{}.checkip", self.offer.item_type())
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new()
            .field("pricelist", self.offer.tariff())
            .field("period", self.period)
            .field("ip", input::server_address("address", self.address)?))
    }

    fn decode(&self, answer: &Answer) -> Result<Document, Fault> {
        accepted(answer, &format!("{}.checkip", self.offer.item_type()))
    }
}

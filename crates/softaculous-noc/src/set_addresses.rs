//! Moving a licence to other addresses.

use std::net::IpAddr;

use license_wire::lenient::{Extra, Lenient};
use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{ErrorMember, decode, reply};
use crate::{Client, LicenseId, Product};

/// The most addresses that one licence can have.
const MOST_ADDRESSES: usize = 8;

/// Moving licences.
impl Client {
    /// Sets the addresses of a licence: the whole set, up to eight. **Changes** which servers it works on.
    ///
    /// Wire: `ca=softaculous_showlicense`, `lid`, `ips[]`, `editlicense`. Source:
    /// <https://www.softaculous.com/docs/admin/noc-api> (documented with one address; several from the vendor's SDK).
    /// For the other products `ips`, one only (seen; their reply is not known).
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `addresses` when there are none, too many, or one twice. [`license_wire::Outcome::Unknown`] when the
    /// answer was lost or names other addresses; setting the same again does no harm.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{LicenseId, SetAddresses};
    /// noc.set_addresses(&SetAddresses::new(LicenseId::new(48213)?, "192.0.2.11".parse()?))?;
    /// # Ok(()) }
    /// ```
    pub fn set_addresses(&self, set: &SetAddresses) -> Result<AddressesSet, Error> {
        self.send(set)
    }
}

/// Sets the addresses of a licence: the whole set, the first one being the server's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct SetAddresses {
    #[serde(default)]
    product: Product,
    license: LicenseId,
    addresses: Vec<IpAddr>,
}

impl SetAddresses {
    /// The licence gets this address.
    pub fn new(license: LicenseId, address: IpAddr) -> Self {
        Self { product: Product::default(), license, addresses: vec![address] }
    }

    /// And this one beside it; eight in all at most. Only Softaculous takes more than one.
    pub fn and(mut self, address: IpAddr) -> Self {
        self.addresses.push(address);
        self
    }

    /// The licence is of this product.
    ///
    /// Default: Softaculous.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }

    /// The licence.
    #[must_use]
    pub fn license(&self) -> LicenseId {
        self.license
    }

    /// The addresses, the server's own first.
    #[must_use]
    pub fn addresses(&self) -> &[IpAddr] {
        &self.addresses
    }

    pub(crate) fn of_product(&self) -> Product {
        self.product
    }
}

/// The addresses that a licence has now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AddressesSet {
    /// The addresses, the server's own first. None when the vendor did not name them, which only the products other
    /// than Softaculous may do.
    #[serde(rename = "new_ips", default, deserialize_with = "addresses")]
    pub addresses: Vec<IpAddr>,
    /// The licence's number.
    #[serde(rename = "lid", default)]
    pub license_id: Lenient<LicenseId>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
    #[serde(default, skip_serializing)]
    error: ErrorMember,
}
reply!(AddressesSet);

/// A list of addresses, the map that PHP makes of one with gaps, one address alone, or nothing.
fn addresses<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<IpAddr>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Shapes {
        List(Vec<IpAddr>),
        Map(std::collections::BTreeMap<String, IpAddr>),
        One(IpAddr),
        None(()),
    }
    Ok(
        match Shapes::deserialize(deserializer).map_err(|_| serde::de::Error::custom("expected addresses"))? {
            Shapes::List(list) => list,
            Shapes::Map(map) => map.into_values().collect(),
            Shapes::One(address) => vec![address],
            Shapes::None(()) => Vec::new(),
        },
    )
}

impl Wire for SetAddresses {
    type Output = AddressesSet;

    fn name(&self) -> &'static str {
        names!(self.product, "set_addresses")
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn function(&self) -> String {
        format!("{}_showlicense", self.product.prefix())
    }

    fn fields(&self) -> Result<Form, Error> {
        let most = if self.product == Product::Softaculous { MOST_ADDRESSES } else { 1 };
        match self.addresses.len() {
            0 => return Err(Error::invalid("addresses", "at least one address is needed")),
            count if count > most => {
                let reason = format!("{} takes at most {most}, not {count}", self.product);
                return Err(Error::invalid("addresses", reason));
            }
            _ => {}
        }
        let mut form = Form::new().field("lid", self.license);
        for (index, address) in self.addresses.iter().enumerate() {
            input::server_address("addresses", *address)?;
            if self.addresses[..index].contains(address) {
                return Err(Error::invalid("addresses", format!("{address} is named twice")));
            }
            form = form.field(if self.product == Product::Softaculous { "ips[]" } else { "ips" }, address);
        }
        Ok(form.field("editlicense", 1))
    }

    fn decode(&self, answer: &Answer) -> Result<AddressesSet, Fault> {
        let set: AddressesSet = decode(answer)?;
        if set.license_id.get().is_some_and(|told| *told != self.license) {
            return Err(Fault::decode("lid", "this is not the licence that was asked for"));
        }
        // Nobody has published what the other products answer here, so their silence is taken for consent.
        let may_be_silent = self.product != Product::Softaculous && set.addresses.is_empty();
        let same = set.addresses.len() == self.addresses.len()
            && self.addresses.iter().all(|address| set.addresses.contains(address));
        if same || may_be_silent {
            return Ok(set);
        }
        Err(Fault::decode("new_ips", "these are not the addresses that were asked for"))
    }
}

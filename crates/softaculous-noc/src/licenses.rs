//! Listing licences.

use std::net::IpAddr;

use license_wire::lenient::{Extra, Lenient, rows};
use license_wire::{Answer, Effect, Error, ErrorKind, Fault, Form, Outcome, from_long_json, input};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::pages::{Pages, ahead};
use crate::reply::{ErrorMember, Reply, decode};
use crate::{Client, License, LicenseKey, Product};

/// How many licences [`Client::all_licenses`] asks for at a time, unless told otherwise.
const PAGE: u64 = 1000;

/// Listing licences.
impl Client {
    /// Lists one page of licences.
    ///
    /// Wire: `ca=softaculous`, `lickey`, `ips`, `expiry`, `start`, `len`, `email`. Source:
    /// <https://www.softaculous.com/docs/admin/noc-api> (documented; the reply's shape from replies captured in 2011).
    ///
    /// # Errors
    /// An answer that is not understood is an error, never an empty page.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::{Expiry, ListLicenses};
    /// let page = noc.licenses(&ListLicenses::new().expiry(Expiry::Within7Days).length(50))?;
    /// # Ok(()) }
    /// ```
    pub fn licenses(&self, list: &ListLicenses) -> Result<LicensePage, Error> {
        self.send(list)
    }

    /// Lists every licence that the filters let through, page after page until an empty one. Composed of
    /// [`Client::licenses`].
    ///
    /// A short page does not end it, because the vendor's largest page is not known. It never stops short in silence.
    /// Where the first page is full and the vendor counts more, each next page is asked for while the one before it is
    /// read, so that of two answers one is on its way.
    ///
    /// Wire: as [`Client::licenses`]. Source: as there.
    ///
    /// # Errors
    /// As [`Client::licenses`], and [`license_wire::ErrorKind::Decode`] when the pages do not go on or are fewer than the vendor
    /// counts.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::ListLicenses;
    /// for license in noc.all_licenses(&ListLicenses::new())? {
    ///     println!("{:?} expires {:?}", license.address.get(), license.expires.get());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn all_licenses(&self, list: &ListLicenses) -> Result<Vec<License>, Error> {
        let length = list.length.unwrap_or(PAGE);
        let ask = |start| list.clone().start(start).length(length);
        let is_full = |page: &LicensePage| page.licenses.len() as u64 == length;
        let mut pages = Pages::new(list);
        let first = self.licenses(&ask(pages.next()))?;
        let is_long = is_full(&first);
        pages.add(first)?;
        if is_long {
            let (next, counted) = (pages.next(), pages.counted());
            let starts = (0..).map_while(|page: u64| page.checked_mul(length)?.checked_add(next));
            let asked = starts.take_while(|start| *start < counted).map(ask);
            let mut result = Ok(());
            ahead(self, asked, |page| {
                // Behind a page that is not full the next one begins elsewhere.
                let goes_on = page.as_ref().is_ok_and(is_full);
                result = page.and_then(|page| pages.add(page));
                goes_on && result.is_ok()
            });
            result?;
        }
        while !pages.ended() {
            let page = self.licenses(&ask(pages.next()))?;
            pages.add(page)?;
        }
        if pages.counted() > pages.next() {
            return Err(stuck(list, "the vendor counts more licences than it listed"));
        }
        Ok(pages.into_licenses())
    }
}

/// Which licences to list. Without any filter, all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
#[serde(default)]
pub struct ListLicenses {
    product: Product,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<LicenseKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry: Option<Expiry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
}

/// When licences run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expiry {
    /// Licences that have expired.
    Expired,
    /// Licences that expire within 7 days.
    Within7Days,
    /// Licences that expire within 15 days.
    Within15Days,
}

impl Expiry {
    fn wire(self) -> u8 {
        match self {
            Self::Expired => 1,
            Self::Within7Days => 2,
            Self::Within15Days => 3,
        }
    }
}

impl ListLicenses {
    /// All licences of an account; the methods narrow it down.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many are left out at the beginning.
    pub(crate) fn first(&self) -> u64 {
        self.start.unwrap_or(0)
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

    /// Only licences of the server with this address. Whether the vendor also finds parts of an address or second
    /// addresses is not known.
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Only licences that run out then.
    pub fn expiry(mut self, expiry: Expiry) -> Self {
        self.expiry = Some(expiry);
        self
    }

    /// Only licences with this owner.
    pub fn owner_email(mut self, email: impl Into<String>) -> Self {
        self.owner_email = Some(email.into());
        self
    }

    /// Leaves out this many at the beginning: 99 starts with the hundredth.
    pub fn start(mut self, start: u64) -> Self {
        self.start = Some(start);
        self
    }

    /// Lists at most this many. In [`Client::all_licenses`] it is the size of a page.
    pub fn length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }
}

/// One page of licences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LicensePage {
    /// The licences, in the vendor's order, which is not documented.
    pub licenses: Vec<License>,
    /// How many are active.
    #[serde(rename = "num_active")]
    pub active: Lenient<u64>,
    /// How many there are; whether in all or on this page is not known.
    #[serde(rename = "num_results")]
    pub results: Lenient<u64>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The reply as it comes.
#[derive(Deserialize)]
struct Page {
    #[serde(default, deserialize_with = "present_rows")]
    licenses: Option<Vec<License>>,
    #[serde(rename = "num_active", default)]
    active: Lenient<u64>,
    #[serde(rename = "num_results", default)]
    results: Lenient<u64>,
    #[serde(flatten)]
    extra: Extra,
    #[serde(default)]
    error: ErrorMember,
}
impl Reply for Page {
    fn read(document: &[u8]) -> Result<Self, Fault> {
        from_long_json(document)
    }

    fn take_error(&mut self) -> ErrorMember {
        std::mem::take(&mut self.error)
    }
}

fn present_rows<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<License>>, D::Error> {
    rows(deserializer).map(Some)
}

impl Wire for ListLicenses {
    type Output = LicensePage;

    fn name(&self) -> &'static str {
        names!(self.product, "licenses")
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn function(&self) -> String {
        self.product.prefix().into()
    }

    fn fields(&self) -> Result<Form, Error> {
        if self.length == Some(0) {
            return Err(Error::invalid("length", "must be 1 or more"));
        }
        let email =
            self.owner_email.as_deref().map(|email| input::email("owner_email", email)).transpose()?;
        Ok(Form::new()
            .optional("lickey", self.key.as_ref())
            .optional("ips", checked_address(self.address)?)
            .optional("expiry", self.expiry.map(Expiry::wire))
            .optional("start", self.start)
            .optional("len", self.length)
            .optional("email", email))
    }

    fn decode(&self, answer: &Answer) -> Result<LicensePage, Fault> {
        let page: Page = decode(answer)?;
        // Without the list, only a count of none says that there are none.
        let licenses = match (page.licenses, page.results.get()) {
            (Some(licenses), _) => licenses,
            (None, Some(0)) => Vec::new(),
            (None, _) => return Err(Fault::decode("licenses", "there is no such member")),
        };
        let page = LicensePage { licenses, active: page.active, results: page.results, extra: page.extra };
        if let Some(index) = page.licenses.iter().position(|license| !license.is_named()) {
            return Err(Fault::decode(format!("licenses[{index}]"), "a licence with neither id nor key"));
        }
        Ok(page)
    }
}

/// An address to look for. One that is no server's would find nothing, or everything.
pub(crate) fn checked_address(address: Option<IpAddr>) -> Result<Option<IpAddr>, Error> {
    address.map(|address| input::server_address("address", address)).transpose()
}

pub(crate) fn stuck(list: &ListLicenses, reason: &str) -> Error {
    let kind = ErrorKind::Decode { path: "licenses".into(), reason: reason.into(), excerpt: String::new() };
    Error::new(kind, Outcome::Unknown).of_call(list.name(), list.effect(), 1)
}

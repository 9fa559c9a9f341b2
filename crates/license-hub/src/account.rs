//! One account at one vendor, seen through the common vocabulary.

use std::fmt;
use std::str::FromStr;

use license_wire::{Checked, Preview};
use serde::{Deserialize, Serialize};

use crate::{
    Before, Capabilities, Capability, Done, Error, Evidence, License, Operation, Progress, Request, Vendor,
    View, Wanted,
};

/// The name a user gave an account, such as `noc-main`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

impl AccountName {
    /// A name of letters, digits, `-`, `_` and `.`, at most 64 of them.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `account`.
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
            return Err(Error::invalid("account", "must be 1 to 64 letters, digits, `-`, `_` or `.`"));
        }
        Ok(Self(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for AccountName {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::new(name)
    }
}

impl TryFrom<String> for AccountName {
    type Error = Error;

    fn try_from(name: String) -> Result<Self, Error> {
        Self::new(name)
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0
    }
}

/// Whether an account's licences and money are real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Licences and money are real.
    Live,
    /// Licences and money are the vendor's test ones.
    Test,
}

impl Environment {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The vendor's own client behind an account, for what one vendor alone can do.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ClientRef<'a> {
    /// A client of Softaculous NOC.
    #[cfg(feature = "softaculous")]
    Softaculous(&'a crate::softaculous::Client),
    /// A client of WebSoftSolus.
    #[cfg(feature = "websoftsolus")]
    WebSoftSolus(&'a crate::websoftsolus::Client),
    /// A client of ispmanager or of ISPlicense.
    #[cfg(any(feature = "ispmanager", feature = "isplicense"))]
    Billmgr(&'a crate::billmgr::Client),
    /// Never made; it keeps the type whole when no vendor is compiled in.
    #[doc(hidden)]
    None(&'a ()),
}

/// The licences of one account, and what could not be read of them.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Listing {
    /// The licences. One whose details could not be read is among them, with what the list says.
    pub licenses: Vec<License>,
    /// What could not be read, in words such as `key PLSK.0298`, and why.
    pub failures: Vec<(String, Error)>,
    /// The kinds of licences that the vendor does not let this account list, and its refusals.
    pub closed: Vec<(String, Error)>,
}

impl Listing {
    /// A list that is whole.
    #[must_use]
    pub fn whole(licenses: Vec<License>) -> Self {
        Self { licenses, failures: Vec::new(), closed: Vec::new() }
    }
}

/// One account at one vendor.
///
/// The vendors' adapters implement it; so can a test, for which the methods that have a body are good enough. Every method
/// that goes to the vendor blocks.
pub trait Account: fmt::Debug + Send + Sync {
    /// The user's name for it.
    fn name(&self) -> &AccountName;

    /// Which vendor the account is at.
    fn vendor(&self) -> Vendor;

    /// Whether its licences and money are real.
    fn environment(&self) -> Environment;

    /// What it can do.
    fn capabilities(&self) -> Capabilities {
        Capabilities::at(self.vendor())
    }

    /// The vendor's own client.
    fn client(&self) -> Option<ClientRef<'_>>;

    /// Lists its licences. It only reads.
    ///
    /// # Errors
    /// As the vendor's reads, when nothing could be listed at all. What could not be read beside the rest stands in
    /// [`Listing::failures`].
    fn licenses(&self, view: View, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error>;

    /// Lists some of its licences, leaving it to the vendor to choose where it can. It only reads.
    ///
    /// # Errors
    /// As [`Account::licenses`].
    fn select(&self, wanted: &Wanted, progress: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        let view = if wanted.address.is_some() { wanted.view.max(View::Dated) } else { wanted.view };
        let mut listing = self.licenses(view, progress)?;
        listing.licenses.retain(|license| {
            let placed = |address| license.addresses.is_empty() || license.addresses.contains(&address);
            wanted.has_kind(&license.id.kind) && wanted.address.is_none_or(placed)
        });
        Ok(listing)
    }

    /// The licences that go by this name, which is an id, a kind and an id, a key, the customer's name or an address, and
    /// are of this kind, where one is given. An address can have several. It only reads.
    ///
    /// # Errors
    /// As the vendor's reads. What cannot be read could go by this name too, so that is an error as well.
    fn find(&self, name: &str, kind: Option<&str>) -> Result<Vec<License>, Error> {
        let of = |view| Wanted { view, kind: kind.map(str::to_owned), address: None };
        let mut listing = self.select(&of(View::Listed), &|_| {})?;
        if !listing.licenses.iter().any(|license| license.is_called(name)) {
            listing = self.select(&of(View::Full), &|_| {})?;
        }
        let mut found = whole(listing)?;
        found.retain(|license| license.is_called(name));
        Ok(found)
    }

    /// A licence that was found, with all that the vendor says about it. It only reads.
    ///
    /// # Errors
    /// As the vendor's reads.
    fn details(&self, license: &License) -> Result<License, Error> {
        Ok(license.clone())
    }

    /// The licences that the vendor renews by itself. It only reads.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Unsupported`] where the vendor does not tell, and as the vendor's reads.
    fn renewing(&self) -> Result<Vec<License>, Error> {
        if !self.capabilities().can(Capability::AutoRenewals) {
            return Err(Error::unsupported(Capability::AutoRenewals).at(self.vendor(), self.name()));
        }
        let mut found = whole(self.licenses(View::Full, &|_| {})?)?;
        found.retain(|license| license.auto_renew == Some(true));
        Ok(found)
    }

    /// Proves the credentials with the cheapest call that needs them. It only reads.
    ///
    /// # Errors
    /// As the vendor's reads.
    fn log_in(&self) -> Result<(), Error> {
        self.licenses(View::Listed, &|_| {}).map(drop)
    }

    /// Turns a wish of the common vocabulary into the vendor's own operation. It sends nothing.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Unsupported`] where the vendor has no such thing, [`crate::ErrorKind::Invalid`] where the licence's record
    /// lacks what the vendor asks for.
    fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error>;

    /// What an operation would send, in order, with secrets masked. It sends nothing.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for a field that is not valid or an operation of another vendor.
    fn preview(&self, operation: &Operation) -> Result<Vec<Preview>, Error>;

    /// Does an operation, once. **It may spend money.**
    ///
    /// # Errors
    /// [`Error::outcome`] says whether it may have happened.
    fn perform(&self, operation: &Operation) -> Result<Done, Error>;

    /// What there is before an operation, so that [`Account::check`] can tell afterwards what is new. It only reads.
    ///
    /// # Errors
    /// As the vendor's reads.
    fn look_before(&self, operation: &Operation) -> Result<Before, Error>;

    /// Whether an operation of unknown outcome happened. It only reads.
    ///
    /// # Errors
    /// As the vendor's reads: then nothing was found out.
    fn check(&self, operation: &Operation, before: &Before) -> Result<Checked<Evidence>, Error>;

    /// Ends every call in progress and lets no new one begin.
    fn shut_down(&self);
}

/// All licences, or why not.
pub(crate) fn whole(listing: Listing) -> Result<Vec<License>, Error> {
    match listing.failures.into_iter().chain(listing.closed).next() {
        Some((_, error)) => Err(error),
        None => Ok(listing.licenses),
    }
}

/// Refuses what the account cannot do.
pub(crate) fn require(account: &dyn Account, capability: Capability) -> Result<(), Error> {
    if account.capabilities().can(capability) {
        return Ok(());
    }
    Err(Error::unsupported(capability).at(account.vendor(), account.name()))
}
